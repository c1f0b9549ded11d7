"""The HTTP client with what Scrapy's and Twisted's have no setting for: a limit on headers, and the TLS version kept.

Both are done where the bytes come in, by a subclass of the parser and one of the connection. The names beneath are
private to Scrapy and Twisted (2.19, 26.4); `tests/unit/crawler/test_wire.py` fails should they move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scrapy.core.downloader.contextfactory import _ScrapyCertificateOptions, _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

if TYPE_CHECKING:
    from OpenSSL import SSL
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.internet.ssl import CertificateOptions
    from twisted.web._newclient import HTTP11ClientProtocol
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.client import Response as TxResponse
    from twisted.web.iweb import IResponse

HEADER_LINES: Final = 256
HEADER_BYTES: Final = 64 * 1024
"""Of one answer, interim answers (1xx) included. Twisted ends a line at 16 KiB and lets any number of them in."""


class HeaderLimit(ValueError):
    """An answer has more or longer headers than any real site: it is not read on, and the failure is recorded."""


class _LimitedParser(_LenientHTTPClientParser):
    lines = 0
    size = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  Twisted's name
        self.lines += 1
        self.size += len(line)
        if self.lines > HEADER_LINES or self.size > HEADER_BYTES:
            raise HeaderLimit(f"more than {HEADER_LINES} header lines or {HEADER_BYTES // 1024} KiB of headers")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002, N802  Twisted's name
        raise HeaderLimit(f"a header line of more than {self.MAX_LENGTH // 1024} KiB")


class _LimitedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answered: Deferred[IResponse] = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _LimitedParser
        answered.addCallback(self._tell_version)
        return answered

    def _tell_version(self, response: TxResponse) -> TxResponse:
        """Put the version of TLS behind that of HTTP: `HTTP/1.1 TLSv1.2`, the protocol of the capture."""
        handle = getattr(self.transport, "getHandle", lambda: None)()
        told = getattr(handle, "get_protocol_version_name", None)
        if told is not None:
            name, major, minor = response.version
            response.version = (name, major, f"{minor} {told()}")
        return response


class _LimitedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: ARG002, N802  Twisted's names
        return _LimitedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _LegacyOptions(_ScrapyCertificateOptions):
    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: N802, N803  Twisted's names
        context = super()._makeContext(skipCiphers)
        # OpenSSL 3 speaks TLS 1.0 at its lowest level of security only, where short keys will do as well.
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        return context


class _LegacyContexts(_ScrapyClientContextFactory):
    def _get_cert_options(self) -> CertificateOptions:
        return _LegacyOptions(**self._get_cert_options_kwargs())


class LimitedHandler(HTTP11DownloadHandler):
    """Scrapy's download handler for http and https, with limited headers and the TLS version in `protocol`.

    Where the setting `GOVPRESS_LEGACY_TLS` says so, which a site file's `legacy_tls` sets, TLS 1.0 and its ciphers do.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _LimitedFactory
        if crawler.settings.getbool("GOVPRESS_LEGACY_TLS"):
            contexts: Any = _LegacyContexts.from_crawler(crawler)
            self._contextFactory = contexts
