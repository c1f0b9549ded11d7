"""Facts as systems print them that no rule was written for: labels in other words, other marks, other places."""

from __future__ import annotations

from typing import Any

import pytest

from archive.article import Article
from pipelines import read_article

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"
BODY = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p></div>"


def read(
    above: str = "", below: str = "", *, title: str = "关于做好防汛工作的通知", tag: str = "", **page: Any
) -> Article:
    body = page.get("body", BODY)
    markup = f"<html><head><title>{tag or title}</title></head><body><h1>{title}</h1>{above}{body}{below}</body></html>"
    return read_article(markup.encode(), url=page.get("url", "http://www.qingyan.gov.cn/a/1.html"))


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ("<div>【来源】市水文局　【时间】2020-05-06</div>", "市水文局"),
        ("<div>[来源]：市水文局 2020-05-06</div>", "市水文局"),
        ("<p><span>时间 2020-05-06</span><span>来源 市水文局</span><span>阅读 9</span></p>", "市水文局"),
        ("<p>2020-05-06 转载自：青砚早报</p>", "青砚早报"),
        ("<p>2020-05-06 发布单位：市水文局</p>", "市水文局"),
        ("<p>供稿：市水文局 2020-05-06</p>", "市水文局"),
        ("<p><em>青砚早报</em> <em>2020-05-06 08:00</em></p>", "青砚早报"),
        ("<p>青砚早报</p><p>2020-05-06 08:00</p>", "青砚早报"),
        ("<p>2020-05-06</p><p>青砚早报</p>", "青砚早报"),
        ("<p>2020-05-06 青砚早报 <a href=/p>我要评论</a></p>", "青砚早报"),
        ("<p>2020-05-06 <a href=/p>青砚早报</a></p>", None),
        ("<p>供稿：顾言 2020-05-06</p>", None),
        ("<p>2020-05-06 | 来源 | 市水文局办公室</p>", "市水文局办公室"),
        ("<p><i>青砚早报</i><i>2020-05-06 08:00</i><i>记者 顾言</i></p>", "青砚早报"),
        ("<p>来源：青砚早报（记者 顾言） 2020-05-06</p>", "青砚早报"),
        ("<p>来源：Qingyan Daily 2020-05-06</p>", "Qingyan Daily"),
        ("<p>来源：QYTV-1 新闻频道 2020-05-06</p>", "QYTV-1 新闻频道"),
        ("<p>2020-05-06</p><p>编辑：青砚网</p>", None),
        ("<p>来源：<script>var ly='市水文局';document.write(ly)</script> 2020-05-06</p>", "市水文局"),
        ("<p>2020-05-06 <span>供稿部门：水文科</span></p>", "水文科"),
        ('<p>2020-05-06 <a href=/p class="source ent">青砚财经</a></p>', "青砚财经"),
        ("<p><i>2020-05-06</i><i>市残联</i><i>编辑：顾言</i></p>", "市残联"),
        ('<p><i>2020-05-06</i><span class="source">青砚文旅</span></p>', "青砚文旅"),
        ('<p><i class="m_source">青砚网-《青砚日报》</i> <i>2020-05-06 04:40</i></p>', "青砚网-《青砚日报》"),
        ('<p class="source"><span>顾言</span><span>2020-05-06</span></p>', None),
        ('<p><i>2020-05-06</i><span class="source">浏览：9</span></p>', None),
        ("<p>2020.05.06 · 市水文局</p>", "市水文局"),
        ("<p>市水文局 / 2020-05-06</p>", "市水文局"),
        ("<p>2020-05-06 来源 21世纪青砚报</p>", "21世纪青砚报"),
        ("<p>市水文局 发表于 2020-05-06 08:00</p>", "市水文局"),
        ("<p><i></i>2020-05-06 08:30 <i></i>123 <i></i>青砚早报</p>", "青砚早报"),
        ("<p>青砚早报 2020-05-06 08:30 1.2万阅读</p>", "青砚早报"),
        ("<p>来源/青砚早报　时间/2020-05-06</p>", "青砚早报"),
        ("<p>来源/作者：市水文局　2020-05-06</p>", "市水文局"),
        ("<p>发布：2020-05-06 08:00　来自：青砚早报　点击：12</p>", "青砚早报"),
        ("<p>文章出自：青砚早报　2020-05-06</p>", "青砚早报"),
        ("<dl><dt>来源</dt><dd>市水文局</dd><dt>日期</dt><dd>2020-05-06</dd></dl>", "市水文局"),
        ('<p>2020-05-06 来源：<a href=/><img src=l.gif alt="青砚在线"></a> <a href=#c>我来说两句</a></p>', "青砚在线"),
    ],
)
def test_a_source_in_other_words_marks_and_places(above: str, source: str | None) -> None:
    assert read(above).source == source


def test_the_office_in_the_table_of_facts_is_no_source() -> None:
    table = "<table><tr><td>发布机构</td><td>市水文局</td></tr></table>"
    article = read(title="青砚市", body=f"{table}<h2>关于做好防汛工作的通知</h2>{BODY}", tag="关于做好防汛工作的通知")
    assert article.source is None


def test_a_headline_that_begins_with_a_date_is_no_source() -> None:
    assert read(title="2020年5月6日市水文局发布会").source is None


@pytest.mark.parametrize(
    ("below", "editor"),
    [
        ("<p>责任编辑 顾言</p>", "顾言"),
        ("<p>【责任编辑】顾言</p>", "顾言"),
        ("<p>[责编]：顾言</p>", "顾言"),
        ("<p>责任编缉：顾言</p>", "顾言"),
        ("<p>编辑员：顾言</p>", "顾言"),
        ("<p>责任编辑：顾　言</p>", "顾言"),
        ("<p>责任编辑：顾言 方芷</p>", "顾言 方芷"),
        ("<p>责编 | 顾言</p>", "顾言"),
        ("<p>责任编辑：阿里木·买买提</p>", "阿里木·买买提"),
        ("<p>编辑：青砚早报社全媒体编辑部</p>", "青砚早报社全媒体编辑部"),
        ("<p>责任编辑：系统管理员</p>", "系统管理员"),
        ("<p>责任编辑：信息发布管理员 审核：方芷</p>", "信息发布管理员"),
        ("<p>(责编：方芷、顾  言)</p>", "方芷、顾言"),
        ("<p>（编辑 顾言 审核 方芷）</p>", "顾言"),
        ("<p>编辑 顾言　审核 方芷</p>", "顾言"),
        ("<p>编辑 | 顾言</p>", "顾言"),
        ("<p>来源：青砚早报 责任编辑 顾言</p>", "顾言"),
        ("<p>责任编辑 投稿邮箱：tg@qingyan.gov.cn</p>", None),
        ("<p>审核：顾言</p>", None),
        ("<p>责任编辑 请于每周五报送信息</p>", None),
    ],
)
def test_an_editor_in_other_words_and_marks(below: str, editor: str | None) -> None:
    assert read("<p>2020-05-06</p>", below).editor == editor


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("<p>【发布时间】2020-05-06</p>", "2020-05-06"),
        ("<p>发布：2020-05-06</p>", "2020-05-06"),
        ("<p>信息时间：2020-05-06</p>", "2020-05-06"),
        ("<p>（2020年4月18日）</p><p>2020/5/6 9:05:00 浏览：3次 信息来源：办公室</p>", "2020-05-06"),
        ("<p>發佈時間：2020-05-06</p>", "2020-05-06"),
        ("<p>May 6, 2020</p>", "2020-05-06"),
        ("<table><tr><td>成文日期</td><td>2020-05-01</td></tr></table><p>2020-05-06</p>", "2020-05-06"),
    ],
)
def test_a_date_in_other_words_and_marks(above: str, day: str) -> None:
    published = read(above).published_at
    assert published is not None
    assert published.date().isoformat() == day


def test_a_bare_date_that_the_tag_bears_out_beats_a_label_that_came_along_with_the_text() -> None:
    head = '<meta name="PubDate" content="2020-05-06">'
    pasted = f"<div class=wz><p>来源：市气象局 发布时间：2020年05月05日</p><p>{TEXT}</p><p>{TEXT}</p></div>"
    article = read(f"{head}<div><span>2020-05-06</span><span>字体：大 中 小</span></div>", body=pasted)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2020-05-06"


def test_a_headline_that_ends_like_a_label_takes_nothing_from_the_date_below() -> None:
    article = read("<p>时间：2020-05-06 来源：市水文局</p>", title="市水文局开展宣传活动")
    assert dict(article.origins)["published_at"] == "label 时间"


def test_the_date_of_the_signature_is_the_last_witness_and_flagged() -> None:
    signed = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p><p>青砚市水文局</p><p>二〇二〇年五月六日</p></div>"
    article = read(body=signed)
    assert article.published_at is not None
    assert (article.published_at.date().isoformat(), article.flags) == ("2020-05-06", ("guessed_date",))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("<div class=con_tit>青砚市人民政府<br>关于做好防汛工作的通知</div>", "青砚市人民政府关于做好防汛工作的通知"),
        ("<p class=bt>青砚市人民政府</p><p class=bt>关于做好防汛的通知</p>", "青砚市人民政府关于做好防汛的通知"),
        ("<h2>守一江清水</h2><p>——青砚防汛纪实</p>", "守一江清水——青砚防汛纪实"),
        ("<h1>防汛工作会议召开</h1><h1>全市动员部署</h1>", "防汛工作会议召开 全市动员部署"),
        ("<div class=tit>青砚市防汛工作会议召开</div><p>青防汛〔2020〕7号</p>", "青砚市防汛工作会议召开"),
    ],
)
def test_a_headline_over_two_lines_under_the_tag_of_the_site(heading: str, title: str) -> None:
    page = f"<title>青砚市人民政府门户网站</title>{heading}<p>发布时间：2020-05-06</p>{BODY}"
    assert read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html").title == title


def test_a_title_tag_that_is_cut_short_tells_the_line_that_goes_on() -> None:
    whole = "关于做好全市主汛期防汛抗旱工作的通知"
    assert read(title=whole, tag=f"{whole[:10]}...-青砚网").title == whole


def test_the_name_of_the_site_at_the_end_of_the_text_is_no_headline_to_cut_at() -> None:
    signed = f"<div class=wz><p>市人大常委会：</p><p>{TEXT}</p><p>{TEXT}</p><p>青砚市人民政府</p></div>"
    assert len(read(tag="青砚市人民政府", body=signed).paragraphs) == 4


@pytest.mark.parametrize(
    "line",
    [
        "责 任 编 辑：顾言",
        "【责任编辑】顾言",
        "撰稿：顾言　　摄影：方芷　　编辑：苏禾　　审核：江月",
        "[作者: 顾言 　责 任 编 辑: 方芷 ]",
        "2020-05-06 19:33:02 青砚电视台 我要评论",
    ],
)
def test_a_line_of_credits_or_facts_is_no_text(line: str) -> None:
    place = "top" if line.startswith("2020") else "end"
    parts = {"top": line if place == "top" else "", "end": line if place == "end" else ""}
    body = f"<div class=wz><p>{parts['top']}</p><p>{TEXT}</p><p>{TEXT}</p><p>{parts['end']}</p></div>"
    assert read(body=body).paragraphs == (TEXT, TEXT)


def test_a_page_without_a_title_is_anchored_at_its_line_of_facts() -> None:
    notice = "<div><p>违法信息请向网信部门举报，举报受理范围包括各类不良信息，欢迎广大网友监督。</p></div>"
    menu = "<ul><li>要闻</li><li>公告</li><li>政策</li></ul>"
    page = f"<title>青砚在线</title>{menu}<p>发布时间：2020-05-06</p><div>{BODY}</div>{notice}"
    assert read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html").paragraphs == (TEXT, TEXT)


def test_facts_above_the_headline_name_the_source() -> None:
    above = "<p><span>2020年05月06日 08:00</span><span>市水文局</span><span>【字体：<a>大</a>】</span></p>"
    title = "关于做好防汛工作的通知"
    markup = f"<html><head><title>{title}</title></head><body>{above}<h1>{title}</h1>{BODY}</body></html>"
    assert read_article(markup.encode(), url="http://www.qingyan.gov.cn/a/1.html").source == "市水文局"


def test_brackets_at_the_end_of_the_text_name_the_source_where_nothing_else_does() -> None:
    body = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p><p>（据青砚早报）</p></div>"
    assert read("<p>2020-05-06</p>", body=body).source == "青砚早报"
    assert read("<p>2020-05-06 来源：市水文局</p>", body=body).source == "市水文局"
    signed = f"<div class=wz><p>{TEXT}</p><p>{TEXT}（来源：青砚早报 作者：顾言）</p></div>"
    assert read("<p>2020-05-06</p>", body=signed).source == "青砚早报"


def test_an_editor_in_a_cell_of_his_own_needs_no_colon() -> None:
    cells = "<td>来源</td><td>青砚早报</td><td>编辑</td><td>顾言</td><td>时间</td><td>2020-05-06</td>"
    article = read(f"<table><tr>{cells}</tr></table>")
    assert (article.source, article.editor) == ("青砚早报", "顾言")


def test_a_notice_about_sources_names_none() -> None:
    assert read("<p>2020-05-06</p>", "<p>凡本网注明“来源：青砚网”的作品，不得转载。</p>").source is None


def test_the_day_of_a_document_gives_way_to_the_day_it_was_published() -> None:
    table = "<table><tr><td>发文日期：</td><td>2020-05-06</td><td>公开日期：</td><td>2020-05-09</td></tr></table>"
    assert str(read(table).published_at).startswith("2020-05-09")
    issued = "<table><tr><td>发文日期：</td><td>2020-05-06</td></tr></table>"
    assert str(read(issued).published_at).startswith("2020-05-06")


def test_labels_set_wide_in_a_table_are_facts_and_no_text() -> None:
    title = "青砚县举办普法培训班"
    markup = (
        "<html><head><title>青砚县司法局--动态</title></head><body><table><tr><td align=center><strong>"
        f"{title}</strong></td></tr><tr><td><table><tr><td>来&nbsp;&nbsp;源：县司法局</td><td>作&nbsp;&nbsp;者：顾言</td>"
        f"<td>时&nbsp;&nbsp;间：2021-05-20</td></tr></table></td></tr><tr><td><p>{TEXT}</p><p>{TEXT}</p></td></tr>"
        "</table></body></html>"
    )
    article = read_article(markup.encode(), url="http://sfj.qingyan.gov.cn/1.html")
    assert (article.title, article.source, article.paragraphs) == (title, "县司法局", (TEXT, TEXT))


def test_a_bare_day_below_the_headline_is_no_text() -> None:
    body = f"<div class=wz><h1>关于做好防汛工作的通知</h1><p>2020-05-06</p><p>{TEXT}</p><p>{TEXT}</p></div>"
    assert read(title="青砚网", body=body, tag="关于做好防汛工作的通知").paragraphs == (TEXT, TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "稿源：青砚早报",
        "发布单位：市水文局 [2020-05-06 08:00]",
        "来源丨青砚早报",
        "水文局　2020-05-06 8:00　编辑：顾言",
    ],
)
def test_facts_in_a_body_are_no_text(line: str) -> None:
    body = f"<div class=wz><h1>关于做好防汛工作的通知</h1><p>{line}</p><p>{TEXT}</p><p>{TEXT}</p></div>"
    assert read(title="青砚网", body=body, tag="关于做好防汛工作的通知").paragraphs == (TEXT, TEXT)


def test_a_list_of_other_articles_amid_a_text_goes_and_the_text_goes_on() -> None:
    others = "<h4>相关阅读：</h4><ul><li><a href=1>智慧停车新体验</a></li><li><a href=2>公交试运行</a></li></ul>"
    assert read("<p>2020-05-06</p>", body=f"<div class=wz><p>{TEXT}</p>{others}<p>{TEXT * 2}</p></div>").paragraphs == (
        TEXT,
        TEXT * 2,
    )


def test_a_text_of_bare_divisions_is_whole() -> None:
    lines = ("各乡镇：", "现将有关事项通知如下：", TEXT, "特此通知。", "青砚县水利局", "2020年5月6日")
    body = "<div class=wz>" + "".join(f"<div>&nbsp;&nbsp;{line}</div>" for line in lines) + "</div>"
    assert read("<p>发布时间：2020-05-06</p>", body=body).paragraphs == lines


def test_an_answer_to_a_letter_was_published_when_it_was_given() -> None:
    above = "<ul><li>来信时间：2020-05-04 10:20</li><li>答复时间：2020-05-06</li></ul>"
    assert str(read(above).published_at).startswith("2020-05-06")


def test_a_name_set_wide_before_the_next_label_is_one_name() -> None:
    assert read("<p>2020-05-06</p>", "<p>责任编辑：顾 言　　审核：方芷</p>").editor == "顾言"


@pytest.mark.parametrize(
    ("last", "after"),
    [
        ("主要污染来源：机动车尾气、扬尘。", ""),
        ("填报文物的名称、年代、来源：传世、出土或其他", ""),
        ("来稿请注明“信息来源：单位名称”。", ""),
        ("本文来源于网络，如有侵权请联系删除", ""),
        ("特此通知。", "<h3>相关新闻</h3><ul><li><a href=1>文物修复记</a><i>来源：青砚早报 2022-12-01</i></li></ul>"),
        ("特此通知。", "<h3>评论</h3><p>网友 来源：青砚 2020-05-07 很好</p>"),
    ],
)
def test_words_about_other_sources_below_the_headline_name_none(last: str, after: str) -> None:
    body = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p><p>{last}</p></div>"
    assert read("<p>发布时间：2020-05-06</p>", after, body=body).source is None


@pytest.mark.parametrize(
    "line", ["来源：青砚早报", "责任编辑：顾言　来源：青砚早报", "2020-05-06 来源：青砚早报", "（来源：青砚早报）"]
)
def test_a_line_of_credits_below_the_text_names_the_source(line: str) -> None:
    assert read("<p>发布时间：2020-05-06</p>", f"<p>{line}</p>").source == "青砚早报"


def test_a_notice_that_begs_pardon_of_authors_is_no_text() -> None:
    body = f"<div class=wz><p>{TEXT}</p><p>{TEXT}</p><p>图文来源于网络，如有侵权请联系删除</p></div>"
    assert read("<p>2020-05-06</p>", body=body).paragraphs == (TEXT, TEXT)


def test_where_no_other_witness_is_left_the_line_above_the_text_is_the_headline() -> None:
    markup = (
        "<html><head><title>青砚新闻网_(新闻)</title></head><body><table><tr><td><a href=/>首页</a></td></tr>"
        f"<tr><td>青砚——新水乡运动走来</td></tr><tr><td><p>{TEXT}</p><p>{TEXT}</p></td></tr></table></body></html>"
    )
    assert read_article(markup.encode(), url="http://www.qingyan.gov.cn/a/1.html").title == "青砚——新水乡运动走来"


def test_a_day_in_chinese_numerals_alone_below_the_headline_is_the_date() -> None:
    assert str(read("<div>二〇二一年六月三十日</div>").published_at).startswith("2021-06-30")
