"""An archive's captures as a WARC/1.1 file that other tools check, index and replay."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, Any

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.capture import UNMARKED_END, Capture, digest
from archive.instant import instant
from archive.readings import Articles
from archive.store import Archive
from archive.transfer.http_message import one_word, request_head, response_head
from archive.transfer.progress import Advance, ignore

FORMAT = "govpress capture 1"
"""Names the JSON of our metadata records."""
OWN_SCHEME = "urn:govpress:"
"""Stands before the address of a capture in the address of our metadata record of it."""
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNMODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
NAMESPACE = uuid.UUID("6f1b3f0e-6a0b-5d6e-9d4b-0a3b1f6c9e21")
"""Makes the names of records from the ledger's hashes: the same capture has the same record in every file."""

NOT_WIRE_EXACT = (
    "Bodies are as received, before content decoding. Not exact: live captures have header names in title case with "
    "repeated headers grouped; reason phrases are the standard's; chunks are joined and a Transfer-Encoding header, "
    "where one was kept, is renamed X-Archive-Orig-Transfer-Encoding; the Host header and the request line of requests "
    "are reconstructed; connection headers of requests are missing."
)

CHOSEN = """
SELECT e.id
FROM exchanges AS e
JOIN purposes AS u ON u.id = e.purpose
WHERE (:site IS NULL OR u.site = :site) AND (:section IS NULL OR u.section = :section)
  AND (:since IS NULL OR e.captured_at >= :since) AND (:until IS NULL OR e.captured_at <= :until)
ORDER BY e.id
"""
CONTEXT = """
SELECT u.site, u.section, u.purpose, lower(hex(l.chain)), g.uid, e.seq
FROM exchanges AS e
JOIN purposes AS u ON u.id = e.purpose
JOIN ledger AS l ON l.ledger = e.ledger AND l.seq = e.seq
JOIN ledgers AS g ON g.id = e.ledger
WHERE e.id = ?
"""
ORIGINAL = """
SELECT a.url, e.captured_at, lower(hex(l.chain)), p.digest
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN ledger AS l ON l.ledger = e.ledger AND l.seq = e.seq
LEFT JOIN payloads AS p ON p.id = e.payload
WHERE e.id = ?
"""
LAST_BODY = """
SELECT e.id FROM exchanges AS c JOIN exchanges AS e ON e.address = c.address
WHERE c.id = ? AND e.outcome = 'ok' AND e.payload IS NOT NULL AND e.captured_at <= c.captured_at
  AND e.request IS NULL
ORDER BY e.captured_at DESC, e.id DESC LIMIT 1
"""


@dataclass(slots=True, kw_only=True)
class Written:
    """How many records of each type were written, and for how many captures."""

    captures: int = 0
    records: dict[str, int] = field(default_factory=dict)


def chosen(connection: sqlite3.Connection, wanted: Mapping[str, str | bool | None]) -> list[int]:
    """The numbers of the captures that are wanted, in the order in which they were kept."""
    return [row[0] for row in connection.execute(CHOSEN, wanted)]


def write_warc(
    archive: Archive, captures: list[int], file: IO[bytes], *, name: str, gzip: bool = True, advance: Advance = ignore
) -> Written:
    """Write captures as request, response or revisit, and metadata records; how many.

    A capture whose body was written before is a revisit. A failure to get an answer is a metadata record alone.
    """
    out = _Warc(archive, file, gzip=gzip)
    out.about(name)
    for number in captures:
        out.add(number)
        advance()
    return out.written


class _WireHead(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers that are written byte for byte; warcio itself would escape whatever is not ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("", [])
        self.headers_buff = head

    def __bool__(self) -> bool:
        return True

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        """They are there."""


class _Warc:
    def __init__(self, archive: Archive, file: IO[bytes], *, gzip: bool) -> None:
        self._archive = archive
        self._connection = archive.db.conn
        self._writer = WARCWriter(file, gzip=gzip, warc_version="WARC/1.1")
        self._articles = Articles(archive.db.conn)
        self._bodies: set[int] = set()
        self._about = _name("warcinfo", uuid.uuid4().hex)
        self.written = Written()

    def about(self, name: str) -> None:
        info = {
            "software": f"govpress {_version()}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": NOT_WIRE_EXACT,
            "govpress-metadata": f"application/json records named {FORMAT!r} hold what the archive knows of a capture",
        }
        block = "".join(f"{key}: {value}\r\n" for key, value in info.items()).encode()
        headers = {"WARC-Filename": name, "WARC-Date": _date(datetime.now(UTC))}
        self._write("warcinfo", self._about, headers, block, content_type="application/warc-fields")

    def add(self, number: int) -> None:
        capture = self._archive.capture(number)
        site, section, purpose, chain, uid, seq = self._connection.execute(CONTEXT, (number,)).fetchone()
        headers = {
            "WARC-Target-URI": one_word(capture.url),
            "WARC-Date": _date(capture.captured_at),
            "WARC-Warcinfo-ID": self._about,
        }
        if capture.ip_address:
            headers["WARC-IP-Address"] = capture.ip_address
        told: dict[str, Any] = {"site": site, "section": section, "purpose": purpose, "url": capture.url}
        told |= {"outcome": capture.outcome, "failure": capture.failure, "protocol": capture.protocol}
        told |= {"captured_at": capture.captured_at.isoformat(), "chain": f"sha256:{chain}", "ledger": uid, "seq": seq}
        if capture.status is None:
            told["method"], told["request_headers"] = capture.method, capture.request_headers
            told["request_body"] = b64encode(capture.request_body).decode()
            self._tell(chain, headers, told, None)
        else:
            answer = self._answer(number, capture, headers, chain)
            if capture.request_headers or capture.request_body or capture.method != "GET":
                head, told["host_added"] = request_head(capture)
                asked = {**headers, "WARC-Concurrent-To": answer}
                self._http("request", chain, asked, head, capture.request_body)
            self._tell(chain, {**headers, "WARC-Refers-To": answer}, told, self._reading(number))
        self.written.captures += 1

    def _answer(self, number: int, capture: Capture, headers: dict[str, str], chain: str) -> str:
        """Write the response or the revisit; the name of its record."""
        if capture.protocol and capture.protocol.lower() in ("h2", "http/2"):
            headers = {**headers, "WARC-Protocol": "h2"}
        if capture.failure and capture.failure != UNMARKED_END:
            headers = {**headers, "WARC-Truncated": "disconnect"}
        head = response_head(capture)
        original = self._original(number, capture)
        if original is None:
            if capture.body:
                self._bodies.add(number)
            return self._http("response", chain, headers, head, capture.body)
        url, at, place, payload = original
        refers = {
            "WARC-Profile": UNMODIFIED if capture.status == 304 else IDENTICAL,
            "WARC-Refers-To": _name("response", place),
            "WARC-Refers-To-Target-URI": one_word(url),
            "WARC-Refers-To-Date": _date(instant(at)),
            "WARC-Payload-Digest": payload,
        }
        # Its name stays that of a response: which of the two it is depends on what else was asked for.
        return self._http("revisit", chain, headers | refers, head, b"")

    def _original(self, number: int, capture: Capture) -> tuple[str, str, str, str] | None:
        """Address, moment, place in the ledger and digest of the body in this file that a capture stands for."""
        body = self._archive.payload_capture(number)
        if body == number and capture.status == 304:
            row = self._connection.execute(LAST_BODY, (number,)).fetchone()
            body = self._archive.payload_capture(row[0]) if row else number
        if body not in self._bodies:
            return None
        found: tuple[str, str, str, str] = self._connection.execute(ORIGINAL, (body,)).fetchone()
        return found if capture.status == 304 or found[3] == capture.digest else None

    def _reading(self, number: int) -> dict[str, Any] | None:
        row = self._connection.execute(
            "SELECT reader, fingerprint, error_kind, error FROM readings WHERE capture = ?", (number,)
        ).fetchone()
        if row is None:
            return None
        reading: dict[str, Any] = dict(zip(("reader", "fingerprint", "error_kind", "error"), row, strict=True))
        if reading["error_kind"] is None:
            self._articles.at_hand.clear()
            reading["article"] = asdict(self._articles.article(number))
        return reading

    def _tell(self, chain: str, headers: dict[str, str], told: dict[str, Any], reading: dict[str, Any] | None) -> None:
        block = json.dumps(
            {"format": FORMAT, "capture": told, "reading": reading}, ensure_ascii=False, default=_plain
        ).encode("utf-8", "backslashreplace")
        # Under an address of its own, or a replay would show it in the page's place.
        headers = {**headers, "WARC-Target-URI": OWN_SCHEME + headers["WARC-Target-URI"]}
        self._write("metadata", _name("metadata", chain), headers, block, content_type="application/json")

    def _http(self, kind: str, chain: str, headers: dict[str, str], head: bytes, body: bytes) -> str:
        name = _name("request" if kind == "request" else "response", chain)
        self._write(kind, name, headers, body, content_type=f"application/http; msgtype={_MESSAGE[kind]}", head=head)
        return name

    def _write(
        self, kind: str, name: str, headers: dict[str, str], body: bytes, *, content_type: str, head: bytes = b""
    ) -> None:
        own = {"WARC-Block-Digest": f"sha256:{hashlib.sha256(head + body).hexdigest()}"}
        if kind != "warcinfo":
            own["WARC-Payload-Digest"] = digest(body)
        fields = {"WARC-Type": kind, "WARC-Record-ID": name, **own, **headers}
        record = ArcWarcRecord(
            "warc",
            kind,
            StatusAndHeaders("", list(fields.items()), protocol="WARC/1.1"),
            BytesIO(body),
            _WireHead(head) if head else None,
            content_type,
            len(head) + len(body),
            payload_length=len(body),
        )
        self._writer.write_record(record)
        self.written.records[kind] = self.written.records.get(kind, 0) + 1


_MESSAGE = {"response": "response", "revisit": "response", "request": "request"}


def _name(kind: str, chain: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(NAMESPACE, f'{kind} {chain}')}>"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  once a file

    try:
        return version("govpress")
    except PackageNotFoundError:
        return "(not installed)"
