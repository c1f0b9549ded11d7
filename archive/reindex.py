"""The search index, built again from the current readings of all pages."""

from __future__ import annotations

from archive import search
from archive.opening import transaction
from archive.store import Archive

PAGES_AT_ONCE = 200
"""In one transaction, so that a crawl beside it never waits long."""
MISSING = """
SELECT p.id, p.reading, r.title, r.text FROM pages AS p JOIN readings AS r ON r.capture = p.reading
WHERE p.indexed IS NULL AND p.state <> 'moved' ORDER BY p.id LIMIT ?
"""


def reindex(archive: Archive) -> int:
    """Empty the index and put every page into it again; how many there are.

    While it lasts a search may miss pages; where it was interrupted, the next time completes it.
    """
    connection, path = archive.db.conn, archive.path
    with transaction(connection, path):
        search.clear(connection)
        connection.execute("UPDATE pages SET indexed = NULL WHERE indexed IS NOT NULL")
        archive.files.reindex()
    count = 0
    while True:
        with transaction(connection, path):
            rows = connection.execute(MISSING, (PAGES_AT_ONCE,)).fetchall()
            for page, reading, title, text in rows:
                search.index(connection, page, title, text)
                connection.execute("UPDATE pages SET indexed = ? WHERE id = ?", (reading, page))
        count += len(rows)
        if len(rows) < PAGES_AT_ONCE:
            return count


def clear_leftovers(archive: Archive) -> None:
    """Empty the index of an archive whose pages were dropped: it can only hold what is no longer there."""
    with transaction(archive.db.conn, archive.path):
        if archive.db.execute("SELECT 1 FROM pages").fetchone() is None:
            search.clear(archive.db.conn)
