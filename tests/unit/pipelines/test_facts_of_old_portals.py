"""Breadcrumbs with arrows, numbers below headlines, bylines in many places: facts of ministries and newspapers."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"
TITLE = "关于做好防汛工作的通知"
DAY = "<p>2020-05-06 08:30</p>"


def read(above: str = DAY, below: str = "", *, first: str = "", last: str = "", crumbs: str = "") -> Article:
    body = f"<div class=wz>{first}<p>{TEXT}</p><p>{TEXT}</p>{last}</div>"
    head = f"<html><head><title>{TITLE}_青砚网</title></head>"
    page = f"{head}<body>{crumbs}<h1>{TITLE}</h1>{above}{body}{below}</body></html>"
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    "crumbs",
    [
        "<p>本页位置： <a href=/>首页</a> → <a href=/x>新闻中心</a> → <a href=/x/s>社会新闻</a></p>",
        "<p>→ 首页 → 社会新闻</p>",
        "<p><a href=/>青砚网</a> &gt; <a href=/x>新闻</a> &gt; <a href=/x/s>社会新闻</a></p>",
    ],
)
def test_a_breadcrumb_is_known_by_its_arrows(crumbs: str) -> None:
    assert read(crumbs=crumbs).column == "社会新闻"


def test_a_line_with_an_arrow_that_is_not_all_links_is_no_breadcrumb() -> None:
    assert read(crumbs="<p>青砚网 > 了解更多请看下文</p>").column is None


def test_a_number_may_stand_between_headline_and_date() -> None:
    assert read(f"<p>青财建〔2017〕318号</p>{DAY}").doc_number == "青财建〔2017〕318号"


@pytest.mark.parametrize(
    ("place", "author"),
    [
        ({"above": f"<p>本报记者 顾言</p>{DAY}"}, "顾言"),
        ({"above": "<p>2020-05-06 <span>作者 顾言 方芷</span></p>"}, "顾言 方芷"),
        ({"above": "<p>2020-05-06 <span>作者 简介</span></p>"}, None),
        ({"first": "<p>作者：顾言（青砚学院水利研究中心副研究员）</p>"}, "顾言"),
        ({"first": "<p>青砚文旅网站 顾言 报道 “窗口排队少了。”近日，记者看到这一幕。</p>"}, "顾言"),
        ({"last": "<p>开展宣讲二十六场次。（农恩雨 顾言）</p>"}, "农恩雨 顾言"),
        ({"last": "<p>办法自公布之日起施行。（试行 修订）</p>"}, None),
    ],
)
def test_who_wrote_it_stands_in_many_places(place: dict[str, str], author: str | None) -> None:
    assert read(**place).author == author


def test_a_label_below_the_text_outweighs_the_sites_own_name_beside_the_date() -> None:
    below = "<table><tr><td><b>来源：</b>青砚日报　<b>编辑：</b>顾言</td></tr></table>"
    assert read("<p>2020-05-06 08:30 <span>青砚网</span></p>", below).source == "青砚日报"
    assert read("<p>2020-05-06 08:30 <span>青砚网</span></p>").source == "青砚网"
