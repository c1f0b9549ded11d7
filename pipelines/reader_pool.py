"""Reading in worker processes: the event loop never waits for a page, and a page that never ends is cut off."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pipelines.payload import ListReading, Payload, Reading, read_file_payload, read_list_payload, read_payload
from pipelines.workers import end_workers, new_executor, start_origin

if TYPE_CHECKING:
    from pipelines.files import FileReading

T = TypeVar("T")

AHEAD: Final = 2
"""Batches of a worker: the one that it reads, and the one that it finds ready when it is done."""
STARTS, START_PAUSE = 5, 0.2
BATCHES_A_WORKER: Final = 1000
"""After so many its caches have grown, and a new worker takes its place for a hundredth of a second. Counted here, for
the executor's own count of tasks can leave it without any worker (python/cpython#115634)."""
BATCH: Final = 4
"""Pages that are handed out together where so many wait: each batch costs the crawl's process half a millisecond."""


@dataclass(frozen=True, slots=True)
class _Order:
    """One payload that somebody waits for."""

    read: Callable[[Payload], Any]
    payload: Payload
    answer: asyncio.Future[Any]


class ReaderPool:
    """Worker processes that read pages, one for each processor.

    A page that kills its worker (memory, a fault in a C library) takes the pages with it that were being read beside
    it; all of them are read once more, one by one, and only the one that kills again is given up.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[_Order] = deque()
        self._under_way = 0
        """Batches that were handed out."""
        self._handed_out = 0
        """Batches that the present workers were given so far."""
        self._alone = asyncio.Lock()

    @property
    def room(self) -> int:
        """How many pages are under way at most; more of them only wait."""
        return self.workers * AHEAD * BATCH

    @staticmethod
    def prepare() -> None:
        """Start what workers are forked from, without waiting: it imports the reader while the crawl starts."""
        start_origin()

    async def read(self, payload: Payload) -> Reading:
        """Read one payload as an article."""
        try:
            return await self._run(read_payload, payload)
        except BrokenProcessPool:
            return Reading(reader=_reader(payload), error="the page kills its reader", error_kind="ReaderFault")

    async def read_list(self, payload: Payload) -> ListReading:
        """Read one payload as a list page."""
        try:
            return await self._run(read_list_payload, payload)
        except BrokenProcessPool:
            return ListReading(reader=_reader(payload), error="the page kills its reader", error_kind="ReaderFault")

    async def read_file(self, payload: Payload) -> FileReading:
        """Read one payload as a file that hangs on an article."""
        from pipelines.files import FILE_READER, FileReading  # noqa: PLC0415  only where files are fetched

        try:
            return await self._run(read_file_payload, payload)
        except BrokenProcessPool:
            return FileReading(reader=FILE_READER, error="the file kills its reader", error_kind="BrokenFile")

    def close(self) -> None:
        """End the workers; what is still queued is dropped and will be read on the next visit."""
        if self._pool is None:
            return
        for order in self._waiting:
            order.answer.cancel()
        self._waiting.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        end_workers()

    async def _run(self, read: Callable[[Payload], T], payload: Payload) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Order(read, payload, answer))
        self._hand_out()
        try:
            return await answer
        except BrokenProcessPool:
            async with self._alone:
                return await self._run_alone(read, payload)

    def _hand_out(self) -> None:
        """Hand out what waits, as far as there is room: alone where little waits, in batches where much does."""
        while self._waiting and self._under_way < self.workers * AHEAD:
            share = -(-len(self._waiting) // self.workers)
            batch = [self._waiting.popleft() for _ in range(min(share, BATCH))]
            pool = self._executor()
            self._under_way += 1
            self._handed_out += 1
            try:
                submitted = pool.submit(_read_batch, [(order.read, order.payload) for order in batch])
            except (BrokenProcessPool, OSError, EOFError) as error:
                # A signal to all of a service also ends what workers are forked from.
                (submitted := Future()).set_exception(BrokenProcessPool(str(error)))
            asyncio.wrap_future(submitted).add_done_callback(partial(self._settle, pool, batch))

    def _settle(self, pool: ProcessPoolExecutor, batch: Sequence[_Order], done: asyncio.Future[list[Any]]) -> None:
        """Tell those who wait for a batch what came of it, and hand out the next."""
        self._under_way -= 1
        error = None if done.cancelled() else done.exception()
        if isinstance(error, BrokenProcessPool):
            self._forget(pool)
        readings = [None] * len(batch) if error is not None or done.cancelled() else done.result()
        for order, reading in zip(batch, readings, strict=True):
            if order.answer.done():
                # Whoever waited was cancelled meanwhile.
                continue
            if done.cancelled():
                order.answer.cancel()
            elif error is not None:
                order.answer.set_exception(error)
            else:
                order.answer.set_result(reading)
        self._hand_out()

    async def _run_alone(self, read: Callable[[Payload], T], payload: Payload) -> T:
        for _ in range(STARTS):
            pool = new_executor(1)
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, read, payload)
            except (OSError, EOFError):  # no page raises these: the worker could not be started
                await asyncio.sleep(START_PAUSE)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        raise BrokenProcessPool(f"no worker could be started {STARTS} times")

    def _executor(self) -> ProcessPoolExecutor:
        if self._pool is not None and self._handed_out >= self.workers * BATCHES_A_WORKER:
            # These workers finish what they were given.
            self._pool.shutdown(wait=False)
            self._pool = None
        if self._pool is None:
            self._pool, self._handed_out = new_executor(self.workers), 0
        return self._pool

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _read_batch(batch: Sequence[tuple[Callable[[Payload], Any], Payload]]) -> list[Any]:
    return [read(payload) for read, payload in batch]


def _reader(payload: Payload) -> str:
    from pipelines import reader_name  # noqa: PLC0415  only after a worker died

    return reader_name(payload.profile)
