"""Hijacked and re-registered copies, named by what gives them away."""

from __future__ import annotations

import pytest

from pipelines import read_article
from pipelines.spam import strip_spam

TITLE = "市公安局：整治跨境违法犯罪突出问题"
URL = "http://www.qingyan.gov.cn/a/t20210315_1.html"


@pytest.mark.parametrize(
    "tail",
    [
        " -凯发k8国际注册",
        "-凯发k8国际注册",
        "_开云体育官网入口",
        " | 澳门新葡京官网",
        "——bet365中文版",
        "_华体会(中国)官方网站",
        " - 乐鱼体育app下载",
        "_伟哥官网",
        "-kok体育",
    ],
)
def test_a_gambling_or_pharmacy_tail_is_cut(tail: str) -> None:
    clean, spam = strip_spam(TITLE + tail)
    assert clean == TITLE
    assert spam


def test_a_brand_at_the_head_is_cut() -> None:
    assert strip_spam("亚博体育官网-" + TITLE)[0] == TITLE


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "公安机关严打跨境网络赌博犯罪-青砚市公安局",
        "警惕“百家乐”网络赌博骗局",
        "我市破获一起网络博彩平台诈骗案",
        "中国福利彩票发行35周年座谈会召开",
        "两部门发文：严查网络赌博、非法彩票",
        "永利村党支部：引领群众走上致富路 - 青砚市人民政府",
        "",
    ],
)
def test_titles_about_gambling_are_no_spam(title: str) -> None:
    assert strip_spam(title) == (title, None)


def flags(
    *, body: str = "各县人民政府要加强领导，落实责任。", head: str = "", url: str = URL, title: str = TITLE
) -> tuple[str, ...]:
    page = (
        f"<html><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><div class=TRS_Editor><p>{body}</p></div></body></html>"
    )
    return read_article(page.encode(), url=url).flags


def test_an_ordinary_page_has_no_flags() -> None:
    assert flags() == ()


@pytest.mark.parametrize(
    ("domain", "flagged"),
    [
        ("www.qingyan.gov.cn", False),
        ("http://qingyan.gov.cn/", False),
        ("fgw.qingyan.gov.cn,www.qyfgw.example.cn", False),
        ("www.heting.gov.cn", True),
        ("网站域名", False),
        ("", False),
    ],
)
def test_a_site_domain_of_another_host_is_flagged(domain: str, flagged: bool) -> None:
    assert ("foreign_site_domain" in flags(head=f'<meta name="SiteDomain" content="{domain}">')) is flagged


@pytest.mark.parametrize("url", ["http://127.0.0.1:8711/a.html", "http://localhost/a.html", "http://[::1]:80/a.html"])
def test_an_address_without_a_name_contradicts_no_domain(url: str) -> None:
    assert flags(head='<meta name="SiteDomain" content="www.heting.gov.cn">', url=url) == ()


@pytest.mark.parametrize(
    ("body", "flagged"), [("市政府(zhèng fǔ)召开会议。", True), ("甪（lù）直古镇。", True), ("英文(ABC)缩写。", False)]
)
def test_pinyin_glosses_are_flagged(body: str, flagged: bool) -> None:
    assert ("pinyin_gloss" in flags(body=body)) is flagged


@pytest.mark.parametrize(
    ("body", "flagged"),
    [
        ("市政府召開會議，研究農業、水利和工業问题，要求各部門落實责任，确保粮食安全。", True),
        ("市政府召开会议，研究农业、水利和工业问题，要求各部门落实责任。", False),
        ("縣政府召開會議，研究農業、水利和工業問題，要求各部門落實責任。", False),
    ],
)
def test_a_text_of_two_scripts_is_flagged(body: str, flagged: bool) -> None:
    assert ("mixed_script" in flags(body=body)) is flagged


def test_a_path_with_another_systems_id_is_flagged() -> None:
    assert "foreign_path" in flags(url="http://www.mirror.example.com/hvf202205/t258831.html")


def test_each_flag_has_a_reason() -> None:
    spam = f"{TITLE}-凯发k8国际注册"
    page = f"<html><title>{spam}</title><body><h1>{spam}</h1><p>各县人民政府要加强领导，落实责任。</p>"
    article = read_article(page.encode(), url=URL)
    assert (article.title, article.flags) == (TITLE, ("spam_title",))
    assert "凯发k8国际注册" in dict(article.origins)["flags.spam_title"]
    assert "凯发" not in article.text


def shown(body: str) -> bytes:
    """A notice whose body is something else than words."""
    return f"""<html><head><title>{TITLE}_青砚市公安局</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/xw/">新闻</a></div>
<h1>{TITLE}</h1><div class="info">发布时间：2021-03-15 10:00　来源：青砚市公安局</div>
<div class="content" id="zoom">{body}</div><div class="footer">主办：青砚市公安局</div></body></html>""".encode()


@pytest.mark.parametrize("beside", ["", "<p>（此件公开发布）</p>"])
def test_a_text_that_stands_in_a_frame_is_said_to_be_missing(beside: str) -> None:
    article = read_article(shown(f'<iframe src="t1_body.html"></iframe>{beside}'), url=URL)
    assert article.flags == ("text_in_frame",)
    reason = "http://www.qingyan.gov.cn/a/t1_body.html is shown in its place"
    assert dict(article.origins)["flags.text_in_frame"] == reason


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="/pdf/viewer.html?file=/a/1.pdf"></iframe>',
        f'<iframe src="/video.html"></iframe><p>{"全市公安机关破获跨境违法犯罪案件。" * 4}</p>',
    ],
)
def test_a_file_in_a_frame_and_a_frame_beside_a_text_are_nothing_to_say(body: str) -> None:
    assert read_article(shown(body), url=URL).flags == ()
