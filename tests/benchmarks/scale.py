"""A large archive: its size beside WARC, what takes the room, and how fast it answers.

Builds `--pages` article pages with `--visits` visits, a fiftieth edited before each, and one more visit in which
nothing changed; or looks at an archive that was built before (`--use FILE`). The full size, 100,000 pages, takes about
half an hour of one core and 3 GB of disk.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from archive import search
from archive.diff import diff_articles
from archive.find import find
from archive.store import Archive
from archive.transfer.warc_out import write_warc
from archive.web.serving import application
from tests.benchmarks.growth import EDITED, Growth, Visited
from tests.benchmarks.warcs import Warc

MIB = 1024 * 1024
TERMS = 200
SAMPLE = 1000
"""Pages whose captures are written as WARC; all of them where there are fewer."""
EVIDENCE = ("payloads", "dictionaries", "exchanges", "ledger", "addresses", "header_sets", "requests", "connections")
GROUPS = {
    "what a WARC holds": EVIDENCE,
    "readings: articles in plain text": ("readings",),
    "search": ("articles_fts",),
    "turns": ("turn_places",),
    "pages, versions, changes, spells": ("pages", "versions", "changes", "spells"),
}
TWO = re.compile("[\u4e00-\u9fff]{2}")
BOTH = "SELECT p.id FROM pages AS p JOIN readings AS r ON r.capture = p.reading WHERE r.text LIKE :t OR r.title LIKE :t"


def build(path: Path, pages: int, visits: int) -> list[Visited]:
    """The visits of a new archive, the last of which meets no change; each is told on stderr when it is over."""
    console = Console(stderr=True)
    found = []
    with Archive(path) as archive:
        growth = Growth(archive, pages)
        for number in range(visits + 1):
            found.append(growth.visit(edited=EDITED if number < visits else 0.0))
            console.print(found[-1])
    return found


def room(connection: sqlite3.Connection) -> dict[str, int]:
    """Bytes by what they hold, indexes with their tables."""
    tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master").fetchall())
    found: dict[str, int] = dict.fromkeys((*GROUPS, "everything else"), 0)
    for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        table = tables.get(name, name)
        group = next((group for group, names in GROUPS.items() if table.startswith(names)), "everything else")
        found[group] += size
    return found


def warc(archive: Archive) -> dict[str, float]:
    """Bytes a page of the same captures as WARC.gz, from a sample of pages: as we export them, with a revisit for a
    body that is there already and with our readings, and with each answer whole, as most crawlers write it."""
    numbers = [row[0] for row in archive.db.execute("SELECT id FROM pages ORDER BY id LIMIT ?", [SAMPLE])]
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT id FROM exchanges WHERE address IN ({marks}) ORDER BY id"
    captures = [row[0] for row in archive.db.execute(sql, numbers)]
    with tempfile.TemporaryFile() as file:
        write_warc(archive, captures, file, name="sample.warc.gz")
        exported = file.tell()
    whole = Warc(whole=True)
    for number in captures:
        whole.add(archive.capture(number))
    return {
        "captures": len(captures),
        "bytes_a_page": exported / len(numbers),
        "whole": whole.file.tell() / len(numbers),
    }


def answers(archive: Archive) -> dict[str, Any]:
    """Milliseconds of search, history, as-of and difference; and whether search finds what LIKE finds."""
    chance = random.Random(7)
    connection: sqlite3.Connection = archive.db.conn
    (last,) = connection.execute("SELECT max(id) FROM pages").fetchone()
    picked = [chance.randint(1, last) for _ in range(TERMS)]
    rows = [
        connection.execute(
            "SELECT p.url, r.text FROM pages AS p JOIN readings AS r ON r.capture = p.reading WHERE p.id >= ? LIMIT 1",
            (number,),
        ).fetchone()
        for number in picked
    ]
    terms = [chance.choice(TWO.findall(text)) for _, text in rows]
    urls = [url for url, _ in rows]
    edited = [row[0] for row in connection.execute("SELECT url FROM pages WHERE versions > 1 LIMIT ?", (TERMS,))]
    moments = [datetime.fromisoformat(row[0]) for row in connection.execute("SELECT started_at FROM runs")]
    wrong = [term for term in terms if matched(connection, term) != liked(connection, term)]
    return {
        "found": sum(len(matched(connection, term)) for term in terms) / TERMS,
        "differ_from_like": wrong,
        "search, first 20 by rank": timed(lambda term: find(connection, term), terms),
        "search, every number": timed(lambda term: matched(connection, term), terms),
        "history": timed(archive.versions, urls),
        "as of": timed(lambda url: archive.as_of(url, chance.choice(moments)), urls),
        "diff": timed(lambda url: diff_articles(archive.article(url, 1), archive.article(url, 2)), edited),
    }


def matched(connection: sqlite3.Connection, term: str) -> set[int]:
    """The articles that the index finds."""
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    return {row[0] for row in connection.execute(sql, (search.query(term),))}


def liked(connection: sqlite3.Connection, term: str) -> set[int]:
    """The articles that hold a term, by looking into each."""
    return {row[0] for row in connection.execute(BOTH, {"t": f"%{term}%"})}


def timed(ask: Callable[[str], object], of: Sequence[str]) -> dict[str, float]:
    """Milliseconds of asking, the middle and the 95th of a hundred; and the 95th of processor time alone."""
    times, worked = [], []
    for one in of:
        started, before = perf_counter(), process_time()
        ask(one)
        worked.append((process_time() - before) * 1000)
        times.append((perf_counter() - started) * 1000)
    if not times:
        return {}
    middle, last = len(times) // 2, int(len(times) * 0.95)
    return {"median": sorted(times)[middle], "p95": sorted(times)[last], "p95 of processor": sorted(worked)[last]}


async def shown(path: Path, term: str) -> dict[str, float]:
    """Milliseconds of Datasette's pages, asked in the process: the second time each is asked."""
    client = application(path).client
    name = path.stem
    addresses = ("/", f"/{name}", f"/{name}/articles", f"/{name}/articles?_search={term}", f"/{name}/changes")
    addresses += (f"/{name}/versions", f"/{name}/turns", f"/{name}/what_changed", f"/{name}/articles?site=crowd1")
    found = {}
    for address in addresses:
        for _ in range(2):
            started = perf_counter()
            answer = await client.get(address, follow_redirects=True)
            found[address] = (perf_counter() - started) * 1000
        assert answer.status_code == 200, (address, answer.status_code)
    return found


def measure(path: Path, visits: list[Visited]) -> dict[str, Any]:
    """Everything about an archive that is there."""
    with Archive(path, read_only=True) as archive:
        pages, captures = (
            archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("pages", "exchanges")
        )
        size = path.stat().st_size
        held = room(archive.db.conn)
        as_warc = warc(archive)
        return {
            "pages": pages,
            "captures": captures,
            "bytes": size,
            "visits": [asdict(each) for each in visits],
            "bytes_a_page": {name: held_by / pages for name, held_by in held.items()},
            "warc": as_warc,
            "size / warc": size / pages / as_warc["bytes_a_page"],
            "evidence / warc": held["what a WARC holds"] / pages / as_warc["bytes_a_page"],
            **answers(archive),
            "datasette": asyncio.run(shown(path, "公安")),
        }


def tell(result: dict[str, Any]) -> None:
    """The figures as tables."""
    console = Console()
    size = result["bytes"] / MIB
    console.print(f"{result['pages']} pages, {result['captures']} captures, {size:.0f} MiB")
    table = Table(title="visits")
    for heading in ("visit", "edited", "seconds", "processor", "bytes a page"):
        table.add_column(heading, justify="right")
    for each in result["visits"]:
        cost = f"{each['cpu'] / each['pages'] * 1000:.2f} ms a page"
        grown = f"{each['grown'] / each['pages']:.0f}"
        table.add_row(str(each["number"]), str(each["edited"]), f"{each['seconds']:.0f}", cost, grown)
    console.print(table)
    for name, held in result["bytes_a_page"].items():
        console.print(f"{held:8.0f} bytes a page: {name}")
    console.print(f"{result['warc']['bytes_a_page']:8.0f} bytes a page: the same captures as WARC.gz")
    whole = result["warc"]["whole"]
    console.print(f"{whole:8.0f} bytes a page: the same captures as WARC.gz, each answer whole")
    ratio = result["bytes"] / result["pages"] / whole
    console.print(f"archive / WARC.gz: {ratio:.2f} of whole answers (wanted 0.35),", end=" ")
    console.print(f"{result['size / warc']:.2f} of each body once; evidence alone:", end=" ")
    console.print(f"{result['evidence / warc']:.2f}")
    console.print(f"search: {result['found']:.0f} articles a term; unlike LIKE: {result['differ_from_like'] or 'none'}")
    for name in ("search, first 20 by rank", "search, every number", "history", "as of", "diff"):
        console.print(f"{name}: " + ", ".join(f"{key} {value:.1f} ms" for key, value in result[name].items()))
    for address, taken in result["datasette"].items():
        console.print(f"{taken:6.0f} ms {address}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--use", type=Path, help="an archive that was built before")
    parser.add_argument("--keep", type=Path, help="where to leave the archive")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govpress-") as name:
        place = given.use or given.keep or Path(name) / "scale.db"
        grown = [] if given.use else build(place, given.pages, given.visits)
        outcome = measure(place, grown)
    if given.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        tell(outcome)
