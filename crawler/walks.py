"""The walks of one visit: one through each section's lists, where each may stop, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from archive.store import Archive
from crawler.findings import counted
from crawler.ground import ground_of
from crawler.plan import Plan
from crawler.section_walk import SectionWalk
from crawler.site import Section, Site
from crawler.walk_report import WalkReport


class Walks:
    """The walks of a visit, each begun when it is first asked for."""

    def __init__(
        self, archive: Archive, site: Site, sections: Sequence[Section], plan: Plan, started: datetime
    ) -> None:
        self._archive = archive
        self._site = site
        self._plan = plan
        self._started = started
        self._grounds = {section.name: ground_of(archive, site, section) for section in sections}
        self._walks: dict[str, SectionWalk] = {}

    def through(self, section: Section) -> SectionWalk:
        """The walk through a section's list pages: to known ground, or to the list's end where that is due again."""
        if section.name not in self._walks:
            ground, reach = self._grounds[section.name], self._site.reach
            full = self._plan.full or ground.is_old(self._started, reach.full_days)
            self._walks[section.name] = SectionWalk(
                site=self._site,
                section=section,
                since=self._plan.since,
                max_pages=self._plan.max_pages,
                ground=frozenset() if full else ground.keys,
                enough=reach.known,
            )
        return self._walks[section.name]

    def delisted(self, section: Section) -> frozenset[str]:
        """The keys of articles that the section once listed and that its walk, complete now, did not."""
        walk = self.through(section)
        return self._grounds[section.name].keys - walk.keys if walk.over and walk.report().complete else frozenset()

    def reports(self) -> list[WalkReport]:
        """What each walk came to."""
        return [walk.report() for walk in self._walks.values()]

    def keep(self, run: int, report: WalkReport) -> None:
        """Put what a walk came to into the archive."""
        self._archive.add_walk(
            run=run,
            site=self._site.key,
            section=report.section,
            complete=report.complete,
            pages=report.pages,
            items=report.items,
            advertised=report.advertised,
        )

    def notes(self, report: WalkReport) -> Iterator[str]:
        """What a person may want to know of a walk, and that is no fault."""
        if report.grounded:
            walked_at = self._grounds[report.section].walked_at
            assert walked_at is not None
            yield (
                f"section {report.section}: stopped at known ground after {counted(report.pages, 'list page')}; last"
                f" walked to its end on {walked_at:%Y-%m-%d} (--full walks there again)"
            )
        if report.strayed:
            what = counted(report.strayed, "list")
            yield f"section {report.section}: {what} named by a year leads to none of the others, and was left alone"


def walk_stats(report: WalkReport) -> dict[str, Any]:
    """What `runs.stats.walks` has of a walk."""
    figures = asdict(report)
    del figures["section"]
    return figures
