"""Rereading as the command does it: profiles from the site files, progress for a person, a clean end at Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any

from archive.errors import ArchiveError, FixityError
from archive.reindex import reindex
from archive.store import Archive
from crawler.errors import UnknownSite
from crawler.progress import LINE_EVERY
from crawler.site_folders import survey_sites
from pipelines.profile import Profile
from pipelines.reader import READER
from pipelines.reader_pool import ReaderPool
from pipelines.reread import Choice, Progress, Rereading

log = logging.getLogger("govpress")

EXAMPLES = 12
"""Fields that are told with an example; `--json` has all."""


def reread(db: Path, *, folders: Sequence[Path], choice: Choice, terminal: bool = False) -> Progress:
    """Read what an archive holds with today's reader and the site files of some folders.

    Raises `SiteFileError` where the file of a site that is to be read is broken, `UnknownSite` for a site that neither
    the archive nor a file knows, `CaptureNotFound` for an address that was never captured. The first Ctrl-C or SIGTERM
    ends after the captures that are being read, the second one at once; nothing is lost by either.
    """
    with open_existing(db) as archive:
        if choice.url is not None:
            archive.captures(choice.url)  # raises CaptureNotFound
        pool = ReaderPool()
        try:
            rereading = Rereading(archive, pool, _profiles(archive, folders, choice), choice)
            with _stopping(rereading), _shown(terminal) as told:
                return asyncio.run(rereading.run(told))
        finally:
            pool.close()


def open_existing(db: Path) -> Archive:
    """The archive in a file that must be there already."""
    if not db.exists():
        raise ArchiveError(f"there is no archive at {db}")
    return Archive(db)


def build_index(db: Path, *, as_json: bool, write: Callable[[str], object]) -> None:
    """Build the search index of an archive again and tell how many pages it has."""
    with open_existing(db) as archive:
        count = reindex(archive)
    write(json.dumps({"indexed": count}) + "\n" if as_json else f"{count} pages can be searched\n")


def _profiles(archive: Archive, folders: Sequence[Path], choice: Choice) -> dict[str, Profile]:
    """How the pages of each site read; a site without a file is told of and read by the general rules."""
    found, broken = survey_sites(folders)
    kept = [key for (key,) in archive.db.execute("SELECT DISTINCT site FROM purposes WHERE site IS NOT NULL")]
    for key in choice.sites:
        if key not in kept and key not in found and key not in broken:
            raise UnknownSite(key, {*kept, *found})
    for key in sorted(kept):
        if choice.sites and key not in choice.sites:
            continue
        if key in broken:
            raise broken[key]
        if key not in found:
            log.warning("no site file for %s: its pages are read by the general rules (is --sites missing?)", key)
    return {key: site.profile for key, site in found.items()}


@contextmanager
def _stopping(rereading: Rereading) -> Iterator[None]:
    """Turn the first SIGTERM or Ctrl-C into a request to end and leave the second to the system."""
    before: dict[signal.Signals, Any] = {}

    def ring(_number: int, _frame: FrameType | None) -> None:
        for number in before:
            signal.signal(number, signal.SIG_DFL)
        rereading.stop()

    for listened in (signal.SIGTERM, signal.SIGINT):
        before[listened] = signal.signal(listened, ring)
    try:
        yield
    finally:
        for listened, handler in before.items():
            signal.signal(listened, handler)


@contextmanager
def _shown(terminal: bool) -> Iterator[Callable[[Progress], None]]:
    """What to call after each page: it moves two bars at a terminal, and writes a line now and then elsewhere."""
    if not terminal:
        yield _Lines().told
        return
    from rich.console import Console  # noqa: PLC0415  only at a terminal
    from rich.progress import Progress as Bars  # noqa: PLC0415

    with Bars(console=Console(stderr=True), refresh_per_second=4) as bars:
        lists, pages = bars.add_task("lists", total=None), bars.add_task("pages", total=None)

        def move(progress: Progress) -> None:
            bars.update(lists, total=progress.lists, completed=progress.lists_read)
            bars.update(pages, total=progress.pages, completed=progress.pages_read)

        yield move


class _Lines:
    """One log line at the start and every fifteen seconds, for pipes and CI."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def told(self, progress: Progress) -> None:
        if monotonic() - self._last >= LINE_EVERY:
            self._last = monotonic()
            log.info(
                "lists %d of %d, pages %d of %d, captures %d, drifted %d",
                *(progress.lists_read, progress.lists, progress.pages_read, progress.pages),
                *(progress.captures_read, progress.drift.drifted),
            )


def tell(progress: Progress, *, as_json: bool, write: Callable[[str], object]) -> None:
    """Write what a rereading came to: one object, or a few lines. Raises FixityError where bytes are damaged."""
    if as_json:
        write(json.dumps(summary(progress), ensure_ascii=False) + "\n")
    else:
        for line in _told(progress):
            write(f"{line}\n")
    if progress.damaged:
        raise FixityError(f"{len(progress.damaged)} captures could not be read again: {progress.damaged[0]}")


def summary(progress: Progress) -> dict[str, Any]:
    """The one object that `--json` ends with."""
    return {
        "reader": READER,
        "interrupted": progress.interrupted,
        "seconds": round(progress.seconds, 3),
        "pages": progress.pages_read,
        "captures": progress.captures_read,
        "lists": progress.lists_read,
        "left": {"pages": progress.pages - progress.pages_read, "lists": progress.lists - progress.lists_read},
        "first_read": progress.first_read,
        "drift": {
            "compared": progress.drift.compared,
            "drifted": progress.drift.drifted,
            "lists": progress.lists_drifted,
            "fields": [asdict(one) for one in progress.drift.ranked()],
        },
        "changes": {"found": dict(progress.found), "lost": dict(progress.lost)},
        "damaged": progress.damaged,
    }


def _told(progress: Progress) -> Iterator[str]:
    drift = progress.drift
    end = f"{progress.seconds:.1f} s" + (", interrupted: the same command goes on" if progress.interrupted else "")
    yield (
        f"{READER} read {progress.captures_read} captures of {progress.pages_read} pages and "
        f"{progress.lists_read} lists in {end}"
    )
    if progress.first_read:
        yield f"read for the first time: {progress.first_read} captures"
    yield (
        f"by our rules alone: {drift.drifted} of {drift.compared} captures and {progress.lists_drifted} lists "
        "read otherwise"
    )
    for one in drift.ranked()[:EXAMPLES]:
        yield f"  {one.field} of {one.captures}: {_quoted(one.old)} → {_quoted(one.new)}  {one.url}"
    yield f"changes by the sites: {_counted(progress.found)} newly found, {_counted(progress.lost)} no longer told"


def _quoted(value: str) -> str:
    return " ".join(value.split()) or "–"


def _counted(changes: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(changes.items())) or "none"
