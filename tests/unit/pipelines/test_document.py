"""Documents, and their text block by block."""

from __future__ import annotations

import pytest

from pipelines.blocks import blocks, fold, text_of
from pipelines.document import Document, parse_document, parse_tree
from pipelines.errors import EmptyShell


def read(markup: str) -> list[str]:
    return [block.text for block in blocks(parse_tree(f"<html><body>{markup}</body></html>"))]


def document(markup: str, url: str = "http://www.qingyan.gov.cn/a/b/c.html") -> Document:
    return parse_document(markup.encode(), url=url)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<div>一<p>二</p>三</div>", ["一", "二", "三"]),
        ("一<br>二<br/><br>三", ["一", "二", "三"]),
        ("<p>甲<span>乙</span><b>丙</b>丁</p>", ["甲乙丙丁"]),
        ("<ul><li>一</li><li>二</li></ul>", ["一", "二"]),
        ("<h2>题</h2>文", ["题", "文"]),
        ("<p>一<script>x()</script>二<style>p{}</style></p>", ["一二"]),
        ("<p>　　首行缩进</p>", ["首行缩进"]),
        ("<p>断\n  行</p><p>a\nb</p>", ["断行", "a b"]),
        ("<p>&nbsp;&nbsp;空&nbsp;&nbsp;白&nbsp;</p>", ["空 白"]),
        ("<p>零\u200b宽</p><p>&nbsp;</p>", ["零宽"]),
        ("<div><div><div>深</div></div></div>", ["深"]),
        ("<p>图<img src=a.jpg></p>", ["图"]),
        ("<blockquote>引</blockquote><pre>原样</pre>", ["引", "原样"]),
    ],
)
def test_a_block_is_one_visual_line(markup: str, lines: list[str]) -> None:
    assert read(markup) == lines


def test_the_cells_of_a_row_are_set_apart_by_tabs() -> None:
    assert read("<table><tr><th>项目</th><th>金额</th></tr><tr><td><p>供水</p></td><td>12</td></tr></table>") == [
        "项目\t金额",
        "供水\t12",
    ]


def test_an_empty_cell_keeps_its_place_and_none_trails() -> None:
    assert read("<table><tr><td>合计</td><td></td><td>7</td><td></td></tr></table>") == ["合计\t\t7"]


def test_a_row_of_one_cell_is_read_as_what_stands_in_it() -> None:
    assert read("<table><tr><td><p>一</p><p>二</p></td></tr></table>") == ["一", "二"]


def test_a_table_of_tables_only_lays_out_the_page() -> None:
    assert read("<table><tr><td>菜单</td><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>") == [
        "菜单",
        "甲\t乙",
    ]


def test_a_table_with_an_article_in_a_cell_only_lays_out_the_page() -> None:
    long = "".join(f"<p>第{number}段。{'文' * 120}</p>" for number in range(4))
    assert read(f"<table><tr><td>菜单</td><td>{long}</td></tr></table>")[0] == "菜单"
    assert len(read(f"<table><tr><td>菜单</td><td>{long}</td></tr></table>")) == 5


def test_the_caption_of_a_table_comes_first() -> None:
    assert read("<table><caption>表一</caption><tr><td>甲</td><td>乙</td></tr></table>") == ["表一", "甲\t乙"]


@pytest.mark.parametrize(
    ("markup", "bold"),
    [
        ("<p><strong>拉珍</strong>各位朋友</p>", "拉珍"),
        ("<p>　　<b>主持人</b>：大家好</p>", "主持人"),
        ("<p>大家<b>好</b></p>", None),
        ("<p><b>小标题</b></p>", "小标题"),
        ('<p><span style="font-weight: bold">程予安</span>谢谢</p>', "程予安"),
        ("<p><b>程</b><b>予安</b>谢谢<b>大家</b></p>", "程予安"),
        ("<p>普通</p>", None),
    ],
)
def test_the_leading_bold_run_is_noted(markup: str, bold: str | None) -> None:
    assert blocks(parse_tree(f"<html><body>{markup}</body></html>"))[0].bold == bold


def test_a_block_knows_its_element() -> None:
    assert [
        block.element.tag for block in blocks(parse_tree("<html><body><h1>一</h1><div>二<br>三</div></body></html>"))
    ] == [
        "h1",
        "div",
        "div",
    ]


def test_whole_elements_can_be_left_out() -> None:
    tree = parse_tree("<html><body><p>一<span class=x>二</span>三</p><div class=x>四</div></body></html>")
    assert [block.text for block in blocks(tree, lambda element: element.get("class") == "x")] == ["一三"]


def test_ten_thousand_levels_are_read_without_recursion() -> None:
    assert read("<div>" * 1500 + "底" + "</div>" * 1500) == ["底"]


def test_a_font_that_is_never_closed_does_not_lose_the_text_below_it() -> None:
    assert read("".join(f"<p><font>第{number}段</p>" for number in range(400)))[-1] == "第399段"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  a  b ", "a b"),
        ("中\n文", "中文"),
        ("中 文", "中 文"),
        ("中\u3000文\u3000", "中\u3000文"),
        ("\ufeffx\xa0", "x"),
        ("", ""),
    ],
)
def test_white_space_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_the_text_of_an_element_is_one_line() -> None:
    assert text_of(parse_tree("<html><body><p>一</p><p>二</p></body></html>")) == "一 二"


def test_meta_tags_are_kept_by_lower_cased_name_in_order() -> None:
    found = document(
        '<meta name="PubDate" content=" 2020 "><meta property="og:title" content="x"><meta name=pubdate content="2021">'
    )
    assert found.meta == {"pubdate": ("2020", "2021"), "og:title": ("x",)}


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("d.html", "http://www.qingyan.gov.cn/a/b/d.html"),
        ("../x.pdf", "http://www.qingyan.gov.cn/a/x.pdf"),
        ("//img.qingyan.gov.cn/1.jpg", "http://img.qingyan.gov.cn/1.jpg"),
        ("https://other.example.cn/y", "https://other.example.cn/y"),
        ("javascript:void(0)", None),
        ("#top", None),
        ("mailto:a@b.cn", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_links_become_absolute_http_addresses(href: str, address: str | None) -> None:
    assert document("<p>x</p>").absolute(href) == address


def test_a_base_element_is_obeyed() -> None:
    assert document('<base href="/new/"><p>x</p>').absolute("1.html") == "http://www.qingyan.gov.cn/new/1.html"


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00\x00"])
def test_a_page_without_markup_is_an_empty_shell(body: bytes) -> None:
    with pytest.raises(EmptyShell):
        parse_document(body, url="http://x.cn/")
