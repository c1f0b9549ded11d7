"""What stands beside a list, or in its rows, and is none of its entries; and lists that have no entry at all."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

from datetime import date

import pytest

from pipelines.listing import Listing, read_listing

TITLES = ("全市防汛工作会议召开", "关于公布志愿者名单的通知", "我市新增三处口袋公园", "青石路公交线路调整公告")
OTHERS = tuple(f"第{n}届青砚樱桃采摘节在云岭乡开幕" for n in range(1, 15))


def read(body: str, url: str = "http://www.qingyan.example/fating/", title: str = "法庭内外_青砚新闻网") -> Listing:
    return read_listing(
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>".encode(), url=url
    )


def rows(template: str, titles: tuple[str, ...] = TITLES) -> str:
    return "".join(template.format(n=28 - n, t=title) for n, title in enumerate(titles))


CRUMBS = '<div>当前位置：<a href="/">首页</a> &gt; 法庭内外</div>'
PAGER = '<div class="pages"><b>1</b><a href="list_2.shtml">2</a><a href="list_2.shtml">下一页</a></div>'
OWN = rows('<dl><dt><a href="/fating/2011/07/{n}/3998{n}.shtml">{t}</a></dt><dd>2011-07-{n}</dd></dl>')


def aside(heading: str) -> str:
    listed = rows('<li><a href="/xw/2011/07/15257{n}.shtml">{t}</a><span>2011-07-{n}</span></li>', OTHERS)
    return f'<div class="mod"><div class="t">{heading}</div><div class="bd"><ul>{listed}</ul></div></div>'


@pytest.mark.parametrize(
    "heading", ['<h3>时政要闻</h3><a href="/xw/">更多&gt;&gt;</a>', "<h3>24小时新闻</h3>", "<h3>近期公告</h3>"]
)
def test_longer_lists_of_other_columns_are_not_the_page_s_own(heading: str) -> None:
    listing = read(f'{aside(heading)}<div class="list">{CRUMBS}{OWN}</div>{PAGER}{aside(heading)}')
    assert [item.title for item in listing.items] == list(TITLES)


def test_a_list_before_the_path_to_the_column_is_another_s() -> None:
    def table(folder: int, titles: tuple[str, ...]) -> str:
        row = f'<tr><td><a href="/info/{folder}/60{{n}}.htm">{{t}}</a></td><td>05-{{n}}</td></tr>'
        return f"<table>{rows(row, titles)}</table>"

    last = '<div>共564条 29/29 <a href="jwtz.htm">首页</a> <a href="2.htm">上页</a></div>'
    cells = f"<td>{table(1010, OTHERS[:8])}</td><td>{CRUMBS}{table(1015, TITLES)}{last}</td>"
    items = read(f"<table><tr>{cells}</tr></table>").items
    assert [item.title for item in items] == list(TITLES)


def test_of_tabs_that_lead_to_columns_of_their_own_the_one_with_the_pager_is_read() -> None:
    def tab(column: int, titles: tuple[str, ...], beneath: str) -> str:
        row = f'<dd><a href="/art/2020/11/{{n}}/art_{column}_73{{n}}.html">{{t}}</a><span>2020-11-{{n}}</span></dd>'
        return f'<div class="tabcon"><dl>{rows(row, titles)}</dl>{beneath}</div>'

    tabs = tab(30168, TITLES, PAGER) + tab(30169, OTHERS[:6], "") + tab(30170, OTHERS[6:12], "")
    items = read(tabs, url="https://www.qingyan.example/col/col30168/index.html").items
    assert [item.title for item in items] == list(TITLES)


@pytest.mark.parametrize("notice", ["暂无数据，敬请期待！", "对不起，该栏目暂时没有内容！", "暂无相关信息"])
def test_a_column_that_says_it_is_empty_does_not_list_its_sidebars(notice: str) -> None:
    hot = aside("<h3>热门推荐</h3>")
    listing = read(f'{CRUMBS}<ul><li>{notice}</li></ul><div class="page"><span>共0条</span></div>{hot}')
    assert (listing.items, listing.total_records) == ((), 0)
    before = aside("<h3>图片报道</h3>")
    assert read(f"{before}{CRUMBS}<table><tr><td>{notice}</td></tr></table>").items == ()


def test_a_notice_that_is_hidden_says_nothing() -> None:
    hidden = '<p style="display: none">暂无数据</p>'
    assert len(read(f"{CRUMBS}{hidden}{aside('<h3>热门推荐</h3>')}").items) == 14


def test_a_list_of_one_page_says_so_without_a_link() -> None:
    listing = read(f"{OWN}<p align=right>共 4 篇文章　每页 20 篇　第 1/1 页　首页 上一页 下一页 尾页</p>")
    assert (listing.total_records, listing.total_pages, listing.following) == (4, 1, None)


def test_what_there_is_to_see_besides_is_no_entry() -> None:
    row = (
        '<tr><td><a href="/fating/2013-11/{n}/content_600{n}.htm">{t}</a></td><td>2013年11月{n}日</td></tr><tr><td colspan=2>'
        '[<a href="/fating/2013-11/{n}/content_600{n}_2.htm">文字实录</a>|<a href="/v/2013-11/{n}/content_9{n}.htm">视频</a>] 嘉宾：周启明 林若水</td></tr>'
    )
    assert [item.title for item in read(f"<table>{rows(row)}</table>{PAGER}").items] == list(TITLES)


def test_rows_of_nothing_but_what_there_is_to_see_are_no_list() -> None:
    row = '<li><a href="/v/2013-11/{n}/content_9{n}.htm">视频</a><span>2013-11-{n}</span></li>'
    assert read(f"<ul>{rows(row)}</ul>").items == ()


@pytest.mark.parametrize("column", ["/xinwen/", "/?xinwen/", "/index.php/xinwen/", "/index.php?xinwen/", "/?list_5/"])
def test_low_numbers_with_titles_are_the_articles_of_a_young_site(column: str) -> None:
    listed = rows(f'<li><a href="{column}{{n}}.html">{{t}}</a></li>')
    menu = "".join(
        f'<li><a href="/{name}/{n}.html">{name}栏目</a></li>' for n, name in enumerate(("公示", "动态", "制度"))
    )
    items = read(f"<ul class=nav>{menu}</ul><ul>{listed}</ul>", f"http://www.qingyan.example{column}").items
    assert [item.title for item in items] == list(TITLES)


def test_terms_that_describe_one_interview_are_one_entry() -> None:
    row = (
        '<dl class="ft"><dt><a href="/interview/22{n}.jhtml"><img src="/u/{n}.jpg"></a></dt><dd><a href="/interview/22{n}.jhtml">{t}</a></dd>'
        "<dd><b>访谈时间：</b>2019年06月{n}日 9:30-10:30</dd><dd><b>内容简介：</b>本期访谈围绕群众关心的热点问题展开。"
        '<a href="/interview/22{n}.jhtml">[查看详情]</a></dd><dd><a href="/interview/text/22{n}.jhtml">文字实录</a></dd></dl>'
    )
    items = read(f"{rows(row)}{PAGER}{aside('<h3>热点问题</h3>')}", "http://www.qingyan.example/interview/").items
    assert [(item.title, item.date) for item in items] == [
        (title, date(2019, 6, 28 - n)) for n, title in enumerate(TITLES)
    ]


def test_a_mark_on_a_picture_is_no_title() -> None:
    row = (
        '<div class="card"><a href="./202109/t202109{n}_16.htm"><img src="1.png"><span>已结束</span></a><div class="info">'
        '<p><a href="./202109/t202109{n}_16.htm">{t}</a></p><p>2021-09-{n} 10:00</p></div></div>'
    )
    items = read(f'<div class="cards">{rows(row)}</div>').items
    assert [item.title for item in items] == list(TITLES)


def test_entries_that_say_only_how_long_ago_they_are_have_no_day() -> None:
    row = '<li><div><a href="/newsDetail_forward_231100{n}"><h2>{t}</h2></a><p><a href="/list_2">政库</a><span>{n}分钟前</span></p></div></li>'
    items = read(f"<ul>{rows(row)}</ul>", "https://www.qingyan.example/list_25462").items
    assert [(item.title, item.date) for item in items] == [(title, None) for title in TITLES]


DAY = '<li><a href="/gia/general/202305/12/P20230512003{n}.htm">{t}</a></li>'


@pytest.mark.parametrize(
    ("url", "printed", "day"),
    [
        ("https://www.qingyan.example/gia/general/202305/12c.htm", "2023年5月12日　星期五", date(2023, 5, 12)),
        ("http://epaper.qingyan.example/html/2023-05/12/node_3.htm", "2023年05月12日 第03版", date(2023, 5, 12)),
        ("http://epaper.qingyan.example/html/2023-05/12/node_3.htm", "2023年05月13日", None),
        ("http://www.qingyan.example/xw/", "2023年5月12日　星期五", None),
    ],
)
def test_the_day_that_a_page_is_of_is_that_of_its_entries(url: str, printed: str, day: date | None) -> None:
    items = read(f"<div>{printed}</div><ul>{rows(DAY)}</ul>", url).items
    assert [item.date for item in items] == [day] * 4


def test_a_row_that_says_which_month_dates_the_rows_below_it() -> None:
    def month(number: int, titles: tuple[str, ...]) -> str:
        row = f'<tr><td>{{n}}日</td><td><a href="detail.php?id=721{{n}}{number}">{{t}}</a></td></tr>'
        listed = rows(row, titles)
        return f'<tr><td colspan=2><img src="f.gif"> 2016年0{number}月 <font>（2条）</font></td></tr>{listed}'

    items = read(f"<table>{month(6, TITLES[:2])}{month(5, OTHERS[:2])}</table>").items
    assert [str(item.date) for item in items] == ["2016-06-28", "2016-06-27", "2016-05-28", "2016-05-27"]
