"""The schedules of the site files, in the foreground: each crawl its own process, one at a time for each host."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from types import FrameType
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from filelock import FileLock, Timeout

from archive.store import Archive
from crawler.appointments import ZONE, Job, jobs_of, missed
from crawler.errors import CrawlError, SchedulerRunning
from crawler.site import bare_host
from crawler.site_folders import survey_sites

log = logging.getLogger("govpress.schedule")

# A crawl that was told to end has one request under way in each slot, and a few pages to read.
GRACE: Final = timedelta(minutes=2)
PATIENCE: Final = 10
"""Seconds that what a killed crawl started gets to end by itself."""
RELOAD: Final = timedelta(minutes=1)


Command = Callable[[Job, datetime], Sequence[str]]


class Schedule:
    """The running schedule of some sites over one archive.

    Jobs live in memory and follow from the site files, which are looked at again every minute; what was done is in
    `runs`. APScheduler's own job stores move a job's next time on before it runs, so a job that is killed is lost.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        db: str | Path,
        keys: Sequence[str] = (),
        command: Command | None = None,
    ) -> None:
        self._folders = folders
        self._db = Path(db)
        self._keys = frozenset(keys)
        self._command = command or self._crawl_command
        self._over = threading.Event()
        self._hosts: dict[str, threading.Lock] = {}
        self._children: set[subprocess.Popen[bytes]] = set()
        self._jobs: dict[str, Job] = {}
        self._scheduler = BackgroundScheduler(
            timezone=ZONE,
            executors={"default": ThreadPoolExecutor(64)},
            # However long this machine slept, one visit makes up for it; and a visit never overtakes itself.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    @property
    def jobs(self) -> list[Job]:
        """The jobs that are kept now."""
        return list(self._jobs.values())

    def run(self) -> None:
        """Keep the schedule until SIGTERM or Ctrl-C; then end the crawls under way and return.

        Raises `SchedulerRunning` where another scheduler works on the same archive.
        """
        lock = FileLock(f"{self._db}.schedule.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise SchedulerRunning(f"another scheduler is running on {self._db}; stop it first") from None
        with lock:
            logging.getLogger("apscheduler").setLevel(logging.WARNING)
            with Archive(self._db) as archive:
                self.reload()
                if not self._jobs:
                    raise CrawlError("no section of these sites has a schedule; write one in the site file")
                self._catch_up(archive)
            with _ended_by_signals(self._over):
                self._scheduler.start()
                self._scheduler.add_job(self.reload, "interval", seconds=RELOAD.total_seconds())
                log.info("%d jobs; the next at %s", len(self._jobs), self._next().isoformat(timespec="minutes"))
                self._over.wait()
                self._drain()

    def stop(self) -> None:
        """End as SIGTERM does."""
        self._over.set()

    def reload(self) -> None:
        """Bring the jobs in line with the site files; a file with a problem keeps its jobs and gives its line."""
        sites, broken = survey_sites(self._folders)
        for error in broken.values():
            log.error("%s", error)
        wanted = {job.id: job for job in jobs_of(sites.values()) if not self._keys or job.site.key in self._keys}
        for name, job in list(self._jobs.items()):
            if name not in wanted and job.site.key not in broken:
                del self._jobs[name]
                self._scheduler.remove_job(name)
        for name, job in wanted.items():
            if self._jobs.get(name) != job:
                self._jobs[name] = job
                self._scheduler.add_job(self._visit, job.trigger, [job], id=name, replace_existing=True)

    def _catch_up(self, archive: Archive) -> None:
        now = datetime.now(UTC)
        for job in self._jobs.values():
            planned = missed(job, archive, now)
            if planned is not None:
                log.info("catching up %s, planned for %s", job.id, planned.isoformat(timespec="minutes"))
                self._scheduler.add_job(self._visit, args=[job, planned])

    def _visit(self, job: Job, planned: datetime | None = None) -> None:
        """Run one crawl in a process of its own and wait for it; runs in a thread of the scheduler."""
        now = datetime.now(ZONE)
        planned = planned or now.replace(second=0, microsecond=0)
        hours = job.site.pace.hours
        if hours is not None and not hours.hold(now):
            # Several times that fall outside are one visit when the hours begin.
            self._scheduler.add_job(
                self._visit, "date", run_date=hours.opening(now), args=[job, planned],
                id=f"{job.id} at opening", replace_existing=True,
            )  # fmt: skip
            return
        with self._hosts_of(job) as free:
            if not free:
                return
            # Its own session: Ctrl-C at the terminal is for the scheduler, which passes it on.
            child = subprocess.Popen(list(self._command(job, planned)), start_new_session=True)  # noqa: S603
            self._children.add(child)
            if self._over.is_set():
                child.terminate()
            try:
                code = child.wait()
            finally:
                self._children.discard(child)
        log.log(logging.INFO if code == 0 else logging.WARNING, "%s ended with code %d", job.id, code)

    @contextmanager
    def _hosts_of(self, job: Job) -> Iterator[bool]:
        """Hold the job's hosts; False where the schedule ended while waiting for them."""
        held: list[threading.Lock] = []
        try:
            for host in sorted({bare_host(host) for host in job.site.hosts}):
                lock = self._hosts.setdefault(host, threading.Lock())
                while not lock.acquire(timeout=0.5):
                    if self._over.is_set():
                        break
                else:
                    held.append(lock)
            yield not self._over.is_set()
        finally:
            for lock in held:
                lock.release()

    def _drain(self) -> None:
        self._scheduler.shutdown(wait=False)
        children = list(self._children)
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=GRACE.total_seconds())
            except subprocess.TimeoutExpired:
                log.warning("a crawl did not end in %s and is killed", GRACE)
                _kill(child)

    def _next(self) -> datetime:
        now = datetime.now(UTC)
        return min(job.next_time(now) for job in self._jobs.values())

    def _crawl_command(self, job: Job, planned: datetime) -> Sequence[str]:
        sections = [part for name in job.sections for part in ("--section", name)]
        folder = [] if len(self._folders) == 1 else ["--sites", str(self._folders[-1])]
        return [
            sys.executable, "-m", "crawler.run", "--site", job.site.key, "--db", str(self._db),
            "--planned-at", planned.isoformat(), *sections, *folder,
        ]  # fmt: skip


def _kill(crawl: subprocess.Popen[bytes]) -> None:
    """Kill a crawl, and what has not ended with it after a while.

    Its readers end with it, and then Python's own watcher unlinks their semaphores; killed at one moment with them, it
    would leave these in /dev/shm until the machine is started again.
    """
    crawl.kill()
    crawl.wait()
    end = monotonic() + PATIENCE
    with suppress(ProcessLookupError):
        while monotonic() < end:
            os.killpg(crawl.pid, 0)
            sleep(0.05)
        os.killpg(crawl.pid, signal.SIGKILL)


@contextmanager
def _ended_by_signals(over: threading.Event) -> Iterator[None]:
    """Set the event on SIGTERM and Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        over.set()

    before = {number: signal.signal(number, ring) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
