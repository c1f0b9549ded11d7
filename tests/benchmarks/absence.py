"""Absence: is a page called gone that is not, and is one found that is? Faults of sites, ten daily visits each.

A page is falsely gone where it is called so and never truly went. One that went is found where it is called gone within
three visits that asked for it. `--revisit due` visits as a crawl does that asks only what is due.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.store import Archive
from crawler.revisit import Revisit
from tests.benchmarks.absence_scenarios import SCENARIOS, Scenario
from tests.benchmarks.absence_site import Visitor, World

VISITS = 10
IN_TIME = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """What ten visits to one faulty site came to."""

    scenario: str
    pages: int
    removed: int
    """Pages that truly went, early enough to be found."""
    found: int
    """Of those, the ones called gone within three visits."""
    falsely: int
    """Pages called gone at the end of some visit that never went."""
    edited: int
    """Changes of words that nobody made."""


def measure(scenario: Scenario, *, seed: int = 1, revisit: Revisit = "all") -> Figure:
    """Visit the site of a scenario ten times."""
    world = World(pages=scenario.pages, columns=scenario.columns, seed=seed)
    gone: dict[str, int] = {}
    falsely: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="govpress-") as folder, Archive(Path(folder) / "press.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        visitor = Visitor(archive, world, scenario.serve, revisit)
        for visit in range(VISITS):
            world.visit = visit
            scenario.happen(world, visit)
            visitor.visit(visit)
            for (url,) in archive.db.execute("SELECT url FROM articles WHERE state = 'gone'").fetchall():
                path = "/" + url.split("/", 3)[3]
                gone.setdefault(path, visit)
                if path not in world.removed:
                    falsely.add(path)
        edited = archive.db.execute("SELECT count(*) FROM changes WHERE kind IN ('edited', 'retitled')").fetchone()[0]
    due = {
        path: [at for at in visitor.asked.get(path, []) if at >= since][:IN_TIME]
        for path, since in world.removed.items()
    }
    # Those for which ten visits were enough to ask three times.
    judged = {path: asked[-1] for path, asked in due.items() if len(asked) == IN_TIME}
    judged |= {path: since + IN_TIME - 1 for path, since in world.removed.items() if path in gone}
    found = sum(gone.get(path, VISITS) <= last for path, last in judged.items())
    return Figure(scenario.name, len(world.there), len(judged), found, len(falsely), edited)


def tell(figures: list[Figure]) -> None:
    """The figures as a table."""
    table = Table(title=f"{len(figures)} faults, {VISITS} visits each")
    for heading in ("fault", "pages", "went", "found in three", "falsely gone", "false edits"):
        table.add_column(heading, justify="left" if heading == "fault" else "right")
    for each in figures:
        table.add_row(*map(str, asdict(each).values()))
    went, found = sum(each.removed for each in figures), sum(each.found for each in figures)
    table.add_section()
    table.add_row(
        "all", "", str(went), f"{found} ({found / max(went, 1):.1%})", str(sum(each.falsely for each in figures)),
        str(sum(each.edited for each in figures)),
    )  # fmt: skip
    Console(width=110).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="so many courses of chance")
    parser.add_argument("--revisit", choices=["all", "due"], default="all")
    parser.add_argument("--only", help="the scenarios with these words in their name")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    wanted = [scenario for scenario in SCENARIOS if not given.only or given.only in scenario.name]
    measured = [
        measure(scenario, seed=seed, revisit=given.revisit) for scenario in wanted for seed in range(1, given.seeds + 1)
    ]
    if given.json:
        print(json.dumps([asdict(each) for each in measured]))
    else:
        tell(measured)
