"""Which element of a page holds the article, and what is cut from it."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article
from pipelines.families import FAMILIES, find_family

SENTENCE = "各县人民政府要加强组织领导，层层落实责任，确保各项工作取得实效。"


def read(markup: str, url: str = "http://www.qingyan.gov.cn/a/1.html") -> Article:
    page = f"<html><head><title>关于做好防汛工作的通知</title></head><body>{markup}</body></html>"
    return read_article(page.encode(), url=url)


def paragraphs(count: int) -> str:
    return "".join(f"<p>第{number}，{SENTENCE}</p>" for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("markup", "method"),
    [
        (f"<div class=TRS_Editor>{paragraphs(3)}</div>", "family:trs"),
        (f"<div id=UCAP-CONTENT>{paragraphs(3)}</div>", "family:ucap"),
        (f"<ucapcontent>{paragraphs(3)}</ucapcontent>", "family:ucap"),
        (f"<div id=vsb_content_501>{paragraphs(3)}</div>", "family:vsb"),
        (f"<div id=zoom>{paragraphs(3)}</div>", "container:#zoom"),
        (f"<div class='x article-content'>{paragraphs(3)}</div>", "container:.x"),
        (f"<div class=unheard-of>{paragraphs(3)}</div>", "density:.unheard-of"),
    ],
)
def test_a_known_container_is_found_by_name_and_others_by_their_text(markup: str, method: str) -> None:
    article = read(
        f"<h1>关于做好防汛工作的通知</h1>{markup}<div class=foot><p>主办单位：青砚市人民政府办公室</p></div>"
    )
    assert (article.method, len(article.paragraphs)) == (method, 3)


def test_a_named_container_that_holds_hardly_any_of_the_text_is_not_believed() -> None:
    article = read(f"<div class=TRS_Editor><p>导航</p></div><div class=main>{paragraphs(8)}</div>")
    assert len(article.paragraphs) == 8


def test_the_fullest_of_several_containers_is_the_articles() -> None:
    footer = "<div class=TRS_Editor><p>青砚市人民政府办公室主办　滇ICP备00000000号</p></div>"
    assert len(read(f"<div class=TRS_Editor>{paragraphs(3)}</div>{footer}").paragraphs) == 3


def test_the_inner_container_is_read_where_both_hold_the_text() -> None:
    article = read(f"<div id=zoom><p>【打印本页】</p><div class=TRS_Editor>{paragraphs(3)}</div></div>")
    assert (article.method, article.removed) == ("family:trs", ())


def test_comments_longer_than_the_article_are_no_article() -> None:
    comments = "".join(
        f"<li><p>网友{number}说，这个政策真好，支持，希望尽快落地见效。</p></li>" for number in range(12)
    )
    article = read(
        f"<h1>关于做好防汛工作的通知</h1><div>2020-05-06</div><div class=a>{paragraphs(2)}</div><ul class=comment-lis"
        f"t>{comments}</ul>"
    )
    assert "网友" not in article.text


def test_a_notice_longer_than_the_article_is_no_article() -> None:
    notice = "免责声明：本文仅代表作者个人观点，与本网无关，其内容未经本站证实，请读者仅作参考，并自行核实相关内容。"
    article = read(
        f"<h1>关于做好防汛工作的通知</h1><div class=a><p>{SENTENCE}</p></div><div class=b><p>{notice}</p></div>"
    )
    assert article.text == SENTENCE


def test_where_two_texts_vie_trafilatura_is_asked_and_its_answer_checked() -> None:
    rival = "".join(f"<p>另一栏目的第{number}段介绍文字，内容与本文无关，只是篇幅相当。</p>" for number in range(1, 4))
    article = read(f"<div class=one>{paragraphs(3)}</div><div class=two>{rival}</div>")
    assert "第1，" in article.text or "另一栏目" in article.text


def test_a_table_without_running_text_is_found_below_its_headline() -> None:
    names = "".join(
        f"<tr><td>{number}</td><td>程予安</td><td>汀南镇中心小学</td><td>特等奖</td></tr>" for number in range(1, 9)
    )
    menu = "".join(f"<li><a href=/{number}>栏目{number}</a></li>" for number in range(12))
    body = f"<div class=y><table>{names}</table></div>"
    article = read(f"<ul>{menu}</ul><div class=x><h1>关于做好防汛工作的通知</h1><div>2020-05-06</div>{body}</div>")
    assert (article.method, article.paragraphs[0]) == ("below the headline:.y", "1\t程予安\t汀南镇中心小学\t特等奖")


def test_sections_of_one_article_are_read_together() -> None:
    sections = "".join(f"<section><h2>第{number}部分</h2>{paragraphs(2)}</section>" for number in range(3))
    article = read(f"<h1>关于做好防汛工作的通知</h1><div class=wrap>{sections}</div>")
    assert len(article.paragraphs) == 9


def test_a_body_of_lines_set_apart_by_breaks_is_read_line_by_line() -> None:
    assert read(
        f"<h1>关于做好防汛工作的通知</h1><div class=a>{SENTENCE}<br><br>{SENTENCE}<br>此致</div>"
    ).paragraphs == (
        SENTENCE,
        SENTENCE,
        "此致",
    )


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：方芷",
        "（责任编辑 方芷）",
        "【打印本页】【关闭窗口】",
        "字体：[大 中 小]",
        "分享到：微信 微博",
        "扫一扫在手机打开当前页",
        "上一篇：关于开展安全检查的通知",
        "下一条：没有了",
        "浏览次数：1024",
        "版权所有：青砚市人民政府",
        "感谢您对青砚市人民政府网的关注，如发现内容有误，请发送邮件至：a@b.cn",
        "当前位置：首页 > 要闻",
        "来源：青砚日报",
        "关键词：防汛 抗旱",
        "原标题：关于防汛的通知",
        "主办：青砚市人民政府办公室",
        "X",
    ],
)
def test_furniture_at_the_end_of_a_container_goes_and_is_noted(line: str) -> None:
    article = read(f"<div id=zoom>{paragraphs(2)}<p>{line}</p></div>")
    assert len(article.paragraphs) == 2
    assert [cut.text for cut in article.removed] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "青砚市人民政府",
        "2020年5月6日",
        "（此件公开发布）",
        "附件：1.任务分工表",
        "一、总体要求",
        "（记者 方芷 通讯员 顾言）",
        "新闻发布会现场。林若川 摄",
        "特此通知。",
        "联系人：方芷，联系电话：0000-1234567",
        "审核通过后，予以公示。",
        "编辑部设在市图书馆。",
        "本次活动由市文旅局主办",
    ],
)
def test_signatures_captions_and_headings_stay(line: str) -> None:
    assert read(f"<div id=zoom>{paragraphs(2)}<p>{line}</p></div>").paragraphs[-1] == line


def test_a_list_of_other_articles_ends_the_article() -> None:
    related = "<p>相关链接：</p><p><a href=/1>青砚市召开防汛抗旱会议</a></p><p><a href=/2>全市教育工作会议召开</a></p>"
    article = read(f"<div id=zoom>{paragraphs(2)}{related}</div>")
    assert len(article.paragraphs) == 2
    assert {cut.why for cut in article.removed} == {"related"}


def test_a_heading_such_as_related_policies_amid_the_text_does_not_end_it() -> None:
    assert len(read(f"<div id=zoom>{paragraphs(2)}<p>相关政策</p>{paragraphs(3)}</div>").paragraphs) == 6


def test_a_legal_notice_ends_the_article_however_long_it_is() -> None:
    notice = (
        "<p>版权声明</p><p>一、凡注明来源为本网的作品，版权均属相关权利人所有。" + "未经授权，不得转载。" * 40 + "</p>"
    )
    assert len(read(f"<div id=zoom>{paragraphs(2)}{notice}</div>").paragraphs) == 2


def test_an_empty_label_of_attachments_at_the_end_goes() -> None:
    assert len(read(f"<div id=zoom>{paragraphs(2)}<p>附件：</p></div>").paragraphs) == 2


def test_what_is_not_shown_is_no_text_unless_it_is_all_there_is() -> None:
    hidden = "<div style='display: none'>站群分享组件的说明文字。</div>"
    article = read(f"<div id=zoom>{paragraphs(2)}{hidden}</div>")
    assert (len(article.paragraphs), [cut.why for cut in article.removed]) == (2, ["hidden"])
    assert len(read(f"<div id=zoom><div style='display:none'>{paragraphs(2)}</div></div>").paragraphs) == 2


def test_tables_keep_rows_and_cells() -> None:
    article = read(
        f"<div id=zoom>{paragraphs(1)}<table><tr><td>项目</td><td>金额</td></tr><tr><td>供水</td><td>12</td></tr></ta"
        f"ble></div>"
    )
    assert article.paragraphs[1:] == ("项目\t金额", "供水\t12")


@pytest.mark.parametrize(
    ("url", "source", "names", "family"),
    [
        ("http://a.gov.cn/art/2020/1/2/art_1_2.html", "", (), "hanweb"),
        ("http://a.gov.cn/202001/t20200102_33.html", "", (), "trs"),
        ("http://a.gov.cn/content/post_123.html", "", ("#zoomcon",), "gkmlpt"),
        ("http://a.edu.cn/info/1011/123.htm", "", ("#vsb_content*",), "vsb"),
        ("http://a.cn/1.html", "…/module/web/jpage…", (), "hanweb"),
        ("http://a.cn/1.html", "", (), None),
    ],
)
def test_a_family_shows_by_names_address_or_marks(
    url: str, source: str, names: tuple[str, ...], family: str | None
) -> None:
    assert find_family(url, source, lambda key: ["element"] if key in names else []) == family


def test_every_family_says_what_it_is() -> None:
    assert all(family.what and family.name == name for name, family in FAMILIES.items())


@pytest.mark.parametrize("opening", ["<![CDATA[", "<xmp>", "<?php echo 1"])
def test_text_that_one_parser_drops_is_found_with_the_other(opening: str) -> None:
    assert SENTENCE in read(f"{opening} <div id=zoom>{paragraphs(8)}</div>").text


def test_the_rows_of_one_table_do_not_vie_with_one_another() -> None:
    rows = "".join(
        f"<tr><td><font>[江月]</font></td><td>第{number}，{SENTENCE}</td><td>[09:3{number}]</td></tr>"
        for number in range(4)
    )
    others = "".join(f"<tr><td>·<a href=/{n}.html>全市出台第{n}批措施</a>（2008-12-2{n}）</td></tr>" for n in range(5))
    article = read(
        f"<table><tr><td class=bt><b>林远山谈防汛</b></td></tr><tr><td>访谈时间：2008年7月15日 9:30</td></tr>"
        f"<tr><td><table id=ftsl>{rows}</table></td></tr></table><table>{others}</table>"
    )
    assert (article.method, len(article.paragraphs)) == ("density:#ftsl", 4)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2008-07-15"


def test_a_subtitle_between_headline_and_facts_is_no_text() -> None:
    head = "<h1>关于做好防汛工作的通知</h1><p>比往年提前四十天</p><p>发布：2005-6-8 10:22　来自：青砚早报</p>"
    assert len(read(f"<div class=q>{head}{paragraphs(6)}</div>").paragraphs) == 6


def test_names_between_headline_and_facts_are_the_text() -> None:
    names = "".join(f"<p>{name}</p>" for name in ("江月", "林远山", "苏禾"))
    head = f"<h1>关于做好防汛工作的通知</h1>{names}<p>发布时间：2005-6-8　来源：青砚早报</p>"
    assert read(f"<div id=zoom>{head}<p>公示期五天。</p></div>").paragraphs[:3] == ("江月", "林远山", "苏禾")
