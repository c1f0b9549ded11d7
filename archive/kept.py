"""What the archive answers with: changes, known pages, and what keeping a reading came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812  a field of ListedPage is called date
from datetime import datetime
from typing import Any

from archive.absence import State
from archive.article import Article
from archive.own_pages import OwnPages
from archive.version import ChangeKind, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One observed event on one page."""

    id: str
    url: str
    """The address at which it was observed."""
    kind: ChangeKind
    observed_after: datetime | None
    """The last look before it; None for a page seen for the first time."""
    observed_by: datetime
    """The first look that showed it."""
    from_version: int | None
    to_version: int | None
    title: str
    summary: str
    reason: str | None = None
    chars_added: int = 0
    chars_removed: int = 0
    after_capture: int | None = None
    by_capture: int
    run: int | None = None
    """The run that established it."""
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownState:
    """A state that a page was in, entered between two looks."""

    state: State
    reason: str | None
    """Why, or why nothing more is known: `404`, `site-wide outage`, `unreachable`, `delisted but alive` …"""
    observed_after: datetime | None
    observed_by: datetime
    after_capture: int | None = None
    by_capture: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What keeping a capture or a reading came to."""

    url: str
    version: int
    """The number of the page's current version; 0 where it was never read as an article."""
    changes: tuple[Change, ...] = ()
    """The changes that this established, those of an address that moved here included."""
    unjudged: frozenset[int] = frozenset()
    """Ended runs whose absences may mean something else by now, where that was left for later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """One page that was read before, for deciding when to ask it again."""

    url: str
    """The address that last gave the article."""
    key: str
    state: State
    section: str | None
    first_seen: datetime
    last_seen: datetime
    last_asked: datetime
    published_at: datetime | None
    edits: int
    """How many versions followed the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """One page that was read before, with what a visit to it now is expected to gain."""

    url: str
    """The address that last gave the article."""
    key: str
    section: str | None
    published_at: datetime | None
    due: bool
    """Whether it has waited as long as a page of its age and rate should."""
    rate: float
    """Edits and removals a day to be expected of it."""
    gain: float
    """The edits that nobody has noticed yet, times how long they have been there; in days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """One page that a list named and nothing has answered for yet."""

    url: str
    key: str
    section: str
    date: Date | None
    """The date that the list prints."""
    first_seen: datetime
    """When a list named it first."""
    tries: int
    """How many times it was asked for in vain."""
    last_asked: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What keeping an article takes that follows from the article alone; `archive.readings.prepare` makes it.

    A crawl has it made where the page is read, in a worker process, and only writes it in its own.
    """

    row: Mapping[str, Any]
    """The columns of `readings` that hold the article."""
    title: str
    """The title as `archive.search.segment` cuts it for the index."""
    text: str
    """The text as `archive.search.segment` cuts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """One reader's result for one capture: an article with its fingerprint, or why there is none."""

    capture: int
    reader: str
    article: Article | None = None
    fingerprint: str | None = None
    error: str | None = None
    error_kind: str | None = None
    """The name of the verdict's class: `MissingPage`, `BlockPage` …"""
    prepared: Prepared | None = None
    """Of this very article, where it was made beforehand."""
    parts: tuple[int, ...] = ()
    """Of an article of several pages: `archive.own_pages.OwnPages.parts`."""

    def __post_init__(self) -> None:
        """Raise ValueError for half a reading."""
        if (self.article is None) == (self.error_kind is None):
            raise ValueError("a reading is an article, or an error with its kind")
        if self.article is not None and self.fingerprint is None:
            raise ValueError("an article comes with its fingerprint")

    @property
    def pages(self) -> OwnPages | None:
        """The further pages of the article, read with the first or not; None where it has none."""
        if self.article is None or not (self.article.later_pages or self.article.next_page):
            return None
        return OwnPages(later=self.article.later_pages, following=self.article.next_page, parts=self.parts)

    def of(self, capture: int) -> NewReading:
        """The same of another capture."""
        return self if capture == self.capture else replace(self, capture=capture)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request for an address can send."""

    capture: int
    """The capture that a 304 will stand for."""
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A page as it was at some moment, by all that is known today."""

    url: str
    at: datetime
    state: State | None
    """None where the page was not seen by then."""
    version: Version | None
    article: Article | None
