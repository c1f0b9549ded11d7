"""What must hold of reading for all inputs."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from archive.article import Article
from pipelines import ReadError, read_article
from pipelines.blocks import Block, blocks, fold
from pipelines.clean import clean, drop_title
from pipelines.dates import EARLIEST, LATEST, find_stamps
from pipelines.decode import decode
from pipelines.document import parse_document, parse_tree
from pipelines.furniture import normalised, why_furniture

SIGNS = "各县人民政府要加强领导落实责任确保工作取得实效的一是在了。，：“”（）"
CHINESE = st.text(st.sampled_from(SIGNS), max_size=180).map("各县人民政府要加强领导，落实责任".__add__)
FURNITURE = (
    "责任编辑：方芷",
    "【打印】【关闭】",
    "上一篇：无",
    "相关链接：",
    "版权声明",
    "附件：",
    "来源：青砚日报",
    "1 2 下一页",
)
LINES = st.lists(
    st.one_of(
        CHINESE,
        st.text(max_size=40),
        st.sampled_from(FURNITURE),
    ),
    max_size=12,
)
ELEMENT = HtmlElement()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd\ufeff\ufffe\uffff")))
def test_utf_8_decodes_to_what_was_encoded(text: str) -> None:
    found = decode(("<p>" + text).encode())
    assert (found.text, found.dropped) == ("<p>" + text, 0)


@given(
    CHINESE,
    st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le"]),
    st.sampled_from([None, "utf-8", "gb2312", "big5"]),
)
def test_chinese_decodes_whatever_the_header_says(text: str, charset: str, header: str | None) -> None:
    page = f"<html><body><p>{text}</p></body></html>"
    assert decode(page.encode(charset), header).text == page


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "utf-16", "x"]))
def test_decoding_bytes_gives_text_without_replacement_characters_of_ours_or_a_verdict(
    body: bytes, header: str | None
) -> None:
    try:
        found = decode(body, header)
    except ReadError:
        return
    assert "\x00" not in found.text
    if "\ufffd" in found.text:
        assert "\ufffd".encode() in body or found.charset.startswith("utf-16") or not found.dropped


@given(LINES)
def test_cleaning_keeps_the_words_and_their_order_and_is_idempotent(lines: list[str]) -> None:
    found = [Block(text=text, element=ELEMENT) for text in map(fold, lines) if text]
    once = clean(found)
    kept = [block.text for block in once.blocks]
    iterator = iter(block.text for block in found)
    assert all(text in iterator for text in kept)
    assert len(once.blocks) + len(once.removed) == len(found)
    assert [block.text for block in clean(once.blocks).blocks] == kept


@given(LINES, st.text(max_size=20))
def test_dropping_a_title_only_takes_from_the_ends(lines: list[str], title: str) -> None:
    found = tuple(Block(text=text, element=ELEMENT) for text in map(fold, lines) if text)
    own, removed = drop_title(found, title, ())
    assert len(own) + len(removed) == len(found)
    assert any(found[start : start + len(own)] == own for start in range(len(found) + 1))


@given(st.text(max_size=300))
def test_folding_is_idempotent_and_keeps_every_letter(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert normalised(fold(text)) == normalised(text)


@given(st.lists(CHINESE, min_size=1, max_size=6), st.sampled_from(["p", "div", "li", "h3"]))
def test_blocks_are_the_paragraphs(texts: list[str], tag: str) -> None:
    markup = "".join(f"<{tag}>{text}</{tag}>" for text in texts)
    assert [block.text for block in blocks(parse_tree(f"<html><body>{markup}</body></html>"))] == texts


@given(st.text(max_size=200))
def test_found_dates_are_aware_and_of_the_web(text: str) -> None:
    for stamp in find_stamps(text):
        assert stamp.moment.tzinfo is not None
        assert EARLIEST - 1 <= stamp.moment.year <= LATEST + 1
        assert 0 <= stamp.start < stamp.end <= len(text)


HREFS = st.text(st.sampled_from("ab/.-_~%()?#:&=12中 "), min_size=1, max_size=24)
BASES = st.sampled_from(
    ["http://a.cn", "http://a.cn/", "https://a.cn/b", "http://a.cn/b/c.html?d=/e#f", "http://a.cn/b/./c/"]
)


@given(BASES, HREFS)
def test_links_are_joined_as_the_standard_library_joins_them(base: str, href: str) -> None:
    document = parse_document(b"<p>x", url=base)
    expected = urljoin(base, href.strip())
    if href.strip().startswith("#") or not href.strip() or not expected.startswith("http"):
        assert document.absolute(href) is None
    else:
        assert document.absolute(href) == expected


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=450))
def test_judging_a_line_never_fails(text: str) -> None:
    assert why_furniture(text) is None or len(text) <= 400


@settings(max_examples=60)
@given(st.lists(CHINESE, min_size=2, max_size=8), st.sampled_from(["TRS_Editor", "article-content", "whatever"]))
def test_the_paragraphs_of_an_article_are_read_as_they_stand(texts: list[str], name: str) -> None:
    markup = "".join(f"<p>{text}</p>" for text in texts)
    title = "关于做好防汛工作的通知"
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class={name}>{markup}</div></body></html>"
    )
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert isinstance(article, Article)
    assert list(article.paragraphs) == texts
