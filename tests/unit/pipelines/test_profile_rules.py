"""A profile's rules come before the family's and the general ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from archive.article import Article
from pipelines import Profile, read_article, read_listing
from pipelines.errors import ProfileError
from pipelines.reader import READER, reader_name
from pipelines.rules import is_label

URL = "http://www.qingyan.gov.cn/a/1.html"
PAGE = """<html><head><title>旧标题_青砚市</title></head><body>
<div class="crumb">首页 &gt; 要闻</div><div class="lanmu">专题 &gt; 稳就业</div>
<h1>旧标题</h1><h2 id="real">真正的标题</h2><div class="meta"><b>供稿</b>：市人社局　<i>值班</i>：方芷　执笔：顾言</div>
<span class="day">2020年5月6日 07:08</span><div>发布时间：2019-01-01 来源：旧来源 责任编辑：旧编辑 作者：旧作者</div>
<div class="TRS_Editor"><p>这是系统默认的正文，各县人民政府要加强领导，落实责任，
把各项工作抓紧抓实抓到位，确保取得实实在在的成效。</p></div>
<div class="own"><p>这是站点规则指定的正文，请遵照执行。</p><p class="ad">广告位招租，欢迎联系。</p></div>
<div class="own"><p>第二段正文，由同一条规则选出。</p></div></body></html>"""


def read(**rules: Any) -> Article:
    return read_article(PAGE.encode(), url=URL, profile=Profile(**rules))


def test_the_body_is_where_the_first_rule_that_finds_text_says() -> None:
    article = read(body=(".nothing", ".own"))
    assert (
        article.text == "这是站点规则指定的正文，请遵照执行。\n广告位招租，欢迎联系。\n第二段正文，由同一条规则选出。"
    )
    assert article.method == "profile:.own"


def test_without_a_rule_that_finds_anything_the_family_decides() -> None:
    assert read(body=(".nothing",)).method == "family:trs"


def test_removed_selectors_are_cut_from_the_body() -> None:
    assert "广告" not in read(body=(".own",), remove=(".ad",)).text


@pytest.mark.parametrize(
    ("rules", "field", "value"),
    [
        ({"title": ("#real",)}, "title", "真正的标题"),
        ({"source": ("供稿",)}, "source", "市人社局"),
        ({"editor": ("值班",)}, "editor", "方芷"),
        ({"author": ("执笔",)}, "author", "顾言"),
        ({"published_at": (".day",)}, "published_at", "2020-05-06T07:08:00+08:00"),
        ({"column": (".lanmu",)}, "column", "稳就业"),
        ({"source": (".nothing",)}, "source", "旧来源"),
        ({}, "editor", "旧编辑"),
    ],
)
def test_a_fact_is_what_its_rule_finds(rules: dict[str, Any], field: str, value: str) -> None:
    found = getattr(read(**rules), field)
    assert (found.isoformat() if isinstance(found, datetime) else found) == value


def test_the_origin_of_a_fact_names_the_rule() -> None:
    origins = dict(read(title=("#real",), editor=("值班",)).origins)
    assert (origins["title"], origins["editor"]) == ("profile #real", "profile label 值班")


def test_turns_can_be_switched_off() -> None:
    page = "<html><title>访谈</title><body><div id=zoom>" + "".join(
        f"<p>{who}：{what}</p>"
        for who, what in (
            ("主持人", "程局长，您好！请您介绍一下情况。"),
            ("程予安", "主持人好，各位网友大家好！"),
            ("主持人", "谢谢。"),
        )
    )
    assert read_article(page.encode(), url=URL).turns
    assert read_article(page.encode(), url=URL, profile=Profile(turns=False)).turns == ()


@pytest.mark.parametrize("rule", ["div[", "..x", "p:nope"])
def test_a_selector_that_is_none_is_an_error_of_the_profile(rule: str) -> None:
    with pytest.raises(ProfileError, match="no CSS selector"):
        read(body=(rule,))


def test_rules_from_before_a_redesign_hold_for_captures_made_before_it() -> None:
    profile = Profile(body=(".TRS_Editor",), before=((date(2022, 1, 1), Profile(body=(".own",))),))
    old = read_article(PAGE.encode(), url=URL, profile=profile, captured_at=datetime(2021, 5, 1, tzinfo=UTC))
    new = read_article(PAGE.encode(), url=URL, profile=profile, captured_at=datetime(2023, 5, 1, tzinfo=UTC))
    assert (old.method, new.method) == ("profile:.own", "profile:.TRS_Editor")


@pytest.mark.parametrize(("rule", "label"), [("责任编辑", True), (".责任编辑", True), ("#zoom > p", False)])
def test_chinese_text_is_a_label(rule: str, label: bool) -> None:
    assert is_label(rule) is label


def test_the_readers_name_changes_with_the_rules_of_a_profile() -> None:
    names = {
        reader_name(),
        reader_name(Profile()),
        reader_name(Profile(body=("#zoom",))),
        reader_name(Profile(turns=False)),
    }
    assert len(names) == 4
    assert all(name.startswith(READER) for name in names)


def test_a_list_on_the_mobile_twin_names_the_pages_of_the_site_s_own_host():
    row = '<li><a href="/xw/t2024031{0}_70{0}.html">云岭市举行第{0}场新闻发布会</a><span>2024-03-1{0}</span></li>'
    body = f'<ul class="list">{"".join(map(row.format, range(1, 6)))}</ul>'.encode()
    before = ((date(2025, 1, 1), Profile(items=(".list a",))),)
    profile = Profile(home="http://www.yunling.example/", mobile=("m.yunling.example",), before=before)
    for rules in (profile, profile.at(datetime(2024, 6, 1, tzinfo=UTC))):
        items = read_listing(body, url="http://m.yunling.example/xw/", profile=rules).items
        assert items[0].url == "http://www.yunling.example/xw/t20240311_701.html"
