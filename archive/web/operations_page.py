"""How the archive is kept: runs and what they found, each site's health and budget, gaps in coverage, growth."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from archive.typed import CHINA
from archive.web.asked import Asked, Told, rows
from archive.web.calendar_of_visits import calendar
from archive.web.site_health import health, signs

RUNS = 40
_FINDINGS = 6
_MOST_CALENDARS = 12
_RUNS = """
SELECT id, site, sections, started_at, finished_at, coalesce(outcome, 'running') AS outcome, stats FROM runs
WHERE (:site = '' OR site = :site) ORDER BY started_at DESC LIMIT :most
"""
_SITES = """
SELECT site, count(*) AS articles, sum(state = 'gone') AS gone, sum(state = 'suspect') AS suspect,
  sum(state = 'blocked') AS blocked, max(first_seen) AS newest,
  (SELECT max(started_at) FROM runs WHERE site = pages.site) AS asked
FROM pages WHERE state <> 'moved' {} GROUP BY site ORDER BY site
"""
_KINDS = ("new", "edited", "retitled", "removed", "moved", "restored")
# Of all sites, from day to day along an index by kind and time, where to count is all there is to do.
_GROWTH = """
WITH RECURSIVE days(kind, day) AS (
  SELECT value, (SELECT substr(min(observed_by), 1, 10) FROM changes WHERE kind = value) FROM json_each(:kinds)
  UNION ALL
  SELECT kind, (SELECT substr(min(observed_by), 1, 10) FROM changes AS c
                WHERE c.kind = days.kind AND c.observed_by > days.day || '~') FROM days WHERE day IS NOT NULL
)
SELECT day, kind, (SELECT count(*) FROM changes AS c
                   WHERE c.kind = days.kind AND c.observed_by BETWEEN days.day AND days.day || '~') AS changes
FROM days WHERE day IS NOT NULL ORDER BY day
"""
_GROWTH_OF_SITE = """
SELECT substr(observed_by, 1, 10) AS day, kind, count(*) AS changes FROM changes
WHERE site = :site GROUP BY day, kind ORDER BY day
"""


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The operations of the archive, or of one `site`."""
    site = asked.words("site")
    now = datetime.now(UTC)
    found = rows(connection, _RUNS, {"site": site, "most": RUNS})
    counted = _SITES.format("AND site = :site" if site else "")
    sites = [row for row in rows(connection, counted, {"site": site}) if row["site"]]
    # A site of which nothing was ever read has runs alone.
    visited = [row["site"] for row in rows(connection, "SELECT DISTINCT site FROM runs ORDER BY site", {})]
    shown = [one for one in visited if site in ("", one)]
    return {
        "site": site,
        "runs": [_run(run) for run in found],
        "sites": sites,
        "health": health(connection, shown, now),
        "signs": signs(connection, site) if site else [],
        "calendar": calendar(connection, shown[:_MOST_CALENDARS], now.astimezone(CHINA).date()),
        "more_calendars": max(0, len(shown) - _MOST_CALENDARS),
        "growth": growth(connection, site),
        "growth_json": asked.at.page("growth.json", site=site),
        "json": asked.at.page("operations.json", site=site),
    }


def growth(connection: sqlite3.Connection, site: str) -> dict[str, Any]:
    """How many changes of each kind were seen on each day: columns of equal length, days without any left out."""
    by_day: dict[str, dict[str, int]] = defaultdict(dict)
    asked = {"site": site, "kinds": json.dumps(_KINDS)}
    for row in rows(connection, _GROWTH_OF_SITE if site else _GROWTH, asked):
        by_day[row["day"]][row["kind"]] = row["changes"]
    return {"days": list(by_day), **{kind: [counts.get(kind, 0) for counts in by_day.values()] for kind in _KINDS}}


def growth_told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The same, for whoever draws it."""
    return growth(connection, asked.words("site"))


def _run(run: dict[str, Any]) -> dict[str, Any]:
    stats = json.loads(run["stats"] or "{}")
    begun, ended = (datetime.fromisoformat(run[name]) if run[name] else None for name in ("started_at", "finished_at"))
    findings = stats.get("findings", [])
    return {
        **{name: run[name] for name in ("id", "site", "started_at", "finished_at", "outcome")},
        "sections": json.loads(run["sections"]),
        "minutes": round((ended - begun).total_seconds() / 60, 1) if begun and ended else None,
        "pages": stats.get("pages"),
        "changes": stats.get("changes", {}),
        "errors": stats.get("errors"),
        "findings": findings[:_FINDINGS],
        "more_findings": max(0, len(findings) - _FINDINGS),
    }
