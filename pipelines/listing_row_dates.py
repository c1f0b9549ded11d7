"""The link of one row of a list, and its date: printed in it, beside it, above it, or nowhere to be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain, islice

from lxml.html import HtmlElement

from pipelines.blocks import blocks, fold
from pipelines.listing_dates import MADE, find_date, find_day_of, find_leaf, find_month_day
from pipelines.listing_outline import Link, Outline
from pipelines.listing_rows import ELEMENTS, HEADINGS, LARGE, TEXT, Row

TRAILING_DATE = re.compile(
    r"\s{0,9}[\[【(（]?\s?(?:19|20)\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}(?:\s{1,9}\d{1,2}:\d{2}(?::\d{2})?)?\s?[\]】)）]?$"
)
LEADING_DATE = re.compile(
    r"^[\[【(（]?\s?(?:19|20)\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}\s?[\]】)）]?\s{0,9}(?=\D{4})"
)
_PUBLISHED = re.compile(r"发布|公开|发文")
_YEAR_ALONE = re.compile(r"\W*((?:19|20)\d\d)\s?年?\W*")
_MONTH_ALONE = re.compile(
    r"\W*(?P<month>(?:19|20)\d\d\s?[年.-]\s?(?:1[0-2]|0?[1-9]))\s?月?\W*(?:\d{1,4}\s?[条篇件个则]\W*)?"
)
_DAY_ALONE = re.compile(r"\W*(?P<day>[12]?\d|3[01])\s?日(?!\d)")
_TIME_ALONE = re.compile(r"\W*[012]?\d:[0-5]\d\W*")
_DATE_NAMES = ("datetime", "data-date", "data-time")
_WRITTEN_DATE = re.compile(r"""["']((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})""")
_TOLD_DATE = re.compile(
    r"(?:发布|更新|发表|添加|录入)?(?:时间|日期)\s?[:：]\s?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
    r"|\s[\[【(（]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\]】)）]?\s*$"
)
"""In a tooltip: behind a label, or at its end."""
_DAYS = 31
_LEVELS = 3
_LEVELS_TO_A_HEADING, _NEAR, _LONGEST_HEADING = 4, 1, 20


def main_link(outline: Outline, row: Row) -> Link | None:
    """The row's link to its article, among links to its category, its attachments and `details`."""
    best, most = None, 0.0
    for link in row.links[:20]:
        weight = 0.5 if link.is_utility else min(max(len(link.text), len(link.title)), 40) + 1.0
        if link.is_article:
            weight += 25
        if link.is_list:
            weight -= 10
        if outline.elements[link.place].tag in HEADINGS:
            weight += 10
        if best is None or weight > most:
            best, most = link, weight
    return best


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
        or _under_a_day(outline.elements[row.place])
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
        for one in islice(element.itersiblings(preceding=True), ELEMENTS)
    )
    for one in chain(row, above):
        year = _year_alone(one)
        if year is not None:
            # Years side by side are a choice of lists, not the heading of this one.
            before = one.getprevious()
            return None if before is not None and _year_alone(before) else find_day_of(year, texts[0])
    return None


def _under_a_day(row: HtmlElement) -> date | None:
    """The date of `22日` below a heading that says 2009年4月, and of a time of day below one that says which day."""
    first = next((text for text in islice(row.itertext(), 4) if text.strip()), "")[:TEXT]
    day = _DAY_ALONE.match(first)
    if day is None and _TIME_ALONE.fullmatch(first) is None:
        return None
    if day is not None and row.tag in ("tr", "li", "p"):
        for above in islice(row.itersiblings(row.tag, preceding=True), _DAYS):
            text = "".join(islice(above.itertext(), 6))
            if "年" in text[:_LONGEST_HEADING] and (month := _MONTH_ALONE.fullmatch(fold(text[:TEXT]))) is not None:
                return find_date(f"{month['month'].rstrip()}-{day['day']}")
    for level in islice(row.iterancestors(), _LEVELS_TO_A_HEADING):
        for above in islice(level.itersiblings(*HEADINGS, "caption", "dt", preceding=True), _NEAR):
            text = fold("".join(islice(above.itertext(), 8)))[:TEXT]
            if day is None:
                return find_date(text) if len(text) <= _LONGEST_HEADING else None
            month = _MONTH_ALONE.fullmatch(text)
            return find_date(f"{month['month'].rstrip()}-{day['day']}") if month is not None else None
    return None


def _year_alone(element: HtmlElement) -> str | None:
    found = _YEAR_ALONE.fullmatch("".join(islice(element.itertext(), 8)).strip()[:TEXT])
    return found[1] if found is not None else None


def _unprinted(outline: Outline, row: Row) -> date | None:
    """The date that a row holds where nobody reads it: in an attribute, a tooltip, or a script that prints it."""
    for place in _places(outline, row):
        element = outline.elements[place]
        values = [value for name in _DATE_NAMES if (value := element.get(name))]
        if element.tag == "script" and (written := _WRITTEN_DATE.search((element.text or "")[:TEXT])):
            values.append(written[1])
        if (found := next((day for value in values if (day := find_date(value[:TEXT]))), None)) is not None:
            return found
    main = main_link(outline, row)
    told = _TOLD_DATE.search(main.title[:TEXT]) if main is not None else None
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
            return find_date(fold("".join(islice(cell.itertext(), 8)))[:TEXT])
    return None


def _places(outline: Outline, row: Row) -> range:
    return range(row.place, row.place + min(outline.size(row.place), ELEMENTS))


def _leaf_in(outline: Outline, row: Row) -> date | None:
    """The date of a part whose pieces are a day and a month, or of the term whose description the row is."""
    row_element = outline.elements[row.place]
    term = row_element.getprevious() if row_element.tag == "dd" else None
    if term is not None and term.tag == "dt":
        leaf = find_leaf(fold(" ".join(islice(term.itertext(), 8)))[:_LONGEST_HEADING])
        if leaf is not None:
            return leaf
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
            parts.append(element.text[:TEXT])
        if element.tail and place != row.place and all(link.place == place for link in inside):
            parts.append(element.tail[:TEXT])
    found = find_date(fold(" ".join(parts))[:TEXT])
    if found is None and titles:
        own, text = titles[0], titles[0].text[:TEXT]
        if len(outline.elements[own.place]) and outline.size(own.place) <= LARGE:
            # A link around the whole row: the lines after its title.
            lines = blocks(outline.elements[own.place])[1:8]
            found = next((day for line in lines if (day := find_date(line.text[:TEXT]))), None)
        if found is None and (edge := TRAILING_DATE.search(text) or LEADING_DATE.search(text)):
            found = find_date(edge[0])
    return found
