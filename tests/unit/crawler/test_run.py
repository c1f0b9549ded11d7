import signal
import subprocess
import threading
import time

import pytest

from crawler.run import _groups, _plans
from crawler.site import Section, Site
from crawler.visit import Plan


def start(desk, *more):
    return subprocess.Popen(
        desk.command(*more), cwd=desk.folder, env=desk.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def wait_for(condition, seconds=300.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def slow(desk):
    """A section of forty articles, asked for one by one; the fourth and those after it come when the test lets them."""
    desk.site(delay=0.05, concurrency=1)
    desk.web.put_list("/xwfbh/", desk.titles(40))
    desk.web.put_articles(desk.titles(40))
    desk.let_go = threading.Event()

    def held(answer):
        def answered(_asked):
            if len(articles_asked(desk)) > 3:
                desk.let_go.wait()
            return answer

        return answered

    for path, _title in desk.titles(40):
        desk.web.routes[path] = held(desk.web.routes[path])
    yield desk
    desk.let_go.set()


def articles_asked(desk):
    return [path for path in desk.web.paths() if path.endswith(".shtml")]


def test_sigterm_ends_a_crawl_after_what_is_under_way_and_closes_its_run(slow):
    crawl = start(slow)
    wait_for(lambda: len(articles_asked(slow)) >= 4)
    crawl.send_signal(signal.SIGTERM)
    slow.let_go.set()
    _out, errors = crawl.communicate(timeout=300)
    assert crawl.returncode == 5, errors
    assert len(articles_asked(slow)) < 20
    [run] = slow.rows("SELECT outcome, stats ->> 'findings' AS findings FROM runs")
    assert run["outcome"] == "partial"
    assert "ended early: shutdown" in run["findings"]
    [row] = slow.rows("SELECT count(*) AS n FROM readings")
    assert row["n"] == len(articles_asked(slow))


def test_what_sigterm_cut_short_is_completed_by_the_next_crawl(slow):
    crawl = start(slow)
    wait_for(lambda: len(articles_asked(slow)) >= 4)
    crawl.send_signal(signal.SIGTERM)
    slow.let_go.set()
    crawl.communicate(timeout=300)
    slow.site(delay=0)
    again = slow.crawl()
    assert again.code == 0
    assert sorted(articles_asked(slow)) == sorted(path for path, _title in slow.titles(40))


def test_a_crawl_that_was_killed_loses_nothing_that_was_recorded_and_is_completed_by_the_next_one(slow):
    slow.let_go.set()
    slow.site(delay=0.02, concurrency=4)
    crawl = start(slow)
    wait_for(lambda: len(articles_asked(slow)) >= 15)
    crawl.kill()
    crawl.communicate(timeout=300)
    recorded = slow.rows("SELECT count(*) AS n FROM captures WHERE purpose = 'article'")[0]["n"]
    assert recorded >= 10
    assert slow.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    again = slow.crawl()
    assert again.code == 0
    assert slow.rows("SELECT count(*) AS n FROM articles")[0]["n"] == 40
    # Only what was under way at the moment of the kill is asked for twice.
    assert len(articles_asked(slow)) <= 40 + 10


def test_two_crawls_of_one_host_do_not_run_at_the_same_time(slow):
    crawl = start(slow)
    wait_for(lambda: slow.web.log)
    second = subprocess.run(
        [*slow.command()[:2], "crawler.cli", "crawl", "yunling", "--db", str(slow.db), "--sites", str(slow.sites)],
        env=slow.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    crawl.kill()
    crawl.communicate(timeout=300)
    assert second.returncode == 5
    assert second.stderr.strip() == f"Error: another crawl is visiting {slow.web.host}; try again when it has ended"


def test_a_scheduled_crawl_waits_for_its_turn(slow):
    crawl = start(slow)
    wait_for(lambda: slow.web.log)
    second = start(slow)
    time.sleep(1)
    assert second.poll() is None
    crawl.kill()
    crawl.communicate(timeout=300)
    wait_for(lambda: slow.web.paths().count("/robots.txt") == 2)
    second.kill()
    second.communicate(timeout=300)


def test_sites_on_different_hosts_are_visited_side_by_side_with_a_run_each(open_desk):
    desk, other = open_desk(), open_desk()
    for one in (desk, other):
        one.web.put_list("/xwfbh/", one.titles(3))
        one.web.put_articles(one.titles(3))
    desk.site(delay=0.3)
    desk.site("second", delay=0.3, host=other.web.host)
    crawl = desk.crawl(keys=("yunling", "second"))
    assert crawl.code == 0
    assert [row["site"] for row in desk.rows("SELECT site FROM runs ORDER BY site")] == ["second", "yunling"]
    assert desk.web.log[0].at < other.web.log[-1].at
    assert other.web.log[0].at < desk.web.log[-1].at


def test_one_site_that_fails_does_not_disturb_the_others(desk):
    desk.site("down", host="127.0.0.1:9")
    crawl = desk.crawl(keys=("down", "yunling"))
    outcomes = {site["site"]: site["outcome"] for site in crawl.summary["sites"]}
    assert outcomes == {"down": "failed", "yunling": "ok"}
    assert crawl.code == 5
    assert crawl.summary["outcome"] == "failed"


def site(key, *hosts, sections=("要闻",)):
    made = tuple(Section(name=name, start=f"http://{hosts[0]}/") for name in sections)
    return Site(key=key, name=key, home=f"http://{hosts[0]}/", sections=made, hosts=hosts)


def test_sites_that_share_a_host_are_visited_one_after_the_other():
    plan = Plan()
    sites = [site("a", "a.example"), site("b", "b.example"), site("c", "www.a.example", "b.example"), site("d", "d")]
    groups = [[one.key for one, _plan in group] for group in _groups([(one, plan) for one in sites])]
    assert sorted(sorted(group) for group in groups) == [["a", "b", "c"], ["d"]]


def test_each_site_gets_its_own_part_of_the_chosen_sections():
    sites = [site("a", "a", sections=("要闻", "访谈")), site("b", "b", sections=("访谈",)), site("c", "c")]
    planned = _plans(sites, Plan(sections=("访谈",)))
    assert [(one.key, plan.sections) for one, plan in planned] == [("a", ("访谈",)), ("b", ("访谈",))]
