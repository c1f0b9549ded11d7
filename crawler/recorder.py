"""Recording at the wire: every answer, and every failure to get one, becomes a Capture in the archive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from twisted.web.client import ResponseFailed

from archive.capture import UNMARKED_END, Capture, Headers, Outcome
from crawler.guard import PublicOnlyResolver
from crawler.on_behalf import visit_of
from crawler.settings import BODY_LIMIT
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.http import Response

# A message of a library can quote a whole page.
FAILURE_LIMIT = 300


class Recorder:
    """Downloader middleware nearest the network.

    It sees what arrived: robots.txt, redirects, 304, 404, every retry and every failure, bodies still content-encoded.
    Not wire-exact: Scrapy writes header names in title case and groups repeated ones, and chunks are joined.
    The capture is left in `request.meta["captured"]` and its number in `request.meta["capture"]`.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Record for the visit of the crawler's spider."""
        return cls(visit_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Record the answer as it arrived."""
        self._add(
            request,
            Capture(
                url=request.url,
                captured_at=datetime.now(UTC),
                status=response.status,
                headers=_pairs(response.headers),
                body=response.body,
                method=request.method,
                request_headers=_pairs(request.headers),
                request_body=request.body,
                ip_address=str(response.ip_address) if response.ip_address else None,
                protocol="rendered" if "rendering" in request.meta else response.protocol,
                failure=UNMARKED_END if "partial" in response.flags else None,
            ),
        )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Record that no answer came, or that none was asked for, and why."""
        refused = isinstance(exception, IgnoreRequest)
        if isinstance(exception, DownloadCancelledError):
            # It was received up to the limit, and counts against that of the visit.
            self._visit.tally.bytes += BODY_LIMIT
        self._add(
            request,
            Capture(
                url=request.url,
                captured_at=datetime.now(UTC),
                status=None,
                failure=_reason(exception, request.url, legacy_tls=self._visit.site.legacy_tls),
                outcome=Outcome.FORBIDDEN if refused else Outcome.FAILED,
                method=request.method,
                request_headers=() if refused else _pairs(request.headers),
                request_body=request.body,
            ),
        )

    def _add(self, request: Request, capture: Capture) -> None:
        meta = request.meta
        meta["captured"] = capture
        meta["capture"] = self._visit.record(
            capture,
            purpose=meta.get("purpose", "page"),
            section=meta.get("section"),
            revisit_of=meta.get("revisit_of") if capture.outcome is Outcome.UNMODIFIED else None,
        )


def _pairs(headers: ScrapyHeaders) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _reason(exception: Exception, url: str, *, legacy_tls: bool) -> str:
    """Why there was no answer, one line."""
    inner = innermost(exception)
    text = PublicOnlyResolver.refused.get(urlsplit(url).hostname or "") or " ".join(str(inner).split())
    text, name = text[:FAILURE_LIMIT], type(exception).__name__
    if isinstance(exception, IgnoreRequest):
        return text or name
    if isinstance(exception, DownloadCancelledError) and not text:
        # Scrapy cancels for one reason, and says which only where the size was announced.
        text = f"the body is longer than {BODY_LIMIT} bytes"
    if isinstance(inner, SSL.Error) and not legacy_tls:
        text = f"{text} (legacy_tls = true in the site file lets TLS 1.0 and its ciphers do)"
    return f"{name}: {text}" if text else name


def innermost(exception: BaseException) -> BaseException:
    """What Twisted found wrong, which Scrapy wraps in an error of its own and Twisted in another."""
    cause = exception.__cause__
    if isinstance(cause, ResponseFailed) and cause.reasons:
        found: BaseException = cause.reasons[0].value
        return found
    return exception
