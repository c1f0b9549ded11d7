"""Whether an archive still says what it said: offline, against nothing but itself and a published head.

The evidence is checked first, for what is derived can be made again. Findings come in that order, so that the first is
the one to look at; where the file itself is damaged there may be no more than that one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence

from archive.derivation import Derivation
from archive.errors import ArchiveError
from archive.fixity import Finding, Fixity
from archive.guards import missing_guards
from archive.store import Archive

_CHAIN = re.compile(r"(?:sha256:)?([0-9a-f]{64})\b")


def verify(
    archive: Archive, *, heads: Sequence[str] = (), told: Callable[[str], object] = lambda _stage: None
) -> Iterator[Finding]:
    """Everything that is wrong with an archive, the evidence first.

    `heads` are lines that `govpress head` printed earlier: what they prove must still be there; raises ValueError for
    a line that is none. `told` is called with the name of what is being checked, once for each thing checked.
    """
    found = [_CHAIN.search(line) for line in heads]
    for line, chain in zip(heads, found, strict=True):
        if chain is None:
            raise ValueError(f"{line!r} is no head: a head holds 64 hex digits")
    return _findings(archive, [chain[1] for chain in found if chain], told)


def _findings(archive: Archive, chains: Sequence[str], told: Callable[[str], object]) -> Iterator[Finding]:
    try:
        yield from (finding for finding in _checked(archive, chains, told) if finding is not None)
    except (sqlite3.Error, ArchiveError, ValueError, TypeError, LookupError, AssertionError) as error:
        # A damaged page of the file reads as rows that cannot be; whatever comes after it is not to be trusted.
        yield Finding(where="file", what=f"it cannot be read to its end: {type(error).__name__} {error}")


def _checked(archive: Archive, chains: Sequence[str], told: Callable[[str], object]) -> Iterator[Finding | None]:
    connection = archive.db.conn
    fixity, derivation = Fixity(connection), Derivation(connection)
    stages: dict[str, Callable[[], Iterator[Finding | None]]] = {
        "file": lambda: _file(connection),
        "guards": lambda: _guards(archive),
        "payloads": fixity.payloads,
        "ledger": fixity.ledgers,
        "head": lambda: _heads(connection, chains),
        "shared rows": fixity.shared,
        "readings": derivation.readings,
        "files": derivation.files,
        "pages": derivation.pages,
        "runs, index and lists": derivation.rest,
    }
    for name, stage in stages.items():
        for finding in stage():
            told(name)
            yield finding


def _file(connection: sqlite3.Connection) -> Iterator[Finding | None]:
    for (line,) in connection.execute("PRAGMA integrity_check(10)").fetchall():
        yield None if line == "ok" else Finding(where="file", what=str(line))
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield Finding(where=f"{table} {rowid}", what=f"refers to a row of {parent} that is not there")


def _guards(archive: Archive) -> Iterator[Finding | None]:
    for name in missing_guards(archive.db):
        yield Finding(where=f"guard {name}", what="it is not there: somebody could change what was observed")


def _heads(connection: sqlite3.Connection, chains: Sequence[str]) -> Iterator[Finding | None]:
    for chain in chains:
        found = connection.execute("SELECT 1 FROM ledger WHERE chain = ?", (bytes.fromhex(chain),)).fetchone()
        yield (None if found else Finding(where="head", what=f"no ledger holds {chain}: it was cut off or rewritten"))
