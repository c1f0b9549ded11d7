"""What a person types behind a verb."""

from datetime import date, datetime

import click
import pytest

from archive.typed import CHINA, address, end_of, first_day, last_day, moment


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020年", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-2", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020/02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020年2月", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02-03", date(2020, 2, 3), date(2020, 2, 3)),
        ("2020.2.3", date(2020, 2, 3), date(2020, 2, 3)),
        ("2020年2月3日", date(2020, 2, 3), date(2020, 2, 3)),
        ("20200203", date(2020, 2, 3), date(2020, 2, 3)),
    ],
)
def test_a_day_a_month_and_a_year_have_a_first_and_a_last_day(typed, first, last):
    assert (first_day(typed), last_day(typed)) == (first, last)


@pytest.mark.parametrize(
    "typed", ["", "昨天", "2020-13", "2020-02-30", "03/02/2020", "202002", "2020-", "0000", "2020-2-3x"]
)
def test_what_is_no_date_is_refused(typed):
    for meant in (first_day, last_day, moment, end_of):
        with pytest.raises(click.BadParameter, match="is no date"):
            meant(typed)


def test_a_moment_without_a_zone_is_chinas():
    assert moment("2020-02-03 09:30") == datetime(2020, 2, 3, 9, 30, tzinfo=CHINA)
    assert moment("2020-02-03T01:30Z") == end_of("2020-02-03T09:30+08:00") == moment("2020-02-03 09:30")
    assert moment("2020") == datetime(2020, 1, 1, tzinfo=CHINA)
    assert end_of("2020-02").date() == date(2020, 2, 29)


def test_an_address_is_what_a_browser_shows():
    assert address("www.yunling.example/a?b=c") == "http://www.yunling.example/a?b=c"
    assert address("政府.example/新闻") == "http://政府.example/新闻"
    assert address("HTTPS://yunling.example/") == "HTTPS://yunling.example/"


@pytest.mark.parametrize("typed", ["", "云岭市", "a@yunling.example", "ftp://yunling.example/", "file:///etc/hosts"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(click.BadParameter, match="is no address"):
        address(typed)
