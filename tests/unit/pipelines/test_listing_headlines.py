"""Entries in larger type above a list are the column's where they lead where its rows lead; what else stands there is not."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import pytest

from pipelines.listing import read_listing
from tests.unit.pipelines.test_listing_items import DAYS, HREFS, TITLES, URL, URLS

TOP = ("./202403/t20240325_7010.html", "云岭市召开春耕备耕现场推进会")
SECOND = ("./202403/t20240322_7009.html", "市政府常务会议研究稳就业工作")
SUMMARY = "会议强调，要抢抓农时，统筹推进高标准农田建设。"
ADDRESSES = [f"http://www.yunling.example/zwgk/tzgg/{href[2:]}" for href, _ in (TOP, SECOND)]

ROWS = "".join(
    f'<li><a href="{href}">{title}</a><span>{day}</span></li>'
    for href, title, day in zip(HREFS, TITLES, DAYS, strict=True)
)
LIST = f'<ul class="list">{ROWS}</ul>'
CRUMBS = '<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>'


def read(inner: str, url: str = URL) -> list[str | None]:
    body = f"""<html><head><meta charset="utf-8"><title>通知公告_云岭市人民政府</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>{inner}
<div class="footer"><a href="/wzdt/">网站地图</a>主办：云岭市人民政府办公室</div></body></html>"""
    return [item.url for item in read_listing(body.encode(), url=url).items]


def block(template: str) -> str:
    return "".join(template.format(h=href, t=title, s=SUMMARY) for href, title in (TOP, SECOND))


def boxed(tag: str, template: str) -> str:
    return f"<{tag}>{block(template)}</{tag.partition(' ')[0]}>"


BLOCKS = {
    "a heading and a summary in a box each": block(
        '<div class="top"><h2><a href="{h}">{t}</a></h2><p>{s}<a href="{h}">[详细]</a></p></div>'
    ),
    "headings and summaries beside the list": block('<h2><a href="{h}">{t}</a></h2><p>{s}</p>'),
    "bold links in a box of their own": boxed("div class=tt", '<a href="{h}"><b>{t}</b></a>'),
    "a picture beside each": boxed(
        "dl class=pic", '<dt><a href="{h}"><img src="/1.jpg"></a></dt><dd><h3><a href="{h}">{t}</a></h3>{s}</dd>'
    ),
    "a mark before each": block('<div class="first"><span>头条</span><h3><a href="{h}">{t}</a></h3></div>'),
    "a row of a table each": boxed("table", '<tr><td><strong><a href="{h}">{t}</a></strong><br>{s}</td></tr>'),
    "days printed beside them": block('<div class="large"><h1><a href="{h}">{t}</a></h1><em>2024-03-25</em></div>'),
    "a heading of the column above them": "<h3>通知公告</h3>" + block('<div class="big"><a href="{h}">{t}</a></div>'),
    "a place named for the focus": boxed("div id=focus", '<h2><a href="{h}">{t}</a></h2><div>{s}</div>'),
}


@pytest.mark.parametrize("above", BLOCKS.values(), ids=BLOCKS)
def test_headlines_above_the_rows_are_items_of_the_list(above: str) -> None:
    assert read(f'{CRUMBS}<div class="main">{above}{LIST}</div>') == [*ADDRESSES, *URLS]


SIDE = block('<p><a href="{h}">{t}</a></p>')
NONE = {
    "a sidebar before the path": f'<div class="left">{SIDE}</div><div class="right">{CRUMBS}{LIST}</div>',
    "a sidebar before the column's heading": f'<div class="left">{SIDE}</div><div class="right"><h2>通知公告</h2>{LIST}</div>',
    "a box with a heading of its own": f'<div class="main"><div class="box"><h4>最新公开</h4>{SIDE}</div>{LIST}</div>',
    "a box with a linked heading": f'<div class="main"><div class="box"><h4><a href="/zwgk/xw/">图片新闻</a></h4>{SIDE}</div>{LIST}</div>',
    "links to another column": f'<div class="main">{SIDE.replace("./", "../xwdt/")}{LIST}</div>',
    "a footer's kind of place": f'<div class="search">{SIDE}</div><div class="main">{LIST}</div>',
    "links elsewhere in between": f'<div class="main">{SIDE}<p><a href="/zt/2024/lh/">聚焦2024年云岭市两会专题报道</a></p>{LIST}</div>',
}


@pytest.mark.parametrize("inner", NONE.values(), ids=NONE)
def test_what_else_stands_above_the_rows_is_no_item(inner: str) -> None:
    assert read(inner) == list(URLS)


def test_a_carousel_above_the_rows_is_none_of_the_list() -> None:
    slides = "".join(
        f'<li><a href="./202403/t20240320_80{n}.html">云岭影像之{n}：山水之间</a></li>' for n in range(10, 15)
    )
    assert read(f'<div class="main"><div class="swiper"><ul>{slides}</ul></div>{LIST}</div>') == list(URLS)


def test_an_entry_that_is_a_headline_and_a_row_keeps_the_days_of_its_row() -> None:
    above = f'<div class="top"><h2><a href="{HREFS[0]}">{TITLES[0]}</a></h2></div>'
    body = f'<html><meta charset="utf-8"><body><div class="main">{above}{LIST}</div></body></html>'.encode()
    assert [item.date for item in read_listing(body, url=URL).items] == list(DAYS)


def test_a_number_that_all_rows_have_is_the_column_s() -> None:
    def listed(number: int, *articles: int) -> str:
        return "".join(f'<li><a href="/info/{number}/{one}.htm">{TITLES[one % 5]}</a></li>' for one in articles)

    def top(number: int) -> str:
        return f'<h2><a href="/info/{number}/62001.htm">{TOP[1]}</a></h2><p>{SUMMARY}</p>'

    rows = f"<ul>{listed(1010, *range(61001, 61006))}</ul>"
    url = "http://www.yunling.example/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1010"
    assert len(read(f'<div class="main">{top(1010)}{rows}</div>', url)) == 6
    assert len(read(f'<div class="main">{top(1025)}{rows}</div>', url)) == 5


def test_a_headline_has_no_day_from_the_first_row() -> None:
    body = f'<html><meta charset="utf-8"><body><div class="main">{BLOCKS["headings and summaries beside the list"]}{LIST}</div></body></html>'
    assert [item.date for item in read_listing(body.encode(), url=URL).items] == [None, None, *DAYS]
