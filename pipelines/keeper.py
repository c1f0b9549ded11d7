"""Keeping in batches: what was read within a moment goes into the archive in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from archive.kept import Kept
from archive.store import Archive

BATCH: Final = 32
# At a crawl's usual pace each page is written alone; only a fast one gathers company in so short a time.
PAUSE: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Job:
    act: Callable[[], Kept]
    done: Callable[[Kept], None]
    failed: Callable[[Exception], None]


class Keeper:
    """Writes readings and revisits of pages, shared by all visits of a process.

    Captures do not pass through here: each is in the archive before anything is made of it. What waits here when a
    crawl is killed is read again by the next one.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._jobs: list[_Job] = []
        self._timer: asyncio.TimerHandle | None = None

    async def keep(self, act: Callable[[], Kept]) -> Kept:
        """Do this with the next batch; what it came to, or its own error."""
        answer: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()

        # Whoever waits may have been cancelled meanwhile; what was asked for is done all the same.
        def done(kept: Kept) -> None:
            if not answer.done():
                answer.set_result(kept)

        def failed(error: Exception) -> None:
            if not answer.done():
                answer.set_exception(error)

        self.keep_later(act, done, failed)
        return await answer

    def keep_later(
        self, act: Callable[[], Kept], done: Callable[[Kept], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do this with the next batch and tell one of the two."""
        self._jobs.append(_Job(act, done, failed))
        if len(self._jobs) >= BATCH:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self.flush)

    def flush(self) -> None:
        """Write now what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        jobs, self._jobs = self._jobs, []
        if not jobs:
            return
        try:
            with self._archive.together():
                kept = [job.act() for job in jobs]
        except Exception:  # noqa: BLE001  one of them fails: each alone then, so that it alone does
            for job in jobs:
                self._do_alone(job)
        else:
            for job, one in zip(jobs, kept, strict=True):
                job.done(one)

    def _do_alone(self, job: _Job) -> None:
        try:
            kept = job.act()
        except Exception as error:  # noqa: BLE001  whoever asked for it is told
            job.failed(error)
        else:
            job.done(kept)
