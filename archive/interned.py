"""What many captures share, stored once and named by number: addresses, purposes, connections, sets of headers."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.capture import digest
from archive.url import surt


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a capture was made for."""

    run: int | None = None
    site: str | None = None
    section: str | None = None
    purpose: str = "page"


class Interned:
    """The numbers of what many captures share; remembers the few it has met."""

    # A site's headers are a few dozen sets; a server that varies them for ever must not fill the memory.
    MOST = 10_000

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[Any, ...], int] = {}

    def forget(self) -> None:
        """Forget all numbers: a transaction that gave some of them was undone."""
        self._known.clear()

    def address(self, url: str) -> int:
        """The number of an address, which is filed under its page's key."""
        row = self._connection.execute("SELECT id FROM addresses WHERE url = ?", (url,)).fetchone()
        if row is not None:
            return int(row[0])
        return self._insert("INSERT INTO addresses (url, key) VALUES (?, ?)", (url, key_of(url)))

    def header_set(self, pairs: str | None) -> int | None:
        """The number of a set of headers."""
        if pairs is None:
            return None
        return self._number("header_sets", {"pairs": pairs})

    def purpose(self, errand: Errand) -> int:
        """The number of a site, section and purpose together."""
        return self._number("purposes", {"site": errand.site, "section": errand.section, "purpose": errand.purpose})

    def request(self, method: str, body: bytes) -> int | None:
        """The number of a request's method and body together; None for a plain GET."""
        if method == "GET" and not body:
            return None
        name = digest(body)
        row = self._connection.execute("SELECT id FROM requests WHERE method = ? AND digest = ?", (method, name))
        found = row.fetchone()
        insert = "INSERT INTO requests (method, digest, body) VALUES (?, ?, ?)"
        return int(found[0]) if found else self._insert(insert, (method, name, body))

    def connection(self, ip_address: str | None, protocol: str | None) -> int | None:
        """The number of an address that answered and its protocol."""
        if ip_address is None and protocol is None:
            return None
        return self._number("connections", {"ip_address": ip_address, "protocol": protocol})

    def _number(self, table: str, row: Mapping[str, str | None]) -> int:
        values = tuple(row.values())
        number = self._known.get((table, *values))
        if number is None:
            same = " AND ".join(f"{column} IS ?" for column in row)
            found = self._connection.execute(f"SELECT id FROM {table} WHERE {same}", values).fetchone()  # noqa: S608
            marks = ", ".join("?" * len(row))
            insert = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608  our own names
            number = int(found[0]) if found else self._insert(insert, values)
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[table, *values] = number
        return number

    def _insert(self, sql: str, values: tuple[Any, ...]) -> int:
        number = self._connection.execute(sql, values).lastrowid
        assert number is not None
        return number


def key_of(url: str) -> str:
    """The SURT key of an address; the address itself where it has none, for a capture is kept whatever it is of."""
    try:
        return surt(url)
    except ValueError:
        return url
