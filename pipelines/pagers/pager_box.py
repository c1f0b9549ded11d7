"""The part of a page where its pager is: the links a reader clicks to turn pages, and the counts beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import query_number
from pipelines.pagers.pager_link import (
    ARROW,
    LAST,
    NEXT,
    NUMBER,
    PREVIOUS,
    THOUSANDS,
    carried_by,
    is_address,
    label_of,
    name_of,
    script_of,
    target_of,
    turned_to,
    word_of,
)

_PAGER_NAME = re.compile(
    r"pag(?:e|er|es|ing|ination)|fenye|(?:^|[-_ ])(?:fy|pg(?![a-z]))|p_(?:pages|no|t)|pb_sys|turn|lbfy", re.I
)
_COUNT = re.compile(r"共\s*\d+\s*[页条]|\d\s*/\s*\d|总(?:页|记录|条)?数|当前第?\s*\d")
_CHOSEN = re.compile(
    r"location(?:\.href)?\s*=\s*(?:encodeURI\s*\(\s*)?[\"']([^\"']{1,500})[\"']\s*\+\s*"
    r"(?:this\.)?(?:options\s*\[[^\]]{1,60}\]\.)?value(?:\s*\+\s*[\"']([^\"']{1,200})[\"'])?"
)
"""What a select does with the number chosen in it."""
_SENDS = re.compile(r"location|jumpmenu", re.I)
_CURRENT = re.compile(r"(?:^|[-_ ])(?:cur(?:r|rent)?|active|on|selected|now|thispage|hover)(?:$|[-_ ])", re.I)
_MORE = re.compile(r"(?:点击)?(?:查看|阅读|展开|浏览)?更多(?:内容|信息|文章)?[ >›»+]*")
_ONE_PAGE = re.compile(r"(?:共|总)\s*\d+\s*[条篇个项].{0,40}1\s*/\s*1\s*页|1\s*/\s*1\s*页.{0,40}共\s*\d+\s*[条篇个项]")
_LONGEST_SILENT = 100
_FIRST_PAGES = 100
_LONGEST = 400
"""Characters that a pager holds at most."""
_BREAKS = frozenset(("a", "span", "td", "li", "em", "b", "font", "div", "p"))
_BUTTONS = ("span", "li", "td", "button", "input")
_SILENT = frozenset(("script", "style", "option", "select"))


@dataclass(slots=True, kw_only=True)
class PagerBox:
    """The links of one pager, resolved, and its text."""

    next: str | None = None
    last: str | None = None
    previous: str | None = None
    numbers: dict[int, str] = field(default_factory=dict)
    """The addresses behind the page numbers that are links."""
    marked: int | None = None
    """The number that is a link like the others, and called the current one."""
    records: int | None = None
    text: str = ""
    scripts: dict[str, str] = field(default_factory=dict)
    """What links run that lead nowhere by themselves, by their word: next, last."""


def find_box(page: ListDocument) -> PagerBox | None:
    """The page's pager; of several links that say 下一页 the last counts, for sliders and calendars stand above."""
    # The first that the page has: links with words, numbers in an element called a pager, a select, numbers alone.
    finders = (_linked_box, _named_box, _chosen_box, _counting_box, _further, _silent_box)
    element = next((one for find in finders if (one := find(page)) is not None), None)
    if element is None:
        return None
    box = PagerBox(text=_text(element))
    for anchor in islice(_clickable(element), 200):
        word = word_of(anchor) or (NEXT if anchor is element else "")
        target = target_of(page, anchor)
        if anchor.get("title") == "总数" and (label := label_of(anchor)).isdecimal():
            # 帝国CMS prints its count as a link that leads nowhere.
            box.records = int(label)
        if target is None:
            runs_to = word if word in (NEXT, LAST) else turned_to(anchor)
            if runs_to:
                box.scripts.setdefault(runs_to, script_of(anchor))
        elif word == NUMBER:
            number = re.search(r"\d+", label_of(anchor))
            if number:
                box.numbers.setdefault(int(number[0]), target)
                if _CURRENT.search(name_of(anchor)) or _CURRENT.search(name_of(anchor.getparent())):
                    box.marked = int(number[0])
        elif word == NEXT or (word == ARROW and box.next is None):
            box.next = target
        elif word == LAST:
            box.last = target
        elif word == PREVIOUS:
            box.previous = target
    for shown, address, chosen in _options(page, element):
        box.numbers.setdefault(shown, address)
        box.marked = shown if chosen else box.marked
    return box


def _chosen_box(page: ListDocument) -> HtmlElement | None:
    """A select of pages that leads to the one chosen, and what stands around it."""
    for select in page.tree.iter("select"):
        if _leads(select) and _are_pages([one[0] for one in _options(page, select)]):
            return _around(select, _is_in_pager)
    return None


def _counting_box(page: ListDocument) -> HtmlElement | None:
    """Numbers in a row that lead to addresses with just these numbers of pages, whatever stands around them."""
    rows: dict[HtmlElement, list[tuple[int, int]]] = {}
    for anchor in page.tree.iter("a"):
        if word_of(anchor) == NUMBER and (carried := carried_by(page, anchor)) is not None:
            number = int(re.sub(r"\D", "", label_of(anchor)))
            above = next(anchor.iterancestors())
            # Each number may stand in a piece of its own.
            rows.setdefault(next(above.iterancestors(), above) if above.tag in ("li", "td") else above, []).append(
                (number, carried)
            )
    for above, row in rows.items():
        steps = {number - carried for number, carried in row}
        if _are_pages([number for number, carried_by in row]) and steps in ({0}, {1}):
            return _around(above, _is_in_pager)
    return None


def _further(page: ListDocument) -> HtmlElement | None:
    """A link 查看更多 that leads to the second page of this very list; elsewhere such links lead to other columns."""
    for anchor in page.tree.iter("a"):
        if _MORE.fullmatch(label_of(anchor)[:12]) and (target := target_of(page, anchor)) is not None:
            asked = query_number(target)
            if asked is not None and asked[1] == 2 and target.partition("?")[0] == page.url.partition("?")[0]:
                return anchor
    return None


def _silent_box(page: ListDocument) -> HtmlElement | None:
    """The pager of a list of one page: the words of one, and none of them a link."""
    for element in page.tree.iter("p", "td", "div", "span", "center"):
        own = element.text or ""
        if ("共" in own or "第" in own) and _ONE_PAGE.search(text := _text(element)) and len(text) <= _LONGEST_SILENT:
            return element
    return None


def _are_pages(numbers: list[int]) -> bool:
    """Whether numbers are those of pages, the first ones among them; years are none."""
    return len(numbers) > 1 and min(numbers) <= _FIRST_PAGES


def _clickable(element: HtmlElement) -> Iterator[HtmlElement]:
    """The links in an element, and what runs a script like one."""
    return (one for one in element.iter("a", *_BUTTONS) if one.tag == "a" or one.get("onclick"))


def _options(page: ListDocument, element: HtmlElement) -> Iterator[tuple[int, str, bool]]:
    """The pages of a select whose values are their addresses, and which of them is chosen."""
    select = element if element.tag == "select" else element.find(".//select")
    leads = None if select is None else _CHOSEN.search(select.get("onchange") or "")
    for option in islice(element.iter("option"), 1_000):
        value = (option.get("value") or option.text or "").strip()
        number = re.search(r"\d{1,6}", option.text or "")
        if leads is not None and value.isdecimal():
            value = f"{leads[1]}{value}{leads[2] or ''}"
        target = page.address(value) if is_address(value) else None
        if number and target is not None:
            yield int(number[0]), target, option.get("selected") is not None


def _leads(select: HtmlElement) -> bool:
    """Whether a select sends its visitor on at once."""
    return _SENDS.search(select.get("onchange") or "") is not None


def _linked_box(page: ListDocument) -> HtmlElement | None:
    found = _among(page, page.tree.iter("a"))
    if found is None and "onclick" in page.text:
        found = _among(page, (one for one in page.tree.iter(*_BUTTONS) if one.get("onclick")))
    return None if found is None else _around(found, _is_in_pager)


def _among(page: ListDocument, links: Iterable[HtmlElement]) -> HtmlElement | None:
    """The link that turns the page: the last 下一页 that leads somewhere, else another word of a pager."""
    best: HtmlElement | None = None
    chosen = ""
    for anchor in links:
        word = word_of(anchor)
        if word not in (NEXT, LAST, PREVIOUS):
            continue
        if best is None or word == NEXT or chosen != NEXT:
            if word == NEXT and chosen == NEXT and target_of(page, anchor) is None:
                continue
            best, chosen = anchor, word
    return best


def _named_box(page: ListDocument) -> HtmlElement | None:
    """A short element that is called a pager and counts: numbers without words, or a lone `共1页`."""
    best: HtmlElement | None = None
    for element in page.tree.iter("div", "p", "ul", "td", "span", "nav"):
        if _is_named(element):
            text = _text(element)
            if len(text) <= _LONGEST and (
                _COUNT.search(text) or any(word_of(a) == NUMBER for a in islice(element.iter("a"), 60))
            ):
                best = element
    return None if best is None else _around(best, lambda above: _is_named(above) and _is_in_pager(above))


def _around(element: HtmlElement, belongs: Callable[[HtmlElement], bool]) -> HtmlElement:
    """As far up from an element as what stands around it is still the pager."""
    for above in islice(element.iterancestors(), 6):
        if above.tag in ("body", "html") or not belongs(above):
            break
        element = above
    return element


def _is_in_pager(element: HtmlElement) -> bool:
    if len(_text(element)) > _LONGEST:
        return False
    return not any(not word_of(anchor) and len(label_of(anchor)) > 5 for anchor in islice(element.iter("a"), 60))


def _is_named(element: HtmlElement) -> bool:
    name = name_of(element)
    return len(name) > 1 and _PAGER_NAME.search(name) is not None


def _text(element: HtmlElement) -> str:
    """The element's first words on one line, enough to see whether it is a pager."""
    parts: list[str] = []
    size = 0
    for text in _texts(element):
        parts.append(text)
        size += len(text)
        if size > 2 * _LONGEST:
            break
    return THOUSANDS.sub("", " ".join("".join(parts).split()))


def _texts(element: HtmlElement) -> Iterator[str]:
    for event, one in islice(etree.iterwalk(element, events=("start", "end", "comment")), 2_000):
        if event == "start":
            if one.tag in _BREAKS:
                yield " "
            if one.text and one.tag not in _SILENT:
                yield one.text
            if one.tag == "input":
                # Page 1 of four: `1 2 3 4 [  ] / 4`.
                yield " □ "
        elif one.tail and one is not element:
            yield one.tail
