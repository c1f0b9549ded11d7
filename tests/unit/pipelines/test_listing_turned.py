"""Lists whose next page takes a form or a script's address, whose pager only counts, and pages whose list is elsewhere."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from pipelines.errors import BlockPage, EmptyShell, LeadsOn
from pipelines.listing import Listing, PageRequest, read_listing
from pipelines.payload import ListReading
from pipelines.profile import Profile

URL = "http://www.yunling.example/xw/list.aspx?cid=3"
ROWS = "".join(
    f'<li><a href="/xw/show.aspx?id={n}">云岭市关于第{n}号事项的公告</a><span>2024-03-18</span></li>'
    for n in range(701, 705)
)


def page(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"><title>公告</title></head><body><ul>{ROWS}</ul>{body}</body></html>'.encode()


def read(body: str, url: str = URL, **options: object) -> Listing:
    return read_listing(page(body), url=url, **options)  # type: ignore[arg-type]


def form(body: str | None) -> dict[str, str]:
    assert body is not None
    return dict(parse_qsl(body, keep_blank_values=True))


POSTBACK = (
    '<form method="post" action="list.aspx?cid=3"><input type="hidden" name="__VIEWSTATE" value="/wEP=="><input name="key">'
    '<input type="submit" name="go" value="搜索"><select name="size"><option value="15">15</option><option value="20" selected>20</option></select>'
    "<div class='pages'>共23条 {}/5页 <a href=\"javascript:__doPostBack('pager','2')\">下一页</a>"
    "<a href=\"javascript:__doPostBack('pager','5')\">尾页</a></div></form>"
)


def test_a_post_back_is_the_form_as_it_stands_with_what_the_link_sets():
    listing = read(POSTBACK.format(1))
    request = listing.following
    assert (request.method, request.url, listing.page, listing.total_pages) == ("POST", URL, 1, 5)
    assert form(request.body) == {
        "__VIEWSTATE": "/wEP==", "key": "", "size": "20", "__EVENTTARGET": "pager", "__EVENTARGUMENT": "2",
    }  # fmt: skip


def test_the_last_page_of_a_form_has_no_next_one():
    assert read(POSTBACK.format(5)).following is None


def test_a_form_that_would_be_sent_as_it_was_is_no_next_page():
    body = read(POSTBACK.replace("共23条 {}/5页", "")).following.body
    assert (
        read(POSTBACK.replace("共23条 {}/5页", ""), request=PageRequest(url=URL, method="POST", body=body)).following
        is None
    )


@pytest.mark.parametrize(
    ("link", "script"),
    [
        ('href="javascript:goPage(2)"', "function goPage(n){document.pf.pageNo.value=n;document.pf.submit();}"),
        (
            'href="#" onclick="turn(\'2\');return false"',
            "function turn(p){ if(p<1){return;} $('#pf [name=pageNo]').val(p); $('#pf').submit(); }",
        ),
        ('href="javascript:;" onclick="document.pf.pageNo.value=2;document.pf.submit()"', ""),
    ],
)
@pytest.mark.parametrize("method", ["post", "get"])
def test_a_function_that_sends_a_form_with_a_page_number_is_understood(link, script, method):
    search = '<form name="search" action="/so"><input name="q"></form>'
    pager = f'<form id="pf" name="pf" action="list.do" method="{method}"><input type="hidden" name="pageNo" value="1"><input type="hidden" name="type" value="7"><div class="page">1/5 <a {link}>下一页</a></div></form>'
    request = read(f"{search}{pager}<script>{script}</script>").following
    assert request.method == method.upper()
    sent = request.body if method == "post" else request.url.partition("?")[2]
    assert form(sent) == {"pageNo": "2", "type": "7"}


def test_a_function_that_puts_an_address_together_is_read_and_not_run():
    pager = '<div class="page">第1/5页 <a href="javascript:toPage(2)">下一页</a> <a href="javascript:toPage(5)">尾页</a></div>'
    listing = read(
        f'{pager}<script>function toPage(n){{ window.location.href="list.aspx?cid=3&page="+n+"&t=1"; }}</script>'
    )
    assert listing.next_url == "http://www.yunling.example/xw/list.aspx?cid=3&page=2&t=1"
    assert listing.last_url == "http://www.yunling.example/xw/list.aspx?cid=3&page=5&t=1"


def test_of_the_addresses_that_a_function_chooses_from_the_one_with_the_number_is_meant():
    pager = '<div class="page">第1/5页 <a href="javascript:gotoPage(2)">下一页</a></div>'
    script = (
        'function gotoPage(n){ if(n==1){ location.href="index.html"; } else { location.href="index_"+(n-1)+".html"; } }'
    )
    listing = read(f"{pager}<script>{script}</script>", "http://www.yunling.example/xw/index.html")
    assert listing.next_url == "http://www.yunling.example/xw/index_1.html"


@pytest.mark.parametrize(
    "script", ["", "function goPage(n){ load(n); }", 'function goPage(n){ location.href=base+"?page="+n; }']
)
def test_a_function_that_cannot_be_told_leads_nowhere(script):
    assert (
        read(
            f'<div class="page">1/5 <a href="javascript:goPage(2)">下一页</a></div><script>{script}</script>'
        ).following
        is None
    )


def test_the_options_of_a_select_are_pages_where_their_values_are_addresses():
    options = "".join(f'<option value="index{"" if n == 1 else n}.htm">第{n}页</option>' for n in range(1, 6))
    pager = f'<div class="page">共23条记录 转到<select onchange="location=this.value">{options}</select></div>'
    folder = "http://www.yunling.example/tzgg/"
    assert read(pager, f"{folder}index.htm").next_url == f"{folder}index2.htm"
    assert read(pager, f"{folder}index5.htm").next_url is None


NUMBERS = (
    '<div class="pagination">' + "".join(f'<a{{{n}}} href="/xw/list-{n}.html">{n}</a>' for n in range(1, 6)) + "</div>"
)


def marked(number: int) -> str:
    return NUMBERS.format(*("" if n != number else ' class="cur"' for n in range(6)))


@pytest.mark.parametrize(("number", "following"), [(1, "list-2.html"), (3, "list-4.html"), (5, None)])
def test_of_numbers_that_are_all_links_the_one_called_current_is_this_page(number, following):
    found = read(marked(number), "http://www.yunling.example/xw/").next_url
    assert found == (following and f"http://www.yunling.example/xw/{following}")


def test_a_page_that_none_of_its_numbers_leads_to_is_the_first():
    assert read(marked(0), "http://www.yunling.example/xw/").next_url == "http://www.yunling.example/xw/list-2.html"


def bare(head: str = "", body: str = "", url: str = "http://www.yunling.example/xw/") -> Listing:
    return read_listing(f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode(), url=url)


FRAMESET = '<frameset rows="90,*"><frame src="top.html"><frame src="menu.html" name="left"><frame src="b.html"><frame src="list/" name="main"></frameset>'


def test_a_page_that_leads_to_a_frame_is_not_empty_and_one_that_leads_to_a_file_may_be():
    frame = bare(body='<iframe src="list/index.html"></iframe>')
    file = bare(body="<ul></ul><script>fetch('./list.json').then(show)</script>")
    assert [ListReading(reader="r", listing=one).is_empty for one in (frame, file)] == [False, True]


WEATHER = "$.getJSON('weather.json', function(d){});"


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ("", '<h2>要闻</h2><iframe src="list/index.html" width="100%"></iframe>', "/xw/list/index.html"),
        ("", FRAMESET, "/xw/list/"),
        ('<meta http-equiv="Refresh" content="0; url=./gzdt/">', "", "/xw/gzdt/"),
        ('<script>window.location.href="/xw/gzdt/index.html";</script>', "", "/xw/gzdt/index.html"),
        ("", f"<ul></ul><script>{WEATHER} $.getJSON('ds_12ab.json', function(d){{}});</script>", "/xw/ds_12ab.json"),
        ("", "<ul></ul><script>fetch('./list.json?v=3').then(show)</script>", "/xw/list.json?v=3"),
    ],
)  # fmt: skip
def test_a_page_without_a_list_says_where_it_stands(head, body, found):
    listing = bare(head, body)
    assert (listing.following.url, listing.items) == (f"http://www.yunling.example{found}", ())


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0; url=http://ad.example/">',
        '<meta http-equiv="refresh" content="0; url=/xw/">',
        '<meta http-equiv="refresh" content="600; url=/xw/gzdt/">',
    ],
)
def test_other_hosts_the_page_itself_and_slow_refreshes_are_not_followed(head):
    with pytest.raises((EmptyShell, LeadsOn)):
        bare(head)


def test_a_firewalls_page_is_one_wherever_it_leads():
    with pytest.raises(BlockPage):
        bare(
            '<meta http-equiv="refresh" content="1; url=/xw/gzdt/"><title>网站防火墙</title>',
            "<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>",
        )


def test_a_frame_beside_a_list_is_not_where_the_list_stands():
    assert read('<iframe src="/tianqi/main.html"></iframe>').following is None


def test_entries_that_are_no_articles_by_the_site_file_are_told_where_a_total_counts_them():
    rows = "".join(
        f'<li><a href="{href}{n}">云岭市关于第{n}号事项的公告与说明</a><span>2024-03-18</span></li>'
        for n in range(801, 804) for href in ("/xw/show.aspx?id=", "https://mp.weixin.example/s/")
    )  # fmt: skip
    markup = (
        f'<html><body><ul>{rows}</ul><div class="page">共6条 1/1页 <a href="#">下一页</a></div></body></html>'.encode()
    )
    listing = read_listing(markup, url=URL, profile=Profile(article=r"show\.aspx\?id=\d+$"))
    assert (len(listing.items), len(listing.left_out), listing.total_records) == (3, 3, 6)
