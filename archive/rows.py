"""Rows of derived tables, compared with what must be there and changed only where they differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

Row = Mapping[str, Any]


class Rows:
    """Brings the rows that belong to one page up to date."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def sync(self, table: str, identity: str, page: int, rows: Sequence[Row], *, fresh: bool) -> None:
        """Make these the rows of a page in a table; all have the same columns, `page` and the identity among them.

        A `fresh` page has no rows yet.
        """
        if fresh:
            self.insert(table, rows)
            return
        columns = list(rows[0]) if rows else [identity]
        # The names are our own: they come from the callers in archive.derived.
        select = f"SELECT {', '.join(columns)} FROM {table} WHERE page = ?"  # noqa: S608
        found = [dict(zip(columns, row, strict=True)) for row in self._connection.execute(select, (page,)).fetchall()]
        there = {row[identity]: row for row in found}
        for gone in there.keys() - {row[identity] for row in rows}:
            self._connection.execute(f"DELETE FROM {table} WHERE page = ? AND {identity} = ?", (page, gone))  # noqa: S608
        self.insert(table, [row for row in rows if row[identity] not in there])
        for row in rows:
            old = there.get(row[identity])
            if old is not None and old != row:
                self._update(table, row, old, f"page = ? AND {identity} = ?", (page, row[identity]))

    def update(self, table: str, identity: str, number: int, row: Row, old: Row) -> None:
        """Bring one row up to date."""
        self._update(table, row, old, f"{identity} = ?", (number,))

    def _update(self, table: str, row: Row, old: Row, where: str, identity: tuple[Any, ...]) -> None:
        """Change the columns that differ: what stays the same costs no index."""
        changed = {column: value for column, value in row.items() if old[column] != value}
        if changed:
            assigned = ", ".join(f"{column} = ?" for column in changed)
            sql = f"UPDATE {table} SET {assigned} WHERE {where}"  # noqa: S608
            self._connection.execute(sql, (*changed.values(), *identity))

    def replace(self, table: str, page: int, rows: Sequence[Row], *, fresh: bool = False) -> None:
        """Put these rows in the place of all rows of a page; a `fresh` page has none."""
        if not fresh:
            self._connection.execute(f"DELETE FROM {table} WHERE page = ?", (page,))  # noqa: S608
        self.insert(table, rows)

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows, all of the same columns."""
        if rows:
            self._connection.executemany(_into(table, tuple(rows[0])), [tuple(row.values()) for row in rows])


@cache
def _into(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
