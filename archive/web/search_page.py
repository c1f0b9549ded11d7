"""Searching: any Chinese words, narrowed by where, when, by whom and what kind, with the place where they stand."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from archive import search
from archive.web.asked import Asked, Told, rows

SORTS = ("relevance", "newest", "oldest")
KINDS = ("", "transcript", "document", "article")
FACETS = ("site", "section", "source", "year", "kind", "speaker")
A_PAGE = 20
MOST_ROWS = 10_000
"""Rows of one CSV file."""
COUNTED = 3000
"""Articles whose facets are counted; beyond them counts are marked as at least."""
_SPEAKERS_COUNTED = 500
_MOST_VALUES = 8
_WIDTH = 90

_CONDITIONS = {
    "site": "p.site = :site",
    "section": "p.section = :section",
    "source": "p.source = :source",
    "year": "p.published_at >= :year AND p.published_at < :year || '~'",
    "from": "p.published_at >= :from",
    "to": "p.published_at < :to || '~'",
    "speaker": "p.id IN (SELECT page FROM turns WHERE speaker = :speaker)",
}
_KIND = """CASE WHEN p.id IN (SELECT page FROM turns WHERE page = p.id) THEN 'transcript'
  WHEN p.doc_number IS NOT NULL THEN 'document' ELSE 'article' END"""
_ORDERS = {
    "relevance": f"{search.RANKING}, p.published_at DESC, p.id",
    "newest": "p.published_at DESC, p.id DESC",
    "oldest": "p.published_at IS NULL, p.published_at, p.id",
}
_COLUMNS = "p.id, p.url, p.site, p.section, p.title, p.published_at, p.source, p.state, p.versions, p.first_seen"
_TEXT = "SELECT text FROM articles WHERE id = ?"
_TURNS = "SELECT position, speaker, text FROM turns WHERE page = ? AND speaker = ? ORDER BY position"


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """A page of results with its facets; without words, every article that the rest allows."""
    wanted = _wanted(asked)
    place = asked.number("page", otherwise=1) or 1
    found = list(islice(results(connection, wanted, skip=(place - 1) * A_PAGE), A_PAGE + 1))
    counted, counts = _counts(connection, wanted)
    given = {name: value for name, value in wanted.items() if value and value != SORTS[0]}
    return {
        "words": wanted["q"],
        "asked": given,
        "sort": wanted["sort"],
        "results": found[:A_PAGE],
        "page": place,
        "more": len(found) > A_PAGE,
        "count": counted,
        "at_least": counted >= COUNTED,
        "facets": counts,
        "json": asked.at.page("search.json", **{**given, "page": place}),
        "csv": asked.at.page("search.csv", **given),
        "atom": asked.at.page("search.atom", **given),
    }


def everything(connection: sqlite3.Connection, asked: Asked) -> Told:
    """Every result, for a file."""
    return {"results": list(islice(results(connection, _wanted(asked)), MOST_ROWS))}


def newest(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The latest results, for a feed."""
    wanted = {**_wanted(asked), "sort": "newest"}
    given = {name: value for name, value in wanted.items() if value and name != "sort"}
    return {"words": wanted["q"], "asked": given, "results": list(islice(results(connection, wanted), A_PAGE))}


def results(connection: sqlite3.Connection, wanted: dict[str, str], *, skip: int = 0) -> Iterator[dict[str, Any]]:
    """What fits, in order; each with `excerpt`: pieces of its text, or of a speaker's words, and which are hits."""
    where, joined = _where(wanted)
    sql = f"SELECT {_COLUMNS} FROM {joined} {where} ORDER BY {_ORDERS[wanted['sort']]} LIMIT -1 OFFSET :skip"  # noqa: S608  our own names
    for row in rows(connection, sql, {**_values(wanted), "skip": skip}):
        yield {**row, **_excerpt(connection, row["id"], wanted)}


def _wanted(asked: Asked) -> dict[str, str]:
    """What was asked for; raises BadArgument."""
    wanted = {name: asked.words(name) for name in ("q", "site", "section", "source", "speaker")}
    for name in ("from", "to"):
        day = asked.day(name)
        wanted[name] = day.isoformat() if day else ""
    year = asked.number("year", least=1900)
    wanted["year"] = str(year) if year else ""
    wanted["kind"] = asked.choice("kind", KINDS)
    sort = asked.choice("sort", SORTS)
    wanted["sort"] = "newest" if sort == "relevance" and not wanted["q"] else sort
    return wanted


def _where(wanted: dict[str, str]) -> tuple[str, str]:
    conditions = [condition for name, condition in _CONDITIONS.items() if wanted[name]]
    if wanted["kind"]:
        conditions.append(f"{_KIND} = :kind")
    joined = "pages AS p"
    if wanted["q"]:
        conditions.append("articles_fts MATCH :match")
        joined = "articles_fts CROSS JOIN pages AS p ON p.id = articles_fts.rowid"
    # An address that a page left is found under the new one.
    conditions.append("p.state <> 'moved'")
    return f"WHERE {' AND '.join(conditions)}", joined


def _values(wanted: dict[str, str]) -> dict[str, str]:
    return {**wanted, "match": search.query(wanted["q"])}


def _counts(connection: sqlite3.Connection, wanted: dict[str, str]) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    where, joined = _where(wanted)
    sql = (
        f"SELECT p.id, p.site, p.section, p.source, substr(p.published_at, 1, 4) AS year, {_KIND} AS kind"  # noqa: S608
        f" FROM {joined} {where} LIMIT :most"
    )
    hits = rows(connection, sql, {**_values(wanted), "most": COUNTED})
    counts = {name: Counter(hit[name] for hit in hits if hit[name]) for name in FACETS if name != "speaker"}
    pages = [hit["id"] for hit in hits[:_SPEAKERS_COUNTED]]
    marks = ", ".join("?" * len(pages))
    counts["speaker"] = Counter(
        dict(
            connection.execute(
                f"SELECT speaker, count(DISTINCT page) FROM turns WHERE page IN ({marks}) GROUP BY speaker"  # noqa: S608
                " ORDER BY 2 DESC LIMIT 30",
                pages,
            ).fetchall()
        )
    )
    told = {
        name: [{"value": value, "count": count} for value, count in counter.most_common(_MOST_VALUES)]
        for name, counter in counts.items()
    }
    told["year"].sort(key=lambda one: one["value"], reverse=True)
    return len(hits), told


def _excerpt(connection: sqlite3.Connection, page: int, wanted: dict[str, str]) -> dict[str, Any]:
    if wanted["speaker"]:
        turns = connection.execute(_TURNS, (page, wanted["speaker"])).fetchall()
        held = [turn for turn in turns if not wanted["q"] or search.holds(turn[2], wanted["q"])]
        position, _, said = (held or turns)[0]
        return {"turn": position + 1, "excerpt": _pieces(said, wanted["q"])}
    (text,) = connection.execute(_TEXT, (page,)).fetchone()
    return {"turn": None, "excerpt": _pieces(text or "", wanted["q"])}


def _pieces(text: str, words: str) -> list[list[Any]]:
    return [list(piece) for piece in search.excerpt(text, words, width=_WIDTH)]
