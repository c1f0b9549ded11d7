"""Henan's lists: `<div id="pageDec" pagesize="24" pagecount="51">`; files count from 0."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import counted, files_of, pages_for
from pipelines.pagers.paging import Paging


def read(page: ListDocument) -> Paging | None:
    """The paging of a list whose counts are attributes of an element.

    `pagecount` is a number of pages on some of these sites and of records on others: of records when the last page
    that the page links to or names is no later than that many records would need.
    """
    if "pageDec" not in page.text:
        return None
    for element in page.tree.iter("div"):
        if element.get("id") != "pageDec":
            continue
        count, size = (_number(element.get(name)) for name in ("pagecount", "pagesize"))
        if count is None:
            return None
        files = files_of(page.url)
        last = _last_linked(page, files.name)
        as_records = pages_for(count, size)
        is_records = as_records is not None and last is not None and last <= as_records
        return counted(
            page,
            "henan",
            total=as_records if is_records and as_records is not None else count,
            current=files.own_number(page.url) or 0,
            files=files,
            records=count if is_records else _number(element.get("recordcount")),
        )
    return None


def _last_linked(page: ListDocument, name: str) -> int | None:
    """The last page that a link or `共N页` names."""
    numbers = [
        int(found) + 1 for found in re.findall(rf"{re.escape(name)}_(\d{{1,6}})\.s?html?", page.text[:2_000_000])
    ]
    numbers += [int(found) for found in re.findall(r"共\s*(\d{1,6})\s*页", page.text[:2_000_000])]
    return max(numbers, default=None)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\s*\d{1,9}\s*", text) else None
