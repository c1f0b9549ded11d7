"""A year of 1,000 pages that are edited and deleted: how long until it is noticed, at one number of requests.

Every policy may ask for the same number of pages at each visit, and learns of a page only what it sees when it asks:
whether it says something else than before, or is gone. The estimator is the archive's own SQL over what was seen. The
oracle knows the process and every rate in it, campaigns yet to come included: nothing that has to learn gets as far.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby, product
from random import Random
from statistics import fmean, median

from rich.console import Console
from rich.table import Table

from archive.due import LADDER, due_query
from tests.benchmarks.revisit_worlds import WORLDS, YEAR, SimulatedPage

START = datetime(2026, 1, 1, tzinfo=UTC)
VISITS_A_DAY = 3
SCHEMA = """
CREATE TABLE addresses (id INTEGER PRIMARY KEY, url TEXT);
CREATE TABLE pages (id INTEGER PRIMARY KEY, key TEXT, address INTEGER, site TEXT, section TEXT, title TEXT, state TEXT,
    versions INTEGER, published_at TEXT, first_seen TEXT, last_asked TEXT);
CREATE TABLE changes (page INTEGER, kind TEXT, observed_after TEXT, observed_by TEXT);
CREATE INDEX changes_page ON changes(page);
"""


class Policy:
    """Chooses which pages to ask for; `look` is told what was seen of each."""

    def choose(self, pages: list[SimulatedPage], now: float, budget: int) -> list[SimulatedPage]:
        """The pages to ask for at a visit; `pages` are those that are known and not gone."""
        raise NotImplementedError

    def look(self, page: SimulatedPage, before: float, now: float, changed: bool) -> None:
        """Learn what a look at a page showed."""


class Uniform(Policy):
    """The page that was asked longest ago."""

    def choose(self, pages: list[SimulatedPage], now: float, budget: int) -> list[SimulatedPage]:
        """The longest waiting."""
        return sorted(pages, key=lambda page: page.asked)[:budget]


class FixedLadder(Policy):
    """The page that is most overdue by the ladder of ages."""

    def choose(self, pages: list[SimulatedPage], now: float, budget: int) -> list[SimulatedPage]:
        """The most overdue."""
        return sorted(pages, key=lambda page: (page.asked - now) / self.wait(page, now))[:budget]

    def wait(self, page: SimulatedPage, now: float) -> float:
        """The days to leave it alone."""
        ends = [end for end, _days in LADDER if end is not None]
        return LADDER[bisect_right(ends, now - page.born)][1]


class LadderWithEdits(FixedLadder):
    """The same, sooner by each edit that was seen."""

    def wait(self, page: SimulatedPage, now: float) -> float:
        """The days to leave it alone."""
        return super().wait(page, now) / (1 + min(page.edits, 3))


class Oracle(Policy):
    """What knows the true rates: the events expected since the last look, weighed by how late each would be seen."""

    def __init__(self) -> None:
        self._gains: dict[int, float] = {}

    def choose(self, pages: list[SimulatedPage], now: float, budget: int) -> list[SimulatedPage]:
        """The highest gains."""
        for page in pages:
            expected = page.truth(now, page.asked, page.last) * (now - page.asked)
            self._gains[page.id] = self._gains.get(page.id, 0.0) + expected
        return sorted(pages, key=lambda page: -self._gains[page.id])[:budget]

    def look(self, page: SimulatedPage, before: float, now: float, changed: bool) -> None:
        """Begin anew."""
        self._gains[page.id] = 0.0


class Estimator(Policy):
    """The archive's query over what was seen: the highest gain first."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(SCHEMA)
        self._query = due_query("julianday(:now)") + " WHERE state <> 'gone' ORDER BY gain DESC LIMIT :budget"

    def choose(self, pages: list[SimulatedPage], now: float, budget: int) -> list[SimulatedPage]:
        """The highest gains."""
        held = {row[0] for row in self._db.execute("SELECT id FROM pages")}
        for page in pages:
            if page.id not in held:
                self._db.execute("INSERT INTO addresses VALUES (?, ?)", (page.id, str(page.id)))
                row = (
                    page.id,
                    str(page.id),
                    page.id,
                    str(page.site),
                    str(page.section),
                    moment(page.born),
                    moment(page.seen),
                )
                self._db.execute(
                    "INSERT INTO pages VALUES (?, ?, ?, ?, ?, '', 'live', 1, ?, ?, ?)", (*row, moment(page.asked))
                )
        chosen = self._db.execute(self._query, {"now": moment(now), "budget": budget}).fetchall()
        by_id = {page.id: page for page in pages}
        return [by_id[int(row[1])] for row in chosen]

    def look(self, page: SimulatedPage, before: float, now: float, changed: bool) -> None:
        """Write down what was seen, as the archive does."""
        state = "gone" if page.gone else "live"
        edited = int(changed and not page.gone)
        self._db.execute(
            "UPDATE pages SET last_asked = ?, state = ?, versions = versions + ? WHERE id = ?",
            (moment(now), state, edited, page.id),
        )
        if changed:
            kind = "removed" if page.gone else "edited"
            self._db.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", (page.id, kind, moment(before), moment(now)))


def moment(days: float) -> str:
    """A moment of the year as the archive writes it."""
    return (START + timedelta(days=days)).isoformat()


def simulate(pages: list[SimulatedPage], policy: Policy, budget: int) -> float:
    """The mean days from an edit or deletion to the first look that could show it; at the latest the year's end."""
    delays: list[float] = []
    for visit in range(int(YEAR * VISITS_A_DAY)):
        now = (visit + 1) / VISITS_A_DAY
        known = [page for page in pages if page.seen < now and not page.gone]
        for page in policy.choose(known, now, budget):
            found = [event for event in page.events if page.asked < event <= now]
            delays += [now - event for event in found]
            before, page.asked = page.asked, now
            page.gone = page.deleted <= now
            page.edits += bool(found) and not page.gone
            page.last = found[-1] if found else page.last
            policy.look(page, before, now, bool(found))
    delays += [YEAR - event for page in pages for event in page.events if event > page.asked]
    return fmean(delays)


POLICIES: dict[str, Callable[[], Policy]] = {
    "uniform": Uniform,
    "fixed ladder": FixedLadder,
    "ladder with edits": LadderWithEdits,
    "oracle": Oracle,
    "estimator": Estimator,
}
RIVALS = ("uniform", "fixed ladder")


def measure(worlds: list[str], seeds: int, budgets: list[int]) -> list[dict[str, object]]:
    """Each world with each seed and budget, each policy on the very same events."""
    rows: list[dict[str, object]] = []
    for name, budget, seed in product(worlds, budgets, range(seeds)):
        world = WORLDS[name]
        delays = {policy: simulate(world(Random(seed)), make(), budget) for policy, make in POLICIES.items()}
        events = sum(len(page.events) for page in world(Random(seed)))
        rows.append({"process": name, "budget": budget, "seed": seed, "events": events, **delays})
    return rows


def gain(row: dict[str, object], policy: str, rival: str) -> float:
    """By how much of the rival's delay a policy is sooner."""
    return 1 - float(str(row[policy])) / float(str(row[rival]))


def tell(rows: list[dict[str, object]]) -> None:
    """The delays as a table, and what the estimator and the oracle gain on the two rivals."""
    table = Table(title="mean days from an event to its detection")
    for heading in (*rows[0], "vs uniform", "vs ladder"):
        table.add_column(heading, justify="right")
    for row in rows:
        figures = [f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()]
        table.add_row(*figures, *(f"{gain(row, 'estimator', rival):.0%}" for rival in RIVALS))
    console = Console(width=150)
    console.print(table)
    spread = Table(title="sooner than the rival: min / median / max over the seeds")
    pairs = [*product(("estimator", "oracle"), RIVALS)]
    for heading in ("process", "budget", *(f"{policy} vs {rival}" for policy, rival in pairs)):
        spread.add_column(heading, justify="right")
    for (process, budget), group in groupby(rows, key=lambda row: (row["process"], row["budget"])):
        same = list(group)
        gains = [[gain(row, policy, rival) for row in same] for policy, rival in pairs]
        told = [f"{min(one):.0%} / {median(one):.0%} / {max(one):.0%}" for one in gains]
        spread.add_row(str(process), str(budget), *told)
    console.print(spread)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--process", choices=[*WORLDS], action="append", help="this one alone; can be repeated")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument(
        "--budget", type=int, action="append", help="requests at each of the three visits a day; can be repeated"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = measure(given.process or [*WORLDS], given.seeds, given.budget or [15])
    if given.json:
        print(json.dumps(result))
    else:
        tell(result)
