"""Pagers that further plug-ins of jQuery draw: twbsPagination, jqPaginator, bootstrapPaginator and their kin."""

from __future__ import annotations

import re

from pipelines.pagers import links
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import pages_for, query_number
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import number, raw_calls
from pipelines.pagers.turning import LOCATION, put_together

_CALLS = (
    ".twbsPagination", ".jqPaginator", ".bootstrapPaginator", ".paginator", ".paging", ".Paging", ".createPage",
    ".whjPaging", ".sPage", ".extendPagination", ".zPager", ".myPagination", ".pagination",
)  # fmt: skip
_FUNCTION = re.compile(r"function\s{0,9}\w{0,60}\s{0,9}\(([\w$\s,]{1,100})\)|\(?([\w$\s,]{1,60})\)?\s{0,9}=>")
_BODY = 600
"""Characters of a callback that are read."""


def read(page: ListDocument) -> Paging | None:
    """What the call says of the whole list; the next page where its callback goes there by an address."""
    for name in _CALLS:
        for raw in raw_calls(page.scripts, name):
            options = raw[0] if raw else ""
            records = number(options, "totalCounts", "totalCount", "totalRecords", "totalRecord", "totalData", "total")
            size = number(options, "pageSize", "pagesize", "perPage", "limit", "showData")
            pages = number(options, "totalPages", "totalPage", "pageCount", "total_pages") or pages_for(records, size)
            if not options.startswith("{") or not pages:
                continue
            own = query_number(page.url)
            said = number(options, "currentPage", "startPage", "current", "pageNo", "curr")
            this = said or (own[1] if own is not None else 1)
            following = _address(page, options, this + 1) if this < pages else None
            clicked = links.read(page) if following is None else None
            if clicked is not None and clicked.next_url is not None:
                return clicked
            return Paging(
                family="pagination", page=this, total_pages=pages, total_records=records if size else None,
                next_url=following,
            )  # fmt: skip
    return None


def _address(page: ListDocument, options: str, wanted: int) -> str | None:
    """Where the callback goes for a page; None where it does something else, such as to fetch."""
    for callback in _FUNCTION.finditer(options):
        for place in LOCATION.finditer(options[callback.end() : callback.end() + _BODY]):
            for parameter in (callback[1] or callback[2]).split(","):
                address = put_together(place[1].partition("}")[0], parameter.strip(), str(wanted))
                if address is not None:
                    return page.address(address)
    return None
