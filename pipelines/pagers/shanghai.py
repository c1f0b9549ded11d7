"""Shanghai's static lists: `$(".pagination").pagination({ totalPage: 322, … })` and `("setPage", 1, 322)`."""

from __future__ import annotations

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import counted, files_of
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import calls, number, raw_calls


def read(page: ListDocument) -> Paging | None:
    """The paging of a list drawn by a jQuery plug-in; its pages are index_2.html and so on, from 1."""
    if ".pagination" not in page.scripts and "totalPage" not in page.scripts:
        return None
    total: int | None = None
    current: int | None = None
    for arguments in calls(page.scripts, ".pagination"):
        match arguments:
            case ("setPage", int(this), int(pages), *_):
                current, total = this, pages
    if total is None:
        for raw in raw_calls(page.scripts, ".pagination"):
            options = raw[0] if raw else ""
            total = number(options, "totalPage")
            current = number(options, "curPage", "currentPage", "currPage", "current", "page")
            if total is not None:
                break
    if total is None:
        return None
    files = files_of(page.url)
    own = files.own_number(page.url)
    return counted(page, "shanghai", total=total, current=current or own or 1, files=files, counts_from=1, second=2)
