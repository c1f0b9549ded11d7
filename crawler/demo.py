"""`govpress demo`: the practice web is crawled by the real command, day after day, while things change on it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from crawler.demo_report import gather, render, render_commands, render_day
from crawler.errors import CrawlError, RunFailed
from crawler.practice import PracticeWeb, load_articles, load_phases
from crawler.practice.visits import VisitedDay, open_web, visit_days

DAYS = ("opening", "retitled", "withdrawn", "homeward", "firewall", "broken", "redesign", "restored")
"""The days on which the demonstration visits; what happened on the days between is found on the next."""


def demonstrate(db: Path, *, as_json: bool = False, then: Callable[[], object] | None = None) -> None:
    """Serve the practice web, crawl it into a new archive while it changes, and tell what was found.

    `then` is called at the end, while the practice web still answers. Raises CrawlError where the archive exists
    already, RunFailed where what was found is not what happened.
    """
    check_target(db)
    console = Console(quiet=as_json)
    with open_web() as web:
        console.print(_welcome(web))
        try:
            days = _visits(web, db, console)
        except BaseException:
            # It began from nothing, and half of it would only keep the next one from beginning.
            for name in (db.name, f"{db.name}-wal", f"{db.name}-shm"):
                db.with_name(name).unlink(missing_ok=True)
            raise
        findings = gather(db, web, days, colour=console.color_system is not None and not console.no_color)
        console.print(render(findings, days))
        console.print(render_commands(findings, db), soft_wrap=True)
        if as_json:
            figures = [{"day": day.phase.name, "seconds": day.seconds, "sites": day.sites} for day in days]
            summary = {"db": str(db), "days": figures, **findings.as_data()}
            sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        if findings.wrong:
            raise RunFailed("the demonstration did not find what happened: " + "; ".join(findings.wrong))
        if then is not None:
            then()


def check_target(db: Path) -> None:
    """Raise CrawlError where a demonstration would write into an archive that is there already."""
    if db.exists():
        raise CrawlError(
            f"{db} exists, and a demonstration starts from nothing: choose another file with --db, or remove this one"
        )
    if not db.absolute().parent.is_dir():
        raise CrawlError(f"there is no folder {db.absolute().parent} to write {db.name} into")


def _visits(web: PracticeWeb, db: Path, console: Console) -> list[VisitedDay]:
    days: list[VisitedDay] = []
    with console.status("crawling with the real spiders"):
        for day in visit_days(web, db, DAYS):
            since = days[-1].phase.number + 1 if days else 0
            console.print(render_day(day, since), no_wrap=True, overflow="ellipsis")
            days.append(day)
    return days


def _welcome(web: PracticeWeb) -> Text:
    what = f"four fictional sites, {len(load_articles())} articles, {len(load_phases())} days"
    return Text.assemble(
        ("govpress demo", "bold"), f"  {what}, on loopback at {web.url('chenglan')} and its neighbours\n"
    )
