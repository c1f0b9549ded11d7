"""In which order the articles that hold some words are told.

Words that set articles apart are ranked by BM25, every article that holds them. Words that five thousand articles share
are not: how often each has them says nothing about it, and looking at all of them takes longer than anybody waits.
There the articles with all the words in the title come first and then the others, the newest first among either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from archive.search import RANKING

MANY = 5000
"""Articles; ranking so many of a hundred thousand takes twenty milliseconds."""
FEW = 2000
"""Articles that are found and then sorted by date faster than by going through all, the newest first."""
ORDERS = {
    "relevance": f"{RANKING}, p.published_at DESC, p.id",
    "newest": "p.published_at DESC, p.id DESC",
    "oldest": "p.published_at IS NULL, p.published_at, p.id",
}
_HELD = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match"
_TITLED = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :titled"


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
    where = " AND ".join(conditions)
    # ruff: noqa: S608  the only text put in is our own
    if not is_shared(db, values["match"]):
        yield from db.execute(
            f"SELECT {columns} FROM articles_fts CROSS JOIN pages AS p ON p.id = articles_fts.rowid"
            f" WHERE articles_fts MATCH :match AND {where} ORDER BY {ORDERS[sort]} LIMIT :most",
            given,
        )
    elif sort == "relevance":
        # A plus keeps SQLite from looking up each of many: it goes through the pages from the newest on instead.
        plus = "+" if more_than(db, FEW, given["titled"]) else ""
        parts = f"{plus}p.id IN ({_TITLED})", f"+p.id IN ({_HELD}) AND +p.id NOT IN ({_TITLED})"
        sql = f"SELECT {columns} FROM pages AS p WHERE {{}} AND {where} ORDER BY p.published_at DESC, p.id LIMIT :most"
        yield from islice((row for part in parts for row in db.execute(sql.format(part), given)), _stop(most))
    else:
        sql = (
            f"SELECT {columns} FROM pages AS p WHERE +p.id IN ({_HELD}) AND {where} ORDER BY {ORDERS[sort]} LIMIT :most"
        )
        yield from db.execute(sql, given)


def is_shared(db: sqlite3.Connection, match: str) -> bool:
    """Whether so many articles hold the words that those with them in the title come first, by date."""
    return more_than(db, MANY, match)


def more_than(db: sqlite3.Connection, number: int, query: str) -> bool:
    """Whether more articles than that are found by a query."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
    return bool(db.execute(sql, (query, number + 1)).fetchone()[0] > number)


def _stop(most: int) -> int | None:
    return most if most >= 0 else None
