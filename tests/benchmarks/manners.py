"""A crawl over four hosts that each ask for patience in their own way; from their own logs, the smallest gaps.

One has a site file's pace, one a Crawl-delay, one answers with Retry-After in seconds and as a date, one with faults.
The moment of a request is when the kernel had it, not when a busy server came to look.
"""

from __future__ import annotations

import argparse
import itertools
import json
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.table import Table

from crawler.practice.pagers import PAGER_FAMILIES, PracticeColumn
from crawler.practice.pagers.column import article_page, frame, rows
from tests.benchmarks.children import GOVPRESS, run

CLOCK = 0.01
"""Seconds; the kernel's clock for this ticks every 4 ms, and a gap lies between two of its times."""
_LAST_DATA_RECEIVED = 52
"""Where in Linux's `tcp_info` it says how many milliseconds ago the last data came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host, and what it and its site file ask for, in seconds."""

    name: str
    address: str
    pace: float
    crawl_delay: float = 0.0
    answers: Mapping[int, tuple[int, str, float]] = field(default_factory=dict)
    """By the number of a request for an article, from 1: status, `seconds` or `date` or nothing, how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as its host saw it."""

    arrived: float
    answered: float
    path: str
    status: int
    until: float | None = None
    """When the next request may come, where the answer said so."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The smallest gap of one host under one thing that was asked."""

    host: str
    asked_by: str
    gaps: int
    asked: float
    smallest: float
    """The gap that came nearest to what was asked."""
    kept: bool


def hosts(scale: float) -> tuple[Host, ...]:
    """The four hosts; at a scale of 1 each is as patient as a public site at its quickest."""
    return (
        Host(name="pace", address="127.0.0.1", pace=1.0 * scale),
        Host(name="crawl-delay", address="127.0.0.2", pace=0.5 * scale, crawl_delay=2.0 * scale),
        Host(
            name="retry-after", address="127.0.0.3", pace=0.5 * scale,
            answers={2: (503, "seconds", max(1, round(3 * scale))), 4: (429, "date", max(2, round(4 * scale)))},
        ),
        Host(name="faults", address="127.0.0.4", pace=0.5 * scale, answers=dict.fromkeys((2, 3, 4), (500, "", 0.0))),
    )  # fmt: skip


class PatientWeb:
    """The four hosts while they are served; a context manager."""

    def __init__(self, patient: Sequence[Host], articles: int) -> None:
        self.hosts = patient
        self.logs: dict[str, list[Asked]] = {host.name: [] for host in patient}
        self._column = PracticeColumn(PAGER_FAMILIES["trs"], count=articles, size=articles)
        self._servers = [ThreadingHTTPServer((host.address, 0), self._exchange(host)) for host in patient]

    def __enter__(self) -> Self:
        for server in self._servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def write_sites(self, folder: Path) -> Path:
        """Write a site file for each host into a folder; the folder."""
        folder.mkdir()
        for host, server in zip(self.hosts, self._servers, strict=True):
            home = f"http://{host.address}:{server.server_port}/"
            (folder / f"{host.name}.toml").write_text(
                f'name = "榆汀市人民政府"\nhome = "{home}"\nprivate = true\n[pace]\ndelay = {host.pace}\n'
                f'concurrency = 4\n[[section]]\nname = "情况通报"\nstart = "{home}list.html"\n',
                encoding="utf-8",
            )
        return folder

    def answer(self, host: Host, path: str) -> tuple[int, str, float | None, str]:
        """Status, text, and until when nothing should be asked and how that was said."""
        if path == "/robots.txt":
            return 200, f"User-agent: *\nCrawl-delay: {host.crawl_delay:g}\n" if host.crawl_delay else "", None, ""
        if path == "/list.html":
            return 200, frame(f"<ul>{rows(self._column.pieces, self._column.family.address)}</ul>"), None, ""
        piece = self._column.find(path)
        if piece is None:
            return 404, "", None, ""
        number = 1 + sum(one.path not in {"/robots.txt", "/list.html"} for one in self.logs[host.name])
        status, form, seconds = host.answers.get(number, (200, "", 0.0))
        until = None
        if form:
            # A date has whole seconds.
            until = time.time() + seconds if form == "seconds" else float(int(time.time()) + int(seconds))
        return status, article_page(self._column.family, piece) if status == 200 else "", until, form

    def _exchange(web, host: Host) -> type[BaseHTTPRequestHandler]:  # noqa: N805  `self` is the handler below
        class Exchange(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                arrived = _arrived(self.connection)
                status, text, until, form = web.answer(host, self.path)
                self.send_response(status)
                if until is not None:
                    seconds = str(round(until - arrived)) if form == "seconds" else None
                    self.send_header("Retry-After", seconds or formatdate(until, usegmt=True))
                body = text.encode()
                self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
                self.send_header("Content-Length", str(len(body)))
                web.logs[host.name].append(
                    Asked(
                        arrived=arrived, answered=time.time(), path=self.path, status=status, until=until, reason=form
                    )
                )
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, _format: str, *_args: object) -> None:
                pass

        return Exchange


def _arrived(connection: socket.socket) -> float:
    """When the kernel had the last data of a connection; now, where it does not tell."""
    if not sys.platform.startswith("linux"):
        return time.time()
    while True:
        now = time.time()
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA_RECEIVED + 4)
        # On a busy machine another process may run between the two clocks.
        if time.time() - now < CLOCK / 10:
            return now - float(struct.unpack_from("I", told, _LAST_DATA_RECEIVED)[0]) / 1000


def gaps_of(host: Host, log: Sequence[Asked]) -> Iterator[Gap]:
    """The smallest gap under each thing that was asked; each gap counts for the longest that was asked of it.

    What an answer asks for holds for requests that come after it: one that was on its way already could not know.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    faults = 0
    for one, following in itertools.pairwise(log):
        faults = faults + 1 if one.status >= 500 or one.status == 429 else 0
        wishes = {"site pace": host.pace, "Crawl-delay": host.crawl_delay}
        if faults:
            wishes[f"back-off, {faults} in a row"] = host.pace * 2**faults
        if one.until is not None and following.arrived > one.answered:
            wishes[f"Retry-After, {one.reason}"] = one.until - one.arrived
        name = max(wishes, key=lambda wish: wishes[wish])
        found.setdefault(name, []).append((following.arrived - one.arrived, wishes[name]))
    for name, pairs in found.items():
        gap, asked = min(pairs, key=lambda pair: pair[0] - pair[1])
        yield Gap(host=host.name, asked_by=name, gaps=len(pairs), asked=asked, smallest=gap, kept=gap > asked - CLOCK)


def measure(scale: float = 1.0, articles: int = 8) -> dict[str, Any]:
    """Crawl the four hosts side by side; the smallest gaps, and what the visits came to."""
    patient = hosts(scale)
    with tempfile.TemporaryDirectory(prefix="govpress-") as name, PatientWeb(patient, articles) as web:
        folder = Path(name)
        sites = web.write_sites(folder / "sites")
        keys = [host.name for host in patient]
        ended = run(
            [*GOVPRESS, "crawl", *keys, "--sites", str(sites), "--db", str(folder / "p.db"), "--json"], cwd=folder
        )
        told = json.loads(ended.output.strip().splitlines()[-1])["sites"] if ended.output.strip() else []
    return {
        "gaps": [asdict(gap) for host in patient for gap in gaps_of(host, web.logs[host.name])],
        "requests": {key: len(log) for key, log in web.logs.items()},
        "outcomes": {one["site"]: one["outcome"] for one in told},
        "seconds": ended.seconds,
    }


def tell(result: Mapping[str, Any]) -> None:
    """The gaps as a table."""
    table = Table(title=f"four hosts in {result['seconds']:.0f} s; requests: {result['requests']}")
    for heading in ("host", "asked by", "gaps", "asked", "smallest", "kept"):
        table.add_column(heading)
    for gap in result["gaps"]:
        table.add_row(
            gap["host"], gap["asked_by"], str(gap["gaps"]), f"{gap['asked']:.3f} s", f"{gap['smallest']:.3f} s",
            "yes" if gap["kept"] else "NO",
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--articles", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    outcome = measure(given.scale, given.articles)
    if given.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        tell(outcome)
