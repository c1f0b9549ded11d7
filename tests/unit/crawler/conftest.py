"""A small web server on loopback, site files for it, and the real crawl command run against it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Answer:
    body: bytes | str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    at: float
    path: str
    headers: dict[str, str]


class Web:
    """Routes to answers (or to functions that make them), and the log of what was asked."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer | Callable[[Asked], Answer]] = {}
        self.log: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def put(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = Answer(body, status, named)

    def put_articles(self, articles: list[tuple[str, str]]) -> None:
        for number, (path, title) in enumerate(articles):
            self.put(path, article(title, number=number))

    def put_list(self, path: str, articles: list[tuple[str, str]], following: str | None = None) -> None:
        self.put(path, listing(*articles, following=following))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def asked(self, path: str | None = None) -> list[Asked]:
        return [one for one in self.log if path is None or one.path == path]

    def paths(self) -> list[str]:
        return [one.path for one in self.log]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(web) -> type[BaseHTTPRequestHandler]:  # noqa: N805  `self` is the handler below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked = Asked(time.monotonic(), self.path, {key.lower(): value for key, value in self.headers.items()})
                web.log.append(asked)
                route = web.routes.get(self.path, Answer("not here", 404))
                answer = route(asked) if callable(route) else route
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
                for key, value in (headers | answer.headers).items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        return Handler


def article(title: str, text: str = "", number: int = 1) -> str:
    """A page in the manner of a guideline-conformant site."""
    words = text or "云岭市召开新闻发布会，通报了全市反诈工作的进展情况。" * 3
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_云岭市人民政府</title>
<meta name="SiteName" content="云岭市人民政府"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2026-11-{number % 28 + 1:02d} 10:00"><meta name="ContentSource" content="云岭日报">
</head><body><div class="nav"><a href="/">首页</a></div><h1>{title}</h1>
<div id="UCAP-CONTENT"><p>{words}</p><p>相关负责人回答了记者提问，并介绍了第{number}项工作。</p></div></body></html>"""


def listing(*articles: tuple[str, str], following: str | None = None) -> str:
    """A list page: (path, title) pairs and, perhaps, a next page."""
    rows = "".join(
        f'<li><a href="{path}" title="{title}">{title}</a><span>2026-11-{28 - number % 28:02d}</span></li>'
        for number, (path, title) in enumerate(articles, start=1)
    )
    pager = f'<div class="page"><a href="{following}">下一页</a></div>' if following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>新闻发布会</title></head><body>
<div class="position">首页 &gt; 新闻发布会</div><ul class="list">{rows}</ul>{pager}</body></html>"""


def titles(count: int, first: int = 1) -> list[tuple[str, str]]:
    return [
        (f"/xwfbh/202611/t20261101_{1000 + n}.shtml", f"云岭市举行第{n}场反诈工作新闻发布会")
        for n in range(first, first + count)
    ]


@dataclass
class Crawl:
    """What one run of the command came to."""

    code: int
    summary: dict[str, Any]
    errors: str

    @property
    def site(self) -> dict[str, Any]:
        return self.summary["sites"][0]


class Desk:
    """A folder with site files and an archive, in which the real command is run."""

    def __init__(self, folder: Path, web: Web) -> None:
        self.folder = folder
        self.web = web
        self.db = folder / "press.db"
        self.sites = folder / "sites"
        self.sites.mkdir()

    def site(
        self,
        key: str = "yunling",
        *,
        starts: tuple[str, ...] = ("/xwfbh/",),
        delay: float = 0,
        concurrency: int = 8,
        host: str | None = None,
        more: str = "",
    ) -> None:
        """Write a site file: sections 新闻发布会, 新闻发布会2 … at these addresses."""
        host = host or self.web.host
        sections = "".join(
            f'[[section]]\nname = "新闻发布会{number if number > 1 else ""}"\nstart = "http://{host}{start}"\n'
            for number, start in enumerate(starts, start=1)
        )
        (self.sites / f"{key}.toml").write_text(
            f'name = "云岭市人民政府"\nhome = "http://{host}/"\nprivate = true\n'
            f"[pace]\ndelay = {delay}\nconcurrency = {concurrency}\n{sections}{more}",
            encoding="utf-8",
        )

    def titles(self, count: int, first: int = 1) -> list[tuple[str, str]]:
        return titles(count, first)

    def article(self, title: str, text: str = "", number: int = 1) -> str:
        return article(title, text, number)

    def command(self, *more: str, keys: tuple[str, ...] = ("yunling",)) -> list[str]:
        sites = [part for key in keys for part in ("--site", key)]
        places = ["--db", str(self.db), "--sites", str(self.sites)]
        return [sys.executable, "-m", "crawler.run", *sites, *places, "--json", *more]

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), **more}

    def crawl(
        self, *more: str, keys: tuple[str, ...] = ("yunling",), timeout: float = 600, **environment: str
    ) -> Crawl:
        done = subprocess.run(
            self.command(*more, keys=keys),
            cwd=self.folder,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        lines = done.stdout.strip().splitlines()
        return Crawl(done.returncode, json.loads(lines[-1]) if lines else {}, done.stderr)

    def scrapy(self, *words: str, timeout: float = 600, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the `scrapy` command over this desk's site files and archive."""
        places = {"GOVPRESS_DB": str(self.db), "GOVPRESS_SITES": str(self.sites)}
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *words],
            cwd=self.folder,
            env=self.environment(SCRAPY_SETTINGS_MODULE="crawler.settings", **places, **environment),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        from archive.store import Archive

        with Archive(self.db, read_only=True) as archive:
            return list(archive.db.query(sql, values))

    def captures(self, path: str) -> list[dict[str, Any]]:
        """What the archive has of one address, oldest first."""
        return self.rows("SELECT * FROM captures WHERE url = ? ORDER BY id", self.web.url(path))


@pytest.fixture(scope="session")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Desk]]:
    """Opens desks that live as long as the tests, for modules in which many tests look at one crawl."""
    webs: list[Web] = []

    def open_desk() -> Desk:
        webs.append(Web())
        return Desk(tmp_path_factory.mktemp("desk"), webs[-1])

    yield open_desk
    for web in webs:
        web.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk of one test's own, with a section of three articles."""
    web = Web()
    desk = Desk(tmp_path, web)
    desk.site()
    web.put_list("/xwfbh/", titles(3))
    web.put_articles(titles(3))
    yield desk
    web.close()
