"""How fast: govpress whole, a bare spider, the afternoon script, and a second crawl of the same unchanged web."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.children import GOVPRESS, ROOT, Ended, run
from tests.benchmarks.web import Served, served

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """One way of crawling, measured."""

    way: str
    pages: int
    seconds: float
    cpu: float
    peak_mib: float

    @property
    def pace(self) -> float:
        """Pages a second, start-up of the process included."""
        return self.pages / self.seconds


def govpress(web: Served, folder: Path, way: str) -> Figure:
    """Record, read and keep every page with the real command; a second call visits the same archive again."""
    sites = folder / "sites"
    sites.mkdir(exist_ok=True)
    for name, text in web.site_files().items():
        (sites / name).write_text(text, encoding="utf-8")
    keys = [Path(name).stem for name in web.site_files()]
    options = ["--db", str(folder / "press.db"), "--sites", str(sites), "--revisit", "all", "--json"]
    ended = run([*GOVPRESS, "crawl", *keys, *options], cwd=folder)
    report = json.loads(_checked(ended).splitlines()[-1])
    assert report["outcome"] == "ok", report
    pages = sum(site["pages"] for site in report["sites"])
    return Figure(way, pages, ended.seconds, ended.cpu, ended.peak / MIB)


def script(web: Served, folder: Path, way: str, module: str) -> Figure:
    """One of the two spiders to compare with."""
    database = folder / "afternoon.db"
    database.unlink(missing_ok=True)
    ended = run([sys.executable, "-m", f"tests.benchmarks.{module}", ",".join(web.starts), str(database)], cwd=folder)
    pages = json.loads(_checked(ended).splitlines()[-1])["pages"]
    return Figure(way, pages, ended.seconds, ended.cpu, ended.peak / MIB)


def _checked(ended: Ended) -> str:
    if ended.returncode:
        raise SystemExit(f"a measured command failed with {ended.returncode}:\n{ended.errors[-3000:]}")
    return ended.output.strip()


def size(database: Path) -> int:
    """Bytes of an archive once everything is in its main file."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.stat().st_size


def measure(pages: int, rounds: int) -> dict[str, Any]:
    """Every way, the median of some rounds; one round has all four, so that a slow minute is slow for all."""
    figures: list[Figure] = []
    growths: list[float] = []
    with served(pages) as web:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(prefix="govpress-") as name:
                folder = Path(name)
                figures.append(govpress(web, folder, "govpress"))
                before = size(folder / "press.db")
                figures.append(govpress(web, folder, "govpress again"))
                growths.append(size(folder / "press.db") / before - 1)
                figures.append(script(web, folder, "bare", "bare"))
                figures.append(script(web, folder, "afternoon", "afternoon"))
    best = {way: _median([one for one in figures if one.way == way]) for way in dict.fromkeys(f.way for f in figures)}
    paces = {way: one.pace for way, one in best.items()}
    return {
        "pages": pages,
        "page_bytes": web.page_bytes,
        "rounds": rounds,
        "figures": [{**asdict(one), "pace": one.pace} for one in best.values()],
        "ratios": {
            "govpress / afternoon": paces["govpress"] / paces["afternoon"],
            "govpress / bare": paces["govpress"] / paces["bare"],
            "govpress again / bare": paces["govpress again"] / paces["bare"],
        },
        "archive_bytes": before,
        "growth_of_second_crawl": median(growths),
    }


def _median(figures: list[Figure]) -> Figure:
    return Figure(
        figures[0].way,
        figures[0].pages,
        median(one.seconds for one in figures),
        median(one.cpu for one in figures),
        max(one.peak_mib for one in figures),
    )


def tell(result: dict[str, Any]) -> None:
    """The figures as a table."""
    console = Console()
    table = Table(title=f"{result['pages']} pages of {result['page_bytes'] / 1000:.0f} KB on four hosts")
    for heading in ("way", "pages", "seconds", "pages/s", "processor", "peak of main process"):
        table.add_column(heading, justify="left" if heading == "way" else "right")
    for row in result["figures"]:
        table.add_row(
            *(row["way"], str(row["pages"]), f"{row['seconds']:.1f}", f"{row['pace']:.0f}"),
            *(f"{row['cpu']:.1f} s", f"{row['peak_mib']:.0f} MiB"),
        )
    console.print(table)
    wanted = {"govpress / afternoon": 4.0, "govpress / bare": 0.3, "govpress again / bare": 0.6}
    for name, ratio in result["ratios"].items():
        console.print(f"{name}: {ratio:.2f} (wanted {wanted[name]})")
    growth = result["growth_of_second_crawl"]
    console.print(
        f"archive {result['archive_bytes'] / MIB:.1f} MiB; the second crawl added {growth:.2%} (wanted < 3 %)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    assert ROOT.is_dir()
    outcome = measure(given.pages, given.rounds)
    if given.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        tell(outcome)
