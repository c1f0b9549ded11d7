import pytest

from crawler.health import Tally
from crawler.limits import over_limit
from crawler.site import Limits

LIMITS = Limits(requests=10, megabytes=2, hours=1)


@pytest.mark.parametrize(
    ("tally", "seconds", "name"),
    [
        (Tally(asked=10), 0, "10 requests"),
        (Tally(bytes=2 * 1024**2), 0, "2 megabytes"),
        (Tally(), 3600, "1 hours"),
    ],
)
def test_a_limit_that_is_reached_is_named(tally, seconds, name):
    assert name in (over_limit(tally, seconds, LIMITS) or "")


def test_below_every_limit_a_visit_goes_on():
    assert over_limit(Tally(asked=9, bytes=2 * 1024**2 - 1), 3599, LIMITS) is None


def test_a_visit_that_reaches_its_limit_of_requests_ends_partial_and_says_which(desk):
    desk.site(concurrency=1, more="[limits]\nrequests = 4\n")
    desk.web.put_list("/xwfbh/", desk.titles(30))
    desk.web.put_articles(desk.titles(30))
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"]) == (5, "partial")
    assert any("limit of 4 requests" in finding for finding in crawl.site["findings"])
    # Without a pace two more are under way before an answer is read.
    assert 4 <= len(desk.web.log) <= 6


def test_a_visit_that_reaches_its_limit_of_bytes_ends_partial_and_says_which(desk):
    desk.site(concurrency=1, more="[limits]\nmegabytes = 1\n")
    desk.web.put_list("/xwfbh/", desk.titles(9))
    for number, (path, title) in enumerate(desk.titles(9)):
        desk.web.put(path, desk.article(title, number=number) + "<!-- " + "x" * 600_000 + " -->")
    crawl = desk.crawl()
    assert crawl.site["outcome"] == "partial"
    assert any("limit of 1 megabytes" in finding for finding in crawl.site["findings"])


def test_what_a_visit_did_not_get_to_the_next_one_asks_for(desk):
    desk.site(concurrency=1, more="[limits]\nrequests = 4\n")
    desk.crawl()
    desk.site()
    assert desk.crawl().code == 0
    assert desk.rows("SELECT count(*) AS n FROM articles") == [{"n": 3}]
