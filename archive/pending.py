"""What is still to be read: captures of a crawl that was killed, and captures an older reader read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime

from archive.instant import instant
from archive.interned import key_of
from archive.kept import ListedPage

UNREAD = """
SELECT e.id FROM exchanges AS e
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN readings AS r ON r.capture = e.id
WHERE u.site = :site AND u.purpose = 'article' AND e.outcome = 'ok' AND e.payload IS NOT NULL AND e.revisit_of IS NULL
  AND e.request IS NULL
  AND (r.capture IS NULL OR r.reader <> :reader)
ORDER BY e.captured_at, e.id
"""
# What lists of a site named and nothing has answered for, first listed first; with how often it was tried.
UNANSWERED = """
SELECT i.url, i.key, i.date, l.section, min(x.captured_at),
    (SELECT count(*) FROM addresses AS a JOIN exchanges AS e ON e.address = a.id WHERE a.key = i.key) AS tries,
    (SELECT max(e.captured_at) FROM addresses AS a JOIN exchanges AS e ON e.address = a.id WHERE a.key = i.key)
FROM items AS i
JOIN listed AS d ON d.item = i.id
JOIN listings AS l ON l.capture = d.listing
JOIN exchanges AS x ON x.id = l.capture
WHERE l.site = :site AND l.section IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
    WHERE a.key = i.key AND e.outcome IN ('ok', 'unmodified', 'missing', 'redirect'))
GROUP BY i.key
ORDER BY min(l.capture), d.position
"""
# By the address, not by the view `captures`: its key is worked out for each of its rows.
ANSWERED = """
SELECT min(e.captured_at), max(e.captured_at) FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
WHERE a.key = ? AND e.request IS NULL AND e.outcome IN ('ok', 'unmodified', 'missing', 'redirect')
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

    def unanswered(self, site: str) -> Iterator[ListedPage]:
        """Pages that lists of a site named and nothing has answered for, those first that were listed first."""
        rows = self._connection.execute(UNANSWERED, {"site": site}).fetchall()
        for url, key, day, section, listed_at, tries, tried_at in rows:
            yield ListedPage(
                url=url,
                key=key,
                date=date.fromisoformat(day) if day else None,
                section=section,
                first_seen=instant(listed_at),
                tries=tries,
                last_asked=instant(tried_at) if tried_at else None,
            )

    def answered(self, key: str) -> tuple[datetime, datetime] | None:
        """When the page of a key was first and last answered; None where it never was."""
        first, last = self._connection.execute(ANSWERED, (key,)).fetchone()
        return (instant(first), instant(last)) if last is not None else None

    def stale(self, url: str, reader: str) -> list[int]:
        """The captures of a page's whole history that another reader read last, oldest first."""
        return [row[0] for row in self._connection.execute(STALE, (key_of(url), reader)).fetchall()]
