"""The item pipelines of a crawl: ReadPage reads a page in a worker process, KeepVersion keeps the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, Self

from archive.capture import Capture
from archive.kept import Kept, NewReading
from archive.store import Archive
from pipelines.keeper import Keeper
from pipelines.pagers.paging import PageRequest
from pipelines.profile import Profile
from pipelines.reader_pool import Payload, ReaderPool, Reading

SCRIPTED = ("referer", "x-requested-with", "content-type")
"""Headers that a page's script sends, and that the next page is asked for with."""


@dataclass(slots=True, kw_only=True)
class Page:
    """One article page on its way from the wire to the archive."""

    capture: int
    """The capture to read; one with a body."""
    url: str
    section: str | None = None
    first: bool = False
    """Whether nothing was kept of this page before."""
    captured: Capture | None = field(default=None, repr=False)
    """Its bytes where they are at hand; else they are taken from the archive."""
    reading: Reading | None = field(default=None, repr=False)
    """None until it is read, and where the same bytes were read on an earlier visit."""
    kept: Kept | None = None


class Visiting(Protocol):
    """What the pipelines need of a visit; `crawler.visit.Visit` is one."""

    archive: Archive
    pool: ReaderPool
    keeper: Keeper

    @property
    def profile(self) -> Profile:
        """How the pages of the visited site read."""

    @property
    def reader(self) -> str:
        """The name of the reader that reads them today."""

    def note(self, page: Page) -> None:
        """Count what became of a page."""


class _Spider(Protocol):
    visit: Visiting


class _Crawler(Protocol):
    spider: _Spider


class ReadPage:
    """Item pipeline that reads each page in the pool."""

    def __init__(self, visit: Visiting) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: _Crawler) -> Self:
        """Read for the visit of the crawler's spider."""
        return cls(crawler.spider.visit)

    async def process_item(self, item: Page) -> Page:
        """Read the page, unless these very bytes were read before; what went wrong with it is part of the reading."""
        archive = self._visit.archive
        if not item.first and self._was_read(archive.payload_capture(item.capture)):
            return item
        captured = item.captured or archive.capture(item.capture)
        item.reading = await self._visit.pool.read(payload_of(captured, self._visit.profile))
        item.captured = None
        return item

    def _was_read(self, capture: int) -> bool:
        # A firewall's page is looked at each time: it says something about this visit.
        found = self._visit.archive.db.execute(
            "SELECT 1 FROM readings WHERE capture = ? AND reader = ? AND error_kind IS NULL",
            (capture, self._visit.reader),
        )
        return found.fetchone() is not None


class KeepVersion:
    """Item pipeline that puts each reading in the archive, after the page's history was read by the same reader."""

    def __init__(self, visit: Visiting) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: _Crawler) -> Self:
        """Keep in the archive of the crawler's visit."""
        return cls(crawler.spider.visit)

    async def process_item(self, item: Page) -> Page:
        """Add the reading; where an older reader made the page's earlier readings, theirs are made anew with it."""
        keeper, archive, reading = self._visit.keeper, self._visit.archive, item.reading
        if reading is None:
            item.kept = await keeper.keep(partial(archive.touch, item.capture))
        else:
            stale = [] if item.first else archive.stale(item.url, reader=reading.reader)
            older = await self._reread([capture for capture in stale if capture != item.capture])
            readings = [*older, new_reading(item.capture, reading)]
            item.kept = await keeper.keep(partial(archive.add_readings, readings))
        self._visit.note(item)
        return item

    async def _reread(self, captures: Sequence[int]) -> list[NewReading]:
        readings = []
        for number in captures:
            captured = self._visit.archive.capture(number)
            reading = await self._visit.pool.read(payload_of(captured, self._visit.profile))
            readings.append(new_reading(number, reading))
        return readings


def payload_of(captured: Capture, profile: Profile | None) -> Payload:
    """What the pool needs to read a capture."""
    return Payload(
        url=captured.url,
        body=captured.body,
        encoding=captured.header("content-encoding"),
        content_type=captured.header("content-type"),
        captured_at=captured.captured_at,
        profile=profile,
    )


def request_of(captured: Capture) -> PageRequest | None:
    """What brought a list page; None for a plain GET. The next page is asked for in the same way."""
    headers = tuple(pair for pair in captured.request_headers if pair[0].lower() in SCRIPTED)
    # A Referer alone is what every page after the first is asked for with.
    if captured.method == "GET" and all(name.lower() == "referer" for name, _value in headers):
        return None
    body = captured.request_body.decode("utf-8", "replace") if captured.request_body else None
    return PageRequest(url=captured.url, method=captured.method, body=body, headers=headers)


def new_reading(capture: int, reading: Reading) -> NewReading:
    """A reading as the archive takes it."""
    return NewReading(
        capture=capture,
        reader=reading.reader,
        article=reading.article,
        fingerprint=reading.fingerprint,
        prepared=reading.prepared,
        error=reading.error,
        error_kind=reading.error_kind,
    )
