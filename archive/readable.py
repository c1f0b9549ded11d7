"""What an archive holds that can be read again: pages with the readers of their captures, and list pages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.outage import DOUBTFUL

# The capture that holds the body of another: itself, the one it revisits, or the one that this one revisits.
_HOLDER = "coalesce((SELECT b.revisit_of FROM exchanges AS b WHERE b.id = e.revisit_of), e.revisit_of, e.id)"
# Bodies that were asked for as articles, and whatever else was read as one; each filed under the capture that holds it.
# ruff: noqa: S608  the only text put in is our own
PAGES = f"""
SELECT a.key, u.site, min(e.id), max(e.captured_at), count(*), count(r.capture), min(r.reader), max(r.reader)
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN readings AS r ON r.capture = {_HOLDER}
WHERE e.outcome = 'ok' AND (u.purpose = 'article' OR r.capture = e.id)
GROUP BY a.key, u.site
ORDER BY 3
"""
MOVES = "SELECT n.key, o.key FROM pages AS n JOIN pages AS o ON o.url = n.moved_from"
BODIES = f"""
SELECT
    {_HOLDER},
    coalesce(
        max(CASE WHEN e.revisit_of IS NULL THEN e.id END),
        min(CASE WHEN e.payload IS NOT NULL THEN e.id END),
        {_HOLDER}
    ),
    r.reader
FROM json_each(?) AS k
JOIN addresses AS a ON a.key = k.value
JOIN exchanges AS e ON e.address = a.id
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN readings AS r ON r.capture = {_HOLDER}
WHERE e.outcome = 'ok' AND (u.purpose = 'article' OR r.capture = e.id)
GROUP BY 1
ORDER BY min(e.captured_at), 1
"""
LISTS = """
SELECT e.id, e.revisit_of, a.key, u.site, e.captured_at, l.reader
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN listings AS l ON l.capture = e.id
WHERE u.purpose = 'list' AND (e.outcome = 'ok' OR (e.outcome = 'unmodified' AND e.revisit_of IS NOT NULL))
ORDER BY e.id
"""
ENDED = "SELECT id, site FROM runs WHERE outcome IS NOT NULL ORDER BY id"
JUDGED = "SELECT 1 FROM absences WHERE run = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadablePage:
    """One page with every address that its history leads through: they are read by one reader, in one transaction."""

    keys: tuple[str, ...]
    site: str | None
    """The site that captured it last."""
    last: str
    """When its last body was captured."""
    captures: int
    readers: frozenset[str | None]
    """Who read its captures; None where one was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableBody:
    """One body of a page."""

    capture: int
    """The capture that its reading is filed under."""
    through: int
    """The capture whose address and headers are read: the same, or the first article capture with these bytes."""
    reader: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableList:
    """One capture of a list page."""

    capture: int
    body: int
    """The capture whose bytes it gave or stands for."""
    key: str
    site: str | None
    captured_at: str
    reader: str | None


class Readable:
    """Finds what can be read again; writes nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def pages(self) -> list[ReadablePage]:
        """Every page with a body, the one that was captured first coming first."""
        lines = _Lines(self._connection.execute(MOVES).fetchall())
        groups: dict[str, list[Sequence[Any]]] = {}
        for row in self._connection.execute(PAGES).fetchall():
            groups.setdefault(lines.first(row[0]), []).append(row)
        return [_page(rows) for rows in groups.values()]

    def bodies(self, page: ReadablePage) -> list[ReadableBody]:
        """The bodies of a page, oldest first."""
        rows = self._connection.execute(BODIES, (json.dumps(page.keys),)).fetchall()
        return [ReadableBody(capture=capture, through=through, reader=reader) for capture, through, reader in rows]

    def lists(self) -> list[ReadableList]:
        """Every capture of a list page with a body or standing for one, oldest first."""
        rows = self._connection.execute(LISTS).fetchall()
        before = {capture: revisited for capture, revisited, *_ in rows}
        return [
            ReadableList(
                capture=capture, body=_body(capture, before), key=key, site=site, captured_at=at, reader=reader
            )
            for capture, _, key, site, at, reader in rows
        ]

    def runs_in_doubt(self) -> Iterator[tuple[int, str]]:
        """Each ended run with answers that may be absences, or that were taken for some so far, and its site."""
        for run, site in self._connection.execute(ENDED).fetchall():
            if any(self._connection.execute(sql, (run,)).fetchone() for sql in (DOUBTFUL, JUDGED)):
                yield run, site


class _Lines:
    """Pages joined by moves, each line known by the key that came first in it."""

    def __init__(self, moves: Sequence[tuple[str, str]]) -> None:
        self._before = dict(moves)

    def first(self, key: str) -> str:
        passed = {key}
        while self._before.get(key, key) not in passed:
            key = self._before[key]
            passed.add(key)
        return key


def _page(rows: Sequence[Sequence[Any]]) -> ReadablePage:
    latest = max(rows, key=lambda row: row[3])
    readers = {reader for row in rows for reader in row[6:8] if reader is not None}
    return ReadablePage(
        keys=tuple(dict.fromkeys(row[0] for row in rows)),
        site=latest[1],
        last=latest[3],
        captures=sum(row[4] for row in rows),
        readers=frozenset(readers | ({None} if any(row[5] < row[4] for row in rows) else set())),
    )


def _body(capture: int, before: dict[int, int | None]) -> int:
    passed = {capture}
    while (earlier := before.get(capture)) is not None and earlier not in passed:
        capture = earlier
        passed.add(capture)
    return capture
