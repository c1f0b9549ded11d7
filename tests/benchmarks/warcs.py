"""What captures take as WARC.gz, written by warcio as other crawlers write it: one gzip member a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.capture import Capture


@dataclass(slots=True)
class Warc:
    """A WARC.gz that grows."""

    whole: bool
    """Whether every answer is written whole."""
    file: BytesIO = field(default_factory=BytesIO)
    bodies: set[str] = field(default_factory=set)

    def add(self, capture: Capture) -> None:
        """Write an answer and its request; where bodies are kept once, a revisit for one that is there."""
        writer = WARCWriter(self.file, gzip=True)
        at = capture.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        head = StatusAndHeaders(f"{capture.status} OK", list(capture.headers), protocol="HTTP/1.1")
        again = capture.status == 304 or (not self.whole and capture.digest in self.bodies)
        self.bodies.add(capture.digest)
        if again:
            response = writer.create_revisit_record(
                capture.url, "sha1:" + capture.digest[7:39], capture.url, at, http_headers=head
            )
        else:
            response = writer.create_warc_record(
                capture.url, "response", payload=BytesIO(capture.body), http_headers=head, warc_headers_dict={}
            )
        host, path = urlsplit(capture.url).netloc, urlsplit(capture.url).path
        asked = StatusAndHeaders(
            f"GET {path} HTTP/1.1", [("Host", host), *capture.request_headers], is_http_request=True
        )
        request = writer.create_warc_record(capture.url, "request", http_headers=asked)
        for record in (response, request):
            record.rec_headers.replace_header("WARC-Date", at)
        writer.write_request_response_pair(request, response)
