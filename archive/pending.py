"""What is still to be read: captures of a crawl that was killed, and captures an older reader read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.interned import key_of

UNREAD = """
SELECT e.id FROM exchanges AS e
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN readings AS r ON r.capture = e.id
WHERE u.site = :site AND u.purpose = 'article' AND e.outcome = 'ok' AND e.payload IS NOT NULL AND e.revisit_of IS NULL
  AND e.request IS NULL
  AND (r.capture IS NULL OR r.reader <> :reader)
ORDER BY e.captured_at, e.id
"""
# A page's addresses, those it moved from and those it moved to.
STALE = """
WITH RECURSIVE line(key) AS (
    SELECT ?
    UNION
    SELECT o.key FROM line JOIN pages AS p ON p.key = line.key JOIN pages AS o ON o.url = p.moved_from
    UNION
    SELECT n.key FROM line JOIN pages AS p ON p.key = line.key JOIN pages AS n ON n.moved_from = p.url
)
SELECT e.id FROM line
JOIN addresses AS a ON a.key = line.key
JOIN exchanges AS e ON e.address = a.id
JOIN readings AS r ON r.capture = e.id
WHERE r.reader <> ?
ORDER BY e.captured_at, e.id
"""


class Pending:
    """Finds captures to be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def unread(self, site: str, reader: str | None) -> Iterator[int]:
        """Article captures of a site with a body and no reading, or none by this reader, oldest first."""
        # `r.reader <> NULL` is never true: without a reader only those without any reading are found.
        for row in self._connection.execute(UNREAD, {"site": site, "reader": reader}).fetchall():
            yield row[0]

    def stale(self, url: str, reader: str) -> list[int]:
        """The captures of a page's whole history that another reader read last, oldest first."""
        return [row[0] for row in self._connection.execute(STALE, (key_of(url), reader)).fetchall()]
