import gzip
import json

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.recorder import Recorder
from crawler.site import Site
from crawler.visit import Visit

BIG = 17 * 1024 * 1024


@pytest.fixture(scope="module")
def recorded(open_desk):
    """One visit in which a server does everything that servers do."""
    desk = open_desk()
    web = desk.web
    desk.site()
    web.put("/robots.txt", "User-agent: *\nDisallow: /secret/\n", Content_Type="text/plain")
    paths = [
        "/good.html", "/zipped.html", "/moved.html", "/gone.html", "/busy.html", "/secret/1.html", "/big.html",
        "/bomb.html", "/to-file.html", "/to-metadata.html", "/to-port.html", "/loop.html",
    ]  # fmt: skip
    web.put_list("/xwfbh/", [(path, f"第{number}场新闻发布会") for number, path in enumerate(paths)])
    web.put("/good.html", desk.article("第一场新闻发布会"), ETag='"a"')
    web.put("/zipped.html", gzip.compress(desk.article("第二场新闻发布会").encode()), Content_Encoding="gzip")
    web.put("/moved.html", "", 301, Location="/there.html")
    web.put("/there.html", desk.article("第三场新闻发布会"))
    web.put("/gone.html", "没有了", 410)
    web.put("/busy.html", "忙", 500)
    web.put("/big.html", b"x" * BIG)
    web.put("/bomb.html", gzip.compress(b"x" * (100 * 1024 * 1024)), Content_Encoding="gzip")
    web.put("/to-file.html", "", 302, Location="file:///etc/hostname")
    web.put("/to-metadata.html", "", 302, Location="http://169.254.169.254/latest/meta-data/")
    web.put("/to-port.html", "", 302, Location="http://127.0.0.1:22/")
    web.put("/loop.html", "", 302, Location="/loop.html?again")
    web.put("/loop.html?again", "", 302, Location="/loop.html")
    return desk, desk.crawl()


def outcomes(desk, path):
    return [(capture["status"], capture["outcome"]) for capture in desk.captures(path)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/robots.txt", [(200, "ok")]),
        ("/xwfbh/", [(200, "ok")]),
        ("/good.html", [(200, "ok")]),
        ("/moved.html", [(301, "redirect")]),
        ("/there.html", [(200, "ok")]),
        ("/gone.html", [(410, "missing")]),
        ("/busy.html", [(500, "error")] * 3),
        ("/secret/1.html", [(None, "forbidden")]),
        ("/big.html", [(None, "failed")]),
        ("/bomb.html", [(200, "ok")]),
        ("/to-file.html", [(302, "redirect")]),
        ("/loop.html", [(302, "redirect")]),
        ("/loop.html?again", [(302, "redirect")]),
    ],
)
def test_every_answer_and_every_failure_is_recorded(recorded, path, expected):
    assert outcomes(recorded[0], path) == expected


def test_the_body_is_kept_as_it_arrived_under_the_headers_it_came_with(recorded):
    desk, _crawl = recorded
    from archive.store import Archive

    [row] = desk.captures("/zipped.html")
    with Archive(desk.db, read_only=True) as archive:
        capture = archive.capture(row["id"])
    assert capture.body[:2] == b"\x1f\x8b"
    assert capture.header("content-encoding") == "gzip"
    assert "第二场新闻发布会" in capture.payload.decode()


def test_request_headers_and_the_address_that_answered_are_recorded(recorded):
    desk, _crawl = recorded
    [row] = desk.captures("/good.html")
    assert row["ip_address"] == "127.0.0.1"
    assert row["protocol"] == "HTTP/1.1"
    assert "User-Agent" in dict(json.loads(row["request_headers"]))


def test_a_zipped_page_is_read(recorded):
    desk, _crawl = recorded
    assert desk.rows("SELECT title FROM articles WHERE url = ?", desk.web.url("/zipped.html")) == [
        {"title": "第二场新闻发布会"}
    ]


def test_a_body_over_sixteen_mebibytes_is_not_taken_and_the_failure_says_so(recorded):
    desk, _crawl = recorded
    assert "16777216" in desk.captures("/big.html")[0]["failure"]


def test_a_body_that_would_decode_to_more_than_sixteen_mebibytes_is_kept_and_not_read(recorded):
    desk, _crawl = recorded
    [row] = desk.captures("/bomb.html")
    [reading] = desk.rows("SELECT error_kind, error FROM readings WHERE capture = ?", row["id"])
    assert reading["error_kind"] == "PayloadError"
    assert "16777216" in reading["error"]


def test_a_redirect_to_a_file_is_not_followed(recorded):
    desk, _crawl = recorded
    assert not desk.rows("SELECT 1 FROM captures WHERE url LIKE 'file:%'")


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:22/"])
def test_a_redirect_to_another_private_address_is_refused_and_the_refusal_recorded(recorded, url):
    desk, _crawl = recorded
    [row] = desk.rows("SELECT outcome, failure FROM captures WHERE url = ?", url)
    assert row["outcome"] == "forbidden"
    assert "not a public address" in row["failure"]


def test_what_came_to_nothing_makes_the_visit_partial(recorded):
    _desk, crawl = recorded
    assert (crawl.code, crawl.site["outcome"]) == (5, "partial")


class Onlooking(Visit):
    """A visit that only notes what it is told to record."""

    def __init__(self):
        self.captures = []
        self.site = Site(key="yunling", name="云岭市人民政府", home="http://yunling.example/", sections=())

    def record(self, capture, **_errand):
        self.captures.append(capture)
        return len(self.captures)


def test_what_a_post_sent_is_recorded_whether_it_is_answered_or_not():
    visit = Onlooking()
    recorder = Recorder(visit)
    request = Request("http://yunling.example/list.do", method="POST", body="page=2")
    recorder.process_response(request, Response(request.url, body=b"{}"))
    recorder.process_exception(request, TimeoutError())
    assert [(each.method, each.request_body, each.status) for each in visit.captures] == [
        ("POST", b"page=2", 200),
        ("POST", b"page=2", None),
    ]
