"""Hanweb JPaaS lists: a script element names the unit, `/front/page/build/unit` answers with a page of markup."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import pages_for, plausible, urlsplit_safe, with_query
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.records import load

_PAGINATION = re.compile(r"<[^<>]{0,300}\b(?:count|rows)\s{0,9}=[^<>]{0,300}>", re.I)
_ATTRIBUTE = re.compile(r"\b(count|rows|pageNo)\s*=\s*[\"']?(\d{1,9})", re.I)
_SIZE = 15
"""Items a page, where nothing says otherwise; the unit answers with its own number anyway."""


def read(page: ListDocument) -> Paging | None:
    """The paging of a column page that is filled from a unit."""
    if "/front/page/build/unit" not in page.text:
        return None
    for script in page.tree.iter("script", "div"):
        address, query = script.get("url"), script.get("querydata")
        if not address or not query or "/page/build/unit" not in address:
            continue
        values = _query_data(query)
        target = page.address(address)
        if not values or target is None:
            continue
        counts = _counts(page.text)
        size, records = counts.get("rows"), counts.get("count")
        this = counts.get("pageno", 1)
        pages = pages_for(records, size)
        more = pages is None or this < pages
        return Paging(
            family="jpaas",
            page=this,
            total_pages=pages,
            total_records=records,
            next_request=_unit(target, values, this + 1, size, page.url) if more else None,
            start=_unit(target, values, 1, size, page.url),
        )
    return None


def read_answer(page: ListDocument, value: object) -> Paging | None:
    """The paging and the markup of a unit's answer."""
    if "/page/build/unit" not in page.url or not isinstance(value, dict):
        return None
    data = value.get("data")
    markup = data.get("html") if isinstance(data, dict) else None
    if not isinstance(markup, str):
        return None
    counts = _counts(markup)
    size, records = counts.get("rows"), counts.get("count")
    asked = load(dict(_query(page.url)).get("paramJson", ""))
    asked_page = asked.get("pageNo") if isinstance(asked, dict) else None
    # The pager's own number shows a server that answers page 1 whatever is asked.
    this = counts.get("pageno", asked_page if isinstance(asked_page, int) else 1)
    pages = pages_for(records, size)
    following = None
    if pages is not None and this < pages:
        # Counted from the page asked for: a server stuck on page 1 must not be asked for page 2 for ever.
        number = (asked_page if isinstance(asked_page, int) else this) + 1
        parameters = json.dumps({"pageNo": number, "pageSize": size or _SIZE}, separators=(",", ":"))
        headers = page.request.headers if page.request is not None else _headers(page.url)
        following = PageRequest(url=with_query(page.url, paramJson=parameters), headers=headers)
    return Paging(
        family="jpaas",
        page=this,
        total_pages=pages,
        total_records=plausible(records, pages),
        next_url=following.url if following else None,
        next_request=following,
        markup=markup,
    )


def _query_data(query: str) -> dict[str, str]:
    """The unit's parameters; written as a Python-like object with single quotes, and copied as they are."""
    value = load(query.replace("'", '"'))
    if not isinstance(value, dict):
        return {}
    return {str(key): "null" if one is None else str(one) for key, one in value.items()}


def _unit(target: str, values: dict[str, str], number: int, size: int | None, referer: str) -> PageRequest:
    # pageNo alone always brings page 1; the server reads it from paramJson.
    parameters = json.dumps({"pageNo": number, "pageSize": size or _SIZE}, separators=(",", ":"))
    form = urlencode({**values, "paramJson": parameters})
    return PageRequest(url=f"{target.partition('?')[0]}?{form}", headers=_headers(referer))


def _headers(referer: str) -> tuple[tuple[str, str], ...]:
    return (("Referer", referer), ("X-Requested-With", "XMLHttpRequest"))


def _counts(markup: str) -> dict[str, int]:
    for element in _PAGINATION.findall(markup):
        found = {name.lower(): int(value) for name, value in _ATTRIBUTE.findall(element)}
        if "count" in found:
            return found
    return {}


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit_safe(url)[3][:8000], keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return []
