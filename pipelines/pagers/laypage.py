"""Pagers that layui draws: `laypage.render({count: 96, limit: 8, jump: … location.href='/list?page='+obj.curr})`."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import pages_for, query_number
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import number, raw_calls

_ADDRESS = re.compile(
    r"location(?:\.href)?\s{0,9}=\s{0,9}([\"'])(?P<start>[^\"'\n]{0,500}[?&]\w{1,20}=)\1\s{0,9}\+\s{0,9}\w+\.curr"
)

_FILE = re.compile(
    r"location(?:\.href)?\s{0,9}=[^;]{0,80}?([\"'])(?P<start>[^\"'\n]{1,200})\1\s{0,9}\+\s{0,9}\(?\s{0,9}\w+\.curr\s{0,9}(?P<less>-\s{0,9}1)?"
    r"\s{0,9}\)?\s{0,9}\+\s{0,9}([\"'])(?P<end>[^\"'\n]{1,40})\4"
)
"""`obj.curr==1 ? 'index.html' : 'index_'+(obj.curr-1)+'.html'`."""


def read(page: ListDocument) -> Paging | None:
    """What the call says of the whole list; where its own script turns pages by address, the next page too."""
    if "laypage" not in page.scripts:
        return None
    for name in ("laypage.render", "laypage"):
        for raw in raw_calls(page.scripts, name):
            options = raw[0] if raw else ""
            count = number(options, "count")
            pages = number(options, "pages") or pages_for(count, number(options, "limit") or 10)
            if pages is None:
                continue
            own = query_number(page.url)
            this = number(options, "curr") or (own[1] if own is not None else 1)
            address = _ADDRESS.search(options)
            following = page.address(f"{address['start']}{this + 1}") if address is not None and this < pages else None
            if address is None and this < pages and (file := _FILE.search(options)) is not None:
                following = page.address(f"{file['start']}{this + (0 if file['less'] else 1)}{file['end']}")
            return Paging(family="laypage", page=this, total_pages=pages, total_records=count, next_url=following)
    return None
