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
_FOOTER = re.compile("版权|备案|ICP|主办|承办|标识码|公网安备|Copyright|All Rights|邮编|您访问的链接", re.I)

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

    @property
    def prose(self) -> int:
        """How many characters look like running text; links, menus and footers count nothing."""
        size = len(self.text)
        if self.linked * 2 > size or (size < 15 and not self.text.endswith("。")):
            return 0
        if not _SENTENCE.search(self.text) or (size < 200 and _FOOTER.search(self.text)):
            return 0
        return size - self.linked


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


def _lines(tree: HtmlElement) -> Iterator[Line]:
    places: dict[HtmlElement, tuple[HtmlElement | None, bool]] = {}
    holder = tree
    parts: list[str] = []
    linked = 0
    for text in _TEXTS(tree):
        parent = text.getparent()
        is_tail = text.is_tail
        place, in_link = _place(parent.getparent() if is_tail else parent, places)
        if place is None:
            continue
        if place is not holder or (is_tail and parent.tag == "br"):
            yield from _line(parts, holder, linked)
            parts = []
            linked = 0
            holder = place
        parts.append(str(text))
        if in_link:
            linked += len(fold(text))
    yield from _line(parts, holder, linked)


def _line(parts: list[str], holder: HtmlElement, linked: int) -> Iterator[Line]:
    if parts:
        raw = fold(SEAM.join(parts)) if len(parts) > 1 else fold(parts[0])
        text = fold(raw.replace(SEAM, "")) if len(parts) > 1 else raw
        if text:
            yield Line(text, raw, holder, min(linked, len(text)))


def _place(
    element: HtmlElement, places: dict[HtmlElement, tuple[HtmlElement | None, bool]]
) -> tuple[HtmlElement | None, bool]:
    """The nearest block around an element (None inside scripts and the like) and whether it is in a link."""
    path = []
    current: HtmlElement | None = element
    while current is not None and current not in places:
        path.append(current)
        current = current.getparent()
    block, in_link = places[current] if current is not None else (element.getroottree().getroot(), False)
    for one in reversed(path):
        tag = one.tag
        if block is None or tag in SILENT_TAGS or tag == "title":
            block = None
        elif tag == "a":
            in_link = True
        elif tag in BLOCK_TAGS:
            block = one
        places[one] = (block, in_link)
    return block, in_link
