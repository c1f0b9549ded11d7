"""Shandong's hybrid lists: the first pages are one file (`li.pagedContent`), the later ones `index_{n}.shtml`."""

from __future__ import annotations

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import files_of, pages_for
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import number


def read(page: ListDocument) -> Paging | None:
    """The paging of a file that holds the pages `startPage` to `endPage` at once."""
    if "logicTotalPage" not in page.scripts:
        return None
    total = number(page.scripts, "logicTotalPage")
    start, end = number(page.scripts, "startPage"), number(page.scripts, "endPage")
    if total is None or end is None:
        return None
    records = number(page.scripts, "totalCount")
    total = max(total, pages_for(records, number(page.scripts, "perSize")) or 0)
    files = files_of(page.url, ext="shtml")
    return Paging(
        family="shandong",
        page=start,
        total_pages=total,
        total_records=records,
        held=max(1, end - (start or 1) + 1),
        next_url=files.address(page, end + 1) if end < total else None,
        last_url=files.address(page, total) if end < total else None,
    )
