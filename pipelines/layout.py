"""Layout: what stands where on a page, found in one cheap pass.

`blocks` reads an element carefully; a whole page is read here with one XPath over its text nodes, ten times faster,
because around the body nothing but the order of the lines and the links in them matters.
"""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.document import BLOCK_TAGS, SILENT_TAGS, fold
from pipelines.families import CONTAINER_IDS

# `descendant::` and not `//`: libxml2 takes quadratic time over the children of one element for the short form.
_NAMED = etree.XPath("descendant-or-self::*[@class or @id]")
_TEXTS = etree.XPath("descendant::text()[normalize-space()][not(parent::script)]")
_INLINE = frozenset(("span", "font"))
_SENTENCE = re.compile("[，。；！？、：,;]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_FOOTER = re.compile(
    "版权|备案|ICP|主办|承办|标识码|公网安备|[Cc]opyright|COPYRIGHT|All [Rr]ights|邮编|您访问的链接|免责|侵权|本网"
    "|本站|自律公约"
    "|举报(?:电话|邮箱|热线)|经营许可证|报料热线|建议(?:您)?使用.{0,20}(?:浏览|分辨率)"
    "|不代表.{0,8}观点|还可输入|位置\\s*[:：]|服务(?:电话|热线)"
)

_LEVELS = 100
"""How far up a line's weight is counted; pages nest a thousand deep by mistake."""
_MOST_LINES = 20_000
"""No page of words has so many; bodies are read whole, this is only how far around them is looked."""

SEAM = "\x1f"
"""Stands in `Line.raw` where one text node ends and the next begins."""


class Line(NamedTuple):
    """One visual line of a page; a tuple because a page has a thousand."""

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
    """The lines of a page in order, and its elements by id and class."""

    __slots__ = ("by_class", "by_id", "lines", "size", "tree", "weights")

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.by_id: dict[str, list[HtmlElement]] = {}
        self.by_class: dict[str, list[HtmlElement]] = {}
        for element in _named_elements(tree):
            for name in (element.get("class") or "").lower().split():
                self.by_class.setdefault(name, []).append(element)
            name = element.get("id") or ""
            if name:
                self.by_id.setdefault(name.strip().lower(), []).append(element)
        self.lines: list[Line] = _read_lines(tree)
        self.size: int = sum([len(line.text) for line in self.lines])
        """How many characters the page shows."""
        self.weights: dict[HtmlElement, int] = _weights(tree, self.lines)
        """How much running text stands inside an element."""

    def named(self, key: str) -> list[HtmlElement]:
        """The elements that a key of `families` names: `#id`, `#prefix*`, `.class` or a tag."""
        if key.startswith("."):
            return self.by_class.get(key[1:], [])
        if not key.startswith("#"):
            return list(self.tree.iter(key))
        if key.endswith("*"):
            start = key[1:-1]
            return [one for name, found in self.by_id.items() if name.startswith(start) for one in found]
        return self.by_id.get(key[1:], [])

    def mass(self, element: HtmlElement) -> int:
        """How many characters that are no links stand inside an element, running text or not."""
        first, last = self.span(element)
        return sum(len(line.text) - line.linked for line in self.lines[first:last])

    def span(self, element: HtmlElement) -> tuple[int, int]:
        """The lines that stand inside an element: the first, and the one after the last; empty at the end if none."""
        inside = set(element.iter())
        found = [position for position, line in enumerate(self.lines) if line.element in inside]
        return (found[0], found[-1] + 1) if found else (len(self.lines), len(self.lines))


def _weights(tree: HtmlElement, lines: list[Line]) -> dict[HtmlElement, int]:
    weights: dict[HtmlElement, int] = {}
    total = 0
    for line in lines:
        prose = line.prose
        if prose:
            total += prose
            current: HtmlElement | None = line.element
            for _ in range(_LEVELS):
                if current is None:
                    break
                weights[current] = weights.get(current, 0) + prose
                current = current.getparent()
    if total:
        weights[tree] = total
    return weights


_Place = tuple[HtmlElement | None, bool, bool]
"""Where a text node stands: its nearest block (None inside scripts and the like), in a link or not, hidden or not."""


def _named_elements(tree: HtmlElement) -> list[HtmlElement]:
    # XPath is typed as anything it might give; a path of elements gives a list of them.
    return cast("list[HtmlElement]", _NAMED(tree))


def _read_lines(tree: HtmlElement) -> list[Line]:
    lines: list[Line] = []
    places: dict[HtmlElement, _Place] = {}
    holder, hidden = tree, False
    parts: list[str] = []
    linked = 0
    for text in _TEXTS(tree):
        parent = text.getparent()
        if text.is_tail:
            around, broken = parent.getparent(), parent.tag == "br"
        else:
            around, broken = parent, False
        block, in_link, unseen = places.get(around) or _place(around, places)
        if block is None:
            continue
        if broken or block is not holder:
            if parts:
                _add_line(lines, parts, holder, linked, hidden)
                parts, linked = [], 0
                if len(lines) >= _MOST_LINES:
                    return lines
            holder, hidden = block, unseen
        parts.append(text)
        if in_link:
            linked += len(text.strip())
    if parts:
        _add_line(lines, parts, holder, linked, hidden)
    return lines


def _add_line(lines: list[Line], parts: list[str], holder: HtmlElement, linked: int, hidden: bool) -> None:
    if len(parts) > 1:
        raw = fold(SEAM.join(parts))
        text = raw.replace(SEAM, "")
        text = fold(text) if "  " in text else text.strip()
    else:
        raw = text = fold(str(parts[0]))
    if text:
        lines.append(Line(text, raw, holder, min(linked, len(text)), hidden, _prose(text, linked)))


def _prose(text: str, linked: int) -> int:
    size = len(text)
    if linked * 2 > size or (size < 15 and not text.endswith("。")):
        return 0
    if not _SENTENCE.search(text) or (size < 200 and _FOOTER.search(text)):
        return 0
    return size - linked


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own style keeps it from being shown."""
    style = element.get("style")
    return style is not None and ("none" in style or "NONE" in style) and _HIDDEN.search(style) is not None


def _place(element: HtmlElement, places: dict[HtmlElement, _Place]) -> _Place:
    path = []
    current: HtmlElement | None = element
    while current is not None and current not in places:
        path.append(current)
        current = current.getparent()
    block, in_link, hidden = places[current] if current is not None else (element.getroottree().getroot(), False, False)
    for one in reversed(path):
        tag = one.tag
        hidden = hidden or is_hidden(one)
        if block is None or tag in SILENT_TAGS or tag == "title":
            block = None
        elif tag == "a":
            in_link = True
        elif tag in BLOCK_TAGS or (tag in _INLINE and (one.get("id") or "").lower() in CONTAINER_IDS):
            block = one
        places[one] = (block, in_link, hidden)
    return places[element]
