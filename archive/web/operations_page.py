"""How the archive is kept: runs and what they found, how fresh each site is, gaps in coverage, growth over time."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from archive.web.asked import Asked, Told, rows

WEEKS = 26
"""Weeks of the calendar of coverage."""
RUNS = 40
_FINDINGS = 6
_MOST_CALENDARS = 12
_STEP = 12
_RUNS = """
SELECT id, site, sections, started_at, finished_at, coalesce(outcome, 'running') AS outcome, stats FROM runs
WHERE (:site = '' OR site = :site) ORDER BY started_at DESC LIMIT :most
"""
_SITES = """
SELECT site, count(*) AS articles, sum(state = 'gone') AS gone, sum(state = 'suspect') AS suspect,
  sum(state = 'blocked') AS blocked, max(first_seen) AS newest,
  (SELECT max(started_at) FROM runs WHERE site = pages.site) AS asked
FROM pages WHERE state <> 'moved' GROUP BY site ORDER BY site
"""
_DAYS = """
SELECT site, substr(started_at, 1, 10) AS day, group_concat(DISTINCT coalesce(outcome, 'running')) AS outcomes
FROM runs WHERE started_at >= :since GROUP BY site, day
"""
_GROWTH = """
SELECT substr(observed_by, 1, 10) AS day, kind, count(*) AS changes FROM changes
WHERE (:site = '' OR site = :site) GROUP BY day, kind ORDER BY day
"""
_KINDS = ("new", "edited", "retitled", "removed", "moved", "restored")
# What a day's runs came to, the best first: one good visit covers the day.
_OUTCOMES = ("ok", "partial", "running", "blocked", "failed", "lost")


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The operations of the archive, or of one `site`."""
    site = asked.words("site")
    since = datetime.now(UTC).date() - timedelta(weeks=WEEKS)
    found = rows(connection, _RUNS, {"site": site, "most": RUNS})
    sites = [row for row in rows(connection, _SITES, {}) if row["site"]]
    shown = [row["site"] for row in sites if site in ("", row["site"])]
    return {
        "site": site,
        "runs": [_run(run) for run in found],
        "sites": sites,
        "calendar": _calendar(connection, shown[:_MOST_CALENDARS], since),
        "more_calendars": max(0, len(shown) - _MOST_CALENDARS),
        "growth": growth(connection, site),
        "growth_json": asked.at.page("growth.json", site=site),
        "json": asked.at.page("operations.json", site=site),
    }


def growth(connection: sqlite3.Connection, site: str) -> dict[str, Any]:
    """How many changes of each kind were seen on each day: columns of equal length, days without any left out."""
    by_day: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows(connection, _GROWTH, {"site": site}):
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


def _calendar(connection: sqlite3.Connection, sites: list[str], since: date) -> list[dict[str, Any]]:
    """For each site a square a day, in columns of weeks: which days came to what, and on how many there was a visit."""
    visited: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(connection, _DAYS, {"since": since.isoformat()}):
        outcomes = row["outcomes"].split(",")
        visited[row["site"]][row["day"]] = next((one for one in _OUTCOMES if one in outcomes), outcomes[0])
    monday = since - timedelta(days=since.weekday())
    days = [monday + timedelta(days=ahead) for ahead in range((datetime.now(UTC).date() - monday).days + 1)]
    return [
        {
            "site": site,
            "from": monday.isoformat(),
            "days": {day.isoformat(): visited[site].get(day.isoformat()) for day in days},
            "width": _STEP * (len(days) // 7 + 1),
            "squares": _squares([visited[site].get(day.isoformat()) for day in days]),
        }
        for site in sites
    ]


def _squares(outcomes: list[str | None]) -> dict[str, str]:
    """One SVG path for all days that came to the same: an element a day and site would be megabytes."""
    paths: dict[str, str] = defaultdict(str)
    for place, outcome in enumerate(outcomes):
        paths[outcome or "none"] += f"M{place // 7 * _STEP} {place % 7 * _STEP}h10v10h-10z"
    return dict(paths)
