"""What a page was asked for: its arguments, read with care, and the connection that answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from click import BadParameter
from datasette.utils import sqlite_timelimit

from archive.asking import Asking
from archive.evidence import Evidence
from archive.typed import end_of, first_day, last_day
from archive.web.addresses import Addresses

LONGEST = 2000
"""Characters of one argument that are looked at."""
_SLOWEST_MS = 10_000
"""Of a page of ours. With 100,000 articles 19 of 20 take less than a quarter of a second; the first one after a start
reads a cold file, and took 3.6 s (2026-11)."""


class BadArgument(ValueError):
    """An argument of an address is not what the page takes; the message says which, and what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to one archive."""

    at: Addresses
    arguments: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    """What the address itself names: the number of a capture."""
    origin: str = ""
    """Scheme and host under which we are asked, for addresses that leave the page."""

    def words(self, name: str) -> str:
        """An argument as text, empty where it is not given."""
        return self.arguments.get(name, "").strip()[:LONGEST]

    def number(self, name: str, *, least: int = 1, otherwise: int | None = None) -> int | None:
        """A whole number; raises BadArgument for anything else."""
        given = self.parts.get(name) or self.words(name)
        if not given:
            return otherwise
        if not (given.isascii() and given.isdigit()) or len(given) > 15 or int(given) < least:
            raise BadArgument(f"{name} takes a whole number from {least}, not {given[:40]!r}")
        return int(given)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of some words, the first where none is given; raises BadArgument."""
        given = self.words(name) or choices[0]
        if given not in choices:
            raise BadArgument(f"{name} takes {', '.join(filter(None, choices))}, not {given[:40]!r}")
        return given

    def day(self, name: str) -> date | None:
        """A date; of a month or year its first day, behind `to` its last one. Raises BadArgument."""
        given = self.words(name)
        try:
            return (last_day if name == "to" else first_day)(given) if given else None
        except BadParameter as error:
            raise BadArgument(f"{name} takes a date like 2026-05-01, not {given[:40]!r}") from error

    def moment(self, name: str) -> datetime | None:
        """A moment; a bare date means the end of that day in China. Raises BadArgument."""
        given = self.words(name)
        if not given:
            return None
        try:
            # In an address a plus sign is a space.
            return end_of(given.replace(" ", "+") if "T" in given else given).astimezone(UTC)
        except BadParameter as error:
            raise BadArgument(
                f"{name} takes a date like 2026-05-01 or a time like 2026-05-01T09:30, not {given[:40]!r}"
            ) from error


Told = dict[str, Any]
"""What a page tells: plain data, the same for its template and for JSON."""


async def ask(datasette: Any, database: str, asked: Asked, tell: Callable[[sqlite3.Connection, Asked], Told]) -> Told:
    """What a page tells, read in one of Datasette's threads; raises QueryInterrupted where it takes too long."""

    def told(connection: sqlite3.Connection) -> Told:
        with sqlite_timelimit(connection, _SLOWEST_MS):
            return tell(connection, asked)

    found: Told = await datasette.databases[database].execute_fn(told)
    return found


def asking(connection: sqlite3.Connection) -> Asking:
    """The archive's own questions, on a connection of Datasette's."""
    return Asking(connection, Evidence(connection))


def rows(connection: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows as plain data."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
