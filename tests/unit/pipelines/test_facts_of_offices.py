"""Facts as offices print them: labels with nothing between, credits below the text, and what is no fact."""

from __future__ import annotations

from html import escape

import pytest

from archive.article import Article
from pipelines import read_article

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"
TITLE = "关于做好防汛工作的通知"
DAY = "<p>2020-05-06 08:30</p>"


def read(above: str = DAY, below: str = "", *, last: str = "") -> Article:
    body = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p>{last}</div>"
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{above}{body}{below}</body></html>"
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    ("facts", "source"),
    [
        ("来源：市水文局所属栏目：工作动态 2020-05-06", "市水文局"),
        ("来源：市水文局类别：动态 2020-05-06", "市水文局"),
        ("来源：市水文局热度：12 2020-05-06", "市水文局"),
        ("来源：市水文局发布：2020-05-06", "市水文局"),
        ("来源：市水文局撰稿：顾言 2020-05-06", "市水文局"),
        ("来源：青砚新闻网网络编辑：方芷分类：动态 2020-05-06", "青砚新闻网"),
        ("来源：编辑部 2020-05-06", "编辑部"),
        ("来源：人民日报 新华社 央视新闻　时间：2020-05-06", "人民日报 新华社 央视新闻"),
        ("来源：市水文局 责任部门：市水利局 日期：2020-05-06", "市水文局"),
        ("来源：市水文局通讯员 顾言 2020-05-06", "市水文局"),
        ("新闻来源:市水文局于 2020-05-06 10:20:31 发布", "市水文局"),
        ("来源︱市水文局　时间︱2020-05-06", "市水文局"),
        ("来源-青砚发布 2020-05-06", "青砚发布"),
        ("上传时间：2020-05-06 上报单位：东风镇人民政府", "东风镇人民政府"),
        ("撰稿单位：东风镇人民政府 2020-05-06", "东风镇人民政府"),
        ("转载于：青砚日报 2020-05-06", "青砚日报"),
        ("来源于青砚日报 2020-05-06", "青砚日报"),
        ("来自 青砚日报 2020-05-06", "青砚日报"),
        ("由 市水文局 发布于 2020-05-06", "市水文局"),
        ("市水文局　/　2020-05-06　/　浏览 12", "市水文局"),
        ("2020-05-06　-　市水文局", "市水文局"),
        ("来源：{source} 2020-05-06", None),
        ("来源：<%=source%> 2020-05-06", None),
        ("来源：undefined 2020-05-06", None),
        ("来源：佚名 2020-05-06", None),
        ("2020-05-06 转载：请注明出处", None),
        ("[ 索引号 ] 5300/1 [ 发布机构 ] 市水文局 [ 发布日期 ] 2020-05-06", None),
    ],
)
def test_the_source_among_other_labels(facts: str, source: str | None) -> None:
    assert read(f"<p>{escape(facts)}</p>").source == source


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ("发布日期：20-05-06　来源：青砚日报", "2020-05-06 00:00"),
        ("[日期:20/05/06 10:20] 来源：青砚日报", "2020-05-06 10:20"),
        ("发布时间：5/6/2020 1:20:00 PM　来源：青砚日报", "2020-05-06 13:20"),
        ("来源：市政府常务会议　时间：2020-05-06 10:20", "2020-05-06 10:20"),
    ],
)
def test_a_day_in_another_order_or_without_its_century(facts: str, day: str) -> None:
    assert f"{read(f'<p>{facts}</p>').published_at:%Y-%m-%d %H:%M}" == day


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ("<p>发布时间：2020-05-06　市水文局　阅读：12</p>", "市水文局"),
        ("<p>市水文局　发布时间：2020-05-06 08:30　责任编辑：方芷</p>", "市水文局"),
        ("<p>时间：2020-05-06 市水文局 [<a href=#>大</a>|<a href=#>小</a>] 编辑：方芷</p>", "市水文局"),
        ("<p>[发布时间：2020-05-06][市水文局][阅读：12]</p>", "市水文局"),
        ("<p>市水文局</p><p>发布时间：2020-05-06</p>", "市水文局"),
        ("<p>发布时间：2020-05-06　责任编辑：市水文局</p>", None),
        ("<p>发布机构　市水文局　成文日期　2020-05-06</p>", None),
        ("<p>发布时间：2020-05-06　<a href=/>市水文局</a></p>", None),
        ("<p>当前位置：首页 > 市水文局　2020-05-06</p>", None),
        ("<p>来源：　2020-05-06　市水文局</p>", None),
        ("<p>来源：</p><p>阅读 12</p><p>2020-05-06</p>", None),
        ("<p>来源：</p><p>举报</p><p>2020-05-06</p>", None),
        ("<p>来源：</p><p>录入时间：2020-05-06</p>", None),
        ("<p>来源:<b>青砚发布</b>日期：2020-05-06</p>", "青砚发布"),
    ],
)
def test_an_outlet_without_a_label_among_the_facts(above: str, source: str | None) -> None:
    assert read(above).source == source


def test_the_site_among_the_facts_gives_way_to_a_label_below_the_text() -> None:
    above = "<p>青砚市人民政府网站 www.qingyan.gov.cn 发布时间：2020-05-06</p>"
    assert read(above, "<p>信息来源：市水文局办公室 责任编辑：</p>").source == "市水文局办公室"


@pytest.mark.parametrize(
    "facts",
    [
        "撰稿：李顾言录入时间：2020-05-06",
        "撰稿：李顾言录入：admin 2020-05-06",
        "作者：李顾言网络编辑：方芷 2020-05-06",
        "记者：李顾言 举报 2020-05-06",
    ],
)
def test_an_author_ends_where_another_label_begins(facts: str) -> None:
    assert read(f"<p>{facts}</p>").author == "李顾言"


def test_a_cell_that_is_the_next_label_is_no_value() -> None:
    cells = ("索引号：", "5300/1", "来源：", "发文机构：", "市水文局", "发布日期：", "2020-05-06")
    assert read("".join(f"<div>{cell}</div>" for cell in cells)).source is None


def test_an_editor_ends_where_the_date_begins() -> None:
    assert read("<p>作者：顾言责任编辑：方芷发布：2020-05-06 06:40</p>").editor == "方芷"


@pytest.mark.parametrize(
    ("last", "source"),
    [
        ("来源 / 青砚发布", "青砚发布"),
        ("来源│青砚发布", "青砚发布"),
        ("供稿单位 | 市水文局", "市水文局"),
        ("（市水文局供稿）", "市水文局"),
        ("（顾言 供稿）", None),
        ("群众十分满意。来源：青砚网", "青砚网"),
        ("群众满意，主要水源来源：青砚水库", None),
    ],
)
def test_a_source_as_the_last_words(last: str, source: str | None) -> None:
    assert read(last=f"<p>{last}</p>").source == source


@pytest.mark.parametrize(
    "below",
    [
        "<h4>相关阅读</h4><ul><li><a href=/1>来源：青砚日报 | 全市防汛会议</a></li></ul>",
        "<h4>热门推荐</h4><div><a href=/1>全市防汛会议召开部署今年工作</a><p>来源：青砚发布 2020-05-02</p></div>",
    ],
)
def test_a_list_of_other_articles_has_sources_of_its_own(below: str) -> None:
    assert read(below=below).source is None


def test_an_editor_among_credits_below_such_a_list_is_still_heard() -> None:
    credits_line = "<p>来源：青砚网　编辑：方芷</p>"
    article = read(below=f"<h4>相关阅读</h4><ul><li><a href=/1>全市防汛会议</a></li></ul>{credits_line}")
    assert (article.source, article.editor) == ("青砚网", "方芷")


@pytest.mark.parametrize(
    ("below", "editor"),
    [("<p>网编：方芷</p>", "方芷"), ("<p>责任编辑：</p><h4>相关新闻</h4><p>全市防汛会议</p>", None)],
)
def test_an_editor_below_the_text(below: str, editor: str | None) -> None:
    assert read(below=below).editor == editor


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("群众十分满意。（总台记者 顾言 方芷远 ）", "顾言 方芷远"),
        ("（李顾言 文/图）", "李顾言"),
        ("（李顾言、方芷远 摄影报道）", "李顾言、方芷远"),
        ("■ 青砚日报记者 李顾言", "李顾言"),
        ("（本文作者：李顾言，青砚市社科院研究员）", "李顾言"),
    ],
)
def test_a_byline_below_the_text(last: str, author: str) -> None:
    assert read(last=f"<p>{last}</p>").author == author


@pytest.mark.parametrize(
    "last",
    [
        "<p>监制：方芷</p>",
        "<p>▲来源：市水文局</p><p>责编/方芷</p>",
        "<p>转自：市水文局</p><p>责编：方芷</p>",
        "<p>编辑丨方芷</p><p>摄影：李顾言</p><p>签发：何青</p>",
        "<p>素材来源：网络</p><p>责编：方芷</p>",
        "<p>本文来源：市水文局　责编：方芷　值班主任：何青</p>",
        "<p>来源▼市水文局</p>",
    ],
)
def test_credits_below_the_text_are_no_text(last: str) -> None:
    assert read(last=last).text == read().text


@pytest.mark.parametrize(
    "last", ["摄影：李顾言", "记者：李顾言", "主要来源：财政拨款，社会捐赠。", "统筹：各县要统筹兼顾。"]
)
def test_a_signature_or_a_sentence_below_the_text_stays(last: str) -> None:
    assert read(last=f"<p>{last}</p>").text.endswith(last)


def test_the_reviser_is_the_editor_where_nobody_else_is() -> None:
    assert read(last="<p>编审：何青</p>").editor == "何青"
    assert read(last="<p>编审：何青</p><p>编辑 | 方芷</p>").editor == "方芷"


@pytest.mark.parametrize(
    "facts",
    [
        "<p>发布时间：2020-05-06　来源：市水文局</p>",
        "<p>2020年05月06日08:30　作者：李顾言　信息来源：市水文局　人气：94</p>",
        "<p>[来源:市水文局][日期：2020年05月06日][责任编辑:方芷]</p>",
    ],
)
def test_facts_below_the_text_outweigh_the_readers_own_day_above_it(facts: str) -> None:
    body = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p></div>{facts}"
    top = "<div>2020年12月08日 农历十月廿四</div><div>青砚 晴 12℃~20℃</div>"
    page = f"<html><head><title>{TITLE}</title></head><body>{top}<h1>{TITLE}</h1>{body}</body></html>"
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert (article.source, f"{article.published_at:%Y-%m-%d}") == ("市水文局", "2020-05-06")


@pytest.mark.parametrize(
    "header",
    ["<p>来源：市水文局</p><p>2020-05-06</p><p>人气：94</p>", "<p>[发布日期]2020-05-06</p><p>来源：市水文局</p>"],
)
def test_a_fact_alone_beside_others_above_the_text_is_no_text(header: str) -> None:
    body = f"<div class=wz>{header}<p>{TEXT}</p><p>{TEXT}</p></div>"
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body></html>"
    assert read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html").text == f"{TEXT}\n{TEXT}"


def test_the_weather_and_the_heading_of_a_ranking_are_no_headlines() -> None:
    aside = (
        "<div>青砚 晴 12℃~20℃</div><div class=r><h3>最新信息</h3><ul><li><a href=/1>全市会议召开</a></li></ul></div>"
    )
    facts = "<p>来源：市水文局 2020-05-06</p>"
    body = f"{aside}{facts}<div class=a><span>{TITLE}</span></div><div class=wz><p>{TEXT}</p><p>{TEXT}</p></div>"
    page = f"<html><head><title>青砚市人民政府网站</title></head><body>{body}</body></html>"
    assert read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html").title == TITLE
