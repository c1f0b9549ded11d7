"""Lists that go on from a mark that each answer names, and lists that begin in the page and go on in a service."""

# ruff: noqa: E501  markup and scripts stand on one line, as the sites write them

from __future__ import annotations

import json

import pytest

from pipelines.listing import Listing, PageRequest, read_listing

SERVICE = "http://www.yunling.example/wap/more.do?size=15"


def answer(url: str = SERVICE, **told: object) -> Listing:
    records = [{"id": n, "title": f"云岭市第{n}号公告", "url": f"/gg/{n}.html"} for n in range(9053, 9038, -1)]
    body = json.dumps({"code": 0, "data": {"list": records, **told}})
    return read_listing(body.encode(), url=url, request=PageRequest(url=url, headers=(("Referer", "/wap/"),)))


@pytest.mark.parametrize(
    ("told", "following"),
    [
        ({"hasMore": True, "lastId": 9039}, "&lastId=9039"),
        ({"next_cursor": "MTU"}, "&cursor=MTU"),
        ({"nextCursor": "MTU", "hasMore": True}, "&cursor=MTU"),
        ({"hasMore": False, "lastId": 9039}, None),
        ({"next_cursor": ""}, None),
        ({"next_cursor": None}, None),
    ],
)
def test_the_mark_of_an_answer_asks_for_what_follows(told: dict[str, object], following: str | None) -> None:
    request = answer(**told).following
    assert (request.url if request is not None else None) == (f"{SERVICE}{following}" if following else None)


def test_a_mark_takes_the_place_of_the_one_before() -> None:
    request = answer(f"{SERVICE}&lastId=9053", lastId=9039).following
    assert request == PageRequest(url=f"{SERVICE}&lastId=9039", headers=(("Referer", "/wap/"),))


def test_a_page_number_goes_before_a_mark() -> None:
    request = answer(f"{SERVICE}&page=1", lastId=9039, total=53).following
    assert request is not None
    assert request.url == f"{SERVICE}&page=2"


ROWS = "".join(f'<li><a href="/gg/{n}.html">云岭市第{n}号公告</a><i>2024-03-18</i></li>' for n in range(9053, 9048, -1))


def page(rows: str, below: str) -> Listing:
    body = f"<html><meta charset=utf-8><body><ul>{rows}</ul>{below}</body></html>"
    return read_listing(body.encode(), url="http://www.yunling.example/wap/news.html")


BY_MARK = "$.getJSON('/wap/more.do', {lastId: $(this).data('lastid'), size: 15}, show)"
BY_PAGE = "$.get('/wap/more.do', {pageNo: page, pageSize: 15}, show)"
BY_PARAMETERS = "}); var nid = '1110'; function more(n, p){ $.getJSON('/wap/more.do?nid='+n+'&pgnum='+p+'&cnt=16&callback=?', show); } (()=>{"


@pytest.mark.parametrize(
    ("script", "query"),
    [(BY_MARK, "size=15"), (BY_PAGE, "pageNo=1&pageSize=15"), (BY_PARAMETERS, "nid=1110&pgnum=1&cnt=16")],
)
def test_what_a_button_loads_is_walked_from_its_first_page(script: str, query: str) -> None:
    below = f'<div id="more" data-lastid="9049"><a href="javascript:;">加载更多</a></div><script>$("#more").click(function(){{ {script}; }});</script>'
    listing = page(ROWS, below)
    assert listing.following is not None
    assert listing.following.url == f"http://www.yunling.example/wap/more.do?{query}"
    assert (len(listing.items), listing.incomplete) == (5, None)


def test_a_page_without_rows_is_asked_for_at_its_service_without_a_mark() -> None:
    script = "var cursor = ''; $.get('/feed/api', {cursor: cursor, limit: 15}, show, 'json');"
    following = page("", f"<script>{script}</script>").following
    assert following is not None
    assert following.url == "http://www.yunling.example/feed/api?limit=15"


def test_what_another_host_loads_leaves_the_list_incomplete() -> None:
    listing = page(ROWS, f"<p>加载更多</p><script>{BY_PAGE.replace('/wap', 'http://api.cloud.example/wap')}</script>")
    assert listing.following is None
    assert listing.incomplete == "a script loads the rest of it (加载更多)"


def test_a_service_beside_a_whole_list_is_left_alone() -> None:
    assert page(ROWS, f"<script>{BY_PAGE}</script>").following is None
