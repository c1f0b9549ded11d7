"""Items are found on list pages of any markup; what surrounds them is not."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

from datetime import date

import pytest

from pipelines.listing import read_listing
from pipelines.profile import Profile

URL = "http://www.yunling.example/zwgk/tzgg/index.html"

TITLES = (
    "云岭市人民政府关于印发防汛应急预案的通知",
    "云岭市举行春季农业生产新闻发布会",
    "关于公开征求城市绿化条例修改意见的公告",
    "市生态环境局召开大气污染防治工作推进会",
    "关于调整青石路公交线路的通告",
)
DAYS = (date(2024, 3, 18), date(2024, 3, 15), date(2024, 2, 28), date(2024, 2, 6), date(2023, 12, 29))
HREFS = tuple(f"./{day:%Y%m}/t{day:%Y%m%d}_{7001 - place}.html" for place, day in enumerate(DAYS))
URLS = tuple(f"http://www.yunling.example/zwgk/tzgg/{href[2:]}" for href in HREFS)
EXPECTED = list(zip(URLS, TITLES, DAYS, strict=True))

NAVIGATION = """
<div class="top"><a href="/">云岭市人民政府</a> | <a href="/english/">English</a> | <a href="/wza/">无障碍浏览</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li>
<li><a href="/hdjl/">互动交流</a></li><li><a href="/zjyl/">走进云岭</a></li></ul>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="./">通知公告</a></div>"""
FOOTER = """
<div class="yqlj"><h4>友情链接</h4><ul><li><a href="http://www.qinghe.example/">清河县人民政府门户网站</a></li>
<li><a href="http://www.caoyuan.example/">草原自治县人民政府门户网站</a></li>
<li><a href="http://www.fgw.yunling.example/">云岭市发展和改革委员会</a></li></ul></div>
<div class="footer"><p><a href="/wzdt/">网站地图</a> <a href="/lxwm/">联系我们</a> 主办：云岭市人民政府办公室 网站标识码：9900000001</p>
<p>建议使用1024×768分辨率 更新日期：2024-03-18</p></div>"""
HOT = """
<div class="side"><h3>热点新闻</h3><ul class="hot">
<li><a href="/xwzx/202401/t20240105_6001.html">云岭市第三届山地马拉松赛开跑</a><span>2024-01-05</span></li>
<li><a href="/xwzx/202401/t20240103_6000.html">新建成的云岭大桥正式通车</a><span>2024-01-03</span></li>
<li><a href="/xwzx/202312/t20231230_5999.html">我市元旦假期旅游市场平稳有序</a><span>2023-12-30</span></li></ul></div>"""


def page(listing: str, *, around: bool = True) -> bytes:
    before, after = (NAVIGATION, FOOTER) if around else ("", "")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告_云岭市人民政府</title></head>
<body>{before}<div class="main">{listing}</div>{after}</body></html>""".encode()


def rows(template: str, *, between: str = "\n") -> str:
    """The template filled for each item: {h} address, {t} title, {d} date and its parts {y} {m} {n}."""
    return between.join(
        template.format(h=href, t=title, d=f"{day:%Y-%m-%d}", y=day.year, m=f"{day:%m}", n=f"{day:%d}")
        for href, title, day in zip(HREFS, TITLES, DAYS, strict=True)
    )


def read(body: bytes, url: str = URL, **options: object) -> list[tuple[str | None, str, date | None]]:
    return [(item.url, item.title, item.date) for item in read_listing(body, url=url, **options).items]  # type: ignore[arg-type]


STRUCTURES = {
    "a span after the link": f'<ul class="list">{rows("<li><a href={h}>{t}</a><span>{d}</span></li>")}</ul>',
    "a span before the link": f'<ul class="list">{rows("<li><span>{d}</span><a href={h}>{t}</a></li>")}</ul>',
    "a date in brackets": f"<ul>{rows('<li>·<a href={h}>{t}</a> [{d}]</li>')}</ul>",
    "a date inside the link": f"<ul>{rows('<li><a href={h}><i></i>{t}<em>{d}</em></a></li>')}</ul>",
    "a date at the end of the link's text": f"<ul>{rows('<li><a href={h}>{t} [{d}]</a></li>')}</ul>",
    "a link around heading and date": f"<ul>{rows('<li><a href={h}><div><h2>{t}</h2><p>发布时间：{d}</p></div></a></li>')}</ul>",
    "a link around title and summary": f'<div class="box">{rows("<a href={h}><div class=tit>{t}</div><div class=txt>为进一步做好有关工作，现将事项通知如下。</div><div class=date>{d}</div></a>")}</div>',
    "a table of rows": f"<table>{rows('<tr><td>·</td><td><a href={h}>{t}</a></td><td>{d}</td></tr>')}</table>",
    "a table with a header, numbers and publishers": "<table><tr><th>索引号</th><th>名称</th><th>发布机构</th><th>发布日期</th></tr>"
    + rows(
        "<tr><td>0000{n}/2024-0{m}{n}</td><td><a href={h} title={t}>{t}</a></td><td>云岭市人民政府办公室</td><td>{d}</td></tr>"
    )
    + "</table>",
    "a table a row": rows(
        "<table><tr><td width=15></td><td><font><a href={h} title={t}>{t}</a></font><span class=hui12>{d}</span></td></tr></table>"
    ),
    "terms and definitions": f"<dl>{rows('<dt><a href={h}>{t}</a></dt><dd>{d}</dd>')}</dl>",
    "a list a row": rows("<ul><li class=t><a href={h}>{t}</a></li><li class=d>{d}</li></ul>"),
    "divisions": f'<div class="items">{rows("<div class=item><div class=t><a href={h}>{t}</a></div><div class=d>{d}</div></div>")}</div>',
    "divisions with a category's link": f'<div class="items">{rows("<div class=item><a href=/zwgk/>[公开]</a><a href={h}>{t}</a><b>{d}</b></div>")}</div>',
    "lines of bare links": f"<div>{rows('<a href={h}>{t}</a>（{d}）<br>')}</div>",
    "lines with the date first": f"<div>{rows('<span>{d}</span> <a href={h}>{t}</a><br>')}</div>",
    "paragraphs": f"<div>{rows('<p>• <a href={h}>{t}</a>　{d}</p>')}</div>",
    "a calendar leaf, day first": f"<ul>{rows('<li><div class=date><b>{n}</b><span>{y}-{m}</span></div><a href={h}>{t}</a></li>')}</ul>",
    "a calendar leaf, month first": f"<ul>{rows('<li><a href={h}><i class=time><em>{y}.{m}</em><strong>{n}</strong></i><p>{t}</p></a></li>')}</ul>",
    "a calendar leaf, year apart": f"<ul>{rows('<li><div><p>{m}-{n}</p><p>{y}</p></div><a href={h}>{t}</a></li>')}</ul>",
    "a calendar leaf, year first": f"<ul>{rows('<li><a href={h}>{t}</a><div><b>{y}</b><i>{m}/{n}</i></div></li>')}</ul>",
    "a date that is a link": f"<ul>{rows('<li><a href={h}>{d}</a><a href={h}>{t}</a></li>')}</ul>",
    "slashes and a time": f"<ul>{rows('<li><a href={h}>{t}</a><span>{y}/{m}/{n} 09:30:00</span></li>')}</ul>",
    "Chinese dates": f"<ul>{rows('<li><a href={h}>{t}</a><span>{y}年{m}月{n}日</span></li>')}</ul>",
    "month and day alone, the year in the address": f"<ul>{rows('<li><a href={h}>{t}</a><span>{m}-{n}</span></li>')}</ul>",
    "a summary that names another date": f"<ul>{rows('<li><a href={h}>{t}</a><p>2019年5月1日起施行的办法同时废止。<a href={h}>[详情]</a></p><span id=time>{d}</span></li>')}</ul>",
    "source and date in one line": f"<ul>{rows('<li><h3><a href={h}>{t}</a></h3><p>来源：云岭日报　时间：{d}　浏览：35次</p></li>')}</ul>",
    "a picture's link and a title's": f"<ul>{rows('<li><a href={h}><img src=a.jpg></a><h3><a href={h}>{t}</a></h3><span>{d}</span><a href={h}>[详细]</a></li>')}</ul>",
    "a picture's link and its caption": f"<ul>{rows('<li><a href={h}><img src=a.jpg></a><p>{t}</p><span>{d}</span></li>')}</ul>",
    "a mark for what is new": f"<ul>{rows('<li><a href={h}>{t}<i class=new>NEW</i></a><span>{d}</span></li>')}</ul>",
    "lists of five, each its own": f'<ul class="l1">{rows("<li><a href={h}>{t}</a><span>{d}</span></li>", between="</ul><ul class=l1>")}</ul>',
    "two columns of a layout table": "<table><tr>"
    + "".join(
        f"<td>{cell}</td>{'</tr><tr>' if n % 2 else ''}"
        for n, cell in enumerate(rows("<a href={h}>{t}</a> {d}").splitlines())
    )
    + "</tr></table>",
    "a layout table around everything": f"<table><tr><td>栏目</td><td>{rows('<div><a href={h}>{t}</a><span>{d}</span></div>')}</td></tr></table>",
    "a details link in the last column": f"<table>{rows('<tr><td>{t}</td><td>{d}</td><td><a href={h}>查看详情</a></td></tr>')}</table>",
    "upper-case tags of an old template": f"<TABLE><TBODY>{rows('<TR><TD><IMG src=a.gif>&nbsp;<A href={h}>{t}</A></TD><TD>{d}</TD></TR><TR><TD colspan=2 class=GroupBlankLine></TD></TR>')}</TBODY></TABLE>",
    "rows that open by script": "<ul>"
    + rows("""<li onclick="window.open('{h}')"><p>{t}</p><span>{d}</span></li>""")
    + "</ul>",
    "a pop-up of related links in each row": f'<ul class="u-list">{rows("<li><a href={h}>{t}</a><div class=popbox><ul><li><a href=../../jd/202401/t20240101_9{n}.html>专家解读：为什么要出台这个文件</a></li></ul></div><span>{d}</span></li>")}</ul>',
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_items_are_found_whatever_the_markup(name: str):
    assert read(page(STRUCTURES[name])) == EXPECTED


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_hot_list_beside_them_is_no_item(name: str):
    assert read(page(HOT + STRUCTURES[name])) == EXPECTED


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_hot_list_after_them_is_no_item(name: str):
    assert read(page(STRUCTURES[name] + HOT)) == EXPECTED


def test_undated_items_are_found_by_their_addresses():
    body = page(f"<ul>{rows('<li><a href={h}>{t}</a></li>')}</ul>")
    assert read(body) == [(url, title, None) for url, title in zip(URLS, TITLES, strict=True)]


def test_undated_items_of_an_unknown_dialect_are_found():
    body = page(
        "<ul>" + "".join(f'<li><a href="view.jsp?doc={n}">{t}</a></li>' for n, t in enumerate(TITLES, 310)) + "</ul>"
    )
    assert [title for _, title, _ in read(body)] == list(TITLES)


def test_one_dated_item_alone_is_a_list():
    body = page(f'<ul class="list"><li><a href="{HREFS[0]}">{TITLES[0]}</a><span>2024-03-18</span></li></ul>')
    assert read(body) == EXPECTED[:1]


def test_two_items_are_not_outweighed_by_a_longer_hot_list():
    body = page(
        f'<ul class="list">{"".join(rows("<li><a href={h}>{t}</a><span>{d}</span></li>").splitlines()[:2])}</ul>' + HOT
    )
    assert read(body) == EXPECTED[:2]


def test_a_fact_in_the_same_link_is_no_part_of_the_title():
    rows = "".join(
        f'<a href="{href}"><span class="t">{title}</span><span>来源：云岭日报</span><span>{day}</span></a>'
        for href, title, day in zip(HREFS, TITLES, DAYS, strict=True)
    )
    found = read_listing(f"{NAVIGATION}<div class=b>{rows}</div>{FOOTER}".encode(), url=URL).items
    assert [(item.url, item.title, item.date) for item in found] == EXPECTED


def test_a_cut_title_is_completed_from_the_title_attribute():
    body = page(
        f'<ul><li><a href="{HREFS[0]}" title="{TITLES[0]}">云岭市人民政府关于印发防汛…</a><span>2024-03-18</span></li></ul>'
    )
    assert read(body) == EXPECTED[:1]


def test_a_title_cut_without_a_mark_is_completed_too():
    body = page(
        f'<ul><li><a href="{HREFS[0]}" title="{TITLES[0]}">{TITLES[0][:12]}</a><span>2024-03-18</span></li></ul>'
    )
    assert read(body) == EXPECTED[:1]


def test_a_title_attribute_of_another_text_is_left_alone():
    body = page(
        f'<ul><li><a href="{HREFS[0]}" title="点击查看本条信息的详细内容页面和附件">{TITLES[0]}</a><span>2024-03-18</span></li></ul>'
    )
    assert read(body) == EXPECTED[:1]


def test_a_tooltip_of_several_lines_gives_its_title():
    tooltip = f"标题：{TITLES[0]}&#10;作者：张三&#10;发表时间：2024-03-18"
    body = page(
        f'<ul><li><a href="{HREFS[0]}" title="{tooltip}">{TITLES[0][:8]}...</a><span>2024-03-18</span></li></ul>'
    )
    assert read(body) == EXPECTED[:1]


def test_the_publication_date_is_taken_before_the_date_of_writing():
    row = '<li><a href="{h}">{t}</a><span>成文日期：2020-01-02</span><span>发布日期：{d}</span></li>'
    assert read(page(f"<ul>{rows(row)}</ul>")) == EXPECTED


def test_a_date_in_the_title_is_not_the_item_s_date():
    title = "云岭市2021年5月6日空气质量日报"
    assert read(page(f'<ul><li><a href="{HREFS[0]}">{title}</a></li></ul>')) == [(URLS[0], title, None)]


def test_a_table_s_head_says_which_column_is_the_publication_date():
    head = "<tr><th>名称</th><th>成文日期</th><th>发布日期</th></tr>"
    body = page(f"<table>{head}{rows('<tr><td><a href={h}>{t}</a></td><td>2020-01-02</td><td>{d}</td></tr>')}</table>")
    assert read(body) == EXPECTED


def test_the_list_before_the_pager_outweighs_an_equal_one():
    other = "".join(
        f'<li><a href="/xwzx/202401/t2024010{n}_600{n}.html">云岭市新闻中心第{n}条要闻</a><span>2024-01-0{n}</span></li>'
        for n in range(1, 7)
    )
    elsewhere = rows("<li><a href={h}>{t}</a><span>{d}</span></li>").replace("./", "/wj/")
    body = page(
        f'<div><ul class="a">{other}</ul></div><div><ul class="b">{elsewhere}</ul><script>createPageHTML(3, 0, "index", "html")</script></div>'
    )
    assert [title for _, title, _ in read(body)] == list(TITLES)


def test_an_unnamed_list_of_another_column_does_not_join():
    other = "".join(
        f'<li><a href="/xwzx/202401/t2024010{n}_600{n}.html">云岭市新闻中心第{n}条要闻</a><span>2024-01-0{n}</span></li>'
        for n in range(1, 4)
    )
    body = page(f'<ul class="a">{rows("<li><a href={h}>{t}</a><span>{d}</span></li>")}</ul><ul class="b">{other}</ul>')
    assert read(body) == EXPECTED


def test_an_index_number_is_no_date():
    row = '<li><a href="{h}">{t}</a><span>2026-02-00018</span><span>{d}</span></li>'
    assert read(page(f"<ul>{rows(row)}</ul>")) == EXPECTED


def test_an_impossible_date_is_none():
    body = page(f'<ul><li><a href="{HREFS[0]}">{TITLES[0]}</a><span>2024-02-31</span></li></ul>')
    assert read(body) == [(URLS[0], TITLES[0], None)]


def test_an_address_listed_twice_is_one_item():
    listing = rows("<li><a href={h}>{t}</a><span>{d}</span></li>")
    assert read(page(f"<ul>{listing}{listing}</ul>")) == EXPECTED


def test_items_on_other_hosts_and_attachments_are_items():
    body = page(
        '<ul class="list"><li><a href="https://ggzy.qinghe.example/jyxx/001006/20240301/0386304b-d6d3-47f3-b7b5-51d689a95887.html?code=65">'
        "清河县土地使用权挂牌出让公告</a><span>2024-03-01</span></li>"
        '<li><a href="/upload/202402/W020240229.pdf">云岭市2023年国民经济和社会发展统计公报</a><span>2024-02-29</span></li></ul>'
    )
    assert [url for url, _, _ in read(body)] == [
        "https://ggzy.qinghe.example/jyxx/001006/20240301/0386304b-d6d3-47f3-b7b5-51d689a95887.html?code=65",
        "http://www.yunling.example/upload/202402/W020240229.pdf",
    ]


def test_a_more_link_and_a_pager_in_the_list_are_no_items():
    listing = rows("<li><a href={h}>{t}</a><span>{d}</span></li>")
    extra = '<li><a href="../">更多&gt;&gt;</a></li><li><a href="index_1.html">2</a></li><li><a href="index_1.html">下一页</a></li>'
    assert read(page(f"<ul>{listing}{extra}</ul>")) == EXPECTED


def test_a_headline_above_the_list_is_an_item():
    first, *rest = rows("<li><a href={h}>{t}</a><span>{d}</span></li>").splitlines()
    headline = f'<div class="headline"><h2><a href="{HREFS[0]}">{TITLES[0]}</a></h2><p>2024-03-18</p></div>'
    assert first
    assert read(page(f'<div class="con">{headline}<ul>{"".join(rest)}</ul></div>')) == EXPECTED


def test_a_base_element_is_followed():
    body = page(f'<base href="/other/"><ul>{rows("<li><a href={h}>{t}</a><span>{d}</span></li>")}</ul>')
    assert read(body)[0][0] == f"http://www.yunling.example/other/{HREFS[0][2:]}"


def test_without_a_page_address_items_keep_their_raw_links():
    listing = read_listing(page(STRUCTURES["a span after the link"]), url="")
    assert [item.url for item in listing.items] == [None] * 5
    assert [item.href for item in listing.items] == list(HREFS)


def test_a_link_without_an_address_is_an_item_without_url():
    body = page(
        '<ul><li><a href="javascript:;">'
        + '</a><span>2024-01-01</span></li><li><a href="javascript:;">'.join(TITLES)
        + "</a><span>2024-01-01</span></li></ul>"
    )
    assert [(url, title) for url, title, _ in read(body)] == [(None, title) for title in TITLES]


def test_a_page_of_navigation_alone_gives_no_items():
    assert read(page("")) == []


def test_a_list_that_says_it_is_empty_gives_no_items():
    assert read(page('<ul class="list"><li>暂无信息</li></ul>')) == []


def test_the_list_in_gb18030_under_a_gb2312_label_is_read():
    source = page(STRUCTURES["a span after the link"]).decode().replace("utf-8", "gb2312")
    assert read(source.encode("gb18030")) == EXPECTED


def test_a_site_s_selector_decides_what_is_an_item():
    body = page(HOT + STRUCTURES["a span after the link"])
    found = read(body, profile=Profile(items=(".hot li a",)))
    assert [title for _, title, _ in found] == [
        "云岭市第三届山地马拉松赛开跑",
        "新建成的云岭大桥正式通车",
        "我市元旦假期旅游市场平稳有序",
    ]
    assert found[0][2] == date(2024, 1, 5)


def test_selectors_are_tried_in_order():
    body = page(STRUCTURES["a span after the link"])
    assert read(body, profile=Profile(items=(".gone a", ".list li"))) == EXPECTED


def test_a_site_s_article_pattern_decides_which_links_count():
    body = page(HOT + STRUCTURES["a span after the link"])
    found = read(body, profile=Profile(article=r"/xwzx/\d{6}/t\d+_\d+\.html$"))
    assert found[0][1] == "云岭市第三届山地马拉松赛开跑"
    assert len(found) == 3
