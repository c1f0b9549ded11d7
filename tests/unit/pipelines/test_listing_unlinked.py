"""Lists whose titles, dates and addresses stand elsewhere than in the text of a plain link."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.listing import Listing, read_listing

URL = "http://www.qingyan.example/xw/list.html"
TITLES = ("青砚市召开防汛工作会议", "关于公布志愿者名单的通知", "市图书馆延长开放时间", "老旧小区改造现场会举行")


def read(body: str, script: str = "", url: str = URL) -> Listing:
    markup = f"<html><head><title>新闻_青砚市</title></head><body>{body}<script>{script}</script></body></html>"
    return read_listing(markup.encode(), url=url)


def rows(form: str) -> str:
    return "".join(form.format(n=n, title=title, cut=title[:8]) for n, title in enumerate(TITLES, 1))


def listed(form: str) -> str:
    return f"<ul class=list>{rows(form)}</ul>"


DATED = '<li><a href="/xw/2023/12/{n}0{n}.html">{title}</a><span>2023-12-2{n}</span></li>'


def test_links_that_run_a_function_lead_where_it_leads() -> None:
    body = listed("<li><a href=\"javascript:openInfo('5071{n}')\">{title}</a><span>2023-12-2{n}</span></li>")
    script = 'function openInfo(id){ window.open("info.do?method=view&id="+id); }'
    items = read(body, script).items
    assert [item.url for item in items] == [
        f"http://www.qingyan.example/xw/info.do?method=view&id=5071{n}" for n in range(1, 5)
    ]
    assert [item.url for item in read(body, "function openInfo(id){ show(id); }").items] == [None] * 4


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/xw/a{n}.html" mc="{title}" wh="青政〔2023〕{n}号">{cut}…</a>',
        '<a href="/xw/a{n}.html"><span title="{title}">{cut}...</span></a>',
    ],
)
def test_a_title_cut_short_is_whole_in_any_attribute(link: str) -> None:
    items = read(listed(f"<li>{link}<span>2023-12-2{{n}}</span></li>")).items
    assert [item.title for item in items] == list(TITLES)


def test_the_year_is_that_of_the_articles_address_or_tooltip_beside_a_link_to_its_column() -> None:
    column = "[<a href='/xw/sq/'>市区</a>]"
    by_address = listed(f'<li><i>12-2{{n}}</i>{column} <a href="/xw/2023/122{{n}}/7.html?{{n}}">{{title}}</a></li>')
    tooltip = "文章标题：{title} 更新时间：2023-12-2{n} 16:52:28 点击次数：5"
    by_tooltip = listed(
        f'<li><i>12-2{{n}}</i>{column} <a href="/s.asp?ArticleID=1{{n}}" title="{tooltip}">{{title}}</a></li>'
    )
    for body in (by_address, by_tooltip):
        assert [item.date for item in read(body).items] == [date(2023, 12, 20 + n) for n in range(1, 5)]


def test_a_tag_in_an_element_of_its_own_is_none_of_the_title() -> None:
    body = listed('<li><a href="/xw/a{n}.html"><em>[公示]</em>{title}</a><span>2023-12-2{n}</span></li>')
    assert [item.title for item in read(body).items] == list(TITLES)


def test_an_address_printed_below_a_title_is_no_item() -> None:
    found = (
        '<div class=hit><h3><a href="/s/visit.html?siteId=57&url=%2Fxw%2F{n}">{title}</a></h3>'
        '<p><a href="/xw/a{n}.html">http://www.qingyan.example/xw/a...</a> <i>2023-12-2{n}</i></p></div>'
    )
    items = read(rows(found)).items
    assert [(item.title, item.date) for item in items] == [
        (title, date(2023, 12, 20 + n)) for n, title in enumerate(TITLES, 1)
    ]


def test_a_list_in_another_block_of_the_same_make_is_another_list() -> None:
    row = '<tr><td><a href="/c.jsp?wbtreeid={tree}&wbnewsid={{n}}">{{title}}</a> <i>2023-12-2{{n}}</i></td></tr>'
    block = "<table class=winstyle{0}>{1}</table>"
    beside = block.format(124895, rows(row.format(tree=1060)))
    own = block.format(124901, rows(row.format(tree=1044)) + rows(row.format(tree=1045)))
    items = read(f"{beside}{own}<p>共8条 1/1</p>").items
    assert len(items) == 8
    assert all("wbtreeid=1060" not in (item.url or "") for item in items)


def test_what_more_shows_belongs_to_the_list() -> None:
    more = "<div style='display:none'>" + listed(DATED.replace("{n}0{n}", "{n}9{n}")) + "</div>"
    assert len(read(f"<div>{listed(DATED)}{more}</div>").items) == 8


def test_a_row_without_a_date_is_an_item_where_its_address_is_of_the_others_form() -> None:
    bare = '<li><a href="/xw/2023/11/905.html">关于暂停办理业务的公告</a></li>'
    other = '<li><a href="/help/guide.html">网上办事服务使用指南</a></li>'
    items = read(f"<ul>{rows(DATED)}{rows(DATED.replace('{n}0{n}', '{n}8{n}'))}{bare}{other}</ul>").items
    assert [item.title for item in items if item.date is None] == ["关于暂停办理业务的公告"]


@pytest.mark.parametrize(
    ("pager", "script", "following"),
    [
        (
            "<a href=# onclick=\"goPage2('A02',2,'/search.jsp?divid=4&amp;currpage=2')\">下一页</a>",
            "",
            "/search.jsp?divid=4&currpage=2",
        ),
        (
            "<span onclick='toPage(2)'>2</span><span onclick='toPage(2)'>下一页</span>",
            'function toPage(n){ location.href = n==1 ? "list.html" : "list_"+n+".html"; }',
            "/xw/list_2.html",
        ),
        (
            "共3页<select onchange='location.href=this.value'><option value='list.asp?pg=1' selected>第1页"
            "<option value='list.asp?pg=2'>第2页<option value='list.asp?pg=3'>第3页</select>",
            "",
            "/xw/list.asp?pg=2",
        ),
        (
            "共3页<select onchange=\"MM_jumpMenu('self',this,0)\"><option value='list.asp?pg=1' selected>第1页"
            "<option value='list.asp?pg=2'>第2页<option value='list.asp?pg=3'>第3页</select>",
            "",
            "/xw/list.asp?pg=2",
        ),
        (
            "1/1,207 <a onclick=\"ShowNewPage('2.html')\">下页 ></a> <a onclick=\"ShowNewPage('1207.html')\">末页</a>",
            "function ShowNewPage(u){ location.href = u; }",
            "/xw/2.html",
        ),
        (
            '第1/45页 <a href="javascript:void(0)" onclick="goPub(2)">下页</a>',
            'var name = "index_26"; function goPub(n){ if (n<=1) { location.href = "index.html"; return; }'
            ' location.href = name + "_" + n + ".html"; }',
            "/xw/index_26_2.html",
        ),
        (
            "<div id=p></div>",
            "var pageIndex = '1', pageCount = '3'; Ls.pagination('#p', {currPage: pageIndex, pageCount: pageCount,"
            " link: '/column/67?pageIndex=__pageIndex__', total: 63});",
            "/column/67?pageIndex=2",
        ),
        (
            "<div id=demo></div>",
            "laypage.render({elem:'demo',count:30,limit:4,curr:1,jump:function(obj,first){if(!first){"
            "location.href = obj.curr==1 ? './list.html' : './list_'+(obj.curr-1)+'.html';}}});",
            "/xw/list_1.html",
        ),
        (
            '<input type=hidden name=article_paging_list_hidden totalpage=3><a onclick="queryArticleByCondition(this,'
            "'/hd/11040/index2.html')\" tagname=/hd/11040/index2.html>下一页</a>",
            "",
            "/hd/11040/index2.html",
        ),
    ],
)
def test_the_next_page_behind_a_script(pager: str, script: str, following: str) -> None:
    assert (
        read(f"{listed(DATED)}<div class=pages>{pager}</div>", script).next_url
        == f"http://www.qingyan.example{following}"
    )


@pytest.mark.parametrize(
    ("printed", "records"),
    [
        ("总共 <em>1038</em> 记录", 1038),
        ("共 <b>26</b>页<b>509</b>条", 509),
        ("<i>1224条</i>", 1224),
        ("第1页 共54页 806条信息", 806),
        ("共有 [ 806 ] 条", 806),
        ("总共<span>1,376</span>条记录", 1376),
        ("共 0 条", 0),
        ("每页15条", None),
        ("第 3 条", None),
    ],
)
def test_how_many_there_are(printed: str, records: int | None) -> None:
    pager = "<a href=list_2.html>2</a> <a href=list_2.html>下一页</a>"
    assert read(f"{listed(DATED)}<div class=pages>{printed} {pager}</div>").total_records == records


@pytest.mark.parametrize(
    "printed",
    [
        "共 [41] 页",
        "共【 41 】页",
        "共612条记录 41页",
        "··· <a href=list_41.html>41</a>",
        "… <a href=list_41.html><i>页</i> 41</a>",
        "<input size=2 value=1><span> / 41 页</span>",
    ],
)
def test_how_many_pages_there_are(printed: str) -> None:
    pager = f"<a href=list_2.html>2</a> {printed} <a href=list_2.html>下一页</a>"
    assert read(f"{listed(DATED)}<div class=pages>{pager}</div>").total_pages == 41


def test_the_number_behind_the_dots_is_the_last_page() -> None:
    numbers = " ".join(f"<a href=list_{n}.html>{n}</a>" for n in (1, 2, 4, 5))
    pager = f"{numbers} .. <a href=list_62.html>62</a> <a href=list_4.html>下一页</a>"
    listing = read(f"{listed(DATED)}<div class=pages>{pager}</div>", url="http://www.qingyan.example/xw/list_3.html")
    assert listing.total_pages == 62


def test_menus_of_the_lists_own_make_are_no_part_of_it() -> None:
    menu = "".join(f"<div><a href=/c{m}/>公开</a><ul>{rows(MENU)}</ul></div>" for m in range(4))
    body = f"<div>{menu}</div><div><div><ul>{rows(DATED)}</ul></div></div>".replace(" class=list", "")
    assert [item.title for item in read(body).items] == list(TITLES)


MENU = '<li><a href="/c/{n}/">行政许可事项</a></li>'


def test_a_universitys_addresses_are_articles_without_any_date() -> None:
    bare = '<li><a href="/2021/062{n}/c4310a11020{n}/page.htm">{title}</a></li>'
    assert [item.title for item in read(listed(bare)).items] == list(TITLES)
