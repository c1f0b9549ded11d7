"""How long a site is left alone after it did not let a visit in: each visit in a row doubles it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from archive.store import Archive
from crawler.site import Site

LONGEST: Final = timedelta(days=1)
# A visit that was not made because of the ones before it asked nothing, and says nothing about the site.
ENDED: Final = """
SELECT finished_at, outcome FROM runs
WHERE site = ? AND finished_at IS NOT NULL AND outcome <> 'lost' AND coalesce(stats ->> '$.answers', 1) > 0
ORDER BY id DESC LIMIT 16
"""


def away_until(archive: Archive, site: Site) -> datetime | None:
    """Until when a site is left alone; None where its last visit was let in."""
    runs = archive.db.execute(ENDED, (site.key,)).fetchall()
    return opened(((datetime.fromisoformat(at), outcome) for at, outcome in runs), site.pace.away_hours)


def opened(runs: Iterable[tuple[datetime, str]], away_hours: float) -> datetime | None:
    """The same, of runs by their end and outcome, newest first."""
    last: datetime | None = None
    wait = timedelta(hours=away_hours) / 2
    for finished_at, outcome in runs:
        if outcome != "blocked":
            break
        last = last or finished_at
        wait = min(LONGEST, wait * 2)
    return last + wait if last is not None and wait else None
