"""Pagers that stand beside the list without a box, that have only numbers, a select, or another charset than UTF-8."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from pipelines.listing import Listing, PageRequest, read_listing

URL = "http://www.yunling.example/xw/list.asp?lm=3"
ROWS = "".join(
    f'<li><a href="/xw/show.asp?id={n}">云岭市关于第{n}号事项的公告</a><span>2024-03-18</span></li>'
    for n in range(701, 705)
)


def read(body: str, url: str = URL, *, charset: str = "utf-8", rows: str = ROWS, **options: object) -> Listing:
    page = f'<html><head><meta charset="{charset}"><title>公告</title></head><body><div class="main"><ul>{rows}</ul>{body}</div></body></html>'
    return read_listing(page.encode(charset), url=url, **options)  # type: ignore[arg-type]


def number(listing: Listing) -> str | None:
    """The page number that the next request carries."""
    request = listing.following
    return dict(parse_qsl(request.url.partition("?")[2])).get("page") if request is not None else None


def test_a_last_page_whose_pager_stands_beside_the_list_leads_back_to_none():
    pager = '共64条 4/4 <a href="?lm=3&page=1">首页</a><a href="?lm=3&page=3">上一页</a> 下一页 尾页'
    assert read(pager, f"{URL}&page=4").following is None


def test_a_page_whose_pager_stands_beside_the_list_leads_on():
    pager = (
        '共64条 3/4 <a href="?lm=3&page=2">上一页</a> <a href="?lm=3&page=4">下一页</a> <a href="?lm=3&page=4">尾页</a>'
    )
    assert number(read(pager, f"{URL}&page=3")) == "4"


GRID = (
    '<form method="post" action="list.aspx"><input type="hidden" name="__VIEWSTATE" value="/wEP=="><input type="hidden" name="__EVENTVALIDATION" value="/wEW">'
    '<table id="GridView1">{rows}<tr><td colspan="2"><table border="0"><tr>{cells}</tr></table></td></tr></table></form>'
)


def grid(this: int, shown: range, *, more: int | None = None) -> str:
    rows = "".join(
        f'<tr><td><a href="show.aspx?id={n}">云岭市关于第{n}号事项的公告</a></td><td>2024/3/18</td></tr>'
        for n in range(701, 705)
    )
    link = '<td><a href="javascript:__doPostBack(&#39;GridView1&#39;,&#39;Page${0}&#39;)">{1}</a></td>'
    cells = "".join(f"<td><span>{n}</span></td>" if n == this else link.format(n, n) for n in shown)
    return GRID.format(rows=rows, cells=cells + (link.format(more, "...") if more else ""))


@pytest.mark.parametrize(
    ("this", "shown", "more", "event"),
    [
        (1, range(1, 5), None, "Page$2"),
        (3, range(1, 5), None, "Page$4"),
        (10, range(1, 11), 11, "Page$11"),
        (4, range(1, 5), None, None),
    ],
)
def test_a_grid_that_has_only_numbers_is_turned_by_its_post_back(this, shown, more, event):
    request = read(grid(this, shown, more=more), "http://www.yunling.example/xw/list.aspx", rows="").following
    form = dict(parse_qsl(request.body)) if request is not None else {}
    assert form.get("__EVENTARGUMENT") == event
    assert form.get("__EVENTTARGET") == ("GridView1" if event else None)
    assert form.get("__EVENTVALIDATION") == ("/wEW" if event else None)


@pytest.mark.parametrize(
    ("change", "chosen", "address"),
    [
        ("location.href='/xw/list.asp?lm=3&page='+this.value", 0, "http://www.yunling.example/xw/list.asp?lm=3&page=1"),
        ("window.location='list_'+this.options[this.selectedIndex].value+'.html'", 0, "http://www.yunling.example/xw/list_1.html"),
        ("location.href=encodeURI('index_'+this.value+'.jhtml')", 1, "http://www.yunling.example/xw/index_2.jhtml"),
        ("location.href='/xw/list.asp?lm=3&page='+this.value", 2, None),
    ],
)  # fmt: skip
def test_a_select_of_pages_leads_on_with_the_number_chosen_in_it(change, chosen, address):
    options = "".join(f'<option value="{n}"{" selected" if n == chosen else ""}>第{n + 1}页</option>' for n in range(3))
    following = read(f'<select onchange="{change}">{options}</select>').following
    assert (following and following.url) == address


def test_what_a_reader_types_into_a_pager_is_not_the_page():
    pager = (
        '<div class="pg"><strong>1</strong><a href="?lm=3&page=2">2</a><a href="?lm=3&page=3">3</a><a href="?lm=3&page=4">4</a>'
        '<label><input type="text" value="1"><span title="共 4 页"> / 4 页</span></label><a href="?lm=3&page=2" class="nxt">下一页</a></div>'
    )
    listing = read(pager)
    assert (listing.page, number(listing)) == (1, "2")


def test_links_of_a_page_in_gbk_ask_in_gbk():
    rows = ROWS.replace("?id=", "?lm=公告&id=")
    listing = read('<a href="?lm=公告&page=2">下一页</a>', charset="gb2312", rows=rows)
    assert listing.following == PageRequest(url="http://www.yunling.example/xw/list.asp?lm=%B9%AB%B8%E6&page=2")
    assert listing.items[0].url == "http://www.yunling.example/xw/show.asp?lm=%B9%AB%B8%E6&id=701"


def test_links_of_a_page_in_utf_8_stay_as_they_are_written():
    assert (
        read('<a href="?lm=公告&page=2">下一页</a>').next_url == "http://www.yunling.example/xw/list.asp?lm=公告&page=2"
    )


PLUG_INS = {
    "twbsPagination": "$('#p').twbsPagination({{totalPages:4,startPage:{this},onPageClick:function(event,page){{window.location.href='/xw/list.asp?lm=3&page='+page;}}}})",
    "jqPaginator": "$('#p').jqPaginator({{totalPages:4,visiblePages:5,currentPage:{this},onPageChange:function(num,type){{if(type=='change'){{location.href='/xw/list.asp?lm=3&page='+num;}}}}}})",
    "an arrow": "$('.p').paging({{total:64,pageSize:16,current:{this},callback:(n)=>{{location='/xw/list.asp?lm=3&page='+n}}}})",
}


@pytest.mark.parametrize("script", PLUG_INS.values(), ids=PLUG_INS)
@pytest.mark.parametrize(("this", "following"), [(1, "2"), (3, "4"), (4, None)])
def test_a_plug_in_leads_where_its_callback_goes(script, this, following):
    listing = read(f"<div id='p'></div><script>{script.format(this=this)}</script>")
    assert (listing.page, listing.total_pages, number(listing)) == (this, 4, following)


def test_a_plug_in_that_loads_its_pages_tells_how_many_there_are():
    listing = read("<script>$('#p').twbsPagination({totalPages:4,onPageClick:function(e,page){load(page);}})</script>")
    assert (listing.following, listing.total_pages) == (None, 4)


@pytest.mark.parametrize("script", ["var pageCount = 7; draw();", "pager({total_pages: '7'})", "window.totalPage=7;"])
def test_pages_that_only_a_script_counts_leave_a_list_incomplete(script):
    assert "7 pages" in (read(f"<script>{script}</script>").incomplete or "")


@pytest.mark.parametrize("script", ["var pageCount = 1;", "var page = 7;", ""])
def test_a_script_that_counts_one_page_or_none_leaves_a_list_whole(script):
    assert read(f"<script>{script}</script>").incomplete is None


def test_a_session_that_a_server_writes_into_links_is_no_part_of_an_address():
    rows = ROWS.replace("show.asp?", "show.do;jsessionid=0A1B2C3D.node1?")
    listing = read('<a href="list.do;jsessionid=0A1B2C3D.node1?lm=3&page=2">下一页</a>', rows=rows)
    assert listing.next_url == "http://www.yunling.example/xw/list.do?lm=3&page=2"
    assert listing.items[0].url == "http://www.yunling.example/xw/show.do?id=701"
