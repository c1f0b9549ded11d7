"""Known ground: the articles of a section below which an ordinary visit need not look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from archive.store import Archive
from crawler.site import Section, Site

# A weekly walk that is planned for the same minute of the day must not find the last one a minute too young.
SLACK: Final = timedelta(hours=6)
RUNS: Final = "SELECT id, started_at, stats ->> '$.walks' AS walks FROM runs WHERE site = ? ORDER BY id DESC"
LISTED: Final = """
SELECT DISTINCT i.key FROM listings AS l
JOIN listed AS d ON d.listing = l.stands_for
JOIN items AS i ON i.id = d.item
WHERE l.site = ? AND l.section = ? AND l.run IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known of one section's list."""

    keys: frozenset[str] = frozenset()
    """The articles that were listed by the last walk to the end, and by those since that stopped among these."""
    walked_at: datetime | None = None
    """When the last walk to the end began; None where there was none that can be relied on."""

    def is_old(self, now: datetime, full_days: float) -> bool:
        """Whether the list should be walked to its end again."""
        return self.walked_at is None or now - self.walked_at + SLACK >= timedelta(days=full_days)


def ground_of(archive: Archive, site: Site, section: Section) -> Ground:
    """The known ground of a section.

    Walks that were killed, that failed or that were cut short on purpose leave a hole below what they listed: what only
    they listed is no ground. A walk that came to the list's end without what was advertised is relied on when the one
    before it came no further.
    """
    runs, walked_at = covering(_walks(archive, site, section))
    if walked_at is None:
        return Ground()
    rows = archive.db.execute(LISTED, (site.key, section.name, json.dumps(runs))).fetchall()
    return Ground(keys=frozenset(row[0] for row in rows), walked_at=walked_at)


def covering(walks: Iterable[tuple[int, datetime, dict[str, Any]]]) -> tuple[list[int], datetime | None]:
    """The runs whose walks leave no hole, newest first, and when the one to the end began.

    `walks` are the walks of one section, newest first: the run, when it began, and what `runs.stats` says of the walk.
    """
    runs: list[int] = []
    unconfirmed: tuple[int, datetime] | None = None
    for run, started_at, walk in walks:
        if walk["complete"]:
            return [*runs, run], started_at
        if walk["grounded"]:
            runs.append(run)
        elif walk["ended"]:
            if unconfirmed is not None:
                return [*runs, unconfirmed[0], run], unconfirmed[1]
            unconfirmed = (run, started_at)
        elif not walk["wanted"]:
            unconfirmed = None
    return [], None


def _walks(archive: Archive, site: Site, section: Section) -> Iterator[tuple[int, datetime, dict[str, Any]]]:
    for row in archive.db.query(RUNS, [site.key]):
        walk = json.loads(row["walks"] or "{}").get(section.name)
        if walk is not None:
            yield row["id"], datetime.fromisoformat(row["started_at"]), walk
