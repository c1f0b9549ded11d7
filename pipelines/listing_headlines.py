"""Headlines above a list: entries of the same column in markup of their own, larger, with a picture or a summary.

Two things tell them from what else stands above a list. Their addresses are those of its rows: the same form, and the
same numbers where all rows have the same. And from the first of them to the first row nothing is printed that names a
list, and nothing links elsewhere: a sidebar has a heading, and the path or the heading of the column stands behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pipelines.blocks import fold
from pipelines.listing_addresses import RowAddresses
from pipelines.listing_outline import Link, Outline
from pipelines.listing_regions import ASIDE, Regions
from pipelines.listing_row_dates import is_dated, main_link
from pipelines.listing_rows import Row

MOST, _MOST_ASIDE, _FEW = 6, 2, 2
"""So many headlines stand above a list; in a place that is named like a carousel or a hot list, so many."""
_FAR = 400
"""Elements from a headline to the list that are looked at."""
_TITLE = 8
"""A link that says less, such as 2023年度, is no headline."""
_LABEL = 20
"""A text that is longer is a summary; a shorter one may be a heading."""
_OF_ONE = re.compile(
    r"[\W\d年月日]*|.*[。！？；，…].*|.*(?:摘要|来源|作者|记者|浏览|阅读|点击|时间|日期)\s?[:：].*"
    r"|\W*(?:今日)?(?:头条|头题|置顶|new|hot|详细|详情|全文|更多|more|查看(?:详情|全文)?|阅读(?:全文)?)\W*",
    re.I | re.S,
)
"""A short text that says something of one article, and is no heading."""


def find_headlines(
    outline: Outline, regions: Regions, addresses: RowAddresses, *, listed: Sequence[Row], others: Iterable[Row]
) -> list[Row]:
    """The others that are headlines of the list: they stand right above its rows, and lead where these lead."""
    first = min((row.place for row in listed), default=0)
    near = [row for row in others if first - _FAR < row.place < first]
    if not near:
        return []
    known = {link.url for row in listed if (link := main_link(outline, row)) is not None and link.url}
    found: list[Row] = []
    for block, rows in _blocks(outline, near, first):
        links = [link for row in rows if (link := main_link(outline, row)) is not None]
        own = {url for link in links if (url := link.url) and (url in known or _leads(link, addresses))}
        aside = min(regions.weight(row.place) for row in rows)
        most = MOST if aside == 0 else _MOST_ASIDE if aside >= ASIDE else 0
        if len(own - known) + len(found) > most or _are_a_list(outline, rows, listed[0]):
            break
        if not _is_quiet(outline, block, first, own | known):
            break
        for row in rows:
            main = main_link(outline, row)
            if main is not None and main.url in own - known:
                known.add(main.url)
                found.append(row)
        first = block
    return found


def _leads(link: Link, addresses: RowAddresses) -> bool:
    return max(len(link.text), len(link.title)) >= _TITLE and link.url is not None and addresses.holds(link.url)


def _are_a_list(outline: Outline, rows: Sequence[Row], listed: Row) -> bool:
    """Whether rows are made like the list's own: those of another list, unless they are few and have no dates."""
    alike = [row for row in rows if _make(outline, row) == _make(outline, listed)]
    return len(alike) > _FEW or any(is_dated(outline, row) for row in alike)


def _make(outline: Outline, row: Row) -> tuple[object, ...]:
    element, above = outline.elements[row.place], outline.parents[row.place]
    return element.tag, element.get("class"), outline.elements[above].tag if above >= 0 else None


def _blocks(outline: Outline, rows: Sequence[Row], first: int) -> Iterator[tuple[int, list[Row]]]:
    """The rows above a place by the element that holds them and not the place, the nearest first."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        block, parent = row.place, outline.parents[row.place]
        while parent >= 0 and not outline.holds(parent, first):
            block, parent = parent, outline.parents[parent]
        if not outline.holds(block, first):
            found.setdefault(block, []).append(row)
    yield from sorted(found.items(), reverse=True)


def _is_quiet(outline: Outline, block: int, until: int, known: set[str]) -> bool:
    """Whether nothing from a block on names a list or leads elsewhere than to known addresses."""
    low, high = (bisect_left(outline.links, place, key=lambda link: link.place) for place in (block, until))
    links = outline.links[low:high]
    if any(link.url not in known and not link.is_utility for link in links):
        return False
    inside = {one for link in links for one in range(link.place, min(link.place + outline.size(link.place), until))}
    for place in range(block, until):
        element = outline.elements[place]
        texts = [element.text if place not in inside and element.tag not in ("script", "style") else None]
        if place + outline.size(place) <= until and outline.parents[place] not in inside:
            texts.append(element.tail)
        if any(text and len(fold(text)) <= _LABEL and not _OF_ONE.fullmatch(fold(text)) for text in texts):
            return False
    return True
