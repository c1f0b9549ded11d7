"""What the ledger chains, put together again from the rows it stands for."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.errors import ArchiveError, FixityError
from archive.evidence import Evidence, end_entry, run_entry, walk_entry
from archive.interned import Errand
from archive.ledger import link
from archive.transfer.paths import Entry

CAPTURE = """
SELECT e.run, u.site, u.section, u.purpose, e.revisit_of
FROM exchanges AS e JOIN purposes AS u ON u.id = e.purpose WHERE e.id = ?
"""
RUN = "SELECT site, sections, planned_at, started_at, options, seq, finished_at, outcome, stats FROM runs WHERE id = ?"
WALK = "SELECT run, site, section, walked_at, complete, pages, items, advertised FROM walks WHERE id = ?"


class Entries:
    """Checks the entries of an archive's ledgers against its rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._evidence = Evidence(connection)

    def check(self, previous: bytes, entry: Entry, uid: str) -> None:
        """Raise FixityError where a row, or the body it names, is not what its entry chains behind another."""
        try:
            said = self.said(entry.kind, entry.object)
        except FixityError:
            raise
        except (ArchiveError, TypeError, ValueError) as error:
            raise FixityError(f"entry {entry.seq} of ledger {uid} stands for a row that is not there") from error
        if link(previous, {"kind": entry.kind, **said}) != entry.chain:
            raise FixityError(f"the {entry.kind} at entry {entry.seq} of ledger {uid} is not what was written then")

    def said(self, kind: str, number: int) -> dict[str, Any]:
        """What the ledger chains of a run, its end, a walk or a capture, put together from today's rows."""
        if kind == "capture":
            return self._capture(number)
        if kind == "walk":
            run, site, section, at, complete, *counts = self._row(WALK, number)
            place = self._evidence.run_place(run)
            # Anything but 0 and 1 was not written by us, and must not pass for true.
            complete = bool(complete) if complete in (0, 1) else complete
            return walk_entry(
                run=place, site=site, section=section, walked_at=at, complete=complete, counts=tuple(counts)
            )
        site, sections, planned, started, options, seq, finished, outcome, stats = self._row(RUN, number)
        if kind == "run":
            return run_entry(site, json.loads(sections), planned, started, json.loads(options))
        return end_entry(seq, finished, outcome, json.loads(stats))

    def _capture(self, number: int) -> dict[str, Any]:
        capture = self._evidence.capture(number)
        run, site, section, purpose, revisit_of = self._row(CAPTURE, number)
        errand = Errand(run=run, site=site, section=section, purpose=purpose)
        return self._evidence.capture_entry(capture, errand, capture.digest if capture.body else None, revisit_of)

    def _row(self, sql: str, number: int) -> Any:
        return self._connection.execute(sql, (number,)).fetchone()
