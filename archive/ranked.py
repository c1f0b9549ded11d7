"""In which order the articles that hold some words are told.

Words that set articles apart are ranked by BM25, every article that holds them. Words that five thousand articles share
are not: how often each has them says nothing about it, and looking at all of them takes longer than anybody waits.
There the articles with all the words in the title come first and then the others, the newest first among either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from archive.search import RANKING

MANY = 5000
"""Articles; ranking so many of a hundred thousand takes twenty milliseconds."""
FEW = 2000
"""Articles that are looked up and then sorted by date faster than by going through all, the newest first."""
_NEWEST = "p.published_at DESC, p.id"
_HELD = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match"
_TITLED = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :titled"
# The limit that is none keeps SQLite from forgetting the order.
_SCORED = (
    f"SELECT rowid AS id, {RANKING} AS score FROM articles_fts WHERE articles_fts MATCH :match ORDER BY 2 LIMIT -1"
)


def ranked(
    db: sqlite3.Connection,
    columns: str,
    conditions: Sequence[str],
    values: Mapping[str, Any],
    *,
    sort: str = "relevance",
    most: int = -1,
) -> Iterator[tuple[Any, ...]]:
    """Columns of the pages `p` that hold what `:match` says and meet some conditions, at `most` so many, in order."""
    given = {**values, "most": most, "titled": f"{{title}} : ({values['match']})"}
    if sort != "relevance":
        # A plus keeps SQLite from looking up each of many: it goes through the pages in order of time instead.
        plus = "+" if more_than(db, FEW, values["match"]) else ""
        found = in_order(db, columns, [f"{plus}p.id IN ({_HELD})", *conditions], given, sort=sort, most=most)
    elif is_shared(db, values["match"]):
        found = _titled_first(db, columns, conditions, given)
    else:
        found = _best_first(db, columns, conditions, given)
    return islice(found, most if most >= 0 else None)


def in_order(
    db: sqlite3.Connection,
    columns: str,
    conditions: Sequence[str],
    values: Mapping[str, Any],
    *,
    sort: str,
    most: int,
) -> Iterator[tuple[Any, ...]]:
    """Columns of the pages `p` that meet some conditions, the `newest` or the `oldest` first, those of no date last."""
    orders = {
        "newest": [("1", "p.published_at DESC, p.id DESC")],
        # One after the other, as an index has those of no date first.
        "oldest": [("p.published_at IS NOT NULL", "p.published_at, p.id"), ("p.published_at IS NULL", "p.id")],
    }
    given = {**values, "most": most}
    parts = ((" AND ".join([part, *conditions]), order) for part, order in orders[sort])
    # ruff: noqa: S608  the only text put in is our own
    found = (
        db.execute(f"SELECT {columns} FROM pages AS p WHERE {where} ORDER BY {order} LIMIT :most", given)
        for where, order in parts
    )
    return islice(chain.from_iterable(found), most if most >= 0 else None)


def _best_first(
    db: sqlite3.Connection, columns: str, conditions: Sequence[str], given: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    """By BM25; no more pages are looked up than are taken and those that are as good."""
    where = " AND ".join(conditions)
    rows = db.execute(
        f"SELECT f.score, p.published_at, p.id, {columns} FROM ({_SCORED}) AS f CROSS JOIN pages AS p ON p.id = f.id"
        f" WHERE {where}",
        given,
    )
    for _score, equals in groupby(rows, key=itemgetter(0)):
        by_number = sorted(equals, key=itemgetter(2))
        for _, _, _, *row in sorted(by_number, key=lambda row: row[1] or "", reverse=True):
            yield tuple(row)


def _titled_first(
    db: sqlite3.Connection, columns: str, conditions: Sequence[str], given: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    plus = "+" if more_than(db, FEW, given["titled"]) else ""
    where = " AND ".join(conditions)
    sql = f"SELECT {columns} FROM pages AS p WHERE {{}} AND {where} ORDER BY {_NEWEST} LIMIT :most"
    for part in (f"{plus}p.id IN ({_TITLED})", f"+p.id IN ({_HELD}) AND +p.id NOT IN ({_TITLED})"):
        yield from db.execute(sql.format(part), given)


def is_shared(db: sqlite3.Connection, match: str) -> bool:
    """Whether so many articles hold the words that those with them in the title come first, by date."""
    return more_than(db, MANY, match)


def more_than(db: sqlite3.Connection, number: int, query: str) -> bool:
    """Whether more articles than that are found by a query."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
    return bool(db.execute(sql, (query, number + 1)).fetchone()[0] > number)
