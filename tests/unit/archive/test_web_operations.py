"""What the page of operations and the page of what is due tell of each site."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.capture import Capture, Outcome
from archive.store import Archive
from archive.web import due_page
from archive.web.calendar_of_visits import WEEKS, calendar, missing
from tests.unit.archive import press_archive as press
from tests.unit.archive.asked_pages import shown, told

FINDING = "section <script>新闻发布会 lists 3 articles; it listed 9"


def day(number):
    return date(2026, 3, 1) + timedelta(days=number)


@pytest.mark.parametrize(
    ("visits", "today", "found"),
    [
        ([0, 1, 2, 3], 4, []),
        ([0, 1, 2, 5], 5, [(3, 4)]),
        ([0, 1, 2, 3], 6, [(4, 5)]),
        ([0, 7, 14, 28], 30, [(15, 27)]),
        ([0, 7, 14], 21, []),
        ([0, 9], 40, []),
        ([], 40, []),
    ],
    ids=["daily", "two days missing", "the latest missing", "a week missing", "weekly", "too few to tell", "never"],
)
def test_a_visit_is_missing_where_by_the_usual_wait_there_had_to_be_one(visits, today, found):
    assert missing([day(one) for one in visits], day(today)) == [(day(first), day(last)) for first, last in found]


def test_the_calendar_counts_days_in_china_and_marks_those_without_their_visit():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE runs (site, started_at, outcome)")
    # From 23:30 in UTC on one day to 00:30 on the next but one: a visit a day in China.
    starts = ["2026-03-01T23:30", "2026-03-03T00:30", "2026-03-03T23:30", "2026-03-06T23:30"]
    db.executemany("INSERT INTO runs VALUES ('yunling', ? || ':00+00:00', 'ok')", [(start,) for start in starts])
    (one,) = calendar(db, ["yunling"], date(2026, 3, 7))
    assert [one["days"][f"2026-03-0{number}"] for number in range(1, 8)] == [
        *(None, "ok", "ok", "ok"),
        *("missed", "missed", "ok"),
    ]
    assert one["gaps"] == [{"from": "2026-03-05", "to": "2026-03-06", "days": 2}]
    assert one["visits"] == 4
    assert WEEKS * 7 < len(one["days"]) <= WEEKS * 7 + 7


@pytest.fixture(scope="module")
def archive_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("operations") / "press.db"
    with Archive(path) as archive:
        press.Press(archive).visit({press.BRIEFING: press.BRIEFING_ARTICLE, press.VISIT: press.VISIT_ARTICLE})
        for value in (0.5, 0.75, 0.25):
            run = archive.start_run(site="yunling", sections=[], options={"daily_requests": 2000})
            for number in range(3):
                said = {"status": None, "outcome": Outcome.FORBIDDEN} if number == 2 else {"status": 200, "body": b"x"}
                capture = Capture(url=f"{press.HOME}/{number}", captured_at=datetime.now(UTC), **said)
                archive.add_capture(capture, run=run, site="yunling", purpose="page")
            signs = {"source": [value, 8, press.BRIEFING], "<b>": [1, 3, "javascript:alert(1)"]}
            stats = {"asked": 2, "findings": [FINDING], "notes": ["3 wait"], "over_budget": 3}
            stats["vitals"] = {"signs": signs}
            archive.finish_run(run, outcome="partial", stats=stats)
        archive.finish_run(archive.start_run(site="never", sections=[]), outcome="blocked", stats={"findings": []})
    return path


async def test_each_site_has_its_findings_its_budget_and_what_was_left(ds):
    health = {one["site"]: one for one in (await told(ds, "operations.json"))["health"]}
    one = health["yunling"]
    assert (one["outcome"], one["findings"], one["notes"]) == ("partial", [FINDING], ["3 wait"])
    assert (one["daily_requests"], one["left_for_later"]) == (2000, 3)
    assert health["never"]["outcome"] == "blocked", "a site of which nothing was ever read is shown too"
    assert (health["never"]["asked_today"], health["never"]["daily_requests"]) == (0, None)


async def test_requests_of_today_are_those_that_reached_the_network(ds):
    health = {one["site"]: one for one in (await told(ds, "operations.json"))["health"]}
    with sqlite3.connect(ds.get_database("press").path) as db:
        forbidden = db.execute("SELECT count(*) FROM exchanges WHERE outcome = 'forbidden'").fetchone()[0]
        since = db.execute(
            "SELECT count(*) FROM exchanges WHERE captured_at >= strftime('%Y-%m-%dT%H:%M', 'now', '+8 hours', "
            "'start of day', '-8 hours')"
        ).fetchone()[0]
    assert (health["yunling"]["asked_today"], forbidden) == (since - forbidden, 3)


async def test_the_signs_of_a_sites_last_visit_stand_beside_what_is_usual(ds):
    signs = {one["sign"]: one for one in (await told(ds, "operations.json?site=yunling"))["signs"]}
    one = signs["source"]
    assert (one["now"], one["usual"], one["visits"], one["of"]) == (0.25, 0.625, 2, 8)
    assert "&lt;b&gt;" in await shown(ds, "operations?site=yunling")
    assert (await told(ds, "operations.json"))["signs"] == []


async def test_what_is_due_is_what_the_next_visit_would_ask_for(ds, archive_file):
    data = await told(ds, "due.json?site=yunling")
    with Archive(archive_file, read_only=True) as archive:
        due = [one.url for one in archive.due(site="yunling", at=datetime.now(UTC)) if one.due]
    assert [one["url"] for one in data["pages"]] == due
    assert data["count"] == len(due) == 2
    assert press.BRIEFING_ARTICLE.title in await shown(ds, "due?site=yunling")
    assert "Nothing is due." in await shown(ds, "due?site=never")
    assert 'href="/press/-/due?site=yunling"' in await shown(ds, "due")


async def test_what_is_due_is_told_a_page_at_a_time(ds, monkeypatch):
    monkeypatch.setattr(due_page, "SHOWN", 1)
    first, second = [await told(ds, f"due.json?site=yunling&page={page}") for page in (1, 2)]
    assert {one["url"] for data in (first, second) for one in data["pages"]} == {press.BRIEFING, press.VISIT}
    assert (first["more"], second["more"]) == (True, False)
    assert 'rel="next" href="/press/-/due?site=yunling&amp;page=2"' in await shown(ds, "due?site=yunling")
    assert 'rel="prev" href="/press/-/due?site=yunling&amp;page=1"' in await shown(ds, "due?site=yunling&page=2")


async def test_the_operations_of_one_site_tell_of_no_other(ds):
    assert [one["site"] for one in (await told(ds, "operations.json?site=yunling"))["sites"]] == ["yunling"]
    assert (await told(ds, "operations.json?site=never"))["sites"] == []
