"""Hits in files that hang on articles: the words stand in the file, and need not stand in the article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from archive import search
from archive.web.asked import rows
from archive.web.attached import held, name_of

# One row for a file and an article: the same bytes may have come from several addresses, and be named twice on a page.
_FOUND = """
FROM files_fts CROSS JOIN files AS f ON f.capture = files_fts.rowid
JOIN attachments AS t ON t.digest = f.digest
JOIN pages AS p ON p.id = t.page
WHERE files_fts MATCH :match
  AND f.capture = (SELECT min(g.capture) FROM files AS g WHERE g.digest = f.digest AND g.text IS NOT NULL)
  AND t.position = (SELECT min(u.position) FROM attachments AS u WHERE u.page = t.page AND u.href = t.href)
"""
_ORDERS = {
    "relevance": "bm25(files_fts), p.published_at DESC, p.id, t.position",
    "newest": "p.published_at DESC, p.id DESC, t.position",
    "oldest": "p.published_at IS NULL, p.published_at, p.id, t.position",
}
_TEXT = "SELECT text FROM files WHERE capture = ?"


def hits(
    connection: sqlite3.Connection,
    columns: str,
    conditions: Sequence[str],
    wanted: dict[str, str],
    *,
    most: int,
    skip: int = 0,
    width: int,
) -> Iterator[dict[str, Any]]:
    """The files that hang on articles `p` as they are now and hold the words; `excerpt` is of the file's text."""
    if not _looked_for(wanted):
        return
    sql = (
        f"SELECT {columns}, t.href, t.label, t.digest, f.capture AS text_of {_and(conditions)}"
        f" ORDER BY {_ORDERS[wanted['sort']]} LIMIT :most OFFSET :skip"
    )
    for row in rows(connection, sql, {**_values(wanted), "most": most, "skip": skip}):
        (text,) = connection.execute(_TEXT, (row.pop("text_of"),)).fetchone()
        excerpt = [list(piece) for piece in search.excerpt(text, wanted["q"], width=width)]
        name = row.pop("label") or name_of(row["href"])
        yield {**row, "name": name, "held": held(connection, row["href"], row["digest"]), "excerpt": excerpt}


def count(connection: sqlite3.Connection, conditions: Sequence[str], wanted: dict[str, str], *, most: int) -> int:
    """How many there are, and no more than are counted."""
    if not _looked_for(wanted):
        return 0
    sql = f"SELECT count(*) FROM (SELECT 1 {_and(conditions)} LIMIT :most)"  # noqa: S608  our own names
    return int(connection.execute(sql, {**_values(wanted), "most": most}).fetchone()[0])


def _looked_for(wanted: dict[str, str]) -> bool:
    """Whether there are words to find that nobody in particular has to have said."""
    return bool(wanted["q"]) and not wanted["speaker"]


def _and(conditions: Sequence[str]) -> str:
    return _FOUND + "".join(f"  AND {condition}\n" for condition in conditions)


def _values(wanted: dict[str, str]) -> dict[str, str]:
    return {**wanted, "match": search.query(wanted["q"])}
