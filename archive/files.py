"""Files that hang on articles, as far as they were fetched: what each body is, and the index of their texts.

A file's body is read once, under the capture that carries it. Which body an article's file had at which look is told
like that of its further pages (`own_pages.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive.interned import key_of
from archive.own_pages import Leaves
from archive.readings import seal
from archive.search import segment

DUE = """
SELECT e.id FROM exchanges AS e
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN files AS f ON f.capture = e.id
WHERE u.purpose = 'attachment' AND e.outcome = 'ok' AND e.payload IS NOT NULL AND e.revisit_of IS NULL
  AND (f.capture IS NULL OR f.reader <> ?)
ORDER BY e.id
"""
HANGING = """
SELECT t.href, t.kind FROM pages AS p JOIN attachments AS t ON t.page = p.id WHERE p.key = ? ORDER BY t.position
"""
# The pages whose current reading names the address of a capture.
PAGES = """
SELECT DISTINCT p.reading FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN attachments AS t ON t.href = a.url
JOIN pages AS p ON p.id = t.page
WHERE e.id = ?
"""
# The addresses of the files and images that a reading names, as far as they were ever asked for.
NAMED = """
SELECT DISTINCT json_extract(j.value, '$.href') AS href FROM readings AS r,
  json_each(json_array(json(coalesce(r.attachments, '[]')), json(coalesce(r.images, '[]')))) AS lists,
  json_each(lists.value) AS j
WHERE r.capture = ? AND EXISTS (
  SELECT 1 FROM addresses AS a JOIN exchanges AS e ON e.address = a.id JOIN purposes AS u ON u.id = e.purpose
  WHERE a.url = json_extract(j.value, '$.href') AND u.purpose = 'attachment')
"""
COLUMNS = ("capture", "reader", "digest", "text", "error", "error_kind")
SEALED = COLUMNS[1:]


FileDigests = tuple[tuple[str, str], ...]
"""Address and digest of each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """What a reader made of a file's body."""

    capture: int
    reader: str
    digest: str | None = None
    """Of the file, its Content-Encoding undone; None where something else came in its place."""
    text: str | None = None
    error: str | None = None
    error_kind: str | None = None


class Files:
    """Keeps what was made of the bodies of files; every method that writes is a part of its caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, file: NewFile) -> None:
        """Write what a file is in the place of what it was taken for, and index its text."""
        row = self._connection.execute("SELECT text FROM files WHERE capture = ?", (file.capture,)).fetchone()
        if row is not None and row[0] is not None:
            self._connection.execute(
                "INSERT INTO files_fts(files_fts, rowid, text) VALUES ('delete', ?, ?)", (file.capture, segment(row[0]))
            )
        self._connection.execute(
            f"INSERT INTO files ({', '.join(COLUMNS)}, seal) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  our own names
            " ON CONFLICT (capture) DO UPDATE SET reader = excluded.reader, digest = excluded.digest,"
            " text = excluded.text, error = excluded.error, error_kind = excluded.error_kind, seal = excluded.seal",
            (*(getattr(file, name) for name in COLUMNS), seal([getattr(file, name) for name in SEALED])),
        )
        self._index(file.capture, file.text)

    def _index(self, capture: int, text: str | None) -> None:
        if text is not None:
            self._connection.execute("INSERT INTO files_fts(rowid, text) VALUES (?, ?)", (capture, segment(text)))

    def reindex(self) -> None:
        """Build the index of all texts again."""
        self._connection.execute("INSERT INTO files_fts(files_fts) VALUES ('delete-all')")
        for capture, text in self._connection.execute(
            "SELECT capture, text FROM files WHERE text IS NOT NULL"
        ).fetchall():
            self._index(capture, text)

    def is_read(self, capture: int, reader: str) -> bool:
        """Whether this reader read the body that a capture carries."""
        found = self._connection.execute("SELECT 1 FROM files WHERE capture = ? AND reader = ?", (capture, reader))
        return found.fetchone() is not None

    def due(self, reader: str) -> list[int]:
        """Captures with the body of a file that this reader has not read, oldest first."""
        return [row[0] for row in self._connection.execute(DUE, (reader,)).fetchall()]

    def hanging(self, url: str) -> list[tuple[str, str]]:
        """The files and images of an article as it is now: address and kind."""
        return [(href, kind) for href, kind in self._connection.execute(HANGING, (key_of(url),)).fetchall()]

    def readings_naming(self, capture: int) -> list[int]:
        """The current readings of the articles on which the file of a capture hangs."""
        return [row[0] for row in self._connection.execute(PAGES, (capture,)).fetchall()]


def files_at(connection: sqlite3.Connection, leaves: Leaves, readings: Mapping[int, int]) -> dict[int, FileDigests]:
    """For each look that was read the digests of the files that it led to, as far as they were fetched."""
    if connection.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None:
        return {}
    found: dict[int, FileDigests] = {}
    for look in leaves.looks:
        if look.capture not in readings:
            continue
        digests = []
        for (href,) in connection.execute(NAMED, (readings[look.capture],)).fetchall():
            body = leaves.part(look.capture, href)
            row = connection.execute("SELECT digest FROM files WHERE capture = ?", (body,)).fetchone()
            if row is not None and row[0] is not None:
                digests.append((href, row[0]))
        if digests:
            found[look.capture] = tuple(digests)
    return found
