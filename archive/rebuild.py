"""Everything derived, dropped and derived again from captures and readings; the result is the same, row by row."""

from __future__ import annotations

import sqlite3

from archive import search
from archive.derived import Derived
from archive.outage import Outages
from archive.transfer.progress import Advance, ignore

# Children before their parents; readings and lists stay, they are what the readers made.
DERIVED = ("changes", "spells", "versions", "turn_places", "attachments", "version_files", "pages", "absences")
READ = """
SELECT DISTINCT (SELECT min(o.id) FROM addresses AS o WHERE o.key = a.key)
FROM readings AS r
JOIN exchanges AS e ON e.id = r.capture
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
WHERE r.error_kind IS NULL AND e.request IS NULL AND (:site IS NULL OR u.site = :site)
ORDER BY 1
"""
# Behind every moment: nothing redirected to a page after it, for every page is derived in its turn.
LAST = "9999"


def rebuild(
    connection: sqlite3.Connection,
    derived: Derived,
    outages: Outages,
    site: str | None,
    advance: Advance = ignore,
) -> int:
    """Derive one site's pages anew, or all; how many there are. A part of the caller's transaction."""
    if site is None:
        for table in DERIVED:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
        search.clear(connection)
    else:
        for (page,) in connection.execute("SELECT id FROM pages WHERE site = ?", (site,)).fetchall():
            derived.remove(page)
    runs = connection.execute(
        "SELECT id FROM runs WHERE outcome IS NOT NULL AND (:site IS NULL OR site = :site) ORDER BY id", {"site": site}
    ).fetchall()
    for (run,) in runs:
        outages.judge(run)
    pages = connection.execute(READ, {"site": site}).fetchall()
    for (page,) in pages:
        derived.settle({page: LAST})
        advance()
    return len(pages)
