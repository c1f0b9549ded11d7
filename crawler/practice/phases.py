"""The days of the practice web: what happens on each, what is on the web then, and what an archive must say of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Literal

from crawler.practice.articles import FOLDER, PracticeArticle, load_articles

Condition = Literal["there", "unpublished", "missing", "soft404", "homeward", "failing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an archive must say of one page after a visit on one day."""

    page: str
    changes: tuple[str, ...]
    """Kinds of the changes that this visit brings, in alphabetical order."""
    versions: int
    """How many versions the page then has."""
    state: str
    old: str | None = None
    """Words that the change took away, where there are such."""
    new: str | None = None
    """Words that the change brought."""
    moved: bool = False
    """Whether the row is of the old address, and one of the new address must be live beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One day of the practice web."""

    number: int
    name: str
    day: datetime
    """When the day's events happened: the Last-Modified of what they touched."""
    story: str
    events: tuple[Mapping[str, Any], ...]
    expectations: tuple[Expectation, ...]
    outcomes: Mapping[str, str]
    """How the run of a site must end where that is not `ok`, by the site's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One article on one day: its words, and what becomes of somebody who asks for it."""

    article: PracticeArticle
    condition: Condition = "there"
    status: int = 200
    """What a `missing` or `failing` page answers."""
    failing_page: int | None = None
    """The number of a page of the article that answers `status`, while the others are there."""
    listed: bool = True
    moved_from: str | None = None
    """The address that redirects to the article's present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The whole practice web on one day."""

    phase: Phase
    articles: Mapping[str, Staged]
    designs: Mapping[str, str]
    """The template of each redesigned site; a site without one has its first."""
    challenges: Mapping[str, int]
    """The status with which a firewall answers in a site's place."""
    failing_lists: Mapping[tuple[str, str, int], int]
    """The status of the list pages that fail: site, section and number of the page."""


@cache
def load_phases() -> tuple[Phase, ...]:
    """Every day of the practice web, in order."""
    rows = tomllib.loads((FOLDER / "phases.toml").read_text(encoding="utf-8"))["phase"]
    return tuple(
        Phase(
            number=number,
            name=row["name"],
            day=row["day"],
            story=row["story"],
            events=tuple(row.get("event", ())),
            expectations=tuple(
                Expectation(**{**expected, "changes": tuple(expected["changes"])}) for expected in row.get("expect", ())
            ),
            outcomes={outcome["site"]: outcome["outcome"] for outcome in row.get("outcome", ())},
        )
        for number, row in enumerate(rows)
    )


def find_phase(phase: int | str) -> Phase:
    """A day by its number or its name; raises `LookupError` naming the days there are."""
    phases = load_phases()
    for candidate in phases:
        if phase in (candidate.number, candidate.name):
            return candidate
    raise LookupError(f"the practice web has no day {phase!r}; it has {', '.join(day.name for day in phases)}")


@cache
def stage(number: int) -> Stage:
    """The practice web on one day, after everything that happened until then."""
    phases = load_phases()
    later = {event["page"] for phase in phases for event in phase.events if event["do"] == "publish"}
    articles = {
        name: Staged(article=article, condition="unpublished" if name in later else "there", listed=name not in later)
        for name, article in load_articles().items()
    }
    designs: dict[str, str] = {}
    today = phases[number]
    for phase in phases[: number + 1]:
        for event in phase.events:
            if event["do"] == "redesign":
                designs[event["site"]] = event["design"]
            elif "page" in event and (event["do"] not in ("fail", "fail_page", "flicker") or phase is today):
                articles[event["page"]] = _happen(articles[event["page"]], event)
    return Stage(
        phase=today,
        articles=articles,
        designs=designs,
        challenges={event["site"]: event["status"] for event in today.events if event["do"] == "challenge"},
        failing_lists={
            (event["site"], event["section"], event["number"]): event["status"]
            for event in today.events
            if event["do"] == "fail_list"
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an archive must say of one page by some day, whichever of the days before it visited."""

    changes: tuple[str, ...]
    """Kinds of all changes so far, in alphabetical order."""
    versions: int
    state: str


@cache
def expected_by(number: int) -> Mapping[str, Standing]:
    """What an archive must say by one day of every page that was ever there."""
    there = [name for name, staged in stage(0).articles.items() if staged.condition == "there"]
    standings = {name: Standing(changes=("new",), versions=1, state="live") for name in there}
    for phase in load_phases()[: number + 1]:
        for expected in phase.expectations:
            before = standings[expected.page].changes if expected.page in standings else ()
            standings[expected.page] = Standing(
                changes=tuple(sorted((*before, *expected.changes))), versions=expected.versions, state=expected.state
            )
    return standings


def _happen(staged: Staged, event: Mapping[str, Any]) -> Staged:  # noqa: PLR0911  one line an event
    article = staged.article
    match event["do"]:
        case "replace":
            return replace(staged, article=article.with_words(event["old"], event["new"]))
        case "swap":
            return replace(staged, article=article.with_file(event["old"], event["new"]))
        case "set":
            return replace(staged, article=replace(article, **{event["field"]: event["new"]}))
        case "publish" | "restore":
            return replace(staged, condition="there", status=200, listed=True)
        case "delete" | "flicker":
            listed = event.get("listed", event["do"] == "flicker")
            return replace(staged, condition="missing", status=event.get("status", 404), listed=listed)
        case "fail":
            return replace(staged, condition="failing", status=event["status"])
        case "fail_page":
            return replace(staged, failing_page=event["number"], status=event["status"])
        case "soft404" | "homeward":
            return replace(staged, condition=event["do"], listed=False)
        case "move":
            return replace(staged, article=replace(article, path=event["new"]), moved_from=article.path)
        case unknown:
            raise ValueError(f"{unknown!r} is no event of the practice web")
