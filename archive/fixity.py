"""Whether the evidence is what was written: every body, every entry of every ledger, every row they stand for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.capture import digest
from archive.errors import FixityError
from archive.evidence import Evidence
from archive.interned import key_of
from archive.ledger import begin
from archive.payload import Packed
from archive.transfer.entries import Entries
from archive.transfer.paths import Entry, Paths
from archive.url import resolve

PAYLOADS = "SELECT id, digest, size, encoding, dictionary, bytes FROM payloads ORDER BY id"
# Which rows each kind of entry stands for; the end of a run stands for the same row as its beginning.
TABLES = {"run": "runs", "capture": "exchanges", "walk": "walks"}
# Rows that captures share, and what of the evidence refers to them: one that nothing refers to was never observed.
SHARED = {
    "ledgers": "SELECT ledger AS used FROM ledger UNION SELECT 1",
    "addresses": "SELECT address AS used FROM exchanges UNION SELECT target FROM exchanges",
    "purposes": "SELECT purpose AS used FROM exchanges",
    "connections": "SELECT connection AS used FROM exchanges",
    "requests": "SELECT request AS used FROM exchanges",
    "header_sets": "SELECT header_set AS used FROM exchanges UNION SELECT request_set FROM exchanges",
    "payloads": "SELECT payload AS used FROM exchanges",
    "dictionaries": "SELECT dictionary AS used FROM payloads",
}
FAMILIES = """
SELECT DISTINCT p.dictionary, u.site, u.purpose FROM exchanges AS e
JOIN payloads AS p ON p.id = e.payload JOIN purposes AS u ON u.id = e.purpose WHERE p.dictionary IS NOT NULL
"""
REDIRECTS = """
SELECT e.id, a.url, t.url FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address LEFT JOIN addresses AS t ON t.id = e.target
WHERE e.outcome = 'redirect' OR e.target IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was written, or not as the evidence says."""

    where: str
    """The table or ledger, and which row of it."""
    what: str


class Fixity:
    """Checks the evidence of one archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._evidence = Evidence(connection)
        self._entries = Entries(connection)
        self._paths = Paths(connection)

    def payloads(self) -> Iterator[Finding | None]:
        """Every body against its digest, and every dictionary; None for each that is right."""
        for number, sample, name in self._connection.execute("SELECT id, bytes, digest FROM dictionaries ORDER BY id"):
            yield None if digest(sample) == name else Finding(where=f"dictionary {number}", what="other bytes")
        for number, name, size, encoding, dictionary, stored in self._connection.execute(PAYLOADS):
            packed = Packed(digest=name, size=size, encoding=encoding, dictionary=dictionary, stored=stored)
            try:
                self._evidence.packer.restore(packed)
            except FixityError as error:
                yield Finding(where=f"payload {number}", what=str(error))
            else:
                yield None

    def ledgers(self) -> Iterator[Finding | None]:
        """Every link of every ledger, and the row it stands for; None for each that is right."""
        for ledger, uid in self._paths.ledgers():
            yield from self._ledger(ledger, uid)
        yield from self._unchained()

    def _ledger(self, ledger: int, uid: str) -> Iterator[Finding | None]:
        place, previous = begin(uid)
        if (
            place
            and not self._connection.execute(
                "SELECT 1 FROM ledger WHERE ledger <> ? AND seq = ? AND chain = ?", (ledger, place, previous)
            ).fetchone()
        ):
            yield Finding(where=f"ledger {uid}", what="the entry that it follows on is not there")
        for entry in self._paths.entries(ledger, -1):
            where = f"ledger {uid}, entry {entry.seq}"
            if entry.seq != place + 1:
                yield Finding(where=where, what=f"entry {place + 1} is missing before it")
            yield self._entry(where, ledger, uid, previous, entry)
            place, previous = entry.seq, entry.chain

    def _entry(self, where: str, ledger: int, uid: str, previous: bytes, entry: Entry) -> Finding | None:
        if entry.kind in TABLES:
            row = self._connection.execute(
                f"SELECT ledger, seq FROM {TABLES[entry.kind]} WHERE id = ?",  # noqa: S608  our own names
                (entry.object,),
            ).fetchone()
            if row != (ledger, entry.seq):
                return Finding(where=where, what=f"{entry.kind} {entry.object} is not filed under it")
        try:
            self._entries.check(previous, entry, uid)
        except FixityError as error:
            return Finding(where=where, what=str(error))
        return None

    def _unchained(self) -> Iterator[Finding]:
        """Rows that no entry stands for."""
        for kind, table in TABLES.items():
            rows = self._connection.execute(
                f"SELECT id FROM {table} AS t WHERE NOT EXISTS ("  # noqa: S608  our own names
                " SELECT 1 FROM ledger AS l WHERE l.ledger = t.ledger AND l.seq = t.seq AND l.kind = ?"
                " AND l.object = t.id)",
                (kind,),
            )
            for (number,) in rows:
                yield Finding(where=f"{table} {number}", what="no entry of the ledger stands for it")
        ended = self._connection.execute(
            "SELECT id FROM runs WHERE finished_at IS NOT NULL"
            " AND id NOT IN (SELECT object FROM ledger WHERE kind = 'end')"
        )
        for (number,) in ended:
            yield Finding(where=f"runs {number}", what="its end is in no ledger")

    def shared(self) -> Iterator[Finding]:
        """Rows that captures share: each is referred to, and says what the capture says."""
        for table, used in SHARED.items():
            unused = f"SELECT id FROM {table} WHERE id NOT IN (SELECT used FROM ({used}) WHERE used IS NOT NULL)"  # noqa: S608
            rows = self._connection.execute(unused)
            for (number,) in rows:
                yield Finding(where=f"{table} {number}", what="nothing that was observed refers to it")
        for number, url, key in self._connection.execute("SELECT id, url, key FROM addresses"):
            if key_of(url) != key:
                yield Finding(where=f"addresses {number}", what=f"filed under {key}, not under {key_of(url)}")
        for number, name, body in self._connection.execute("SELECT id, digest, body FROM requests"):
            if digest(body) != name:
                yield Finding(where=f"requests {number}", what="it sent other bytes than its digest says")
        families = set(self._connection.execute(FAMILIES).fetchall())
        for family in self._connection.execute("SELECT id, site, purpose FROM dictionaries"):
            if family not in families:
                yield Finding(
                    where=f"dictionaries {family[0]}", what="no page of its site and purpose was packed with it"
                )
        for number, url, target in self._connection.execute(REDIRECTS).fetchall():
            location = self._evidence.capture(number).location
            if (resolve(url, location) if location else None) != target:
                yield Finding(where=f"exchanges {number}", what="its redirect does not lead where its headers say")
