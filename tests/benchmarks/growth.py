"""An archive of many pages that grows visit by visit, as a crawl would write it.

Three of the six sites answer conditional requests with 304, the others send the same bytes again; a fiftieth of the
pages is edited before each later visit. Each capture is a transaction, readings go in batches. No list pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter, process_time

from archive.capture import Capture
from archive.kept import NewReading
from archive.readings import prepare
from archive.store import Archive
from pipelines.fingerprint import fingerprint
from pipelines.keeper import BATCH
from tests.benchmarks.crowd import CrowdPage, CrowdSite, answer, crowd, page, pages

EDITED = 0.02
READER = "crowd"


@dataclass(slots=True)
class Visited:
    """One visit to every page, measured; drawing pages is not in the times, cutting articles for the index is."""

    number: int
    pages: int
    edited: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    grown: int = 0
    """Bytes by which what the file holds grew."""


@dataclass(slots=True)
class _Known:
    """What the visitor remembers of a page."""

    capture: int
    etag: str | None
    edits: int = 0


@dataclass(slots=True)
class Growth:
    """Visits pages again and again."""

    archive: Archive
    number: int
    _sites: tuple[CrowdSite, ...] = field(default_factory=crowd)
    _known: dict[int, _Known] = field(default_factory=dict)
    _moment: datetime = datetime(2026, 3, 1, tzinfo=UTC)
    _visits: int = 0

    def visit(self, *, edited: float = EDITED) -> Visited:
        """Ask for every page once, after such a share of them was edited."""
        self._visits += 1
        visited = Visited(self._visits, self.number)
        before = self._size()
        self._moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=self._visits)
        runs = {site.key: self.archive.start_run(site=site.key) for site in self._sites}
        chance = random.Random(self._visits)
        waiting: list[partial[object]] = []
        for place, (site, each) in enumerate(pages(self._sites, self.number)):
            anew = self._visits > 1 and chance.random() < edited
            visited.edited += anew
            self._moment += timedelta(seconds=0.2)
            if anew:
                self._known[place].edits += 1
            known = self._known.get(place)
            drawn = page(site, each, edits=known.edits if known else 0) if anew or known is None else None
            capture = self._answer(site, known, drawn)
            with _clocked(visited):
                waiting.append(self._keep(capture, drawn, runs[site.key], site, place))
                if len(waiting) == BATCH:
                    self._flush(waiting)
        with _clocked(visited):
            self._flush(waiting)
            for run in runs.values():
                self.archive.finish_run(run, outcome="ok", stats={"asked": self.number // len(runs)})
        visited.grown = self._size() - before
        return visited

    def _answer(self, site: CrowdSite, known: _Known | None, drawn: CrowdPage | None) -> Capture:
        asked_with = known.etag if known else None
        if drawn is None:
            assert known is not None
            there = self.archive.capture(known.capture)
            drawn = CrowdPage(site=site, url=there.url, body=there.body, article=site.first)
        return answer(drawn, self._moment, asked_with=asked_with)

    def _keep(
        self, capture: Capture, drawn: CrowdPage | None, run: int, site: CrowdSite, place: int
    ) -> partial[object]:
        """Keep a capture; what is to be done with it together with others."""
        known = self._known.get(place)
        section = site.press.site.sections[place // len(self._sites) % len(site.press.site.sections)].name
        number = self.archive.add_capture(
            capture,
            run=run,
            site=site.key,
            section=section,
            purpose="article",
            revisit_of=known.capture if known and capture.status == 304 else None,
        )
        if drawn is None:
            return partial(self.archive.touch, number)
        self._known[place] = _Known(number, capture.header("etag"), known.edits if known else 0)
        reading = NewReading(
            capture=number,
            reader=READER,
            article=drawn.article,
            fingerprint=fingerprint(drawn.article),
            prepared=prepare(drawn.article),
        )
        return partial(self.archive.add_readings, [reading])

    def _flush(self, waiting: list[partial[object]]) -> None:
        with self.archive.together():
            for act in waiting:
                act()
        waiting.clear()

    def _size(self) -> int:
        """Bytes of the file that hold something; what the index gave back when it merged is written anew."""
        (size,) = self.archive.db.execute(
            "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count,"
            " pragma_page_size"
        ).fetchone()
        return int(size)


@contextmanager
def _clocked(visited: Visited) -> Iterator[None]:
    seconds, cpu = perf_counter(), process_time()
    yield
    visited.seconds += perf_counter() - seconds
    visited.cpu += process_time() - cpu
