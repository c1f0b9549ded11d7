"""Looking at a column: its first, second and last list page, and whether they bear out what the pager says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.url import surt
from crawler.errors import NotAColumn
from crawler.findings import Finding, counted, one_line
from pipelines.pagers.numbered import query_number
from pipelines.pagers.paging import Listing, ListItem, PageRequest
from pipelines.profile import Profile

if TYPE_CHECKING:
    from crawler.onlooker import Onlooker, Seen

FRAMES = 2
"""Pages that hold no item themselves but say where the first are; more is a loop."""
RENDERED = "; --scripts has a browser run them"
_SUFFIX = re.compile(r"[_-](\d{1,9})\.\w+$|/(\d{1,9})\.\w+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One list page: what came back, and what was read in it."""

    seen: Seen
    listing: Listing | None
    error: str | None = None

    @property
    def items(self) -> tuple[ListItem, ...]:
        """Its items that have an address."""
        return tuple(item for item in self.listing.items if item.url) if self.listing else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The list pages of a column that were looked at."""

    front: Seen
    """The page at the address that was asked for; a frame without items on some sites."""
    first: ListPage
    second: ListPage | None = None
    last: ListPage | None = None

    @property
    def start(self) -> str:
        """The address that a walk begins with."""
        return self.front.url if self.front.moved_for_good else self.front.asked

    @property
    def pages(self) -> tuple[ListPage, ...]:
        """Those that could be read, each once."""
        last = self.last if self.last is not self.second else None
        return tuple(page for page in (self.first, self.second, last) if page is not None and page.items)

    @property
    def items(self) -> tuple[ListItem, ...]:
        """The items of all pages, each address once."""
        found = {item.url: item for page in reversed(self.pages) for item in reversed(page.items)}
        return tuple(reversed(found.values()))


async def look_at_list(onlooker: Onlooker, page: PageRequest, profile: Profile) -> ListPage:
    """Fetch and read one list page."""
    seen = await onlooker.look(page)
    reading = await onlooker.read_list(seen, profile)
    if onlooker.renders and seen.payload is not None and reading.is_empty:
        seen = await onlooker.render(seen)
        reading = await onlooker.read_list(seen, profile)
    return ListPage(seen=seen, listing=reading.listing, error=reading.error)


async def look_at_start(onlooker: Onlooker, start: str, profile: Profile) -> tuple[ListPage, Seen]:
    """The first list page that holds items, and the front page; a frame leads to its list by its script."""
    page = await look_at_list(onlooker, PageRequest(url=start), profile)
    front = page.seen
    for _frame in range(FRAMES):
        following = page.listing.following if page.listing and not page.items else None
        if following is None or await _hides_items(onlooker, page, profile):
            break
        page = await look_at_list(onlooker, following, profile)
    return page, front


def without_rules(profile: Profile) -> Profile:
    """The profile without what it says about the items of lists."""
    return replace(profile, article=None, items=())


async def _hides_items(onlooker: Onlooker, page: ListPage, profile: Profile) -> bool:
    """Whether a page is empty only by the rules of the site file, and so no frame."""
    bare = without_rules(profile)
    if bare == profile:
        return False
    reading = await onlooker.read_list(page.seen, bare)
    return reading.listing is not None and any(item.url for item in reading.listing.items)


async def look_at_column(onlooker: Onlooker, url: str) -> Column:
    """Look at the first, second and last list page; raises `NotAColumn` where the first holds no items."""
    first, front = await look_at_start(onlooker, url, Profile())
    if not first.items:
        empty = (first.error or "").startswith("EmptyShell") and not first.seen.rendered
        raise NotAColumn(url, f"{_why_not(first)}{RENDERED if empty else ''}")
    listing = first.listing
    assert listing is not None
    second = last = None
    if listing.following is not None:
        second = await look_at_list(onlooker, listing.following, Profile())
        end = listing.last_url
        if end is not None and _key(end) not in {_key(first.seen.url), _key(second.seen.asked)}:
            last = await look_at_list(onlooker, PageRequest(url=end), Profile())
        elif end is not None and _key(end) == _key(second.seen.asked):
            last = second
    return Column(front=front, first=first, second=second, last=last)


def paging_findings(column: Column) -> Iterator[Finding]:
    """What the pager says, and what the second and the last page make of it."""
    first = column.first.listing
    assert first is not None
    yield Finding(
        what="list", found=f"{counted(len(column.first.items), 'item')}, {_dated(column.first)}", where=column.start
    )
    yield Finding(what="pager", found=first.family or "none: one page", where=_said(first))
    yield from years_finding(first, column.start)
    if first.incomplete:
        yield Finding(what="pager", found=first.incomplete, where=column.start, fits=False)
    if column.second is not None:
        yield _second(column, column.second)
    if column.last is not None:
        yield _last(column, column.last)
    if column.second is not None and column.last is not None:
        yield from _totals(column, column.last)


def years_finding(listing: Listing, where: str) -> Iterator[Finding]:
    """The lists of other years that a crawl walks as well, where the column is split by them."""
    years = [one.year for one in listing.years]
    if years:
        yield Finding(what="years", found=f"{counted(len(years), 'list')}, {years[0]} to {years[-1]}", where=where)


def _second(column: Column, page: ListPage) -> Finding:
    where = page.seen.asked
    if not page.items or page.listing is None:
        return Finding(what="page 2", found=_why_not(page), where=where, fits=False)
    known = {item.url for item in column.first.items}
    fresh = [item for item in page.items if item.url not in known]
    if not fresh:
        return Finding(what="page 2", found="lists what page 1 lists", where=where, fits=False)
    says = page.listing.page
    held = column.first.listing.held if column.first.listing else 1
    if says not in (None, 2, 1 + held):
        return Finding(what="page 2", found=f"says that it is page {says}", where=where, fits=False)
    found = f"{counted(len(fresh), 'other item')}{f', says that it is page {says}' if says else ''}"
    return Finding(what="page 2", found=f"{found}{_counting(column, where)}", where=where)


def _counting(column: Column, second: str) -> str:
    number = _number(second)
    if number is None:
        return ""
    last = _number(column.last.seen.asked) if column.last is not None else None
    if last is not None and last < number:
        return f"; it carries {number} and the last page {last}: counted down"
    return {1: "; it carries 1: counted from 0", 2: "; it carries 2: counted from 1"}.get(number, "")


def _last(column: Column, page: ListPage) -> Finding:
    where = page.seen.asked
    total = column.first.listing.total_pages if column.first.listing else None
    name = f"last page{f', {total}' if total else ''}"
    if not page.items or page.listing is None:
        return Finding(what=name, found=_why_not(page), where=where, fits=False)
    if page.listing.following is not None:
        return Finding(what=name, found=f"leads on to {page.listing.following.url}", where=where, fits=False)
    known = {item.url for item in column.first.items}
    if all(item.url in known for item in page.items):
        return Finding(what=name, found="lists what page 1 lists", where=where, fits=False)
    says = page.listing.page
    if total and says not in (None, total):
        return Finding(what=name, found=f"says that it is page {says}", where=where, fits=False)
    return Finding(what=name, found=f"{counted(len(page.items), 'item')}, and no page after it", where=where)


def _totals(column: Column, last: ListPage) -> Iterator[Finding]:
    """Whether full pages and what the last one holds come to the advertised total."""
    first = column.first.listing
    if first is None or first.total_pages is None or first.total_records is None or not last.items:
        return
    if first.held > 1:
        return
    come_to = len(column.first.items) * (first.total_pages - 1) + len(last.items)
    pages = f"{first.total_pages} pages of {len(column.first.items)}, {len(last.items)} on the last"
    off = abs(come_to - first.total_records)
    found = f"{first.total_records} advertised; {pages} come to {come_to}"
    yield Finding(what="total", found=found, where=column.start, fits=off <= len(column.first.items))


def _said(listing: Listing) -> str:
    parts = [
        counted(listing.total_pages, "page") if listing.total_pages is not None else "",
        counted(listing.total_records, "record") if listing.total_records is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "no totals"


def _dated(page: ListPage) -> str:
    return f"{sum(item.date is not None for item in page.items)} dated"


def _number(url: str) -> int | None:
    """The number that an address of a list page carries."""
    match = _SUFFIX.search(urlsplit(url).path)
    if match:
        return int(match[1] or match[2])
    query = query_number(url)
    return query[1] if query else None


def _why_not(page: ListPage) -> str:
    return one_line(page.seen.trouble or page.error or "no list of articles was found on it", 200)


def _key(url: str) -> str:
    try:
        return surt(url)
    except ValueError:
        return url
