"""Several pages in, one article out."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines.errors import BlockPage, LaterPage
from pipelines.joining import Passage, join_pages
from pipelines.read import Leaf, read_pages

STEM = "http://www.qingyan.example.cn/2026-03/02/content_7"
TITLE = "青砚河治理十年记"
FIRST = [
    "青砚河全长一百二十公里，流经四个县区，十年前沿岸有大小排污口三百多处。",
    "治理从源头开始，先后关停企业七十一家。",
]
SECOND = ["如今河里又有了鱼，两岸修起步道九十公里，市民早晚来这里散步。", "治理还在继续，明年起干流禁止采砂。"]


CUT = "施工队用了九个月加固墙体，换下朽坏的椽子二百六十根，补上新瓦一万四千片，题记一处不少，修旧"


def url(number: int) -> str:
    return f"{STEM}.html" if number == 1 else f"{STEM}_{number}.html"


def pager(number: int, count: int) -> str:
    links = [f"<a href='{url(n)}'>{n}</a>" if n != number else f"<span>{n}</span>" for n in range(1, count + 1)]
    before = f"<a href='{url(number - 1)}'>上一页</a>" if number > 1 else ""
    after = f"<a href='{url(number + 1)}'>下一页</a>" if number < count else ""
    return f"<div class='page'>{before} {' '.join(links)} {after}</div>"


def leaf(number: int, paragraphs: list[str], *, count: int = 2, title: str = TITLE, more: str = "") -> Leaf:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"""<html><head><meta charset="utf-8"><title>{title}_青砚网</title></head><body><h1>{title}</h1>
<div class="info">2026-03-02 09:00 来源：青砚网</div><div class="TRS_Editor">{body}{more}{pager(number, count)}</div>
<p>上一篇：<a href="content_6.html">古镇</a></p><p>下一篇：<a href="content_8.html">小吃出炉</a></p></body></html>"""
    return Leaf(url=url(number), body=page.encode())


def read(*leaves: Leaf) -> Article:
    return read_pages(leaves)


def test_the_paragraphs_of_all_pages_stand_in_order_and_the_pagers_are_gone():
    article = read(leaf(1, FIRST), leaf(2, SECOND))
    assert list(article.paragraphs) == [*FIRST, *SECOND]
    assert (article.later_pages, article.next_page) == ((url(2),), None)


def test_the_facts_are_those_of_the_first_page():
    article = read(leaf(1, FIRST), leaf(2, SECOND))
    assert (article.title, article.source, article.url) == (TITLE, "青砚网", url(1))


def test_the_editor_may_stand_on_the_last_page():
    article = read(leaf(1, FIRST), leaf(2, SECOND, more="<p>（责任编辑：方芷）</p>"))
    assert article.editor == "方芷"
    assert dict(article.origins)["editor"].endswith("last page")


def test_images_and_files_of_all_pages_count_each_address_once():
    article = read(
        leaf(1, FIRST, more="<img src='/i/1.jpg'><a href='/f/a.pdf'>附件一</a>"),
        leaf(2, SECOND, more="<img src='/i/2.jpg'><a href='/f/a.pdf'>附件一</a><a href='/f/b.docx'>附件二</a>"),
    )
    assert [one.label for one in article.attachments] == ["附件一", "附件二"]
    assert [one.href[-5:] for one in article.images] == ["1.jpg", "2.jpg"]


def test_what_one_person_says_goes_on_over_the_page_break():
    spoken = [
        "主持人：各位记者朋友，上午好，欢迎参加今天的发布会。",
        "林岚：谢谢主持人。青砚河治理十年，我先介绍总体情况。",
    ]
    more = ["十年来共投入资金四十六亿元，干流水质达到三类。", "主持人：下面请记者提问，提问前请通报所在的新闻机构。"]
    article = read(leaf(1, [*spoken, "下面我从三个方面说明。"]), leaf(2, [*more, "林岚：这个问题我来回答，谢谢。"]))
    assert [turn.speaker for turn in article.turns] == ["主持人", "林岚", "主持人", "林岚"]
    assert article.turns[1].text.endswith("干流水质达到三类。")


def test_a_page_that_is_missing_is_the_next_one():
    article = read(leaf(1, FIRST))
    assert (list(article.paragraphs), article.next_page) == (FIRST, url(2))


def test_a_page_that_cannot_be_read_ends_the_article_and_why_is_told():
    wall = "<html><title>安全验证</title><p>网站防火墙 事件编号：77 您的访问请求可能存在风险</p>"
    article = read(leaf(1, FIRST), Leaf(url=url(2), body=wall.encode()))
    assert (list(article.paragraphs), article.later_pages, article.next_page) == (FIRST, (), url(2))
    assert dict(article.origins)["next_page"].startswith(BlockPage.__name__)


def test_a_page_of_another_article_is_none_of_this_one():
    article = read(leaf(1, FIRST), leaf(2, SECOND, title="十大小吃出炉"))
    assert (list(article.paragraphs), article.next_page) == (FIRST, url(2))


def test_a_server_that_always_gives_the_first_page_adds_nothing():
    same = leaf(1, FIRST)
    article = read(same, Leaf(url=url(2), body=same.body))
    assert list(article.paragraphs) == FIRST


def test_a_page_that_is_gone_is_said_to_be():
    article = read(leaf(1, FIRST), Leaf(url=url(2), body=None))
    assert (list(article.paragraphs), article.next_page, article.flags) == (FIRST, None, ("missing_page",))


def test_a_later_page_is_no_article_of_its_own():
    with pytest.raises(LaterPage):
        read(leaf(2, SECOND))


def test_the_number_that_is_not_linked_is_that_of_the_page():
    # Counted from 0, as TRS does: the second page is _1, and nobody says 下一页.
    links = "<div><a href='content_7.html'>1</a> 2 <a href='content_7_2.html'>3</a></div>"
    page = leaf(1, SECOND).body.decode().replace(pager(1, 2), links)
    with pytest.raises(LaterPage):
        read(Leaf(url=f"{STEM}_1.html", body=page.encode()))


def test_links_to_the_neighbouring_articles_lead_nowhere():
    links = "<div>上一篇：<a href='content_6.html'>6</a> 下一篇：<a href='content_8.html'>8</a></div>"
    page = leaf(1, FIRST).body.decode().replace(pager(1, 2), links)
    assert read(Leaf(url=url(1), body=page.encode())).next_page is None


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("拆下的老料全部编号，修旧", "如旧的原则贯穿始终。", False),
        (CUT, "如旧的原则贯穿始终。", True),
        ("施工队用了九个月，", "换下朽坏的椽子二百六十根。", True),
        ("施工队用了九个月加固墙体。", "换下朽坏的椽子二百六十根。", False),
        (CUT, "二、加强管理", False),
        (CUT, "林岚：谢谢。", False),
    ],
)
def test_a_sentence_that_the_break_cut_is_whole_again(before: str, after: str, joined: bool):
    found = [each.text for each in join_pages([[Passage(text=before)], [Passage(text=after)]])]
    assert found == ([before + after] if joined else [before, after])


def test_a_bold_beginning_is_a_new_paragraph():
    found = join_pages([[Passage(text="施工队用了九个月，")], [Passage(text="方芷 省里有计划。", bold="方芷")]])
    assert len(found) == 2
