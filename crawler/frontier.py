"""What a visit finds in the archive: what earlier ones listed and did not fetch, and what a killed one had done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from archive.kept import ListedPage
from archive.store import Archive
from crawler.findings import counted
from crawler.listed import is_article
from crawler.plan import Plan
from crawler.revisit import AskedInVain, is_due
from crawler.site import Site

# A page that came to nothing so often waits as an article of its age would.
TRIES: Final = 3
KILLED: Final = """
SELECT r.id, r.started_at,
    count(DISTINCT CASE WHEN u.purpose = 'list' THEN e.address END) AS lists,
    count(DISTINCT CASE WHEN u.purpose = 'article' THEN e.address END) AS articles
FROM runs AS r
LEFT JOIN exchanges AS e ON e.run = r.id AND e.status IS NOT NULL
LEFT JOIN purposes AS u ON u.id = e.purpose
WHERE r.site = ? AND r.finished_at IS NULL
GROUP BY r.id ORDER BY r.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KilledRun:
    """A run that was killed, and what it had fetched by then."""

    id: int
    started_at: datetime
    lists: int
    articles: int

    def __str__(self) -> str:
        return (
            f"resuming: {counted(self.lists, 'list page')} and {counted(self.articles, 'article')} already fetched"
            f" in the run of {self.started_at:%Y-%m-%d %H:%M} UTC, which was killed"
        )


def killed_runs(archive: Archive, site: str) -> list[KilledRun]:
    """The runs of a site that never ended; whoever holds the site's hosts knows that none is under way."""
    return [
        KilledRun(
            id=row["id"],
            started_at=datetime.fromisoformat(row["started_at"]),
            lists=row["lists"],
            articles=row["articles"],
        )
        for row in archive.db.query(KILLED, [site])
    ]


def left_over(archive: Archive, site: Site, plan: Plan, now: datetime) -> Iterator[tuple[ListedPage, bool]]:
    """The articles that lists of the chosen sections named and nothing answered for; whether to ask for each now."""
    for page in archive.unanswered(site=site.key) if plan.resume else ():
        section = site.section(page.section)
        if section is None or (plan.sections and section.name not in plan.sections):
            continue
        if not is_article(page.url, site, section) or (plan.since and page.date and page.date < plan.since):
            continue
        yield page, _is_timely(page, now)


def _is_timely(page: ListedPage, now: datetime) -> bool:
    if page.tries < TRIES or page.last_asked is None:
        return True
    return is_due(AskedInVain(first_seen=page.first_seen, last_asked=page.last_asked), now, "due")
