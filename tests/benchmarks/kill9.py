"""kill -9 in the middle of a crawl, at random moments: is anything lost, is the archive whole, the next crawl complete?

The witness is the archive itself, read by another process right before each kill: whatever it held then, it must hold
for ever after.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.children import GOVPRESS, kill, run, start
from tests.benchmarks.web import Served, served

EVIDENCE = "SELECT id, url, captured_at, status, digest FROM captures"


@dataclass(frozen=True, slots=True)
class Round:
    """One crawl that was killed."""

    after: float
    """Seconds that it lived."""
    captures: int
    """How many captures the archive held right before the kill."""
    integrity: str
    lost: int
    """Captures that were there before the kill and are not, or not the same, after it."""


def command(web: Served, folder: Path, concurrency: int, delay: float = 0) -> list[str]:
    """The real command, on this web."""
    sites = folder / "sites"
    sites.mkdir(exist_ok=True)
    for name, text in web.site_files(concurrency).items():
        (sites / name).write_text(text.replace("delay = 0\n", f"delay = {delay:g}\n"), encoding="utf-8")
    keys = [Path(name).stem for name in web.site_files()]
    options = ["--db", str(folder / "press.db"), "--sites", str(sites), "--revisit", "none", "--json"]
    return [*GOVPRESS, "crawl", *keys, *options]


def evidence(database: Path) -> dict[int, tuple[Any, ...]]:
    """Every capture in the archive; none where there is no archive yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
            return {row[0]: row for row in connection.execute(EVIDENCE)}
    except sqlite3.OperationalError:
        return {}


def killed_once(argv: list[str], folder: Path, moment: float) -> Round:
    """Start a crawl, kill it so many seconds after its first capture, and look.

    A negative moment is counted from the start: it dies while it is still getting ready.
    """
    database = folder / "press.db"
    there = len(evidence(database))
    started = time.monotonic()
    process = start(argv, cwd=folder)
    while moment >= 0 and len(evidence(database)) == there and process.poll() is None:
        time.sleep(0.05)
    time.sleep(abs(moment))
    before = evidence(database)
    lived = time.monotonic() - started
    kill(process)
    integrity = "ok"
    if database.exists():
        with closing(sqlite3.connect(database, timeout=10)) as connection:
            (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
    after = evidence(database)
    lost = sum(after.get(number) != row for number, row in before.items())
    return Round(after=lived, captures=len(before), integrity=integrity, lost=lost)


def measure(rounds: int, pages: int, seed: int | None = None, concurrency: int = 1, delay: float = 0) -> dict[str, Any]:
    """Kill so many crawls of one archive, then let one finish and count what it has, and what was asked for twice."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="govpress-") as name, served(pages, pause=0.02) as web:
        folder = Path(name)
        argv = command(web, folder, concurrency, delay)
        # The slow server makes a whole crawl last for some seconds, so that the moments fall into all of its parts.
        moments = [chance.uniform(-1.5, 0) if number % 5 == 4 else chance.uniform(0, 2) for number in range(rounds)]
        killed = [killed_once(argv, folder, moment) for moment in moments]
        before = evidence(folder / "press.db")
        last = run(argv, cwd=folder)
        with closing(sqlite3.connect(folder / "press.db")) as connection:
            (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
            (articles,) = connection.execute("SELECT count(*) FROM articles WHERE state = 'live'").fetchone()
            (unread,) = connection.execute(
                "SELECT count(*) FROM captures WHERE purpose = 'article' AND status = 200 AND revisit_of IS NULL"
                " AND id NOT IN (SELECT capture FROM readings)"
            ).fetchone()
            (again,) = connection.execute(
                "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM captures"
                " WHERE purpose = 'article' AND status IS NOT NULL GROUP BY url)"
            ).fetchone()
            outcomes = [row[0] for row in connection.execute("SELECT DISTINCT outcome FROM runs")]
            after = evidence(folder / "press.db")
        requests, asked = web.counted()
    return {
        "rounds": [asdict(one) for one in killed],
        "last": json.loads(last.output.strip().splitlines()[-1]) if last.returncode == 0 else last.errors[-2000:],
        "integrity": integrity,
        "pages": pages,
        "articles": articles,
        "unread": unread,
        "twice": requests - asked,
        "again": again,
        "lost": sum(after.get(number) != row for number, row in before.items()),
        "run_outcomes": outcomes,
    }


def tell(result: dict[str, Any]) -> None:
    """The rounds as a table."""
    console = Console()
    table = Table(title="killed with -9")
    for heading in ("after", "captures before", "integrity", "lost"):
        table.add_column(heading, justify="right")
    for one in result["rounds"]:
        table.add_row(f"{one['after']:.2f} s", str(one["captures"]), one["integrity"], str(one["lost"]))
    console.print(table)
    console.print(
        f"after the next crawl: {result['articles']} of {result['pages']} articles live, {result['unread']} captures"
        f" unread, {result['lost']} lost, {result['twice']} of {result['pages']} asked for again over"
        f" {len(result['rounds'])} kills ({result['again']} of them though kept, the others were under way when it"
        f" was killed), {result['twice'] / result['pages'] / len(result['rounds']):.2%} a kill, integrity"
        f" {result['integrity']}, run outcomes {result['run_outcomes']}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--concurrency", type=int, default=1, help="requests under way at once, of each of four hosts")
    parser.add_argument("--delay", type=float, default=0, help="seconds between two requests to a host")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    outcome = measure(given.rounds, given.pages, given.seed, given.concurrency, given.delay)
    if given.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        tell(outcome)
