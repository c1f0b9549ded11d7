"""What holds for every list page: only ReadError is raised, addresses are absolute, and nothing is listed twice."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import ReadError
from pipelines.listing import Listing, PageRequest, read_listing
from pipelines.listing_dates import find_date, is_date

URL = "http://www.yunling.example/zwgk/tzgg/index.html"
ADDRESSES = (
    URL,
    "",
    "http://www.yunling.example/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45&perpage=0",
    "http://www.yunling.example/api-gateway/jpaas-publish-server/front/page/build/unit?paramJson=[1]",
    "http://www.yunling.example/gkmlpt/api/all/0?page=1&sid=1",
    "http://[broken",
)

PIECES = st.sampled_from(
    (
        "<ul>", "</ul>", "<li>", "</li>", "<table>", "<tr>", "<td>", "</table>", "<div class=page>", "<div class='nav'>", "</div>", "<br>",
        '<a href="./202403/t20240318_7001.html">云岭市关于第一号事项的公告</a>', '<a href="javascript:;">云岭市关于第二号事项的公告</a>',
        '<a href="//[bad">云岭市关于第三号事项的公告</a>', '<a href="mailto:a@b.example">写信</a>', '<a href="http:">空</a>', "<a>", '<a href="index_1.html">下一页</a>',
        '<a href="index_9.html">尾页</a>', '<a href="index_3.html">4</a>', "<span>2024-03-18</span>", "2024-02-31", "共9页 3/9", "共137条",
        '<script>createPageHTML(9, 0, "index", "html");</script>', "<script>createPageHTML('page_div',10, 99999999, 'x', 'y');</script>",
        '<script>createPageHTML(0, 0, "index", "html");</script>', "<script>var countPage = 5; var currentPage = 7;</script>", "<script>createPageHTML((((</script>",
        '<script type="text/xml"><datastore><nextgroup><![CDATA[<a href="?page=2"></a>]]></nextgroup><record><![CDATA[<li><a href=/art/1.html>云岭市公告</a></li>]]></record></datastore></script>',
        "<datastore><record>", "<div id=pageDec pagesize=0 pagecount=51></div>", "<script>$('.p').pagination({totalPage: 3})</script>",
        "<script>Ls.pagination('#p', function(i){location.href='?p=' + i},{pageCount:3})</script>", "<script>var logicTotalPage=3;var endPage=1;var perSize=0;var totalCount=5;</script>",
        """<script url="/front/page/build/unit" queryData="{'pageId':1}"></script>""", "<base href='http://[bad'>", "<base href='/x/'>", "<RECORDCOUNT>3</RECORDCOUNT><REC><TITLE>a</TITLE>",
        """<a onclick="queryArticleByCondition(this,'/a-2.html')" tagname="/a-2.html">下一页</a>""", "<rss><item><title>a</title><link>http://a.example/b</link></item>",
        '<script>var dataList=[{"infolist":[{"title":"公告","url":"/a.html"}]}];var pagesData={"pageTotal":2};</script>', "window._CONFIG TREE /gkmlpt/", "\x00", "\ud800", "&#0;", "<!--",
    )
)  # fmt: skip
MARKUP = st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["/a/1.html", "2024-03-18", "137"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "url", "date", "total", "list", "page", "data", "html", "pageSize", "pubtime"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


def check(listing: Listing) -> None:
    for item in listing.items:
        assert item.url is None or urlsplit(item.url).scheme in ("http", "https")
        assert item.url is not None or item.title
    addresses = [item.url for item in listing.items if item.url is not None]
    assert len(addresses) == len(set(addresses))
    for number in (listing.total_pages, listing.total_records):
        assert number is None or number >= 0
    following = listing.following
    assert following is None or following.method in ("GET", "POST")
    if listing.url:
        for url in (listing.next_url, listing.last_url):
            assert url is None or url.startswith(("http://", "https://"))


@given(body=st.binary(max_size=400))
def test_any_bytes_give_a_listing_or_a_read_error(body: bytes):
    try:
        check(read_listing(body, url=URL))
    except ReadError:
        return


@settings(max_examples=400)
@given(markup=MARKUP, url=st.sampled_from(ADDRESSES))
def test_any_markup_gives_a_listing_or_a_read_error(markup: str, url: str):
    try:
        listing = read_listing(markup.encode("utf-8", "surrogatepass"), url=url)
    except ReadError:
        return
    if not url.startswith("http://["):
        check(listing)


@given(
    value=JSON, url=st.sampled_from(ADDRESSES), posted=st.sampled_from([None, "page=1&size=10", '{"page":1}', "[", ""])
)
def test_any_json_gives_a_listing_or_a_read_error(value: object, url: str, posted: str | None):
    request = PageRequest(url=url, method="POST", body=posted) if posted is not None else None
    try:
        read_listing(json.dumps(value).encode(), url=url, request=request)
    except ReadError:
        return


DAY = st.dates(date(1995, 1, 1), date(2049, 12, 31))


@given(
    days=st.lists(DAY, min_size=1, max_size=30),
    template=st.sampled_from(
        (
            "<li><a href={h}>{t}</a><span>{d}</span></li>",
            "<tr><td>{n}</td><td><a href={h}>{t}</a></td><td>{d}</td></tr>",
            "<div class=item><h3><a href={h}>{t}</a></h3><p>发布时间：{d}</p></div>",
            "<p>· <a href={h}>{t}</a> [{d}]</p>",
        )
    ),
    form=st.sampled_from(("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M")),
)
def test_every_dated_row_is_an_item_with_its_date(days: list[date], template: str, form: str):
    rows = [
        template.format(
            n=n, h=f"{day:%Y%m}/t{day:%Y%m%d}_{7000 + n}.html", t=f"云岭市关于第{n}号事项的公告", d=day.strftime(form)
        )
        for n, day in enumerate(days)
    ]
    body = f"<html><body><div class=nav><a href=/>首页</a></div><table><tbody>{''.join(rows)}</tbody></table></body></html>"
    if not template.startswith("<tr"):
        body = body.replace("<table><tbody>", "<div class=list>").replace("</tbody></table>", "</div>")
    listing = read_listing(body.encode(), url=URL)
    assert [(item.title, item.date) for item in listing.items] == [
        (f"云岭市关于第{n}号事项的公告", day) for n, day in enumerate(days)
    ]


@given(total=st.integers(1, 400), data=st.data(), suffix=st.sampled_from((0, 1)))
def test_a_static_pager_walks_every_page_once(total: int, data: st.DataObject, suffix: int):
    """From the first page to the last, whether files count from 0 or from 1, and the last page is where it says."""

    def page(number: int) -> bytes:
        if suffix:
            call = f"createPageHTML('page_div',{total}, {number},'list','shtml',{total * 15});"
        else:
            call = f'createPageHTML({total}, {number - 1}, "list", "shtml");'
        return f"<html><body><ul><li>通知</li></ul><script>{call}</script></body></html>".encode()

    folder = "http://www.yunling.example/zwgk/"
    number = data.draw(st.integers(1, total))
    url = folder + ("list.shtml" if number == 1 else f"list_{number - 1 + suffix}.shtml")
    listing = read_listing(page(number), url=url)
    assert listing.page == number
    assert listing.total_pages == total
    assert listing.next_url == (folder + f"list_{number + suffix}.shtml" if number < total else None)
    assert listing.last_url == (folder + f"list_{total - 1 + suffix}.shtml" if total > 1 else None)


@given(
    day=DAY,
    before=st.sampled_from(("", "[", "（", "发布时间：", "日期: ")),
    after=st.sampled_from(("", "]", "）", " 10:30", " 10:30:05")),
)
def test_a_date_in_any_dress_is_a_date_and_nothing_else(day: date, before: str, after: str):
    text = f"{before}{day:%Y-%m-%d}{after}"
    assert is_date(text)
    assert find_date(text) == day


@given(text=st.text(alphabet="0123456789-/.年月日 ", max_size=40))
def test_date_readers_never_raise(text: str):
    assert find_date(text) is None or is_date(text) in (True, False)


@pytest.mark.parametrize(
    "unit",
    [
        "<li><a href=/a/{n}.html>云岭市第{n}号公告的全文</a><span>2024-03-18</span>",
        "<a href=/a/{n}.html>{n}</a>",
        "<div class=page><a>",
        "createPageHTML(",
    ],
)
def test_a_very_long_page_is_read_to_its_end(unit: str):
    words = "<p>本栏目的信息按发布时间排列，您也可以使用站内搜索查找您需要的内容，或者拨打政务服务热线咨询。</p>"
    body = words + "<script>" * (unit[0] == "c") + "".join(unit.replace("{n}", str(n)) for n in range(10_000, 16_000))
    listing = read_listing(body.encode(), url=URL)
    assert len(listing.items) == (6_000 if unit.startswith("<li>") else 0)
