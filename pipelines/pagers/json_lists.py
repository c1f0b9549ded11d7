"""Answers of list services: gkmlpt, IGS, UCAP, State Council library, CAC, Suzhou; and any like them.

All give records and a count; they differ in where the page number stands in the request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pipelines.pagers.cursors import next_cursor
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import (
    OFFSET_KEYS,
    PAGE_KEYS,
    SIZE_KEYS,
    form_number,
    pages_for,
    query_number,
    with_form,
    with_query,
)
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.records import CURRENT, PAGES, RECORDS, find_markup, find_records, integer, items_of, load

_FAMILIES = (
    ("gkmlpt", re.compile(r"/gkmlpt/api/")),
    ("igs", re.compile(r"/igs/front/search")),
    ("ucap-json", re.compile(r"/common/search/|_isAgg=true|/getFileListByCodeId|/searchList/")),
    ("trsapi", re.compile(r"\.trsapi")),
    ("govcn", re.compile(r"/search-gov/data|/ZUIXINZHENGCE\.json", re.I)),
    ("cac", re.compile(r"/cms/JsonList", re.I)),
    ("was5", re.compile(r"/was5/web/search")),
)
_GKMLPT_SIZE = 100


def read(page: ListDocument, value: object) -> Paging:
    """The records of an answer, its counts, and the request for the next page."""
    records = find_records(value)
    markup = find_markup(value) if not records else None
    pages, total = integer(value, PAGES), integer(value, RECORDS)
    family = family_of(page.url)
    asked = _asked(page)
    size = _size(page) or (_GKMLPT_SIZE if family == "gkmlpt" else None) or integer(value, SIZE_KEYS)
    if asked is None and size and (above := _number(page, OFFSET_KEYS)) is not None:
        return _ranged(page, value, above, size)
    if size is None and asked is not None and asked[1] == 1 and total is not None and 0 < len(records) < total:
        size = len(records)
    capped = asked is not None and size is not None and _is_capped(asked[1], size, len(records), total)
    size = len(records) if capped else size
    if family == "json" and (rows := integer(value, ("records",))) and total == pages_for(rows, size):
        # jqGrid calls the number of pages total.
        total = rows
    pages = pages if pages is not None else pages_for(total, size)
    this = asked[1] if asked is not None else integer(value, CURRENT)
    following = None
    if asked is not None and (records or markup):
        # Zero-based services end one number earlier.
        counts_from = 0 if asked[1] == 0 or (family == "govcn" and asked[1] == 0) else 1
        if pages is None or asked[1] + 1 - counts_from < pages:
            following = _next(page, asked, size if capped else None)
    elif asked is None and records and (cursor := next_cursor(value)) is not None:
        following = _asking(page, dict([cursor]))
    return Paging(
        family=family,
        page=this,
        total_pages=pages,
        total_records=total,
        next_url=following.url if following is not None and following.method == "GET" else None,
        next_request=following if following is not None and (following.headers or following.method != "GET") else None,
        items=items_of(records, page.base) if markup is None else None,
        markup=markup,
    )


def family_of(url: str) -> str:
    """The family of the service at an address; `json` where it is none of those known."""
    return next((name for name, pattern in _FAMILIES if pattern.search(url)), "json")


def _asked(page: ListDocument) -> tuple[str, int] | None:
    """The parameter that carries the page number, and the number that was asked for."""
    if page.request is not None and page.request.body is not None:
        body = load(page.request.body)
        if isinstance(body, dict):
            for wanted in PAGE_KEYS:
                for key, value in body.items():
                    if key.lower() == wanted and isinstance(value, int):
                        return key, value
            return None
        found = form_number(page.request.body)
        if found is not None:
            return found
    return query_number(page.url)


def _size(page: ListDocument) -> int | None:
    found = _number(page, SIZE_KEYS)
    return found[1] if found is not None else None


def _number(page: ListDocument, keys: tuple[str, ...]) -> tuple[str, int] | None:
    found = query_number(page.url, keys)
    if found is None and page.request is not None and page.request.body is not None:
        found = form_number(page.request.body, keys)
    return found


def _ranged(page: ListDocument, value: object, above: tuple[str, int], size: int) -> Paging:
    """The paging of an answer to a request for so many items after so many."""
    records, total = find_records(value), integer(value, RECORDS)
    key, start = above
    goes_on = records and (start + size < total if total is not None else len(records) >= size)
    following = _asking(page, {key: start + size}) if goes_on else None
    return Paging(
        family=family_of(page.url),
        page=start // size + 1,
        total_pages=pages_for(total, size),
        total_records=total,
        next_url=following.url if following is not None and following.method == "GET" else None,
        next_request=following,
        items=items_of(records, page.base),
    )


def _is_capped(number: int, size: int, came: int, total: int | None) -> bool:
    """Whether a first page is shorter than was asked for, and not the last: the server has a size of its own."""
    return number in (0, 1) and total is not None and 0 < came < min(size, total) and number * size + came != total


def _next(page: ListDocument, asked: tuple[str, int], size: int | None) -> PageRequest:
    """The request for the page after the one asked for, of the size that the server keeps to."""
    key, number = asked
    told = _number(page, SIZE_KEYS) if size is not None else None
    return _asking(page, {key: number + 1} | ({told[0]: size} if told is not None and size is not None else {}))


def _asking(page: ListDocument, numbers: Mapping[str, int | str]) -> PageRequest:
    """The request that brought this page, with other numbers or another mark."""
    request = page.request
    if request is None:
        return PageRequest(url=with_query(page.url, **numbers))
    if request.body is None:
        return PageRequest(url=with_query(page.url, **numbers), headers=request.headers)
    body = load(request.body)
    if isinstance(body, dict):
        changed = json.dumps({**body, **numbers}, ensure_ascii=False, separators=(",", ":"))
    else:
        changed = with_form(request.body, **numbers)
    return PageRequest(url=request.url, method=request.method, body=changed, headers=request.headers)
