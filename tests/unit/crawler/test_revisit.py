from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from crawler.revisit import interval, is_due

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass
class Known:
    age: timedelta = timedelta(days=3)
    asked: timedelta | None = timedelta(hours=1)
    state: str = "live"
    edits: int = 0
    published: bool = True
    seen: timedelta | None = None

    @property
    def first_seen(self):
        return NOW - (self.age if self.seen is None else self.seen)

    @property
    def last_asked(self):
        return None if self.asked is None else NOW - self.asked

    @property
    def published_at(self):
        return NOW - self.age if self.published else None


def test_a_page_is_left_alone_longer_the_older_it_is():
    ages = [timedelta(hours=6), timedelta(days=3), timedelta(days=20), timedelta(days=200), timedelta(days=2000)]
    waits = [interval(Known(age=age), NOW) for age in ages]
    assert waits == sorted(waits)
    assert len(set(waits)) == 5


def test_the_age_of_a_page_is_that_of_its_publication():
    assert interval(Known(age=timedelta(days=2000), seen=timedelta(0)), NOW) == timedelta(days=60)


def test_a_page_without_a_date_ages_from_when_it_was_first_seen():
    assert interval(Known(age=timedelta(days=200), published=False), NOW) == timedelta(days=14)


def test_a_page_that_was_edited_before_is_asked_sooner():
    assert interval(Known(edits=1), NOW) == interval(Known(), NOW) / 2


def test_a_page_under_suspicion_is_asked_on_the_next_visit():
    assert is_due(Known(state="suspect", asked=timedelta(0)), NOW, "due")


@pytest.mark.parametrize("state", ["gone", "moved"])
def test_a_page_that_is_gone_is_asked_once_a_month(state):
    assert not is_due(Known(state=state, asked=timedelta(days=20)), NOW, "due")
    assert is_due(Known(state=state, asked=timedelta(days=30)), NOW, "due")


def test_a_blocked_page_is_asked_again_the_next_day():
    assert not is_due(Known(state="blocked", asked=timedelta(hours=8)), NOW, "due")
    assert is_due(Known(state="blocked", asked=timedelta(days=1)), NOW, "due")


def test_a_crawl_that_comes_a_minute_early_still_finds_the_page_due():
    assert is_due(Known(asked=timedelta(hours=23, minutes=59)), NOW, "due")


def test_a_page_that_was_never_asked_for_is_due():
    assert is_due(Known(asked=None), NOW, "due")


def test_all_asks_for_every_known_page_and_none_for_no_page():
    fresh = Known(asked=timedelta(minutes=1))
    assert not is_due(fresh, NOW, "due")
    assert is_due(fresh, NOW, "all")
    assert not is_due(Known(asked=None), NOW, "none")
