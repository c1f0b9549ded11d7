"""Which known pages are due again: a ladder by age, pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

Revisit = Literal["all", "due", "none"]

# Edits come early: within hours for slips of the pen, within days for figures, and hardly ever after a year.
LADDER: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(days=1), timedelta(hours=4)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=3)),
    (timedelta(days=365), timedelta(days=14)),
)
OLDEST = timedelta(days=60)
GONE = timedelta(days=30)
# A crawl that is started every four hours must not find the page a minute too young each second time.
SLACK = 0.9


class Known(Protocol):
    """What the ladder looks at; `archive.KnownPage` is one."""

    @property
    def state(self) -> str:
        """live, suspect, gone, moved or blocked."""

    @property
    def first_seen(self) -> datetime:
        """When it was first seen."""

    @property
    def last_asked(self) -> datetime | None:
        """When it was last asked for, whatever came of it."""

    @property
    def published_at(self) -> datetime | None:
        """When it says it was published."""

    @property
    def edits(self) -> int:
        """How many times it was changed since it was first seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedInVain:
    """A page that is no article, for the ladder of `crawler.revisit`: it may become one."""

    first_seen: datetime
    last_asked: datetime
    state: str = "live"
    published_at: datetime | None = None
    edits: int = 0


def interval(page: Known, now: datetime) -> timedelta:
    """How long to leave a page alone after it was last asked for."""
    if page.state == "suspect":
        # A second, independent witness is wanted: the next visit asks.
        return timedelta(0)
    if page.state == "blocked":
        return timedelta(days=1)
    if page.state in ("gone", "moved"):
        return GONE
    age = now - (page.published_at or page.first_seen)
    wait = next((pause for limit, pause in LADDER if age <= limit), OLDEST)
    return wait / (1 + min(page.edits, 3))


def is_due(page: Known, now: datetime, revisit: Revisit) -> bool:
    """Whether to ask for a known page on a visit that starts now."""
    if revisit == "none":
        return False
    if revisit == "all" or page.last_asked is None:
        return True
    return now - page.last_asked >= interval(page, now) * SLACK
