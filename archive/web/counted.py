"""How many rows an archive's tables have, where that is told at once.

Datasette's own list of tables counts all of them, those of the index too. To count a table without an index, SQLite
reads all of it, and no time limit stops it there.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from datasette.database import QueryInterrupted

from archive.web.opened import archives

COUNTED = frozenset(("attachments", "changes", "files", "payloads", "readings", "runs", "version_files", "versions"))
"""The tables that are small, or have an index that is."""


def count_less(datasette: Any) -> None:
    """Have Datasette count no other tables of the archives that it has opened."""
    for name in archives(datasette):
        database = datasette.databases[name]
        database.table_counts = partial(table_counts, database)


async def table_counts(database: Any, limit: int = 10) -> dict[str, int | None]:
    """The rows of each table, None where they are not counted or that takes longer than so many milliseconds."""
    return {name: await _rows(database, name, limit) for name in await database.table_names()}


async def _rows(database: Any, table: str, limit: int) -> int | None:
    if table not in COUNTED:
        return None
    try:
        found = await database.execute(f"SELECT count(*) FROM {table}", custom_time_limit=limit)  # noqa: S608
    except QueryInterrupted:
        return None
    return int(found.first()[0])
