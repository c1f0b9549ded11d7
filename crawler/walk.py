"""The walk through one section's list pages: what was found on them, and whether that was all of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from archive.url import surt
from crawler.site import Section, Site

if TYPE_CHECKING:
    from pipelines.pagers.paging import Listing, ListItem, PageRequest

PAGE_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkReport:
    """What one walk came to."""

    section: str
    pages: int
    items: int
    """Distinct articles listed."""
    advertised: int | None
    complete: bool
    stopped: str | None
    """Why the walk is not complete, one line."""
    wanted: bool
    """Whether it stopped where the person who asked for it wanted."""
    left_out: int = 0
    """Listed links that are no articles of this site: other hosts, or not what `article` of the site file matches."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """One walk while it goes on."""

    site: Site
    section: Section
    since: date | None = None
    max_pages: int | None = None
    pages: int = 0
    advertised: int | None = None
    total_pages: int | None = None
    stopped: str | None = None
    wanted: bool = False
    left_out: int = 0
    over: bool = False
    _asked: set[str] = field(default_factory=set)
    _listed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._asked.add(f"GET {_key(self.section.start)} ")

    def take(self, listing: Listing) -> list[ListItem]:
        """Note one list page; the items on it that are articles and were not on an earlier page of this walk."""
        self.pages += 1
        self.advertised = self.advertised if self.advertised is not None else listing.total_records
        self.total_pages = self.total_pages if self.total_pages is not None else listing.total_pages
        items = list(self._articles(listing))
        fresh = [item for item in items if self._note(item)]
        self._decide(listing, items, fresh)
        return [item for item in fresh if not (self.since and item.date and item.date < self.since)]

    def fail(self, why: str) -> None:
        """End the walk because a list page could not be read."""
        self.over = True
        self.stopped = self.stopped or why

    def report(self) -> WalkReport:
        """What the walk came to."""
        stopped = self.stopped
        if not self.over:
            stopped = stopped or "the visit ended before the walk did"
        elif stopped is None and self.advertised is not None and len(self._listed) + self.left_out < self.advertised:
            stopped = f"{len(self._listed)} articles were listed and {self.advertised} advertised"
        return WalkReport(
            section=self.section.name,
            pages=self.pages,
            items=len(self._listed),
            advertised=self.advertised,
            complete=stopped is None,
            stopped=stopped,
            wanted=self.wanted,
            left_out=self.left_out,
        )

    def following(self, listing: Listing) -> PageRequest | None:
        """How to ask for the next list page; None where the walk is over."""
        return None if self.over else listing.following

    def _decide(self, listing: Listing, items: list[ListItem], fresh: list[ListItem]) -> None:
        dated = [item.date for item in items if item.date]
        following = listing.following
        if following is None:
            self.over = True
            self.stopped = listing.incomplete
            if self.total_pages is not None and self.pages < self.total_pages:
                self.stopped = self.stopped or f"{self.pages} list pages were found and {self.total_pages} advertised"
        elif self.since and dated and max(dated) < self.since:
            self._stop(f"older than {self.since}", wanted=True)
        elif self.max_pages is not None and self.pages >= self.max_pages:
            self._stop(f"{self.max_pages} list pages were asked for", wanted=True)
        elif not self._unasked(following):
            self._stop("the next page is one that was walked already")
        elif items and not fresh and self.pages > 1:
            # A server that answers every page with the same list.
            self._stop(f"page {self.pages} lists nothing that earlier pages did not")
        elif self.pages >= PAGE_LIMIT:
            self._stop(f"more than {PAGE_LIMIT} list pages")

    def _unasked(self, page: PageRequest) -> bool:
        key = f"{page.method} {_key(page.url)} {page.body or ''}"
        if key in self._asked:
            return False
        self._asked.add(key)
        return True

    def _stop(self, why: str, *, wanted: bool = False) -> None:
        self.over, self.stopped, self.wanted = True, why, wanted

    def _articles(self, listing: Listing) -> Iterator[ListItem]:
        pattern = self.section.article or self.site.profile.article
        for item in listing.items:
            if item.url and self.site.holds(item.url) and (not pattern or re.search(pattern, item.url)):
                yield item
            else:
                self.left_out += 1

    def _note(self, item: ListItem) -> bool:
        key = _key(item.url or "")
        if not key or key in self._listed:
            return False
        self._listed.add(key)
        return True


def _key(url: str) -> str:
    try:
        return surt(url)
    except ValueError:
        return ""
