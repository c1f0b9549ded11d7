"""Histories of pages, each with what the address it moved from brought along."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from archive.observed import Look, Observed
from archive.version import Carry, History, derive_history

SOURCES = """
SELECT DISTINCT s.key FROM addresses AS t
JOIN exchanges AS e ON e.target = t.id
JOIN addresses AS s ON s.id = e.address
WHERE t.key = ? AND s.key <> t.key AND e.captured_at > ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page with its looks and its history."""

    id: int
    key: str
    looks: tuple[Look, ...]
    history: History
    origin: int | None
    """The page whose history it continues."""

    @property
    def url(self) -> str:
        """The address that first gave the article."""
        first = self.history.first
        assert first is not None
        return next(look.url for look in self.looks if look.id == first.capture)


@dataclass(slots=True)
class Lineage:
    """Works out histories, each once; made anew for every transaction."""

    connection: sqlite3.Connection
    observed: Observed
    _pages: dict[int, Page] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)

    def page(self, page: int) -> Page:
        """The page with its history; the page is named by the first address of its key."""
        if page not in self._pages:
            self._open.add(page)
            (key,) = self.connection.execute("SELECT key FROM addresses WHERE id = ?", (page,)).fetchone()
            looks = tuple(self.observed.looks(key))
            observations = self.observed.observations(page, key, looks)
            alone = derive_history(observations)
            origin, carry = self._origin(page, key, alone)
            history = derive_history(observations, carry=carry) if carry else alone
            self._pages[page] = Page(id=page, key=key, looks=looks, history=history, origin=origin)
            self._open.discard(page)
        return self._pages[page]

    def sources(self, key: str, since: str = "") -> list[int]:
        """The pages that redirected to a page after some moment."""
        rows = self.connection.execute(SOURCES, (key, since)).fetchall()
        pages = [self.observed.page(row[0]) for row in rows]
        return sorted(page for page in pages if page is not None)

    def heir(self, page: Page) -> int | None:
        """The page that continues a page's history, if it moved and the new address was not there before."""
        moved = page.history.moved
        if moved is None or moved.target is None or moved.target in self._open:
            return None
        heir = self.page(moved.target)
        return heir.id if heir.origin == page.id else None

    def _origin(self, page: int, key: str, alone: History) -> tuple[int | None, Carry | None]:
        """The first page that moved here before this address had an article of its own."""
        if alone.first is None:
            return None, None
        moves = []
        for source in self.sources(key):
            if source in self._open:
                continue
            history = self.page(source).history
            moved, carry = history.moved, history.carry
            if moved and carry and moved.target == page and carry.seen.at < alone.first.at:
                moves.append((moved.by.at, self.page(source).key, source, carry))
        if not moves:
            return None, None
        _, _, source, carry = min(moves, key=lambda move: move[:2])
        return source, carry
