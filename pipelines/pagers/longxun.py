"""Anhui's (龙讯) lists: `Ls.pagination("#page_1", function (i) { location.href = '…=' + i }, {pageCount: 3})`."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import number, raw_calls

_TARGET = re.compile(r"[\"']([^\"'\s]{1,1000}[=/_])[\"']\s*\+\s*\w+(?:\s*\+\s*[\"']([^\"'\s]{0,200})[\"'])?")
_TEMPLATE = re.compile(r"[\"']([^\"'\s{]{1,1000}?[=/_])(?:\{page\w{0,20}\}|__page\w{0,20}?__)([^\"'\s]{0,200})[\"']")
"""link: "/column/1?pageIndex={pageIndex}", or __pageIndex__."""


def read(page: ListDocument) -> Paging | None:
    """The paging of a list whose script writes the page number behind an address."""
    for arguments in raw_calls(page.scripts, "Ls.pagination"):
        source = ",".join(arguments)
        target = _TARGET.search(source) or _TEMPLATE.search(source)
        total = number(source, "pageCount") or number(page.scripts, "pageCount")
        if target is None or total is None:
            continue
        this = number(source, "currPage") or number(page.scripts, "pageIndex", "currPage") or 1

        def address(number: int, target: re.Match[str] = target) -> str | None:
            return page.address(f"{target[1]}{number}{target[2] or ''}")

        return Paging(
            family="longxun",
            page=this,
            total_pages=total,
            total_records=number(source, "itemCount", "totalCount", "total"),
            next_url=address(this + 1) if this < total else None,
            last_url=address(total) if total > 1 else None,
        )
    return None
