"""What was seen to happen: every change with its words in context, by site, kind, time and words."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive import search
from archive.diff import diff_articles
from archive.errors import ArchiveError
from archive.readings import Articles
from archive.render import short_pieces
from archive.web.asked import Asked, Told, rows

KINDS = ("", "edited", "retitled", "removed", "moved", "restored", "new")
A_PAGE = 30
IN_A_FEED = 30
_MOST_ROWS = 3
_CONDITIONS = {
    "site": "c.site = :site",
    "from": "c.observed_by >= :from",
    "to": "c.observed_by < :to || '~'",
    "q": "c.page IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)",
}
# Every page has its changes under its own site, and pages are told apart by site in an index.
_SITES = "SELECT DISTINCT site FROM pages WHERE site IS NOT NULL ORDER BY site"
_COLUMNS = (
    "c.id, c.url, c.site, c.kind, c.title, c.summary, c.reason, c.observed_after, c.observed_by, c.from_version,"
    " c.to_version, c.after_capture, c.by_capture, c.from_reading, c.to_reading, c.chars_added, c.chars_removed, c.page"
)


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """A page of changes, the latest first; `before` goes on behind the last one shown."""
    wanted = _wanted(asked)
    found = changes(connection, wanted, most=A_PAGE + 1)
    given = {name: value for name, value in wanted.items() if value and name != "before"}
    shown = found[:A_PAGE]
    return {
        "words": wanted["q"],
        "asked": given,
        "changes": shown,
        "sites": [row["site"] for row in rows(connection, _SITES, {})],
        "kinds": KINDS[1:],
        "before": f"{shown[-1]['observed_by']} {shown[-1]['id']}" if len(found) > A_PAGE else None,
        "json": asked.at.page("changes.json", **given),
        "atom": asked.at.page("changes.atom", **given),
    }


def latest(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The latest changes, each with what differs, for a feed."""
    wanted = _wanted(asked)
    articles = Articles(connection)
    found = changes(connection, wanted, most=IN_A_FEED)
    return {"asked": wanted, "changes": [{**change, "rows": words_of(articles, change)} for change in found]}


def changes(connection: sqlite3.Connection, wanted: dict[str, str], *, most: int) -> list[dict[str, Any]]:
    """Changes of any kind but `new`, or of the one that is wanted."""
    conditions = [condition for name, condition in _CONDITIONS.items() if wanted[name]]
    conditions.append("c.kind = :kind" if wanted["kind"] else "c.kind <> 'new'")
    values = {**wanted, "match": search.query(wanted["q"]), "most": most}
    if wanted["before"]:
        values["moment"], _, values["last"] = wanted["before"].partition(" ")
        conditions.append("(c.observed_by < :moment OR (c.observed_by = :moment AND c.id > :last))")
    sql = (
        f"SELECT {_COLUMNS} FROM changes AS c WHERE {' AND '.join(conditions)}"  # noqa: S608  our own names
        " ORDER BY c.observed_by DESC, c.id LIMIT :most"
    )
    return rows(connection, sql, values)


def words_of(articles: Articles, change: dict[str, Any]) -> list[dict[str, Any]]:
    """The first paragraphs that a change touched, their unchanged stretches cut short."""
    if change["from_reading"] is None or change["to_reading"] is None:
        return []
    try:
        diff = diff_articles(articles.article(change["from_reading"]), articles.article(change["to_reading"]))
    except ArchiveError:  # a page that was read otherwise since; the summary says what it was
        return []
    return [
        {"kind": paragraph.kind, "pieces": [{"op": p.op, "text": p.text} for p in short_pieces(paragraph.pieces)]}
        for paragraph in diff.changed[:_MOST_ROWS]
    ]


def _wanted(asked: Asked) -> dict[str, str]:
    wanted = {name: asked.words(name) for name in ("q", "site", "before")}
    for name in ("from", "to"):
        day = asked.day(name)
        wanted[name] = day.isoformat() if day else ""
    return {**wanted, "kind": asked.choice("kind", KINDS)}
