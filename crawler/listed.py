"""What one walk has listed so far: the articles, each once, and the links that are none. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from archive.url import surt
from crawler.site import Section, Site

if TYPE_CHECKING:
    from pipelines.pagers.paging import Listing, ListItem


@dataclass(slots=True, kw_only=True)
class Listed:
    """The entries of a section's list, by the keys of their pages."""

    site: Site
    section: Section
    keys: set[str] = field(default_factory=set)
    """The articles, however often and at whatever address they were listed."""
    left_out: set[str] = field(default_factory=set)
    """Links to other hosts, or that `article` of the site file does not match."""
    orders: Counter[bool] = field(default_factory=Counter)
    """How many pages stand with the newest first (True), and with the oldest."""
    _told: dict[tuple[tuple[str, object], ...], tuple[ListItem, ...]] = field(default_factory=dict)
    """The items of each page, by their titles and days."""
    doubled: int = 0
    """How often one list page listed an article twice: totals count it twice as well."""

    def take(self, listing: Listing) -> tuple[list[str], list[ListItem], frozenset[str]]:
        """The keys of a page's articles in page order, those that are new here, and their keys."""
        self.left_out.update(item.url or item.href for item in listing.left_out)
        items = list(self._articles(listing))
        keys = [key_of(item.url or "") for item in items]
        unknown = frozenset(keys) - self.keys
        days = [item.date for item in items if item.date]
        if len(set(days)) > 2 and days in (sorted(days), sorted(days, reverse=True)):
            self.orders[days[0] > days[-1]] += 1
        self.doubled += len(keys) - len(set(keys))
        fresh = []
        for item, key in zip(items, keys, strict=True):
            if key not in self.keys:
                self.keys.add(key)
                fresh.append(item)
        return keys, fresh, unknown

    @property
    def entries(self) -> int:
        """How many entries of the list were met, articles or not; to be compared with what it advertises."""
        return len(self.keys) + len(self.left_out) + self.doubled

    @property
    def is_turned(self) -> bool:
        """Whether pages stand in one order and others in the other: then none says where the next one begins."""
        return min(self.orders[True], self.orders[False]) > 1

    @property
    def is_oldest_first(self) -> bool:
        """Whether what is new comes at the list's end, as far as the days on its pages tell."""
        return self.orders[False] > 0 and not self.orders[True]

    def told_before(self, listing: Listing) -> str | None:
        """How a page comes a second time with other addresses, one line; None where it does not."""
        told = tuple((item.title, item.date) for item in listing.items)
        if len({title for title, _day in told}) < len(told):
            # Columns of weather or prices have the same titles on every page.
            return None
        before = self._told.setdefault(told, listing.items)
        return renamed(before, listing.items) if before is not listing.items else None

    def _articles(self, listing: Listing) -> Iterator[ListItem]:
        for item in listing.items:
            if item.url and is_article(item.url, self.site, self.section):
                yield item
            else:
                self.left_out.add(item.url or item.href)


def renamed(before: Sequence[ListItem], now: Sequence[ListItem]) -> str | None:
    """How the same items come at other addresses when a page is asked for again, one line; None where they do not."""
    pairs = list(zip(before, now, strict=False))
    if len(pairs) < 3 or len(before) != len(now) or any(one.title != two.title for one, two in pairs):
        return None
    addresses = [(one.url or "", two.url or "") for one, two in pairs]
    if any(key_of(one) == key_of(two) for one, two in addresses):
        return None
    one, two = (dict(parse_qsl(urlsplit(url).query)) for url in addresses[0])
    changing = sorted(name for name in one.keys() & two.keys() if one[name] != two[name])
    hint = f"; sessions = {json.dumps(changing)} in the site file leaves that out" if changing else ""
    return f"its articles have other addresses in each answer, such as {addresses[0][1]}{hint}"


def is_article(url: str, site: Site, section: Section) -> bool:
    """Whether an address is that of an article of this section, as far as an address tells."""
    pattern = section.article or site.profile.article
    return bool(key_of(url)) and site.holds(url) and (not pattern or re.search(pattern, url) is not None)


def key_of(url: str) -> str:
    """The key of a page; empty for an address that could not be fetched."""
    try:
        return surt(url)
    except ValueError:
        return ""
