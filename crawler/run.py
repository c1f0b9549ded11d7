"""One crawl: several sites side by side in one process, one row in `runs` each, one archive and one pool for all."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError
from archive.store import Archive
from crawler.breaker import away_until
from crawler.errors import CrawlError, RunFailed, UnknownSection
from crawler.faults import faults_told_once
from crawler.hosts import HostLocks
from crawler.notify import notify_of, tell_of
from crawler.plan import Plan
from crawler.progress import show, tell, worst
from crawler.settings import scrapy_settings
from crawler.site import Site, bare_host
from crawler.site_folders import choose_sites, site_folders
from crawler.visit import Visit, VisitReport
from pipelines.keeper import Keeper
from pipelines.reader_pool import ReaderPool

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess

log = logging.getLogger("govpress")


def crawl(
    sites: Sequence[Site],
    *,
    db: str | Path,
    plan: Plan,
    planned_at: datetime | None = None,
    wait: float = 0,
    terminal: bool = False,
    settings: dict[str, Any] | None = None,
) -> list[VisitReport]:
    """Visit these sites and return what each visit came to, in order.

    Sites that share a host are visited one after the other, all others side by side. Twisted's reactor runs once in a
    process, so this can be called once in a process. SIGTERM and Ctrl-C end the visits after what is under way; a
    second one ends the process, which loses nothing that was recorded. `wait` is how long to wait for another crawl of
    one of the hosts; -1 is for ever.
    """
    # A crawl's objects go when nothing refers to them any more; looking for circles among them every 700 took a
    # sixteenth of its time and found next to none.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    planned = _plans(sites, plan)
    hosts = {host for site, _plan in planned for host in site.hosts}
    with ExitStack() as stack:
        stack.enter_context(HostLocks(hosts, wait=wait))
        ReaderPool.prepare()
        archive = stack.enter_context(Archive(db))
        pool = ReaderPool()
        stack.callback(pool.close)
        driver = _Driver(archive, pool, planned_at, settings or {})
        with show(driver.visits, terminal=terminal):
            driver.drive(_groups(planned))
    return [visit.report for visit in driver.visits if visit.report]


class _Driver:
    """Runs the visits inside Twisted's asyncio reactor and stops it when they are over."""

    def __init__(
        self, archive: Archive, pool: ReaderPool, planned_at: datetime | None, settings: dict[str, Any]
    ) -> None:
        self.visits: list[Visit] = []
        self._archive = archive
        self._pool = pool
        self._keeper = Keeper(archive)
        self._planned_at = planned_at
        self._settings = settings
        self._stopping = False
        self._fault: BaseException | None = None

    def drive(self, groups: Sequence[Sequence[tuple[Site, Plan]]]) -> None:
        """Visit every group side by side; blocks until all is over, and raises what went wrong on our side."""
        from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415  it installs the reactor

        # Scrapy looks through the source of every caller while it imports these two; in the middle of a crawl there are
        # three times as many, and it takes a tenth of a second.
        for name in ("tls", "contextfactory"):
            import_module(f"scrapy.core.downloader.{name}")

        # Scrapy's own account of itself is for those who ask for it with -v; it raises its loggers to DEBUG, which
        # makes a record of every request only to throw it away.
        level = logging.INFO if logging.getLogger().isEnabledFor(logging.DEBUG) else logging.WARNING
        logging.disable(level - 1)
        process = AsyncCrawlerProcess(scrapy_settings(LOG_INSTALL_ROOT_HANDLER=False, **self._settings))
        logging.disable(logging.NOTSET)
        logging.getLogger("scrapy").setLevel(level)
        loop = asyncio.get_event_loop()
        main = loop.create_task(self._visit_all(process, groups))
        main.add_done_callback(self._stop_reactor)
        with faults_told_once(), _Signals(loop, lambda: self._stop(process)):
            process.start(stop_after_crawl=False, install_signal_handlers=False)
        if self._fault is not None:
            raise self._fault

    async def _visit_all(self, process: AsyncCrawlerProcess, groups: Sequence[Sequence[tuple[Site, Plan]]]) -> None:
        await asyncio.gather(*(self._visit_group(process, group) for group in groups))

    async def _visit_group(self, process: AsyncCrawlerProcess, group: Sequence[tuple[Site, Plan]]) -> None:
        from crawler.spiders import spider_class  # noqa: PLC0415  after the reactor

        for site, plan in group:
            if self._stopping:
                return
            visit = Visit(
                site,
                archive=self._archive,
                pool=self._pool,
                keeper=self._keeper,
                plan=plan,
                planned_at=self._planned_at,
            )
            self.visits.append(visit)
            away = None if plan.anyway else away_until(self._archive, site)
            if away is not None and away > visit.started:
                visit.finish(f"blocked: staying away until {away:%Y-%m-%d %H:%M} UTC (--anyway visits it now)")
                continue
            try:
                await process.crawl(spider_class(site), visit=visit)
            except Exception:
                # The other sites of the crawl go on; this one's run says that it failed.
                log.exception("%s could not be visited", site.key)
            if visit.report is None:
                visit.finish("it could not start")
            if visit.report is not None:
                await asyncio.to_thread(tell_of, visit.report, notify_of(site.notify))

    async def _stop(self, process: AsyncCrawlerProcess) -> None:
        self._stopping = True
        log.info("ending after what is under way; once more ends at once")
        await process.stop()

    def _stop_reactor(self, task: asyncio.Task[None]) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  after it was installed

        self._fault = None if task.cancelled() else task.exception()
        running: Any = reactor
        running.callLater(0, running.stop)


class _Signals:
    """Context manager that turns the first SIGTERM or Ctrl-C into a call and leaves the second to the system."""

    def __init__(self, loop: asyncio.AbstractEventLoop, stop: Any) -> None:
        self._loop = loop
        self._stop = stop
        self._task: asyncio.Task[None] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        """Listen."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                self._before[number] = signal.signal(number, self._ring)

    def __exit__(self, *_exc: object) -> None:
        """Listen no more."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)
        self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        self._task = self._loop.create_task(self._stop())


def _plans(sites: Sequence[Site], plan: Plan) -> list[tuple[Site, Plan]]:
    """The sites with their part of the plan; a site that has none of the chosen sections is left out."""
    known = list(dict.fromkeys(section.name for site in sites for section in site.sections))
    for name in plan.sections:
        if name not in known:
            raise UnknownSection(name, known)
    planned = []
    for site in sites:
        own = tuple(name for name in plan.sections if site.section(name))
        if own or not plan.sections:
            planned.append((site, replace(plan, sections=own)))
    return planned


def _groups(planned: Sequence[tuple[Site, Plan]]) -> list[list[tuple[Site, Plan]]]:
    """Sites that share a host, directly or through a third, in one group."""
    groups: list[tuple[set[str], list[tuple[Site, Plan]]]] = []
    for one in planned:
        hosts = {bare_host(host) for host in one[0].hosts}
        members = [one]
        apart = []
        for others, theirs in groups:
            if others & hosts:
                hosts |= others
                members = theirs + members
            else:
                apart.append((others, theirs))
        groups = [*apart, (hosts, members)]
    return [members for _hosts, members in groups]


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m crawler.run --site X`: one crawl for the scheduler; the exit code says how it went."""
    parser = ArgumentParser(prog="python -m crawler.run", description=main.__doc__)
    parser.add_argument("--site", action="append", required=True)
    parser.add_argument("--section", action="append", default=[])
    parser.add_argument("--db", required=True)
    parser.add_argument("--sites")
    parser.add_argument("--planned-at", type=datetime.fromisoformat)
    parser.add_argument("--revisit", choices=("all", "due", "none"), default="due")
    parser.add_argument("--anyway", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        reports = crawl(
            choose_sites(given.site, site_folders(given.sites)),
            db=given.db,
            plan=Plan(sections=tuple(given.section), revisit=given.revisit, full=given.full, anyway=given.anyway),
            planned_at=given.planned_at,
            wait=-1,
        )
    except (CrawlError, ArchiveError) as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    tell(reports, as_json=given.json)
    return 0 if worst(reports) == "ok" else RunFailed.exit_code


if __name__ == "__main__":
    sys.exit(main())
