"""The title of one row of a list."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from pipelines.blocks import blocks, fold
from pipelines.listing_dates import find_leaf, is_date
from pipelines.listing_outline import Link, Outline
from pipelines.listing_row_dates import LEADING_DATE, TRAILING_DATE
from pipelines.listing_rows import ELEMENTS, HEADINGS, LARGE, TEXT, Row

_TITLE_NAME = re.compile(r"(?:^|[-_ ])(?:\w*title\w*|\w*tit|bt|biaoti|headline|subject|name)(?:$|[-_ \d])", re.I)
_CUT = re.compile(r"(?:…+|\.{2,}|。{3,})\s*$")
_BULLETS = re.compile(r"^[\s·•●▪■◆◇★☆►▶»›>\u3000]+")
_TOOLTIP = re.compile(r"^标\s*题\s*[:：]\s*(.+?)\s*(?:作者|点击数?|发表|更新|发布|来源|转贴|$)[\s:：]?", re.S)
_LABELLED = re.compile(r"(?:来源|作者|浏览|阅读|点击|发布|栏目|分类)[\w ]{0,4}[:：].{0,24}$")
"""A part of a link that gives a fact about the article: 来源：青砚日报."""
_TAG = re.compile(r"[\[【][\u4e00-\u9fff]{2,4}[\]】]")
"""[公示] in an element of its own."""
_FEW_TEXTS = 3
_NO_TITLE = re.compile(r"[\s\d\W]*")
_MARKS = frozenset(("new", "hot", "置顶", "热", "新"))


def title_of(outline: Outline, row: Row, link: Link) -> str:
    """The row's title, whole where the page has it whole."""
    same = [one for one in row.links[:20] if one.url == link.url and one.url is not None] or [link]
    # On a picture there may be a mark of its own: 已结束.
    same.sort(key=lambda one: len(outline.elements[one.place]) > 0 and _holds_picture(outline.elements[one.place]))
    texts = [_printed(outline, one) for one in same if not one.is_utility]
    # A link around a picture may hold its running time alone.
    titles = (text for text in texts if text and not is_date(text))
    printed = next((text for text in titles if not _NO_TITLE.fullmatch(text)), next(iter(filter(None, texts)), ""))
    if link.is_utility or _NO_TITLE.fullmatch(printed):
        printed = _row_title(outline, row, link) or printed
    tooltip = next((_from_tooltip(one.title) for one in same if one.title), "")
    if not tooltip and _CUT.search(printed):
        tooltip = next((whole for one in same if (whole := _whole(outline, one, printed)) is not None), "")
    if not printed:
        image = next(outline.elements[link.place].iter("img"), None)
        printed = tooltip or (fold(image.get("alt") or image.get("title") or "") if image is not None else "")
    return tooltip if tooltip and _is_cut(printed, tooltip) else printed


def _holds_picture(element: HtmlElement) -> bool:
    return next(element.iter("img"), None) is not None


def _whole(outline: Outline, link: Link, printed: str) -> str | None:
    """The whole title in another attribute of a link, or in that of an element in it."""
    for element in islice(outline.elements[link.place].iter(), 8):
        for value in element.values():
            if len(value) <= TEXT and _is_cut(printed, folded := fold(value)):
                return folded
    return None


def _from_tooltip(title: str) -> str:
    """A link's title attribute; of the older `标题：… 作者：… 点击数：…` form, the title."""
    match = _TOOLTIP.match(title[:1_000])
    return _trimmed(match[1] if match else title)


def _is_cut(printed: str, whole: str) -> bool:
    """Whether the printed title is the beginning of the whole one."""
    stem = _CUT.sub("", printed)
    if len(whole) < len(stem) + (stem == printed):
        return False
    start, same = ("".join(text.split()) for text in (stem, whole))
    return bool(start) and (same.startswith(start) or (stem != printed and same[:4] == start[:4]))


def _printed(outline: Outline, link: Link) -> str:
    """The text of a link that is its title: a heading or a named part, else its first line that is no date."""
    element = outline.elements[link.place]
    if not len(element) or outline.size(link.place) > LARGE:
        return _trimmed(link.text)
    for part in islice(element.iter(), 1, ELEMENTS):
        if part.tag in HEADINGS or _is_set_apart(part) or _TITLE_NAME.search(part.get("class") or ""):
            text = _trimmed(fold(" ".join(block.text for block in blocks(part, _is_no_title))))
            if len(text) >= 4 and not is_date(text):
                return text
    lines = [line for block in blocks(element, _is_no_title) if (line := _trimmed(block.text)) and not is_date(line)]
    return next((line for line in lines if len(line) >= 4), lines[0] if lines else "")


def _is_set_apart(part: HtmlElement) -> bool:
    """Whether bold type is a line of its own and no emphasis within one."""
    if part.tag not in ("b", "strong") or (part.tail or "").strip():
        return False
    above = part.getparent()
    return above is not None and not (above.text or "").strip() and part.getnext() is not None


def _is_no_title(element: HtmlElement) -> bool:
    """Whether a part of a link or row is its date, or a mark such as NEW."""
    if len(element) > 4:
        return False
    texts = list(islice(element.itertext(), 12))
    text = fold("".join(texts))
    if len(texts) <= _FEW_TEXTS and _LABELLED.match(text):
        return True
    return (
        is_date(text)
        or text.lower() in _MARKS
        or _TAG.fullmatch(text) is not None
        or (len(text) <= 20 and find_leaf(fold(" ".join(texts))) is not None)
    )


def _trimmed(text: str) -> str:
    text = _BULLETS.sub("", fold(text))
    shorter = LEADING_DATE.sub("", TRAILING_DATE.sub("", text))
    return fold(shorter) if len(shorter) >= 4 else text


def _row_title(outline: Outline, row: Row, link: Link) -> str:
    """The title of a row whose link only says `details`, or is an image: its longest line or cell."""
    if outline.size(row.place) > LARGE:
        return ""
    own = outline.elements[link.place]
    found = blocks(outline.elements[row.place], lambda one: one is own or _is_no_title(one))
    cells = [_trimmed(cell) for block in found[:8] for cell in block.text.split("\t")]
    titles = [cell for cell in cells if len(cell) <= 120 and not is_date(cell) and not _NO_TITLE.fullmatch(cell)]
    return max(titles, key=len, default="")
