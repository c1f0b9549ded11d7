"""The item pipelines of a crawl: ReadPage reads a page in a worker process, KeepVersion keeps the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol, Self

from archive.capture import Capture
from archive.kept import Change, Kept, NewReading
from archive.store import Archive
from pipelines.file_bodies import read_body
from pipelines.files import FILE_READER
from pipelines.keeper import Keeper
from pipelines.pagers.paging import PageRequest
from pipelines.payload import Reading
from pipelines.profile import Profile
from pipelines.reader_pool import ReaderPool
from pipelines.whole import WholeReader

SCRIPTED = ("referer", "x-requested-with", "content-type")
"""Headers that a page's script sends, and that the next page is asked for with."""


MOST_FILES: Final = 50
"""Files of one article; a notice with more is a data set."""


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
    left: bool = False
    """Whether an earlier visit left it unread: it is not asked for again."""
    counted: bool = False
    """Whether its answer, a 304, was counted when it came."""
    reading: Reading | None = field(default=None, repr=False)
    """None until it is read, and where the same bytes were read on an earlier visit."""
    filed: NewReading | None = field(default=None, repr=False)
    """The reading as the archive takes it."""
    kept: Kept | None = None


class Asking(Protocol):
    """What the pipelines need to ask a site for; `crawler.belongings.Belongings` does."""

    async def ask(self, url: str, *, purpose: str, section: str | None) -> None:
        """Ask the site for what belongs to an article, and keep whatever is answered."""

    def wants(self, url: str, kind: str) -> bool:
        """Whether a file or image that hangs on an article is to be fetched."""


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

    @property
    def belongings(self) -> Asking:
        """Asks for what belongs to articles."""

    def count_changes(self, changes: Iterable[Change]) -> None:
        """Count the changes that an observation brought to light."""


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
        """Read the page, unless these very bytes were read before; what went wrong with it is part of the reading.

        The further pages of an article are asked for now, while the first one is fresh, and read with it.
        """
        archive, visit = self._visit.archive, self._visit
        asked: set[str] = set()

        async def ask(url: str) -> None:
            known = item.left and archive.continued.part(item.capture, url) is not None
            if url not in asked and not known:
                asked.add(url)
                await visit.belongings.ask(url, purpose="continuation", section=item.section)

        body = item.capture if item.first else archive.payload_capture(item.capture)
        if not item.first and self._was_read(body):
            further = archive.continued.further(item.capture)
            for url in further:
                await ask(url)
            if not further or archive.continued.is_read(item.capture, visit.reader):
                return item
        captured = item.captured if item.captured is not None and item.captured.body else archive.capture(body)
        whole = WholeReader(archive, visit.pool, visit.profile)
        item.reading, item.filed = await whole.read(item.capture, captured, ask=ask)
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
        keeper, archive = self._visit.keeper, self._visit.archive
        if item.reading is None or item.filed is None:
            item.kept = await keeper.keep(partial(archive.touch, item.capture))
        else:
            stale = [] if item.first else archive.stale(item.url, reader=item.reading.reader)
            older = await self._reread([capture for capture in stale if capture != item.capture])
            readings = [*older, item.filed]
            item.kept = await keeper.keep(partial(archive.add_readings, readings))
        self._visit.note(item)
        return item

    async def _reread(self, captures: Sequence[int]) -> list[NewReading]:
        archive = self._visit.archive
        whole = WholeReader(archive, self._visit.pool, self._visit.profile)
        readings = []
        for number in captures:
            body = archive.payload_capture(number)
            _, filed = await whole.read(number, archive.capture(body))
            # Today's reader may find one page where another found several: then the body has one reading again.
            if filed.pages is not None or number == body:
                readings.append(filed)
        return readings


class FetchFiles:
    """Item pipeline that asks for the files of an article that was read or asked again, as its site file wishes.

    A file is asked for with its article and never alone: then both are of one moment, and nothing is due but articles.
    """

    def __init__(self, visit: Visiting) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: _Crawler) -> Self:
        """Fetch for the visit of the crawler's spider."""
        return cls(crawler.spider.visit)

    async def process_item(self, item: Page) -> Page:
        """Ask for each file, read what is new of it, and settle the article with what they are."""
        visit, archive, wants = self._visit, self._visit.archive, self._visit.belongings.wants
        if item.kept is None or not item.kept.version:
            return item
        wanted = [href for href, kind in archive.files.hanging(item.url) if wants(href, kind)][:MOST_FILES]
        for href in wanted:
            await visit.belongings.ask(href, purpose="attachment", section=item.section)
            body = archive.continued.part(item.capture, href)
            if body and not archive.files.is_read(body, FILE_READER):
                await read_body(archive, visit.pool, body)
        if wanted:
            item.kept = await visit.keeper.keep(partial(archive.touch, item.capture))
            visit.count_changes(item.kept.changes)
        return item


def request_of(captured: Capture) -> PageRequest | None:
    """What brought a list page; None for a plain GET. The next page is asked for in the same way."""
    headers = tuple(pair for pair in captured.request_headers if pair[0].lower() in SCRIPTED)
    # A Referer alone is what every page after the first is asked for with.
    if captured.method == "GET" and all(name.lower() == "referer" for name, _value in headers):
        return None
    body = captured.request_body.decode("utf-8", "replace") if captured.request_body else None
    return PageRequest(url=captured.url, method=captured.method, body=body, headers=headers)
