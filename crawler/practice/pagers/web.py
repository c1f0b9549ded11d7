"""FamilyWeb: columns of several families on loopback, each on a port of its own, growing while they are visited."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from crawler.practice.pagers.column import CITY, Answer, Asked, PagerFamily, PracticeColumn, article_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """When a column grows, and by how much."""

    after: int
    """The number of the list request after which it does, from 1."""
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One request that was answered."""

    kind: str
    """`list`, `article` or `other`."""
    method: str
    target: str
    body: str
    status: int


@dataclass(slots=True)
class ServedColumn:
    """One column on its port, and the log of what was asked of it."""

    column: PracticeColumn
    server: ThreadingHTTPServer
    growth: Growth | None = None
    log: list[Served] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def start(self) -> str:
        """The address of the column."""
        return f"http://{self.host}{self.column.family.start}"

    def count(self, kind: str) -> int:
        """How many requests of a kind were answered."""
        return sum(one.kind == kind for one in self.log)

    def addresses(self) -> set[str]:
        """The addresses of all articles that are listed now."""
        return {f"http://{self.host}{self.column.family.address(piece)}" for piece in self.column.pieces}

    def answer(self, asked: Asked) -> tuple[str, Answer]:
        """The kind of request that this is, and its answer."""
        listed = self.column.family.lists(self.column, asked)
        if listed is not None:
            return "list", listed
        piece = self.column.find(asked.path)
        if piece is not None:
            return "article", Answer(text=article_page(self.column.family, piece))
        return "other", Answer(text="", status=404)

    def note(self, served: Served) -> None:
        """Remember an answer; the column grows behind the list request that its growth waits for."""
        self.log.append(served)
        if self.growth is not None and served.kind == "list" and self.count("list") == self.growth.after:
            self.column.insert(self.growth.more)


class FamilyWeb:
    """Columns of some families while they are served; a context manager."""

    def __init__(
        self, families: Iterable[PagerFamily], *, count: int = 137, size: int = 0, growth: Growth | None = None
    ) -> None:
        self.columns: dict[str, ServedColumn] = {}
        for family in families:
            server = _Server(("127.0.0.1", 0), _Exchange)
            server.served = ServedColumn(PracticeColumn(family, count=count, size=size), server, growth)
            self.columns[family.key] = server.served

    def __enter__(self) -> Self:
        for key, served in self.columns.items():
            threading.Thread(target=served.server.serve_forever, args=(0.05,), name=key, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for served in self.columns.values():
            served.server.shutdown()
            served.server.server_close()

    def write_sites(self, folder: Path, *, delay: float = 0) -> Path:
        """Write a site file for each column into a folder; the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for key, served in self.columns.items():
            (folder / f"{key}.toml").write_text(
                f'name = "{CITY}人民政府"\nhome = "http://{served.host}/"\nprivate = true\n'
                f"[pace]\ndelay = {delay:g}\n"
                f'[[section]]\nname = "情况通报"\nstart = "{served.start}"\n',
                encoding="utf-8",
            )
        return folder


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    served: ServedColumn


class _Exchange(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self) -> None:
        self._exchange("", "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        # A servlet takes only a body that calls itself a form for one.
        is_form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        self._exchange(body, body if is_form else "")

    def _exchange(self, body: str, form: str) -> None:
        parts = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            form=dict(parse_qsl(form, keep_blank_values=True)),
            referer=self.headers.get("Referer", ""),
        )
        served = self.server.served
        kind, answer = served.answer(asked)
        sent = answer.text.replace("{host}", served.host).encode()
        status, headers = answer.status, {"Content-Type": answer.kind}
        if status == 200 and self.command == "GET" and not parts.query:
            # Files have validators; what a service answers has none.
            headers["ETag"] = f'"{hashlib.md5(sent, usedforsecurity=False).hexdigest()}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                status, sent = 304, b""
        served.note(Served(kind=kind, method=self.command, target=self.path, body=body, status=status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is http.server's
        """Say nothing: the web's own log has every request."""
