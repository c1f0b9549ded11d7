"""Exchanges of WARC files, kept as captures: anybody's, in any order, each only once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.capture import Capture, Outcome, digest
from archive.instant import utc
from archive.interned import key_of
from archive.store import Archive
from archive.transfer.progress import Advance, ignore
from archive.transfer.warc_in import Exchange, Stands, exchanges
from archive.transfer.warc_records import WarcDamaged, is_digest_of, read_warc
from archive.url import is_home

SAME = """
SELECT e.id FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
LEFT JOIN payloads AS p ON p.id = e.payload
LEFT JOIN requests AS s ON s.id = e.request
WHERE a.url = ? AND e.captured_at = ? AND e.status IS ? AND p.digest IS ?
  AND ifnull(s.method, 'GET') = ? AND ifnull(s.body, x'') = ?
"""
BODY_AT = """
SELECT e.id FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
WHERE a.url = ? AND e.captured_at LIKE ? AND e.payload IS NOT NULL ORDER BY e.id LIMIT 1
"""
BODY_WITH = """
SELECT e.id FROM payloads AS p JOIN exchanges AS e ON e.payload = p.id
WHERE p.digest = ? AND e.outcome = 'ok' ORDER BY e.id LIMIT 1
"""
BODIES_OF = """
SELECT e.id FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
WHERE a.url = ? AND e.payload IS NOT NULL AND e.revisit_of IS NULL AND e.outcome = 'ok' ORDER BY e.id DESC LIMIT 50
"""
KNOWN = """
SELECT u.site, u.section, u.purpose FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
JOIN purposes AS u ON u.id = e.purpose
WHERE a.key = ? AND u.site IS NOT NULL ORDER BY e.id DESC LIMIT 1
"""
PAGES = (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".php", ".jsp", ".jspx", ".do", ".asp", ".aspx")
MOST = 100
"""Exchanges in one transaction; more would keep a crawl waiting that writes to the same archive."""
MOST_BYTES = 8 * 1024 * 1024
METHODS = ("GET", "POST")
"""What asks for something to read; the others are a tool's own errands."""
PURPOSES = ("article", "continuation", "attachment", "list", "robots", "page")


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import came to."""

    files: int = 0
    captures: int = 0
    """New in the archive."""
    known: int = 0
    """In the archive before."""
    articles: int = 0
    """New captures with a body that may be read as articles."""
    sites: set[str | None] = field(default_factory=set)
    """The sites of what is new."""
    passed: Counter[str] = field(default_factory=Counter)
    """Records that were passed over, by reason."""
    unresolved: list[str] = field(default_factory=list)
    """Addresses of revisits whose first body is in none of the files and not in the archive."""
    damaged: list[str] = field(default_factory=list)
    """What is wrong with files that are cut short or broken."""


def import_warc(
    archive: Archive,
    paths: Iterable[Path],
    *,
    site: str | None = None,
    site_of: Callable[[str], str | None] | None = None,
    pages_only: bool = False,
    advance: Advance = ignore,
) -> Imported:
    """Keep every GET and POST of some files as a capture, and derive known pages again; readings are made elsewhere.

    A site is the one given, else what our own export says, else that of the page in the archive, else what `site_of`
    makes of the address. A file that breaks off gives what stands before; what is wrong with it, or with what is no
    WARC file, is in `damaged`.
    """
    task = _Import(archive, site, site_of, pages_only)
    for path in paths:
        task.imported.files += 1
        for batch in _batches(exchanges(read_warc(path), task.imported.passed), task.imported.damaged):
            with archive.together():
                for exchange in batch:
                    task.add(exchange)
                    advance()
    task.finish()
    return task.imported


def _batches(found: Iterator[Exchange], damaged: list[str]) -> Iterator[list[Exchange]]:
    """Exchanges by the transaction, up to where the file breaks off."""
    batch: list[Exchange] = []
    size = 0
    try:
        for exchange in found:
            batch.append(exchange)
            size += len(exchange.answer.body) if exchange.answer else 0
            if len(batch) >= MOST or size >= MOST_BYTES:
                yield batch
                batch, size = [], 0
    except WarcDamaged as error:
        damaged.append(str(error))
    if batch:
        yield batch


class _Import:
    def __init__(
        self, archive: Archive, site: str | None, site_of: Callable[[str], str | None] | None, pages_only: bool
    ) -> None:
        self.imported = Imported()
        self._archive = archive
        self._connection: sqlite3.Connection = archive.db.conn
        self._site = site
        self._site_of = site_of
        self._pages_only = pages_only
        self._names: dict[str, int] = {}
        self._bodies: dict[str, int] = {}
        self._waiting: list[Exchange] = []
        self._to_derive: list[int] = []

    def add(self, exchange: Exchange) -> None:
        """Keep one exchange, or let a revisit wait for what it stands for."""
        if exchange.method not in METHODS:
            self.imported.passed[f"request by {exchange.method}"] += 1
            return
        original = self._original(exchange.url, exchange.stands) if exchange.stands else None
        if exchange.stands and not exchange.stands.unmodified and original is None:
            self._waiting.append(exchange)
            return
        self._keep(exchange, original)

    def finish(self) -> None:
        """Keep the revisits that came before what they stand for, and bring known pages up to date."""
        waiting, self._waiting = self._waiting, []
        for exchange in waiting:
            self.add(exchange)
        self.imported.unresolved = [exchange.url for exchange in self._waiting]
        for start in range(0, len(self._to_derive), MOST):
            with self._archive.together():
                for number in self._to_derive[start : start + MOST]:
                    self._archive.touch(number)

    def _keep(self, exchange: Exchange, original: int | None) -> None:
        capture = self._capture(exchange, original)
        site, section, purpose = self._errand(capture, exchange.told)
        if self._pages_only and purpose == "page":
            self.imported.passed["no page"] += 1
            return
        number = self._there(capture)
        if number is None:
            unmodified = capture.outcome is Outcome.UNMODIFIED
            number = self._archive.add_capture(
                capture, run=None, site=site, section=section, purpose=purpose,
                revisit_of=original if unmodified else None,
            )  # fmt: skip
            self.imported.captures += 1
            self.imported.sites.add(site)
            self._note(number, capture, purpose)
        else:
            self.imported.known += 1
        if capture.body:
            self._names[exchange.name] = number
            if exchange.digest:
                self._bodies.setdefault(exchange.digest, number)

    def _note(self, number: int, capture: Capture, purpose: str) -> None:
        if purpose != "article":
            return
        if capture.outcome is Outcome.OK and self._archive.payload_capture(number) == number:
            self.imported.articles += 1
        else:
            self._to_derive.append(number)

    def _capture(self, exchange: Exchange, original: int | None) -> Capture:
        told, answer = exchange.told, exchange.answer
        status = answer.status if answer else None
        headers = answer.headers if answer else ()
        body = answer.body if answer else b""
        if exchange.stands and exchange.stands.unmodified:
            status, body = 304, b""
        elif exchange.stands and original is not None:
            first = self._archive.capture(original)
            body = first.body
            if answer is None:
                status, headers = first.status, first.headers
        failure = told.get("failure")
        outcome = Outcome.FORBIDDEN if status is None and told.get("outcome") == "forbidden" else Outcome.FAILED
        if exchange.cut and not failure:
            failure = f"the body was cut short ({exchange.cut})"
        return Capture(
            url=told.get("url") or exchange.url,
            captured_at=exchange.at,
            status=status,
            headers=headers,
            body=body,
            failure=failure,
            outcome=outcome,
            method=exchange.method,
            request_headers=exchange.request_headers,
            request_body=exchange.request_body,
            ip_address=exchange.ip_address,
            protocol=told.get("protocol") if told else exchange.protocol or (answer.protocol if answer else None),
        )

    def _there(self, capture: Capture) -> int | None:
        """The same capture, where the archive has it."""
        body = digest(capture.body) if capture.body else None
        values = (capture.url, utc(capture.captured_at), capture.status, body, capture.method, capture.request_body)
        row = self._connection.execute(SAME, values).fetchone()
        return int(row[0]) if row else None

    def _original(self, url: str, stands: Stands) -> int | None:
        """The capture with the bytes that a revisit stands for."""
        number = self._names.get(stands.name or "") or self._bodies.get(stands.digest or "")
        if number is not None:
            return number
        if stands.url and stands.at:
            # A date of WARC/1.0 ends with the second.
            row = self._connection.execute(BODY_AT, (stands.url, f"{stands.at[:19]}%")).fetchone()
            if row:
                return int(row[0])
        row = self._connection.execute(BODY_WITH, (stands.digest,)).fetchone() if stands.digest else None
        return int(row[0]) if row else self._with_digest(url, stands.digest)

    def _with_digest(self, url: str, declared: str | None) -> int | None:
        """The last capture of an address with a body of some digest: wget names records of other files, in SHA-1."""
        if declared is None or declared.startswith("sha256:"):
            return None
        for (number,) in self._connection.execute(BODIES_OF, (url,)).fetchall():
            if is_digest_of(declared, self._archive.capture(number).body):
                return int(number)
        return None

    def _errand(self, capture: Capture, told: Mapping[str, Any]) -> tuple[str | None, str | None, str]:
        """Site, section and purpose of a capture."""
        if told.get("purpose") in PURPOSES:
            return self._site or told.get("site"), told.get("section"), told["purpose"]
        row = self._connection.execute(KNOWN, (key_of(capture.url),)).fetchone()
        if row:
            return self._site or row[0], row[1], row[2]
        found = self._site or (self._site_of(capture.url) if self._site_of else None)
        return found, None, purpose_of(capture)


def purpose_of(capture: Capture) -> str:
    """What an exchange was probably made for: `article` for whatever may be one, `robots`, else `page`."""
    if capture.method != "GET":
        return "page"
    path = urlsplit(capture.url).path.lower()
    if path == "/robots.txt":
        return "robots"
    if is_home(capture.url):
        return "page"
    kind = (capture.header("content-type") or "").lower()
    if capture.outcome is Outcome.OK and kind:
        return "article" if "html" in kind else "page"
    name = path.rpartition("/")[2]
    return "article" if "." not in name or name.endswith(PAGES) else "page"
