"""Breadcrumbs with arrows, numbers below headlines, bylines in many places: facts of ministries and newspapers."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"
TITLE = "关于做好防汛工作的通知"
DAY = "<p>2020-05-06 08:30</p>"


def read(above: str = DAY, below: str = "", *, first: str = "", last: str = "", crumbs: str = "") -> Article:
    body = f"<div class=wz>{first}<p>{TEXT}</p><p>{TEXT}</p>{last}</div>"
    head = f"<html><head><title>{TITLE}_青砚网</title></head>"
    page = f"{head}<body>{crumbs}<h1>{TITLE}</h1>{above}{body}{below}</body></html>"
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    "crumbs",
    [
        "<p>本页位置： <a href=/>首页</a> → <a href=/x>新闻中心</a> → <a href=/x/s>社会新闻</a></p>",
        "<p>→ 首页 → 社会新闻</p>",
        "<p><a href=/>青砚网</a> &gt; <a href=/x>新闻</a> &gt; <a href=/x/s>社会新闻</a></p>",
    ],
)
def test_a_breadcrumb_is_known_by_its_arrows(crumbs: str) -> None:
    assert read(crumbs=crumbs).column == "社会新闻"


def test_a_line_with_an_arrow_that_is_not_all_links_is_no_breadcrumb() -> None:
    assert read(crumbs="<p>青砚网 > 了解更多请看下文</p>").column is None


def test_a_number_may_stand_between_headline_and_date() -> None:
    assert read(f"<p>青财建〔2017〕318号</p>{DAY}").doc_number == "青财建〔2017〕318号"


@pytest.mark.parametrize(
    ("place", "author"),
    [
        ({"above": f"<p>本报记者 顾言</p>{DAY}"}, "顾言"),
        ({"above": "<p>2020-05-06 <span>作者 顾言 方芷</span></p>"}, "顾言 方芷"),
        ({"above": "<p>2020-05-06 <span>作者 简介</span></p>"}, None),
        ({"first": "<p>作者：顾言（青砚学院水利研究中心副研究员）</p>"}, "顾言"),
        ({"first": "<p>青砚文旅网站 顾言 报道 “窗口排队少了。”近日，记者看到这一幕。</p>"}, "顾言"),
        ({"last": "<p>开展宣讲二十六场次。（农恩雨 顾言）</p>"}, "农恩雨 顾言"),
        ({"last": "<p>办法自公布之日起施行。（试行 修订）</p>"}, None),
    ],
)
def test_who_wrote_it_stands_in_many_places(place: dict[str, str], author: str | None) -> None:
    assert read(**place).author == author


def test_a_label_below_the_text_outweighs_the_sites_own_name_beside_the_date() -> None:
    below = "<table><tr><td><b>来源：</b>青砚日报　<b>编辑：</b>顾言</td></tr></table>"
    assert read("<p>2020-05-06 08:30 <span>青砚网</span></p>", below).source == "青砚日报"
    assert read("<p>2020-05-06 08:30 <span>青砚网</span></p>").source == "青砚网"


@pytest.mark.parametrize("step", ["文章内容", "浏览信息", "正文"])
def test_the_last_step_that_names_no_column_is_passed_over(step: str) -> None:
    crumbs = f"<p>您当前的位置：<a href=/>青砚县人民法院</a> -> <a href=/s>法官手记</a> -> {step}</p>"
    assert read(crumbs=crumbs).column == "法官手记"


def test_a_breadcrumb_may_be_a_list_of_items_with_nothing_in_between() -> None:
    crumbs = "<ol class=breadcrumb><li><a href=/>青砚网</a></li><li><a href=/lj>陆军</a></li><li>正文</li></ol>"
    assert read(crumbs=crumbs).column == "陆军"


@pytest.mark.parametrize(
    ("first", "author"),
    [
        ("青砚网讯（通讯员 叶尔兰·吐尔逊 顾言）九月二十四日，徒步大会开跑。", "叶尔兰·吐尔逊 顾言"),
        ("青砚网讯（记者顾言 通讯员方芷）先是有人丢了“金砖”。", "顾言 方芷"),
        ("本报青砚讯（记者 顾言 通讯员 方芷）为迎接世界水日，志愿者清理河滩。", "顾言 方芷"),
    ],
)
def test_correspondents_are_authors_as_well(first: str, author: str) -> None:
    assert read(first=f"<p>{first}</p>").author == author


def test_a_label_for_where_a_text_came_from_may_be_longer() -> None:
    assert read(below="<div>文章出处：灌涨法庭　　<br>责任编辑：顾言</div>").source == "灌涨法庭"


def test_a_tag_that_the_table_of_facts_bears_out_is_older_than_the_address() -> None:
    table = (
        "<table><tr><th>成文日期：</th><td>2018年07月24日</td><th>发文日期：</th><td>2018年07月30日</td></tr></table>"
    )
    page = (
        '<html><head><meta name="SiteName" content="青砚市水文局"><meta name="PubDate" content="2018-07-30 10:20">'
        f"<title>{TITLE}</title></head><body>{table}<h1>{TITLE}</h1><div class=wz><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
    )
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/gfxwj/202012/t20201207_4511021.html")
    assert str(article.published_at).startswith("2018-07-30 10:20")


def test_a_headline_of_two_characters_set_large_above_its_date_is_the_title() -> None:
    page = (
        "<html><head><title>::青砚市水文局::</title></head><body><table><tr><td><p align=center><b><font size=5>"
        f"讣&nbsp;&nbsp; 告</font></b></p></td></tr><tr><td align=right>(2014-12-1)</td></tr><tr><td><p>{TEXT}</p><p>{TEXT}</p>"
        "</td></tr></table></body></html>"
    )
    assert read_article(page.encode(), url="http://www.qingyan.gov.cn/show.asp?id=2231").title == "讣 告"


def test_a_headline_of_two_lines_in_one_piece_of_bold_type_is_one() -> None:
    page = (
        "<html><head><title>青砚市体育局</title></head><body><table><tr><td align=center class=black22><b>2009年全市射箭锦标赛<br>"
        "（女子个人）成绩公告</b></td></tr><tr><td>发布时间：2009-09-21</td></tr>"
        f"<tr><td><p>{TEXT}</p><p>{TEXT}</p></td></tr></table></body></html>"
    )
    title = read_article(page.encode(), url="http://www.qingyan.gov.cn/n16/1318412.html").title
    assert title == "2009年全市射箭锦标赛（女子个人）成绩公告"
