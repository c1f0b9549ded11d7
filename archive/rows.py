"""Rows of derived tables, compared with what must be there and changed only where they differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


class Rows:
    """Brings the rows that belong to one page up to date."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def sync(self, table: str, identity: str, page: int, rows: Sequence[Row]) -> None:
        """Make these the rows of a page in a table; all have the same columns, `page` and the identity among them."""
        columns = list(rows[0]) if rows else [identity]
        # The names are our own: they come from the callers in archive.derived.
        select = f"SELECT {identity}, {', '.join(columns)} FROM {table} WHERE page = ?"  # noqa: S608
        there = {found[0]: found[1:] for found in self._connection.execute(select, (page,)).fetchall()}
        wanted = {row[identity] for row in rows}
        for old in there.keys() - wanted:
            self._connection.execute(f"DELETE FROM {table} WHERE page = ? AND {identity} = ?", (page, old))  # noqa: S608
        for row in rows:
            values = tuple(row[column] for column in columns)
            if row[identity] not in there:
                self._insert(table, columns, values)
            elif there[row[identity]] != values:
                assigned = ", ".join(f"{column} = ?" for column in columns)
                self._connection.execute(
                    f"UPDATE {table} SET {assigned} WHERE page = ? AND {identity} = ?",  # noqa: S608
                    (*values, page, row[identity]),
                )

    def replace(self, table: str, page: int, rows: Sequence[Row]) -> None:
        """Put these rows in the place of all rows of a page."""
        self._connection.execute(f"DELETE FROM {table} WHERE page = ?", (page,))  # noqa: S608
        for row in rows:
            self._insert(table, list(row), tuple(row.values()))

    def _insert(self, table: str, columns: Sequence[str], values: tuple[Any, ...]) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608
