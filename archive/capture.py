"""Capture: one HTTP answer, or the failure to get one, as it arrived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.encoding import decode_content


class Outcome(StrEnum):
    """What an HTTP exchange came to, judged by the answer's status alone, never by its words."""

    OK = "ok"  # 2xx
    UNMODIFIED = "unmodified"  # 304
    REDIRECT = "redirect"  # 301, 302, 303, 307, 308
    MISSING = "missing"  # 404, 410
    BLOCKED = "blocked"  # 401, 403, 405, 407, 412, 418, 429, 451, 521
    ERROR = "error"  # any other 4xx, 5xx
    FAILED = "failed"  # no answer: DNS, refused, timeout, TLS, too large
    FORBIDDEN = "forbidden"  # not asked for: robots.txt or the guard said no


UNMARKED_END = "the server marked no end of the body"
"""What `failure` says of an answer that ended with its connection: whether all of it came, nobody can tell."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# 405, 412 and 521 are what Ruishu, JSL and cloud firewalls of these sites answer (SITES notes, 2026-11).
BLOCKS = frozenset({401, 403, 405, 407, 412, 418, 429, 451, 521})


def outcome_of(status: int | None) -> Outcome:
    """The outcome that an HTTP status stands for; None is a failure to get an answer."""
    if status is None:
        return Outcome.FAILED
    if 200 <= status < 300:
        return Outcome.OK
    return _OUTCOMES.get(status, Outcome.ERROR)


_OUTCOMES = {
    304: Outcome.UNMODIFIED,
    404: Outcome.MISSING,
    410: Outcome.MISSING,
    **dict.fromkeys(REDIRECTS, Outcome.REDIRECT),
    **dict.fromkeys(BLOCKS, Outcome.BLOCKED),
}


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One HTTP answer and when it was received.

    `body` is as received, before content decoding, so that `headers` still describe it; `digest` is of those
    bytes, `payload` is them decoded. A request that got no answer has `status=None` and says why in `failure`.
    """

    url: str
    """The address asked for, without its fragment."""
    captured_at: datetime
    """When the answer had arrived; aware."""
    status: int | None
    headers: Headers = ()
    """Response headers as ordered pairs, repeated names repeated."""
    body: bytes = b""
    failure: str | None = None
    """Why there was no answer, or why it was cut or not asked for: one line, None when all went well."""
    outcome: Outcome = Outcome.FAILED
    """Follows from `status` where there is one; FORBIDDEN is set by whoever refused to ask."""
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    """What was sent with the request: the form or JSON text of a POST."""
    ip_address: str | None = None
    protocol: str | None = None

    def __post_init__(self) -> None:
        if self.captured_at.tzinfo is None:
            raise ValueError(f"captured_at of {self.url} has no time zone")
        if self.outcome is Outcome.FAILED and self.status is not None:
            object.__setattr__(self, "outcome", outcome_of(self.status))

    @property
    def digest(self) -> str:
        """`sha256:<hex>` of the body as received."""
        return digest(self.body)

    @property
    def payload(self) -> bytes:
        """The body with its Content-Encoding undone, at most 16 MiB; raises `FixityError` where that fails."""
        return decode_content(self.body, self.header("content-encoding"))

    @property
    def location(self) -> str | None:
        """The Location header of a redirect, as sent."""
        return self.header("location") if self.outcome is Outcome.REDIRECT else None

    def header(self, name: str) -> str | None:
        """The last value of a response header, by its lower-cased name."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)


def digest(body: bytes) -> str:
    """`sha256:<hex>` of some bytes, the form every digest in the archive has."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
