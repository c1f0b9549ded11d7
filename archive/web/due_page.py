"""What a site's next visit would ask for again, the highest gain first."""

from __future__ import annotations

import sqlite3

from archive.due import due_query
from archive.web.asked import Asked, Told, rows

SHOWN = 50
_SITES = "SELECT site, count(*) AS pages FROM pages WHERE site IS NOT NULL AND state <> 'moved' GROUP BY site"
# All pages of a site are estimated in one go, whether few or many of them are due.
_DUE = f"""
SELECT url, section, title, state, published_at, last_asked, edits, days_waited, rate, gain, count(*) OVER () AS due
FROM ({due_query(where="p.site = :site")}) WHERE due ORDER BY gain DESC, url LIMIT :most
"""  # noqa: S608  our own text


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The pages of one `site` that are due, and how many; without a site, the sites to choose from.

    What is due rests on every page of a site, so no more than one site is worked out at a time.
    """
    site = asked.words("site")
    found = rows(connection, _DUE, {"site": site, "most": SHOWN}) if site else []
    return {
        "site": site,
        "sites": rows(connection, _SITES, {}),
        "count": found[0]["due"] if found else 0,
        "pages": [{name: value for name, value in row.items() if name != "due"} for row in found],
        "json": asked.at.page("due.json", site=site),
    }
