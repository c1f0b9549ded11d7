"""What the end of a run settles: whether its absences were the pages' or the site's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

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
ANSWERED = """
SELECT count(DISTINCT a.key) FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
WHERE e.run = ? AND u.purpose = 'article' AND e.outcome IN ('ok', 'unmodified', 'missing', 'redirect')
"""
SUSPECTS = "SELECT id, key FROM pages WHERE site = ? AND state IN ('suspect', 'blocked')"


class Outages:
    """Judges runs by how many of their pages were absent."""

    def __init__(self, connection: sqlite3.Connection, observed: Observed) -> None:
        self._connection = connection
        self._observed = observed

    def settle(self, run: int) -> dict[int, str]:
        """Judge an ended run; the pages whose state may follow from it, to be derived again."""
        doubtful = dict(self._connection.execute(DOUBTFUL, (run,)).fetchall())
        self._connection.execute("DELETE FROM absences WHERE run = ?", (run,))
        # Most runs have fewer doubtful pages than an outage takes, and need no closer look.
        absent = 0
        if len(doubtful) >= OUTAGE_LEAST:
            absent = sum(self._absent(run, page, key) for page, key in doubtful.items())
        if absent >= OUTAGE_LEAST:
            (asked,) = self._connection.execute(ANSWERED, (run,)).fetchone()
            self._connection.execute(
                "INSERT INTO absences (run, asked, absent, outage) VALUES (?, ?, ?, ?)",
                (run, asked, absent, int(is_outage(asked, absent))),
            )
        pages = set(doubtful) | set(self._suspects(run))
        (started,) = self._connection.execute("SELECT started_at FROM runs WHERE id = ?", (run,)).fetchone()
        return dict.fromkeys(pages, started)

    def _absent(self, run: int, page: int, key: str) -> bool:
        looks = [each for each in self._observed.observations(page, key) if each.run == run]
        answers = [each for each in looks if each.sighting not in (Sighting.UNKNOWN, Sighting.DELISTED)]
        return bool(answers) and max(answers, key=lambda each: (each.at, each.tie)).sighting is Sighting.ABSENT

    def _suspects(self, run: int) -> Iterator[int]:
        for (site,) in self._connection.execute("SELECT site FROM runs WHERE id = ?", (run,)).fetchall():
            for page, _ in self._connection.execute(SUSPECTS, (site,)).fetchall():
                yield page
