"""Lists as systems print them that no reader was written for."""

from __future__ import annotations

import json

from pipelines.listing import read_listing

URL = "http://www.qingyan.example/xw/index.html"
TITLES = ("青砚市召开防汛工作会议", "关于公布志愿者名单的通知", "市图书馆延长开放时间", "老旧小区改造现场会举行")


def page(body: str, script: str = "") -> bytes:
    markup = f"<html><head><title>新闻_青砚市</title></head><body>{body}<script>{script}</script></body></html>"
    return markup.encode()


def test_rows_that_print_month_and_day_alone_are_items_without_a_date() -> None:
    rows = "".join(
        f'<li><span>12-2{n}</span><a href="/content-{n}.html">{title}</a></li>' for n, title in enumerate(TITLES)
    )
    items = read_listing(page(f"<ul>{rows}</ul>"), url=URL).items
    assert [(item.title, item.date) for item in items] == [(title, None) for title in TITLES]


def test_an_ellipsis_behind_a_whole_title_goes() -> None:
    rows = "".join(
        f'<dt><a href="/xw/a{n}.html" title="{title}">{title[:9]}...</a></dt><dd>2023-12-2{n}</dd>'
        for n, title in enumerate(title[:9] for title in TITLES)
    )
    items = read_listing(page(f"<dl>{rows}</dl>"), url=URL).items
    assert [item.title for item in items] == [title[:9] for title in TITLES]


def test_records_in_a_script_are_the_items_of_a_page_whose_markup_holds_none() -> None:
    records = [{"title": title, "url": f"/xw/{n}.html", "pubDate": f"2023-12-2{n}"} for n, title in enumerate(TITLES)]
    script = f'var rows={json.dumps(records)};var about={{"pageNo":1,"total":61,"pages":16}};draw(rows);'
    listing = read_listing(page("<div id=list></div>", script), url=URL)
    assert [item.title for item in listing.items] == list(TITLES)
    assert (listing.total_records, listing.total_pages) == (61, 16)


def test_a_menu_in_a_script_is_no_list() -> None:
    script = f"var menu={json.dumps([{'name': '首页', 'url': '/'}, {'name': '概况', 'url': '/gk/'}])};"
    assert read_listing(page("<p>青砚市人民政府办公室负责网站的内容保障，欢迎访问。</p>", script), url=URL).items == ()


def test_layui_says_how_many_there_are_and_where_the_next_page_is() -> None:
    rows = "".join(
        f'<div class=row><a href="/info/{n}">{title}</a><i>2023-12-2{n}</i></div>' for n, title in enumerate(TITLES)
    )
    script = (
        'laypage.render({elem:"box",count:96,limit:8,curr:1,'
        'jump:function(obj,first){if(!first){location.href="/list?cid=8&page="+obj.curr}}})'
    )
    listing = read_listing(page(rows, script), url="http://www.qingyan.example/list?cid=8")
    assert (listing.total_records, listing.total_pages) == (96, 12)
    assert listing.next_url == "http://www.qingyan.example/list?cid=8&page=2"


def test_an_arrow_alone_turns_the_page() -> None:
    rows = "".join(f'<li><a href="/art/{n}.html">{title}</a><i>2023-12-2{n}</i></li>' for n, title in enumerate(TITLES))
    pager = '<div class="pg"><a class=cur>1</a><a href="index_2.html">2</a><a href="index_2.html">&gt;</a></div>'
    assert (
        read_listing(page(f"<ul>{rows}</ul>{pager}"), url=URL).next_url == "http://www.qingyan.example/xw/index_2.html"
    )


def test_two_digits_of_a_year_are_of_this_century() -> None:
    rows = "".join(f'<li><a href="/xw/a{n}.html">{t}</a><i>23-12-2{n}</i></li>' for n, t in enumerate(TITLES))
    dates = [str(item.date) for item in read_listing(page(f"<ul>{rows}</ul>"), url=URL).items]
    assert dates == [f"2023-12-2{n}" for n in range(4)]


def test_the_time_of_an_interview_dates_it_and_its_picture_does_not_name_it() -> None:
    rows = "".join(
        f'<div class=ft><div><a href="./ft{n}/"><img src=a.jpg></a></div><div><h5><a href="./ft{n}/">{title}</a></h5>'
        f"<p>访谈时间：2023-12-2{n} 15:00</p><p>访谈嘉宾：市民政局党组书记、局长　顾言</p></div></div>"
        for n, title in enumerate(TITLES)
    )
    items = read_listing(page(rows), url=URL).items
    assert [(item.title, str(item.date)) for item in items] == [(t, f"2023-12-2{n}") for n, t in enumerate(TITLES)]


def test_bold_type_of_its_own_is_the_title_of_a_link_that_holds_a_summary() -> None:
    rows = "".join(
        f'<a href="/xw/a{n}.html"><span><strong>2{n}</strong>2023/12</span>'
        f"<span><b>{title}</b><small>全市上下抓项目、促消费、稳外贸。</small></span></a>"
        for n, title in enumerate(TITLES)
    )
    assert [item.title for item in read_listing(page(f"<div>{rows}</div>"), url=URL).items] == list(TITLES)


def test_emphasis_within_a_title_is_a_part_of_it() -> None:
    rows = "".join(
        f'<li><a href="/xw/a{n}.html">{t[:4]}<b>{t[4:8]}</b>{t[8:]}</a><i>2023-12-2{n}</i></li>'
        for n, t in enumerate(TITLES)
    )
    assert [item.title for item in read_listing(page(f"<ul>{rows}</ul>"), url=URL).items] == list(TITLES)


def test_records_may_be_written_as_a_script_writes_them() -> None:
    records = ",".join(f"{{title:'{t}',url:'/xw/{n}.html',date:'2023-12-2{n}',}}" for n, t in enumerate(TITLES))
    listing = read_listing(page("<div id=list></div>", f"var rows=[{records}];draw(rows)"), url=URL)
    assert [(item.title, str(item.date)) for item in listing.items] == [
        (title, f"2023-12-2{n}") for n, title in enumerate(TITLES)
    ]


def test_month_and_day_below_a_row_of_a_year_are_of_that_year() -> None:
    rows = "".join(
        (f"<tr><td colspan=2><b>{2009 - n // 2}年</b></td></tr>" if n % 2 == 0 else "")
        + f"<tr><td><a href=ReadNews.asp?NewsID={n}>{title}</a></td><td>09月0{4 - n}日</td></tr>"
        for n, title in enumerate(TITLES)
    )
    dates = [str(item.date) for item in read_listing(page(f"<table>{rows}</table>"), url=URL).items]
    assert dates == ["2009-09-04", "2009-09-03", "2008-09-02", "2008-09-01"]
