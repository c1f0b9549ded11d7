"""What the end of a run settles: whether its absences were the pages' or the site's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from archive.absence import OUTAGE_LEAST, is_outage
from archive.observation import Sighting
from archive.observed import Observed

# Pages whose answer in a run may have been an absence.
DOUBTFUL = """
SELECT DISTINCT (SELECT min(o.id) FROM addresses AS o WHERE o.key = a.key), a.key
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
WHERE e.run = ? AND u.purpose = 'article' AND (
    e.outcome IN ('missing', 'redirect')
    OR EXISTS (
        SELECT 1 FROM addresses AS b JOIN exchanges AS o ON o.address = b.id JOIN readings AS r ON r.capture = o.id
        WHERE b.key = a.key AND r.error_kind IS NOT NULL
    )
)
"""
# Pages that answered in a run, and those its lists name: a visit that asks only the three pages that are due, and
# misses them, has still seen the lists of five hundred.
MET = """
SELECT count(*) FROM (
    SELECT a.key FROM exchanges AS e
    JOIN addresses AS a ON a.id = e.address
    JOIN purposes AS u ON u.id = e.purpose
    WHERE e.run = :run AND u.purpose = 'article' AND e.outcome IN ('ok', 'unmodified', 'missing', 'redirect')
    UNION
    SELECT i.key FROM listings AS l
    JOIN listed AS d ON d.listing = l.stands_for
    JOIN items AS i ON i.id = d.item
    WHERE l.run = :run
)
"""
# Pages that a killed crawl looked at and had no time to derive again.
BEHIND = """
SELECT DISTINCT p.id FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
JOIN pages AS p ON p.key = a.key
WHERE e.run = ? AND u.purpose = 'article' AND p.last_asked < e.captured_at
"""
SUSPECTS = "SELECT id, key FROM pages WHERE site = ? AND state IN ('suspect', 'blocked')"


class Outages:
    """Judges runs by how many of their pages were absent."""

    def __init__(self, connection: sqlite3.Connection, observed: Observed) -> None:
        self._connection = connection
        self._observed = observed

    def settle(self, run: int) -> dict[int, str]:
        """Judge an ended run; the pages whose state may follow from it, to be derived again."""
        self._connection.execute("DELETE FROM absences WHERE run = ?", (run,))
        doubtful = self._doubtful(run)
        verdict = self.verdict(run, doubtful)
        if verdict is not None:
            self._connection.execute(
                "INSERT INTO absences (run, met, absent, outage) VALUES (?, ?, ?, ?)", (run, *verdict)
            )
        behind = {page for (page,) in self._connection.execute(BEHIND, (run,)).fetchall()}
        pages = set(doubtful) | behind | set(self._suspects(run))
        (started,) = self._connection.execute("SELECT started_at FROM runs WHERE id = ?", (run,)).fetchone()
        return dict.fromkeys(pages, started)

    def verdict(self, run: int, doubtful: Mapping[int, str] | None = None) -> tuple[int, int, int] | None:
        """How many pages a run met, how many were absent, and whether that was an outage; None for a few absences."""
        pages = self._doubtful(run) if doubtful is None else doubtful
        # Most runs have fewer doubtful pages than an outage takes, and need no closer look.
        if len(pages) < OUTAGE_LEAST:
            return None
        absent = sum(self._absent(run, page, key) for page, key in pages.items())
        if absent < OUTAGE_LEAST:
            return None
        (met,) = self._connection.execute(MET, {"run": run}).fetchone()
        return met, absent, int(is_outage(met, absent))

    def _doubtful(self, run: int) -> dict[int, str]:
        return dict(self._connection.execute(DOUBTFUL, (run,)).fetchall())

    def _absent(self, run: int, page: int, key: str) -> bool:
        looks = [each for each in self._observed.observations(page, key, judged=False) if each.run == run]
        answers = [each for each in looks if each.sighting is not Sighting.UNKNOWN]
        return bool(answers) and max(answers, key=lambda each: (each.at, each.tie)).sighting is Sighting.ABSENT

    def _suspects(self, run: int) -> Iterator[int]:
        for (site,) in self._connection.execute("SELECT site FROM runs WHERE id = ?", (run,)).fetchall():
            for page, _ in self._connection.execute(SUSPECTS, (site,)).fetchall():
                yield page
