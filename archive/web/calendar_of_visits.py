"""The days on which sites were visited, and the stretches in which visits are missing."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from archive.web.asked import rows

WEEKS = 26
"""Weeks that are shown."""
_STEP = 12
_FEW_VISITS = 3
_LATE = 1.5
"""Times the usual days from visit to visit, after which one is missing."""
_MOST_GAPS = 4
_DAYS = """
SELECT site, date(started_at, '+8 hours') AS day, group_concat(DISTINCT coalesce(outcome, 'running')) AS outcomes
FROM runs WHERE started_at >= :since GROUP BY site, day
"""
# What a day's runs came to, the best first: one good visit covers the day.
_OUTCOMES = ("ok", "partial", "running", "blocked", "failed", "lost")


def calendar(connection: sqlite3.Connection, sites: list[str], today: date) -> list[dict[str, Any]]:
    """For each site a square a day in China, in columns of weeks: what it came to, or that a visit is missing."""
    since = today - timedelta(weeks=WEEKS)
    monday = since - timedelta(days=since.weekday())
    visited: dict[str, dict[date, str]] = defaultdict(dict)
    for row in rows(connection, _DAYS, {"since": monday.isoformat()}):
        outcomes = row["outcomes"].split(",")
        best = next((one for one in _OUTCOMES if one in outcomes), outcomes[0])
        visited[row["site"]][date.fromisoformat(row["day"])] = best
    days = [monday + timedelta(days=ahead) for ahead in range((today - monday).days + 1)]
    return [_of_site(site, visited[site], days) for site in sites]


def _of_site(site: str, visited: dict[date, str], days: list[date]) -> dict[str, Any]:
    gaps = missing(sorted(visited), days[-1])
    lacking = {day for day in days for first, last in gaps if first <= day <= last}
    came_to = {day: visited.get(day) or ("missed" if day in lacking else None) for day in days}
    return {
        "site": site,
        "from": days[0].isoformat(),
        "days": {day.isoformat(): outcome for day, outcome in came_to.items()},
        "visits": sum(day in visited for day in days),
        "gaps": [
            {"from": first.isoformat(), "to": last.isoformat(), "days": (last - first).days + 1}
            for first, last in gaps[-_MOST_GAPS:]
        ],
        "more_gaps": max(0, len(gaps) - _MOST_GAPS),
        "width": _STEP * (len(days) // 7 + 1),
        "squares": _squares(list(came_to.values())),
    }


def missing(visits: list[date], today: date) -> list[tuple[date, date]]:
    """The stretches, first and last day, in which there was no visit although by what is usual there had to be one.

    How often a site is visited is told by its visits; before there are three nothing is missing.
    """
    if len(visits) < _FEW_VISITS:
        return []
    usual = median((after - before).days for before, after in pairwise(visits))
    # Today is not over.
    ends = [*visits, today]
    return [
        (before + timedelta(days=1), after - timedelta(days=1))
        for before, after in pairwise(ends)
        if (after - before).days > _LATE * usual
    ]


def _squares(outcomes: list[str | None]) -> dict[str, str]:
    """One SVG path for all days that came to the same: an element a day and site would be megabytes."""
    paths: dict[str, str] = defaultdict(str)
    for place, outcome in enumerate(outcomes):
        paths[outcome or "none"] += f"M{place // 7 * _STEP} {place % 7 * _STEP}h10v10h-10z"
    return dict(paths)
