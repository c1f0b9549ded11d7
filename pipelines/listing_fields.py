"""The link, the title and the date of one row of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain, islice

from lxml.html import HtmlElement

from pipelines.document import blocks, fold
from pipelines.listing_dates import MADE, find_date, find_day_of, find_leaf, find_month_day, is_date
from pipelines.listing_outline import Link, Outline
from pipelines.listing_rows import Row

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TITLE_NAME = re.compile(r"(?:^|[-_ ])(?:\w*title\w*|\w*tit|bt|biaoti|headline|subject|name)(?:$|[-_ \d])", re.I)
_PUBLISHED = re.compile(r"发布|公开|发文")
_CUT = re.compile(r"(?:…+|\.{2,}|。{3,})\s*$")
_BULLETS = re.compile(r"^[\s·•●▪■◆◇★☆►▶»›>\u3000]+")
_TRAILING_DATE = re.compile(
    r"\s{0,9}[\[【(（]?\s?(?:19|20)\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}(?:\s{1,9}\d{1,2}:\d{2}(?::\d{2})?)?\s?[\]】)）]?$"
)
_LEADING_DATE = re.compile(
    r"^[\[【(（]?\s?(?:19|20)\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}\s?[\]】)）]?\s{0,9}(?=\D{4})"
)
_TOOLTIP = re.compile(r"^标\s*题\s*[:：]\s*(.+?)\s*(?:作者|点击数?|发表|更新|发布|来源|转贴|$)[\s:：]?", re.S)
_LABELLED = re.compile(r"(?:来源|作者|浏览|阅读|点击|发布|栏目|分类)[\w ]{0,4}[:：].{0,24}$")
"""A part of a link that gives a fact about the article: 来源：青砚日报."""
_TAG = re.compile(r"[\[【][\u4e00-\u9fff]{2,4}[\]】]")
"""[公示] in an element of its own."""
_FEW_TEXTS = 3
_NO_TITLE = re.compile(r"[\s\d\W]*")
_MARKS = frozenset(("new", "hot", "置顶", "热", "新"))
_YEAR_ALONE = re.compile(r"\W*((?:19|20)\d\d)\s?年?\W*")
_DATE_NAMES = ("datetime", "data-date", "data-time")
_WRITTEN_DATE = re.compile(r"""["']((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})""")
_TOLD_DATE = re.compile(
    r"(?:发布|更新|发表|添加|录入)?(?:时间|日期)\s?[:：]\s?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
    r"|\s[\[【(（]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\]】)）]?\s*$"
)
"""In a tooltip: behind a label, or at its end."""
_LEVELS = 3
_TEXT = 600
"""Characters of a row that are read."""
_ELEMENTS = 60
"""Elements of a row that are read for its date."""
_LARGE = 400
"""Elements of a row or link that is too large to be one item's."""


def main_link(outline: Outline, row: Row) -> Link | None:
    """The row's link to its article, among links to its category, its attachments and `details`."""
    best, most = None, 0.0
    for link in row.links[:20]:
        weight = 0.5 if link.is_utility else min(max(len(link.text), len(link.title)), 40) + 1.0
        if link.is_article:
            weight += 25
        if link.is_list:
            weight -= 10
        if outline.elements[link.place].tag in _HEADINGS:
            weight += 10
        if best is None or weight > most:
            best, most = link, weight
    return best


# --- title ----------------------------------------------------------------------------------------------------------


def title_of(outline: Outline, row: Row, link: Link) -> str:
    """The row's title, whole where the page has it whole."""
    same = [one for one in row.links[:20] if one.url == link.url and one.url is not None] or [link]
    texts = [_printed(outline, one) for one in same if not one.is_utility]
    printed = next((text for text in texts if text and not is_date(text)), "")
    if link.is_utility or _NO_TITLE.fullmatch(printed):
        printed = _row_title(outline, row, link) or printed
    tooltip = next((_from_tooltip(one.title) for one in same if one.title), "")
    if not tooltip and _CUT.search(printed):
        tooltip = next((whole for one in same if (whole := _whole(outline, one, printed)) is not None), "")
    if not printed:
        image = next(outline.elements[link.place].iter("img"), None)
        printed = tooltip or (fold(image.get("alt") or image.get("title") or "") if image is not None else "")
    return tooltip if tooltip and _is_cut(printed, tooltip) else printed


def _whole(outline: Outline, link: Link, printed: str) -> str | None:
    """The whole title in another attribute of a link, or in that of an element in it."""
    for element in islice(outline.elements[link.place].iter(), 8):
        for value in element.values():
            if len(value) <= _TEXT and _is_cut(printed, folded := fold(value)):
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
    if not len(element) or outline.size(link.place) > _LARGE:
        return _trimmed(link.text)
    for part in islice(element.iter(), 1, _ELEMENTS):
        if part.tag in _HEADINGS or _is_set_apart(part) or _TITLE_NAME.search(part.get("class") or ""):
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
    shorter = _LEADING_DATE.sub("", _TRAILING_DATE.sub("", text))
    return fold(shorter) if len(shorter) >= 4 else text


def _row_title(outline: Outline, row: Row, link: Link) -> str:
    """The title of a row whose link only says `details`, or is an image: its longest line or cell."""
    if outline.size(row.place) > _LARGE:
        return ""
    own = outline.elements[link.place]
    found = blocks(outline.elements[row.place], lambda one: one is own or _is_no_title(one))
    cells = [_trimmed(cell) for block in found[:8] for cell in block.text.split("\t")]
    titles = [cell for cell in cells if len(cell) <= 120 and not is_date(cell) and not _NO_TITLE.fullmatch(cell)]
    return max(titles, key=len, default="")


# --- date -----------------------------------------------------------------------------------------------------------


def date_of(outline: Outline, row: Row) -> date | None:
    """The date printed in a row: in a part of its own first, then in its words outside the title, then beside it."""
    if not row.is_read:
        row.is_read = True
        row.date = _date_of(outline, row)
    return row.date


def is_dated(outline: Outline, row: Row) -> bool:
    """Whether a row prints its date, if only month and day."""
    return date_of(outline, row) is not None or bool(row.beside) or outline.is_dated(row.place)


def _date_of(outline: Outline, row: Row) -> date | None:
    texts = outline.dates_in(row.place)[:20]
    if len(texts) > 1 and (headed := _under_heading(outline.elements[row.place])) is not None:
        return headed
    for text in sorted((*texts, row.beside), key=_rank):
        found = find_date(text) or find_month_day(text, _address(outline, row))
        if found is not None:
            return found
    return (
        _leaf_in(outline, row)
        or _in_words(outline, row)
        or _in_the_year_told(outline.elements[row.place], texts)
        or _unprinted(outline, row)
    )


def _rank(text: str) -> int:
    """Which of a row's dates counts: what is said to be published, what says nothing, when the document was made."""
    return 0 if _PUBLISHED.search(text) else 2 if MADE.search(text) else 1


def _in_the_year_told(row: HtmlElement, texts: Sequence[str]) -> date | None:
    """The date of 09月05日 beside a cell, or below a row or the heading of a block, that says 2009年 and no more."""
    if not texts:
        return None
    above = (
        one
        for element in islice(chain((row,), row.iterancestors()), _LEVELS)
        for one in islice(element.itersiblings(preceding=True), _ELEMENTS)
    )
    for one in chain(row, above):
        year = _year_alone(one)
        if year is not None:
            # Years side by side are a choice of lists, not the heading of this one.
            before = one.getprevious()
            return None if before is not None and _year_alone(before) else find_day_of(year, texts[0])
    return None


def _year_alone(element: HtmlElement) -> str | None:
    found = _YEAR_ALONE.fullmatch("".join(islice(element.itertext(), 8)).strip()[:_TEXT])
    return found[1] if found is not None else None


def _unprinted(outline: Outline, row: Row) -> date | None:
    """The date that a row holds where nobody reads it: in an attribute, a tooltip, or a script that prints it."""
    for place in _places(outline, row):
        element = outline.elements[place]
        values = [value for name in _DATE_NAMES if (value := element.get(name))]
        if element.tag == "script" and (written := _WRITTEN_DATE.search((element.text or "")[:_TEXT])):
            values.append(written[1])
        if (found := next((day for value in values if (day := find_date(value[:_TEXT]))), None)) is not None:
            return found
    main = main_link(outline, row)
    told = _TOLD_DATE.search(main.title[:_TEXT]) if main is not None else None
    return find_date(told[0]) if told is not None else None


def _address(outline: Outline, row: Row) -> str:
    """Where the year of a row may stand: its article's address, or 更新时间：2006-9-14 in the tooltip of its title."""
    main = main_link(outline, row) or row.links[0]
    return f"{main.href} {main.title}"


def _under_heading(row: HtmlElement) -> date | None:
    """The date in the column that the table's head calls the date of publication."""
    table = next(row.iterancestors("table"), None) if row.tag == "tr" else None
    first = table.find(".//tr") if table is not None else None
    if first is None or first is row:
        return None
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    heads = [cell for cell in first if cell.tag in ("td", "th")]
    for heading, cell in zip(heads, cells, strict=False):
        if _PUBLISHED.search("".join(islice(heading.itertext(), 8))):
            return find_date(fold("".join(islice(cell.itertext(), 8)))[:_TEXT])
    return None


def _places(outline: Outline, row: Row) -> range:
    return range(row.place, row.place + min(outline.size(row.place), _ELEMENTS))


def _leaf_in(outline: Outline, row: Row) -> date | None:
    """The date of a part whose pieces are a day and a month."""
    for place in _places(outline, row):
        element = outline.elements[place]
        if len(element) and 0 < outline.text_sizes[place] <= 60:
            text = fold(" ".join(islice(element.itertext(), 8)))
            if len(text) <= 20 and (found := find_leaf(text)) is not None:
                return found
    return None


def _in_words(outline: Outline, row: Row) -> date | None:
    parts: list[str] = []
    titles = [link for link in row.links[:20] if len(link.text) >= 4]
    for place in _places(outline, row):
        element = outline.elements[place]
        if element.tag in ("script", "style"):
            continue
        inside = [link for link in titles if outline.holds(link.place, place)]
        if element.text and not inside:
            parts.append(element.text[:_TEXT])
        if element.tail and place != row.place and all(link.place == place for link in inside):
            parts.append(element.tail[:_TEXT])
    found = find_date(fold(" ".join(parts))[:_TEXT])
    if found is None and titles:
        own, text = titles[0], titles[0].text[:_TEXT]
        if len(outline.elements[own.place]) and outline.size(own.place) <= _LARGE:
            # A link around the whole row: the lines after its title.
            lines = blocks(outline.elements[own.place])[1:8]
            found = next((day for line in lines if (day := find_date(line.text[:_TEXT]))), None)
        if found is None and (edge := _TRAILING_DATE.search(text) or _LEADING_DATE.search(text)):
            found = find_date(edge[0])
    return found
