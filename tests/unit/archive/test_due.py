"""What the query makes of pages, in tables that have the archive's columns and nothing else."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from archive.due import due_query
from archive.store import Archive

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
QUERY = due_query("julianday(:now)")


class Pages:
    def __init__(self):
        self.db = sqlite3.connect(":memory:")
        self.db.row_factory = sqlite3.Row
        self.db.executescript("""
            CREATE TABLE addresses (id INTEGER PRIMARY KEY, url TEXT);
            CREATE TABLE pages (id INTEGER PRIMARY KEY, key TEXT, address INTEGER, site TEXT, section TEXT, title TEXT,
                state TEXT, versions INTEGER, published_at TEXT, first_seen TEXT, last_asked TEXT);
            CREATE TABLE changes (page INTEGER, kind TEXT, observed_after TEXT, observed_by TEXT);
        """)

    def add(self, url, *, age=100.0, asked=1.0, section="要闻", site="yunling", state="live", edits=(), seen=None):
        """A page of so many days, asked so many days ago, whose edits were noticed so many days ago."""
        number = self.db.execute("INSERT INTO addresses (url) VALUES (?)", (url,)).lastrowid
        born, seen = ago(age), ago(age if seen is None else seen)
        self.db.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
            (number, url, number, site, section, state, 1 + len(edits), born, seen, ago(asked)),
        )
        for days in edits:
            self.db.execute("INSERT INTO changes VALUES (?, 'edited', ?, ?)", (number, ago(days + 1), ago(days)))

    def row(self, url):
        rows = self.db.execute(f"SELECT * FROM ({QUERY}) WHERE url = :url", {"now": NOW.isoformat(), "url": url})
        return rows.fetchone()


def ago(days):
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def pages():
    return Pages()


@pytest.mark.parametrize(
    ("age", "wait"),
    [(0.9, 4 / 24), (5, 1), (25, 3), (300, 14), (2000, 60)],
)
def test_a_page_of_which_nothing_is_known_is_due_by_the_ladder_of_ages(pages, age, wait):
    # Seen for the first time a moment ago, so that nothing was learned of it yet.
    pages.add("early", age=age, asked=wait * 0.8, seen=wait * 0.8)
    pages.add("late", age=age, asked=wait, seen=wait)
    assert (pages.row("early")["due"], pages.row("late")["due"]) == (0, 1)


def test_a_page_that_was_edited_before_is_expected_to_be_edited_again(pages):
    pages.add("quiet", asked=10)
    pages.add("edited", asked=10, edits=(60,))
    assert pages.row("edited")["rate"] > 3 * pages.row("quiet")["rate"]
    assert (pages.row("edited")["due"], pages.row("quiet")["due"]) == (1, 0)


def test_a_page_that_was_just_edited_is_looked_at_again_soon(pages):
    pages.add("just", asked=0.5, edits=(0.5,))
    pages.add("once", asked=0.5, edits=(60,))
    assert (pages.row("just")["due"], pages.row("once")["due"]) == (1, 0)


@pytest.mark.parametrize("where", ["section", "site"])
def test_a_section_or_site_in_which_much_is_edited_has_its_other_pages_asked_sooner(pages, where):
    for number in range(10):
        place = {where: "busy"}
        pages.add(f"edited {number}", edits=(30, 50), **place)
        pages.add(f"quiet {number}")
    pages.add("one", asked=10, **place)
    pages.add("other", asked=10)
    assert pages.row("one")["rate"] > 2 * pages.row("other")["rate"]


def test_a_section_that_is_being_rewritten_shows_within_days(pages):
    for number in range(40):
        pages.add(f"lately {number}", section="lately", edits=(2,) if number < 10 else ())
        pages.add(f"long ago {number}", section="long ago", edits=(70,) if number < 10 else ())
    assert pages.row("lately 39")["rate"] > 1.5 * pages.row("long ago 39")["rate"]


def test_many_edits_of_one_page_in_a_week_say_little_of_its_siblings(pages):
    for number in range(7):
        pages.add(f"one of many {number}", section="many", edits=(60 - number,))
        pages.add(f"quiet {number}", section="one")
    pages.add("many times", section="one", edits=tuple(range(54, 61)))
    pages.add("sibling of many", section="many")
    pages.add("sibling of one", section="one")
    assert pages.row("sibling of many")["rate"] > 1.5 * pages.row("sibling of one")["rate"]


def test_whether_an_edit_brings_others_is_learned_of_each_site(pages):
    for number in range(20):
        pages.add(f"chained {number}", site="chains", edits=(60, 57, 55, 52))
        pages.add(f"single {number}", site="singles", edits=(60,))
    pages.add("edited in a chain", site="chains", asked=1, edits=(3,))
    pages.add("edited once", site="singles", asked=1, edits=(3,))
    assert pages.row("edited in a chain")["rate"] > 3 * pages.row("edited once")["rate"]


def test_the_gain_grows_with_the_square_of_the_days_waited(pages):
    pages.add("two", asked=2, age=1000, seen=2)
    pages.add("four", asked=4, age=1000, seen=4)
    assert pages.row("four")["gain"] == pytest.approx(4 * pages.row("two")["gain"], rel=1e-3)


@pytest.mark.parametrize(("state", "early", "late"), [("gone", 20, 30), ("moved", 20, 30), ("blocked", 0.3, 1)])
def test_a_page_that_is_not_there_is_asked_seldom(pages, state, early, late):
    pages.add("early", state=state, asked=early)
    pages.add("late", state=state, asked=late)
    assert (pages.row("early")["due"], pages.row("late")["due"]) == (0, 1)


def test_a_page_under_suspicion_comes_before_all_others(pages):
    pages.add("suspect", state="suspect", asked=0)
    pages.add("old", age=3000, asked=2000)
    assert pages.row("suspect")["due"] == 1
    assert pages.row("suspect")["gain"] > pages.row("old")["gain"]


def test_a_page_dated_in_the_future_or_without_a_date_ages_from_when_it_was_first_seen(pages):
    pages.add("future", age=-300, seen=20, asked=4)
    pages.add("undated", age=20, asked=4)
    pages.db.execute("UPDATE pages SET published_at = NULL WHERE key = 'undated'")
    pages.add("dated", age=20, asked=4)
    assert len({round(pages.row(url)["rate"], 6) for url in ("future", "undated", "dated")}) == 1


def test_the_view_shows_what_the_archive_answers_with(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        assert list(archive.due(site="yunling", at=NOW)) == []
        assert archive.db["due"].count == 0
        columns = {column.name for column in archive.db["due"].columns}
    assert {"url", "site", "section", "last_asked", "days_waited", "rate", "gain"} <= columns
