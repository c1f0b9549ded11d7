"""Histories of pages, each with what the address it moved from brought along."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.observation import Observation, Sighting
from archive.observed import Look, Observed
from archive.version import History, derive_history

SOURCES = """
SELECT s.key, e.captured_at FROM addresses AS t
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
    told: tuple[str, ...]
    """When those looks were made that said anything, in order."""
    history: History
    origin: int | None
    """The page whose history it continues."""

    @property
    def url(self) -> str:
        """The address that first gave the article."""
        first = self.history.first
        assert first is not None
        return next(look.url for look in self.looks if look.id == first.capture)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """One page by itself: its looks, and the history they would make if nothing had moved here."""

    key: str
    looks: tuple[Look, ...]
    observations: tuple[Observation, ...]
    history: History


def first_page(key: str, look: Look, observation: Observation) -> Page:
    """A page of one look, to which nothing leads."""
    history = derive_history([observation])
    return Page(id=look.address, key=key, looks=(look,), told=(look.captured_at,), history=history, origin=None)


@dataclass(slots=True)
class Lineage:
    """Works out histories, each once; made anew for every transaction.

    Who continues whom is told by the pages alone: a page continues one that moved to it and was last seen before it was
    itself first seen. So no circle of redirects can make a circle of histories.
    """

    connection: sqlite3.Connection
    observed: Observed
    _alone: dict[int, Alone] = field(default_factory=dict)
    _pages: dict[int, Page] = field(default_factory=dict)
    _unpointed: set[str] = field(default_factory=set)
    """Keys of pages that nothing ever redirected to."""

    def page(self, number: int) -> Page:
        """The page with its history; the page is named by the first address of its key."""
        if number not in self._pages:
            alone = self.alone(number)
            origin = self._origin(number)
            carry = self.page(origin).history.carry if origin is not None else None
            history = derive_history(alone.observations, carry=carry) if carry else alone.history
            said = zip(alone.looks, alone.observations, strict=False)  # walks come after the looks
            told = tuple(look.captured_at for look, each in said if each.sighting is not Sighting.UNKNOWN)
            self._pages[number] = Page(
                id=number,
                key=alone.key,
                looks=alone.looks,
                told=told,
                history=history,
                origin=origin if carry else None,
            )
        return self._pages[number]

    def alone(self, number: int) -> Alone:
        """The page by itself."""
        if number not in self._alone:
            (key,) = self.connection.execute("SELECT key FROM addresses WHERE id = ?", (number,)).fetchone()
            looks = tuple(self.observed.looks(key))
            observations = tuple(self.observed.observations(number, key, looks))
            self._alone[number] = Alone(
                key=key, looks=looks, observations=observations, history=derive_history(observations)
            )
        return self._alone[number]

    def sources(self, key: str, since: str = "") -> dict[int, str]:
        """The pages that redirected to a page after some moment, each with the first time it did."""
        if key in self._unpointed:
            return {}
        rows = self.connection.execute(SOURCES, (key, since)).fetchall()
        if not rows and not since:
            self._unpointed.add(key)
        first: dict[str, str] = {}
        for source, at in rows:
            first[source] = min(at, first.get(source, at))
        return {self.observed.page(source): at for source, at in first.items()}

    def depending(self, pages: Mapping[int, str]) -> set[int]:
        """The pages that tell their own looks by looks of these, made since a moment each: where a redirect leads is
        told by the first look from then on that says anything."""
        found: set[int] = set()
        waiting = dict(pages)
        while waiting:
            number, since = waiting.popitem()
            if number in found:
                continue
            found.add(number)
            page = self.page(number)
            before = max((told for told in page.told if told < since), default="")
            waiting.update(self.sources(page.key, before))
        return found

    def heir(self, page: Page) -> int | None:
        """The page that continues a page's history, if it moved and the new address was not there before."""
        moved = page.history.moved
        if moved is None or moved.target is None:
            return None
        heir = self.page(moved.target)
        return heir.id if heir.origin == page.id else None

    def _origin(self, number: int) -> int | None:
        """The first page that moved here before this address had an article of its own."""
        here = self.alone(number)
        first = here.history.first
        if first is None:
            return None
        moves = []
        for source in self.sources(here.key):
            there = self.alone(source)
            moved, carry = there.history.moved, there.history.carry
            if moved and carry and moved.target == number and carry.seen.at < first.at:
                moves.append((moved.by.at, there.key, source))
        return min(moves)[2] if moves else None
