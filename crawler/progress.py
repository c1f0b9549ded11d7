"""What a person sees of a crawl: live counts at a terminal, plain lines elsewhere, one summary object with `--json`."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from crawler.visit import Visit, VisitReport

if TYPE_CHECKING:
    from rich.table import Table

log = logging.getLogger("govpress")

LINE_EVERY = 15.0
COLUMNS = ("site", "lists", "pages", "new", "edited", "unchanged", "errors", "pace")


def counts(visit: Visit) -> dict[str, Any]:
    """The live figures of one visit; `pace` is pages a second."""
    tally = visit.tally
    changes = tally.changes
    seconds = visit.report.stats["seconds"] if visit.report else monotonic() - visit.clock
    return {
        "site": visit.site.key,
        "lists": tally.lists,
        "pages": tally.pages,
        "new": changes["new"],
        "edited": changes["edited"] + changes["retitled"],
        "unchanged": tally.unchanged + tally.unmodified,
        "errors": tally.errors + tally.blocked,
        "pace": f"{tally.pages / max(seconds, 0.001):.1f}/s",
    }


class LiveCounts(AbstractContextManager["LiveCounts"]):
    """A table at the terminal, drawn anew four times a second by its own thread; the crawl never waits for it."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        from rich.console import Console  # noqa: PLC0415  only at a terminal
        from rich.live import Live  # noqa: PLC0415

        self._visits = visits
        self._live = Live(
            get_renderable=self._table, console=Console(stderr=True), refresh_per_second=4, transient=False
        )

    def __enter__(self) -> Self:
        """Draw."""
        self._live.start()
        return self

    def __exit__(self, *_exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Draw for the last time."""
        self._live.stop()

    def _table(self) -> Table:
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, pad_edge=False)
        for name in COLUMNS:
            table.add_column(name, justify="left" if name == "site" else "right")
        for visit in tuple(self._visits):
            table.add_row(*(str(value) for value in counts(visit).values()))
        return table


class LoggedCounts(AbstractContextManager["LoggedCounts"]):
    """One log line a site every fifteen seconds, for pipes and CI."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self._visits = visits
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="progress", daemon=True)

    def __enter__(self) -> Self:
        """Begin to tell."""
        self._thread.start()
        return self

    def __exit__(self, *_exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Stop telling."""
        self._over.set()
        self._thread.join()

    def _tell(self) -> None:
        while not self._over.wait(LINE_EVERY):
            for visit in tuple(self._visits):
                if visit.report is None:
                    log.info("%s", line(counts(visit)))


def line(figures: dict[str, Any]) -> str:
    """Figures as one line: `lasa: lists 3, pages 41, new 40 …`."""
    return f"{figures['site']}: " + ", ".join(f"{name} {figures[name]}" for name in COLUMNS[1:])


def show(visits: Sequence[Visit], *, terminal: bool) -> AbstractContextManager[object]:
    """What fits the place: live counts at a terminal, log lines elsewhere."""
    return LiveCounts(visits) if terminal else LoggedCounts(visits)


def summary(reports: Sequence[VisitReport]) -> dict[str, Any]:
    """The one object that `--json` ends with."""
    return {
        "outcome": worst(reports),
        "sites": [
            {
                "site": report.site,
                "run": report.run,
                "outcome": report.outcome,
                "findings": list(report.findings),
                **{name: value for name, value in report.stats.items() if name != "findings"},
            }
            for report in reports
        ],
    }


def worst(reports: Sequence[VisitReport]) -> str:
    """The gravest outcome of several visits; no visit at all is a failure."""
    order = ("ok", "partial", "blocked", "failed")
    return max((report.outcome for report in reports), key=order.index, default="failed")


def tell(reports: Sequence[VisitReport], *, as_json: bool, write: Callable[[str], object] = sys.stdout.write) -> None:
    """Write the end of a crawl: one object, or a few lines a site."""
    if as_json:
        write(json.dumps(summary(reports), ensure_ascii=False) + "\n")
        return
    for report in reports:
        changes = ", ".join(f"{count} {kind}" for kind, count in report.stats["changes"].items()) or "no changes"
        write(f"{report.site}: {report.outcome}: {report.stats['pages']} pages, {changes}\n")
        for line_of in (*report.findings, *report.stats["notes"]):
            write(f"  {line_of}\n")
