"""The main job on real input: the saved pages of ../shared/pages on a loopback site, crawled by the real command.

A list page links to every saved page; bodies are the original bytes, with the charset that each page declares. Every
page must be captured; those that were not read are named with the reader's reason.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.children import GOVPRESS, ROOT, run

SHARED = ROOT.parent / "shared" / "pages"
LIST = "/news/index.html"


def load_rows() -> list[dict[str, Any]]:
    """The rows of the saved article pages."""
    lines = (SHARED / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def answers(rows: list[dict[str, Any]]) -> dict[str, tuple[str, bytes]]:
    """Content type and body by path."""
    links = ((f"/news/{row['id']}.html", escape(row["title"] or row["id"]), (row["date"] or "")[:10]) for row in rows)
    items = "\n".join(f'<li><a href="{href}">{title}</a><span>{day}</span></li>' for href, title, day in links)
    listing = (
        f'<html><head><meta charset="utf-8"><title>新闻</title></head><body><ul class="list">{items}</ul></body></html>'
    )
    pages = {LIST: ("text/html; charset=utf-8", listing.encode())}
    for row in rows:
        declared = row["declared_encoding"]
        kind = f"text/html; charset={declared}" if declared else "text/html"
        pages[f"/news/{row['id']}.html"] = (kind, (SHARED / row["file"]).read_bytes())
    return pages


@contextmanager
def served(pages: dict[str, tuple[str, bytes]]) -> Iterator[int]:
    """Serve some answers on a loopback port; the port."""

    class Exchange(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("text/plain", b"not found"))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def measure(folder: Path) -> dict[str, Any]:
    """Crawl the corpus and compare what the archive has with what was served."""
    rows = load_rows()
    with served(answers(rows)) as port:
        home = f"http://127.0.0.1:{port}"
        (folder / "corpus.toml").write_text(
            f'name = "saved pages"\nhome = "{home}/"\nprivate = true\n[pace]\ndelay = 0\nconcurrency = 8\n'
            f'[[section]]\nname = "新闻"\nstart = "{home}{LIST}"\n[page]\narticle = \'/news/\\w+\\.html$\'\n',
            encoding="utf-8",
        )
        options = ["--db", str(folder / "press.db"), "--sites", str(folder), "--revisit", "all", "--json"]
        ended = run([*GOVPRESS, "crawl", "corpus", *options], cwd=folder)
    with closing(sqlite3.connect(folder / "press.db")) as connection:
        captured = {url for (url,) in connection.execute("SELECT url FROM captures WHERE status = 200")}
        readings = {
            url: (title, text, error)
            for url, title, text, error in connection.execute(
                "SELECT c.url, r.title, r.text, r.error FROM readings AS r JOIN captures AS c ON c.id = r.capture"
                " WHERE c.purpose = 'article'"
            )
        }
    wanted = {row["id"]: f"{home}/news/{row['id']}.html" for row in rows}
    unread = {name: (readings.get(url) or (None, None, "never read"))[2] for name, url in wanted.items()}
    report = json.loads(ended.output.strip().splitlines()[-1]) if ended.output.strip() else {}
    return {
        "pages": len(rows),
        "captured": sum(url in captured for url in wanted.values()),
        "read": sum(error is None for error in unread.values()),
        "titles_right": sum((readings.get(wanted[row["id"]]) or ("",))[0] == row["title"] for row in rows),
        "not_captured": [name for name, url in wanted.items() if url not in captured],
        "not_read": {name: error for name, error in unread.items() if error is not None},
        "seconds": ended.seconds,
        "outcome": report.get("outcome", ended.errors[-2000:]),
    }


def tell(result: dict[str, Any]) -> None:
    """The counts, and each page that was not read with its reason."""
    console = Console()
    console.print(
        f"{result['pages']} saved pages: {result['captured']} captured, {result['read']} read,"
        f" {result['titles_right']} titles as in the gold; {result['seconds']:.1f} s; outcome {result['outcome']}"
    )
    if result["not_read"]:
        table = Table("page", "why it was not read")
        for name, error in result["not_read"].items():
            table.add_row(name, error)
        console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"the saved pages are not here: {SHARED.relative_to(ROOT.parent)}")
    with tempfile.TemporaryDirectory(prefix="govpress-") as name:
        outcome = measure(Path(name))
    if given.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        tell(outcome)
