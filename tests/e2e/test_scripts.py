"""A site whose list and bodies are filled by scripts, without and with the machine's Chromium."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from crawler.browser import why_no_browser

ROOT = Path(__file__).resolve().parents[2]
TITLES = {f"/xwfbh/202611/t20261101_{n}.shtml": f"云岭市举行第{n}场反诈工作新闻发布会" for n in (1, 2, 3)}
LIST = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body><div id="list"></div><script>
fetch('/api/list.json').then(answer => answer.json()).then(rows => {
  document.getElementById('list').innerHTML = '<ul class="list">' + rows.map(
    row => `<li><a href="${row[0]}" title="${row[1]}">${row[1]}</a><span>2026-11-02</span></li>`).join('') + '</ul>';
});
new Image().src = 'http://169.254.169.254/latest/meta-data/';
fetch('http://127.0.0.1:1/elsewhere').catch(() => 0);
fetch('/secret/counter.json').catch(() => 0);
</script></body></html>"""
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body>
<div id="app"></div><script src="/js/fill.js"></script></body></html>"""
FILL = """const titles = TITLES;
const title = titles[location.pathname];
document.title = title;
document.getElementById('app').innerHTML = `<h1>${title}</h1><p>2026-11-02 10:00　来源：云岭日报</p>
<div id="UCAP-CONTENT">` + `<p>${title}在云岭市召开，通报了全市反诈工作的进展情况。</p>`.repeat(5) + '</div>';
const leave = () => { location.href = '/elsewhere.html'; };
if (location.pathname.endsWith('_1.shtml')) leave(); else setTimeout(leave, 50);"""
"""The first page wants to leave before it is loaded: a browser never says of it that it was."""
MISSING = "no Chromium was found" if find_spec("scrapy_playwright") else "scrapy-playwright is not installed"
"""What is missing where `GOVPRESS_CHROMIUM` names nothing."""


@dataclass
class Shop:
    """What one run of the command left."""

    summary: dict[str, Any]
    db: Path
    asked: list[str] = field(default_factory=list)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.db)) as connection:
            return connection.execute(sql).fetchall()


class _Server(ThreadingHTTPServer):
    asked: list[str]


class _Exchange(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        pages = {
            "/robots.txt": "User-agent: *\nDisallow: /secret/\n",
            "/xwfbh/": LIST,
            "/api/list.json": json.dumps(list(TITLES.items()), ensure_ascii=False),
            "/js/fill.js": FILL.replace("TITLES", json.dumps(TITLES, ensure_ascii=False)),
            **dict.fromkeys(TITLES, SHELL),
        }
        body = pages.get(self.path, "").encode()
        self.send_response(200 if self.path in pages else 404)
        kind = "text/plain" if self.path.endswith("txt") else "text/javascript" if ".js" in self.path else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


def crawled(folder: Path, top: str, verb: str = "crawl", **environment: str) -> Shop:
    with _Server(("127.0.0.1", 0), _Exchange) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        (folder / "sites").mkdir()
        (folder / "sites" / "shop.toml").write_text(
            f'{top}name = "云岭市"\nhome = "{host}/"\nprivate = true\n[pace]\ndelay = 0.05\n'
            f'[[section]]\nname = "新闻发布会"\nstart = "{host}/xwfbh/"\n',
            encoding="utf-8",
        )
        what = [verb, "shop"]
        if verb == "add":
            what = ["sites", "add", f"{host}/xwfbh/", "--key", "new", "--private", "--delay", "0", "--scripts"]
        places = ["--db", str(folder / "press.db"), "--sites", str(folder / "sites")]
        done = subprocess.run(
            [sys.executable, "-m", "crawler.cli", *what, "--json", *places],
            cwd=ROOT, capture_output=True, text=True, timeout=900, check=False, env=os.environ | environment,
        )  # fmt: skip
        server.shutdown()
    assert done.stdout, done.stderr[-3000:]
    if verb != "crawl":
        return Shop({"rows": json.loads(done.stdout)["findings"]}, folder / "press.db", server.asked)
    [summary] = json.loads(done.stdout.splitlines()[-1])["sites"]
    return Shop(summary, folder / "press.db", server.asked)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    reason = why_no_browser()
    if reason:
        pytest.skip(reason)
    return crawled(tmp_path_factory.mktemp("rendered"), "scripts = true\n")


def test_without_a_browser_the_visit_says_that_the_list_is_empty_and_names_the_key(tmp_path: Path):
    shop = crawled(tmp_path, "")
    assert shop.summary["outcome"] in ("partial", "failed")
    assert any("scripts = true" in finding for finding in shop.summary["findings"]), shop.summary


def test_check_says_so_too(tmp_path: Path):
    shop = crawled(tmp_path, "", verb="check")
    [row] = [row for row in shop.summary["rows"] if row["what"] == "list"]
    assert (row["fits"], "scripts = true" in row["found"]) == (False, True)


def test_check_without_a_chromium_says_what_is_missing(tmp_path: Path):
    shop = crawled(tmp_path, "scripts = true\n", verb="check", GOVPRESS_CHROMIUM="/no/such/browser")
    [row] = [row for row in shop.summary["rows"] if row["what"] == "list"]
    assert (row["fits"], MISSING in row["found"]) == (False, True)


def test_where_there_is_no_chromium_the_visit_says_so_and_goes_on(tmp_path: Path):
    shop = crawled(tmp_path, "scripts = true\n", GOVPRESS_CHROMIUM="/no/such/browser")
    assert any(note.startswith("pages are not rendered: ") for note in shop.summary["notes"])


def test_lists_and_articles_that_scripts_fill_are_read(rendered: Shop):
    assert rendered.summary["outcome"] == "ok", rendered.summary
    assert sorted(title for (title,) in rendered.rows("SELECT title FROM articles")) == sorted(TITLES.values())


def test_what_arrived_and_what_was_rendered_are_captures_of_their_own(rendered: Shop):
    for path in ("/xwfbh/", *TITLES):
        found = rendered.rows(f"SELECT protocol, ip_address FROM captures WHERE url LIKE '%{path}' ORDER BY id")
        assert found == [("HTTP/1.0", "127.0.0.1"), ("rendered", None)], path


def test_a_page_is_fetched_once_and_its_script_once_a_visit(rendered: Shop):
    assert len(rendered.asked) == len(set(rendered.asked))
    assert "/js/fill.js" in rendered.asked


def test_what_a_page_calls_is_recorded_at_the_wire(rendered: Shop):
    found = rendered.rows("SELECT purpose, status FROM captures WHERE url LIKE '%/api/list.json'")
    assert found == [("page", 200)]


def test_the_guard_and_robots_txt_hold_for_what_a_page_calls(rendered: Shop):
    assert "/secret/counter.json" not in rendered.asked
    refused = rendered.rows("SELECT url, failure FROM captures WHERE outcome = 'forbidden'")
    assert {re.sub(r":\d+", "", url) for url, _why in refused} == {
        "http://127.0.0.1/elsewhere", "http://127.0.0.1/secret/counter.json",
    }  # fmt: skip


def test_a_script_that_leaves_the_page_does_not_leave_it(rendered: Shop):
    assert "/elsewhere.html" not in rendered.asked


def test_check_and_sites_add_see_what_a_crawl_would(tmp_path: Path):
    if why_no_browser():
        pytest.skip(str(why_no_browser()))
    shop = crawled(tmp_path, "scripts = true\n", verb="check")
    rows = [row for row in shop.summary["rows"] if row["what"] in ("list", "article")]
    assert [(row["what"], row["fits"]) for row in rows] == [("list", True), *[("article", True)] * 3], rows
    assert "/secret/counter.json" not in shop.asked
    (tmp_path / "added").mkdir()
    crawled(tmp_path / "added", "", verb="add")
    assert "\nscripts   = true\n" in (tmp_path / "added" / "sites" / "new.toml").read_text(encoding="utf-8")


def test_sites_add_says_which_option_runs_scripts_and_what_that_needs(tmp_path: Path):
    add = [
        *["-m", "crawler.cli", "sites", "add", "http://www.yunling.example/xw/", "--scripts", "--sites"],
        str(tmp_path),
    ]
    done = subprocess.run(
        [sys.executable, *add], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        env=os.environ | {"GOVPRESS_CHROMIUM": "/no/such/browser"},
    )  # fmt: skip
    assert (done.returncode, f"--scripts: {MISSING}" in done.stderr) == (5, True), done.stderr
