"""In which order articles that hold some words are told, the words being few articles' own or shared by many."""

from datetime import datetime, timedelta

import pytest

from archive import ranked
from archive.find import find
from archive.instant import instant
from archive.search import query
from tests.unit.archive.simulated_site import article

FIRST = datetime.fromisoformat("2026-01-01T09:00+08:00")
TITLED = (3, 5)
PAGES = 12


@pytest.fixture
def full(site):
    """Twelve articles that hold 公安, published a day apart; two have it in their titles, one holds 诈骗."""
    site.begin()
    for number in range(PAGES):
        title = "公安机关通报" if number in TITLED else "全市工作通报"
        text = "公安诈骗" if number == 7 else "公安" * (number + 1)
        site.read_as(
            f"a{number}",
            article(f"a{number}", text, title=title, published_at=FIRST + timedelta(days=number)),
        )
    site.end()
    return site.archive.db.conn


@pytest.fixture(params=["looked up", "walked"])
def shared(request, monkeypatch):
    """Words of more than five articles are shared by many; both ways to those that have them in the title."""
    monkeypatch.setattr(ranked, "MANY", 5)
    monkeypatch.setattr(ranked, "FEW", 1 if request.param == "walked" else 100)


def days(hits) -> list[int]:
    """On which day each hit was published."""
    return [(instant(hit.published_at) - FIRST).days for hit in hits]


def test_words_that_set_articles_apart_are_ranked_with_titles_first(full):
    assert set(days(find(full, "公安"))[:2]) == set(TITLED)
    assert not ranked.is_shared(full, query("公安"))


def test_words_that_many_share_are_told_by_title_and_then_the_newest(full, shared):
    assert ranked.is_shared(full, query("公安"))
    assert days(find(full, "公安")) == [5, 3, 11, 10, 9, 8, 7, 6, 4, 2, 1, 0]


def test_so_many_are_told_as_were_asked_for(full, shared):
    assert days(find(full, "公安", limit=3)) == [5, 3, 11]


def test_words_that_many_share_are_narrowed_by_date(full, shared):
    assert days(find(full, "公安", after=(FIRST + timedelta(days=4)).date(), limit=4)) == [5, 11, 10, 9]


def test_the_rarer_of_two_words_sets_articles_apart(full, shared):
    assert days(find(full, "公安 诈骗")) == [7]


@pytest.mark.parametrize(("sort", "told"), [("newest", [11, 10, 9]), ("oldest", [0, 1, 2])])
def test_words_that_many_share_are_told_by_date(full, shared, sort, told):
    rows = ranked.ranked(full, "p.published_at", ["p.state <> 'moved'"], {"match": query("公安")}, sort=sort, most=3)
    assert [(instant(moment) - FIRST).days for (moment,) in rows] == told


def test_of_words_that_set_articles_apart_few_more_are_looked_up_than_are_told(full):
    looked_up = []
    full.create_function("looked_up", 1, lambda page: looked_up.append(page) or 1)
    found = ranked.ranked(full, "p.id", ["looked_up(p.id)"], {"match": query("公安")}, most=2)
    assert [page for (page,) in found] == looked_up[:2]
    assert len(looked_up) <= 4  # Two are read ahead.


def test_of_articles_that_are_as_good_the_newest_comes_first_and_one_of_no_date_last(site):
    site.begin()
    for number in (2, None, 3, 1):
        day = None if number is None else FIRST + timedelta(days=number)
        site.read_as(f"a{number}", article(f"a{number}", "公安诈骗", title="全市工作通报", published_at=day))
    site.end()
    assert [hit.url[-7:-6] for hit in find(site.archive.db.conn, "公安")] == ["3", "2", "1", "e"]


@pytest.mark.parametrize(("sort", "told"), [("newest", "321e"), ("oldest", "123e")])
@pytest.mark.parametrize("few", [0, 100])
def test_articles_are_told_by_date_with_those_of_none_last(site, monkeypatch, sort, told, few):
    monkeypatch.setattr(ranked, "FEW", few)
    site.begin()
    for number in (2, None, 3, 1):
        day = None if number is None else FIRST + timedelta(days=number)
        site.read_as(f"a{number}", article(f"a{number}", "公安诈骗", published_at=day))
    site.end()
    rows = ranked.ranked(site.archive.db.conn, "p.url", ["p.state <> 'moved'"], {"match": query("公安")}, sort=sort)
    assert "".join(url[-7:-6] for (url,) in rows) == told
