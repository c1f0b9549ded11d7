import itertools
import threading
import time

import pytest

from crawler import settings
from crawler.site import Pace
from tests.benchmarks.manners import measure


def gaps(desk):
    times = [asked.at for asked in desk.web.log]
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def assert_paced(desk, delay):
    """No two requests came closer than that, give or take what a busy machine needs to take a request in."""
    assert sum(gaps(desk)) >= delay * len(gaps(desk)) - 0.1
    assert min(gaps(desk)) >= delay / 2


def test_a_site_is_visited_every_three_seconds_by_default():
    assert Pace().delay == 3.0
    assert settings.DOWNLOAD_DELAY == 3.0
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1


def test_the_user_agent_names_the_project_and_whom_to_write_to(desk):
    desk.crawl(GOVPRESS_CONTACT="press@archive.example")
    agents = {asked.headers["user-agent"] for asked in desk.web.log}
    [agent] = agents
    assert agent.startswith("govpress/")
    assert "https://" in agent
    assert "press@archive.example" in agent


def test_a_contact_cannot_smuggle_in_a_header(desk):
    desk.crawl(GOVPRESS_CONTACT="a@b.example\r\nX-Evil: 1")
    assert all("x-evil" not in asked.headers for asked in desk.web.log)


def test_chinese_pages_are_asked_for_and_cookies_are_not_sent(desk):
    desk.web.put("/robots.txt", "", Set_Cookie="id=1; Path=/")
    desk.crawl()
    assert all(asked.headers["accept-language"].startswith("zh-CN") for asked in desk.web.log)
    assert all("cookie" not in asked.headers for asked in desk.web.log)


def test_no_two_requests_come_closer_than_the_site_file_says_whatever_the_concurrency(desk):
    desk.site(delay=0.4, concurrency=8)
    desk.crawl()
    assert len(desk.web.log) == 5
    assert_paced(desk, 0.4)


def test_a_setting_on_the_command_line_does_not_shorten_a_sites_own_pace(desk):
    desk.site(delay=0.4)
    done = desk.scrapy("crawl", "yunling", "-s", "DOWNLOAD_DELAY=0", "-s", "DOWNLOAD_DELAY_JITTER=0.5")
    assert done.returncode == 0, done.stderr
    assert_paced(desk, 0.4)


@pytest.fixture(scope="module")
def busy(open_desk):
    """A site that asks for a Crawl-delay of half a second, and once for two seconds by Retry-After."""
    desk = open_desk()
    desk.site(delay=0.1, concurrency=4)
    desk.web.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\n", Content_Type="text/plain")
    desk.web.put_list("/xwfbh/", desk.titles(4))
    desk.web.put_articles(desk.titles(4))
    path = desk.titles(4)[1][0]
    good = desk.web.routes[path]
    desk.web.put("busy", "busy", 503, Retry_After="2")
    desk.web.routes[path] = lambda _asked: desk.web.routes["busy"] if len(desk.web.asked(path)) == 1 else good
    return desk, desk.crawl(), path


def test_crawl_delay_is_heeded(busy):
    desk, _crawl, _path = busy
    assert_paced(desk, 0.5)


def test_after_retry_after_nothing_is_asked_of_the_host_for_as_long_as_it_says(busy):
    desk, _crawl, path = busy
    first = desk.web.asked(path)[0].at
    later = [asked.at - first for asked in desk.web.log if asked.at > first]
    assert min(later) >= 1.95


def test_the_wait_that_retry_after_asks_for_is_waited_once(busy):
    desk, _crawl, path = busy
    after = [asked.at for asked in desk.web.log if asked.at > desk.web.asked(path)[0].at]
    assert after[1] - after[0] < 1.9


def test_a_request_that_was_answered_with_a_fault_is_asked_again(busy):
    desk, crawl, path = busy
    assert [capture["status"] for capture in desk.captures(path)] == [503, 200]
    assert (crawl.code, crawl.site["read"]) == (0, 4)


def test_retry_after_is_heeded_though_its_answer_came_later_than_the_next_request_was_due(desk):
    desk.site(delay=0.2, concurrency=1)
    path = desk.titles(3)[1][0]
    good = desk.web.routes[path]
    desk.web.put("busy", "busy", 503, Retry_After="2")

    def slow(_asked):
        if len(desk.web.asked(path)) > 1:
            return good
        time.sleep(0.5)
        return desk.web.routes["busy"]

    desk.web.routes[path] = slow
    assert desk.crawl().code == 0
    first = desk.web.asked(path)[0].at
    assert min(asked.at for asked in desk.web.log if asked.at > first) - first >= 2.45


@pytest.fixture(scope="module")
def four_hosts():
    """What `tests.benchmarks.manners` measures, quicker and with fewer articles."""
    return measure(scale=0.4, articles=6)


def test_no_gap_is_under_what_its_host_asked_for_side_by_side(four_hosts):
    gaps = {(gap["host"], gap["asked_by"]): gap for gap in four_hosts["gaps"]}
    assert [name for name, gap in gaps.items() if not gap["kept"]] == []
    assert gaps.keys() >= {
        ("pace", "site pace"),
        ("crawl-delay", "Crawl-delay"),
        ("retry-after", "Retry-After, seconds"),
        ("retry-after", "Retry-After, date"),
        ("faults", "back-off, 3 in a row"),
    }
    assert set(four_hosts["outcomes"].values()) == {"ok"}


def test_a_site_that_blocks_is_left_alone_after_five_blocks_in_a_row(desk):
    articles = desk.titles(20)
    desk.site(concurrency=1, delay=0.1)
    desk.web.put_list("/xwfbh/", articles)
    for path, _title in articles:
        desk.web.put(path, "请求被拦截", 412)
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"]) == (5, "blocked")
    assert len([path for path in desk.web.paths() if path.endswith(".shtml")]) == 5


def test_a_visit_ends_as_failed_after_ten_pages_in_a_row_that_came_to_nothing(desk):
    articles = desk.titles(30)
    desk.site(concurrency=1, delay=0.1)
    desk.web.put_list("/xwfbh/", articles)
    desk.web.put_articles(articles[:2])
    for path, _title in articles[2:]:
        desk.web.put(path, "no database", 501)
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"], crawl.site["read"]) == (5, "failed", 2)
    assert crawl.site["errors"] == 10
    assert len([path for path in desk.web.paths() if path.endswith(".shtml")]) == 12
    assert f"failed: 10 pages of {desk.web.host} in a row came to nothing" in crawl.site["findings"][-1]
    assert any("such as http" in finding for finding in crawl.site["findings"])


def test_a_site_that_asks_us_to_stay_away_for_hours_is_left_at_once(desk):
    articles = desk.titles(8)
    desk.site(delay=0.3)
    desk.web.put_list("/xwfbh/", articles)
    desk.web.put_articles(articles)
    desk.web.put(articles[2][0], "busy", 503, Retry_After="86400")
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"]) == (5, "blocked")
    assert "Retry-After asks to stay away for 86400 s" in crawl.site["findings"][-1]
    assert desk.web.paths()[-1] == articles[2][0]


def test_a_crawl_delay_of_hours_is_an_answer_too(desk):
    desk.web.put("/robots.txt", "User-agent: *\nCrawl-delay: 7200\n", Content_Type="text/plain")
    crawl = desk.crawl()
    assert crawl.site["outcome"] == "blocked"
    assert desk.web.paths() == ["/robots.txt"]


def test_an_answer_that_takes_too_long_is_a_failure(desk):
    path = desk.titles(3)[1][0]
    page = desk.web.routes[path]

    over = threading.Event()

    def never(_asked):
        over.wait()
        return page

    desk.web.routes[path] = never
    done = desk.scrapy("crawl", "yunling", "-s", "DOWNLOAD_TIMEOUT=4", "-s", "RETRY_TIMES=0")
    over.set()
    assert done.returncode == 0, done.stderr
    [capture] = desk.captures(path)
    assert (capture["status"], capture["outcome"]) == (None, "failed")
    assert "took longer than 4" in capture["failure"]
