"""Layout: what stands where on a page, found in one cheap pass.

`blocks` reads an element carefully; a whole page is read here with one XPath over its text nodes, ten times faster,
because around the body nothing but the order of the lines and the links in them matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.document import BLOCK_TAGS, SILENT_TAGS, fold

_TEXTS = etree.XPath("//text()[normalize-space()]")
_SENTENCE = re.compile("[，。；！？、：,;]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_FOOTER = re.compile(
    "版权|备案|ICP|主办|承办|标识码|公网安备|Copyright|All Rights|邮编|您访问的链接|免责|侵权|本网|本站|自律公约"
    "|不代表.{0,8}观点|还可输入|位置\\s*[:：]|服务(?:电话|热线)",
    re.I,
)

SEAM = "\x1f"
"""Stands in `Line.raw` where one text node ends and the next begins."""


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line of a page."""

    text: str
    raw: str
    """The text with a `SEAM` at each end of an element: 来源 and 时间 often stand in spans with nothing between."""
    element: HtmlElement
    """The nearest block element around the line."""
    linked: int
    """How many of its characters are links."""
    hidden: bool
    """Whether an inline style keeps it from being shown."""
    prose: int
    """How many characters look like running text; links, menus and footers count nothing."""


class Layout:
    """The lines of a page in order, and its elements by id, class and tag."""

    __slots__ = ("by_class", "by_id", "by_tag", "elements", "lines", "weights")

    def __init__(self, tree: HtmlElement) -> None:
        self.elements: list[HtmlElement] = list(tree.iter(etree.Element))
        """All elements; holding them keeps lxml from making them anew at each look."""
        self.by_id: dict[str, list[HtmlElement]] = {}
        self.by_class: dict[str, list[HtmlElement]] = {}
        self.by_tag: dict[str, list[HtmlElement]] = {}
        for element in self.elements:
            self.by_tag.setdefault(str(element.tag), []).append(element)
            name = element.get("id")
            if name:
                self.by_id.setdefault(name.strip().lower(), []).append(element)
            names = element.get("class")
            if names:
                for one in names.lower().split():
                    self.by_class.setdefault(one, []).append(element)
        self.lines: list[Line] = list(_lines(tree))
        self.weights: dict[HtmlElement, int] = _weights(self.lines)
        """How much running text stands inside an element."""

    def named(self, key: str) -> list[HtmlElement]:
        """The elements that a key of `families` names: `#id`, `#prefix*`, `.class` or a tag."""
        if key.startswith("#"):
            if key.endswith("*"):
                start = key[1:-1]
                return [one for name, found in self.by_id.items() if name.startswith(start) for one in found]
            return self.by_id.get(key[1:], [])
        return self.by_class.get(key[1:], []) if key.startswith(".") else self.by_tag.get(key, [])

    def mass(self, element: HtmlElement) -> int:
        """How many characters that are no links stand inside an element, running text or not."""
        first, last = self.span(element)
        return sum(len(line.text) - line.linked for line in self.lines[first:last])

    def span(self, element: HtmlElement) -> tuple[int, int]:
        """The lines that stand inside an element: the first, and the one after the last; empty at the end if none."""
        inside: dict[HtmlElement, bool] = {element: True}
        first = last = len(self.lines)
        for position, line in enumerate(self.lines):
            if _is_inside(line.element, inside):
                if first == len(self.lines):
                    first = position
                last = position + 1
        return first, last


def _is_inside(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    path = []
    current: HtmlElement | None = element
    while current is not None and current not in known:
        path.append(current)
        current = current.getparent()
    answer = current is not None and known[current]
    for one in path:
        known[one] = answer
    return answer


def _weights(lines: list[Line]) -> dict[HtmlElement, int]:
    weights: dict[HtmlElement, int] = {}
    for line in lines:
        prose = line.prose
        if prose:
            current: HtmlElement | None = line.element
            while current is not None:
                weights[current] = weights.get(current, 0) + prose
                current = current.getparent()
    return weights


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text node stands."""

    block: HtmlElement | None
    """The nearest block element; None inside scripts and the like."""
    in_link: bool
    hidden: bool


def _lines(tree: HtmlElement) -> Iterator[Line]:
    places: dict[HtmlElement, _Place] = {}
    holder, hidden = tree, False
    parts: list[str] = []
    linked = 0
    for text in _TEXTS(tree):
        parent = text.getparent()
        is_tail = text.is_tail
        place = _place(parent.getparent() if is_tail else parent, places)
        if place.block is None:
            continue
        if place.block is not holder or (is_tail and parent.tag == "br"):
            if parts:
                yield from _line(parts, holder, linked, hidden)
                parts = []
                linked = 0
            holder, hidden = place.block, place.hidden
        parts.append(str(text))
        if place.in_link:
            linked += len(fold(text))
    if parts:
        yield from _line(parts, holder, linked, hidden)


def _line(parts: list[str], holder: HtmlElement, linked: int, hidden: bool) -> Iterator[Line]:
    if len(parts) > 1:
        raw = fold(SEAM.join(parts))
        text = fold(raw.replace(SEAM, ""))
    else:
        raw = text = fold(parts[0])
    if text:
        yield Line(text, raw, holder, min(linked, len(text)), hidden, _prose(text, linked))


def _prose(text: str, linked: int) -> int:
    size = len(text)
    if linked * 2 > size or (size < 15 and not text.endswith("。")):
        return 0
    if not _SENTENCE.search(text) or (size < 200 and _FOOTER.search(text)):
        return 0
    return size - linked


def _place(element: HtmlElement, places: dict[HtmlElement, _Place]) -> _Place:
    path = []
    current: HtmlElement | None = element
    while current is not None and current not in places:
        path.append(current)
        current = current.getparent()
    place = places[current] if current is not None else _Place(element.getroottree().getroot(), False, False)
    for one in reversed(path):
        tag = one.tag
        style = one.get("style")
        hidden = place.hidden or (style is not None and _HIDDEN.search(style) is not None)
        if place.block is None or tag in SILENT_TAGS or tag == "title":
            place = _Place(None, False, hidden)
        elif tag == "a":
            place = _Place(place.block, True, hidden)
        elif tag in BLOCK_TAGS:
            place = _Place(one, place.in_link, hidden)
        elif hidden is not place.hidden:
            place = _Place(place.block, place.in_link, hidden)
        places[one] = place
    return place
