import asyncio
import gzip
import time

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadFailedError
from scrapy.utils.test import get_crawler
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.robots import SerialRobots

SECTIONS = 8


@pytest.fixture(scope="module")
def disallowed(open_desk):
    """Eight sections whose first requests wait for one slow robots.txt, which disallows seven of them."""
    desk = open_desk()
    starts = ("/open/", *(f"/secret/{number}/" for number in range(1, SECTIONS)))
    desk.site(starts=starts, concurrency=16)

    def slow_rules(_asked):
        time.sleep(0.5)
        return desk.web.routes["rules"]

    desk.web.put("rules", "User-agent: *\nDisallow: /secret/\n", Content_Type="text/plain")
    desk.web.routes["/robots.txt"] = slow_rules
    for start in starts:
        desk.web.put_list(start, desk.titles(1))
    desk.web.put_articles(desk.titles(1))
    return desk, desk.crawl()


def test_robots_txt_is_obeyed_by_every_one_of_many_first_requests_that_wait_for_it(disallowed):
    desk, _crawl = disallowed
    assert not [path for path in desk.web.paths() if path.startswith("/secret/")]


def test_robots_txt_is_asked_for_once_and_first(disallowed):
    desk, _crawl = disallowed
    assert desk.web.paths()[0] == "/robots.txt"
    assert desk.web.paths().count("/robots.txt") == 1


def test_what_robots_txt_allows_is_visited(disallowed):
    desk, crawl = disallowed
    assert "/open/" in desk.web.paths()
    assert crawl.site["refused"] == SECTIONS - 1


def test_a_refusal_is_recorded_with_its_reason(disallowed):
    desk, _crawl = disallowed
    [capture] = desk.captures("/secret/1/")
    assert (capture["status"], capture["outcome"]) == (None, "forbidden")
    assert capture["failure"] == "robots.txt disallows it"


def test_robots_txt_itself_is_recorded(disallowed):
    desk, _crawl = disallowed
    [capture] = desk.captures("/robots.txt")
    assert (capture["status"], capture["purpose"]) == (200, "robots")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_answers_with_a_fault_means_stay_away(desk, status):
    desk.web.put("/robots.txt", "busy", status)
    crawl = desk.crawl()
    assert set(desk.web.paths()) == {"/robots.txt"}
    assert (crawl.code, crawl.site["outcome"]) == (5, "blocked")
    assert f"it answered {status}" in crawl.site["findings"][0]


@pytest.mark.parametrize("status", [404, 403])
def test_a_robots_txt_that_is_not_there_means_no_rules(desk, status):
    desk.web.put("/robots.txt", "no", status)
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["read"]) == (0, 3)


def test_a_robots_txt_is_read_through_its_content_encoding(desk):
    rules = gzip.compress(b"User-agent: govpress\nDisallow: /xwfbh/\n")
    desk.web.put("/robots.txt", rules, Content_Type="text/plain", Content_Encoding="gzip")
    assert desk.crawl().site["outcome"] == "blocked"
    assert set(desk.web.paths()) == {"/robots.txt"}


def test_a_host_that_does_not_answer_is_left_alone_and_is_a_failure(desk):
    desk.site(host="127.0.0.1:9")
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"], crawl.site["answers"]) == (5, "failed", 0)


def test_a_visit_that_lasts_longer_than_a_day_asks_for_robots_txt_again():
    robots = SerialRobots(get_crawler(settings_dict={"ROBOTSTXT_OBEY": True}))
    fetched = []

    async def fetch(_request, host):
        fetched.append(host)
        return host

    robots._fetch_rules = fetch
    for hours in (0, 1, 23.9, 24, 30):
        robots.clock = lambda hours=hours: 3600.0 * hours
        asyncio.run(robots.robot_parser(Request("http://www.yunling.example/")))
    assert fetched == ["www.yunling.example"] * 2


def test_what_kept_the_rules_from_us_is_said_in_words():
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
    robots = SerialRobots(crawler)

    class Engine:
        async def download_async(self, _request):
            raise DownloadFailedError("[<Failure ...>]") from ResponseFailed([Failure(ConnectionDone())])

    crawler.engine = Engine()
    asyncio.run(robots._fetch_rules(Request("http://www.yunling.example/"), "www.yunling.example"))
    assert list(robots._away.values()) == ["robots.txt cannot be had (Connection was closed cleanly.): staying away"]
