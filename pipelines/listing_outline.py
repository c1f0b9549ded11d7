"""An outline of a list page: its elements in order, the links among them, and what is below each.

One pass over the elements in page order gives every one its place, the form of its path, the links and the dates under
it; everything after that is arithmetic on those numbers, so a page of a hundred thousand links stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from pipelines.article_addresses import is_article, is_list
from pipelines.blocks import fold
from pipelines.listing_dates import is_date
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import urlsplit_safe
from pipelines.pagers.turning import Openers

_MANY = "\n"
"""Stands for more than one address, in the table of what is below an element."""
_TEXTS = 100
"""Pieces of a link's text that are read."""

_PAGER_WORD = re.compile(
    r"[\s\[【(]*(?:\d{1,6}|首页|首頁|第一页|上一?页|前一?页|下一?页|后一?页|尾页|末页|最后一?页|上一頁|下一頁|"
    r"prev(?:ious)?|next|first|last|跳转|转到|GO|确定|[<>«»‹›]+|\.{2,3}|…)(?:[\s\]】)>»›→]|[(（]\d{1,6}[)）])*",
    re.I,
)
_UTILITY = re.compile(
    r"[\s\[【(（<]*(?:(?:查看)?更多|more|详情|详细|详细信息|查看|查看详情|查看全文|阅读|阅读全文|全文|点击查看|点击下载|下载|附件|打印|关闭|"
    r"返回|返回首页|返回顶部|登录|注册|收藏|分享|编辑|设为首页|加入收藏|网站地图|联系我们|网站声明|关于我们|隐私声明|无障碍浏览?|"
    r"https?://\S{1,200}|www\.\S{1,200}|长者模式|繁體|繁体|简体|english|评论|播放|展开|收起|置顶|new|hot)[\s\]】)）>.…]*",
    re.I,
)
_BESIDE = re.compile(
    r"[\[【|]*(?:(?:文字|图文|视频)?(?:实录|直播|回放)|视频(?:新闻|报道)?|音频|图片(?:集锦|直播|报道|新闻)?|图集|图解|专题(?:报道)?|专访)[\]】|]*"
)
_BESIDE_SIZE = 8
_PATH = re.compile(r"[\s【\[>»：:]*[您你]?(?:现在|当前|目前)?(?:所在|所处)?的?位置\s*(?:[：:>»】\]是]|$)")
_TURNS = re.compile(r"[>›» ]{0,3}(?:下一?页|尾页|末页|下一頁|next(?: page)?)[>›» ]{0,3}", re.I)
_TURNS_BY_SCRIPT = re.compile(r"createPage|pageControl\(|\bPager\(|pagination\(|countPage|totalPage|pageCount")
_SCRIPTED = re.compile(
    r"(?:location(?:\.href)?\s*=|open\w*\s*\(|location\.(?:assign|replace)\s*\(|go\w*\s*\(|view\w*\s*\()\s*[\"']"
    r"((?:https?:/|\.{0,2}/|[\w-]+/|[\w-]+\.s?html?)[^\"'\s]{0,1500})[\"']",
    re.I,
)
_ACTING = frozenset(("a", "li", "div", "tr", "td", "p", "h3", "h4", "dt", "dd", "span"))
"""Elements whose onclick may be a link."""
_DATE_LABEL = re.compile(r"[\[【(（]?[\u4e00-\u9fff]{0,4}(?:日期|时间)[:：]?")
_BULLETS = re.compile(r"^[\s·•●▪■◆◇★☆►▶»›>\u3000\-—|]+")
_DIGITS, _FEW_DIGITS = re.compile(r"\d+"), re.compile(r"(?<!\d)\d{1,3}(?!\d)")


def _label(element: HtmlElement | None, *, beside: bool = False) -> str:
    """What an element says of the date behind it: 成文日期. Beside it there must be no words in between."""
    if element is None or len(element) or (beside and (element.tail or "").strip()):
        return ""
    text = "".join((element.text or "")[:60].split())
    return text if _DATE_LABEL.fullmatch(text) else ""


@dataclass(slots=True, kw_only=True, eq=False)
class Link:
    """A link that may lead to an item."""

    place: int
    href: str
    url: str | None
    host: str
    path: str
    text: str
    title: str
    """Its title attribute."""
    is_article: bool
    is_list: bool
    is_utility: bool
    is_beside: bool
    """Whether it says that there is something to see or hear besides: 文字实录, 视频, 图片."""

    @property
    def is_rich(self) -> bool:
        """Whether it looks like a title rather than a label of navigation."""
        if self.is_utility or self.is_list or self.is_beside:
            return False
        return self.is_article or max(len(self.text), len(self.title)) >= 8


class Outline:
    """A page's elements in order, each with its place in the whole."""

    __slots__ = (
        "_date_texts", "_dates", "_openers", "_rich", "_sizes", "crumbs", "depths", "elements", "links", "page",
        "pager", "parents", "paths", "text_sizes",
    )  # fmt: skip

    def __init__(self, page: ListDocument) -> None:
        self.page = page
        self.elements: list[HtmlElement] = list(page.tree.iter("*"))
        """In page order; a place is a position in this list. Holding them keeps lxml from making them anew."""
        self._openers = Openers(page)
        self._read_places()
        self.links: list[Link] = self._read_links()
        self._read_below()

    def _read_places(self) -> None:
        count = len(self.elements)
        places = {element: place for place, element in enumerate(self.elements)}
        self.parents: list[int] = [-1] * count
        self.depths: list[int] = [0] * count
        self.paths: list[int] = [0] * count
        """A number for the path of tags and classes that leads to each element."""
        known: dict[tuple[int, str, str], int] = {}
        names: dict[tuple[str, str], str] = {}
        for place, element in enumerate(self.elements):
            above = element.getparent()
            parent = places[above] if above is not None and above in places else -1
            self.parents[place] = parent
            self.depths[place] = self.depths[parent] + 1 if parent >= 0 else 0
            # Rows are numbered; a long number in a class is that of a block, and tells one list from another.
            printed = (element.get("class") or "", element.get("id") or "")
            name = names.get(printed)
            if name is None:
                name = names[printed] = f"{_FEW_DIGITS.sub('0', printed[0])}#{_DIGITS.sub('0', printed[1])}"
            form = (self.paths[parent] if parent >= 0 else -1, str(element.tag), name)
            self.paths[place] = known.setdefault(form, len(known))
        self._sizes = [1] * count
        for place in range(count - 1, 0, -1):
            if self.parents[place] >= 0:
                self._sizes[self.parents[place]] += self._sizes[place]

    def _read_links(self) -> list[Link]:
        found = []
        self.pager = -1
        """The place of the last link or script that turns pages; -1 if there is none."""
        for place, element in enumerate(self.elements):
            if element.tag == "script" and element.text and _TURNS_BY_SCRIPT.search(element.text):
                self.pager = place
            if element.tag in _ACTING:
                href, onclick = element.get("href") if element.tag == "a" else None, element.get("onclick")
                if href is not None or onclick:
                    link = self._link(place, element, (href or "").strip(), onclick or "")
                    if link is not None:
                        found.append(link)
        return [link for n, link in enumerate(found) if link.text or link.title or not _is_named_beside(found, n)]

    def _link(self, place: int, element: HtmlElement, href: str, onclick: str) -> Link | None:
        url = self.page.address(href)
        if url is None and (match := _SCRIPTED.search(onclick[:4_000]) or _SCRIPTED.search(href[:4_000])):
            href = match[1]
            url = self.page.address(href)
        if url is None and "(" in (script := onclick or href):
            url = self._openers.address(script)
        raw = "".join(islice(element.itertext(), _TEXTS)) if len(element) else element.text or ""
        text = _BULLETS.sub("", fold(raw[:2_000]))
        if _TURNS.fullmatch(text[:40]):
            self.pager = place
        if _PAGER_WORD.fullmatch(text[:40]) or (url is None and (element.tag != "a" or len(text) < 6)):
            return None
        _, host, path, query, _ = urlsplit_safe(url or "")
        return Link(
            place=place,
            href=href,
            url=url,
            host=host,
            path=path,
            text=text,
            title=fold(element.get("title") or ""),
            is_article=url is not None and is_article(path, query),
            is_list=url is None or is_list(path, query),
            is_utility=_UTILITY.fullmatch(text[:40]) is not None,
            is_beside=len(text) <= _BESIDE_SIZE and _BESIDE.fullmatch(text) is not None,
        )

    def _read_below(self) -> None:
        """What is below each element: one rich address or many, how much text, which dates."""
        count = len(self.elements)
        self._rich: list[str] = [""] * count
        for link in self.links:
            if link.is_rich or (link.url is None and len(link.text) >= 8):
                self._rich[link.place] = link.url or link.text
        self.text_sizes: list[int] = [0] * count
        self.crumbs = -1
        """The place of the path to this column; -1 if none is labelled."""
        dates: list[tuple[float, str]] = []
        for place in range(count - 1, -1, -1):
            element, parent = self.elements[place], self.parents[place]
            start = 2 * place - self.depths[place]
            if (text := element.text) and element.tag not in ("script", "style"):
                self.text_sizes[place] += len(text)
                if len(text) < 60:
                    if is_date(text.strip()):
                        dates.append((start + 0.5, _label(element.getprevious(), beside=True) + text.strip()))
                    elif "位置" in text and _PATH.match(text):
                        self.crumbs = place
            if parent < 0:
                continue
            if text := element.tail:
                self.text_sizes[parent] += len(text)
                if len(text) < 60 and is_date(text.strip()):
                    dates.append((start + 2 * self._sizes[place] - 0.5, _label(element) + text.strip()))
            self.text_sizes[parent] += self.text_sizes[place]
            if mine := self._rich[place]:
                theirs = self._rich[parent]
                self._rich[parent] = mine if not theirs or theirs == mine else _MANY
        dates.sort()
        self._date_texts = dates
        self._dates = [seq for seq, _ in dates]

    # --- asking -----------------------------------------------------------------------------------------------------

    def span(self, place: int) -> tuple[int, int]:
        """The numbers that the start and the end of an element have among all starts and ends."""
        start = 2 * place - self.depths[place]
        return start, start + 2 * self._sizes[place] - 1

    def dates_between(self, start: float, end: float) -> list[str]:
        """The texts between two such numbers that are dates and nothing else, in page order."""
        low = bisect_left(self._dates, start)
        return [text for _, text in self._date_texts[low : bisect_left(self._dates, end)]]

    def dates_in(self, place: int) -> list[str]:
        """The texts in an element that are dates and nothing else, each with the label that stands before it."""
        return self.dates_between(*self.span(place))

    def is_dated(self, place: int) -> bool:
        """Whether an element holds a text that is a date and nothing else."""
        start, end = self.span(place)
        low = bisect_left(self._dates, start)
        return low < len(self._dates) and self._dates[low] < end

    def holds(self, outer: int, inner: int) -> bool:
        """Whether one element is the other or stands around it."""
        return outer <= inner < outer + self._sizes[outer]

    def size(self, place: int) -> int:
        """How many elements an element is and holds."""
        return self._sizes[place]

    def is_single(self, place: int) -> bool:
        """Whether no more than one title's address is below an element."""
        return self._rich[place] != _MANY


def _is_named_beside(links: list[Link], number: int) -> bool:
    """Whether a link without words, a picture mostly, leads where a link with words beside it leads."""
    url = links[number].url
    return any(other.text and other.url == url for other in links[max(0, number - 2) : number + 3])
