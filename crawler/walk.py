"""The walk through one section's list pages: what was found on them, and whether that was all of it. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from crawler.listed import Listed, key_of, renamed
from crawler.numbering import stepped
from crawler.site import Section, Site
from crawler.totals import Totals
from crawler.walk_report import LISTS_NOTHING, WalkReport
from pipelines.pagers.paging import PageRequest

if TYPE_CHECKING:
    from pipelines.pagers.paging import Listing, ListItem

PAGE_LIMIT: Final = 10_000
# A list that loses items faster than this while it is walked is walked again another time.
MOST_LOOKS_BACK: Final = 5

Role = Literal["page", "back", "look", "again", "probe"]
"""Why a list page is asked for: the next one; one before it again, for items that moved up; the first one again, for
what came or went meanwhile; all of them again; the one beyond the last."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """One walk while it goes on: `following` says what to ask for, `take` takes the answer."""

    site: Site
    section: Section
    start: PageRequest | None = None
    """How to ask for the first page; None takes the section's own."""
    since: date | None = None
    max_pages: int | None = None
    ground: frozenset[str] = frozenset()
    """Keys of articles below which nothing can be new; none walks to the end of the list."""
    enough: int = 20
    """So many articles of known ground in a row end the walk: more than any list pins to its top."""
    known: int = 0
    """How many of the articles listed last, in a row, are known ground."""
    pages: int = 0
    """List pages that were answered, those that were asked again included."""
    place: int = 0
    """How many pages down the list the walk is."""
    stopped: str | None = None
    wanted: bool = False
    ended: bool = False
    grounded: bool = False
    over: bool = False
    _queue: deque[tuple[PageRequest, Role]] = field(default_factory=deque)
    _role: Role = "page"
    _now: PageRequest = field(init=False)
    _before: PageRequest | None = None
    _first: PageRequest | None = None
    _first_keys: frozenset[str] = frozenset()
    _first_items: tuple[ListItem, ...] = ()
    _asked: set[str] = field(default_factory=set)
    _listed: Listed = field(init=False)
    _most_items: int = 0
    _fewest_items: int = PAGE_LIMIT
    _is_short: bool = False
    """Whether the page before had fewer entries than every other one, as a last one has."""
    _stale: int = 0
    _looks_back: int = 0
    _again: int = 0
    _said: int | None = None
    _totals: Totals = field(default_factory=Totals)

    def __post_init__(self) -> None:
        self._now = self.start or PageRequest(url=self.section.start)
        self._listed = Listed(site=self.site, section=self.section)
        self._asked.add(name_of(self._now))

    def following(self) -> PageRequest | None:
        """How to ask for the next list page; None where the walk is over."""
        if self.over or not self._queue:
            return None
        self._now, self._role = self._queue.popleft()
        return self._now

    def take(self, listing: Listing) -> list[ListItem]:
        """Note one list page; the items on it that are articles and were not on an earlier page of this walk."""
        self.pages += 1
        if self._role == "look" and self._now is self._first and (why := renamed(self._first_items, listing.items)):
            self.fail(why)
            return []
        if self._role == "page" and (why := self._listed.told_before(listing)):
            self.fail(why)
            return []
        grown = self._totals.take(listing)
        keys, fresh, unknown = self._listed.take(listing)
        if self._role == "page":
            self._go_on(listing, keys, bool(fresh), shrunk=grown < 0)
        elif self._role == "look":
            self._compare(listing, frozenset(keys), unknown)
        elif self._role == "back" and grown:
            # It moved once more, and items may be back on the deeper page.
            self._look_back(self._before)
        elif self._role == "again":
            self._go_on_again(listing)
        elif self._role == "probe" and fresh:
            # What was taken for the last page was not the last.
            self.place += 1
            self._before, before = self._now, self._before
            self._probe(listing, len(keys), before)
        self.over = not self._queue
        return [item for item in fresh if not (self.since and item.date and item.date < self.since)]

    def fail(self, why: str, *, missing: bool = False) -> None:
        """End the walk because a list page could not be read, or is not there."""
        if self._role == "probe":
            # There is nothing beyond the last page, as it should be.
            self.over = not self._queue
            return
        if missing and self._role == "page" and self.place > 1:
            if self._is_short and self._short_of_pages() is None:
                # Each page links to a next one, the last one too.
                self._close(None, [], None)
                self.over = not self._queue
                return
            self.ended = self._short_of_pages(self.place + 1) is None
        self.over = True
        self.stopped = self.stopped or why
        self._queue.clear()

    def look_again(self) -> None:
        """Have the first page asked for once more, as at the end of a list that moved."""
        if self._first is not None:
            self._queue.append((self._first, "look"))
            self.over = False

    def report(self) -> WalkReport:
        """What the walk came to."""
        stopped = self.stopped
        if not self.over:
            stopped = stopped or "the visit ended before the walk did"
        elif stopped is None and self._listed.entries < (self._totals.records or 0):
            stopped = f"{len(self._listed.keys)} articles were listed and {self._totals.records} advertised"
        elif stopped is None and self._listed.is_turned and self._totals.records is None:
            stopped = "some of its pages have the newest first, and others the oldest"
        elif stopped is None and not self._listed.entries and self._totals.records != 0:
            stopped = LISTS_NOTHING
        return WalkReport(
            section=self.section.name,
            pages=self.place,
            items=len(self._listed.keys),
            advertised=self._totals.records,
            complete=stopped is None,
            stopped=stopped,
            wanted=self.wanted,
            fullest=self._most_items,
            left_out=len(self._listed.left_out),
            ended=self.over and self.ended,
            grounded=self.grounded,
        )

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the articles listed so far."""
        return frozenset(self._listed.keys)

    @property
    def probing(self) -> bool:
        """Whether the page under way is one that should not be there."""
        return self._role == "probe"

    # The next page.

    def _go_on(self, listing: Listing, keys: list[str], fresh: bool, *, shrunk: bool) -> None:
        following = listing.following
        if not keys and following is not None and self.place == 0:
            # A frame that a script fills; its first page is still to be asked for.
            self._ask(following, "page")
            return
        self.place += 1
        self._totals.held += listing.held - 1
        if self.place == 1:
            self._first, self._first_keys, self._first_items = self._now, frozenset(keys), listing.items
        elif shrunk:
            # What was taken off the list above moved items up, over the seam between the page before and this one.
            self._look_back(self._before)
        self._look_for_skipped(listing)
        self._stale = 0 if fresh or self.place == 1 else self._stale + 1
        self._is_short = len(keys) < self._fewest_items
        self._fewest_items = min(self._fewest_items, len(keys))
        self._most_items = max(self._most_items, len(keys))
        self._count_known(keys)
        before, self._before = self._before, self._now
        self._decide(listing, keys, following, before)

    def _decide(
        self, listing: Listing, keys: list[str], following: PageRequest | None, before: PageRequest | None
    ) -> None:
        dated = [item.date for item in listing.items if item.date]
        if self._stale > 1 + self._totals.repeated(self._most_items) or (self._stale and following is None):
            self._end_at_repeated(following)
        elif following is None and listing.family == "feed":
            self._stop("a feed names only what is newest")
        elif following is None:
            self.stopped = self.stopped or listing.incomplete or self._short_of_pages()
            self._close(listing, keys, before)
        elif self.since and dated and max(dated) < self.since:
            self._stop(f"older than {self.since}")
        elif self.max_pages is not None and self.pages >= self.max_pages:
            self._stop(f"{self.max_pages} list pages were asked for")
        elif self.ground and self.known >= self.enough and not self._listed.is_oldest_first:
            self.grounded = True
            self._stop(f"the last {self.known} articles are known ground")
        elif self.pages >= PAGE_LIMIT:
            self.stopped = f"more than {PAGE_LIMIT} list pages"
        elif not self._ask(following, "page"):
            self._end_at_walked(following, before, keys)

    def _end_at_repeated(self, following: PageRequest | None) -> None:
        """Pages that list nothing new: the end of the list, unless it is the first page for whatever is asked."""
        distinct = self.place - self._stale
        if distinct <= 1 or (following is None and self.place == 2):
            self.stopped = f"page {self.place} lists nothing that earlier pages did not"
            return
        self.stopped = self.stopped or self._short_of_pages(distinct)
        self._close(None, [], None)

    def _end_at_walked(self, following: PageRequest, before: PageRequest | None, keys: list[str]) -> None:
        """A next page that was walked already: the last page may link to itself, or not count itself."""
        short = self._short_of_pages()
        beyond = stepped(before, self._now, 1) if before is not None and short and not self._stale else None
        if beyond is not None and self._ask(beyond, "page"):
            return
        if short is not None or name_of(following) != name_of(self._now):
            self.stopped = short or "the next page is one that was walked already"
            return
        self._close(None, keys, before)

    def _close(self, listing: Listing | None, keys: list[str], before: PageRequest | None) -> None:
        """The list's own end: look whether it is the end, and whether the list moved while it was walked."""
        self.ended = True
        if listing is not None:
            self._probe(listing, len(keys), before)
        settled = self._totals.records is not None and not self._totals.moved
        if self.place > 1 and self._first is not None and not settled:
            self._queue.append((self._first, "look"))

    def _probe(self, listing: Listing, items: int, before: PageRequest | None) -> None:
        """Where a total of pages that may count from 0 ends the list with a full page, ask for one more."""
        counted = listing.total_pages is not None and listing.family != "links" and self._totals.records is None
        if counted and before is not None and self.place > 2 and items >= self._most_items:
            self._ask(stepped(before, self._now, 1), "probe")

    # Looking again.

    def _compare(self, listing: Listing, keys: frozenset[str], unknown: frozenset[str]) -> None:
        """The first page again: what came while the list was walked, and whether something went."""
        if keys and keys == unknown and listing.following is not None and self.pages <= PAGE_LIMIT:
            # More came than one page holds.
            self._queue.append((listing.following, "look"))
        elif self._now is self._first and self._totals.records is None and len(self._first_keys - keys) > len(unknown):
            # Something went from the top, so others moved up past us; without totals nobody knows how many.
            self._asked = {name_of(self._now)}
            self._go_on_again(listing)

    def _go_on_again(self, listing: Listing) -> None:
        self._again += 1
        if self._again <= self.place:
            self._ask(listing.following, "again")

    def _look_back(self, request: PageRequest | None) -> None:
        self._looks_back += 1
        if request is not None and self._looks_back <= MOST_LOOKS_BACK:
            self._queue.append((request, "back"))
        else:
            self.stopped = self.stopped or "the list lost items faster than it could be walked"

    def _look_for_skipped(self, listing: Listing) -> None:
        """A page that says it is further down than it should be: the address of the one between was wrong."""
        before, self._said = self._said, listing.page + listing.held - 1 if listing.page is not None else None
        if before is None or listing.page is None or listing.page <= before + 1:
            return
        for number in range(before + 1, listing.page):
            back = number - listing.page - 1
            between = stepped(self._now, listing.following, back) if listing.following else None
            if between is not None and self._totals.moved and name_of(between) in self._asked:
                # Addresses that count down: what stands there now stood elsewhere when it was asked for.
                self._queue.append((between, "back"))
            elif between is None or not self._ask(between, "back"):
                self.stopped = f"page {before} of the list was followed by page {listing.page}"
                return
            self.place += 1

    # Counting.

    def _short_of_pages(self, walked: int | None = None) -> str | None:
        return self._totals.short_of(self.place if walked is None else walked)

    def _count_known(self, keys: list[str]) -> None:
        for key in keys:
            self.known = self.known + 1 if key in self.ground else 0

    def _ask(self, page: PageRequest | None, role: Role) -> bool:
        """Put a page on the list of those to ask for; False where it was asked for already."""
        if page is None or name_of(page) in self._asked:
            return False
        self._asked.add(name_of(page))
        self._queue.append((page, role))
        return True

    def _stop(self, why: str) -> None:
        self.stopped, self.wanted = why, True


def name_of(page: PageRequest) -> str:
    """How a list page is asked for, in a form to be compared."""
    return f"{page.method} {key_of(page.url)} {page.body or ''}"
