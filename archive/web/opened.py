"""Which of the databases that a Datasette has opened are archives of ours."""

from __future__ import annotations

import sqlite3
from typing import Any
from weakref import WeakKeyDictionary

from archive.schema import APPLICATION_ID

# One process may hold several Datasettes, in tests for one; each forgets with itself.
_seen: WeakKeyDictionary[Any, dict[str, bool]] = WeakKeyDictionary()


def note_connection(datasette: Any, database: str | None, conn: sqlite3.Connection) -> bool:
    """Whether a new connection leads to an archive; remembered under the database's name."""
    (number,) = tuple(conn.execute("PRAGMA application_id").fetchone())
    found = bool(number == APPLICATION_ID)
    if database is not None:
        _seen.setdefault(datasette, {})[database] = found
    return found


async def look_at_all(datasette: Any) -> None:
    """Open one connection to every database, so that all of them are known."""
    for name, database in list(datasette.databases.items()):
        if name not in _seen.get(datasette, {}) and not name.startswith("_"):
            await database.execute("SELECT 1")


def is_archive(datasette: Any, database: str | None) -> bool:
    """Whether a database is an archive, as far as a connection to it was opened."""
    return _seen.get(datasette, {}).get(database or "", False)


def archives(datasette: Any) -> list[str]:
    """The names of the archives, in the order in which they were opened."""
    return [name for name in datasette.databases if is_archive(datasette, name)]


def alone(datasette: Any) -> bool:
    """Whether nothing but archives is opened, apart from Datasette's own databases."""
    return bool(archives(datasette)) and all(
        is_archive(datasette, name) or name.startswith("_") for name in datasette.databases
    )
