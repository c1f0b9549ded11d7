"""Lists that stand in the page as JSON: `var dataList=[{"infolist":[…]}];var pagesData={"pageTotal":1}`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.paging import Paging
from pipelines.pagers.records import CURRENT, PAGES, RECORDS, find_records, integer, items_of
from pipelines.pagers.scripts import number

_DATA = re.compile(r"\bvar\s+dataList\s*=\s*(?=[\[{])")
_ASSIGNED = re.compile(r"(?:\b(?:var|let|const)\s|\bwindow\.)\s*[\w$.]{1,60}\s*=\s*(?=[\[{])|\w\s*\(\s*(?=\[\s*\{)")
_MOST = 40
"""Values of a page's scripts that are looked at."""
_PUSH = re.compile(r"([\w$.]{1,60})\.push\s*\(\s*(\{[^{}]{1,2000}\})\s*\)")
_MOST_PUSHED = 2_000
_FEWEST = 3
_PAGES = re.compile(r"\bvar\s+pagesData\s*=\s*(?=\{)")


def read(page: ListDocument) -> Paging | None:
    """The records of the embedded list; its groups are pages or headings, and all of them are items."""
    start = _DATA.search(page.scripts)
    if start is None:
        return None
    groups = _value(page.scripts, start.end())
    if not isinstance(groups, list):
        return None
    records = [record for group in groups for record in find_records(group)] or find_records(groups)
    told = _PAGES.search(page.scripts)
    counts = _value(page.scripts, told.end()) if told else None
    total = integer(counts, PAGES) or number(page.scripts, "channelpageTotal", "pageTotal")
    held = number(page.scripts, "jsonPageTotal")
    held = max(held or 0, len(groups), 1)
    beyond = total is not None and total > held
    return Paging(
        family="embedded",
        page=integer(counts, CURRENT),
        total_pages=total,
        total_records=integer(counts, RECORDS),
        held=held,
        incomplete="pages beyond those in the file come from a service that a script asks" if beyond else None,
        items=items_of(records, page.base),
    )


def read_any(page: ListDocument) -> Paging | None:
    """The records of a page whose markup holds none, under whatever name its scripts keep them."""
    values = [
        _value(page.scripts, match.end()) or _literal(page.scripts, match.end())
        for match, _ in zip(_ASSIGNED.finditer(page.scripts), range(_MOST), strict=False)
    ]
    values += [_literal(pushed, 0) for pushed in _pushed(page.scripts)]
    best = max(values, key=lambda value: len(find_records(value)), default=None)
    items = items_of(find_records(best), page.base)
    if len(items) < _FEWEST:
        return None
    counts = next((one for one in (*values, best) if integer(one, PAGES) or integer(one, RECORDS)), None)
    return Paging(
        family="embedded",
        page=integer(counts, CURRENT),
        total_pages=integer(counts, PAGES),
        total_records=integer(counts, RECORDS),
        items=items,
    )


def _value(source: str, start: int) -> object:
    try:
        value: object = json.JSONDecoder(strict=False).raw_decode(source, start)[0]
    except (ValueError, RecursionError):
        return None
    return value


def _pushed(scripts: str) -> Iterator[str]:
    """Lists that a script fills one record at a time, each as it could be written at once."""
    if ".push" not in scripts:
        return
    found: dict[str, list[str]] = {}
    for match in islice(_PUSH.finditer(scripts), _MOST_PUSHED):
        found.setdefault(match[1], []).append(match[2])
    for records in found.values():
        yield f"[{','.join(records)}]"


_LIST = re.compile(r"\[\s*\{.{0,200000}?\}\s*,?\s*\]\s*(?=[;,)\n]|$)", re.S)
_TOKEN = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?P<text>(?:[^'\\\n]|\\.)*)'|(?P<key>[A-Za-z_$][\w$]*)(?=\s*:)|,(?=\s*[\]}])"
)


def _literal(source: str, start: int) -> object:
    """A list written as a script writes it: keys without quotes, texts in single ones, a comma behind the last."""
    match = _LIST.match(source, start)
    if match is None:
        return None
    strict = _TOKEN.sub(_as_json, match[0])
    return _value(strict, 0)


def _as_json(token: re.Match[str]) -> str:
    if token["key"] is not None:
        return f'"{token["key"]}"'
    if token["text"] is not None:
        return json.dumps(token["text"].replace("\\'", "'"), ensure_ascii=False)
    return token[0] if token[0].startswith('"') else ""
