"""One journey through all days of the practice web by the real command, made once for all tests of this folder."""

from __future__ import annotations

import pickle
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from crawler.practice import PracticeWeb, load_phases, stage
from crawler.practice.articles import SITES
from crawler.practice.visits import VisitedDay, visit_days
from crawler.practice.web import Asked


@dataclass(frozen=True, slots=True)
class Found:
    """What the archive says after the visit on one day."""

    visited: VisitedDay
    changes: dict[str, tuple[str, ...]]
    """Kinds of the changes that this visit brought, by address."""
    summaries: dict[tuple[str, str], str]
    """Summaries of these changes, by address and kind."""
    articles: dict[str, dict[str, Any]]
    """Every page as it stands, by address."""
    turns: dict[str, list[tuple[Any, ...]]]
    captures: list[dict[str, Any]]
    """The captures of this visit."""
    asked: tuple[Asked, ...]
    """The requests that the practice web answered during this visit."""


@dataclass(frozen=True, slots=True)
class Journey:
    """All days, and where the web was that they were visited on."""

    db: Path
    early: Path
    """The archive as it was after the first week."""
    sites: Path
    """The folder of the site files."""
    roots: dict[str, str]
    """The address of each practice site."""
    days: dict[str, Found]

    def url(self, name: str, day: str = "opening") -> str:
        """The address that an article has on a day."""
        number = next(phase.number for phase in load_phases() if phase.name == day)
        article = stage(number).articles[name].article
        return self.address(article.site, article.path)

    def address(self, site: str, path: str) -> str:
        """The address of a path on one of the practice sites."""
        return self.roots[site] + path


@pytest.fixture(scope="session")
def journey(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Journey:
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        # Whichever worker comes first makes the journey for all.
        shared = shared.parent
    kept = shared / "journey.pickle"
    with FileLock(shared / "journey.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_travel(shared / "journey")))
        return pickle.loads(kept.read_bytes())


def _travel(folder: Path) -> Journey:
    folder.mkdir()
    db, early, days = folder / "press.db", folder / "early.db", {}
    with PracticeWeb((0, 0, 0, 0)) as web:
        known, answered = 0, 0
        for visited in visit_days(web, db, [phase.name for phase in load_phases()]):
            log = web.log
            days[visited.phase.name] = _look(db, visited, known, log[answered:])
            known, answered = max(visited.runs), len(log)
            if len(days) == 7:
                copy_archive(db, early)
        roots = {site: web.url(site, "") for site in SITES}
        return Journey(db=db, early=early, sites=web.write_sites(folder / "sites"), roots=roots, days=days)


def copy_archive(db: Path, to: Path) -> Path:
    """Copy an archive, whoever reads it meanwhile."""
    with closing(sqlite3.connect(db)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def _look(db: Path, visited: VisitedDay, known: int, asked: tuple[Asked, ...]) -> Found:
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        changes: dict[str, list[str]] = {}
        summaries = {}
        for row in connection.execute("SELECT url, kind, summary FROM changes WHERE run > ? ORDER BY kind", (known,)):
            changes.setdefault(row["url"], []).append(row["kind"])
            summaries[row["url"], row["kind"]] = row["summary"]
        turns: dict[str, list[tuple[Any, ...]]] = {}
        for row in connection.execute("SELECT url, speaker, role, kind, text FROM turns ORDER BY url, position"):
            turns.setdefault(row["url"], []).append(tuple(row)[1:])
        return Found(
            visited=visited,
            changes={url: tuple(kinds) for url, kinds in changes.items()},
            summaries=summaries,
            articles={row["url"]: dict(row) for row in connection.execute("SELECT * FROM articles")},
            turns=turns,
            captures=[dict(row) for row in connection.execute("SELECT * FROM captures WHERE run > ?", (known,))],
            asked=asked,
        )
