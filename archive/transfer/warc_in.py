"""The exchanges in WARC records: which request, response and metadata belong together, and what they say."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag

from archive.capture import Headers
from archive.transfer.http_message import Message, joined, parse
from archive.transfer.warc_out import FORMAT, OWN_SCHEME
from archive.transfer.warc_records import Record, WarcDamaged

REMEMBERED = 64
"""Requests that wait for their response; tools write the two side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What a revisit record says it stands for."""

    unmodified: bool
    """Whether the server said 304; else the same bytes came again and were not written again."""
    name: str | None
    url: str | None
    at: str | None
    digest: str | None


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One answer in a WARC file, with what was written beside it."""

    name: str
    """The record's own name."""
    url: str
    at: datetime
    answer: Message | None
    """None for a failure, and for a revisit without headers."""
    stands: Stands | None = None
    digest: str | None = None
    """The payload digest that the record declares."""
    cut: str | None = None
    """Why the record itself says that it is not whole."""
    ip_address: str | None = None
    protocol: str | None = None
    request: Message | None = None
    told: dict[str, Any] = field(default_factory=dict)
    """What our own metadata record says of the capture."""
    concurrent: str | None = None

    @property
    def method(self) -> str:
        """The method of the request; GET where no request was written."""
        if self.request is None:
            return str(self.told.get("method", "GET"))
        return self.request.first.partition(" ")[0].upper()

    @property
    def request_body(self) -> bytes:
        """What was sent with the request."""
        if self.request is None:
            return b64decode(self.told.get("request_body", ""))
        return self.request.body

    @property
    def request_headers(self) -> Headers:
        """The headers of the request, without the one that our own export added."""
        if self.request is None:
            return tuple((name, value) for name, value in self.told.get("request_headers") or ())
        headers = self.request.headers
        if self.told.get("host_added"):
            return tuple(pair for pair in headers if pair[0].lower() != "host")
        return headers


def exchanges(records: Iterable[Record], passed: Counter[str]) -> Iterator[Exchange]:
    """The exchanges in some records, each when all that belongs to it is read; what was passed over is counted."""
    pairing = _Pairing(passed)
    try:
        for record in records:
            if reason := _passed_over(record):
                passed[reason] += 1
            elif done := pairing.take(record):
                yield done
    except WarcDamaged:
        # The last answer before the damage is whole.
        if pairing.held is not None:
            yield pairing.held
        raise
    if pairing.held is not None:
        yield pairing.held


class _Pairing:
    """Puts records together that belong to one exchange; the last answer is held until the next one comes."""

    def __init__(self, passed: Counter[str]) -> None:
        self.held: Exchange | None = None
        self._passed = passed
        self._requests: dict[str, Record] = {}

    def take(self, record: Record) -> Exchange | None:
        """Take one more record; the exchange that is complete by now, if one is."""
        if record.kind == "request":
            self._request(record)
            return None
        if record.kind == "metadata":
            return self._metadata(record)
        done, self.held = self.held, _exchange(record)
        if self.held is None:
            self._passed["no HTTP answer"] += 1
            return done
        for request in reversed(list(self._requests.values())):
            if _attach(self.held, request):
                del self._requests[request.name]
                break
        return done

    def _request(self, record: Record) -> None:
        if self.held is None or not _attach(self.held, record):
            self._requests[record.name] = record
            if len(self._requests) > REMEMBERED:
                del self._requests[next(iter(self._requests))]

    def _metadata(self, record: Record) -> Exchange | None:
        told = _told(record) or {}
        if self.held is not None and record.headers.get("warc-refers-to") == self.held.name:
            self.held.told = told
        elif told.get("outcome") in ("failed", "forbidden"):
            done, self.held = self.held, _failure(record, told)
            return done
        return None


def _passed_over(record: Record) -> str | None:
    """Why a record is none of ours; None where it is."""
    if record.kind not in ("request", "response", "revisit", "metadata"):
        return record.kind or "unnamed"
    reasons = {
        "too large": record.block is None,
        "metadata": record.kind == "metadata" and _told(record) is None,
        "no web address": not _url(record).lower().startswith(("http:", "https:")),
        "segmented": "warc-segment-number" in record.headers,
        "damaged": not record.intact(),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _exchange(record: Record) -> Exchange | None:
    at = moment_of(record.headers.get("warc-date", ""))
    answer = joined(parse(record.block)) if record.block else None
    if answer is not None and answer.status is None:
        answer = None
    if at is None or (record.kind == "response" and answer is None):
        return None
    headers = record.headers
    return Exchange(
        name=record.name,
        url=_url(record),
        at=at,
        answer=answer,
        stands=_stands(record) if record.kind == "revisit" else None,
        digest=headers.get("warc-payload-digest"),
        cut=headers.get("warc-truncated"),
        ip_address=headers.get("warc-ip-address"),
        protocol=headers.get("warc-protocol"),
        concurrent=headers.get("warc-concurrent-to"),
    )


def _attach(held: Exchange, request: Record) -> bool:
    """Give an exchange its request, where this is it: one names the other, or both have one address and moment."""
    beside = request.headers.get("warc-concurrent-to")
    named = beside == held.name or (held.concurrent is not None and held.concurrent == request.name)
    unnamed = beside is None and held.concurrent is None
    if held.request is None and (named or (unnamed and _url(request) == held.url)):
        held.request = parse(request.block or b"")
        return True
    return False


def _stands(record: Record) -> Stands:
    headers = record.headers
    at = moment_of(headers.get("warc-refers-to-date", ""))
    return Stands(
        unmodified="not-modified" in headers.get("warc-profile", ""),
        name=headers.get("warc-refers-to"),
        url=headers.get("warc-refers-to-target-uri", "").strip("<>") or None,
        at=at.isoformat() if at else None,
        digest=headers.get("warc-payload-digest"),
    )


def _failure(record: Record, told: dict[str, Any]) -> Exchange | None:
    at = moment_of(record.headers.get("warc-date", ""))
    return Exchange(name=record.name, url=_url(record), at=at, answer=None, told=told) if at else None


def _told(record: Record) -> dict[str, Any] | None:
    """What a metadata record of our own export says of its capture."""
    if not record.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        said = json.loads(record.block or b"")
    except ValueError:
        return None
    ours = isinstance(said, dict) and said.get("format") == FORMAT and isinstance(said.get("capture"), dict)
    return said["capture"] if ours else None


def _url(record: Record) -> str:
    return urldefrag(record.headers.get("warc-target-uri", "").strip("<>").removeprefix(OWN_SCHEME)).url


def moment_of(text: str) -> datetime | None:
    """A WARC-Date, which may have any precision; None where it is no date."""
    for tail in ("", "-01", "-01-01"):
        try:
            found = datetime.fromisoformat(text.strip() + tail)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
