"""What one person said, and what one outlet asked and published, over all articles."""

from __future__ import annotations

import sqlite3

from archive import search
from archive.web.asked import Asked, BadArgument, Told, rows

A_PAGE = 30
_SAID = """
SELECT t.page, t.position + 1 AS position, t.paragraph + 1 AS paragraph, t.url, t.speaker, t.role, t.kind, t.text,
  p.title, p.published_at, p.site, p.state
FROM turns AS t JOIN pages AS p ON p.id = t.page
WHERE {who} AND p.state <> 'moved' AND (:kind = '' OR t.kind = :kind)
  AND (:q = '' OR t.page IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match))
ORDER BY p.published_at DESC, t.page, t.position LIMIT :most OFFSET :skip
"""
_ROLES = """
SELECT role, count(*) AS turns FROM turns WHERE speaker = :name AND role IS NOT NULL
GROUP BY role ORDER BY turns DESC LIMIT 12
"""
_KINDS = "SELECT kind, count(*) AS turns, count(DISTINCT page) AS articles FROM turns AS t WHERE {who} GROUP BY kind"
_SOURCED = """
SELECT url, title, published_at, site, state FROM pages WHERE source = :name AND state <> 'moved'
ORDER BY published_at DESC LIMIT 30
"""
_SOURCED_COUNT = "SELECT count(*) FROM pages WHERE source = ? AND state <> 'moved'"
_NAMED = "t.speaker = :name"
# 澄岚日报 asks as 澄岚日报记者 too.
_BEGUN = "t.speaker >= :name AND t.speaker < :name || char(1114111)"
TURN_KINDS = ("", "statement", "question", "answer", "moderation")


def speaker(connection: sqlite3.Connection, asked: Asked) -> Told:
    """Every turn of one speaker, by the name as printed; the latest article first."""
    told = _told(connection, asked, _NAMED)
    return {
        **told,
        "roles": rows(connection, _ROLES, {"name": told["name"]}),
        "json": asked.at.page("speaker.json", **told["asked"]),
    }


def outlet(connection: sqlite3.Connection, asked: Asked) -> Told:
    """Every question that an outlet asked, its reporters by whatever name begins with it, and what came from it."""
    told = _told(connection, asked, _BEGUN)
    (count,) = connection.execute(_SOURCED_COUNT, (told["name"],)).fetchone()
    sourced = rows(connection, _SOURCED, {"name": told["name"]})
    return {**told, "sourced": sourced, "sourced_count": count, "json": asked.at.page("outlet.json", **told["asked"])}


def _told(connection: sqlite3.Connection, asked: Asked, who: str) -> Told:
    name, words = asked.words("name"), asked.words("q")
    if not name:
        raise BadArgument("name takes the name of a speaker or an outlet, as printed")
    kind = asked.choice("kind", TURN_KINDS)
    place = asked.number("page", otherwise=1) or 1
    values = {
        "name": name,
        "kind": kind,
        "q": words,
        "match": search.query(words),
        "most": A_PAGE + 1,
        "skip": (place - 1) * A_PAGE,
    }
    turns = rows(connection, _SAID.format(who=who), values)
    return {
        "name": name,
        "words": words,
        "asked": {key: value for key, value in (("name", name), ("q", words), ("kind", kind)) if value},
        "kinds": rows(connection, _KINDS.format(who=who), {"name": name}),
        "turns": [{**turn, "pieces": _marked(turn["text"], words)} for turn in turns[:A_PAGE]],
        "page": place,
        "more": len(turns) > A_PAGE,
    }


def _marked(text: str, words: str) -> list[list[list[object]]]:
    """The lines of a turn, each in pieces, the words marked."""
    return [[list(piece) for piece in search.excerpt(line, words, width=len(line) or 1)] for line in text.split("\n")]
