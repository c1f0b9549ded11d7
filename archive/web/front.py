"""What the front page tells about each archive: what it is, how much it holds, what changed."""

from __future__ import annotations

from typing import Any

from datasette.database import QueryInterrupted

from archive.web.cells import article_address, difference
from archive.web.opened import archives

_MOST_CHANGES = 8
_MOST_SITES = 8

_HELD = """
SELECT count(*) AS articles, coalesce(sum(versions > 1), 0) AS edited, coalesce(sum(state = 'gone'), 0) AS gone,
  min(first_seen) AS since, max(last_asked) AS until
FROM articles
"""
_CAPTURED = "SELECT count(*) AS captures FROM exchanges"
_CHANGES = """
SELECT kind, url, site, title, summary, reason, observed_after, observed_by FROM changes
WHERE kind <> 'new' ORDER BY observed_by DESC, id LIMIT :most
"""
_NEWEST = """
SELECT 'new' AS kind, url, site, title, '' AS summary, NULL AS reason, NULL AS observed_after, first_seen AS observed_by
FROM articles ORDER BY first_seen DESC, id DESC LIMIT :most
"""
_SITES = """
SELECT a.site, count(*) AS articles, sum(a.state = 'gone') AS gone, max(a.last_asked) AS visited,
  (SELECT r.outcome FROM runs AS r WHERE r.site = a.site ORDER BY r.started_at DESC LIMIT 1) AS outcome
FROM articles AS a GROUP BY a.site ORDER BY articles DESC LIMIT :most
"""


async def told(datasette: Any) -> list[dict[str, Any]]:
    """The archives that are open, each with its figures, its latest changes and its sites."""
    return [await _archive(datasette, name) for name in archives(datasette)]


async def _archive(datasette: Any, name: str) -> dict[str, Any]:
    database = datasette.databases[name]
    base = datasette.urls.database(name)
    changes = await _rows(database, _CHANGES, _MOST_CHANGES)
    held = await _rows(database, _HELD)
    captured = await _rows(database, _CAPTURED)
    return {
        "name": name,
        "base": base,
        "held": {**(held[0] if held else {}), **(captured[0] if captured else {})},
        "changed": bool(changes),
        "changes": [_told(change, base) for change in changes or await _rows(database, _NEWEST, _MOST_CHANGES)],
        "sites": await _rows(database, _SITES, _MOST_SITES + 1),
        "most_sites": _MOST_SITES,
    }


async def _rows(database: Any, sql: str, most: int = 1) -> list[dict[str, Any]]:
    try:
        result = await database.execute(sql, {"most": most} if ":most" in sql else None)
    except QueryInterrupted:  # Datasette's own time limit; the page is whole without these figures
        return []
    return [dict(row) for row in result.rows]


def _told(change: dict[str, Any], base: str) -> dict[str, Any]:
    return {
        **change,
        "address": article_address(change["url"], base),
        "summary": difference(change["summary"] or ""),
        "after": (change["observed_after"] or "")[:16].replace("T", " "),
        "by": (change["observed_by"] or "")[:16].replace("T", " "),
    }
