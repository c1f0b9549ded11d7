"""Reading in worker processes: the event loop never waits for a page, and a page that never ends is cut off."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from archive.article import Article
from pipelines.workers import end_workers, new_executor, start_origin

if TYPE_CHECKING:
    from archive.kept import Prepared
    from pipelines.files import FileReading
    from pipelines.pagers.paging import Listing, PageRequest
    from pipelines.profile import Profile
    from pipelines.read import Leaf

T = TypeVar("T")

CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
TIME_LIMIT: Final = 20
"""Seconds of processor time for one page. The slowest real page took 1.9 (2026-11)."""
PATIENT_LIMIT: Final = TIME_LIMIT * 6
"""Seconds by the clock. What else a machine does must not decide what is read."""
AHEAD: Final = 2
"""Batches of a worker: the one that it reads, and the one that it finds ready when it is done."""
STARTS, START_PAUSE = 5, 0.2
BATCHES_A_WORKER: Final = 1000
"""After so many its caches have grown, and a new worker takes its place for a hundredth of a second. Counted here, for
the executor's own count of tasks can leave it without any worker (python/cpython#115634)."""
BATCH: Final = 4
"""Pages that are handed out together where so many wait: each batch costs the crawl's process half a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The bytes to read, as they were captured, and what is needed to read them."""

    url: str
    body: bytes
    """As received, still content-encoded."""
    encoding: str | None
    """The Content-Encoding header."""
    content_type: str | None
    captured_at: datetime | None = None
    profile: Profile | None = None
    later: tuple[Payload, ...] = ()
    """The further pages of an article, in order."""
    gone: bool = False
    """Of a further page: it is known to be gone, though the page before it still leads there."""
    request: PageRequest | None = None
    """What brought a list page, where it was a POST or carried headers of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of one payload: an article with its fingerprint, or why there is none."""

    reader: str
    article: Article | None = None
    fingerprint: str | None = None
    prepared: Prepared | None = None
    """The article as the archive writes it: made here, so that the crawl's own process need not."""
    error: str | None = None
    error_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What a reader made of one list page: the listing, or why there is none."""

    reader: str
    listing: Listing | None = None
    error: str | None = None
    error_kind: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the page names nothing and leads nowhere, so that scripts may be what fills it."""
        if self.listing is None:
            return self.error_kind == "EmptyShell"
        return not self.listing.items and self.listing.following is None


class PageTimeout(Exception):
    """A page took longer to read than the limits: keep it, and look at it by hand."""


def read_payload(payload: Payload) -> Reading:
    """Read one payload as an article; every fault becomes part of the answer, for the capture is kept with it."""
    from archive.errors import PayloadError  # noqa: PLC0415  in the worker alone
    from archive.readings import prepare  # noqa: PLC0415
    from pipelines import ReadError, reader_name  # noqa: PLC0415
    from pipelines.fingerprint import fingerprint  # noqa: PLC0415
    from pipelines.read import read_pages  # noqa: PLC0415

    reader = reader_name(payload.profile)
    try:
        with _limited_time():
            leaves = [_leaf(payload), *map(_leaf, payload.later)]
            article = read_pages(leaves, profile=payload.profile, captured_at=payload.captured_at)
            return Reading(reader=reader, article=article, fingerprint=fingerprint(article), prepared=prepare(article))
    except (ReadError, PayloadError, PageTimeout) as error:
        return Reading(reader=reader, error=str(error), error_kind=type(error).__name__)
    except Exception as error:  # noqa: BLE001  a fault of the reader must cost this page its reading, never the crawl
        return Reading(reader=reader, error=f"{type(error).__name__}: {error}", error_kind="ReaderFault")


def _leaf(payload: Payload) -> Leaf:
    from archive.encoding import decode_content  # noqa: PLC0415  in the worker alone
    from pipelines.read import Leaf  # noqa: PLC0415

    body = decode_content(payload.body, payload.encoding) if not payload.gone else None
    return Leaf(url=payload.url, body=body, charset=charset_of(payload.content_type))


def read_list_payload(payload: Payload) -> ListReading:
    """Read one payload as a list page."""
    from archive.encoding import decode_content  # noqa: PLC0415  in the worker alone
    from pipelines import read_listing, reader_name  # noqa: PLC0415

    reader = reader_name(payload.profile)
    try:
        with _limited_time():
            body = decode_content(payload.body, payload.encoding)
            charset = charset_of(payload.content_type)
            profile = payload.profile.at(payload.captured_at) if payload.profile is not None else None
            return ListReading(
                reader=reader,
                listing=read_listing(body, url=payload.url, charset=charset, profile=profile, request=payload.request),
            )
    except Exception as error:  # noqa: BLE001  as above: the walk ends here and says why
        return ListReading(reader=reader, error=f"{type(error).__name__}: {error}", error_kind=type(error).__name__)


def read_file_payload(payload: Payload) -> FileReading:
    """Read one payload as a file that hangs on an article."""
    from archive.encoding import decode_content  # noqa: PLC0415  in the worker alone
    from archive.errors import PayloadError  # noqa: PLC0415
    from pipelines.files import FILE_READER, FileReading, read_file  # noqa: PLC0415

    try:
        with _limited_time():
            return read_file(decode_content(payload.body, payload.encoding), url=payload.url)
    except (PayloadError, PageTimeout, MemoryError) as error:
        return FileReading(reader=FILE_READER, error=str(error), error_kind=type(error).__name__)


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


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type header names, if any."""
    found = CHARSET.search(content_type or "")
    return found[1] if found else None


@contextmanager
def _limited_time() -> Iterator[None]:
    """Raise `PageTimeout` in a page that takes too long; where a C library is busy, let the system end the worker."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signum: int, _frame: FrameType | None) -> None:
        raise PageTimeout(f"reading took longer than {TIME_LIMIT} seconds")

    for number, timer, seconds in (
        (signal.SIGVTALRM, signal.ITIMER_VIRTUAL, TIME_LIMIT),
        (signal.SIGALRM, signal.ITIMER_REAL, PATIENT_LIMIT),
    ):
        signal.signal(number, ring)
        signal.setitimer(timer, seconds)
    # Cannot be held up: the default action of SIGPROF ends the process.
    signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT * 2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _reader(payload: Payload) -> str:
    from pipelines import reader_name  # noqa: PLC0415  only after a worker died

    return reader_name(payload.profile)
