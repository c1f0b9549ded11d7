"""Who wrote an article, as pages print it beside outlet and day."""

from __future__ import annotations

import pytest

from pipelines import read_article

TITLE = "云溪区开展环境综合整治"
BODY = "<p>近日，云溪区组织开展环境综合整治，清运垃圾四十余吨。</p><p>下一步，该区将加大巡查力度，提升水平。</p>"


def author(facts: str, *, tag: str = "", end: str = "") -> str | None:
    meta = f"<meta name=author content={tag}>" if tag else ""
    head = f"<html><head><title>{TITLE}</title>{meta}</head>"
    page = f"{head}<body><h1>{TITLE}</h1>{facts}<div class=zw>{BODY}{end}</div></body></html>"
    return read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html").author


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ("<p><span>2021-10-12</span><span>青砚晚报</span><span>记者 林若川 通讯员 苏禾</span></p>", "林若川 苏禾"),
        (
            "<p><span>2021-10-12</span><span>记者　林若川</span><span>摄影　记者　苏禾</span></p>",
            "林若川",
        ),
        ("<p>本报记者　林若川　冉　樵</p><p>2021-10-12</p>", "林若川 冉樵"),
        ("<div class='author cf'>林若川 苏禾</div><p>2021-10-12 来源：青砚晚报</p>", "林若川 苏禾"),
        ("<p><span>2021-10-12</span> <span id=author_x>记者 林若川</span></p>", "林若川"),
        ("<p>青砚晚报　|　林若川　|　2021-10-12</p>", "林若川"),
        ("<p>作者：青砚晚报·青砚网记者 林若川　来源：青砚网</p>", "林若川"),
        ("<p>作者：青砚市云溪区人民法院 王庆珊 樊玉　　发布时间：2021-10-12</p>", "王庆珊 樊玉"),
        ("<p>作者：云溪区委党校课题组</p><p>2021-10-12</p>", "云溪区委党校课题组"),
    ],
)
def test_names_beside_outlet_and_day(facts: str, wanted: str) -> None:
    assert author(facts) == wanted


def test_a_short_name_that_the_tag_bears_out() -> None:
    facts = "<p>青砚晚报　|　任远　|　2021-10-12</p>"
    assert (author(facts), author(facts, tag="任远")) == (None, "任远")


def test_who_did_words_and_pictures() -> None:
    assert author("<p>2021-10-12</p>", end="<p>图文：林若川｜编辑：苏禾｜审核：何青</p>") == "林若川"


@pytest.mark.parametrize(
    "facts",
    [
        "<p><em>2021-10-12</em><em>来源：</em><b>青砚晚报</b><em>编辑：</em><b>林若川</b></p>",
        "<p>青砚晚报 | 安吉 | 2021-10-12</p>",
        "<p><b>[图文]</b>2021-10-12</p>",
        "<p>2021-10-12</p><p>（作者：方敏青砚大学经济学院教授）</p>",
    ],
)
def test_editors_places_and_marks_are_no_authors(facts: str) -> None:
    assert author(facts) is None
