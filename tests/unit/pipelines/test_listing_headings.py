"""Rows whose date stands partly or wholly outside them, and links that hold a picture beside their title."""

from __future__ import annotations

from pipelines.listing import Listing, read_listing

URL = "http://www.qingyan.example/xw/index.html"
TITLES = ("青砚市召开防汛工作会议", "关于公布志愿者名单的通知", "市图书馆延长开放时间", "老旧小区改造现场会举行")


def read(body: str) -> Listing:
    markup = f"<html><head><title>新闻_青砚市</title></head><body>{body}</body></html>"
    return read_listing(markup.encode(), url=URL)


def test_a_calendar_leaf_in_the_term_dates_its_description() -> None:
    rows = "".join(
        f"<dl><dt><b>2{n}</b><i>2019-11</i></dt><dd><h3><a href=content_303375{n}.html>{title}</a></h3></dd></dl>"
        for n, title in enumerate(TITLES)
    )
    assert [str(item.date) for item in read(rows).items] == [f"2019-11-2{n}" for n in range(4)]


def test_days_below_the_heading_of_a_month_are_of_that_month() -> None:
    def month(name: str, titles: tuple[str, ...]) -> str:
        rows = "".join(f"<li>{9 - n}日　<a href=detail.php?id={n}{len(name)}>{t}</a>" for n, t in enumerate(titles))
        return f"<h4>{name}</h4>\n<ul>{rows}</ul>\n"

    items = read(month("2009年4月", TITLES[:2]) + month("2009年12月", TITLES[2:])).items
    assert [str(item.date) for item in items] == ["2009-04-09", "2009-04-08", "2009-12-09", "2009-12-08"]


def test_times_below_the_heading_of_a_day_are_of_that_day() -> None:
    rows = "".join(
        f"<tr><td>2{n}:05</td><td><a href=/gia/P{n}.htm>{title}</a></td></tr>" for n, title in enumerate(TITLES[:3])
    )
    items = read(f"<div><h2>2013年6月5日（星期三）</h2><div><table>{rows}</table></div></div>").items
    assert {str(item.date) for item in items} == {"2013-06-05"}


def test_the_running_time_of_a_video_is_no_title() -> None:
    rows = "".join(
        f"<div class=v><a href=/f/2018-10-1{n}/7932{n}.html><img src=v.jpg><em>00:0{n}:00</em></a>"
        f'<div><a href=/f/2018-10-1{n}/7932{n}.html title="{title}">{title[:6]}…</a></div>'
        f"<div>2018-10-1{n}<span>播放 120{n}</span></div></div>"
        for n, title in enumerate(TITLES)
    )
    assert [item.title for item in read(rows).items] == list(TITLES)


def test_letters_are_counted_by_their_own_word() -> None:
    rows = "".join(
        f"<tr><td><a href=viewmail.php?mailid=201109118{n}>{title}</a></td><td>2011/9/2{n}</td></tr>"
        for n, title in enumerate(TITLES)
    )
    pager = '<tr><td colspan=2>每页12封，共6842封 1 <a href="?p=2">[2]</a> <a href="?p=3">[3]</a></td></tr>'
    assert read(f"<table>{rows}{pager}</table>").total_records == 6842
