import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.vitals import Sign, compare

URL = "http://www.yunling.example/1.shtml"


def one(name, now, before, *, of=20):
    [found] = compare(
        {name: Sign(value=now, of=of, example=URL)}, [{name: Sign(value=value, of=of)} for value in before]
    )
    return found


def test_a_field_that_used_to_be_filled_and_is_not_is_named_with_an_example():
    found = one("source filled", 0.1, [1.0, 0.95, 1.0, 1.0])
    assert found.drifted
    assert str(found) == f"source filled: 10%, usually 100%, such as {URL}"


@pytest.mark.parametrize("now", [1.0, 0.9, 0.8])
def test_a_field_that_is_filled_about_as_usual_is_not(now):
    assert not one("source filled", now, [1.0, 0.95, 1.0]).drifted


def test_a_field_that_is_filled_more_often_than_before_is_no_drift():
    assert not one("editor filled", 1.0, [0.0, 0.0, 0.0]).drifted


def test_two_earlier_visits_make_nothing_usual():
    found = one("source filled", 0.0, [1.0, 1.0])
    assert (found.usual, found.drifted, found.visits) == (None, False, 2)


def test_a_sign_that_the_earlier_visits_do_not_have_is_not_compared():
    [found] = compare({"answered": Sign(value=0.0, of=9)}, [{"source filled": Sign(value=1.0, of=9)}] * 5)
    assert (found.usual, found.visits) == (None, 0)


def test_three_pages_by_chance_are_no_drift_where_thirty_are():
    before = [0.7, 0.6, 0.8, 0.7]
    assert not one("author filled", 1 / 3, before, of=3).drifted
    assert one("author filled", 1 / 3, before, of=60).drifted


def test_one_odd_visit_among_the_earlier_ones_changes_nothing():
    assert one("characters of an article", 90, [1000, 1100, 20, 990, 1050]).drifted
    assert not one("characters of an article", 900, [1000, 1100, 20, 990, 1050]).drifted


@pytest.mark.parametrize("now", [400, 2600])
def test_an_amount_drifts_both_ways(now):
    assert one("entries of a list page of 要闻", now, [1000, 1000, 1000]).drifted


def test_a_faster_site_is_no_drift_and_a_site_three_times_slower_is():
    assert not one("seconds a request", 0.1, [3.0, 3.1, 3.0]).drifted
    assert one("seconds a request", 9.5, [3.0, 3.1, 3.0]).drifted


@given(st.lists(st.floats(0, 1), min_size=3, max_size=20), st.integers(3, 500))
def test_a_visit_at_the_median_of_the_earlier_ones_never_drifts(values, of):
    from statistics import median

    for name in ("source filled", "unreadable"):
        assert not one(name, median(values), values, of=of).drifted
    assert not one("characters of an article", values[0] * 1000, [values[0] * 1000] * 3).drifted
