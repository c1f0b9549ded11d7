"""Lists: what list pages listed, and which pages a complete walk through their section no longer lists.

A capture of an unchanged list stands for the capture whose bytes it repeats; its items are stored with that one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.instant import instant
from archive.interned import key_of
from archive.observation import Observation, Sighting

# Where a page was first listed, in the order of time; as the least of all, for which SQLite sorts nothing.
FIRST_LISTED = """
SELECT l.site, l.section, min(e.captured_at || printf('%20d', l.capture)) FROM items AS i
JOIN listed AS d ON d.item = i.id
JOIN listings AS l ON l.capture = d.listing
JOIN exchanges AS e ON e.id = l.capture
WHERE i.key = ? AND l.section IS NOT NULL
"""
# What was captured of the same list since, with what each revisits.
LATER = """
SELECT e.id, e.revisit_of FROM exchanges AS c
JOIN addresses AS b ON b.id = c.address
JOIN addresses AS a ON a.key = b.key
JOIN exchanges AS e ON e.address = a.id
JOIN purposes AS u ON u.id = e.purpose
WHERE c.id = ? AND e.id > c.id AND e.revisit_of IS NOT NULL AND u.purpose = 'list'
ORDER BY e.id
"""
# Pages on a list that are filed elsewhere, rightly or not.
MISFILED = """
SELECT p.id, p.key, p.site, p.section, p.last_asked FROM listings AS l
JOIN listed AS d ON d.listing = l.capture
JOIN items AS i ON i.id = d.item
JOIN pages AS p ON p.key = i.key
WHERE l.capture = ? AND l.section IS NOT NULL AND (p.section IS NOT l.section OR p.site IS NOT l.site)
"""
LISTED_IN = """
SELECT DISTINCT l.site, l.section FROM items AS i
JOIN listed AS d ON d.item = i.id
JOIN listings AS l ON l.capture = d.listing
WHERE i.key = ? AND l.site IS NOT NULL AND l.section IS NOT NULL
"""
WALKS = """
SELECT w.run, r.outcome IS NOT NULL FROM walks AS w JOIN runs AS r ON r.id = w.run
WHERE w.site = ? AND w.section = ? AND w.complete AND w.items > 0 AND w.walked_at >= ?
ORDER BY w.walked_at
"""
# The last time a page was listed in a section: the run, the list capture it stood on and its place there.
LAST_LISTED = """
SELECT l.run, l.capture, d.position FROM items AS i
JOIN listed AS d ON d.item = i.id
JOIN listings AS l ON l.stands_for = d.listing
JOIN exchanges AS e ON e.id = l.capture
WHERE i.key = ? AND l.site = ? AND l.section = ? AND l.run IS NOT NULL AND e.captured_at < ?
ORDER BY e.captured_at DESC, l.capture DESC LIMIT 1
"""
# Where the entries of a walk stood, in its order.
PLACES = """
SELECT i.key, l.capture, d.position
FROM listings AS l JOIN listed AS d ON d.listing = l.stands_for JOIN items AS i ON i.id = d.item
WHERE l.run = ? AND l.site = ? AND l.section = ? ORDER BY l.capture, d.position
"""
NAMES = """
SELECT 1 FROM items AS i JOIN listed AS d ON d.item = i.id JOIN listings AS l ON l.stands_for = d.listing
WHERE i.key = ? AND l.run = ?
"""
WALKED = """
SELECT i.key, e.captured_at, l.capture FROM listings AS l
JOIN exchanges AS e ON e.id = l.capture
JOIN listed AS d ON d.listing = l.stands_for JOIN items AS i ON i.id = d.item
WHERE l.run = ? AND l.site = ? AND l.section = ?
"""


Item = tuple[str, str, str | None]
"""One entry as a list printed it: address, title and date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What one reader made of one list page."""

    reader: str
    items: tuple[Item, ...] = ()
    next_url: str | None = None
    total_pages: int | None = None
    total_records: int | None = None
    error: str | None = None


class Lists:
    """The lists of an archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, capture: int, stands_for: int, page: ListPage) -> None:
        """What a list capture lists; replaces what an earlier reader made of it."""
        before = self.drop(capture)
        execute = self._connection.execute
        run, site, section = execute(
            "SELECT e.run, u.site, u.section FROM exchanges AS e JOIN purposes AS u ON u.id = e.purpose WHERE e.id = ?",
            (capture,),
        ).fetchone()
        execute(
            "INSERT INTO listings (capture, run, site, section, stands_for, reader, items, next_url, total_pages,"
            " total_records, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(capture, run, site, section, stands_for, page.reader, len(page.items)),
                *(page.next_url, page.total_pages, page.total_records, page.error),
            ),
        )
        if capture == stands_for:
            self.put(capture, page.items)
            same = {capture}
            for later, revisited in execute(LATER, (capture,)).fetchall():
                if revisited in same:
                    same.add(later)
                    self.repeat(later, capture)
        self.sweep(before)

    def put(self, capture: int, items: Sequence[Item]) -> None:
        """Write what a list capture lists, in order."""
        self._connection.executemany(
            "INSERT INTO listed (listing, position, item) VALUES (?, ?, ?)",
            [(capture, position, self._number(item)) for position, item in enumerate(items)],
        )

    def _number(self, item: Item) -> int:
        """An entry is stored once however many captures of its list repeat it."""
        key = key_of(item[0])
        found = self._connection.execute(
            "SELECT id FROM items WHERE key = ? AND url = ? AND title = ? AND date IS ?", (key, *item)
        ).fetchone()
        if found is not None:
            return int(found[0])
        number = self._connection.execute(
            "INSERT INTO items (key, url, title, date) VALUES (?, ?, ?, ?)", (key, *item)
        ).lastrowid
        assert number is not None
        return number

    def repeat(self, capture: int, stands_for: int) -> None:
        """A list capture that repeats the bytes of an earlier one lists the same."""
        self._connection.execute(
            "INSERT INTO listings (capture, run, site, section, stands_for, reader, items, next_url, total_pages,"
            " total_records, error)"
            " SELECT e.id, e.run, u.site, u.section, l.stands_for, l.reader, l.items, l.next_url, l.total_pages,"
            " l.total_records, l.error FROM listings AS l, exchanges AS e JOIN purposes AS u ON u.id = e.purpose"
            " WHERE l.capture = ? AND e.id = ? AND NOT EXISTS (SELECT 1 FROM listings WHERE capture = e.id)",
            (stands_for, capture),
        )

    def drop(self, capture: int) -> list[int]:
        """Forget what a list capture listed; the entries that nothing may refer to any more."""
        items = self._connection.execute("SELECT item FROM listed WHERE listing = ?", (capture,)).fetchall()
        self._connection.execute("DELETE FROM listed WHERE listing = ?", (capture,))
        self._connection.execute("DELETE FROM listings WHERE capture = ?", (capture,))
        return [item for (item,) in items]

    def sweep(self, items: Iterable[int]) -> None:
        """Forget those of some entries that no list names any more."""
        self._connection.executemany(
            "DELETE FROM items WHERE id = :id AND NOT EXISTS (SELECT 1 FROM listed WHERE item = :id)",
            [{"id": item} for item in items],
        )

    def first_listed(self, key: str) -> tuple[str | None, str | None] | None:
        """Site and section of the first list that listed a page."""
        row = self._connection.execute(FIRST_LISTED, (key,)).fetchone()
        return (row[0], row[1]) if row[2] is not None else None

    def misfiled(self, listing: int) -> dict[int, str]:
        """The pages on a list that are filed under another section than the first that listed them."""
        rows = self._connection.execute(MISFILED, (listing,)).fetchall()
        return {page: at for page, key, site, section, at in rows if self.first_listed(key) != (site, section)}

    def names(self, key: str, run: int | None) -> bool:
        """Whether a list that a run read names a page."""
        return self._connection.execute(NAMES, (key, run)).fetchone() is not None

    def delisted(self, page: int, key: str, *, since: str) -> list[Observation]:
        """The complete walks since some moment that did not list a page although its section once did.

        A list that shows only the newest items drops old ones at its end: a walk counts only if it still lists
        something that once stood behind the page.
        """
        found = []
        for site, section in self._connection.execute(LISTED_IN, (key,)).fetchall():
            for run, settled in self._connection.execute(WALKS, (site, section, since)).fetchall():
                walked = self._connection.execute(WALKED, (run, site, section)).fetchall()
                keys = {walked_key for walked_key, _, _ in walked}
                if not keys or key in keys:
                    continue
                # The walk was made when its last list page was captured.
                at, capture = max((at, capture) for _, at, capture in walked)
                if keys.isdisjoint(self._behind(key, site, section, at)):
                    continue
                found.append(
                    Observation(
                        capture=capture,
                        at=instant(at),
                        page=page,
                        run=run,
                        sighting=Sighting.DELISTED,
                        settled=bool(settled),
                        tie=section,
                    )
                )
        return found

    def _behind(self, key: str, site: str, section: str, before: str) -> Iterable[str]:
        last = self._connection.execute(LAST_LISTED, (key, site, section, before)).fetchone()
        if last is None:
            return ()
        # A walk looks at some pages again when it is over: the first place of each entry counts.
        places: dict[str, tuple[int, int]] = {}
        for named, capture, position in self._connection.execute(PLACES, (last[0], site, section)):
            places.setdefault(named, (capture, position))
        return [named for named, place in places.items() if place > places[key]]
