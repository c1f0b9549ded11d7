"""Answers of TRS WAS5 searches: `<RECORDCOUNT>` and `<REC>` with upper-case fields."""

from __future__ import annotations

import re

from pipelines.listing_dates import find_date
from pipelines.pagers.list_document import ListDocument, absolute, unescaped
from pipelines.pagers.markup import local_name, parse_xml, words
from pipelines.pagers.numbered import SIZE_KEYS, form_number, pages_for, query_number, with_form, with_query
from pipelines.pagers.paging import ListItem, PageRequest, Paging

_COUNT = re.compile(r"<RECORDCOUNT>\s*(?:<!\[CDATA\[)?\s*(\d{1,9})", re.I)
_TAG = re.compile(r"<[^<>]{0,500}>")


def read(page: ListDocument) -> Paging | None:
    """The records of a search's answer, and the request for its next page."""
    count = _COUNT.search(page.text[:20_000])
    root = parse_xml(page.text) if count is not None else None
    if count is None or root is None:
        return None
    items: dict[str, ListItem] = {}
    got = 0
    for record in root.iter("REC", "rec", "Rec"):
        got += 1
        fields = {local_name(field): words(field) for field in record.iterchildren("*")}
        href = unescaped(fields.get("url") or fields.get("docpuburl") or "")
        title = " ".join(_TAG.sub("", unescaped(fields.get("title") or fields.get("doctitle") or "")).split())
        url = absolute(page.base, href)
        if href and title and (url is not None or not page.base):
            printed = fields.get("docreltime") or fields.get("pubdate") or ""
            items.setdefault(href, ListItem(url=url, title=title, date=find_date(printed), href=href))
    records = int(count[1])
    body = page.request.body if page.request is not None else None
    asked = (form_number(body) if body else None) or query_number(page.url)
    size = (form_number(body, SIZE_KEYS) if body else None) or query_number(page.url, SIZE_KEYS)
    pages = pages_for(records, size[1] if size else got or None)
    following = None
    if asked is not None and got and pages is not None and asked[1] < pages:
        following = _next(page, asked[0], asked[1] + 1)
    return Paging(
        family="was5",
        page=asked[1] if asked else None,
        total_pages=pages,
        total_records=records,
        next_url=following.url if following is not None and following.method == "GET" else None,
        next_request=following if following is not None and page.request is not None else None,
        items=tuple(items.values()),
    )


def _next(page: ListDocument, key: str, number: int) -> PageRequest:
    request = page.request
    if request is not None and request.body is not None and form_number(request.body, (key.lower(),)) is not None:
        body = with_form(request.body, **{key: number})
        return PageRequest(url=request.url, method=request.method, body=body, headers=request.headers)
    return PageRequest(url=with_query(page.url, **{key: number}), headers=request.headers if request else ())
