"""What the feeds and sitemaps of one section name, while they are read: addresses of articles, and no more. Pure.

What is missing from them is no sign that an article is gone: a feed drops what is older than its newest entries, and a
sitemap is as old as whatever wrote it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from crawler.listed import is_article, key_of
from crawler.site import Section, Site

if TYPE_CHECKING:
    from pipelines.pagers.paging import Listing, ListItem

FORMS: Final = frozenset({"feed", "sitemap", "sitemap-index"})
"""What the list reader calls them."""
MOST_FILES: Final = 200
"""Files that are read for one section in one visit: with fifty thousand addresses each, more than any site has."""


@dataclass(slots=True, kw_only=True)
class Offered:
    """The feeds and sitemaps of one section: `following` says which to ask for, `take` takes the answer."""

    site: Site
    section: Section
    since: date | None = None
    files: int = 0
    """How many were asked for."""
    beyond: int = 0
    """How many were not, because they were too many."""
    fresh: int = 0
    """Articles that nothing else had named."""
    _queue: deque[str] = field(default_factory=deque)
    _asked: set[str] = field(default_factory=set)

    def add(self, addresses: Iterable[str]) -> None:
        """Put files on the list of those to ask for, each once; those on other hosts are left alone."""
        for address in addresses:
            key = key_of(address)
            if not key or key in self._asked or not self.site.holds(address):
                continue
            if len(self._asked) >= MOST_FILES:
                self.beyond += 1
                continue
            self._asked.add(key)
            self._queue.append(address)

    def following(self) -> str | None:
        """The next file to ask for; None where all were."""
        if not self._queue:
            return None
        self.files += 1
        return self._queue.popleft()

    def take(self, listing: Listing) -> list[ListItem]:
        """Note one file; the entries of it that are articles of this section."""
        if listing.family == "sitemap-index":
            newest_first = sorted(listing.items, key=lambda item: item.changed or date.min, reverse=True)
            self.add(item.url for item in newest_first if item.url and not self._is_old(item))
            return []
        if listing.next_url:
            self.add([listing.next_url])
        return [
            item
            for item in listing.items
            if item.url and is_article(item.url, self.site, self.section) and not self._is_old(item)
        ]

    def _is_old(self, item: ListItem) -> bool:
        at = item.date or item.changed
        return self.since is not None and at is not None and at < self.since
