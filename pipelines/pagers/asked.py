"""Lists that a script asks a service for: `$.ajax({type: "POST", url: "/was5/web/search", data: {…}})` and its kin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from pipelines.pagers.cursors import asks_by_cursor
from pipelines.pagers.json_lists import family_of
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import PAGE_KEYS, SIZE_KEYS, query_number
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.scripts import number, raw_calls, text

_CALLS = ("$.ajax", "$.post", "$.get", "$.getJSON", "jQuery.ajax", "jQuery.post", "jQuery.get", "jQuery.getJSON")
_PROMISES = ("axios.get", "axios.post", "fetch")
"""Calls that take a POST's fields as JSON, and a GET's as `{params: {…}}`."""
_SERVICE = re.compile(r"/was5/web/search|/igs/front/search|/cms/JsonList|/loadData\b|/search-gov/data", re.I)
"""Services that are known to list; others are asked where they are told a page and its size."""
_FILE = re.compile(r"\.json(?:\?[^=]{0,40}(?:=\d*)?)?$", re.I)
_LISTS = re.compile(r"list|data|news|ds_|article|content|col", re.I)
_OTHERS = re.compile(r"weather|tianqi|config|menu|nav|lang|i18n|manifest|city|area|region|dict|link|banner", re.I)
"""Files that a script asks for: what lists may be called, and what others are."""
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
"""How a form is sent."""
_JSON = "application/json; charset=UTF-8"
_AS_JSON = re.compile(r"JSON\.stringify\s*\(\s*(\{.*\})\s*\)$", re.S)
_CALLBACK = re.compile(r"(?<=[?&])\w{1,40}=\?(?:&|$)")
_TEMPLATE = re.compile(r"\$\{\s*([\w$.]{1,60})\s*\}")
_PIECE = re.compile(r"\s*(?:([\"'])((?:(?!\1).){0,2000})\1|([A-Za-z_$][\w$.]{0,60})|(\d{1,12}))\s*(?:\+|$)", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One request as a script makes it."""

    method: str
    address: str
    fields: tuple[tuple[str, str], ...]
    texts: frozenset[str]
    """The fields that are written as texts; other numbers are numbers."""
    is_json: bool

    @property
    def typed(self) -> dict[str, int | str]:
        return {key: int(value) if value.isdecimal() and key not in self.texts else value for key, value in self.fields}


def read(page: ListDocument) -> Paging | None:
    """The request for the first page of the list that a script fills this page with."""
    found = [one for asked in _requests(page.scripts) if (one := _start(page, asked)) is not None]
    known = [one for one in found if _SERVICE.search(one.url)]
    start = next(iter((*known, *found)), None)
    return Paging(family=family_of(start.url), start=start) if start is not None else None


def is_file(url: str) -> bool:
    """Whether an address is that of a JSON file: all of a list at once, or of something else."""
    return _FILE.search(url) is not None


def asked_files(page: ListDocument) -> list[str]:
    """The JSON files that a script fills this page from, those first that are called like lists."""
    asked = (one.address for one in _requests(page.scripts) if one.method == "GET")
    return sorted(
        (one for one in asked if _FILE.search(one) and not _OTHERS.search(one)), key=lambda one: not _LISTS.search(one)
    )


def _start(page: ListDocument, asked: _Asked) -> PageRequest | None:
    """The request as it is sent, where it is one for a page of a list."""
    # jQuery puts a name of its own for the ?, and what answers is the same without.
    target = page.address(_CALLBACK.sub("", asked.address).rstrip("?&")) if asked.address else None
    if target is None:
        return None
    # Without its mark a request is for the first page.
    form = urlencode([(key, value) for key, value in asked.fields if value or not asks_by_cursor((key,))])
    joined = f"{target}{'&' if '?' in target else '?'}{form}" if form else target
    is_paged = query_number(joined) is not None or asks_by_cursor(key for key, _value in asked.fields)
    if not is_paged or not (_SERVICE.search(asked.address) or query_number(joined, SIZE_KEYS)):
        return None
    headers = (("Referer", page.url), ("X-Requested-With", "XMLHttpRequest"))
    if asked.method == "GET":
        return PageRequest(url=joined, headers=headers)
    kind, body = (_JSON, json.dumps(asked.typed, ensure_ascii=False)) if asked.is_json else (FORM, form)
    return PageRequest(url=target, method="POST", body=body, headers=(*headers, ("Content-Type", kind)))


def _requests(scripts: str) -> Iterator[_Asked]:
    """Each request that is written in the scripts."""
    for name in (*_CALLS, *_PROMISES):
        for arguments in raw_calls(scripts, name):
            if not arguments:
                continue
            is_json = name == "axios.post"
            if name.endswith(".ajax"):
                options = dict(properties(arguments[-1]))
                method = value_of(options.get("type") or options.get("method") or "'GET'", "type", scripts)
                address, data = options.get("url", ""), options.get("data", "")
            else:
                method = "POST" if name.endswith(".post") else "GET"
                address, data = arguments[0], arguments[1] if len(arguments) > 1 else ""
                if name in _PROMISES and method == "GET":
                    data = dict(properties(data)).get("params", "")
            if match := _AS_JSON.match(data):
                is_json, data = True, match[1]
            written = tuple(properties(data))
            yield _Asked(
                method=method.upper(),
                address=value_of(address, "", scripts),
                fields=tuple((key, value_of(value, key, scripts)) for key, value in written),
                texts=frozenset(key for key, value in written if value[:1] in "\"'"),
                is_json=is_json,
            )


def properties(source: str) -> Iterator[tuple[str, str]]:
    """The keys and values of an object as they are written; nothing for what is no object."""
    inner = source.strip()
    if not inner.startswith("{"):
        return
    for part in next(raw_calls(f"object({inner[1:].removesuffix('}')})", "object"), []):
        key, colon, value = part.partition(":")
        if colon:
            yield key.strip().strip("\"'"), value.strip()


def value_of(source: str, key: str, scripts: str) -> str:
    """What a sum of texts and variables comes to; a variable for a page's number is 1, or 0 where it is set so."""
    found = ""
    if source.startswith("`"):
        source = "'" + _TEMPLATE.sub(r"'+\1+'", source.strip("`")) + "'"
    position = 0
    while position < len(source) and (match := _PIECE.match(source, position)):
        position = match.end()
        if match[3]:
            before = re.search(r"[?&]([\w.-]+)=$", found)
            named = before[1] if before else key
            if named.lower() in PAGE_KEYS:
                found += _first(match[3], scripts)
            else:
                # A function's own parameter is often called with the variable that is named like what it asks for.
                found += _variable(match[3], scripts) or _variable(named, scripts)
        else:
            found += match[2] or match[4] or ""
    return found


def _first(name: str, scripts: str) -> str:
    own = re.escape(name.rpartition(".")[2])
    return "0" if re.search(rf"(?:\b(?:var|let|const)\s+{own}\s*=|[{{,]\s*{own}\s*:)\s*0\s*[;,}}\n]", scripts) else "1"


def _variable(name: str, scripts: str) -> str:
    name = name.removeprefix("this.")
    value = text(scripts, name)
    if value is None:
        found = number(scripts, name)
        return "" if found is None else str(found)
    return value
