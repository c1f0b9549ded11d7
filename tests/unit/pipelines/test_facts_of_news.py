"""Facts as newspapers, portals and press offices print them around and inside their texts."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"
TITLE = "关于做好防汛工作的通知"
DAY = "<p>2020-05-06 08:30</p>"


def read(above: str = DAY, below: str = "", *, last: str = "", title: str = TITLE, crumbs: str = "") -> Article:
    body = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p>{last}</div>"
    page = f"<html><head><title>{title}</title></head><body>{crumbs}<h1>{title}</h1>{above}{body}{below}</body></html>"
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ("<p>2020-05-06 08:30 青砚早报 <a href=#p>打印</a> <a href=#t>推荐</a></p>", "青砚早报"),
        ("<p><a href=/>www.qingyan.cn</a> 2020-05-06 青砚早报 编辑：顾言 【<a>大</a><a>小</a>】</p>", "青砚早报"),
        ("<p>2020-05-06 <a href=/c>青砚早报</a> 打印</p>", None),
        ("<p>本报记者　顾　言 <span>《青砚早报》（<i>2020年05月06日</i> 第 14 版）</span></p>", "青砚早报"),
        ("<p>来源：《青砚文稿》2020/16 2020-05-06</p>", "《青砚文稿》2020/16"),
        ("<p>来源：《青砚日报》2020-05-06</p>", "《青砚日报》"),
        (f'{DAY}<form><input type=hidden name=hidSource value="青砚早报"></form>', "青砚早报"),
        (f'{DAY}<form><input type=hidden name=source value="site1"></form>', None),
    ],
)
def test_the_source_of_a_newspapers_page(above: str, source: str | None) -> None:
    assert read(above).source == source


@pytest.mark.parametrize(
    ("below", "editor"),
    [
        ("<table><tr><td>稿源 青砚早报</td></tr><tr><td>编辑 井然</td></tr></table>", "井然"),
        ("<p>网站编辑 - 顾言</p><p>审核 - 方芷</p>", "顾言"),
        ("<p>编辑 推荐</p>", None),
        ("<p>责任编辑 顾　言</p>", "顾言"),
        ("<p>编辑：顾言 添加时间：2020-05-06</p>", "顾言"),
        ("<p>编辑：顾言 新闻来源：青砚早报</p>", "顾言"),
    ],
)
def test_the_editor_of_a_portals_page(below: str, editor: str | None) -> None:
    assert read(below=below).editor == editor


def test_a_source_without_a_colon_below_the_text_is_an_organisation_alone() -> None:
    assert read(below="<p>来源 青砚早报 网站编辑：顾言</p>").source == "青砚早报"
    assert read(below="<p>来源 一只青花碗的故事</p>").source is None


def test_a_line_of_many_credits_is_no_text_and_names_the_editor() -> None:
    article = read(last="<p>栏目主编：简宁 文字编辑：顾言 题图来源：方芷 摄 图片编辑：林远山</p>")
    assert (article.editor, article.paragraphs) == ("顾言", (TEXT, TEXT))


@pytest.mark.parametrize("label", ["网站编辑", "责任编辑", "编辑"])
def test_an_editor_behind_a_stroke_set_apart_is_no_text(label: str) -> None:
    article = read(last=f"<p>{label} - 顾言</p>")
    assert (article.editor, article.paragraphs) == ("顾言", (TEXT, TEXT))


def test_the_name_ends_where_a_tool_begins() -> None:
    assert read("<p>2020-05-06 责任编辑：顾言 <a href=#c>发表评论</a></p>").editor == "顾言"


@pytest.mark.parametrize("line", ["[作者：顾言 方芷]", "【记者：顾言】"])
def test_an_author_in_square_brackets_is_no_text(line: str) -> None:
    assert read(last=f"<p>{line}</p>").paragraphs == (TEXT, TEXT)


def test_a_headline_may_hold_a_day() -> None:
    title = "青砚市水文局关于2020年4月17日拟审批项目的公示"
    page = f"<title>青砚市水文局</title><div class=newstitle>{title}</div>{DAY}<div><p>{TEXT}</p><p>{TEXT}</p></div>"
    assert read_article(page.encode(), url="http://www.qingyan.gov.cn/a.aspx?id=1").title == title


def test_when_and_where_a_press_conference_was_held_is_text_and_no_date() -> None:
    bill = "<p>时间：2020年4月28日上午10:00</p><p>地点：市政府新闻发布厅</p><p>发布人：市水文局副局长 顾言</p>"
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1>{DAY}<div id=zoom>{bill}<p>{TEXT}</p><p>{TEXT}</p></div>"
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert len(article.paragraphs) == 5
    assert str(article.published_at).startswith("2020-05-06 08:30")


@pytest.mark.parametrize(
    ("crumbs", "column"),
    [
        ("<div><a>青砚网</a> &gt;&gt; <a>新闻中心</a> &gt;&gt; <a>本地新闻</a> &gt;&gt; 正文</div>", "本地新闻"),
        ("<div><a>青砚网</a> &gt; 正文</div>", None),
        ("<div>当前位置：<a>首页</a> - <a>水利要闻</a> - 正文</div>", "水利要闻"),
        ("<div>当前位置：<a>首页</a> -> <a>县市动态</a> -> 文章详细</div>", "县市动态"),
    ],
)
def test_a_breadcrumb_may_end_in_words_for_the_article(crumbs: str, column: str | None) -> None:
    assert read(crumbs=crumbs).column == column


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("<p>工程年底完工。（文/图 顾言 方芷）</p>", "顾言 方芷"),
        ("<p>本报记者 顾言 本报通讯员 方芷</p>", "顾言 方芷"),
    ],
)
def test_who_wrote_a_text_stands_at_its_end(last: str, author: str) -> None:
    assert read(last=last).author == author


def test_a_number_in_a_cell_below_its_label_needs_no_colon() -> None:
    cells = "<table><tr><td>文件编号</td><td>青水卫〔2020〕6号</td><td>效力状况</td><td>有效</td></tr></table>"
    assert read(cells).doc_number == "青水卫〔2020〕6号"
