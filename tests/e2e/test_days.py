"""The whole table of expectations: each day of the practice web brings what happened on it, and nothing else."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from crawler.practice import SITES, Phase, expected_by, load_phases, stage
from tests.e2e.conftest import Journey

PHASES = load_phases()
days = pytest.mark.parametrize("phase", PHASES, ids=lambda phase: phase.name)


def blocked_sites(phase: Phase) -> set[str]:
    return {folder for folder, outcome in phase.outcomes.items() if outcome == "blocked"}


@days
def test_a_day_brings_exactly_its_changes(journey: Journey, phase: Phase):
    if phase.number == 0:
        wanted = {journey.url(name): standing.changes for name, standing in expected_by(0).items()}
    else:
        wanted = {journey.url(row.page): row.changes for row in phase.expectations if row.changes}
    assert journey.days[phase.name].changes == wanted


@days
def test_after_a_day_every_page_has_its_state_and_its_versions(journey: Journey, phase: Phase):
    rows = dict(journey.days[phase.name].articles)
    for name, standing in expected_by(phase.number).items():
        row = rows.pop(journey.url(name))
        # A firewall's answer is no news of the page, but an archive may say that it was one.
        states = {standing.state, "blocked"} if name.partition("/")[0] in blocked_sites(phase) else {standing.state}
        assert (row["versions"], row["state"] in states, row["state"]) == (standing.versions, True, row["state"]), name
    moved = {
        journey.url(name, phase.name) for name, staged in stage(phase.number).articles.items() if staged.moved_from
    }
    assert set(rows) == moved


@days
def test_each_run_ends_as_it_should(journey: Journey, phase: Phase):
    outcomes = {site["site"]: site["outcome"] for site in journey.days[phase.name].visited.sites}
    assert outcomes == {f"practice-{folder}": phase.outcomes.get(folder, "ok") for folder in SITES}


@days
def test_every_answer_of_the_web_is_in_the_archive(journey: Journey, phase: Phase):
    found = journey.days[phase.name]
    answered = Counter((journey.address(asked.site, asked.path), asked.status) for asked in found.asked)
    kept = Counter((capture["url"], capture["status"]) for capture in found.captures if capture["status"])
    assert kept == answered


@pytest.mark.parametrize(
    ("phase", "row"),
    [(phase, row) for phase in PHASES for row in phase.expectations if row.new],
    ids=lambda value: getattr(value, "page", getattr(value, "name", "")),
)
def test_the_summary_of_a_change_shows_the_words_that_went_and_came(journey: Journey, phase: Phase, row):
    kind = next(kind for kind in row.changes if kind in ("edited", "retitled"))
    summary = journey.days[phase.name].summaries[journey.url(row.page), kind]
    assert row.old in summary
    assert row.new in summary


def test_a_page_that_moved_goes_on_at_its_new_address(journey: Journey):
    rows = journey.days["quiet"].articles
    old, new = journey.url("yuting/jiuyefuwu"), journey.url("yuting/jiuyefuwu", "quiet")
    assert (rows[old]["state"], rows[old]["moved_to"]) == ("moved", new)
    assert (rows[new]["state"], rows[new]["moved_from"], rows[new]["versions"]) == ("live", old, 1)


def test_unchanged_pages_with_validators_are_answered_304(journey: Journey):
    found = journey.days["quiet"]
    pages = [
        capture
        for capture in found.captures
        if capture["purpose"] == "article" and capture["site"] in ("practice-yuting", "practice-mirror")
    ]
    states = {url: row["state"] for url, row in found.articles.items()}
    live = [page for page in pages if states.get(page["url"]) == "live"]
    assert len(live) >= 8
    assert {page["status"] for page in live} == {304}
    assert all(page["revisit_of"] for page in live)


def test_a_counter_makes_other_bytes_and_no_version(journey: Journey):
    url = journey.url("chenglan/gongshui")
    with closing(sqlite3.connect(journey.db)) as connection:
        (bodies,) = connection.execute(
            "SELECT count(DISTINCT digest) FROM captures WHERE url = ? AND status = 200", (url,)
        ).fetchone()
    assert bodies >= len(PHASES) - 1
    assert journey.days["quiet"].articles[url]["versions"] == 1


def test_a_removal_says_between_which_two_looks_it_happened(journey: Journey):
    with closing(sqlite3.connect(journey.db)) as connection:
        rows = connection.execute("SELECT observed_after, observed_by FROM changes WHERE kind = 'removed'").fetchall()
    assert len(rows) == 5
    assert all(after < by for after, by in rows)


def test_the_database_is_whole(journey: Journey):
    with closing(sqlite3.connect(journey.db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
