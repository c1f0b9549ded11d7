"""What happens to 1,000 pages in a year: processes of edits and deletions, each with the rates that nobody can see."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

YEAR = 365.0
PAGES = 1000
SITES = 3
SECTIONS = 4

Truth = Callable[[float, float, float], float]
"""Events a day to expect at a moment, from that moment, that of the last look before it, and the last event known."""


def _nothing(_at: float, _asked: float, _last: float) -> float:
    return 0.0


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
    last: float = -math.inf
    """The last event that a look has shown; the oracle alone is told when it was."""
    truth: Truth = _nothing
    """What the oracle knows."""


Rate = Callable[[float], float]
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
    page.truth = lambda at, _asked, _last: rate(at)
    at = page.seen
    while True:
        bound = most(at)
        at += chance.expovariate(bound)
        if at >= YEAR:
            return
        if chance.random() * bound < rate(at):
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

        def rate(at: float, page: SimulatedPage = page, own: float = own, place: tuple[int, int] = place) -> float:
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


def _clustered_truth(own: float, campaigns: list[float]) -> Truth:
    def truth(at: float, asked: float, last: float) -> float:
        # Each edit begins a chain of 1 / 0.45 in all; a tenth of the site is gone over in the three days of a campaign.
        rate = 0.0004 + own / 0.45
        for day in campaigns:
            if day <= at and asked < day + 7:
                rate += (0.1 / 3 if at < day + 3 else 0.0) + 0.1 * 0.275 * math.exp(-0.225 * max(0.0, at - day - 1.5))
        # A chain that was seen goes on as likely as nothing was seen of it up to the last look.
        alive = 0.55 * math.exp(-(asked - last) / 2)
        return rate + alive / (0.45 + alive) * 0.5 * math.exp(-0.225 * (at - asked))

    return truth


def clustered(chance: Random) -> list[SimulatedPage]:
    """What the estimator does not assume: age says nothing, an edit brings others, whole sites are gone over."""
    pages = newborn(chance)
    campaigns = [(chance.randrange(SITES), chance.random() * YEAR) for _ in range(4)]
    for page in pages:
        page.deleted = page.seen + chance.expovariate(0.0004)
        own = chance.gammavariate(0.2, 0.005 / 0.2)
        page.truth = _clustered_truth(own, [day for site, day in campaigns if site == page.site])
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

        def rate(at: float, born: float = page.born, kept: bool = kept, first_days: float = first_days) -> float:
            return (0.08 if kept else 0.0002) + (first_days if at - born < 2 else 0.0)

        happen(page, rate, lambda _at, first_days=first_days: 0.081 + first_days, chance)
    return pages


def even(chance: Random) -> list[SimulatedPage]:
    """Every page is as likely to be edited as any other, at any age: no policy can do better than to ask in turn."""
    pages = newborn(chance)
    for page in pages:
        happen(page, lambda _at: 0.003, lambda _at: 0.003, chance)
    return pages


WORLDS: dict[str, World] = {"ageing": ageing, "clustered": clustered, "steady": steady, "even": even}
