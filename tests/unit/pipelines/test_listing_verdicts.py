"""List pages that are none: what is raised, and what is an empty listing instead."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import pytest

from pipelines.errors import BlockPage, EmptyShell, MissingPage, NotAPage, ProfileError, UndecodableBody
from pipelines.listing import read_listing
from pipelines.profile import Profile

URL = "http://www.yunling.example/zwgk/tzgg/"


def test_a_firewall_s_page_is_a_block_page():
    body = "<html><head><title>访问被拦截</title></head><body><h1>您的访问被拦截</h1><p>您的请求疑似攻击行为，已被网站防火墙拦截。</p></body></html>"
    with pytest.raises(BlockPage):
        read_listing(body.encode(), url=URL)


def test_a_challenge_is_a_block_page():
    body = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.cd='qEx';</script></head><body></body></html>"
    with pytest.raises(BlockPage):
        read_listing(body.encode(), url=URL)


def test_a_soft_404_is_a_missing_page():
    body = "<html><head><title>提示信息</title></head><body><p>抱歉，您访问的页面不存在或已被删除。</p></body></html>"
    with pytest.raises(MissingPage):
        read_listing(body.encode(), url=URL)


@pytest.mark.parametrize("body", [b"", b"  \n"])
def test_nothing_is_an_empty_shell(body: bytes):
    with pytest.raises(EmptyShell):
        read_listing(body, url=URL)


def test_a_pdf_is_no_page():
    with pytest.raises(NotAPage):
        read_listing(b"%PDF-1.4 ...", url=URL)


def test_bytes_of_no_charset_are_undecodable():
    with pytest.raises(UndecodableBody):
        read_listing(bytes(range(128, 256)) * 40, url=URL)


def test_an_empty_column_is_an_empty_listing():
    body = (
        '<html><body><div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/bsfw/">办事服务</a></div>'
        '<h2>通知公告</h2><p class="empty">该栏目暂时没有发布任何信息，请您浏览本网站的其他栏目。</p>'
        "<div>主办：云岭市人民政府办公室　地址：云岭市青石路1号　邮编：000000</div></body></html>"
    )
    listing = read_listing(body.encode(), url=URL)
    assert listing.items == ()
    assert listing.following is None


def test_an_answer_without_records_is_an_empty_listing():
    assert read_listing(b"[]", url=URL + "list.json").items == ()


def test_a_file_of_rows_that_cannot_be_told_is_an_empty_shell_s():
    with pytest.raises(EmptyShell):
        read_listing('[["/gg/1.html", "云岭市第1号公告"]]'.encode(), url=URL + "list.json")


@pytest.mark.parametrize("profile", [Profile(items=("li >",)), Profile(article="(")])
def test_a_rule_that_is_none_is_an_error_of_the_profile(profile: Profile):
    body = "<html><body><ul><li><a href='/a/12345.html'>云岭市关于第一号事项的公告</a></li></ul></body></html>"
    with pytest.raises(ProfileError):
        read_listing(body.encode(), url=URL, profile=profile)
