"""Visits to the practice web by the real command, one day after another: for the demonstration and the tests."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from crawler.errors import RunFailed
from crawler.practice.articles import SITES
from crawler.practice.phases import Phase
from crawler.practice.web import PORTS, PracticeWeb

CRAWL = (sys.executable, "-m", "crawler.cli", "crawl")
PATIENCE = 600.0
"""Seconds that one visit may take before we give up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedDay:
    """One visit to the whole practice web."""

    phase: Phase
    seconds: float
    sites: tuple[dict[str, Any], ...]
    """What the command's `--json` says of each site."""

    @property
    def runs(self) -> tuple[int, ...]:
        """The numbers of the visit's runs."""
        return tuple(site["run"] for site in self.sites)

    def total(self, figure: str) -> int:
        """One figure over all sites."""
        return sum(site[figure] for site in self.sites)


@contextmanager
def open_web() -> Iterator[PracticeWeb]:
    """The practice web at its usual ports, or at free ones where somebody else has those."""
    try:
        web = PracticeWeb(PORTS)
    except OSError:
        web = PracticeWeb([0] * len(PORTS))
    with web:
        yield web


def visit_days(web: PracticeWeb, db: Path, days: Sequence[str]) -> Iterator[VisitedDay]:
    """Let the days of the practice web pass and visit it on each, all known pages asked again."""
    with tempfile.TemporaryDirectory(prefix="govpress-") as name:
        sites = web.write_sites(Path(name))
        for day in days:
            web.phase = day
            yield _visit(web.phase, db, sites)


def _visit(phase: Phase, db: Path, sites: Path) -> VisitedDay:
    started = monotonic()
    keys = [f"practice-{folder}" for folder in SITES]
    options = ["--db", str(db), "--sites", str(sites), "--revisit", "all", "--json"]
    try:
        # A blocked or partial outcome is part of the story; the exit code is not.
        answer = subprocess.run(  # noqa: S603  our own command
            [*CRAWL, *keys, *options], capture_output=True, text=True, timeout=PATIENCE, check=False, encoding="utf-8"
        )
        summary = json.loads(answer.stdout.strip().rpartition("\n")[2] or "null")
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise RunFailed(f"the visit on the day {phase.name!r} did not end as it should: {error}") from error
    if summary is None:
        last = answer.stderr.strip().rpartition("\n")[2]
        raise RunFailed(f"the visit on the day {phase.name!r} failed with {answer.returncode}: {last}")
    return VisitedDay(phase=phase, seconds=monotonic() - started, sites=tuple(summary["sites"]))
