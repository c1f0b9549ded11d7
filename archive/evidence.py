"""Evidence written down and read back: runs, captures, payloads and walks, each chained into the ledger.

Every method that writes is a part of a transaction that its caller opens.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from archive.capture import Capture, Headers, Outcome
from archive.capture import digest as digest_of
from archive.errors import ArchiveError, CaptureNotFound
from archive.header import pack_headers, unpack_headers
from archive.instant import instant, now, utc
from archive.interned import Errand, Interned, key_of
from archive.ledger import OWN, Ledger
from archive.payload import Packed, Packer
from archive.url import resolve

CAPTURE = """
SELECT e.captured_at, e.status, e.outcome, e.failure, a.url, h.pairs, e.header_values, q.pairs, e.request_values,
       c.ip_address, c.protocol, s.method, s.body, p.digest, p.size, p.encoding, p.dictionary, p.bytes
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
LEFT JOIN header_sets AS h ON h.id = e.header_set
LEFT JOIN header_sets AS q ON q.id = e.request_set
LEFT JOIN connections AS c ON c.id = e.connection
LEFT JOIN requests AS s ON s.id = e.request
LEFT JOIN payloads AS p ON p.id = e.payload
WHERE e.id = ?
"""
OUTCOMES = ("ok", "partial", "blocked", "failed", "lost")
"""How a run may end."""

# The first capture of the same page, asked for in the same way, that holds the same bytes.
KEPT_BEFORE = """
SELECT min(e.id) FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
WHERE a.key = ? AND e.payload = ? AND e.outcome = 'ok' AND e.request IS ?
"""


class Evidence:
    """The append-only half of an archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.interned = Interned(connection)
        self.ledger = Ledger(connection)
        self.packer = Packer(connection)
        self._places: dict[int, int] = {}

    def forget(self) -> None:
        """Forget what was remembered of the file: a transaction was undone."""
        self.interned.forget()
        self.packer.forget()
        self._places.clear()

    def add_run(
        self, site: str, sections: Sequence[str], planned_at: datetime | None, options: Mapping[str, Any]
    ) -> int:
        """One crawl that begins now."""
        planned, started = utc(planned_at) if planned_at else None, utc(now())
        seq = self.ledger.head()[0] + 1
        number = self._insert(
            "INSERT INTO runs (site, sections, planned_at, started_at, options, ledger, seq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (site, _json(list(sections)), planned, started, _json(options), OWN, seq),
        )
        self.ledger.add("run", number, run_entry(site, list(sections), planned, started, dict(options)))
        return number

    def end_run(self, run: int, outcome: str, stats: Mapping[str, Any]) -> None:
        """The end of a crawl, written once; raises ArchiveError where it has ended."""
        if outcome not in OUTCOMES:
            raise ValueError(f"{outcome!r} is none of {', '.join(OUTCOMES)}")
        seq, finished = self.run_place(run), utc(now())
        ended = self._connection.execute(
            "UPDATE runs SET finished_at = ?, outcome = ?, stats = ? WHERE id = ? AND finished_at IS NULL",
            (finished, outcome, _json(stats), run),
        )
        if not ended.rowcount:
            raise ArchiveError(f"run {run} has ended already")
        self.ledger.add("end", run, end_entry(seq, finished, outcome, dict(stats)))

    def run_place(self, run: int) -> int:
        """Where in the ledger a run begins; raises ArchiveError where there is no such run."""
        if run not in self._places:
            seq = self._scalar("SELECT seq FROM runs WHERE id = ?", (run,))
            if seq is None:
                raise ArchiveError(f"there is no run {run}")
            self._places[run] = seq
        return self._places[run]

    def add_walk(self, run: int, site: str, section: str, complete: bool, counts: tuple[int, int, int | None]) -> int:
        """One walk through a section's list pages; counts are pages, items and how many records the site advertises."""
        walked, place, seq = utc(now()), self.run_place(run), self.ledger.head()[0] + 1
        number = self._insert(
            "INSERT INTO walks (run, site, section, walked_at, complete, pages, items, advertised, ledger, seq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (run, site, section, walked, int(complete), *counts, OWN, seq),
        )
        self.ledger.add(
            "walk",
            number,
            walk_entry(run=place, site=site, section=section, walked_at=walked, complete=complete, counts=counts),
        )
        return number

    def add_capture(self, capture: Capture, errand: Errand, revisit_of: int | None) -> int:
        """One HTTP answer, or the failure to get one, with its body where it has one."""
        address = self.interned.address(capture.url)
        request = self.interned.request(capture.method, capture.request_body)
        payload, known, digest = self._payload(capture.body, errand) if capture.body else (None, False, None)
        moment = utc(capture.captured_at)
        if known and capture.outcome is Outcome.OK and revisit_of is None:
            revisit_of = self._scalar(KEPT_BEFORE, (key_of(capture.url), payload, request))
        target = resolve(capture.url, capture.location) if capture.location else None
        pairs, values = pack_headers(capture.headers)
        request_pairs, request_values = pack_headers(capture.request_headers)
        entry = self.capture_entry(capture, errand, digest, revisit_of)
        head = self.ledger.head()
        number = self._insert(
            "INSERT INTO exchanges (ledger, seq, run, address, purpose, captured_at, status, outcome, payload,"
            " revisit_of, target, connection, request_set, header_set, request_values, header_values, failure,"
            " request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(OWN, head[0] + 1, errand.run, address, self.interned.purpose(errand), moment, capture.status),
                *(capture.outcome.value, payload, revisit_of, self.interned.address(target) if target else None),
                *(self.interned.connection(capture.ip_address, capture.protocol),),
                *(self.interned.header_set(request_pairs), self.interned.header_set(pairs)),
                *(request_values, values, entry["failure"], request),
            ),
        )
        self.ledger.add("capture", number, entry, behind=head)
        return number

    def capture_entry(
        self, capture: Capture, errand: Errand, digest: str | None, revisit_of: int | None
    ) -> dict[str, Any]:
        """What the ledger chains of a capture: all of it, with nothing named by a number of this file."""
        entry = {
            "url": capture.url,
            "captured_at": utc(capture.captured_at),
            "status": capture.status,
            "outcome": capture.outcome.value,
            "headers": capture.headers,
            "request_headers": capture.request_headers,
            "digest": digest,
            # A system's own message may hold bytes that are no text.
            "failure": capture.failure.encode("utf-8", "backslashreplace").decode() if capture.failure else None,
            "ip_address": capture.ip_address,
            "protocol": capture.protocol,
            "site": errand.site,
            "section": errand.section,
            "purpose": errand.purpose,
            "run": self.run_place(errand.run) if errand.run is not None else None,
            "revisit_of": self.capture_place(revisit_of) if revisit_of is not None else None,
        }
        if capture.method != "GET" or capture.request_body:
            # Left out of a plain GET, as before there was any other.
            entry |= {"method": capture.method, "request_digest": digest_of(capture.request_body)}
        return entry

    def capture_place(self, number: int) -> str:
        """The hash that stands for a capture in the ledger; raises CaptureNotFound."""
        row = self._connection.execute(
            "SELECT l.chain FROM exchanges AS e JOIN ledger AS l ON l.ledger = e.ledger AND l.seq = e.seq"
            " WHERE e.id = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise CaptureNotFound(f"there is no capture {number}")
        return bytes(row[0]).hex()

    def capture(self, number: int) -> Capture:
        """A capture as it was received; raises CaptureNotFound, and FixityError for a damaged body."""
        row = self._connection.execute(CAPTURE, (number,)).fetchone()
        if row is None:
            raise CaptureNotFound(f"there is no capture {number}")
        at, status, outcome, failure, url, pairs, values, request_pairs, request_values = row[:9]
        ip_address, protocol, method, request_body = row[9:13]
        return Capture(
            url=url,
            captured_at=instant(at),
            status=status,
            outcome=Outcome(outcome),
            headers=unpack_headers(pairs, values),
            method=method or "GET",
            request_headers=unpack_headers(request_pairs, request_values),
            request_body=request_body or b"",
            body=self.packer.restore(_packed(row[13:])) if row[13] else b"",
            failure=failure,
            ip_address=ip_address,
            protocol=protocol,
        )

    def headers(self, number: int) -> Headers:
        """The response headers of a capture, without its body."""
        row = self._connection.execute(
            "SELECT h.pairs, e.header_values FROM exchanges AS e LEFT JOIN header_sets AS h ON h.id = e.header_set"
            " WHERE e.id = ?",
            (number,),
        ).fetchone()
        return unpack_headers(*row) if row else ()

    def payload_capture(self, number: int) -> int:
        """The capture that carries the bytes a revisit stands for; itself where it is none."""
        seen = {number}
        while True:
            row = self._connection.execute("SELECT revisit_of FROM exchanges WHERE id = ?", (number,)).fetchone()
            if row is None:
                raise CaptureNotFound(f"there is no capture {number}")
            if row[0] is None or row[0] in seen:
                return number
            number = int(row[0])
            seen.add(number)

    def _payload(self, body: bytes, errand: Errand) -> tuple[int, bool, str]:
        name = digest_of(body)
        number = self._scalar("SELECT id FROM payloads WHERE digest = ?", (name,))
        if number is not None:
            return number, True, name
        packed = self.packer.pack(body, name, (errand.site, errand.purpose))
        columns = (packed.digest, packed.size, packed.encoding, packed.dictionary, packed.stored)
        sql = "INSERT INTO payloads (digest, size, encoding, dictionary, bytes) VALUES (?, ?, ?, ?, ?)"
        return self._insert(sql, columns), False, name

    def _scalar(self, sql: str, values: tuple[Any, ...]) -> int | None:
        row = self._connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def _insert(self, sql: str, values: tuple[Any, ...]) -> int:
        number = self._connection.execute(sql, values).lastrowid
        assert number is not None
        return number


def run_entry(
    site: str, sections: list[str], planned_at: str | None, started_at: str, options: dict[str, Any]
) -> dict[str, Any]:
    """What the ledger chains of a run's beginning."""
    return {
        "site": site,
        "sections": sections,
        "planned_at": planned_at,
        "started_at": started_at,
        "options": options,
    }


def end_entry(run: int, finished_at: str, outcome: str, stats: dict[str, Any]) -> dict[str, Any]:
    """What the ledger chains of a run's end; the run is named by the place of its beginning."""
    return {"run": run, "finished_at": finished_at, "outcome": outcome, "stats": stats}


def walk_entry(
    *, run: int, site: str, section: str, walked_at: str, complete: bool, counts: tuple[int, int, int | None]
) -> dict[str, Any]:
    """What the ledger chains of a walk."""
    pages, items, advertised = counts
    return {
        "run": run,
        "site": site,
        "section": section,
        "walked_at": walked_at,
        "complete": complete,
        "pages": pages,
        "items": items,
        "advertised": advertised,
    }


def _packed(row: Sequence[Any]) -> Packed:
    digest, size, encoding, dictionary, stored = row
    return Packed(digest=digest, size=size, encoding=encoding, dictionary=dictionary, stored=stored)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
