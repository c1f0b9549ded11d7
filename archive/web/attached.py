"""Files that hang on an article: what each was in a version, and which capture holds it."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.article import Article
from archive.diff import diff_articles
from archive.interned import key_of
from archive.render import short_pieces
from archive.version import Version
from archive.web.asked import rows

_DIGESTS = "SELECT href, digest FROM version_files WHERE page = ? AND number = ?"
# The first capture that holds this very file.
_HELD = """
SELECT e.id AS capture, e.captured_at, p.size, f.text IS NOT NULL AS searchable
FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
JOIN files AS f ON f.capture = e.id
JOIN payloads AS p ON p.id = e.payload
WHERE a.key = :key AND f.digest = :digest ORDER BY e.captured_at, e.id LIMIT 1
"""
# The last time that a file was asked for which nobody has.
_TRIED = """
SELECT e.id AS capture, e.captured_at, e.outcome, f.error
FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN files AS f ON f.capture = e.id
WHERE a.key = :key AND u.purpose = 'attachment' ORDER BY e.captured_at DESC, e.id DESC LIMIT 1
"""
_TEXT = "SELECT text FROM files WHERE capture = ?"
_MOST_PARAGRAPHS = 30


def of_version(connection: sqlite3.Connection, page: int, version: Version, article: Article) -> list[dict[str, Any]]:
    """The files and images of one version, in the order of the page: each with `held`, or else `tried`, or neither.

    `held` is the capture that holds the file, with its size as received and whether its text is searchable.
    """
    digests = _digests(connection, page, version)
    return [
        {
            "href": each.href,
            "label": each.label,
            "kind": each.kind,
            "digest": digests.get(each.href),
            "held": held(connection, each.href, digests.get(each.href)),
            "tried": None if each.href in digests else _one(connection, _TRIED, key=key_of(each.href)),
        }
        for each in (*article.attachments, *article.images)
    ]


def swapped(
    connection: sqlite3.Connection, page: int, old: Version, new: Version, article: Article
) -> list[dict[str, Any]]:
    """The files that are others in the newer of two versions, under the address that they had.

    Each has what it was before and after, and, where both have a text, the paragraphs in which these differ.
    """
    before, after = _digests(connection, page, old), _digests(connection, page, new)
    labels = {each.href: each.label for each in (*article.attachments, *article.images)}
    found = []
    for href in [href for href in after if before.get(href, after[href]) != after[href]]:
        left, right = (held(connection, href, digests[href]) for digests in (before, after))
        found.append(
            {
                "href": href,
                "name": labels.get(href) or name_of(href),
                "old": {"digest": before[href], "held": left},
                "new": {"digest": after[href], "held": right},
                **_words(connection, left, right),
            }
        )
    return found


def held(connection: sqlite3.Connection, href: str, digest: str | None) -> dict[str, Any] | None:
    """The first capture in which a file with this digest came from this address."""
    return _one(connection, _HELD, key=key_of(href), digest=digest) if digest else None


def name_of(href: str) -> str:
    """What a file without a printed name is called: the end of its address."""
    return href.rstrip("/").rpartition("/")[2] or href


def _words(connection: sqlite3.Connection, old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    """The first paragraphs that differ, their unchanged stretches cut short, and how many more there are."""
    texts = [connection.execute(_TEXT, (side["capture"],)).fetchone()[0] for side in (old, new) if side]
    if len(texts) < 2 or None in texts:
        return {"paragraphs": [], "more": 0}
    changed = diff_articles(*(Article(url="", title="", text=text) for text in texts)).changed
    shown = [
        {"kind": one.kind, "pieces": [{"op": piece.op, "text": piece.text} for piece in short_pieces(one.pieces)]}
        for one in changed[:_MOST_PARAGRAPHS]
    ]
    return {"paragraphs": shown, "more": len(changed) - len(shown)}


def _digests(connection: sqlite3.Connection, page: int, version: Version) -> dict[str, str]:
    return dict(connection.execute(_DIGESTS, (page, version.number)).fetchall())


def _one(connection: sqlite3.Connection, sql: str, **values: str) -> dict[str, Any] | None:
    return next(iter(rows(connection, sql, values)), None)
