from datetime import UTC, datetime, timedelta

import pytest

from crawler.health import Tally, judge
from crawler.hours import OUTSIDE, ZONE, Hours
from crawler.schedule import Job
from crawler.site import Pace, Section, Site
from crawler.walk_report import WalkReport

DAY, NIGHT = Hours.of("08:00-20:00"), Hours.of("22:30-06:00")


def at(clock):
    return datetime.fromisoformat(f"2026-11-22T{clock}:00+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [(DAY, ("08:00", "19:59"), ("07:59", "20:00")), (NIGHT, ("22:30", "23:59", "00:00", "05:59"), ("06:00", "22:29"))],
)
def test_hours_hold_from_their_opening_until_their_closing_in_china(hours, inside, outside):
    assert all(hours.hold(at(clock)) for clock in inside)
    assert not any(hours.hold(at(clock)) for clock in outside)


def test_outside_of_its_hours_a_site_is_visited_when_they_begin_next():
    assert DAY.opening(at("07:00")) == at("08:00")
    assert DAY.opening(at("21:00")) == at("08:00") + timedelta(days=1)
    assert DAY.opening(at("09:00")) == at("09:00")


@pytest.mark.parametrize("text", ["8-20", "08:00", "08:00-24:00", "08:00-08:00", "08:00-20:60"])
def test_what_is_no_window_of_the_day_is_none(text):
    assert Hours.of(text) is None


def test_a_time_of_the_schedule_that_falls_outside_is_the_next_opening():
    section = Section(name="要闻", start="http://www.yunling.example/yw/", schedule="0 3 * * *")
    site = Site(
        key="yunling", name="云岭", home="http://www.yunling.example/", sections=(section,), pace=Pace(hours=DAY)
    )
    job = Job(site=site, sections=("要闻",), cron="0 3 * * *")
    assert job.next_time(at("01:00")) == at("08:00")


def test_a_visit_that_ran_into_closing_time_is_partial_whatever_it_had_seen():
    walk = WalkReport(section="要闻", pages=0, items=0, advertised=None, complete=False, stopped="x", wanted=False)
    outcome, findings = judge(Tally(), [walk], {}, f"{OUTSIDE} 08:00-20:00")
    assert outcome == "partial"
    assert any(f"{OUTSIDE} 08:00-20:00" in finding for finding in findings)


def test_outside_of_its_hours_nothing_is_asked_of_a_site(desk):
    now = datetime.now(ZONE)
    hours = f"{now + timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"
    path = desk.sites / "yunling.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[pace]", f'[pace]\nhours = "{hours}"'), encoding="utf-8")
    crawl = desk.crawl()
    assert desk.web.paths() == []
    assert (crawl.code, crawl.site["outcome"]) == (5, "partial")
    assert f"{OUTSIDE} {hours}" in crawl.site["findings"][-1]
