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

NEXT, LAST, PREVIOUS, NUMBER, ARROW = "next", "last", "previous", "number", "arrow"

_WORDS = (
    (
        NEXT,
        re.compile(
            r"[\[【(>›»]* ?(?:下一?页|下一頁|下頁|后一?页|(?:点击)?加载更多|next(?: ?page)?)"
            r"(?: ?[(（]\d{1,6}[)）])?[ >›»→\]】)]*",
            re.I,
        ),
    ),
    (LAST, re.compile(r"[\[【(]?(?:尾页|末页|最后一?页|最末页|尾頁|末頁|last(?: ?page)?)[ >›»|\]】)]*", re.I)),
    (PREVIOUS, re.compile(r"[<‹«]* ?(?:上一?页|前一?页|上一頁|prev(?:ious)?(?: ?page)?)", re.I)),
    (NUMBER, re.compile(r"[\[【(]? ?\d{1,6} ?[\]】)]?")),
    (ARROW, re.compile(r"[>›»]|>>")),
)
_PAGER_NAME = re.compile(
    r"pag(?:e|er|es|ing|ination)|fenye|(?:^|[-_ ])(?:fy|pg(?![a-z]))|p_(?:pages|no|t)|pb_sys|turn|lbfy", re.I
)
_COUNT = re.compile(r"共\s*\d+\s*[页条]|\d\s*/\s*\d|总(?:页|记录|条)?数|当前第?\s*\d")
_ONCLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\s*\(|location\.(?:assign|replace)\s*\()\s*[\"']([^\"']{1,2000})[\"']"
    r"|(?:\w\s*\(|[\w\"']\s*,)\s*[\"']([^\"'\s]{1,500}\.(?:s?html?|jhtml|jsp|aspx?|php)(?:\?[^\"'\s]{0,500})?)[\"']"
)
_ADDRESS = re.compile(r"\.(?:s?html?|jhtml|jsp|aspx?|php|do)(?:\?|$)|\?\w+=|/$")
_POSTED = re.compile(r"__doPostBack\s*\(\s*[\"'][^\"']{1,300}[\"']\s*,\s*[\"'](?:Page\$)?(\d{1,6})[\"']")
_ARGUMENT = re.compile(r"(?:Page\$|[(,]\s*[\"']?)(\d{1,6})[\"']?\s*\)")
_DOTS = re.compile(r"\.{2,}|…+")
_CHOSEN = re.compile(
    r"location(?:\.href)?\s*=\s*(?:encodeURI\s*\(\s*)?[\"']([^\"']{1,500})[\"']\s*\+\s*"
    r"(?:this\.)?(?:options\s*\[[^\]]{1,60}\]\.)?value(?:\s*\+\s*[\"']([^\"']{1,200})[\"'])?"
)
"""What a select does with the number chosen in it."""
_CURRENT = re.compile(r"(?:^|[-_ ])(?:cur(?:r|rent)?|active|on|selected|now|thispage|hover)(?:$|[-_ ])", re.I)
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
"""What stands between the characters of 下 一 页."""
_NEXT_NAME = re.compile(r"(?:^|[-_ ])next(?:$|[-_ ]|page)", re.I)
_MORE = re.compile(r"(?:点击)?(?:查看|阅读|展开|浏览)?更多(?:内容|信息|文章)?[ >›»+]*")
_SUFFIX = re.compile(r"[_-](\d{1,6})\.\w{1,6}$|/(?:p|pg|page|list)[/_-]?(\d{1,6})/?$")
_FIRST_PAGES = 100
_LONGEST = 400
_INSIDE_A_LINK = 60
"""Elements; the link of a pager holds an image or a few spans."""
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
    finders = (_linked_box, _named_box, _chosen_box, _counting_box, _further)
    element = next((one for find in finders if (one := find(page)) is not None), None)
    if element is None:
        return None
    box = PagerBox(text=_text(element))
    for anchor in islice(_clickable(element), 200):
        word = _word(anchor) or (NEXT if anchor is element else "")
        target = _target(page, anchor)
        if anchor.get("title") == "总数" and (label := _label(anchor)).isdecimal():
            # 帝国CMS prints its count as a link that leads nowhere.
            box.records = int(label)
        if target is None:
            turned_to = word if word in (NEXT, LAST) else _turned_to(anchor)
            if turned_to:
                box.scripts.setdefault(turned_to, _script(anchor))
        elif word == NUMBER:
            number = re.search(r"\d+", _label(anchor))
            if number:
                box.numbers.setdefault(int(number[0]), target)
                if _CURRENT.search(_name_of(anchor)) or _CURRENT.search(_name_of(anchor.getparent())):
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
        if _word(anchor) == NUMBER and (carried := _carried(page, anchor)) is not None:
            number = int(re.sub(r"\D", "", _label(anchor)))
            above = next(anchor.iterancestors())
            # Each number may stand in a piece of its own.
            rows.setdefault(next(above.iterancestors(), above) if above.tag in ("li", "td") else above, []).append(
                (number, carried)
            )
    for above, row in rows.items():
        steps = {number - carried for number, carried in row}
        if _are_pages([number for number, _carried in row]) and steps in ({0}, {1}):
            return _around(above, _is_in_pager)
    return None


def _carried(page: ListDocument, anchor: HtmlElement) -> int | None:
    """The number of a page that a link's address carries, or its post back; -1 where an address carries none."""
    target = _target(page, anchor)
    if target is None:
        posted = _POSTED.search(_script(anchor))
        return int(posted[1]) if posted is not None else None
    asked, named = query_number(target), _SUFFIX.search(target)
    return asked[1] if asked is not None else int(named[1] or named[2]) if named is not None else -1


def _turned_to(anchor: HtmlElement) -> str:
    """The number of the page that a link's script turns to, a number or dots; empty for other links."""
    label = _label(anchor)[:12]
    argument = _ARGUMENT.search(_script(anchor)) if _word(anchor) == NUMBER or _DOTS.fullmatch(label) else None
    return str(int(argument[1])) if argument is not None else ""


def _script(anchor: HtmlElement) -> str:
    return f"{anchor.get('href') or ''};{anchor.get('onclick') or ''}"


def _further(page: ListDocument) -> HtmlElement | None:
    """A link 查看更多 that leads to the second page of this very list; elsewhere such links lead to other columns."""
    for anchor in page.tree.iter("a"):
        if _MORE.fullmatch(_label(anchor)[:12]) and (target := _target(page, anchor)) is not None:
            asked = query_number(target)
            if asked is not None and asked[1] == 2 and target.partition("?")[0] == page.url.partition("?")[0]:
                return anchor
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
        target = page.address(value) if _ADDRESS.search(value) else None
        if number and target is not None:
            yield int(number[0]), target, option.get("selected") is not None


def _leads(select: HtmlElement) -> bool:
    """Whether a select sends its visitor on at once."""
    return "location" in (select.get("onchange") or "")


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
        word = _word(anchor)
        if word not in (NEXT, LAST, PREVIOUS):
            continue
        if best is None or word == NEXT or chosen != NEXT:
            if word == NEXT and chosen == NEXT and _target(page, anchor) is None:
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
                _COUNT.search(text) or any(_word(a) == NUMBER for a in islice(element.iter("a"), 60))
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
    return not any(not _word(anchor) and len(_label(anchor)) > 5 for anchor in islice(element.iter("a"), 60))


def _is_named(element: HtmlElement) -> bool:
    name = _name_of(element)
    return len(name) > 1 and _PAGER_NAME.search(name) is not None


def _name_of(element: HtmlElement | None) -> str:
    return "" if element is None else f"{element.get('class') or ''} {element.get('id') or ''}"


def _label(anchor: HtmlElement) -> str:
    if anchor.tag == "input":
        return (anchor.get("value") or anchor.get("alt") or "").strip()
    inside = list(islice(anchor.iter(), _INSIDE_A_LINK))
    if len(inside) == _INSIDE_A_LINK:  # a link that was never closed holds the rest of the page
        return (anchor.text or "").strip()
    text = " ".join("".join(islice(anchor.itertext(), 12)).split())
    if text:
        return text
    image = next((one for one in inside if one.tag == "img"), None)
    alt = image.get("alt") or image.get("title") if image is not None else None
    return (anchor.get("title") or anchor.get("aria-label") or alt or "").strip()


def _word(anchor: HtmlElement) -> str:
    """What a link is in a pager; empty for links that are of no pager."""
    label = _SPREAD.sub("", _label(anchor))
    if anchor.get("rel") == "next" or (anchor.get("title") or "") in ("下一页", "下页"):
        return NEXT
    if len(label) > 12:
        return ""
    if not label and anchor.tag == "a" and _NEXT_NAME.search(_name_of(anchor)):
        # An arrow drawn by its style sheet; those of sliders lead nowhere.
        return NEXT if _ADDRESS.search(anchor.get("href") or "") else ""
    word = next((word for word, pattern in _WORDS if pattern.fullmatch(label)), "")
    return NEXT if label == "→" and _NEXT_NAME.search(_name_of(anchor)) else word


def _target(page: ListDocument, anchor: HtmlElement) -> str | None:
    href = (anchor.get("href") or "").strip()
    found = page.address(href) if href else None
    if found is not None:
        return found
    for source in (anchor.get("onclick") or "", href):
        if match := _ONCLICK.search(source):
            return page.address(match[1] or match[2])
    # Where a library follows them.
    named = next((value for name in ("data-href", "data-url", "tagname") if (value := anchor.get(name))), "")
    return page.address(named) if _ADDRESS.search(named) else None


def _text(element: HtmlElement) -> str:
    """The element's first words on one line, enough to see whether it is a pager."""
    parts: list[str] = []
    size = 0
    for text in _texts(element):
        parts.append(text)
        size += len(text)
        if size > 2 * _LONGEST:
            break
    return " ".join("".join(parts).split())


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
