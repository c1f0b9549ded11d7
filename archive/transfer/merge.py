"""Two archives joined: the evidence of another one comes in with its own ledgers, and everything is derived anew."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.derived import Derived
from archive.errors import ArchiveError
from archive.files import Files, NewFile
from archive.interned import Errand, Interned
from archive.ledger import branch_uid
from archive.lists import Lists
from archive.opening import transaction
from archive.outage import Outages
from archive.rebuild import rebuild
from archive.store import Archive
from archive.transfer.entries import Entries
from archive.transfer.paths import Entry, Paths
from archive.transfer.progress import Advance, ignore

OWN_COLUMNS = ("captured_at", "status", "outcome", "request_values", "header_values", "failure")
EXCHANGE = f"""
SELECT e.run, e.revisit_of, e.payload, a.url, t.url, u.site, u.section, u.purpose, c.ip_address, c.protocol,
  q.pairs, h.pairs, s.method, s.body, {", ".join(f"e.{column}" for column in OWN_COLUMNS)}
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN addresses AS t ON t.id = e.target
LEFT JOIN connections AS c ON c.id = e.connection
LEFT JOIN requests AS s ON s.id = e.request
LEFT JOIN header_sets AS q ON q.id = e.request_set
LEFT JOIN header_sets AS h ON h.id = e.header_set
WHERE e.id = ?
"""  # noqa: S608  our own names
RUN = ("site", "sections", "planned_at", "started_at", "finished_at", "outcome", "options", "stats")
END = ("finished_at", "outcome", "stats")
WALK = ("site", "section", "walked_at", "complete", "pages", "items", "advertised")
LISTING = ("site", "section", "reader", "items", "next_url", "total_pages", "total_records", "error")


@dataclass(slots=True, kw_only=True)
class Merged:
    """What a merge brought."""

    captures: int = 0
    runs: int = 0
    ledgers: int = 0
    """Ledgers that are new here, branches of our own among them."""
    readings: int = 0
    pages: int = 0
    """Pages that were derived from the joined evidence; 0 where nothing was new."""


def merge(archive: Archive, other: Archive, *, advance: Advance = ignore) -> Merged:
    """Bring in whatever another archive has seen and this one has not, checked against its ledgers, all or nothing.

    What both have seen by a common past is known by its hash and comes in once. Of two readings of one capture that of
    the later reader stays. Raises FixityError where the other archive's evidence is not what its ledgers chain.
    """
    ours, theirs = archive.db.conn, other.db.conn
    theirs.execute("BEGIN")  # one moment of it, whoever writes to it meanwhile
    try:
        with transaction(ours, archive.path):
            task = _Merge(ours, theirs, advance)
            task.evidence()
            task.readings()
            task.listings()
            task.files()
            if task.changed:
                derived = Derived(ours)
                task.merged.pages = rebuild(ours, derived, Outages(ours, derived.observed), None)
            return task.merged
    finally:
        theirs.execute("ROLLBACK")


class _Merge:
    def __init__(self, ours: sqlite3.Connection, theirs: sqlite3.Connection, advance: Advance) -> None:
        self.merged = Merged()
        self.changed = False
        self._ours, self._theirs, self._advance = ours, theirs, advance
        self._our_paths, self._their_paths = Paths(ours), Paths(theirs)
        self._interned = Interned(ours)
        self._lists = Lists(ours)
        self._ledgers: dict[int, int] = {}
        self._new: dict[tuple[str, int], int] = {}
        self._known: dict[tuple[str, int], int] = {}
        self._payloads: dict[int, int] = {}

    def evidence(self) -> None:
        """Copy every entry that is new here, with the row it stands for."""
        plans = [self._plan(ledger, uid) for ledger, uid in self._their_paths.ledgers()]
        new = [(ledger, entry) for ledger, entries in plans for entry in entries]
        self.merged.captures = sum(entry.kind == "capture" for _, entry in new)
        self.merged.runs = sum(entry.kind == "run" for _, entry in new)
        # A row names only rows before it in its own file, whichever ledgers they stand in.
        steps: Sequence[tuple[str, Callable[[int, Entry], int]]] = (
            ("run", self._run), ("capture", self._exchange), ("walk", self._walk), ("end", self._end),
        )  # fmt: skip
        for kind, copy in steps:
            wanted = sorted(((ledger, entry) for ledger, entry in new if entry.kind == kind), key=_object)
            for ledger, entry in wanted:
                self._new[kind, entry.object] = copy(self._ledgers[ledger], entry)
                self._advance()
        for ledger, entry in new:
            row = (self._ledgers[ledger], entry.seq, entry.kind, self._new[entry.kind, entry.object], entry.chain)
            self._insert("INSERT INTO ledger (ledger, seq, kind, object, chain) VALUES (?, ?, ?, ?, ?)", row)
        self.changed = bool(new)

    def _plan(self, ledger: int, uid: str) -> tuple[int, list[Entry]]:
        """Find or make the ledger that continues one of theirs; which of its entries are new here, all checked."""
        nearest = self._our_paths.nearest(self._their_paths, ledger)
        shared = nearest[1] if nearest else 0
        new = self._their_paths.entries(ledger, shared)
        if not (new or nearest):
            return ledger, []  # nothing was ever written in it
        previous, check = self._their_paths.chain(ledger, shared), Entries(self._theirs).check
        base = (shared, previous)
        for entry in new:
            check(previous, entry, uid)
            previous = entry.chain
        if nearest and (not new or self._our_paths.end(nearest[0]) == shared):
            self._ledgers[ledger] = nearest[0]
        else:
            name = branch_uid(uid, base, new[0].chain) if nearest else uid
            self._ledgers[ledger] = self._insert("INSERT INTO ledgers (uid) VALUES (?)", (name,))
            self.merged.ledgers += 1
        self._our_paths.promise(self._ledgers[ledger], new)
        return ledger, new

    def _run(self, ledger: int, entry: Entry) -> int:
        row = self._row(f"SELECT {', '.join(RUN)} FROM runs WHERE id = ?", entry.object)  # noqa: S608
        return self._add("runs", RUN, row, {"ledger": ledger, "seq": entry.seq})

    def _walk(self, ledger: int, entry: Entry) -> int:
        run, *row = self._row(f"SELECT run, {', '.join(WALK)} FROM walks WHERE id = ?", entry.object)  # noqa: S608
        return self._add("walks", WALK, row, {"run": self._our("run", run), "ledger": ledger, "seq": entry.seq})

    def _end(self, _ledger: int, entry: Entry) -> int:
        """The end of a run; written now where the run began in the common past."""
        number = self._our("run", entry.object)
        assert number is not None
        end = self._row(f"SELECT {', '.join(END)} FROM runs WHERE id = ?", entry.object)  # noqa: S608
        if ("run", entry.object) not in self._new:
            ended = self._ours.execute(
                "UPDATE runs SET finished_at = ?, outcome = ?, stats = ? WHERE id = ? AND finished_at IS NULL",
                (*end, number),
            )
            if not ended.rowcount:
                raise ArchiveError(
                    f"run {number} was under way when the archives parted, and each of them ended it: they cannot be"
                    " merged; `govpress export warc` from one and `govpress import warc` into the other"
                )
        return number

    def _exchange(self, ledger: int, entry: Entry) -> int:
        row = self._row(EXCHANGE, entry.object)
        shared, own = row[: -len(OWN_COLUMNS)], row[-len(OWN_COLUMNS) :]
        run, revisit_of, payload, url, target, site, section, purpose, ip_address, protocol = shared[:10]
        request, response, method, body = shared[10:]
        interned = self._interned
        named = {
            "ledger": ledger,
            "seq": entry.seq,
            "run": self._our("run", run),
            "revisit_of": self._our("capture", revisit_of),
            "payload": self._payload(payload),
            "address": interned.address(url),
            "target": interned.address(target) if target else None,
            "purpose": interned.purpose(Errand(site=site, section=section, purpose=purpose)),
            "connection": interned.connection(ip_address, protocol),
            "request_set": interned.header_set(request),
            "header_set": interned.header_set(response),
            "request": interned.request(method, body) if method else None,
        }
        return self._add("exchanges", OWN_COLUMNS, own, named)

    def _payload(self, number: int | None) -> int | None:
        if number is None or number in self._payloads:
            return self._payloads.get(number) if number is not None else None
        digest, size, encoding, dictionary, stored = self._row(
            "SELECT digest, size, encoding, dictionary, bytes FROM payloads WHERE id = ?", number
        )
        found = self._ours.execute("SELECT id FROM payloads WHERE digest = ?", (digest,)).fetchone()
        self._payloads[number] = found[0] if found else self._insert(
            "INSERT INTO payloads (digest, size, encoding, dictionary, bytes) VALUES (?, ?, ?, ?, ?)",
            (digest, size, encoding, self._dictionary(dictionary), stored),
        )  # fmt: skip
        return self._payloads[number]

    def _dictionary(self, number: int | None) -> int | None:
        if number is None:
            return None
        row = self._row("SELECT site, purpose, digest, bytes FROM dictionaries WHERE id = ?", number)
        found = self._ours.execute("SELECT id FROM dictionaries WHERE digest = ?", (row[2],)).fetchone()
        insert = "INSERT INTO dictionaries (site, purpose, digest, bytes) VALUES (?, ?, ?, ?)"
        return int(found[0]) if found else self._insert(insert, row)

    def readings(self) -> None:
        """Copy the readings of their captures; of two readers the later stays, whichever archive it read in."""
        columns = [row[1] for row in self._theirs.execute("PRAGMA table_info(readings)")]
        assert columns[0] == "capture"
        parts = columns.index("parts") - 1
        marks = ", ".join("?" * len(columns))
        # An update in place: rows of many tables refer to a reading.
        assigned = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
        insert = (
            f"INSERT INTO readings ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
            f" ON CONFLICT (capture) DO UPDATE SET {assigned}"
        )
        for capture, reader in self._theirs.execute("SELECT capture, reader FROM readings ORDER BY capture"):
            number = self._our("capture", capture)
            if self._is_later("readings", number, reader):
                _, *row = self._row(f"SELECT {', '.join(columns)} FROM readings WHERE capture = ?", capture)  # noqa: S608
                if row[parts] is not None:
                    # 0 stands for a page that is gone.
                    ours = [part and self._our("capture", part) for part in json.loads(row[parts])]
                    row[parts] = json.dumps(ours, separators=(",", ":"))
                self._insert(insert, (number, *row))
                self.merged.readings += 1
                self.changed = True

    def files(self) -> None:
        """Copy what the bodies of files were read as."""
        rows = self._theirs.execute("SELECT capture, reader, digest, text, error, error_kind FROM files").fetchall()
        for capture, reader, *row in rows:
            number = self._our("capture", capture)
            if number is not None and self._is_later("files", number, reader):
                names = ("digest", "text", "error", "error_kind")
                Files(self._ours).add(NewFile(capture=number, reader=reader, **dict(zip(names, row, strict=True))))
                self.changed = True

    def listings(self) -> None:
        """Copy what their list pages list."""
        names = ", ".join(LISTING)
        rows = self._theirs.execute(f"SELECT capture, run, stands_for, {names} FROM listings ORDER BY capture")  # noqa: S608
        for capture, run, stands_for, *row in rows:
            number = self._our("capture", capture)
            if not self._is_later("listings", number, row[LISTING.index("reader")]):
                continue
            self.changed = True
            assert number is not None
            before = self._lists.drop(number)
            stood = {"capture": number, "run": self._our("run", run), "stands_for": self._our("capture", stands_for)}
            self._add("listings", LISTING, row, stood)
            listed = self._theirs.execute(
                "SELECT i.url, i.title, i.date FROM listed AS d JOIN items AS i ON i.id = d.item"
                " WHERE d.listing = ? ORDER BY d.position",
                (capture,),
            )
            self._lists.put(number, listed.fetchall())
            self._lists.sweep(before)

    def _is_later(self, table: str, number: int | None, reader: str) -> bool:
        row = self._ours.execute(f"SELECT reader FROM {table} WHERE capture = ?", (number,)).fetchone()  # noqa: S608
        return row is None or _natural(row[0]) < _natural(reader)

    def _our(self, kind: str, number: int | None) -> int | None:
        """Our number of one of their runs or captures."""
        if number is None:
            return None
        found = self._new.get((kind, number)) or self._known.get((kind, number))
        if found is not None:
            return found
        table = {"run": "runs", "capture": "exchanges"}[kind]
        ledger, seq = self._row(f"SELECT ledger, seq FROM {table} WHERE id = ?", number)  # noqa: S608
        entry = self._our_paths.entry(self._ledgers[ledger], seq)
        assert entry is not None
        self._known[kind, number] = entry.object
        return entry.object

    def _row(self, sql: str, number: int) -> Any:
        return self._theirs.execute(sql, (number,)).fetchone()

    def _add(self, table: str, names: Sequence[str], row: Sequence[Any], more: dict[str, Any]) -> int:
        columns = dict(zip(names, row, strict=True)) | more
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  our own names
        return self._insert(insert, tuple(columns.values()))

    def _insert(self, sql: str, values: Sequence[Any]) -> int:
        number = self._ours.execute(sql, tuple(values)).lastrowid
        assert number is not None
        return number


def _object(new: tuple[int, Entry]) -> int:
    return new[1].object


def _natural(reader: str) -> list[tuple[int, str]]:
    """A reader's name in the order in which readers follow each other: r9 before r10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", reader)]
