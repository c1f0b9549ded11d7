"""What a site's next visit would ask for again, the highest gain first."""

from __future__ import annotations

import sqlite3

from archive.due import gains_query
from archive.web.asked import Asked, Told, rows

SHOWN = 50
_SITES = "SELECT site, count(*) AS pages FROM pages WHERE site IS NOT NULL AND state <> 'moved' GROUP BY site"
# All pages of a site are estimated in one go, whether few or many of them are due; those that are shown are looked up.
_DUE = f"""
WITH due AS MATERIALIZED (SELECT id, days_waited, rate, gain FROM ({gains_query(where="p.site = :site")}) WHERE due)
SELECT a.url, p.section, p.title, p.state, p.published_at, p.last_asked, p.versions - 1 AS edits, d.days_waited, d.rate,
    d.gain, (SELECT count(*) FROM due) AS due
FROM (SELECT * FROM due ORDER BY gain DESC, id LIMIT :most OFFSET :skip) AS d
JOIN pages AS p ON p.id = d.id JOIN addresses AS a ON a.id = p.address ORDER BY d.gain DESC, p.id
"""  # noqa: S608  our own text


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The pages of one `site` that are due, a `page` of them, and how many; without a site, the sites to choose from.

    What is due rests on every page of a site, so no more than one site is worked out at a time.
    """
    site, page = asked.words("site"), asked.number("page", otherwise=1) or 1
    skip = (page - 1) * SHOWN
    found = rows(connection, _DUE, {"site": site, "most": SHOWN, "skip": skip}) if site else []
    count = found[0]["due"] if found else 0
    return {
        "site": site,
        "sites": [] if site else rows(connection, _SITES, {}),
        "count": count,
        "page": page,
        "more": count > skip + SHOWN,
        "pages": [{name: value for name, value in row.items() if name != "due"} for row in found],
        "json": asked.at.page("due.json", site=site, page=page if page > 1 else None),
    }
