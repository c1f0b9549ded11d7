"""What part of a page a place is in: navigation and footers, hot lists and sidebars, or the page's own matter.

Names alone never decide: they take weight off. A wrapper around most of the page is no navigation, whatever its name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.blocks import fold
from pipelines.listing_outline import Outline

FURNITURE = -1.2
ASIDE = -0.7
LABELLED = -0.8

_FURNITURE_NAME = re.compile(
    r"(?:^|[-_ ])(?:top)?(?:nav\w*|menu\w*|header|foot\w*|bottom|copyright|crumbs?|breadcrumbs?|bread|location|locate|"
    r"position|path|dqwz|weizhi|friend\w*|yqlj|links?|share\w*|lang\w*|sitemap|toolbar|login|search\w*|tab-?hd|hd|"
    r"pager|pagination|paging)(?:$|[-_ \d])"
    r"|friend-?link|sub-?menu|left_?nav|sidenav|dropdown|footer|copyright|navbar|popbox|popup",
    re.I,
)
_ASIDE_NAME = re.compile(
    r"(?:^|[-_ ])(?:aside|side\w*|hot\w*|rank\w*|recommend\w*|tuijian|relate\w*|phb|rdph|xgxw|xglj|xgzx|tjxw|slide\w*|"
    r"swiper\w*|banner\w*|focus|carousel|rolling|topnews)(?:$|[-_ \d])"
    r"|sidebar|hotnews|hot-?list|relatednews|rank-?list",
    re.I,
)
_ASIDE_LABEL = re.compile(
    r"热点|热门|热文|排行|推荐|相关(?:新闻|链接|阅读|信息|文章|解读)|友情链接|网站链接|快速通道|导航|点击榜|阅读榜|"
    r"图片新闻|精彩图集|专题专栏|猜你喜欢|大家都在看|延伸阅读|便民服务|(?:近期|最新)(?:公告|文章|发布|更新|资讯)|24小时"
    r"|(?:更多|more)[\s>›»+.…]*$"
)


class Regions:
    """The regions of one page."""

    __slots__ = ("_known", "_names", "_outline", "_rich", "_title")

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[int, float] = {}
        self._names: dict[str, float] = {}
        self._rich = [link.place for link in outline.links if link.is_rich]
        self._title = fold(outline.page.tree.findtext(".//title") or "")

    def weight(self, place: int) -> float:
        """What the elements around a place take off: navigation and footers most, sidebars less, others nothing."""
        path = []
        while place >= 0 and place not in self._known:
            path.append(place)
            place = self._outline.parents[place]
        value = self._known[place] if place >= 0 else 0.0
        for one in reversed(path):
            value = min(value, self._own(one))
            self._known[one] = value
        return value

    def label(self, row: int) -> float:
        """What a heading right before a row takes off, where it says that hot news, links or the like follow."""
        outline = self._outline
        container = outline.parents[row]
        for _ in range(3):
            if container < 0 or outline.elements[container].tag == "body":
                break
            label = self._before(outline.elements[container], outline.elements[row])
            if label:
                # The column may itself be called so; its page's title then says it too.
                return LABELLED if _ASIDE_LABEL.search(label) and label not in self._title else 0.0
            container = outline.parents[container]
        return 0.0

    def _own(self, place: int) -> float:
        element = self._outline.elements[place]
        tag = element.tag
        name = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        value = self._names.get(name)
        if value is None:
            value = FURNITURE if _FURNITURE_NAME.search(name) else ASIDE if _ASIDE_NAME.search(name) else 0.0
            self._names[name] = value
        if tag in ("nav", "footer", "header"):
            value = FURNITURE
        elif tag == "aside":
            value = min(value, ASIDE)
        return 0.0 if value and self._holds_most(place) else value

    def _holds_most(self, place: int) -> bool:
        inside = bisect_left(self._rich, place + self._outline.size(place)) - bisect_left(self._rich, place)
        return inside * 10 > len(self._rich) * 6

    def _before(self, container: HtmlElement, row: HtmlElement) -> str:
        """The text of a heading that stands before a row in its container, or right before the container."""
        for element in (*_heads(container, row), container.getprevious()):
            if element is not None and element.tag not in ("script", "style", "ul", "table"):
                label = fold("".join(islice(element.itertext(), 10)))
                if label:
                    return label if len(label) <= 24 else "…"
        return ""


def _heads(container: HtmlElement, row: HtmlElement) -> Iterator[HtmlElement]:
    """The elements of a container before its first row, the nearest first; none if there are many."""
    found: list[HtmlElement] = []
    for child in islice(container, 3):
        if child is row:
            break
        found.append(child)
    if len(found) < 3:
        yield from reversed(found)
