"""PracticeWeb: the practice sites on loopback, each with its own port, all on the same day."""

from __future__ import annotations

import gzip
import itertools
import re
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from crawler.practice.answers import Answer, find_answer
from crawler.practice.articles import SITES
from crawler.practice.pages import load_practice_site
from crawler.practice.phases import Phase, find_phase
from crawler.site import Site
from crawler.site_folders import PACKAGED, load_sites

PORTS = (8711, 8712, 8713, 8714)
"""Where the packaged site files expect the practice sites, in the order of `SITES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that the practice web answered."""

    site: str
    path: str
    status: int
    phase: int


class PracticeWeb:
    """The practice web while it is served; a context manager.

    `phase` says which day it is there, by number or name, and may be set while it is served. `ports` of 0 are chosen
    by the system; `write_sites` then gives the site files that fit.
    """

    def __init__(self, ports: Sequence[int] = PORTS, *, phase: int | str = 0) -> None:
        self._phase = find_phase(phase)
        self._visits = itertools.count(1204)
        self._log: list[Asked] = []
        self._servers: list[_Server] = []
        try:
            for folder, port in zip(SITES, ports, strict=True):
                self._servers.append(_Server(self, folder, port))
        except OSError:
            self.close()
            raise

    def __enter__(self) -> PracticeWeb:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), name=server.folder, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
        self.close()

    def close(self) -> None:
        """Give the ports back."""
        for server in self._servers:
            server.server_close()

    @property
    def phase(self) -> Phase:
        """The day it is on the practice web."""
        return self._phase

    @phase.setter
    def phase(self, phase: int | str) -> None:
        self._phase = find_phase(phase)

    @property
    def log(self) -> tuple[Asked, ...]:
        """Every request so far, in order."""
        return tuple(self._log)

    @property
    def ports(self) -> tuple[int, ...]:
        """The port of each site, in the order of `SITES`."""
        return tuple(server.server_port for server in self._servers)

    def url(self, folder: str, path: str = "/") -> str:
        """The address of a path on one of the sites, by the site's folder."""
        return f"http://127.0.0.1:{self.ports[SITES.index(folder)]}{path}"

    def write_sites(self, folder: Path) -> Path:
        """Write the packaged site files of the practice web, moved to its real ports, into a folder; the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        moved = {str(port): str(real) for port, real in zip(PORTS, self.ports, strict=True)}
        for name in SITES:
            file = f"{load_practice_site(name).key}.toml"
            text = (PACKAGED / file).read_text(encoding="utf-8")
            text = re.sub(r"(?<=127\.0\.0\.1:)\d+", lambda match: moved[match[0]], text)
            (folder / file).write_text(text, encoding="utf-8")
        return folder

    def sites(self, folder: Path) -> dict[str, Site]:
        """The practice sites at their real addresses, read from the files that `write_sites` writes into a folder."""
        return load_sites([self.write_sites(folder)])

    def answer(self, folder: str, path: str, host: str) -> Answer:
        """What a site answers now; counts the visit."""
        return find_answer(folder, path, phase=self._phase.number, host=host, visits=next(self._visits))

    def note(self, folder: str, path: str, status: int) -> None:
        """Remember an answer that is about to be sent."""
        self._log.append(Asked(site=folder, path=path, status=status, phase=self._phase.number))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # 8711 and its neighbours must be free again for the next demonstration at once.
    allow_reuse_address = True

    def __init__(self, web: PracticeWeb, folder: str, port: int) -> None:
        self.web = web
        self.folder = folder
        super().__init__(("127.0.0.1", port), _Exchange)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong, except that a crawler that was killed hung up in the middle of an answer."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Exchange(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self) -> None:
        site = load_practice_site(self.server.folder)
        host = f"127.0.0.1:{self.server.server_port}"
        answer = self.server.web.answer(self.server.folder, urlsplit(self.path).path, host)
        headers = self._validators(answer, site.validators)
        if answer.status == 200 and self._unmodified(headers):
            self._send(304, b"", headers)
            return
        headers["Content-Type"] = answer.content_type
        if answer.location:
            headers["Location"] = answer.location
        body = answer.body
        if site.gzip and body and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            body = gzip.compress(body, 6, mtime=0)
        self._send(answer.status, body, headers)

    def do_HEAD(self) -> None:
        self.do_GET()

    def version_string(self) -> str:
        """What the Server header says."""
        return "practice"

    def _validators(self, answer: Answer, kinds: tuple[str, ...]) -> dict[str, str]:
        headers = {}
        if answer.changed is not None and "etag" in kinds:
            headers["ETag"] = answer.etag
        if answer.changed is not None and "last-modified" in kinds:
            headers["Last-Modified"] = format_datetime(answer.changed.astimezone(UTC), usegmt=True)
        return headers

    def _unmodified(self, headers: dict[str, str]) -> bool:
        """Whether the visitor's copy is good still; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
        wanted = self.headers.get("If-None-Match")
        if wanted is not None:
            return headers.get("ETag") in [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None or "Last-Modified" not in headers:
            return False
        try:
            return parsedate_to_datetime(since) >= parsedate_to_datetime(headers["Last-Modified"])
        except ValueError:
            return False

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.server.web.note(self.server.folder, urlsplit(self.path).path, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is http.server's
        """Say nothing: the web's own log has every request."""
