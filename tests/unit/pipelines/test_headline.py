"""The headline, told by the witnesses a page has."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

BODY = "<div id=zoom><p>各县人民政府要加强领导，落实责任，确保各项工作取得实效。</p><p>请认真贯彻执行。</p></div>"


def read(above: str, *, head: str = "", tag: str = "", body: str = BODY) -> Article:
    page = f"<html><head><title>{tag}</title>{head}</head><body>{above}{body}</body></html>"
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    ("above", "tag", "title"),
    [
        ("<h1>全市教育工作会议召开</h1>", "全市教育工作会议召开", "全市教育工作会议召开"),
        (
            "<h1>青砚市人民政府</h1><h2>全市教育工作会议召开</h2>",
            "全市教育工作会议召开_要闻_青砚市人民政府",
            "全市教育工作会议召开",
        ),
        ("<p class=a>全市教育工作会议召开</p>", "青砚市人民政府 要闻 全市教育工作会议召开", "全市教育工作会议召开"),
        (
            "<table><tr><td><b>许可证颁发公告<br>（2015年第3号）</b></td></tr></table>",
            "许可证颁发公告（2015年第3号）",
            "许可证颁发公告（2015年第3号）",
        ),
        (
            "<table><tr><td><font>[图文]</font>全市教育工作会议召开</td></tr></table><p>更新时间：2008-6-12</p>",
            "青砚市教育信息网",
            "全市教育工作会议召开",
        ),
        (
            "<table><tr><td><font size=4>二桥昨日合龙</font></td></tr>"
            "<tr><td><font size=3>比原定计划工期提前四十天</font></td></tr>"
            "<tr><td>发布：2005-6-8 10:22　来自：团结报</td></tr></table>",
            "青砚市人民政府网",
            "二桥昨日合龙",
        ),
        (
            "<p>为教育强市注入新动能</p><p>——全市教育工作会议侧记</p>",
            "为教育强市注入新动能——全市教育工作会议侧记-青砚网",
            "为教育强市注入新动能——全市教育工作会议侧记",
        ),
        ("<h1>关于做好防汛工作</h1><h1>的通知</h1>", "关于做好防汛工作的通知 - 青砚市", "关于做好防汛工作的通知"),
        ("<h1>土豆不“土” 土豆无“土”</h1>", "土豆不“土” 土豆无“土” 青砚网", "土豆不“土” 土豆无“土”"),
        (
            "<div>全市教育工作会议召开　来源于：市教育局</div>",
            "全市教育工作会议召开 市教育局_青砚网",
            "全市教育工作会议召开",
        ),
        (
            "<div style='display:none'>东区办事处新闻栏目</div><b>图书馆开馆</b>",
            "图书馆开馆 东区办事处新闻栏目",
            "图书馆开馆",
        ),
        ("", "全市教育工作会议召开_青砚市人民政府门户网站", "全市教育工作会议召开"),
        ("", "全市教育工作会议召开 - 要闻 - 青砚市人民政府 -", "全市教育工作会议召开"),
        ("", "深化“放管服”改革--青砚--人民网", "深化“放管服”改革"),
    ],
)
def test_the_title_tag_tells_which_line_is_the_headline(above: str, tag: str, title: str) -> None:
    assert read(above, tag=tag).title == title


@pytest.mark.parametrize(
    ("content", "above", "title"),
    [
        ("全市教育工作会议召开", "<h1>全市教育工作会议召开</h1>", "全市教育工作会议召开"),
        ("上半句&lt;div&gt;——下半句是副题&lt;/div&gt;", "<p>上半句</p><p>——下半句是副题</p>", "上半句——下半句是副题"),
        ("全市教育工作会议召开", "<h2>全市教育工作会议召开</h2><h3>市长出席并讲话强调</h3>", "全市教育工作会议召开"),
        ("文章标题", "<h1>全市教育工作会议召开</h1>", "全市教育工作会议召开"),
        ("", "<h1>全市教育工作会议召开</h1>", "全市教育工作会议召开"),
    ],
)
def test_the_guidelines_tag_is_believed_where_it_is_sane(content: str, above: str, title: str) -> None:
    assert read(above, head=f'<meta name="ArticleTitle" content="{content}">', tag="青砚市人民政府").title == title


@pytest.mark.parametrize(
    "above",
    [
        "<div class=logo>青砚市人民政府</div><h1>百丈社区开展暑期教育活动</h1>",
        '<div class="news-title">百丈社区开展暑期教育活动</div><p>2016-07-20 来源：春汀镇</p>',
        "<ul><li><a href=/>首页</a></li></ul><p>百丈社区开展暑期教育活动</p><div>时间：2019-06-17 10:18:12 来源：青砚"
        "日报</div>",
    ],
)
def test_a_title_tag_that_only_names_the_site_is_no_headline(above: str) -> None:
    assert read(above, tag="青砚市高新区管委会（北区人民政府）").title == "百丈社区开展暑期教育活动"


@pytest.mark.parametrize(
    "facts", ["发布单位：市教育局", "[ 05-06 08:30 ]", "May 6, 2020", "Wed May 06 08:30:01 CST 2020"]
)
def test_a_line_of_facts_below_it_is_no_headline(facts: str) -> None:
    above = (
        f"<table><tr><td><font size=5><b>百丈社区开展暑期教育活动</b></font></td></tr><tr><td>{facts}</td></tr></table>"
    )
    assert read(above, tag="青砚在线").title == "百丈社区开展暑期教育活动"


def test_the_headline_is_no_part_of_the_text_wherever_it_stands() -> None:
    body = BODY.replace("<p>", "<h1>全市教育工作会议召开</h1><p>来源：市教育局 时间：2020-01-02</p><p>", 1)
    article = read("", tag="全市教育工作会议召开", body=body)
    assert article.paragraphs[0].startswith("各县人民政府")
    assert {cut.why for cut in article.removed} >= {"title"}


def test_a_page_without_any_title_is_called_by_its_first_line() -> None:
    body = "<div><p>全市教育工作会议召开</p><p>各县人民政府要加强领导，落实责任，确保各项工作取得实效。</p></div>"
    assert read("", body=body).title == "全市教育工作会议召开"


def test_the_origin_says_what_told_the_headline() -> None:
    assert (
        dict(read("<h1>全市教育工作会议</h1>", tag="全市教育工作会议").origins)["title"]
        == "heading, as in the title tag"
    )


@pytest.mark.parametrize("label", ["<b>标题：</b>", "<span>标　　题</span>", "标题："])
def test_a_label_before_the_headline_is_none_of_it(label: str) -> None:
    above = f"<div>{label}全市教育工作会议召开</div><div><b>来源：</b>市教育局 <b>日期：</b>2021-10-20</div>"
    assert read(above, tag="教育信息网 - 新闻内容").title == "全市教育工作会议召开"


def test_a_heading_of_two_letters_is_the_headline_where_the_title_tag_begins_with_it() -> None:
    above = "<h1>公示</h1><p>时间：2023-05-04 来源：市图书馆</p>"
    assert read(above, tag="公示-青砚市图书馆").title == "公示"


def test_the_name_of_a_column_above_a_headline_is_none() -> None:
    above = "<h2>公告</h2><h1>关于延长开放时间的通知</h1><p>时间：2023-05-04</p>"
    assert read(above, tag="公告-青砚市图书馆").title == "关于延长开放时间的通知"
