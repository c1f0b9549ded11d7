"""Ledgers of two archives compared: how far they are one, and where each goes its own way.

A copy of an archive that was added to has the same ledger up to some entry and then another one. Its own part becomes
a branch: a ledger whose name says which entry it follows on.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.ledger import begin, trunk_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a ledger."""

    seq: int
    kind: str
    object: int
    chain: bytes


class Paths:
    """The ledgers of one archive, each with all that it follows on."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._parents: dict[int, int | None] = {}
        self._promised: dict[int, dict[int, Entry]] = {}

    def ledgers(self) -> list[tuple[int, str]]:
        """Number and name of each ledger; one that a branch follows on comes before it."""
        return self._connection.execute("SELECT id, uid FROM ledgers ORDER BY id").fetchall()

    def promise(self, ledger: int, entries: list[Entry]) -> None:
        """Count entries as a ledger's that will be written when all is known that they need."""
        self._promised.setdefault(ledger, {}).update((entry.seq, entry) for entry in entries)

    def uid(self, ledger: int) -> str:
        """The name of a ledger."""
        found: tuple[str] = self._connection.execute("SELECT uid FROM ledgers WHERE id = ?", (ledger,)).fetchone()
        return found[0]

    def end(self, ledger: int) -> int:
        """The last place of a ledger."""
        promised = self._promised.get(ledger)
        if promised:
            return max(promised)
        (last,) = self._connection.execute("SELECT max(seq) FROM ledger WHERE ledger = ?", (ledger,)).fetchone()
        return begin(self.uid(ledger))[0] if last is None else int(last)

    def chain(self, ledger: int, seq: int) -> bytes:
        """The hash at a place of a ledger, or of what it follows on."""
        first, base = begin(self.uid(ledger))
        if seq == first:
            return base
        found = self.entry(ledger, seq)
        if found is None:
            raise LookupError(f"ledger {ledger} has no entry {seq}")
        return found.chain

    def entry(self, ledger: int, seq: int) -> Entry | None:
        """The entry at a place of a ledger, or of what it follows on."""
        at: int | None = ledger
        while at is not None and seq <= begin(self.uid(at))[0]:
            at = self._parent(at)
        if at is None:
            return None
        if promised := self._promised.get(at, {}).get(seq):
            return promised
        row = self._connection.execute(
            "SELECT seq, kind, object, chain FROM ledger WHERE ledger = ? AND seq = ?", (at, seq)
        ).fetchone()
        return _entry(row) if row else None

    def entries(self, ledger: int, after: int) -> list[Entry]:
        """A ledger's own entries behind some place."""
        rows = self._connection.execute(
            "SELECT seq, kind, object, chain FROM ledger WHERE ledger = ? AND seq > ? ORDER BY seq", (ledger, after)
        )
        return [_entry(row) for row in rows]

    def common(self, ledger: int, other: Paths, theirs: int) -> int:
        """How many first entries two ledgers share; their hashes tell it, for each stands for all before it."""
        low, high = 0, min(self.end(ledger), other.end(theirs))
        while low < high:
            middle = (low + high + 1) // 2
            if self.chain(ledger, middle) == other.chain(theirs, middle):
                low = middle
            else:
                high = middle - 1
        return low

    def nearest(self, other: Paths, theirs: int) -> tuple[int, int] | None:
        """The ledger that shares most with one of another archive, and how much; None where they are strangers."""
        trunk = trunk_of(other.uid(theirs))
        family = [number for number, uid in self.ledgers() if trunk_of(uid) == trunk]
        shared = [(self.common(number, other, theirs), number) for number in family]
        # Of those that share as much, the one that ends there can be continued.
        best = max(shared, key=lambda each: (each[0], self.end(each[1]) == each[0], -each[1]), default=None)
        return (best[1], best[0]) if best else None

    def _parent(self, ledger: int) -> int | None:
        """The ledger that a branch follows on."""
        if ledger not in self._parents:
            uid = self.uid(ledger)
            seq, base = begin(uid)
            for number, other in self.ledgers():
                # A branch stands behind what it follows on; what begins later has no such entry of its own.
                if number < ledger and trunk_of(other) == trunk_of(uid) and begin(other)[0] < seq:
                    entry = self.entry(number, seq)
                    if entry is not None and entry.chain == base:
                        self._parents[ledger] = number
                        break
            else:
                self._parents[ledger] = None
        return self._parents[ledger]


def _entry(row: tuple[int, str, int, bytes]) -> Entry:
    return Entry(seq=row[0], kind=row[1], object=row[2], chain=bytes(row[3]))
