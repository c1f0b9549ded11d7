"""Questions about articles of several pages: what to ask for beside the first page, and what is still to be read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.errors import CaptureNotFound
from archive.observed import Observed
from archive.own_pages import Leaves, OwnPages

KEY = "SELECT a.key FROM exchanges AS e JOIN addresses AS a ON a.id = e.address WHERE e.id = ?"
GOING_ON = """
SELECT DISTINCT a.key FROM readings AS r
JOIN exchanges AS e ON e.id = r.capture
JOIN addresses AS a ON a.id = e.address
WHERE r.later_pages IS NOT NULL OR r.next_page IS NOT NULL
"""
# Looks at articles of several pages that a killed crawl made, where no crawl has come to its end since.
LOST = """
SELECT e.id FROM exchanges AS e
JOIN purposes AS u ON u.id = e.purpose
JOIN runs AS n ON n.id = e.run
JOIN readings AS r ON r.capture = coalesce(e.revisit_of, e.id)
WHERE (r.later_pages IS NOT NULL OR r.next_page IS NOT NULL)
  AND u.site = :site AND u.purpose = 'article' AND e.outcome IN ('ok', 'unmodified') AND n.outcome = 'lost'
  AND n.id > coalesce((SELECT max(id) FROM runs WHERE site = :site AND outcome <> 'lost'), 0)
ORDER BY e.captured_at, e.id
"""


@dataclass(frozen=True, slots=True)
class _Article:
    """One article of several pages: its looks, the bodies they brought, and the readings made of them."""

    leaves: Leaves
    pages: dict[int, OwnPages]
    readers: dict[int, str]


class Continued:
    """Knows the further pages of articles; writes nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._observed = Observed(connection)

    def further(self, look: int) -> tuple[str, ...]:
        """The further pages that these bytes of the first page led to last; none where they lead nowhere."""
        article = self._article(look)
        body = next((each.body for each in article.leaves.looks if each.capture == look), None)
        for each in reversed(article.leaves.looks):
            if each.body == body and each.capture in article.pages:
                return article.pages[each.capture].addresses
        return ()

    def part(self, look: int, url: str) -> int | None:
        """The capture with the body that a further page had at a look; GONE, or None where that is not known."""
        return self._article(look).leaves.part(look, url)

    def is_read(self, look: int, reader: str) -> bool:
        """Whether this reader read the very bodies that a look brought, its own or those of an earlier look."""
        article = self._article(look)
        filed = article.leaves.readings(article.pages).get(look)
        return (
            filed is not None and article.readers[filed] == reader and look not in article.leaves.unread(article.pages)
        )

    def leaves(self, look: int) -> Leaves:
        """All looks at the page that a capture is of, with the further pages that belong to each."""
        return self._article(look).leaves

    def unread(self) -> set[str]:
        """The keys of articles of which some look was not read together with the further pages it brought."""
        found = set()
        for (key,) in self._connection.execute(GOING_ON).fetchall():
            article = self._of(key)
            if article.leaves.unread(article.pages):
                found.add(key)
        return found

    def lost(self, site: str) -> list[int]:
        """Looks of a crawl that was killed before it had read what they brought."""
        rows = self._connection.execute(LOST, {"site": site}).fetchall()
        return [look for (look,) in rows if look in (article := self._article(look)).leaves.unread(article.pages)]

    def _article(self, look: int) -> _Article:
        row = self._connection.execute(KEY, (look,)).fetchone()
        if row is None:
            raise CaptureNotFound(f"there is no capture {look}")
        return self._of(row[0])

    def _of(self, key: str) -> _Article:
        looks = self._observed.looks(key)
        bodies = self._observed.bodies(looks)
        readings = self._observed.readings({*bodies, *bodies.values()})
        pages = {
            look: readings[look].pages
            for look, body in bodies.items()
            if look in readings and body in readings and readings[body].pages is not None
        }
        known = {look: each for look, each in pages.items() if each is not None}
        leaves = self._observed.leaves(looks, bodies)
        return _Article(leaves, known, {look: readings[look].reader for look in known})
