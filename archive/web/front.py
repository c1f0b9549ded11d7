"""What the front page tells about each archive: what it is, how much it holds, what changed."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.readings import Articles
from archive.web.addresses import Addresses
from archive.web.asked import Asked, Told, ask, rows
from archive.web.changes_page import changes, words_of
from archive.web.opened import archives

_MOST_CHANGES = 8
_MOST_GONE = 5
_MOST_SITES = 8

_CAPTURES = "SELECT count(*) AS captures FROM exchanges"
_LATEST = "SELECT captured_at FROM exchanges ORDER BY id DESC LIMIT 1"
_NEWEST = """
SELECT 'new' AS kind, url, site, title, '' AS summary, NULL AS reason, NULL AS observed_after, first_seen AS observed_by
FROM pages ORDER BY first_seen DESC, id DESC LIMIT :most
"""
_GONE = """
SELECT p.url, p.title, p.reason, c.observed_by FROM changes AS c INDEXED BY changes_kind
JOIN pages AS p ON p.id = c.page
WHERE c.kind = 'removed' AND p.state = 'gone' ORDER BY c.observed_by DESC LIMIT :most
"""
_SITES = """
SELECT p.site, count(*) AS articles, sum(p.state = 'gone') AS gone, sum(p.versions > 1) AS edited,
  min(p.first_seen) AS since, (SELECT max(started_at) FROM runs WHERE site = p.site) AS visited,
  (SELECT r.outcome FROM runs AS r WHERE r.site = p.site ORDER BY r.started_at DESC LIMIT 1) AS outcome
FROM pages AS p WHERE p.state <> 'moved' GROUP BY p.site ORDER BY articles DESC
"""
_WALKED = """
SELECT site, count(*) AS sections, sum(complete) AS complete FROM walks AS w
WHERE id = (SELECT max(id) FROM walks AS v WHERE v.site = w.site AND v.section = w.section) GROUP BY site
"""
_ANY = dict.fromkeys(("q", "site", "kind", "from", "to", "before"), "")


async def told(datasette: Any, actor: Any) -> list[dict[str, Any]]:
    """The archives that somebody may see, each with its figures, its latest changes and its sites."""
    return [
        {**named, "most_sites": _MOST_SITES, **await ask(datasette, named["name"], Asked(at=named["at"]), tell)}
        for named in await seen(datasette, actor)
    ]


async def seen(datasette: Any, actor: Any) -> list[dict[str, Any]]:
    """The names and addresses of the archives that somebody may see."""
    named = [{"name": name, "at": Addresses(base=datasette.urls.database(name))} for name in archives(datasette)]
    return [one for one in named if (await datasette.check_visibility(actor, "view-database", one["name"]))[0]]


def tell(connection: sqlite3.Connection, _: Asked) -> Told:
    """The figures of one archive."""
    articles = Articles(connection)
    found = changes(connection, _ANY, most=_MOST_CHANGES)
    walked = {row["site"]: row for row in rows(connection, _WALKED, {})}
    sites = rows(connection, _SITES, {})
    return {
        "held": {**_held(sites), **rows(connection, _CAPTURES, {})[0], "until": _latest(connection)},
        "changed": bool(found),
        "changes": [{**change, "rows": _shown(articles, change)} for change in found]
        or rows(connection, _NEWEST, {"most": _MOST_CHANGES}),
        "gone": rows(connection, _GONE, {"most": _MOST_GONE}),
        "sites": [{**site, **walked.get(site["site"], {})} for site in sites[: _MOST_SITES + 1]],
    }


def _held(sites: list[dict[str, Any]]) -> dict[str, Any]:
    """What there is of all sites together."""
    figures: dict[str, Any] = {name: sum(site[name] for site in sites) for name in ("articles", "edited", "gone")}
    return {**figures, "since": min((site["since"] for site in sites), default=None)}


def _latest(connection: sqlite3.Connection) -> str | None:
    found = connection.execute(_LATEST).fetchone()
    return found[0] if found else None


def _shown(articles: Articles, change: dict[str, Any]) -> list[dict[str, Any]]:
    """The paragraphs that an edit touched; a new title says enough by itself."""
    return words_of(articles, change) if change["kind"] == "edited" else []
