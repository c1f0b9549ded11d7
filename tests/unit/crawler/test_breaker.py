from datetime import UTC, datetime, timedelta

import pytest

from archive.store import Archive
from crawler.breaker import opened

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def hours_away(*outcomes, away=1.0):
    """For how many hours after its last run a site is left alone; its runs newest first, a day apart."""
    until = opened([(NOW - timedelta(days=age), outcome) for age, outcome in enumerate(outcomes)], away)
    return until and (until - NOW).total_seconds() / 3600


@pytest.mark.parametrize(
    ("outcomes", "hours"),
    [
        ((), None),
        (("ok", "blocked"), None),
        (("partial", "blocked"), None),
        (("blocked",), 1),
        (("blocked", "ok", "blocked"), 1),
        (("blocked", "blocked"), 2),
        (("blocked",) * 4, 8),
        (("blocked",) * 12, 24),
    ],
)
def test_each_blocked_visit_in_a_row_doubles_the_time_that_a_site_is_left_alone(outcomes, hours):
    assert hours_away(*outcomes) == hours


def test_a_site_file_may_say_that_a_site_is_not_left_alone():
    assert hours_away("blocked", "blocked", away=0.0) is None


def test_after_a_blocked_visit_nothing_is_asked_before_the_time_has_passed(desk):
    path = desk.sites / "yunling.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[pace]", "[pace]\naway_hours = 1"), encoding="utf-8")
    with Archive(desk.db) as archive:
        run = archive.start_run(site="yunling")
        archive.finish_run(run, outcome="blocked", stats={"answers": 5})
    first = desk.crawl()
    assert (first.site["outcome"], desk.web.paths()) == ("blocked", [])
    assert "staying away until" in first.site["findings"][-1]
    # The visit that was not made does not lengthen the time.
    assert desk.crawl("--anyway").site["outcome"] == "ok"
    assert "/xwfbh/" in desk.web.paths()
