"""Date, source, column and the other facts: which witness is believed."""

from __future__ import annotations

from typing import Any

import pytest

from archive.article import Article
from pipelines import read_article

URL = "http://www.qingyan.gov.cn/a/1.html"
BODY = "<div id=zoom><p>各县人民政府要加强领导，落实责任，确保各项工作取得实效。</p></div>"


def read(above: str = "", *, head: str = "", below: str = "", url: str = URL, body: str = BODY) -> Article:
    page = (
        f"<html><head><title>关于做好防汛工作的通知</title>{head}</head><body>"
        f"<h1>关于做好防汛工作的通知</h1>{above}{body}{below}</body></html>"
    )
    return read_article(page.encode(), url=url)


def meta(**tags: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items())


def published(**page: Any) -> tuple[str | None, str | None]:
    article = read(**page)
    return (article.published_at.isoformat() if article.published_at else None), dict(article.origins).get(
        "published_at"
    )


@pytest.mark.parametrize(
    ("page", "moment", "origin"),
    [
        ({"above": "<p>发布时间：2020-05-06 07:08</p>"}, "2020-05-06T07:08:00+08:00", "label 发布时间"),
        ({"above": "<p>2020-05-06 07:08 来源：青砚日报</p>"}, "2020-05-06T07:08:00+08:00", "date above the body"),
        (
            {"above": "<p>2020-05-06</p>", "head": meta(PubDate="2020-05-06 07:08")},
            "2020-05-06T07:08:00+08:00",
            "PubDate, on the day of date above the body",
        ),
        (
            {"above": "<p>时间：2020-05-06 07:08</p>", "head": meta(PubDate="2023-09-09 00:00:01")},
            "2020-05-06T07:08:00+08:00",
            "label 时间",
        ),
        ({"head": meta(PubDate="2020-05-06 07:08:09")}, "2020-05-06T07:08:09+08:00", "PubDate"),
        (
            {"head": meta(pubdate="2023-09-09"), "url": "http://a.gov.cn/t20200506_1.html"},
            "2020-05-06T00:00:00+08:00",
            "address",
        ),
        ({"url": "http://a.gov.cn/art/2020/5/6/art_1_2.html"}, "2020-05-06T00:00:00+08:00", "address"),
        ({"head": "<script>var pubdata='2020-05-06 07:08';</script>"}, "2020-05-06T07:08:00+08:00", "script"),
        (
            {"head": '<script type="application/ld+json">{"datePublished": "2020-05-05T23:08:00Z"}</script>'},
            "2020-05-06T07:08:00+08:00",
            "script",
        ),
        (
            {"above": "<p>成文日期：2020-04-01</p><p>发布日期：2020-05-06</p>"},
            "2020-05-06T00:00:00+08:00",
            "label 发布日期",
        ),
        ({"above": "<table><tr><td>生成日期：</td><td>2020-04-01</td></tr></table>"}, None, None),
        ({"below": "<p>发布时间：2020-05-06</p>"}, "2020-05-06T00:00:00+08:00", "label 发布时间 below the body"),
        ({"above": "<div><b>06</b><br>2020-05</div>"}, "2020-05-06T00:00:00+08:00", "calendar above the body"),
        ({"above": "<p>截止日期：2020-05-06</p>"}, None, None),
        ({}, None, None),
    ],
)
def test_the_moment_of_publication(page: dict[str, str], moment: str | None, origin: str | None) -> None:
    assert published(**page) == (moment, origin)


def test_a_date_that_only_htmldate_finds_is_flagged_as_a_guess() -> None:
    article = read(below="<footer><time datetime='2020-05-06T07:08'>五月六日</time></footer>")
    assert (article.published_at and article.published_at.date().isoformat(), article.flags) == (
        "2020-05-06",
        ("guessed_date",),
    )


def test_todays_date_above_the_headline_is_not_the_articles() -> None:
    head = f"<head><title>关于做好防汛工作的通知</title>{meta(PubDate='2020-05-06 07:08')}</head>"
    page = f"<html>{head}<body><div>2026年11月22日</div><h1>关于做好防汛工作的通知</h1>{BODY}</body></html>"
    article = read_article(page.encode(), url=URL)
    assert article.published_at is not None
    assert (article.published_at.year, article.flags) == (2020, ())


def test_a_tag_that_says_another_day_is_flagged() -> None:
    article = read("<p>时间：2020-05-06</p>", head=meta(PubDate="2023-09-09"))
    assert article.flags == ("tag_date_differs",)
    assert dict(article.origins)["flags.tag_date_differs"] == "PubDate says 2023-09-09"


def test_a_date_in_the_text_is_not_that_of_publication() -> None:
    assert read(body="<div id=zoom><p>2019年3月4日，市政府召开会议，研究部署防汛工作。</p></div>").published_at is None


@pytest.mark.parametrize(
    ("page", "source", "origin"),
    [
        ({"above": "<p>来源：青砚日报</p>", "head": meta(ContentSource="青砚网")}, "青砚日报", "label 来源"),
        ({"head": meta(ContentSource="青砚日报")}, "青砚日报", "ContentSource"),
        ({"above": "<p>来源：</p>", "head": meta(ContentSource="青砚网")}, None, None),
        ({"head": meta(ContentSource="石汀市人民政府", SiteName="青砚市鹤汀县人民政府")}, None, None),
        (
            {"head": meta(ContentSource="鹤汀县人民政府", SiteName="青砚市鹤汀县人民政府门户网站")},
            "鹤汀县人民政府",
            "ContentSource",
        ),
        ({"above": "<p>2020-05-06 青砚日报</p>"}, "青砚日报", "beside the date"),
        ({"above": "<p>2020-05-06 <a href=/x>青砚日报</a></p>"}, None, None),
        ({"below": "<p>（来源：青砚日报）</p>"}, "青砚日报", "label 来源 below the body"),
        (
            {
                "above": "<p>来源：综合自青砚日报、鹤汀融媒等...</p>",
                "head": meta(ContentSource="综合自青砚日报、鹤汀融媒等八家媒体"),
            },
            "综合自青砚日报、鹤汀融媒等八家媒体",
            "label 来源, whole in ContentSource",
        ),
        ({}, None, None),
    ],
)
def test_the_source(page: dict[str, str], source: str | None, origin: str | None) -> None:
    article = read(**page)
    assert (article.source, dict(article.origins).get("source")) == (source, origin)


@pytest.mark.parametrize(
    ("crumbs", "column"),
    [
        ("<div>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>通知公告</a></div>", "通知公告"),
        ("<div>首页 &gt; 内蒙古发布 &gt; 正文</div>", "内蒙古发布"),
        ("<div>当前位置: <span>首页</span> / <span>互动</span> / <span>新闻发布会</span></div>", "新闻发布会"),
        (
            "<table><tr><td>当前位置：</td><td><a>首页</a></td><td>&gt; <a>要闻</a></td><td>&gt; <a>部门资讯</a></td>"
            "</tr></table>",
            "部门资讯",
        ),
        ("<div class=path><a>人民网</a>&gt;&gt;<a>文化</a></div>", "文化"),
        ("<div>您现在的位置：首页>通知公告>关于做好防汛工作的通知</div>", "通知公告"),
        ("<div class=breadcrumb><ul><li>首页</li><li>&gt; 要闻</li><li>&gt; 部门动态</li></ul></div>", "部门动态"),
        ("<ul><li><a>首页</a></li><li><a>政务公开</a></li></ul>", None),
    ],
)
def test_the_column_is_the_last_section_step_of_the_breadcrumb(crumbs: str, column: str | None) -> None:
    title = "关于做好防汛工作的通知"
    page = f"<html><head><title>{title}</title></head><body>{crumbs}<h1>{title}</h1>{BODY}</body></html>"
    assert read_article(page.encode(), url=URL).column == column


def test_without_a_breadcrumb_the_guidelines_column_counts() -> None:
    assert read(head=meta(ColumnName="通知公告")).column == "通知公告"


@pytest.mark.parametrize(
    ("page", "number"),
    [
        ({"above": "<table><tr><td>文　号：</td><td>青政发〔2020〕7号</td></tr></table>"}, "青政发〔2020〕7号"),
        ({"above": "<p>发文字号：青政办函[2020]12号</p>"}, "青政办函[2020]12号"),
        ({"above": "<p>文号：青政发〔2020〕29 号</p>"}, "青政发〔2020〕29号"),
        (
            {"body": "<div id=zoom><p>青政发〔2020〕7号</p><p>各县人民政府要加强领导，落实责任。</p></div>"},
            "青政发〔2020〕7号",
        ),
        (
            {"body": "<div id=zoom><p>（民发〔2012〕124号 2012年7月10日）</p><p>各县人民政府要加强领导。</p></div>"},
            "民发〔2012〕124号",
        ),
        ({"body": "<div id=zoom><p>根据青政发〔2020〕7号文件要求，各县人民政府要加强领导，落实责任。</p></div>"}, None),
        ({"above": "<table><tr><td>文　号：</td><td></td></tr></table>"}, None),
    ],
)
def test_the_document_number(page: dict[str, str], number: str | None) -> None:
    assert read(**page).doc_number == number


def test_the_tags_of_the_site_are_kept() -> None:
    article = read(head=meta(SiteName="青砚市人民政府", SiteIDCode="5309990001", Keywords="防汛,抗旱；防汛"))
    assert (article.site_name, article.site_code, article.keywords) == (
        "青砚市人民政府",
        "5309990001",
        ("防汛", "抗旱"),
    )


@pytest.mark.parametrize(
    ("code", "kept"), [("bm29000002", "bm29000002"), ("网站标识码", None), ("53099", None), ("", None)]
)
def test_a_site_code_has_ten_characters(code: str, kept: str | None) -> None:
    assert read(head=meta(SiteIDCode=code)).site_code == kept


def test_placeholders_that_were_never_replaced_are_none() -> None:
    article = read(head=meta(SiteName="网站名称", ContentSource="来源", ColumnName="栏目名称", Keywords="关键词"))
    assert (article.site_name, article.source, article.column, article.keywords) == (None, None, None, ())


def test_the_editor_may_stand_far_below_the_text() -> None:
    form = (
        "".join(f"<div>{label}</div>" for label in ("全部留言", "匿名评论：", "联系手机：", "留言内容：", "验证码："))
        * 3
    )
    assert read(below=f"{form}<p><span>来 源：青砚日报</span> <em>责任编辑：欧阳予慧</em></p>").editor == "欧阳予慧"
