"""Columns of sites: what each listed on a day, and how completely it was walked."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from archive.web.asked import Asked, BadArgument, Told, rows

A_PAGE = 100
_SECTIONS = """
SELECT p.site, p.section, count(*) AS articles, sum(p.state = 'gone') AS gone, sum(p.state = 'suspect') AS suspect,
  sum(p.versions > 1) AS edited, max(p.first_seen) AS newest
FROM pages AS p WHERE p.state <> 'moved' GROUP BY p.site, p.section ORDER BY p.site, p.section
"""
_WALKS = """
SELECT w.run, w.walked_at, w.complete, w.pages, w.items, w.advertised, r.outcome
FROM walks AS w LEFT JOIN runs AS r ON r.id = w.run
WHERE w.site = :site AND w.section = :section ORDER BY w.walked_at DESC LIMIT :most
"""
_LAST_WALKS = """
SELECT site, section, walked_at, complete, items, advertised FROM walks AS w
WHERE id = (SELECT max(id) FROM walks AS v WHERE v.site = w.site AND v.section = w.section)
"""
# By when its pages were received; an import brings lists of runs that were never walked here.
_RUN = """
SELECT l.run, x.captured_at, w.complete, w.pages, w.items, w.advertised
FROM listings AS l JOIN exchanges AS x ON x.id = l.capture
LEFT JOIN walks AS w ON w.run = l.run AND w.site = l.site AND w.section = l.section
WHERE l.site = :site AND l.section = :section AND x.captured_at <= :moment
ORDER BY x.captured_at DESC LIMIT 1
"""
_LISTED = """
SELECT l.capture, d.position, i.date, i.title, i.url, p.state, p.versions
FROM listings AS l
JOIN listed AS d ON d.listing = l.stands_for
JOIN items AS i ON i.id = d.item
LEFT JOIN pages AS p ON p.key = i.key
WHERE l.site = :site AND l.section = :section AND l.run IS :run
ORDER BY l.capture, d.position LIMIT :most OFFSET :skip
"""
_WALKS_SHOWN = 30


def sections(connection: sqlite3.Connection, asked: Asked) -> Told:
    """Every column of every site: how many articles, how fresh, how completely it was walked the last time."""
    walks = {(row["site"], row["section"]): row for row in rows(connection, _LAST_WALKS, {})}
    found = [{**row, "walk": walks.get((row["site"], row["section"]))} for row in rows(connection, _SECTIONS, {})]
    return {"sections": found, "json": asked.at.page("sections.json")}


def section(connection: sqlite3.Connection, asked: Asked) -> Told:
    """One column as it was listed on the day `on`, or by the latest walk."""
    site, name = asked.words("site"), asked.words("section")
    if not site or not name:
        raise BadArgument("site and section take the key of a site and the name of one of its columns")
    moment = asked.moment("on") or datetime.now(UTC)
    place = asked.number("page", otherwise=1) or 1
    values: dict[str, Any] = {"site": site, "section": name, "moment": moment.isoformat()}
    walk = next(iter(rows(connection, _RUN, values)), None)
    values |= {"run": walk["run"] if walk else None, "most": A_PAGE + 1, "skip": (place - 1) * A_PAGE}
    items = rows(connection, _LISTED, values) if walk else []
    given = {"site": site, "section": name, "on": asked.words("on")}
    return {
        "site": site,
        "section": name,
        "day": asked.words("on")[:10],
        "asked": {key: value for key, value in given.items() if value},
        "walk": walk,
        "items": items[:A_PAGE],
        "page": place,
        "more": len(items) > A_PAGE,
        "walks": rows(connection, _WALKS, {"site": site, "section": name, "most": _WALKS_SHOWN}),
        "json": asked.at.page("section.json", **given),
    }
