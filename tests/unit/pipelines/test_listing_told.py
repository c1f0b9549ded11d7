"""Dates that rows tell without printing them in one piece, and links to the next page without the usual words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipelines import read_listing

URL = "https://www.qingyan.gov.cn/zwdt/index.htm"
TITLES = (
    "全市防汛抗旱工作部署会议召开",
    "市长周启明调研重点项目建设",
    "我市新增三处口袋公园对外开放",
    "全市教育系统安全会议召开",
)
HAN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
DAYS = (date(2021, 3, 5), date(2021, 2, 28), date(2020, 12, 31), date(2020, 12, 8))


def link(number: int, tooltip: str = "") -> str:
    return f'<a href="/info/1011/{22 - number}.htm" title="{tooltip}">{TITLES[number]}</a>'


def page(rows: str, pager: str = "") -> bytes:
    head = "<h1>青砚市人民政府</h1><div><a href=/>首页</a> <a href=/zw/>政务公开</a></div><h2>政务动态</h2>"
    return f"<html><body>{head}<div>{rows}</div><div class=pager>{pager}</div></body></html>".encode()


@pytest.mark.parametrize(
    "row",
    [
        lambda n, day: link(n, f"{TITLES[n]} {day}"),
        lambda n, day: link(n, f"标题：{TITLES[n]} 发布时间：{day} 10:20:30"),
        lambda n, day: f"<p data-date={day}>{link(n)}</p>",
        lambda n, day: f'{link(n)}<time datetime="{day}T08:00:00+08:00">{day.month}月{day.day}日</time>',
        lambda n, day: f"<p><i>{day:%d}</i> <i>{day.month}月</i> <i>{day.year}</i></p>{link(n)}",
        lambda n, day: f"<p><i>{HAN[day.month]}月</i> <i>{day:%d}</i> <i>{day.year}</i></p>{link(n)}",
        lambda n, day: f"<p><i>{day:%d}</i> <i>{day:%b}</i> <i>{day.year}</i></p>{link(n)}",
        lambda n, day: f'{link(n)}<script>document.write(short("{day} 08:00"))</script>',
        lambda n, day: f"<p>{day.year}</p><p>{day:%m-%d}</p><p>{link(n)}</p>",
    ],
)
def test_a_date_that_is_told_otherwise(row: Callable[[int, date], str]) -> None:
    rows = "".join(f"<li>{row(n, day)}</li>" for n, day in enumerate(DAYS))
    items = read_listing(page(f"<ul>{rows}</ul>"), url=URL).items
    assert [(item.title, item.date) for item in items] == list(zip(TITLES, DAYS, strict=True))


def month_days(first: int, last: int) -> str:
    rows = "".join(f"<li>{link(n)}<span>{DAYS[n]:%m-%d}</span></li>" for n in range(first, last))
    return f"<ul>{rows}</ul>"


def test_the_heading_of_a_block_tells_the_year_of_its_rows() -> None:
    blocks = f"<h3>2021年</h3>{month_days(0, 2)}<h3>2020年</h3>{month_days(2, 4)}"
    assert [item.date for item in read_listing(page(blocks), url=URL).items] == list(DAYS)


def test_years_side_by_side_are_a_choice_and_no_heading() -> None:
    blocks = f"<p><b>2021</b></p><p><b>2020</b></p>{month_days(0, 4)}"
    assert {item.date for item in read_listing(page(blocks), url=URL).items} == {None}


ROWS = f"<ul>{''.join(f'<li>{link(n)}<span>{day}</span></li>' for n, day in enumerate(DAYS))}</ul>"


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ("<a href=?p=2>【下一页】</a>", "?p=2"),
        ("<a href=?p=2>[下一页]</a> <a href=?p=9>[末页]</a>", "?p=2"),
        ("<a href=?p=2>下一页(2)</a>", "?p=2"),
        ("<a href=?p=2 class=next><i></i></a>", "?p=2"),
        ("<a href=?p=2>查看更多</a>", "?p=2"),
        ("<a tagname=/zwdt/index_2.htm class=next>下一页</a>", "/zwdt/index_2.htm"),
        (
            "<script>laypage({cont:'a',pages:10,curr:1,jump:function(e,f){if(!f){location.href='?p='+e.curr;}}})</script>",
            "?p=2",
        ),
        ("<a href=# class=next><i></i></a>", None),
        ("<a href=/zwgk/list.htm?p=2>查看更多</a>", None),
        ("<a href=/zwgk/>更多</a>", None),
    ],
)
def test_the_link_to_the_next_page(pager: str, following: str | None) -> None:
    wanted = None if following is None else (URL if following.startswith("?") else "https://www.qingyan.gov.cn")
    found = read_listing(page(ROWS, pager), url=URL).next_url
    assert found == (None if wanted is None else f"{wanted}{following}")


@pytest.mark.parametrize("pager", ["下一页>>", "下一页(2)", "→", "加载更多"])
def test_a_list_in_a_cell_above_a_row_of_the_pager_is_read_whole(pager: str) -> None:
    texts = "".join(
        f"<div><h4>{link(n)}</h4><p>研究部署工作。</p><p>发布：{day} 来源：青砚日报</p></div>"
        for n, day in enumerate(DAYS)
    )
    rows = f"<tr><td>政务动态</td></tr><tr><td>{texts}</td></tr><tr><td><a class=next href=?p=2>{pager}</a></td></tr>"
    found = read_listing(page(f"<table>{rows}</table>"), url=URL)
    assert [(item.title, item.date) for item in found.items] == list(zip(TITLES, DAYS, strict=True))
    assert found.next_url == f"{URL}?p=2"
