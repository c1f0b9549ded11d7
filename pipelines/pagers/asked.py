"""Lists that a script asks a service for: `$.ajax({type: "POST", url: "/was5/web/search", data: {…}})` and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from pipelines.pagers.json_lists import family_of
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import PAGE_KEYS, query_number
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.scripts import number, raw_calls, text

_CALLS = ("$.ajax", "$.post", "$.get", "$.getJSON", "jQuery.ajax", "jQuery.post", "jQuery.get", "jQuery.getJSON")
_SERVICE = re.compile(r"/was5/web/search|/igs/front/search|/cms/JsonList|/loadData\b|/search-gov/data", re.I)
"""Services that are known to list; of other addresses that a script asks nobody knows what they are."""
_FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_PIECE = re.compile(r"\s*(?:([\"'])((?:(?!\1).){0,2000})\1|([A-Za-z_$][\w$.]{0,60})|(\d{1,12}))\s*(?:\+|$)", re.S)


def read(page: ListDocument) -> Paging | None:
    """The request for the first page of the list that a script fills this page with."""
    if not _SERVICE.search(page.scripts):
        return None
    for method, address, form in _requests(page.scripts):
        target = page.address(address) if _SERVICE.search(address) else None
        fields = dict(form)
        pages = [key for key in fields if key.lower() in PAGE_KEYS]
        if target is None or not (pages or query_number(target)):
            continue
        headers = [("Referer", page.url), ("X-Requested-With", "XMLHttpRequest")]
        if method == "GET":
            joined = f"{target}{'&' if '?' in target else '?'}{urlencode(fields)}" if fields else target
            start = PageRequest(url=joined, headers=tuple(headers))
        else:
            headers.append(("Content-Type", _FORM))
            start = PageRequest(url=target, method="POST", body=urlencode(fields), headers=tuple(headers))
        return Paging(family=family_of(target), start=start)
    return None


def _requests(scripts: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Method, address and fields of each request that is written in the scripts."""
    for name in _CALLS:
        for arguments in raw_calls(scripts, name):
            if not arguments:
                continue
            if name.endswith(".ajax"):
                options = dict(_properties(arguments[-1]))
                method = _value(options.get("type") or options.get("method") or "'GET'", "type", scripts)
                address, data = options.get("url", ""), options.get("data", "")
            else:
                method = "POST" if name.endswith(".post") else "GET"
                address, data = arguments[0], arguments[1] if len(arguments) > 1 else ""
            form = [(key, _value(value, key, scripts)) for key, value in _properties(data)]
            yield method.upper(), _value(address, "", scripts), form


def _properties(source: str) -> Iterator[tuple[str, str]]:
    """The keys and values of an object as they are written; nothing for what is no object."""
    inner = source.strip()
    if not inner.startswith("{"):
        return
    for part in next(raw_calls(f"object({inner[1:].removesuffix('}')})", "object"), []):
        key, colon, value = part.partition(":")
        if colon:
            yield key.strip().strip("\"'"), value.strip()


def _value(source: str, key: str, scripts: str) -> str:
    """What a sum of texts and variables comes to; a variable where the number of a page belongs is 1."""
    found = ""
    position = 0
    while position < len(source) and (match := _PIECE.match(source, position)):
        position = match.end()
        if match[3]:
            before = re.search(r"[?&]([\w.-]+)=$", found)
            named = before[1] if before else key
            found += "1" if named.lower() in PAGE_KEYS else _variable(match[3], scripts)
        else:
            found += match[2] or match[4] or ""
    return found


def _variable(name: str, scripts: str) -> str:
    value = text(scripts, name)
    if value is None:
        found = number(scripts, name)
        return "" if found is None else str(found)
    return value
