"""The readers of all pagers: each takes a list page and says where the walk goes on, or None if it is not its kind."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.pagers import (
    asked,
    beijing,
    easysite,
    embedded,
    gkmlpt,
    grids,
    hanweb,
    henan,
    jpaas,
    jquery_pagination,
    json_lists,
    laypage,
    links,
    longxun,
    plug_ins,
    shandong,
    shanghai,
    trs,
    trsapi,
    ucap,
    ucap_json,
    was5,
)
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.paging import Paging
from pipelines.pagers.records import load

Reader = Callable[[ListDocument], Paging | None]

READERS: tuple[Reader, ...] = (
    # Those that bring their own records first; the plain links last, for any page may have some.
    hanweb.read,
    jpaas.read,
    gkmlpt.read,
    embedded.read,
    easysite.read,
    # By the types of the first arguments: an element's id, three numbers, two numbers.
    ucap.read,
    beijing.read,
    trs.read,
    shanghai.read,
    jquery_pagination.read,
    longxun.read,
    shandong.read,
    henan.read,
    trsapi.read,
    laypage.read,
    plug_ins.read,
    links.read,
    ucap_json.read,
    asked.read,
    grids.read,
)


def read_pager(page: ListDocument) -> Paging | None:
    """The paging of a page of markup, by the first reader that knows it."""
    for read in READERS:
        found = read(page)
        if found is not None:
            return found
    return None


def read_answer(page: ListDocument) -> Paging | None:
    """The paging of an answer that is no page: JSON, or the XML of a search; None when it is something else."""
    if page.text.lstrip("\ufeff \t\r\n").startswith("<"):
        return was5.read(page)
    value = load(page.text)
    if value is None:
        return None
    return jpaas.read_answer(page, value) or json_lists.read(page, value)
