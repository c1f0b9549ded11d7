"""A year of 1,000 pages that are edited and deleted: how long until it is noticed, at one number of requests.

Every policy may ask for the same number of pages at each visit, and learns of a page only what it sees when it asks:
whether it says something else than before, or is gone. The estimator is the archive's own SQL over what was seen.
"""

from __future__ import annotations

import argparse
import json
import math
import sqlite3
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import fmean

from rich.console import Console
from rich.table import Table

from archive.due import LADDER, due_query

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365.0
VISITS_A_DAY = 3
PAGES = 1000
SITES = 3
SECTIONS = 4
SCHEMA = """
CREATE TABLE addresses (id INTEGER PRIMARY KEY, url TEXT);
CREATE TABLE pages (id INTEGER PRIMARY KEY, key TEXT, address INTEGER, site TEXT, section TEXT, title TEXT, state TEXT,
    versions INTEGER, published_at TEXT, first_seen TEXT, last_asked TEXT);
CREATE TABLE changes (page INTEGER, kind TEXT, observed_after TEXT, observed_by TEXT);
CREATE INDEX changes_page ON changes(page);
"""


@dataclass(slots=True)
class SimulatedPage:
    """One page: what happens to it, which no policy sees, and what was seen of it."""

    id: int
    site: int
    section: int
    born: float
    """In days from the start; old pages are negative."""
    events: list[float] = field(default_factory=list)
    """When it was edited, or deleted."""
    deleted: float = math.inf
    seen: float = 0.0
    asked: float = 0.0
    edits: int = 0
    gone: bool = False


Rate = Callable[[SimulatedPage, float], float]
World = Callable[[Random], list[SimulatedPage]]


def newborn(chance: Random) -> list[SimulatedPage]:
    """Six in ten pages are up to five years old, the others are published in the year."""
    pages = []
    for number in range(PAGES):
        born = -(chance.random() ** 2) * 5 * YEAR if number < 0.6 * PAGES else chance.random() * YEAR
        site, section = chance.randrange(SITES), chance.randrange(SECTIONS)
        seen = max(0.0, born)
        pages.append(SimulatedPage(id=number + 1, site=site, section=section, born=born, seen=seen, asked=seen))
    return pages


def happen(page: SimulatedPage, rate: Rate, most: Callable[[float], float], chance: Random) -> None:
    """Draw a page's events by thinning: `most` bounds its rate from a moment on."""
    at = page.seen
    while True:
        bound = most(at)
        at += chance.expovariate(bound)
        if at >= YEAR:
            return
        if chance.random() * bound < rate(page, at):
            page.events.append(at)
            if chance.random() < 0.12:
                page.deleted = at
                return


def ageing(chance: Random) -> list[SimulatedPage]:
    """Edits come early; some pages, sections and sites are edited far more than others, and sections in bursts."""
    pages = newborn(chance)
    site_factor = [0.4, 1.0, 2.5]
    section_factor = {(s, c): chance.gammavariate(1.0, 1.0) for s in range(SITES) for c in range(SECTIONS)}
    bursts = {key: [chance.random() * YEAR for _ in range(2)] for key in section_factor}
    for page in pages:
        own = chance.gammavariate(0.4, 2.5)
        place = (page.site, page.section)

        def rate(page: SimulatedPage, at: float, own: float = own, place: tuple[int, int] = place) -> float:
            burst = 15.0 if any(begin <= at < begin + 7 for begin in bursts[place]) else 1.0
            age = max(0.0, at - page.born)
            factor = site_factor[page.site] * section_factor[place] * own * burst
            return factor * (0.2 / (1 + age) ** 1.2 + 0.0008)

        def most(at: float, own: float = own, place: tuple[int, int] = place, page: SimulatedPage = page) -> float:
            age = max(0.0, at - page.born)
            return 1e-9 + 15.0 * site_factor[page.site] * section_factor[place] * own * (
                0.2 / (1 + age) ** 1.2 + 0.0008
            )

        happen(page, rate, most, chance)
    return pages


def clustered(chance: Random) -> list[SimulatedPage]:
    """What the estimator does not assume: age says nothing, an edit brings others, whole sites are gone over."""
    pages = newborn(chance)
    campaigns = [(chance.randrange(SITES), chance.random() * YEAR) for _ in range(4)]
    for page in pages:
        page.deleted = page.seen + chance.expovariate(0.0004)
        own = chance.gammavariate(0.2, 0.005 / 0.2)
        begun = []
        at = page.seen + chance.expovariate(own + 1e-9)
        while at < YEAR:
            begun.append(at)
            at += chance.expovariate(own + 1e-9)
        for site, day in campaigns:
            if page.site == site and day > page.seen and chance.random() < 0.1:
                begun.append(day + 3 * chance.random())
        for first in begun:
            at = first
            page.events.append(at)
            while chance.random() < 0.55:
                at += chance.expovariate(1 / 2.0)
                page.events.append(at)
        page.events = sorted(event for event in page.events if event < min(YEAR, page.deleted))
        if page.deleted < YEAR:
            page.events.append(page.deleted)
    return pages


def steady(chance: Random) -> list[SimulatedPage]:
    """A few pages that are kept up to date for ever, among many that never change after their first days."""
    pages = newborn(chance)
    for page in pages:
        kept = chance.random() < 0.03
        first_days = 0.15 * chance.random()

        def rate(page: SimulatedPage, at: float, kept: bool = kept, first_days: float = first_days) -> float:
            return (0.08 if kept else 0.0002) + (first_days if at - page.born < 2 else 0.0)

        happen(page, rate, lambda _at, first_days=first_days: 0.081 + first_days, chance)
    return pages


WORLDS: dict[str, World] = {"ageing": ageing, "clustered": clustered, "steady": steady}


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
            policy.look(page, before, now, bool(found))
    delays += [YEAR - event for page in pages for event in page.events if event > page.asked]
    return fmean(delays)


POLICIES: dict[str, Callable[[], Policy]] = {
    "uniform": Uniform,
    "fixed ladder": FixedLadder,
    "ladder with edits": LadderWithEdits,
    "estimator": Estimator,
}


def measure(seeds: int, budget: int) -> list[dict[str, object]]:
    """Each world with each seed, each policy on the very same events."""
    rows: list[dict[str, object]] = []
    for name, world in WORLDS.items():
        for seed in range(seeds):
            delays = {policy: simulate(world(Random(seed)), make(), budget) for policy, make in POLICIES.items()}
            events = sum(len(page.events) for page in world(Random(seed)))
            rows.append({"process": name, "seed": seed, "events": events, **delays})
    return rows


def tell(rows: list[dict[str, object]]) -> None:
    """The delays as a table, and what the estimator gains on the two it must beat."""
    table = Table(title="mean days from an event to its detection")
    for heading in (*rows[0], "vs uniform", "vs ladder"):
        table.add_column(heading, justify="right")
    for row in rows:
        figures = [f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()]
        mine = float(str(row["estimator"]))
        gains = [f"{1 - mine / float(str(row[name])):.0%}" for name in ("uniform", "fixed ladder")]
        table.add_row(*figures, *gains)
    Console(width=140).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--budget", type=int, default=15, help="requests at each of the three visits a day")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = measure(given.seeds, given.budget)
    if given.json:
        print(json.dumps(result))
    else:
        tell(result)
