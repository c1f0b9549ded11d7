"""How each site's last visit went: what it found, what is usual there, and how many requests the site had today."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

from archive.instant import utc
from archive.typed import CHINA
from archive.web.asked import rows

_LAST = """
SELECT id, started_at, outcome, options, stats FROM runs
WHERE site = ? AND outcome IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT 1
"""
# What was asked of the network since midnight in China. A visit that began and ended since then has counted it itself,
# one that had ended by then asked nothing since; visits that began more than a day before are not looked at.
_TODAY = """
SELECT site, sum(asked) AS asked FROM (
    SELECT r.site, coalesce(
        CASE WHEN r.started_at >= :midnight THEN r.stats ->> '$.asked' END,
        (SELECT count(*) FROM exchanges AS e
         WHERE e.run = r.id AND e.captured_at >= :midnight AND e.outcome <> 'forbidden')
    ) AS asked
    FROM runs AS r WHERE r.started_at >= :before AND (r.finished_at IS NULL OR r.finished_at >= :midnight)
) GROUP BY site HAVING sum(asked) > 0
"""
_EARLIER = """
SELECT json_extract(stats, '$.vitals.signs') AS signs FROM runs
WHERE site = :site AND id < :run AND outcome IN ('ok', 'partial') AND json_extract(stats, '$.vitals') IS NOT NULL
ORDER BY id DESC LIMIT 20
"""
_MOST_SAID = 6


def health(connection: sqlite3.Connection, sites: Iterable[str], now: datetime) -> list[dict[str, Any]]:
    """The last visit of each site that has ended, as it was judged when it did, and the day's requests so far."""
    midnight = datetime.combine(now.astimezone(CHINA).date(), time(), CHINA)
    since = {"midnight": utc(midnight), "before": utc(midnight - timedelta(days=1))}
    today = {row["site"]: row["asked"] for row in rows(connection, _TODAY, since)}
    return [{"site": site, "asked_today": today.get(site, 0), **_last(connection, site)} for site in sites]


def signs(connection: sqlite3.Connection, site: str) -> list[dict[str, Any]]:
    """The vital signs of a site's last visit, each with the median of up to 20 visits before it."""
    row = connection.execute(_LAST, (site,)).fetchone()
    kept = _vitals(row[4]) if row else {}
    earlier: dict[str, list[float]] = {}
    for before in rows(connection, _EARLIER, {"site": site, "run": row[0]}) if kept else ():
        for name, (value, *_) in json.loads(before["signs"] or "{}").items():
            earlier.setdefault(name, []).append(value)
    return [
        {
            "sign": name,
            "now": value,
            "of": of,
            "usual": median(earlier[name]) if name in earlier else None,
            "visits": len(earlier.get(name, ())),
            "example": example,
        }
        for name, (value, of, example) in kept.items()
    ]


def _last(connection: sqlite3.Connection, site: str) -> dict[str, Any]:
    row = connection.execute(_LAST, (site,)).fetchone()
    run, started_at, outcome, options, stats = row or (None, None, None, "{}", None)
    said = json.loads(stats or "{}")
    findings, notes = said.get("findings", []), said.get("notes", [])
    return {
        "run": run,
        "started_at": started_at,
        "outcome": outcome,
        "findings": findings[:_MOST_SAID],
        "more_findings": max(0, len(findings) - _MOST_SAID),
        "notes": notes[:_MOST_SAID],
        "left_for_later": said.get("over_budget"),
        "daily_requests": json.loads(options).get("daily_requests"),
    }


def _vitals(stats: str | None) -> dict[str, Any]:
    found: dict[str, Any] = (json.loads(stats or "{}").get("vitals") or {}).get("signs", {})
    return found
