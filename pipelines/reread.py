"""Today's reader over stored captures, in worker processes: what an improved rule needs, and nothing a site did.

Lists come first, for they say where a page belongs and whether it was still listed; then pages, each with its whole
history in one transaction, so that versions compare readings of one reader; then the runs that may have been outages.
What today's reader has read already is passed over, so that a rereading which was interrupted goes on where it ended.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic
from typing import Any

from archive.capture import Capture
from archive.errors import FixityError
from archive.instant import utc
from archive.interned import key_of
from archive.kept import NewReading
from archive.readable import Readable, ReadableBody, ReadableList, ReadablePage
from archive.reindex import clear_leftovers
from archive.store import Archive
from pipelines.drift import Drift
from pipelines.file_bodies import read_due
from pipelines.items import request_of
from pipelines.pagers.paging import PageRequest
from pipelines.payload import ListReading
from pipelines.profile import Profile
from pipelines.reader import reader_name
from pipelines.reader_pool import ReaderPool
from pipelines.whole import WholeReader, payload_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be read again."""

    sites: frozenset[str] = frozenset()
    """Keys of sites; none means all, and what belongs to no site."""
    since: datetime | None = None
    """Only pages and lists with a body captured from then on; the pages with their whole history."""
    url: str | None = None
    """Only this page, or this list page."""
    everything: bool = False
    """Also what today's reader has read already."""

    def takes(self, site: str | None, last: str, keys: Iterable[str]) -> bool:
        """Whether a page or list belongs to the choice."""
        return (
            (not self.sites or site in self.sites)
            and (self.since is None or last >= utc(self.since))
            and (self.url is None or key_of(self.url) in keys)
        )


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a rereading is."""

    pages: int = 0
    """Pages to be read."""
    lists: int = 0
    """Captures of list pages to be read."""
    pages_read: int = 0
    lists_read: int = 0
    captures_read: int = 0
    """Captures of pages that were read."""
    first_read: int = 0
    """Those of them that nobody had read before."""
    drift: Drift = field(default_factory=Drift)
    lists_drifted: int = 0
    """List captures that list other items, or in another order, than an earlier reader found."""
    found: Counter[str] = field(default_factory=Counter)
    """Changes by kind that are told now and were not before."""
    lost: Counter[str] = field(default_factory=Counter)
    """Changes by kind that were told before and are not now."""
    damaged: list[str] = field(default_factory=list)
    """Captures whose bytes are damaged; their earlier readings stay."""
    interrupted: bool = False
    seconds: float = 0.0


class Rereading:
    """One rereading of an archive."""

    def __init__(self, archive: Archive, pool: ReaderPool, profiles: Mapping[str, Profile], choice: Choice) -> None:
        self.progress = Progress()
        self._archive = archive
        self._pool = pool
        self._profiles = profiles
        self._choice = choice
        self._readable = Readable(_connection(archive))
        self._readers = {site: reader_name(profile) for site, profile in profiles.items()}
        self._reader = reader_name()
        self._unjudged: set[int] = set()
        """Ended runs whose absences are to be judged again."""
        self._torn: set[str] = set()
        """Keys of articles of several pages that were not read with all that belongs to them."""
        # Bodies wait in the archive, not in the queue to the workers.
        self._room = asyncio.Semaphore(pool.room)

    def stop(self) -> None:
        """End after the captures that are being read; for a signal handler."""
        self.progress.interrupted = True

    async def run(self, told: Callable[[Progress], object]) -> Progress:
        """Read all that is to be read; `told` is called after every page and list."""
        progress, started = self.progress, monotonic()
        clear_leftovers(self._archive)
        self._torn = self._archive.continued.unread()
        lists = self._lists()
        pages = [page for page in self._readable.pages() if self._is_due(page)]
        progress.lists, progress.pages = sum(map(len, lists)), len(pages)
        last = self._last_capture()
        before = self._changes(last)
        told(progress)
        await self._side_by_side((self._read_list(group) for group in lists), told)
        await self._side_by_side((self._read_page(page) for page in pages), told)
        if not progress.interrupted and self._choice.url is None:
            await read_due(self._archive, self._pool)
            self._unjudged |= self._in_doubt()
        for run in sorted(self._unjudged):
            self._archive.judge(run)
        after = self._changes(last)
        progress.found.update(kind for change, kind in after.items() if change not in before)
        progress.lost.update(kind for change, kind in before.items() if change not in after)
        progress.seconds = monotonic() - started
        return progress

    # Lists.

    def _lists(self) -> list[list[ReadableList]]:
        """The list captures to be read, those together that stand for the same bytes."""
        groups: dict[int, list[ReadableList]] = {}
        for one in self._readable.lists():
            due = self._choice.everything or one.reader != self._reader_of(one.site)
            if due and self._choice.takes(one.site, one.captured_at, (one.key,)):
                groups.setdefault(one.body, []).append(one)
        return list(groups.values())

    async def _read_list(self, captures: Sequence[ReadableList]) -> None:
        readings: dict[tuple[str, PageRequest | None, str | None], ListReading] = {}
        for one in captures:
            captured = self._captured(one.body)
            if captured is None or self.progress.interrupted:
                return
            # The same bytes, asked for in the same way, are read by the rules of each site only once.
            own = captured if one.capture == one.body else self._archive.capture(one.capture)
            asked = own.url, request_of(own), one.site
            if asked not in readings:
                payload = replace(payload_of(captured, self._profile(one.site)), url=own.url, request=asked[1])
                async with self._room:
                    readings[asked] = await self._pool.read_list(payload)
            self._keep_list(one.capture, readings[asked], known=one.reader is not None)

    def _keep_list(self, capture: int, reading: ListReading, *, known: bool) -> None:
        before = self._listed(capture)
        keep_listing(self._archive, capture, reading)
        self.progress.lists_read += 1
        self.progress.lists_drifted += known and before != self._listed(capture)

    def _listed(self, capture: int) -> list[Any]:
        return (
            _connection(self._archive)
            .execute(
                "SELECT d.item, l.error FROM listings AS l"
                " LEFT JOIN listed AS d ON d.listing = l.stands_for WHERE l.capture = ? ORDER BY d.position",
                (capture,),
            )
            .fetchall()
        )

    # Pages.

    def _is_due(self, page: ReadablePage) -> bool:
        unread = page.readers != {self._reader_of(page.site)}
        due = unread or self._choice.everything or not self._torn.isdisjoint(page.keys)
        return due and self._choice.takes(page.site, page.last, page.keys)

    async def _read_page(self, page: ReadablePage) -> None:
        """Read a page's captures side by side, and keep all of them or none."""
        wanted = self._reader_of(page.site)
        everything = self._choice.everything or not self._torn.isdisjoint(page.keys)
        bodies = [body for body in self._readable.bodies(page) if everything or body.reader != wanted]
        whole = WholeReader(self._archive, self._pool, self._profile(page.site))
        found = await asyncio.gather(*(self._read_body(body, whole) for body in bodies))
        readings = [reading for some in found for reading in some]
        if self.progress.interrupted or not readings:
            return
        for reading in readings:
            self._compare(reading)
        # A page alone is all there is to judge by; of many, each run is judged once, when all are read.
        kept = self._archive.add_readings(readings, judged=self._choice.url is not None)
        self._unjudged |= kept.unjudged
        self.progress.pages_read += 1
        self.progress.captures_read += len(readings)

    async def _read_body(self, body: ReadableBody, whole: WholeReader) -> list[NewReading]:
        """The readings of a body: one, or where the article has further pages one for each that says otherwise."""
        async with self._room:
            captured = None if self.progress.interrupted else self._captured(body.through)
            if captured is None:
                return []
            _, reading = await whole.read(body.capture, captured)
            readings = [reading]
            if reading.pages is not None:
                leaves = self._archive.continued.leaves(body.capture)
                for look in [each.capture for each in leaves.looks if each.body == body.capture]:
                    if not any(one.pages is not None and leaves.matches(look, one.pages) for one in readings):
                        readings.append((await whole.read(look, captured))[1])
            return readings

    def _compare(self, new: NewReading) -> None:
        cursor = _connection(self._archive).execute("SELECT * FROM readings WHERE capture = ?", (new.capture,))
        row = cursor.fetchone()
        if row is None:
            self.progress.first_read += 1
            return
        old = dict(zip((column[0] for column in cursor.description), row, strict=True))
        url = new.article.url if new.article is not None else self._archive.capture(new.capture).url
        self.progress.drift.compare(old, new, url)

    # Both.

    async def _side_by_side(
        self, jobs: Iterator[Coroutine[Any, Any, None]], told: Callable[[Progress], object]
    ) -> None:
        """Do jobs in order, as many at a time as keep all workers busy."""

        async def work() -> None:
            for job in jobs:
                await job
                told(self.progress)
                if self.progress.interrupted:
                    return

        if not self.progress.interrupted:
            await asyncio.gather(*(work() for _ in range(self._pool.room)))

    def _captured(self, capture: int) -> Capture | None:
        try:
            return self._archive.capture(capture)
        except FixityError as error:
            self.progress.damaged.append(str(error))
            return None

    def _profile(self, site: str | None) -> Profile | None:
        return self._profiles.get(site) if site is not None else None

    def _reader_of(self, site: str | None) -> str:
        return self._readers.get(site, self._reader) if site is not None else self._reader

    def _in_doubt(self) -> set[int]:
        """The runs that may have been outages, now that all of their answers are read."""
        sites = self._choice.sites
        return {run for run, site in self._readable.runs_in_doubt() if not sites or site in sites}

    def _last_capture(self) -> int:
        (last,) = _connection(self._archive).execute("SELECT coalesce(max(id), 0) FROM exchanges").fetchone()
        return int(last)

    def _changes(self, last: int) -> dict[str, str]:
        """The changes so far; those that a crawl beside us brings are not ours to count."""
        rows = _connection(self._archive).execute("SELECT id, kind FROM changes WHERE by_capture <= ?", (last,))
        return dict(rows.fetchall())


def keep_listing(archive: Archive, capture: int, reading: ListReading) -> None:
    """Keep what a reader made of a list capture."""
    listing = reading.listing
    items = listing.items if listing is not None else ()
    archive.add_listing(
        capture,
        reader=reading.reader,
        items=[(item.url, item.title, item.date.isoformat() if item.date else None) for item in items if item.url],
        next_url=listing.next_url if listing is not None else None,
        total_pages=listing.total_pages if listing is not None else None,
        total_records=listing.total_records if listing is not None else None,
        error=reading.error,
    )


def _connection(archive: Archive) -> sqlite3.Connection:
    connection: sqlite3.Connection = archive.db.conn
    return connection
