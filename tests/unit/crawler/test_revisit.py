from datetime import UTC, datetime, timedelta

import pytest

from archive.kept import DuePage
from crawler.revisit import AskedInVain, is_due, select

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def page(key, gain, *, due=True):
    return DuePage(url=f"http://{key}", key=key, section="要闻", published_at=None, due=due, rate=0.1, gain=gain)


PAGES = [page("a", 1.0), page("b", 3.0), page("c", 2.0), page("d", 9.0, due=False)]


def keys(selection):
    return "".join(one.key for one in selection.asked)


def test_the_pages_with_the_highest_gain_are_asked_within_the_budget():
    selection = select(PAGES, "due", 2)
    assert (keys(selection), selection.not_due, selection.over_budget) == ("bc", 1, 1)


def test_a_page_that_is_not_due_is_left_alone_however_much_is_left_of_the_budget():
    assert keys(select(PAGES, "due", 100)) == "bca"


def test_an_overspent_budget_asks_for_nothing():
    assert select(PAGES, "due", -5).over_budget == 3


def test_all_asks_for_every_known_page_and_none_for_no_page():
    assert keys(select(PAGES, "all", 0)) == "dbca"
    assert select(PAGES, "none", 100).asked == ()


def waited(asked, *, age=timedelta(days=3)):
    return AskedInVain(first_seen=NOW - age, last_asked=NOW - asked)


@pytest.mark.parametrize(
    ("age", "wait"),
    [(0.5, 4 / 24), (3, 1), (20, 3), (200, 14), (2000, 60)],
)
def test_a_page_that_is_no_article_is_asked_again_the_seldomer_the_older_it_is(age, wait):
    age, wait = timedelta(days=age), timedelta(days=wait)
    assert not is_due(waited(wait * 0.8, age=age), NOW, "due")
    assert is_due(waited(wait, age=age), NOW, "due")


def test_a_crawl_that_comes_a_minute_early_still_finds_the_page_due():
    assert is_due(waited(timedelta(hours=23, minutes=59)), NOW, "due")


def test_a_page_that_is_no_article_is_asked_as_told():
    fresh = waited(timedelta(minutes=1))
    assert is_due(fresh, NOW, "all")
    assert not is_due(waited(timedelta(days=99)), NOW, "none")
