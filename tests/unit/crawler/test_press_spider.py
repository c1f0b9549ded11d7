import json
import re
from datetime import UTC, datetime

import pytest


@pytest.fixture(scope="module")
def visited(open_desk):
    """A section of three list pages, visited, changed, and visited again with every known page asked again."""
    desk = open_desk()
    web = desk.web
    desk.site()
    articles = desk.titles(9)
    web.put_list("/xwfbh/", articles[:3], following="/xwfbh/index_1.html")
    web.put_list("/xwfbh/index_1.html", articles[3:6], following="/xwfbh/index_2.html")
    web.put_list("/xwfbh/index_2.html", articles[6:])
    web.put_articles(articles)
    for path in ("/xwfbh/", articles[0][0], articles[1][0]):
        fresh = web.routes[path]
        fresh.headers["ETag"] = '"1"'
        web.routes[path] = lambda asked, fresh=fresh: (
            fresh if asked.headers.get("if-none-match") != '"1"' else type(fresh)(status=304, headers={"ETag": '"1"'})
        )
    first = desk.crawl()
    asked_first = web.paths()
    web.log.clear()
    web.put(articles[4][0], desk.article(articles[4][1], "云岭市通报，全年破获案件2215起，抓获三百人。" * 3, number=4))
    del web.routes[articles[5][0]]
    second = desk.crawl("--revisit", "all")
    return desk, articles, first, asked_first, second


def test_every_article_is_visited_once_and_so_is_every_list_page_but_the_first(visited):
    _desk, articles, _first, asked, _second = visited
    # The first list page twice: the second time to see whether the list moved while it was walked.
    expected = [
        "/robots.txt",
        "/xwfbh/",
        "/xwfbh/",
        "/xwfbh/index_1.html",
        "/xwfbh/index_2.html",
        *(path for path, _ in articles),
    ]
    assert sorted(asked) == sorted(expected)


def test_every_article_is_read_and_new(visited):
    _desk, _articles, first, _asked, _second = visited
    assert (first.code, first.site["read"], first.site["changes"]) == (0, 9, {"new": 9})


def test_the_walk_is_recorded_with_its_pages_and_its_completeness(visited):
    desk = visited[0]
    assert desk.rows("SELECT section, complete, pages, items FROM walks LIMIT 1") == [
        {"section": "新闻发布会", "complete": 1, "pages": 3, "items": 9}
    ]


def test_each_list_page_is_recorded_with_its_items(visited):
    desk = visited[0]
    [row] = desk.rows("SELECT count(*) AS n FROM listed JOIN listings ON capture = listing WHERE run = 1")
    assert row["n"] == 9


def test_captures_name_their_site_their_section_and_their_purpose(visited):
    desk, articles, *_ = visited
    row = desk.captures(articles[0][0])[0]
    assert (row["site"], row["section"], row["purpose"]) == ("yunling", "新闻发布会", "article")


def test_known_pages_are_asked_conditionally_and_a_304_is_a_revisit(visited):
    desk, articles, *_ = visited
    first, second = desk.captures(articles[0][0])
    assert (second["status"], second["revisit_of"]) == (304, first["id"])


def test_after_a_304_on_a_list_page_the_kept_list_is_read(visited):
    desk, *_ = visited
    assert desk.captures("/xwfbh/")[-1]["status"] == 304
    assert desk.rows("SELECT complete, items FROM walks ORDER BY id DESC LIMIT 1") == [{"complete": 1, "items": 9}]


def test_the_same_bytes_are_not_read_twice(visited):
    _desk, _articles, _first, _asked, second = visited
    # One page was edited; two were not sent again, five were sent as they were, one is gone.
    assert (second.site["read"], second.site["unmodified"], second.site["unchanged"]) == (1, 2, 5)


def test_an_edit_is_found_and_counted(visited):
    desk, articles, _first, _asked, second = visited
    assert second.site["changes"]["edited"] == 1
    [row] = desk.rows("SELECT version FROM articles WHERE url = ?", desk.web.url(articles[4][0]))
    assert row["version"] == 2


def test_a_missing_page_is_suspected_and_nothing_more(visited):
    desk, articles, _first, _asked, second = visited
    [row] = desk.rows("SELECT state FROM articles WHERE url = ?", desk.web.url(articles[5][0]))
    assert (row["state"], second.site["missing"]) == ("suspect", 1)
    assert second.code == 0


def test_pages_that_are_not_due_are_left_alone(desk):
    desk.crawl()
    desk.web.log.clear()
    crawl = desk.crawl()
    assert desk.web.paths() == ["/robots.txt", "/xwfbh/"]
    assert crawl.code == 0


def test_an_unreadable_page_is_kept_and_not_asked_for_again_before_it_is_due(desk):
    path = desk.titles(3)[1][0]
    desk.web.put(path, "<html><body></body></html>")
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["unreadable"]) == (5, 1)
    [finding] = crawl.site["findings"]
    assert finding.startswith("1 page empty without a browser (scripts = true in the site file renders them), such as")
    assert finding.endswith(desk.web.url(path))
    desk.web.log.clear()
    desk.crawl()
    assert path not in desk.web.paths()
    assert desk.rows("SELECT error_kind FROM readings WHERE error_kind IS NOT NULL")


def test_a_list_page_that_fails_makes_the_walk_incomplete_and_the_visit_partial(desk):
    desk.web.put_list("/xwfbh/", desk.titles(3), following="/xwfbh/index_1.html")
    desk.web.put("/xwfbh/index_1.html", "忙", 500)
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"], crawl.site["read"]) == (5, "partial", 3)
    assert desk.rows("SELECT complete FROM walks") == [{"complete": 0}]
    assert "index_1.html answered 500" in crawl.site["findings"][0]


def test_a_section_that_lists_nothing_any_more_is_a_finding(desk):
    desk.crawl()
    desk.web.put_list("/xwfbh/", [])
    crawl = desk.crawl()
    assert crawl.site["outcome"] == "partial"
    assert crawl.site["findings"] == ["section 新闻发布会 lists no articles; it listed 3"]


def test_only_the_chosen_sections_are_visited(desk):
    desk.site(starts=("/xwfbh/", "/other/"))
    crawl = desk.crawl("--section", "新闻发布会")
    assert "/other/" not in desk.web.paths()
    assert desk.rows("SELECT sections FROM runs") == [{"sections": '["新闻发布会"]'}]
    assert crawl.code == 0


def test_an_unknown_section_is_one_line_with_those_there_are(desk):
    crawl = desk.crawl("--section", "要闻")
    assert crawl.code == 5
    assert crawl.errors.strip() == "no chosen site has a section '要闻'; sections are 新闻发布会"


def test_pages_that_a_killed_crawl_left_unread_are_read_first_and_without_the_network(desk):
    from archive.capture import Capture
    from archive.store import Archive

    with Archive(desk.db) as archive:
        run = archive.start_run(site="yunling")
        for number, (path, title) in enumerate(desk.titles(3)):
            body = desk.article(title, number=number).encode()
            at = datetime.now(UTC)
            capture = Capture(url=desk.web.url(path), captured_at=at, status=200, body=body)
            archive.add_capture(capture, run=run, site="yunling", section="新闻发布会", purpose="article")
    crawl = desk.crawl()
    assert crawl.site["read"] == 3
    assert desk.web.paths() == ["/robots.txt", "/xwfbh/"]


def test_a_run_that_was_killed_is_called_lost_by_the_next_one(desk):
    from archive.store import Archive

    with Archive(desk.db) as archive:
        archive.start_run(site="yunling")
        archive.start_run(site="other")
    desk.crawl()
    rows = desk.rows("SELECT site, outcome FROM runs ORDER BY id")
    assert [row["outcome"] for row in rows] == ["lost", None, "ok"]


def test_a_moved_page_is_one_page(desk):
    desk.crawl()
    old, title = desk.titles(3)[0]
    desk.web.put(old, "", 301, Location="/new/1.shtml")
    desk.web.put("/new/1.shtml", desk.article(title, number=0))
    crawl = desk.crawl("--revisit", "all")
    assert crawl.site["changes"] == {"moved": 1}
    [row] = desk.rows("SELECT state, moved_to FROM articles WHERE url = ?", desk.web.url(old))
    assert row == {"state": "moved", "moved_to": desk.web.url("/new/1.shtml")}


@pytest.fixture(scope="module")
def exported(open_desk):
    """What `scrapy list` and `scrapy crawl NAME -O out.jsonl` do, with a broken site file beside the good one."""
    desk = open_desk()
    desk.site()
    (desk.sites / "broken.toml").write_text('nmae = "x"\n', encoding="utf-8")
    desk.web.put_list("/xwfbh/", desk.titles(3))
    desk.web.put_articles(desk.titles(2))
    listed = desk.scrapy("list")
    crawled = desk.scrapy("crawl", "yunling", "-O", "out.jsonl", "-a", "max_pages=1")
    rows = [json.loads(line) for line in (desk.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    return desk, listed, crawled, rows


def test_scrapy_lists_every_site(exported):
    _desk, listed, _crawled, _rows = exported
    assert {"lasa", "northnews", "tianmen", "yunling"} <= set(listed.stdout.split())


def test_a_broken_site_file_gives_its_line_and_hides_no_other(exported):
    _desk, listed, _crawled, _rows = exported
    assert "broken" not in listed.stdout.split()
    assert re.search(r"broken\.toml: nmae: expected one of .*; did you mean 'name'\?", listed.stderr)


def test_scrapy_crawls_a_site_by_its_name(exported):
    desk, _listed, crawled, _rows = exported
    assert crawled.returncode == 0, crawled.stderr
    assert desk.rows("SELECT site, outcome FROM runs") == [{"site": "yunling", "outcome": "ok"}]


def test_the_feed_has_one_article_a_line_and_no_page_that_is_none(exported):
    desk, _listed, _crawled, rows = exported
    assert sorted(row["title"] for row in rows) == sorted(title for _path, title in desk.titles(2))
    assert all(row["site"] == "yunling" and row["section"] == "新闻发布会" and row["version"] == 1 for row in rows)
    assert "云岭市召开新闻发布会" in rows[0]["text"]


def test_scrapy_says_in_one_line_why_a_broken_site_cannot_be_crawled(exported):
    desk, *_ = exported
    done = desk.scrapy("crawl", "broken")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_a_wrong_spider_argument_is_refused(exported):
    desk, *_ = exported
    done = desk.scrapy("crawl", "yunling", "-a", "since=yesterday")
    assert "since is a day such as 2021-01-01" in done.stderr


def test_a_firewall_that_answers_the_list_with_status_200_blocks_the_visit(desk):
    words = "您的访问请求可能对网站造成安全威胁，请求已被管理员拦截。事件编号：2f0c1d"
    desk.web.put("/xwfbh/", f"<html><head><title>访问被拦截</title></head><body><p>{words}</p></body></html>")
    crawl = desk.crawl()
    assert (crawl.code, crawl.site["outcome"], crawl.site["blocked"]) == (5, "blocked", 1)


def test_a_new_rule_of_the_site_file_is_no_edit_and_an_edit_is_still_found(desk):
    desk.crawl()
    desk.site(more='[page]\nremove = [".share"]\n')
    path, title = desk.titles(3)[1]
    desk.web.put(path, desk.article(title, "云岭市通报，全年破获案件2215起，抓获三百人。" * 3, number=1))
    crawl = desk.crawl("--revisit", "all")
    assert crawl.site["changes"] == {"edited": 1}
    readers = desk.rows("SELECT DISTINCT reader FROM readings JOIN captures ON captures.id = capture WHERE run = 1")
    assert len(readers) == 1
    assert readers == desk.rows("SELECT DISTINCT reader FROM readings")


def test_a_date_that_has_not_come_yet_is_not_sent_back_for_the_server_would_call_every_edit_none(desk):
    path, title = desk.titles(1)[0]
    never = "Fri, 01 Jan 2100 00:00:00 GMT"
    desk.web.put(path, desk.article(title), Last_Modified=never)
    desk.crawl()
    desk.web.put(path, desk.article(title, "云岭市举行了会议，情况有了变化。" * 9), Last_Modified=never)
    edited = desk.web.routes[path]
    desk.web.routes[path] = lambda asked: type(edited)(status=304) if "if-modified-since" in asked.headers else edited
    desk.crawl("--revisit", "all")
    assert [capture["status"] for capture in desk.captures(path)] == [200, 200]
    assert desk.rows("SELECT kind FROM changes WHERE kind = 'edited'") == [{"kind": "edited"}]
