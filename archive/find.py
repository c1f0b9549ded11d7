"""Searching an archive: words, and where, when and by whom they were said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from archive import search
from archive.interned import key_of
from archive.ranked import ranked

_COLUMNS = "p.id, p.url, p.site, p.section, p.title, p.published_at, p.source, p.state"
_CONDITIONS = (
    "(:site IS NULL OR p.site = :site)",
    "(:after IS NULL OR p.published_at >= :after)",
    "(:before IS NULL OR substr(p.published_at, 1, 10) <= :before)",
    "(:speaker IS NULL OR p.id IN (SELECT page FROM turns WHERE speaker LIKE '%' || :speaker || '%'))",
)
# Of the files that hang on articles as they are now, those that hold the words.
_FILES = """
SELECT f.text, t.href, t.label, p.id, p.url, p.site, p.section, p.title, p.published_at, p.source, p.state
FROM files_fts JOIN files AS f ON f.capture = files_fts.rowid
JOIN attachments AS t ON t.digest = f.digest
JOIN pages AS p ON p.id = t.page
WHERE files_fts MATCH :match
  AND (:site IS NULL OR p.site = :site)
  AND (:after IS NULL OR p.published_at >= :after)
  AND (:before IS NULL OR substr(p.published_at, 1, 10) <= :before)
ORDER BY bm25(files_fts), p.published_at DESC, p.id, t.position
"""
# Not read before the order is known: sorting whole texts takes longer than finding them.
_TEXT = "SELECT NULL, text FROM articles WHERE id = ?"
_TURNS = "SELECT speaker, text FROM turns WHERE page = ? AND speaker LIKE '%' || ? || '%' ORDER BY position"

_ARTICLES = """
SELECT url, site, section, title, published_at, source, author, editor, column_name, doc_number, state, version,
  versions, first_seen, last_seen
FROM articles
WHERE (:site IS NULL OR site = :site) AND (:section IS NULL OR section = :section)
  AND (:state IS NULL OR state = :state)
  AND (:after IS NULL OR published_at >= :after)
  AND (:before IS NULL OR substr(published_at, 1, 10) <= :before)
ORDER BY published_at DESC, id DESC LIMIT :limit
"""
_STANDING = """
SELECT a.state, a.reason, a.moved_to, a.versions FROM articles AS a JOIN pages AS p ON p.id = a.id WHERE p.key = ?
"""
_GROUPS = {
    "articles": "SELECT state, count(*) FROM articles GROUP BY state ORDER BY state",
    "sites": "SELECT coalesce(site, ''), count(*) FROM articles GROUP BY site ORDER BY 1",
    "changes": "SELECT kind, count(*) FROM changes GROUP BY kind ORDER BY kind",
    "captures": "SELECT outcome, count(*) FROM captures GROUP BY outcome ORDER BY outcome",
    "runs": "SELECT coalesce(outcome, 'unfinished'), count(*) FROM runs GROUP BY outcome ORDER BY 1",
}
_FIGURES = {
    "versions": "SELECT count(*) FROM versions",
    "turns": "SELECT count(*) FROM turns",
    "first_capture": "SELECT min(captured_at) FROM captures",
    "last_capture": "SELECT max(captured_at) FROM captures",
    "payloads": "SELECT count(*) FROM payloads",
    "bytes_received": "SELECT coalesce(sum(size), 0) FROM payloads",
    "bytes_stored": "SELECT coalesce(sum(length(bytes)), 0) FROM payloads",
    "file_size": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
}


_OF_ARTICLE = ("url", "site", "section", "title", "published_at", "source", "state")
"""What every hit tells of its article, in the order in which it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that holds the words."""

    url: str
    site: str | None
    section: str | None
    title: str
    published_at: str | None
    """As printed on the page, with its zone."""
    source: str | None
    state: str
    excerpt: tuple[tuple[str, bool], ...]
    """The place in the text, or in the speaker's own words: (piece, whether it is one of the words)."""
    speaker: str | None = None
    """Whose words these are, where a speaker was asked for."""
    attachment: str | None = None
    """The name of the attached file that holds the words, where the article itself does not have to."""
    href: str | None = None
    """The address of that file."""


def find(
    db: sqlite3.Connection,
    words: str,
    *,
    site: str | None = None,
    after: date | None = None,
    before: date | None = None,
    speaker: str | None = None,
    limit: int = 20,
    width: int = 60,
) -> list[Hit]:
    """The articles that hold all the words, best first; those published between two dates, if they are given.

    Then the attached files that hold them, each with its article. With a speaker, only articles in which that person
    said all of them in one turn; part of a name is enough.
    """
    wanted = {
        "match": search.query(words),
        "site": site,
        "after": after and after.isoformat(),
        "before": before and before.isoformat(),
        "speaker": speaker,
    }
    # What a speaker said is looked at hit by hit, and some fall away.
    rows = ranked(db, _COLUMNS, _CONDITIONS, wanted, most=limit if speaker is None else -1)
    found = list(islice(_hits(db, rows, words, speaker, width), limit))
    if speaker is None and len(found) < limit:
        del wanted["speaker"]
        found += islice(_in_files(db.execute(_FILES, wanted), words, width), limit - len(found))
    return found


def _in_files(rows: Any, words: str, width: int) -> Iterator[Hit]:
    passed = set()
    for said, href, label, page, *article in rows:
        # The same file may have been captured at two addresses.
        if (page, href) in passed:
            continue
        passed.add((page, href))
        yield Hit(
            **dict(zip(_OF_ARTICLE, article, strict=True)),
            excerpt=tuple(search.excerpt(said, words, width=width)),
            attachment=label or href.rpartition("/")[2],
            href=href,
        )


def _hits(db: sqlite3.Connection, rows: Any, words: str, speaker: str | None, width: int) -> Iterator[Hit]:
    for number, *article in rows:
        if speaker is None:
            by, said = db.execute(_TEXT, (number,)).fetchone()
        else:
            turns = db.execute(_TURNS, (number, speaker)).fetchall()
            by, said = next((turn for turn in turns if search.holds(turn[1], words)), (None, None))
            if said is None:
                continue
        yield Hit(
            **dict(zip(_OF_ARTICLE, article, strict=True)),
            excerpt=tuple(search.excerpt(said, words, width=width)),
            speaker=by,
        )


def articles_of(
    db: sqlite3.Connection,
    *,
    site: str | None = None,
    section: str | None = None,
    state: str | None = None,
    after: date | None = None,
    before: date | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """Rows of `articles` without their texts, the latest published first."""
    cursor = db.execute(
        _ARTICLES,
        {
            "site": site,
            "section": section,
            "state": state,
            "after": after and after.isoformat(),
            "before": before and before.isoformat(),
            "limit": limit,
        },
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def count(db: sqlite3.Connection) -> dict[str, Any]:
    """How much an archive holds: articles by state, changes by kind, captures by outcome, bytes received and stored."""
    counted: dict[str, Any] = {name: dict(db.execute(sql).fetchall()) for name, sql in _GROUPS.items()}
    counted |= {name: db.execute(sql).fetchone()[0] for name, sql in _FIGURES.items()}
    return counted


def standing(db: sqlite3.Connection, url: str) -> dict[str, Any]:
    """What has become of the page at an address: state, why, where it moved to, how many versions it has had."""
    rows = db.execute(_STANDING, (key_of(url),))
    return dict(zip((column[0] for column in rows.description), rows.fetchone(), strict=True))
