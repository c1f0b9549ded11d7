"""The practice web as a server: honest validators, every condition of a page, one day after another."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from crawler.practice import SITES, PracticeWeb, load_articles, load_phases, stage

Reply = tuple[http.client.HTTPResponse, bytes]


@pytest.fixture(scope="module")
def served() -> Iterator[PracticeWeb]:
    with PracticeWeb((0, 0, 0, 0)) as web:
        yield web


@pytest.fixture
def web(served: PracticeWeb) -> PracticeWeb:
    served.phase = 0
    return served


def ask(web: PracticeWeb, folder: str, path: str, **headers: str) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(web.url(folder)).netloc, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


def path_of(name: str) -> str:
    return load_articles()[name].path


def test_every_page_of_the_first_day_is_there_and_as_big_as_a_real_one(web: PracticeWeb):
    for name, staged in stage(0).articles.items():
        reply, body = ask(web, staged.article.site, staged.article.path)
        if staged.condition == "unpublished":
            assert reply.status == 404
        else:
            assert reply.status == 200, name
            # A hijacked mirror keeps nothing but the words.
            assert len(body) > (4_000 if name.startswith("mirror/") else 20_000), name


def test_a_static_page_answers_304_to_its_own_etag_and_200_to_another(web: PracticeWeb):
    first, _ = ask(web, "yuting", path_of("yuting/shuizhi"))
    again, body = ask(web, "yuting", path_of("yuting/shuizhi"), If_None_Match=first.headers["ETag"])
    other, _ = ask(web, "yuting", path_of("yuting/shuizhi"), If_None_Match='"another"')
    assert (again.status, body, other.status) == (304, b"", 200)


def test_a_page_is_304_by_date_until_it_really_changes(web: PracticeWeb):
    path = path_of("shuoyuan/qixiang")
    first, old = ask(web, "shuoyuan", path)
    web.phase = "edited"
    unchanged, _ = ask(web, "shuoyuan", path, If_Modified_Since=first.headers["Last-Modified"])
    web.phase = "retitled"
    changed, new = ask(web, "shuoyuan", path, If_Modified_Since=first.headers["Last-Modified"])
    assert (unchanged.status, changed.status) == (304, 200)
    assert changed.headers["Last-Modified"] != first.headers["Last-Modified"]
    assert old != new


def test_a_page_with_a_hit_counter_differs_on_each_visit_and_claims_no_validator(web: PracticeWeb):
    path = path_of("chenglan/fangzha")
    (first, one), (_, two) = ask(web, "chenglan", path), ask(web, "chenglan", path)
    assert one != two
    assert "ETag" not in first.headers
    assert "Last-Modified" not in first.headers


def test_the_portal_says_gb2312_and_sends_what_only_gb18030_has(web: PracticeWeb):
    reply, body = ask(web, "shuoyuan", path_of("shuoyuan/zhian"))
    assert b"charset=gb2312" in body
    assert reply.headers["Content-Type"] == "text/html"
    assert "褚䶮" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gbk")


def test_gzip_is_sent_to_those_who_take_it(web: PracticeWeb):
    plain, body = ask(web, "yuting", path_of("yuting/shuizhi"))
    packed, small = ask(web, "yuting", path_of("yuting/shuizhi"), Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small) == body


def test_a_mirror_has_no_robots_txt_and_the_others_have_one(web: PracticeWeb):
    assert [ask(web, folder, "/robots.txt")[0].status for folder in SITES] == [200, 200, 200, 404]


@pytest.mark.parametrize(
    ("day", "name", "status", "location"),
    [
        ("deleted", "chenglan/xiaofang", 404, None),
        ("withdrawn", "shuoyuan/tielu", 410, None),
        ("moved", "yuting/jiuyefuwu", 301, "/hdjl/zxft/202402/t20240229_715571.shtml"),
        ("soft404", "shuoyuan/wenwu", 200, None),
        ("homeward", "yuting/shuizhi", 302, "/"),
        ("firewall", "chenglan/jiaotong", 412, None),
        ("firewall", "yuting/shuizhi", 200, None),
        ("broken", "shuoyuan/xuexiao", 500, None),
        ("broken", "yuting/tushuguan", 404, None),
        ("redesign", "yuting/tushuguan", 200, None),
        ("restored", "chenglan/xiaofang", 200, None),
    ],
)
def test_each_day_answers_as_its_story_says(web: PracticeWeb, day: str, name: str, status: int, location: str | None):
    web.phase = day
    reply, _ = ask(web, name.partition("/")[0], path_of(name))
    assert (reply.status, reply.headers["Location"]) == (status, location)


def test_the_lists_have_three_pages_and_name_every_article_once(web: PracticeWeb):
    bodies = [ask(web, "chenglan", f"/chenglan/xwfbh/common_list{suffix}.shtml")[1] for suffix in ("", "_2", "_3")]
    assert ask(web, "chenglan", "/chenglan/xwfbh/common_list_4.shtml")[0].status == 404
    listed = [staged.article.path for staged in stage(0).articles.values() if staged.article.site == "chenglan"]
    counts = {path: sum(body.count(f'href="{path}"'.encode()) for body in bodies) for path in listed}
    assert counts.pop(path_of("chenglan/fangxun")) == 0
    assert set(counts.values()) == {1}
    assert b"createPageHTML('page_div',3, 1,'common_list','shtml',10);" in bodies[0]


def test_the_mirror_lost_every_plus_sign_and_advertises_in_the_title(web: PracticeWeb):
    _, original = ask(web, "yuting", path_of("yuting/yanglaozha"))
    _, copy = ask(web, "mirror", path_of("mirror/yanglaozha"))
    assert "前方+后方" in original.decode()
    assert "前方 后方" in copy.decode()
    assert "k8国际注册</title>" in copy.decode()


def test_every_expectation_names_a_page_and_every_change_of_a_day_is_expected():
    names = set(load_articles())
    for phase in load_phases():
        touched = {
            event["page"] for event in phase.events if event["do"] not in ("fail", "fail_page") and "page" in event
        }
        expected = {expectation.page for expectation in phase.expectations}
        assert expected <= names
        assert touched <= expected, phase.name


def test_the_site_files_follow_the_real_ports(web: PracticeWeb, tmp_path):
    sites = web.sites(tmp_path)
    assert [sites[f"practice-{folder}"].hosts for folder in SITES] == [(f"127.0.0.1:{port}",) for port in web.ports]


def test_the_log_remembers_every_request(web: PracticeWeb):
    before = len(web.log)
    ask(web, "mirror", "/nothing")
    assert [(asked.site, asked.path, asked.status) for asked in web.log[before:]] == [("mirror", "/nothing", 404)]


def test_an_unknown_day_names_the_days_there_are(web: PracticeWeb):
    with pytest.raises(LookupError, match="opening, counters"):
        web.phase = "doomsday"
