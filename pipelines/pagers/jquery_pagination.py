"""jQuery's plug-in: `$('#page').pagination(53, {items_per_page: 10, current_page: 0, callback: function(i){…}})`."""

from __future__ import annotations

import re

from pipelines.pagers import links
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import pages_for
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import calls, number, raw_calls
from pipelines.pagers.turning import LOCATION, put_together

_INLINE = re.compile(r"callback[\"']?\s{0,9}:\s{0,9}function\s{0,9}\w{0,60}\s{0,9}\(\s{0,9}([A-Za-z_$][\w$]{0,60})")
_NAMED = re.compile(r"callback[\"']?\s{0,9}:\s{0,9}([A-Za-z_$][\w$]{0,60})")
_BODY = 1_500
"""Characters of a function that are read."""


def read(page: ListDocument) -> Paging | None:
    """What the call says of the whole list, counting pages from 0; the next one where its callback goes there."""
    if ".pagination" not in page.scripts:
        return None
    for known, raw in zip(calls(page.scripts, ".pagination"), raw_calls(page.scripts, ".pagination"), strict=False):
        records, options = (known[0], raw[1]) if len(raw) > 1 else (None, "")
        if not isinstance(records, int) or not options.startswith("{"):
            continue
        pages = pages_for(records, number(options, "items_per_page") or 10) or 0
        this = number(options, "current_page") or 0
        following = _address(page, options, this + 1) if this + 1 < pages else None
        if following is None and (clicked := links.read(page)) is not None and clicked.next_url is not None:
            return clicked
        return Paging(
            family="pagination", page=this + 1, total_pages=pages, total_records=records, next_url=following,
            last_url=_address(page, options, pages - 1) if following is not None else None,
        )  # fmt: skip
    return None


def _address(page: ListDocument, options: str, index: int) -> str | None:
    """Where the callback goes for a page; None where it does something else, such as to fetch."""
    match, text = _INLINE.search(options), options
    if match is None and (named := _NAMED.search(options)) is not None:
        text = page.scripts
        match = re.search(rf"function\s{{1,9}}{re.escape(named[1])}\s{{0,9}}\(\s{{0,9}}([A-Za-z_$][\w$]{{0,60}})", text)
    if match is None:
        return None
    for place in LOCATION.finditer(text[match.end() : match.end() + _BODY]):
        address = put_together(place[1], match[1], str(index))
        if address is not None:
            return page.address(address)
    return None
