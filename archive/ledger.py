"""The ledger: everything observed is chained by hash to what was observed before it.

One link is `sha256(the link before + the canonical JSON of the entry)`. An entry names nothing by the numbers of one
file: a capture refers to its run by its place in the ledger, and to the capture it revisits by that one's link. The
first link follows on the digest of the ledger's own random name.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

OWN = 1
"""The number of an archive's own ledger; others come in by merging."""

_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

Link = tuple[int, bytes]
"""A place in the ledger and the hash that stands there."""


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The one way to write an entry: sorted names, no spaces, UTF-8."""
    return _written(entry).encode("utf-8", "surrogatepass")


def root(uid: str) -> bytes:
    """What the first entry of a ledger follows on."""
    return hashlib.sha256(uid.encode()).digest()


def link(previous: bytes, entry: Mapping[str, Any]) -> bytes:
    """The hash of an entry behind another."""
    return hashlib.sha256(previous + canonical(entry)).digest()


class Ledger:
    """The end of an archive's own ledger, where entries are added within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def head(self) -> Link:
        """The last place and its hash; 0 and the ledger's root where nothing was observed yet."""
        row = self._connection.execute(
            "SELECT seq, chain FROM ledger WHERE ledger = ? ORDER BY seq DESC LIMIT 1", (OWN,)
        ).fetchone()
        if row is not None:
            return row[0], row[1]
        (uid,) = self._connection.execute("SELECT uid FROM ledgers WHERE id = ?", (OWN,)).fetchone()
        return 0, root(uid)

    def add(self, kind: str, number: int, entry: Mapping[str, Any], *, behind: Link | None = None) -> int:
        """Chain one entry, the row `number` of the table its kind stands for, behind the head; its place."""
        seq, previous = behind or self.head()
        self._connection.execute(
            "INSERT INTO ledger (ledger, seq, kind, object, chain) VALUES (?, ?, ?, ?, ?)",
            (OWN, seq + 1, kind, number, link(previous, {"kind": kind, **entry})),
        )
        return seq + 1


def trunk_of(uid: str) -> str:
    """The name of the ledger that a branch began in; the name itself where it is none."""
    return uid.partition("@")[0]


def branch_uid(uid: str, base: Link, first: bytes) -> str:
    """The name of a branch of a ledger: the place and hash it follows on, and the hash of its first entry.

    A copy of an archive that was added to has a branch of its ledger, once both are merged.
    """
    return f"{trunk_of(uid)}@{base[0]}:{base[1].hex()}:{first.hex()}"


def begin(uid: str) -> Link:
    """What the first entry of a ledger with this name follows on, and its place: that of the root is 0."""
    _, branch, rest = uid.partition("@")
    if not branch:
        return 0, root(uid)
    seq, base, _ = rest.split(":")
    return int(seq), bytes.fromhex(base)
