"""Which known pages are asked for again on a visit. Pure: what each would gain is worked out by `archive.due`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive.due import LADDER
from archive.kept import DuePage
from crawler.findings import counted

Revisit = Literal["all", "due", "none"]

# A crawl that is started every four hours must not find the page a minute too young each second time.
SLACK = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The known pages that a visit asks for again, and how many it leaves alone."""

    asked: tuple[DuePage, ...] = ()
    """The highest gain first."""
    not_due: int = 0
    over_budget: int = 0
    """How many are due and wait for another day."""

    def left_alone(self, daily: int) -> str:
        """How many pages were left alone, and why, for the summary."""
        waiting = f", and {self.over_budget} wait for another day ({daily} requests a day)" if self.over_budget else ""
        return f"{counted(self.not_due, 'known page')} not due again{waiting}"


def select(pages: Sequence[DuePage], revisit: Revisit, budget: int) -> Selection:
    """The pages to ask for again, of those that the visit is about, with so many requests left for them today."""
    if revisit == "none":
        return Selection()
    ordered = sorted(pages, key=lambda page: -page.gain)
    if revisit == "all":
        return Selection(asked=tuple(ordered))
    due = [page for page in ordered if page.due]
    asked = tuple(due[: max(0, budget)])
    return Selection(asked=asked, not_due=len(ordered) - len(due), over_budget=len(due) - len(asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedInVain:
    """A page that is no article: it may become one."""

    first_seen: datetime
    last_asked: datetime


def is_due(page: AskedInVain, now: datetime, revisit: Revisit) -> bool:
    """Whether to ask for a page that is no article on a visit that starts now: by the ladder of ages alone."""
    if revisit == "none":
        return False
    age = now - page.first_seen
    days = next(days for end, days in LADDER if end is None or age <= timedelta(days=end))
    return revisit == "all" or now - page.last_asked >= timedelta(days=days) * SLACK
