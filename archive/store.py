"""Archive: one SQLite file that says what was seen, when, and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from archive import search
from archive.article import Article
from archive.asking import Asking
from archive.capture import Capture
from archive.continued import Continued
from archive.derived import Derived
from archive.errors import ArchiveError
from archive.evidence import Evidence
from archive.files import Files, NewFile
from archive.interned import Errand
from archive.kept import Change, DuePage, Kept, KnownPage, KnownState, ListedPage, Moment, NewReading, Validators
from archive.lists import ListPage, Lists
from archive.opening import open_archive, transaction
from archive.outage import Outages
from archive.pending import Pending
from archive.rebuild import rebuild
from archive.version import ChangeKind, Version


class Archive:
    """The versioned archive of captures, readings, versions and changes.

    Opening creates the file or brings its schema up to date. An Archive belongs to one thread at a time; several
    processes may open the same file, and one of them writes while the others wait. Raises SchemaTooNew for a file of a
    newer govpress, ArchiveLocked where another process writes for longer than half a minute.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.db: Database = open_archive(self.path, read_only=read_only)
        connection = self.db.conn
        self._connection: sqlite3.Connection = connection
        self._evidence = Evidence(connection)
        self._derived = Derived(connection)
        self._lists = Lists(connection)
        self._outages = Outages(connection, self._derived.observed)
        self._pending = Pending(connection)
        self.continued = Continued(connection)
        """What is known of articles of several pages."""
        self.files = Files(connection)
        """What is known of the files that hang on articles."""
        self._asking = Asking(connection, self._evidence)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to close it folds the write-ahead log into it."""
        self.db.close()

    # Runs.

    def start_run(
        self,
        *,
        site: str,
        sections: Sequence[str] = (),
        planned_at: datetime | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> int:
        """Begin a crawl of a site; its number."""
        with self._transaction():
            return self._evidence.add_run(site, sections, planned_at, options or {})

    def finish_run(self, run: int, *, outcome: str, stats: Mapping[str, Any]) -> tuple[Change, ...]:
        """End a crawl and settle what its absences mean; the changes that this established.

        The outcome is `ok`, `partial`, `blocked` or `failed`; `lost` for a run that died and was found later.
        """
        with self._transaction():
            self._evidence.end_run(run, outcome, stats)
            changes = tuple(self._derived.settle(self._outages.settle(run)))
            search.tidy(self._connection)
            return changes

    def judge(self, run: int) -> None:
        """Judge again what the absences of an ended run mean: its answers or lists were read anew."""
        with self._transaction():
            self._derived.settle(self._outages.settle(run))

    # Evidence.

    def add_capture(
        self,
        capture: Capture,
        *,
        run: int | None,
        site: str | None = None,
        section: str | None = None,
        purpose: str = "page",
        revisit_of: int | None = None,
    ) -> int:
        """Keep one HTTP answer, or the failure to get one; its number.

        The purpose is `article`, `continuation` (a further page of an article), `attachment`, `list`, `robots` or
        `page`. A 304 is a revisit of the capture whose validators were
        sent; without one it is taken to stand for the last body of its address, which is worked out when it is derived.
        An answer with bytes already kept for the same page is made a revisit of the first capture that had them.
        """
        with self._transaction():
            errand = Errand(run=run, site=site, section=section, purpose=purpose)
            number = self._evidence.add_capture(capture, errand, revisit_of)
            if purpose == "list":
                self._lists.repeat(number, self._evidence.payload_capture(number))
            return number

    def capture(self, number: int) -> Capture:
        """A capture as it was received; raises CaptureNotFound, and FixityError for a damaged body."""
        return self._evidence.capture(number)

    def payload_capture(self, number: int) -> int:
        """The capture that carries the bytes a revisit stands for; the capture itself where it is no revisit."""
        return self._evidence.payload_capture(number)

    def validators(self, url: str) -> Validators | None:
        """What a conditional request for this very address can send, and which capture a 304 will stand for."""
        return self._asking.validators(url)

    # Readings.

    def add_reading(
        self,
        capture: int,
        *,
        reader: str,
        article: Article | None = None,
        fingerprint: str | None = None,
        error: str | None = None,
        error_kind: str | None = None,
    ) -> Kept:
        """Keep what a reader made of a capture, and bring everything derived of its page up to date."""
        reading = NewReading(
            capture=capture,
            reader=reader,
            article=article,
            fingerprint=fingerprint,
            error=error,
            error_kind=error_kind,
        )
        return self.add_readings([reading])

    def add_readings(self, readings: Sequence[NewReading], *, judged: bool = True) -> Kept:
        """Keep readings of several captures of one page at once; each replaces the one its capture had.

        What they mean for the absences of ended runs is worked out at once, which takes the longer the more pages a run
        asked for. Who keeps many says not `judged`, and has each run of `Kept.unjudged` judged once, at the end.
        """
        if not readings:
            raise ValueError("no readings to keep")
        with self._transaction():
            met = self._derived.meet(readings[0]) if len(readings) == 1 else None
            return met or self._derived.keep(
                [self._filed(reading) for reading in readings], self._outages, judged=judged
            )

    def touch(self, capture: int) -> Kept:
        """Bring a page up to date with a capture that has no reading of its own: a revisit, a 404, a failure."""
        with self._transaction():
            return self._derived.touch(capture, self._outages)

    def unread(self, *, site: str, reader: str | None = None) -> Iterator[int]:
        """Article captures with a body and no reading, or none by this reader, oldest first.

        Then looks at articles of several pages that a killed crawl made and did not read.
        """
        yield from self._pending.unread(site, reader)
        yield from self.continued.lost(site)

    def unanswered(self, *, site: str) -> Iterator[ListedPage]:
        """Pages that lists of a site named and nothing has answered for, those first that were listed first."""
        return self._pending.unanswered(site)

    def answered(self, key: str) -> tuple[datetime, datetime] | None:
        """When the page of a key was first and last answered, with whatever; None where it never was."""
        return self._pending.answered(key)

    def stale(self, url: str, *, reader: str) -> list[int]:
        """The captures of a page's whole history that this reader has not read yet, oldest first."""
        return self._pending.stale(url, reader)

    def rebuild(self, site: str | None = None) -> int:
        """Drop what is derived from captures and readings, of one site or all, and derive it again; how many pages."""
        with self._transaction():
            return rebuild(self._connection, self._derived, self._outages, site)

    def add_file(self, file: NewFile) -> None:
        """Keep what a reader made of a file's body; the articles that it hangs on are settled when they are touched."""
        with self._transaction():
            self.files.add(file)

    # Lists.

    def add_listing(
        self,
        capture: int,
        *,
        reader: str,
        items: Sequence[tuple[str, str, str | None]],
        next_url: str | None = None,
        total_pages: int | None = None,
        total_records: int | None = None,
        error: str | None = None,
    ) -> None:
        """Keep what a list page lists: address, title and printed date of each item, in order."""
        page = ListPage(
            reader=reader,
            items=tuple(items),
            next_url=next_url,
            total_pages=total_pages,
            total_records=total_records,
            error=error,
        )
        with self._transaction():
            self._lists.add(capture, self._evidence.payload_capture(capture), page)
            self._derived.settle(self._lists.misfiled(capture))

    def add_walk(
        self, *, run: int, site: str, section: str, complete: bool, pages: int, items: int, advertised: int | None
    ) -> None:
        """Record one walk through a section's list pages; only a complete one may show that a page was delisted."""
        with self._transaction():
            self._evidence.add_walk(run, site, section, complete, (pages, items, advertised))

    # Asking.

    def known(self, *, site: str, section: str | None = None) -> Iterator[KnownPage]:
        """The pages of a site that were read before, in the order in which they were first met."""
        return self._asking.known(site=site, section=section)

    def due(self, *, site: str, at: datetime) -> Iterator[DuePage]:
        """The same pages with what a visit at this moment would gain, the highest gain first."""
        return self._asking.due(site=site, at=at)

    def versions(self, url: str) -> list[Version]:
        """The versions of a page, oldest first, those from before it moved included; raises VersionNotFound."""
        return self._asking.versions(url)

    def copies(self, url: str) -> list[str]:
        """The other addresses of the same article, under other columns of its site; raises VersionNotFound."""
        return self._asking.copies(url)

    def states(self, url: str) -> list[KnownState]:
        """The states that a page was in, oldest first, each with why; raises VersionNotFound."""
        return self._asking.states(url)

    def captures(self, url: str) -> list[int]:
        """The captures of a page, oldest first; raises CaptureNotFound."""
        return self._asking.captures(url)

    def changes(
        self,
        *,
        url: str | None = None,
        site: str | None = None,
        kind: ChangeKind | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        run: int | None = None,
        limit: int | None = None,
    ) -> list[Change]:
        """Changes by any of these, newest first; those of a page include those from before it moved."""
        return self._asking.changes(url=url, site=site, kind=kind, since=since, until=until, run=run, limit=limit)

    def counted(self, run: int) -> dict[str, int]:
        """How many changes of each kind a run established, as far as its end did not take them back."""
        return self._asking.counted(run)

    def article(self, url: str, version: int | None = None) -> Article:
        """What a page says now, or said in one of its versions; raises VersionNotFound."""
        return self._asking.article(url, version)

    def as_of(self, url: str, at: datetime) -> Moment:
        """A page as it was at a moment, by all that is known today; raises VersionNotFound."""
        return self._asking.as_of(url, at)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside becomes one transaction, all of it or nothing; for the readings of many pages at once.

        The search index and the disk are then written once, not once a page.
        """
        with self._transaction():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self.read_only:
            raise ArchiveError(f"{self.path} was opened for reading only")
        if self._connection.in_transaction:
            # Inside `together`. No savepoint: FTS5 writes its index out at each.
            yield
            return
        try:
            with transaction(self._connection, self.path):
                yield
        except BaseException:
            self._evidence.forget()
            raise

    def _filed(self, reading: NewReading) -> NewReading:
        """The reading, as one of the capture that carries the bytes."""
        # The same first page is another article with another second page: filed under the look itself.
        return reading if reading.pages is not None else reading.of(self._evidence.payload_capture(reading.capture))
