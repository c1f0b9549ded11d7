"""Searching: any Chinese words, narrowed by where, when, by whom and what kind, with the place where they stand.

Articles come first, then the files that hang on articles and hold the words; `in=files` is these alone.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from archive import search
from archive.ranked import in_order, is_shared, ranked
from archive.web import file_hits
from archive.web.asked import Asked, Told

SORTS = ("relevance", "newest", "oldest")
KINDS = ("", "transcript", "document", "article")
PLACES = ("", "files")
FACETS = ("site", "section", "source", "year", "kind", "speaker")
A_PAGE = 20
FILES_BESIDE = 5
"""Hits in files that are shown behind the first page of articles."""
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
_SPOKEN = "EXISTS (SELECT 1 FROM turn_places AS t INDEXED BY turn_places_first WHERE t.page = p.id AND t.position = 0)"
_KIND = f"CASE WHEN {_SPOKEN} THEN 'transcript' WHEN p.doc_number IS NOT NULL THEN 'document' ELSE 'article' END"
_COLUMNS = ("id", "url", "site", "section", "title", "published_at", "source", "state", "versions", "first_seen")
_OF_PAGE = ", ".join(f"p.{column}" for column in _COLUMNS)
_TEXT = "SELECT text FROM articles WHERE id = ?"
_TURNS = "SELECT position + 1, paragraph + 1, text FROM turns WHERE page = ? AND speaker = ? ORDER BY position"


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """A page of results with its facets; without words, every article that the rest allows."""
    wanted = _wanted(asked)
    place = asked.number("page", otherwise=1) or 1
    found, files = _page(connection, wanted, place)
    counted, counts = _counts(connection, wanted)
    given = {name: value for name, value in wanted.items() if value and value != SORTS[0]}
    return {
        "words": wanted["q"],
        "asked": given,
        "sort": wanted["sort"],
        "results": found[:A_PAGE],
        "files": files[:A_PAGE] if wanted["in"] else files[:FILES_BESIDE],
        "page": place,
        "more": len(files if wanted["in"] else found) > A_PAGE,
        "count": counted,
        "at_least": counted >= COUNTED,
        "by_title": wanted["sort"] == "relevance" and is_shared(connection, search.query(wanted["q"])),
        "file_count": file_hits.count(connection, _conditions(wanted), wanted, most=COUNTED),
        "facets": {} if wanted["in"] else counts,
        "json": asked.at.page("search.json", **{**given, "page": place}),
        "csv": asked.at.page("search.csv", **given),
        "atom": asked.at.page("search.atom", **given),
    }


def everything(connection: sqlite3.Connection, asked: Asked) -> Told:
    """Every result, for a file."""
    return {"results": _both(connection, _wanted(asked), MOST_ROWS)}


def newest(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The latest results, for a feed."""
    wanted = {**_wanted(asked), "sort": "newest"}
    given = {name: value for name, value in wanted.items() if value and name != "sort"}
    return {"words": wanted["q"], "asked": given, "results": _both(connection, wanted, A_PAGE)}


def _page(
    connection: sqlite3.Connection, wanted: dict[str, str], place: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles and the files of one page, one more than it shows where there are more."""
    skip = (place - 1) * A_PAGE
    if wanted["in"]:
        return [], _files(connection, wanted, most=A_PAGE + 1, skip=skip)
    found = list(results(connection, wanted, most=A_PAGE + 1, skip=skip))
    return found, _files(connection, wanted, most=FILES_BESIDE) if place == 1 else []


def _both(connection: sqlite3.Connection, wanted: dict[str, str], most: int) -> list[dict[str, Any]]:
    """As many articles, and as many files; a file has `href`."""
    articles = [] if wanted["in"] else list(results(connection, wanted, most=most))
    return [*articles, *_files(connection, wanted, most=most)]


def _files(connection: sqlite3.Connection, wanted: dict[str, str], *, most: int, skip: int = 0) -> list[dict[str, Any]]:
    conditions = _conditions(wanted)
    return list(file_hits.hits(connection, _OF_PAGE, conditions, wanted, most=most, skip=skip, width=_WIDTH))


def results(
    connection: sqlite3.Connection, wanted: dict[str, str], *, most: int, skip: int = 0
) -> Iterator[dict[str, Any]]:
    """What fits, in order; each with `excerpt`: pieces of its text, or of a speaker's words, and which are hits."""
    conditions, sort, last = _conditions(wanted), wanted["sort"], skip + most
    found: Iterable[tuple[Any, ...]]
    if wanted["q"]:
        found = ranked(connection, _OF_PAGE, conditions, _values(wanted), sort=sort, most=last)
    else:
        found = in_order(connection, _OF_PAGE, conditions, wanted, sort=sort, most=last)
    for row in islice(found, skip, None):
        yield {**dict(zip(_COLUMNS, row, strict=True)), **_excerpt(connection, row[0], wanted)}


def _wanted(asked: Asked) -> dict[str, str]:
    """What was asked for; raises BadArgument."""
    wanted = {name: asked.words(name) for name in ("q", "site", "section", "source", "speaker")}
    for name in ("from", "to"):
        day = asked.day(name)
        wanted[name] = day.isoformat() if day else ""
    year = asked.number("year", least=1900)
    wanted["year"] = str(year) if year else ""
    wanted["kind"] = asked.choice("kind", KINDS)
    wanted["in"] = asked.choice("in", PLACES)
    sort = asked.choice("sort", SORTS)
    wanted["sort"] = "newest" if sort == "relevance" and not wanted["q"] else sort
    return wanted


def _where(wanted: dict[str, str]) -> tuple[str, str]:
    conditions = _conditions(wanted)
    joined = "pages AS p"
    if wanted["q"]:
        conditions.append("articles_fts MATCH :match")
        joined = "articles_fts CROSS JOIN pages AS p ON p.id = articles_fts.rowid"
    return f"WHERE {' AND '.join(conditions)}", joined


def _conditions(wanted: dict[str, str]) -> list[str]:
    """What is asked of an article `p`, beside its words."""
    conditions = [condition for name, condition in _CONDITIONS.items() if wanted[name]]
    if wanted["kind"]:
        conditions.append(f"{_KIND} = :kind")
    # An address that a page left is found under the new one.
    return [*conditions, "p.state <> 'moved'"]


def _values(wanted: dict[str, str]) -> dict[str, str]:
    return {**wanted, "match": search.query(wanted["q"])}


def _counts(connection: sqlite3.Connection, wanted: dict[str, str]) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    where, joined = _where(wanted)
    sql = (
        f"SELECT p.id, p.site, p.section, p.source, substr(p.published_at, 1, 4) AS year, {_KIND} AS kind"  # noqa: S608
        f" FROM {joined} {where} LIMIT :most"
    )
    hits = connection.execute(sql, {**_values(wanted), "most": COUNTED}).fetchall()
    numbers, *columns = zip(*hits, strict=True) if hits else [()] * len(FACETS)
    counts = {name: Counter(filter(None, column)) for name, column in zip(FACETS[:-1], columns, strict=True)}
    pages = numbers[:_SPEAKERS_COUNTED]
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
        position, paragraph, said = (held or turns)[0]
        return {"turn": position, "paragraph": paragraph, "excerpt": _pieces(said, wanted["q"])}
    (text,) = connection.execute(_TEXT, (page,)).fetchone()
    return {"turn": None, "paragraph": None, "excerpt": _pieces(text or "", wanted["q"])}


def _pieces(text: str, words: str) -> list[list[Any]]:
    return [list(piece) for piece in search.excerpt(text, words, width=_WIDTH)]
