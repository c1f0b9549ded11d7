"""What a list page says about itself: its items, its place among the pages, and how to ask for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  a field of ListItem is called date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One entry of a list page."""

    url: str | None
    """The absolute http address; None where the link has none, or the page's own address is unknown."""
    title: str
    """The title as printed; the link's title attribute where the printed one is cut with an ellipsis."""
    date: Date | None = None
    """The date printed beside the title; never one taken from the title's words or from the address alone."""
    href: str = ""
    """The address as it stands in the page."""
    changed: Date | None = None
    """The day a sitemap says that it was last changed, so published by then; no list says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """How to ask for one page of a list."""

    url: str
    method: str = "GET"
    body: str | None = None
    """A form or JSON text, for POST."""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearList:
    """One of the lists of a column that is split by years; each has pages of its own."""

    year: int
    request: PageRequest | None = None
    """How to ask for its first page; None where it is the page itself, and no link leads there."""
    own: bool = False
    """Whether the page that names it belongs to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """What one pager reader found; the parts it does not know are None."""

    family: str
    page: int | None = None
    total_pages: int | None = None
    total_records: int | None = None
    next_url: str | None = None
    next_request: PageRequest | None = None
    last_url: str | None = None
    held: int = 1
    incomplete: str | None = None
    start: PageRequest | None = None
    """How to ask for the first page, for pages that are filled by a script and hold no items themselves."""
    items: tuple[ListItem, ...] | None = None
    """The items, where the answer holds them as records; None has them looked for in the markup."""
    markup: str | None = None
    """The piece of markup that holds the items, where it is not the page's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list page as read: its items in page order, and where the walk goes on.

    A page of which nothing could be read as an item gives an empty Listing; whoever walks the list treats that as a
    finding, unless `following` leads to the page that holds the items.
    """

    url: str
    items: tuple[ListItem, ...] = ()
    left_out: tuple[ListItem, ...] = ()
    """Entries of the list that are no articles by the site file's `article`; only where a total counts them."""
    next_url: str | None = None
    """The next page's address; None on the last page, and where only a POST brings it."""
    total_pages: int | None = None
    total_records: int | None = None
    """How many items the page says the whole list has."""
    family: str | None = None
    """The pager that was found (`trs`, `ucap`, `hanweb`, … `links`); None where there is none."""
    page: int | None = None
    """Which page this says it is, from 1; a server that answers page 1 to everything shows here."""
    last_url: str | None = None
    """The last page's address: to be fetched and compared, for totals are often wrong."""
    next_request: PageRequest | None = None
    """The next page's request, where it takes more than a GET of `next_url`."""
    held: int = 1
    """How many of the pages that it counts stand on this one: some files bring the first ten at once."""
    incomplete: str | None = None
    """Why pages beyond this one cannot be reached from here; None when they can, or when there are none."""
    years: tuple[YearList, ...] = ()
    """The lists that its column is split into by years, newest first; none where it is one list."""

    @property
    def following(self) -> PageRequest | None:
        """The request for the next page, whatever its form; None at the end of the list."""
        if self.next_request is not None:
            return self.next_request
        return PageRequest(url=self.next_url) if self.next_url is not None else None
