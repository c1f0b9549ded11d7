"""The walk through a section: through its list, and where that is split by years through the list of each. Pure.

The list of the site file's address comes first, then the others, newest first. Each is a walk of its own, with totals
of its own, and the section was walked to its end when all of them were. Known ground ends them all but the newer ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from crawler.site import Section, Site
from crawler.walk import Walk, name_of
from crawler.walk_report import WalkReport
from pipelines.pagers.paging import PageRequest

if TYPE_CHECKING:
    from pipelines.pagers.paging import Listing, ListItem, YearList

MOST_YEARS: Final = 40
NEWEST: Final = 9999
"""Stands for the year of a list that does not say its own."""


@dataclass(slots=True, kw_only=True)
class _YearWalk:
    """The walk through one of the lists."""

    walk: Walk
    year: int
    came_by: str
    """How its first page is asked for."""
    named: dict[str, YearList] = field(default_factory=dict)
    """The lists that its first page names, by how they are asked for."""
    oldest: date | None = None
    first_page: tuple[ListItem, ...] = ()
    missing: bool = False
    """Whether there is no such list any more."""

    @property
    def walked(self) -> bool:
        """Whether the walk through it came to its end, with nothing left out."""
        return self.walk.over and self.walk.report().complete


@dataclass(slots=True, kw_only=True)
class SectionWalk:
    """One walk while it goes on: `following` says what to ask for, `take` takes the answer."""

    site: Site
    section: Section
    since: date | None = None
    max_pages: int | None = None
    ground: frozenset[str] = frozenset()
    """Keys of articles below which nothing can be new; none walks to the end of every list."""
    enough: int = 20
    """So many articles of known ground in a row end the walk: more than any list pins to its top."""
    _walks: list[_YearWalk] = field(default_factory=list)
    _at: int = 0
    """Which of them goes on."""
    _waiting: list[YearList] = field(default_factory=list)
    """Lists of further years, newest first."""
    _met: set[str] = field(default_factory=set)
    """Every list that was named, by how it is asked for."""
    _given_up: str | None = None
    """Why the lists that waited were left for another time, as was wanted."""
    _grounded: bool = False
    _strayed: int = 0

    def __post_init__(self) -> None:
        self._begin(PageRequest(url=self.section.start), NEWEST)

    def following(self) -> PageRequest | None:
        """How to ask for the next list page; None where the walk is over."""
        request = self._now.walk.following()
        if request is not None or not self._now.walk.over:
            return request
        self._give_up()
        if not self._waiting:
            return self._look_again()
        following = self._waiting.pop(0)
        assert following.request is not None
        return self._begin(following.request, following.year)

    def take(self, listing: Listing) -> list[ListItem]:
        """Note one list page; the items on it that are articles and were not on an earlier page of its list."""
        now = self._now
        is_first = now.walk.place == 0
        if is_first:
            now.named |= {name_of(one.request): one for one in listing.years if one.request is not None}
            own = next((one.year for one in listing.years if one.own), None)
            if own is not None and len(self._walks) == 1:
                now.year = own
            now.first_page = listing.items
        before = self.keys if is_first else frozenset()
        fresh = now.walk.take(listing)
        days = [item.date for item in listing.items if item.date]
        now.oldest = min([*days, now.oldest] if now.oldest else days, default=None)
        if not is_first or not now.walk.place:
            return fresh
        if len(self._walks) > 1 and self._is_foreign(now):
            self._strayed += 1
            return self._drop()
        if now.walk.keys <= before and (self._covers(now.year) or self._is_first_again(now)):
            # It shows again, by year, what the first list went through.
            return self._drop()
        self._meet(now)
        return fresh

    def fail(self, why: str, *, missing: bool = False) -> None:
        """End the walk through a list because a page of it could not be read, or is no longer there."""
        now = self._now
        now.missing = missing and len(self._walks) > 1 and now.walk.pages == 0
        now.walk.fail(why, missing=missing)

    def report(self) -> WalkReport:
        """What the walk came to."""
        reports = [one.walk.report() for one in self._walks]
        if len(reports) == 1 and not self._waiting and self._given_up is None:
            return replace(reports[0], strayed=self._strayed)
        faults = [report.stopped for report in reports if report.stopped and not report.wanted]
        if self._waiting:
            faults.append("the visit ended before the walk did")
        stops = [self._given_up, *(report.stopped for report in reports if report.wanted)]
        stopped = next((why for why in (*faults, *stops) if why is not None), None)
        return WalkReport(
            section=self.section.name,
            pages=sum(report.pages for report in reports),
            items=len(self.keys),
            advertised=self._advertised(),
            complete=stopped is None,
            stopped=stopped,
            wanted=stopped is not None and not faults,
            fullest=max(report.fullest for report in reports),
            left_out=sum(report.left_out for report in reports),
            ended=not self._waiting
            and self._given_up is None
            and all(report.ended or one.missing for report, one in zip(reports, self._walks, strict=True)),
            grounded=(self._grounded or reports[-1].grounded)
            and all(report.grounded or report.complete for report in reports),
            strayed=self._strayed,
        )

    @property
    def over(self) -> bool:
        """Whether there is nothing left to ask for."""
        self._give_up()
        return self._now.walk.over and not self._waiting and (self._at == 0 or self._given_up is not None)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the articles listed so far."""
        return frozenset().union(*(one.walk.keys for one in self._walks))

    @property
    def probing(self) -> bool:
        """Whether the page under way is one that should not be there."""
        return self._now.walk.probing

    @property
    def _now(self) -> _YearWalk:
        return self._walks[self._at]

    def _begin(self, start: PageRequest, year: int) -> PageRequest:
        walk = Walk(
            site=self.site,
            section=self.section,
            start=start,
            since=self.since,
            max_pages=None if self.max_pages is None else self.max_pages - self._pages,
            ground=self.ground,
            enough=self.enough,
            # The list of a young year is too short to be known ground by itself.
            known=self._now.walk.known if self._walks else 0,
        )
        self._walks.append(_YearWalk(walk=walk, year=year, came_by=name_of(start)))
        self._at = len(self._walks) - 1
        return start

    def _look_again(self) -> PageRequest | None:
        """Once all lists were walked, the first page again: what came meanwhile came there."""
        if self._at == 0 or self._given_up is not None:
            return None
        self._at = 0
        self._now.walk.look_again()
        return self._now.walk.following()

    def _drop(self) -> list[ListItem]:
        """Take a list for none of the section's, or for nothing new."""
        self._walks.pop()
        self._at = len(self._walks) - 1
        return []

    # Which lists of other years there are, and which of them are walked.

    def _meet(self, now: _YearWalk) -> None:
        """Have the lists wait that a first page names and none named before."""
        self._met |= {now.came_by, *(name for name, one in now.named.items() if one.own)}
        for name, one in now.named.items():
            if name not in self._met and len(self._met) < MOST_YEARS and self.site.holds(_url(one)):
                self._met.add(name)
                self._waiting.append(one)
        self._waiting.sort(key=lambda one: -one.year)

    def _is_foreign(self, now: _YearWalk) -> bool:
        """Whether a list leads to none of those that led to it, as another column's does."""
        return not (now.named.keys() & self._met - {now.came_by})

    def _covers(self, year: int) -> bool:
        """Whether the first list was walked to its end, pages and all, and goes further back than a year."""
        first = self._walks[0]
        return first.walk.place > 1 and first.walked and first.oldest is not None and first.oldest.year < year

    def _is_first_again(self, now: _YearWalk) -> bool:
        """Whether a list is the first one at its year's address, and no answer to whatever year is asked for."""
        first = self._walks[0]
        years = {item.date.year for item in now.first_page if item.date}
        return first.walked and now.first_page == first.first_page and years == {now.year}

    def _give_up(self) -> None:
        """Leave lists for another time: those of older years where known ground was reached, or as was wanted."""
        now, kept, why = self._now, self._waiting, ""
        if not kept or not now.walk.over:
            return
        if self.since is not None:
            kept, why = [one for one in kept if one.year >= self.since.year], f"older than {self.since}"
        if self.ground and now.walk.known >= self.enough:
            self._grounded = True
            kept, why = [one for one in kept if one.year > now.year], f"the last {now.walk.known} are known ground"
        if self.max_pages is not None and self._pages >= self.max_pages:
            kept, why = [], f"{self.max_pages} list pages were asked for"
        if len(kept) < len(self._waiting):
            self._given_up, self._waiting = why, kept

    @property
    def _pages(self) -> int:
        return sum(one.walk.pages for one in self._walks)

    def _advertised(self) -> int | None:
        """What all lists advertise together; one that others repeat is not counted."""
        counted, records = frozenset[str](), []
        for one in sorted(self._walks, key=lambda one: -len(one.walk.keys)):
            if not one.walk.keys <= counted:
                records.append(one.walk.report().advertised)
                counted |= one.walk.keys
        known = [one for one in records if one is not None]
        return sum(known) if known and len(known) == len(records) else None


def _url(one: YearList) -> str:
    return one.request.url if one.request is not None else ""
