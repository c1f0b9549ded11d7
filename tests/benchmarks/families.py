"""Every family of list pages, crawled by the real command: 137 articles each, and more inserted while it is paging.

What is lost or doubled, what the walk says of itself, and how many requests it took. With `--add`: what `sites add` and
`check` make of the address of each column.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.practice.pagers import PAGER_FAMILIES, FamilyWeb, Growth
from crawler.practice.pagers.web import ServedColumn
from tests.benchmarks.children import GOVPRESS, run

INSERTED = (0, 3, 20)
AFTER = 2
"""The list request after which more is inserted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFigures:
    """One column, crawled once."""

    family: str
    inserted: int
    articles: int
    """How many articles it lists in the end."""
    found: int
    lost: int
    """Articles that can be reached and are not in the archive."""
    doubled: int
    """Requests for an article that had been asked for before."""
    complete: bool
    advertised: int | None
    lists: int
    """List requests, the column page and asking again included."""
    needed: int
    """List requests that one look at each page takes."""
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFigures:
    """What `sites add` and `check` made of one column."""

    family: str
    pager: str
    page_2: str
    pattern: str
    requests: int
    misfits: tuple[str, ...]
    """What does not fit, by either of them."""


def crawl_families(folder: Path, keys: Sequence[str], growth: Growth | None) -> tuple[list[FamilyFigures], float]:
    """Crawl the columns of some families in one process; their figures, and the processor seconds it took."""
    quiet = _needed(keys)
    with FamilyWeb([PAGER_FAMILIES[key] for key in keys], growth=growth) as web:
        db = folder / "press.db"
        sites = web.write_sites(folder / "sites")
        ended = run([*GOVPRESS, "crawl", *keys, "--sites", str(sites), "--db", str(db), "--json"], cwd=folder)
        if not ended.output.strip():
            raise SystemExit(ended.errors)
        told = {one["site"]: one for one in json.loads(ended.output.strip().splitlines()[-1])["sites"]}
        with closing(sqlite3.connect(db)) as archive:
            rows = [_figures(archive, key, web.columns[key], told[key], quiet[key]) for key in keys]
    return rows, ended.cpu


def _figures(
    archive: sqlite3.Connection, key: str, served: ServedColumn, told: dict[str, Any], needed: int
) -> FamilyFigures:
    found = {url for (url,) in archive.execute("SELECT url FROM articles WHERE site = ?", (key,))}
    walk = archive.execute("SELECT complete, advertised FROM walks WHERE site = ? ORDER BY id DESC", (key,)).fetchone()
    asked = Counter(one.target for one in served.log if one.kind == "article")
    reachable = served.addresses()
    out_of_reach = len(served.column.pieces) - len(served.column.reachable)
    return FamilyFigures(
        family=key,
        inserted=len(served.column.pieces) - served.column.count,
        articles=len(reachable),
        found=len(found & reachable),
        lost=max(0, len(reachable - found) - out_of_reach),
        doubled=sum(asked.values()) - len(asked),
        complete=bool(walk[0]),
        advertised=walk[1],
        lists=served.count("list"),
        needed=needed,
        finding="; ".join(told["findings"]),
    )


def _needed(keys: Sequence[str]) -> dict[str, int]:
    """How many requests one look at each page of a list takes, the frames that scripts fill included."""
    together = {"shandong": 3, "trsapi": 99, "trsapi-beyond": 99, "embedded": 99}
    frames = {"jpaas", "jpaas-stuck", "gkmlpt", "igs", "ucap-json", "ucap-list", "was5", "cac", "suzhou"}
    needed = {}
    for key in keys:
        family = PAGER_FAMILIES[key]
        pages = -(-137 // (15 if key == "ucap-list" else family.size))
        if key.startswith("hanweb"):
            pages = -(-pages // 3)
        elif key in together:
            pages = 1 + max(0, pages - together[key])
        if family.reach is not None:
            pages = 1
        needed[key] = pages + (key in frames)
    return needed


def add_families(folder: Path, keys: Sequence[str]) -> list[AddedFigures]:
    """Add each column as a new site, and check it."""
    rows = []
    with FamilyWeb([PAGER_FAMILIES[key] for key in keys]) as web:
        for key in keys:
            served = web.columns[key]
            place = ["--sites", str(folder), "--json"]
            looks = ["--key", f"new-{key}", "--private", "--delay", "0"]
            ended = run([*GOVPRESS, "sites", "add", served.start, *looks, *place], cwd=folder)
            if ended.returncode:
                rows.append(_not_added(key, len(served.log), ended.errors))
                continue
            found = json.loads(ended.output)["findings"]
            requests = len(served.log)
            checked = run([*GOVPRESS, "check", f"new-{key}", *place, "--db", str(folder / "no.db")], cwd=folder)
            found += json.loads(checked.output)["findings"] if checked.returncode else []
            told = {one["what"]: one for one in reversed(found)}
            rows.append(
                AddedFigures(
                    family=key,
                    pager=told["pager"]["found"],
                    page_2=told["page 2"]["found"] if "page 2" in told else "",
                    pattern=told["addresses"]["where"],
                    requests=requests,
                    misfits=tuple(f"{one['what']}: {one['found']}" for one in found if not one["fits"]),
                )
            )
    return rows


def _not_added(key: str, requests: int, errors: str) -> AddedFigures:
    last = errors.strip().splitlines()[-1] if errors.strip() else "no word"
    return AddedFigures(family=key, pager="", page_2="", pattern="", requests=requests, misfits=(last,))


def tell(title: str, rows: Sequence[FamilyFigures] | Sequence[AddedFigures]) -> None:
    """The rows as a table."""
    table = Table(title=title)
    for heading in asdict(rows[0]):
        table.add_column(heading.replace("_", " "))
    for row in rows:
        table.add_row(*(_cell(value) for value in asdict(row).values()))
    Console(width=200).print(table)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=", ".join(PAGER_FAMILIES))
    parser.add_argument("--inserted", type=int, action="append", help="articles inserted; 0, 3 and 20 unless given")
    parser.add_argument("--add", action="store_true", help="`sites add` and `check` in place of crawls")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    keys = given.families or list(PAGER_FAMILIES)
    tables: list[tuple[str, list[Any]]] = []
    for more in () if given.add else given.inserted or INSERTED:
        with tempfile.TemporaryDirectory(prefix="govpress-") as name:
            growth = Growth(after=AFTER, more=more) if more else None
            rows, seconds = crawl_families(Path(name), keys, growth)
            tables.append((f"{more} inserted; {seconds:.1f} s of processor time", rows))
    if given.add:
        with tempfile.TemporaryDirectory(prefix="govpress-") as name:
            tables.append(("sites add, then check", add_families(Path(name), keys)))
    for title, rows in tables:
        if given.json:
            print(json.dumps({"title": title, "rows": [asdict(row) for row in rows]}, ensure_ascii=False))
        else:
            tell(title, rows)


if __name__ == "__main__":
    main()
