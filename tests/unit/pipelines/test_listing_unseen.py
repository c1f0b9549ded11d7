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


def test_a_row_of_the_layout_that_holds_the_whole_list_is_no_item() -> None:
    lines = "<hr>".join(
        f"·<a href=/system/2014/06/2{n}/01783026{n}.shtml>{title}</a><font>(2014-06-2{n} 08:15)</font><br>"
        for n, title in enumerate((*TITLES, "全市森林防火工作视频会召开"))
    )
    crumb = "<tr><td><a href=/>青砚网</a> &gt; <a href=/xw/>青砚频道</a> &gt; 要闻</td></tr>"
    body = f"<table>{crumb}<tr><td><div>{lines}</div></td></tr></table>"
    assert len(read_listing(page(body), url=URL).items) == 5


def test_the_date_of_a_document_counts_only_where_no_other_is_printed() -> None:
    def row(n: int, title: str, published: str) -> str:
        made = f"<div style='display:none'><span>成文日期：</span>2013年5月1{n}日</div>"
        return f"<div class=row><li><a href=t2013051{n}_1.html>{title}</a>{made}</li>{published}</div>"

    both = "".join(row(n, title, f"<li>2013年05月2{n}日</li>") for n, title in enumerate(TITLES))
    alone = "".join(row(n, title, "") for n, title in enumerate(TITLES))
    assert [item.date.day for item in read_listing(page(both), url=URL).items if item.date] == [20, 21, 22, 23]
    assert [item.date.day for item in read_listing(page(alone), url=URL).items if item.date] == [10, 11, 12, 13]


def test_dates_of_old_servers_are_read() -> None:
    forms = ("(6月3日 2004 点击:284)", "(5月30日, 2004)", "04.5.28", "98-05-25")
    rows = "".join(
        f"<tr><td><a href=ReadNews.asp?NewsID={n}>{title}</a> <font>{forms[n]}</font></td></tr>"
        for n, title in enumerate(TITLES)
    )
    dates = [str(item.date) for item in read_listing(page(f"<table>{rows}</table>"), url=URL).items]
    assert dates == ["2004-06-03", "2004-05-30", "2004-05-28", "1998-05-25"]


def test_counts_in_bold_of_another_colour_are_read_in_the_order_in_which_they_are_printed() -> None:
    rows = "".join(f'<li><a href="/xw/{n}.html">{title}</a></li>' for n, title in enumerate(TITLES))
    counts = "总记录数：<font><b>3127</b></font> 总页数：<font><b>196</b></font> 当前页：<font><b>1</b></font>"
    listing = read_listing(page(f'<ul>{rows}</ul><p>{counts} <a href="?Paging=2">下页</a></p>'), url=URL)
    assert (listing.page, listing.total_pages, listing.total_records) == (1, 196, 3127)


def test_a_number_of_records_that_the_pager_s_script_writes_is_read() -> None:
    script = 'createPageHTML(19, 0, "index", "html");document.write("共283条记录");'
    rows = "".join(f'<li><a href="/xw/{n}.html">{title}</a></li>' for n, title in enumerate(TITLES))
    assert read_listing(page(f"<ul>{rows}</ul>", script), url=URL).total_records == 283
