"""How the cells of an archive's tables look: links, short times, differences marked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from archive.web.addresses import Addresses
from archive.web.wording import marked

_OBSERVED = {"observed_after", "observed_by", "first_seen", "last_seen", "last_asked", "captured_at", "listed_at"}
_TIMES = _OBSERVED | {"started_at", "finished_at", "planned_at"}
_CAPTURES = frozenset(("first_capture", "last_capture", "after_capture", "by_capture", "revisit_of", "stands_for"))
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell on its way to the page."""

    value: Any
    column: str
    table: str | None
    """None in the result of a query."""
    row: Any
    base: str
    """The address at which the archive's pages begin."""

    def beside(self, column: str) -> str | None:
        """The text that stands in another column of the same row, if there is such a column."""
        if column not in self.row.keys():  # noqa: SIM118  a sqlite3.Row has no `in`
            return None
        value = self.row[column]
        return value if isinstance(value, str) else None


def render(cell: Cell) -> Markup | None:
    """The HTML of one cell, or None to leave it to Datasette."""
    if cell.value is None or cell.value == "":
        return None
    if cell.column in _CAPTURES:
        return _capture(cell)
    if isinstance(cell.value, dict):  # a foreign key with its label
        return _page(cell)
    if not isinstance(cell.value, str):
        return None
    if cell.column in _TIMES:
        return _time(cell.value)
    draw = _DRAWN.get(cell.column)
    return draw(cell) if draw else None


def article_address(url: str, base: str) -> str:
    """Where the archive shows the article of a page."""
    return Addresses(base=base).article(url)


def _capture(cell: Cell) -> Markup | None:
    number = cell.value["value"] if isinstance(cell.value, dict) else cell.value
    return Markup('<a href="{}">{}</a>').format(Addresses(base=cell.base).capture(number), number)


def _page(cell: Cell) -> Markup | None:
    url = cell.beside("url")
    if cell.column != "page" or not url:
        return None
    return Markup('<a href="{}" lang="zh">{}</a>').format(article_address(url, cell.base), cell.value["label"])


def _time(value: str) -> Markup | None:
    found = _INSTANT.fullmatch(value)
    if not found:
        return None
    day, minute, zone = found.groups()
    zone = " UTC" if zone in ("Z", "+00:00") else ""
    return Markup('<time datetime="{0}" title="{0}">{1} {2}{3}</time>').format(value, day, minute, zone)


def _printed(value: str) -> Markup | None:
    """The time of publication; midnight is what a page without a time of day was given."""
    day, midnight, zone = value.partition("T00:00:00")
    return Markup('<time datetime="{0}" title="{0}">{0}</time>').format(day) if midnight and zone else _time(value)


def _badge(cell: Cell) -> Markup:
    return Markup('<span class="gp-badge gp-{0}">{0}</span>').format(cell.value)


def _url(cell: Cell) -> Markup | None:
    if not cell.value.startswith(("http://", "https://")):
        return None
    shown = cell.value.partition("://")[2]
    if len(shown) > 60:
        shown = f"{shown[:24]}…{shown[-34:]}"
    if cell.table == "captures":
        kept = f"{cell.base}/captures?url={quote(cell.value, safe='')}"
    else:
        kept = article_address(cell.value, cell.base)
    return Markup('<a href="{}">{}</a> <a href="{}" rel="noreferrer noopener" title="The live page">↗</a>').format(
        kept, shown, cell.value
    )


def _title(cell: Cell) -> Markup:
    url = cell.beside("url")
    if cell.table == "readings" or not url:
        return _chinese(cell.value)
    return Markup('<a href="{}" lang="zh">{}</a>').format(article_address(url, cell.base), cell.value)


def _chinese(inner: str) -> Markup:
    return Markup('<span lang="zh">{}</span>').format(inner)


def _text(cell: Cell) -> Markup | None:
    # In full where somebody's words are the point; a page of a hundred whole articles is not.
    many = cell.table == "articles" or (cell.table is None and "number" in cell.row.keys())  # noqa: SIM118
    return _chinese(f"{cell.value[:_LONGEST_TEXT]}…") if many and len(cell.value) > _LONGEST_TEXT else None


def _fact(cell: Cell) -> Markup | None:
    """The values of the query `article`: its text keeps its paragraphs."""
    fact = cell.beside("fact")
    if fact == "text":
        return Markup('<div class="gp-text" lang="zh">{}</div>').format(cell.value)
    if fact == "history":
        address = f"{cell.base}/history?url={quote(cell.value, safe='')}"
        return Markup('<a href="{}">Each state that was seen</a>').format(address)
    if fact == "captures":
        return _url(replace(cell, table="captures"))
    return _printed(cell.value) if fact == "published_at" else None


def _statement(cell: Cell) -> Markup:
    pieces = re.split("[【】]", cell.value)
    marked = [
        Markup("<mark>{}</mark>").format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    ]
    return _chinese(Markup("").join(marked))


def _digest(cell: Cell) -> Markup | None:
    name, colon, digits = cell.value.partition(":")
    if not colon or len(digits) < 16:
        return None
    return Markup('<code title="{}">{}:{}…</code>').format(cell.value, name, digits[:12])


def _headers(cell: Cell) -> Markup | None:
    try:
        lines = [f"{name}: {value}" for name, value in json.loads(cell.value)]
    except (ValueError, TypeError):
        return None
    if not lines:
        return Markup("&nbsp;")
    return Markup("<details><summary>{}</summary><pre>{}</pre></details>").format(len(lines), "\n".join(lines))


def _list(cell: Cell) -> Markup | None:
    try:
        items = json.loads(cell.value)
    except ValueError:
        return None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    return escape(", ".join(items)) if items else Markup("&nbsp;")


_DRAWN: dict[str, Callable[[Cell], Markup | None]] = {
    "state": _badge,
    "kind": _badge,
    "outcome": _badge,
    "published_at": lambda cell: _printed(cell.value),
    "url": _url,
    "moved_to": _url,
    "moved_from": _url,
    "copy_of": _url,
    "title": _title,
    "summary": lambda cell: _chinese(marked(cell.value)),
    "text": _text,
    "value": _fact,
    "statement": _statement,
    "digest": _digest,
    "fingerprint": _digest,
    "chain": _digest,
    "headers": _headers,
    "request_headers": _headers,
    "flags": _list,
    "keywords": _list,
}
