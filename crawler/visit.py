"""Visit: one crawl of one site, and what the spider, the middlewares and the item pipelines share in it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from archive.capture import Capture, Outcome
from archive.kept import Change, DuePage
from archive.store import Archive
from archive.url import surt
from crawler.browser import why_no_browser
from crawler.errors import UnknownSection
from crawler.frontier import killed_runs, select_known
from crawler.health import TROUBLES, Tally, Verdict, judge
from crawler.history import compared, signs_of, usual_items
from crawler.hosts import HostLocks
from crawler.plan import Plan
from crawler.site import Section, Site
from crawler.vitals import Sign, is_fault
from crawler.walk_report import WalkReport
from crawler.walks import Walks, walk_stats
from pipelines.items import Page
from pipelines.keeper import Keeper
from pipelines.payload import Reading
from pipelines.profile import Profile
from pipelines.reader import reader_name
from pipelines.reader_pool import ReaderPool

if TYPE_CHECKING:
    from crawler.belongings import Belongings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReport:
    """What one crawl of one site came to."""

    site: str
    run: int
    outcome: Verdict
    findings: tuple[str, ...]
    stats: Mapping[str, Any]


class Visit:
    """One crawl of one site while it goes on; one row in `runs`."""

    def __init__(
        self,
        site: Site,
        *,
        archive: Archive,
        pool: ReaderPool,
        keeper: Keeper,
        plan: Plan,
        planned_at: datetime | None = None,
    ) -> None:
        self.site = site
        self.archive = archive
        self.pool = pool
        self.keeper = keeper
        self.plan = plan
        self.sections = _chosen(site, plan.sections)
        self.tally = Tally()
        self._reader = reader_name(site.profile)
        self.started = datetime.now(UTC)
        self.clock = monotonic()
        self.report: VisitReport | None = None
        self._belongings: Belongings | None = None
        self._redirects: list[int] = []
        self._belated: Counter[str] = Counter()
        """Changes told by pages that a killed crawl had left unread; in the archive they are that crawl's."""
        self._resources = ExitStack()
        self.notes: list[str] = []
        self.renders = site.scripts and why_no_browser() is None
        if site.scripts and not self.renders:
            self.add_note(f"pages are not rendered: {why_no_browser()}")
        for killed in killed_runs(archive, site.key):
            archive.finish_run(killed.id, outcome="lost", stats={"findings": ["the crawl was killed"]})
            self.add_note(str(killed))
        self._usual = usual_items(archive, site.key)
        self.walks = Walks(archive, site, self.sections, plan, self.started)
        self.run = archive.start_run(
            site=site.key,
            sections=[section.name for section in self.sections],
            planned_at=planned_at,
            options=plan.as_options() | {"daily_requests": site.pace.daily_requests},
        )

    @classmethod
    def alone(cls, site: Site, *, db: str | Path, plan: Plan) -> Visit:
        """A visit with an archive, a pool and the site's hosts to itself, for `scrapy crawl`."""
        with ExitStack() as stack:
            stack.enter_context(HostLocks(site.hosts))
            archive = stack.enter_context(Archive(db))
            pool = ReaderPool()
            stack.callback(pool.close)
            visit = cls(site, archive=archive, pool=pool, keeper=Keeper(archive), plan=plan)
            visit._resources = stack.pop_all()
        return visit

    @property
    def profile(self) -> Profile:
        """How the site's pages read."""
        return self.site.profile

    @property
    def belongings(self) -> Belongings:
        """Asks for what belongs to articles, once the crawl has begun."""
        assert self._belongings is not None
        return self._belongings

    @belongings.setter
    def belongings(self, belongings: Belongings) -> None:
        self._belongings = belongings

    @property
    def reader(self) -> str:
        """The name of the reader that reads them today."""
        return self._reader

    def record(self, capture: Capture, *, purpose: str, section: str | None, revisit_of: int | None) -> int:
        """Put one capture in the archive and count it; the capture's number."""
        number = self.archive.add_capture(
            capture, run=self.run, site=self.site.key, section=section, purpose=purpose, revisit_of=revisit_of
        )
        tally = self.tally
        tally.asked += capture.outcome is not Outcome.FORBIDDEN
        if capture.status is not None:
            tally.answers += 1
            tally.bytes += len(capture.body)
        if capture.outcome not in (Outcome.ERROR, Outcome.FAILED, Outcome.BLOCKED, Outcome.FORBIDDEN):
            tally.answered(capture.url)
        if capture.outcome is Outcome.REDIRECT and purpose == "article":
            # Where it leads is read later in this visit; only then can the page's history be told.
            self._redirects.append(number)
        return number

    def note(self, page: Page) -> None:
        """Count what became of a page that was answered with a body."""
        assert page.kept is not None
        tally = self.tally
        tally.pages += not page.counted
        if page.reading is None or page.reading.article is not None:
            tally.blocks_in_a_row = 0
            tally.read += page.reading is not None
            tally.unchanged += not page.counted and not page.kept.changes
        if page.reading is not None and not self.is_to_render(page):
            self._note_reading(page.url, page.reading)
        self.count_changes(page.kept.changes)
        if page.left:
            self._belated.update(change.kind for change in page.kept.changes)

    def is_to_render(self, page: Page) -> bool:
        """Whether a browser may fill a page that was read: it is empty, and as it came from the wire."""
        shell = page.reading is not None and page.reading.error_kind == "EmptyShell"
        return self.renders and shell and self.archive.capture(page.capture).protocol != "rendered"

    def _note_reading(self, url: str, reading: Reading) -> None:
        tally = self.tally
        if reading.article is not None:
            tally.continued += bool(reading.article.later_pages)
            if reading.article.next_page is not None:
                tally.trouble("read without a further page of the same article", url)
        elif reading.error_kind == "BlockPage":
            tally.block(url)
        elif reading.error_kind == "MissingPage":
            tally.missing += 1
        else:
            tally.unreadable += 1
            if reading.error_kind in TROUBLES:
                tally.trouble(TROUBLES[reading.error_kind], url)
            log.info("not read: %s: %s", url, reading.error)

    def count_changes(self, changes: Iterable[Change]) -> None:
        """Count the changes that an observation brought to light."""
        for change in changes:
            self.tally.changes[change.kind] += 1
            if change.kind != "new":
                log.info("%s: %s %s", change.kind, change.url, change.summary)

    def touch(self, capture: int) -> None:
        """Bring a page up to date with an answer that is not read: a 304, a 404, a block, a failure."""
        self.keeper.keep_later(
            partial(self.archive.touch, capture), lambda kept: self.count_changes(kept.changes), self._count_fault
        )

    def _count_fault(self, error: Exception) -> None:
        self.tally.fault("")
        log.error("not kept: %s", error)

    def add_note(self, note: str) -> None:
        """Say something about the visit that is no fault of the site or of ours."""
        self.notes.append(note)
        log.info("%s: %s", self.site.key, note)

    def select(self, taken: Set[str]) -> Sequence[DuePage]:
        """The known pages to ask for again, within what is left of the day's requests; `taken` are seen to already."""
        selection = select_known(self.archive, self.site, self.plan, self.started, taken)
        self.tally.not_due, self.tally.over_budget = selection.not_due, selection.over_budget
        if selection.not_due or selection.over_budget:
            self.add_note(f"{selection.left_alone(self.site.pace.daily_requests)} (--revisit all asks for every one)")
        return selection.asked

    def finish(self, reason: str) -> VisitReport:
        """Close the run: settle redirects, keep the walks, judge; the report. `reason` is Scrapy's finish reason."""
        try:
            reports = self.walks.reports()
            for number in self._redirects:
                self.touch(number)
            self.keeper.flush()
            for report in reports:
                self.tally.listed += report.items
                self.walks.keep(self.run, report)
                for note in self.walks.notes(report):
                    self.add_note(note)
            signs = self._signs(reports)
            drifts = self._drifts(signs)
            outcome, findings = judge(self.tally, reports, self._usual, reason, drifts)
            kept = {"reader": self._reader, "signs": {name: sign.as_stats() for name, sign in signs.items()}}
            stats = self._stats(findings, reports) | {"vitals": kept}
            settled = self.archive.finish_run(self.run, outcome=outcome, stats=stats)
            # What the end of the run established is in `changes`, and in the report; the row in `runs` is closed. What
            # it took back, edits that were echoes, is in neither.
            self.count_changes(settled)
            self.report = VisitReport(
                site=self.site.key,
                run=self.run,
                outcome=outcome,
                findings=findings,
                stats=stats | {"changes": dict(self._belated + Counter(self.archive.counted(self.run)))},
            )
        finally:
            self._resources.close()
        return self.report

    def _signs(self, reports: list[WalkReport]) -> dict[str, Sign]:
        starts = {section.name: section.start for section in self.sections}
        seconds = monotonic() - self.clock
        return signs_of(self.archive, self.run, walks=reports, starts=starts, asked=self.tally.asked, seconds=seconds)

    def _drifts(self, signs: Mapping[str, Sign]) -> list[str]:
        """What is unlike the visits before and a fault; what is unlike them and none is noted."""
        found = compared(self.archive, self.site.key, signs, reader=self._reader, run=self.run)
        drifted = [one for one in found if one.drifted]
        for one in drifted:
            if not is_fault(one.name):
                self.add_note(str(one))
        return [str(one) for one in drifted if is_fault(one.name)]

    def _stats(self, findings: tuple[str, ...], reports: list[WalkReport]) -> dict[str, Any]:
        seconds = monotonic() - self.clock
        return self.tally.as_stats() | {
            "seconds": round(seconds, 3),
            "findings": list(findings),
            "left_out": sum(report.left_out for report in reports),
            "notes": self.notes,
            "walks": {report.section: walk_stats(report) for report in reports},
        }


def key_of(url: str) -> str:
    """The key that a page is filed under; the address itself where it is none that could be fetched."""
    try:
        return surt(url)
    except ValueError:
        return url


def _chosen(site: Site, names: tuple[str, ...]) -> tuple[Section, ...]:
    if not names:
        return site.sections
    known = [section.name for section in site.sections]
    for name in names:
        if name not in known:
            raise UnknownSection(name, known)
    return tuple(section for section in site.sections if section.name in names)
