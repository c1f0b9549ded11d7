"""What a visit finds in the archive: what earlier ones listed and did not fetch, and what a killed one had done."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from archive.instant import utc
from archive.kept import ListedPage
from archive.store import Archive
from crawler.findings import counted
from crawler.listed import is_article
from crawler.plan import Plan
from crawler.revisit import AskedInVain, Selection, is_due, select
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


# What was asked of the network; a refusal of ours asks nothing.
ASKED: Final = """
SELECT count(*) FROM runs AS r JOIN exchanges AS e ON e.run = r.id
WHERE r.site = :site AND e.captured_at >= :midnight AND e.outcome <> 'forbidden'
  -- A run that had ended by then is not looked into.
  AND (r.finished_at IS NULL OR r.finished_at >= :midnight)
"""
ZONE: Final = ZoneInfo("Asia/Shanghai")


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


def asked_today(archive: Archive, site: str, now: datetime) -> int:
    """How many requests a site has had from all runs since midnight in China."""
    midnight = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    [(count,)] = archive.db.execute(ASKED, {"site": site, "midnight": utc(midnight)}).fetchall()
    return int(count)


def select_known(archive: Archive, site: Site, plan: Plan, now: datetime, taken: Set[str]) -> Selection:
    """The known pages to ask for again, of those that a plan is about; those taken are seen to already."""
    pages = [
        page
        for page in archive.due(site=site.key, at=now)
        if page.key not in taken
        and not (plan.sections and page.section not in plan.sections)
        and not (plan.since and page.published_at and page.published_at.date() < plan.since)
    ]
    return select(pages, plan.revisit, site.pace.daily_requests - asked_today(archive, site.key, now))


def asked_in_vain(archive: Archive, key: str) -> AskedInVain | None:
    """What is known of a page that was answered before and is no article; None where it never was."""
    answered = archive.answered(key)
    return AskedInVain(first_seen=answered[0], last_asked=answered[1]) if answered is not None else None


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
