import json
import logging
from dataclasses import dataclass, field
from time import monotonic

import pytest

from crawler import progress
from crawler.health import Tally
from crawler.visit import VisitReport


@dataclass
class Site:
    key: str = "yunling"


@dataclass
class Visit:
    site: Site = field(default_factory=Site)
    tally: Tally = field(default_factory=Tally)
    clock: float = field(default_factory=lambda: monotonic() - 10)
    report: None = None


@pytest.fixture
def visit():
    visit = Visit()
    tally = visit.tally
    tally.lists, tally.pages, tally.unchanged, tally.unmodified, tally.errors, tally.blocked = 3, 50, 4, 6, 1, 2
    tally.changes.update({"new": 30, "edited": 2, "retitled": 1})
    return visit


def report(outcome="ok", site="yunling"):
    stats = Tally(pages=3).as_stats() | {"changes": {"new": 3}, "findings": [], "notes": []}
    return VisitReport(site=site, run=1, outcome=outcome, findings=("one finding",), stats=stats)


def test_the_live_counts_are_pages_new_edited_unchanged_errors_and_pace(visit):
    assert list(progress.counts(visit).values()) == ["yunling", 3, 50, 30, 3, 10, 3, "5.0/s"]
    assert tuple(progress.counts(visit)) == progress.COLUMNS


def test_a_terminal_gets_a_table_that_is_drawn_until_the_end(visit, capsys):
    with progress.show([visit], terminal=True):
        visit.tally.pages = 51
    drawn = capsys.readouterr().err
    assert "yunling" in drawn
    assert "51" in drawn


def test_a_pipe_gets_plain_log_lines(visit, caplog, monkeypatch):
    monkeypatch.setattr(progress, "LINE_EVERY", 0.01)
    with caplog.at_level(logging.INFO, "govpress"), progress.show([visit], terminal=False):
        end = monotonic() + 60
        while not caplog.messages:
            assert monotonic() < end
    assert caplog.messages[0].startswith("yunling: lists 3, pages 50, new 30, edited 3, unchanged 10, errors 3, pace")


def test_json_ends_with_one_object():
    written = []
    progress.tell([report(), report("partial", "second")], as_json=True, write=written.append)
    [line] = written
    summary = json.loads(line)
    assert summary["outcome"] == "partial"
    assert [site["site"] for site in summary["sites"]] == ["yunling", "second"]
    assert summary["sites"][0]["findings"] == ["one finding"]


def test_people_get_a_line_a_site_and_a_line_a_finding():
    written = []
    progress.tell([report()], as_json=False, write=written.append)
    assert "".join(written).splitlines() == ["yunling: ok: 3 pages, 3 new", "  one finding"]


def test_the_gravest_outcome_of_several_visits_counts():
    assert progress.worst([report("ok"), report("blocked"), report("partial")]) == "blocked"
    assert progress.worst([report("blocked"), report("failed")]) == "failed"


def test_a_crawl_that_visited_nothing_has_failed():
    assert progress.worst([]) == "failed"
