"""Layout: what stands where on a page, found in one walk over its elements.

`blocks` reads an element carefully; around the body nothing but the order of the lines and the links in them matters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.blocks import BLOCK_TAGS, MOST_LINES, SILENT_TAGS, fold
from pipelines.errors import NotAnArticle
from pipelines.families import CONTAINER_IDS
from pipelines.written import CALL, written_by

_INLINE = frozenset(("span", "font"))
_BLANKS = " \t\r\n"
"""What XML takes for white space; a text of nothing else is none."""
_SENTENCE = re.compile("[，。；！？、：,;]")
_FAR_OFF = re.compile(r"(?:^|[;\s])(?:left|top)\s*:\s*-\d{4,}px")
"""Where links are put that only search engines shall see: a screen or more beside the page."""
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_FOOTER = re.compile(
    # Every alternative begins with a letter, none with a group: then the engine skips what cannot match.
    # 由市教育局主办的活动 and 异地就医备案 are the text of notices.
    "版权|备案(?=[号编序:：]|$)|公安备案|ICP|主办(?=单位|\\s*[:：])|承办(?=单位|\\s*[:：])|标识码|公网安备"
    "|Copyright|copyright|COPYRIGHT|All [Rr]ights|邮编|您访问的链接|免责|侵权"
    "|本网|本站|自律公约"
    "|举报(?:电话|邮箱|热线)|经营许可证|报料热线|建议(?:您)?使用.{0,20}(?:浏览|分辨率)"
    "|时间\\s*[:：]|日期\\s*[:：]|来源\\s*[:：]|位置\\s*[:：]|地址\\s*[:：]|电话\\s*[:：]|传真\\s*[:：]"
    "|不代表.{0,8}观点|还可输入|服务(?:电话|热线)|联系电话"
)

_SHORTEST = 15
"""Characters of running text without a full stop."""
_LONGEST_NAMES = 2_000
_LEVELS = 100
"""How far up a line's weight is counted; pages nest a thousand deep by mistake."""
_KEPT_LINES = 20_000
"""Bodies are read whole; this is only how far around them is looked."""

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

    __slots__ = ("_spans", "_tags", "by_class", "by_id", "hidden", "kinds", "lines", "size", "tree", "weights")

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        walk = _Walk(tree)
        self.by_id = walk.by_id
        self.by_class = walk.by_class
        self.hidden = walk.hidden
        """The elements whose own style keeps them from being shown."""
        self.kinds = walk.kinds
        """The distinct elements of the page by name and class attribute, scripts and the like included."""
        self.lines = walk.lines
        self.size: int = sum([len(line.text) for line in self.lines])
        """How many characters the page shows."""
        self.weights: dict[HtmlElement, int] = _weights(tree, self.lines)
        """How much running text stands inside an element."""
        self._tags = {tag for tag, _ in self.kinds}
        self._spans: tuple[dict[HtmlElement, int], dict[HtmlElement, int]] | None = None

    def named(self, key: str) -> list[HtmlElement]:
        """The elements that a key of `families` names: `#id`, `#prefix*`, `.class` or a tag."""
        if key.startswith("."):
            return self.by_class.get(key[1:], [])
        if not key.startswith("#"):
            return list(self.tree.iter(key)) if key in self._tags else []
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
        if self._spans is None:
            self._spans = _spans(self.lines)
        firsts, lasts = self._spans
        return (firsts[element], lasts[element] + 1) if element in firsts else (len(self.lines), len(self.lines))


def _spans(lines: list[Line]) -> tuple[dict[HtmlElement, int], dict[HtmlElement, int]]:
    """For every element with lines in it, the first and the last."""
    firsts: dict[HtmlElement, int] = {}
    lasts: dict[HtmlElement, int] = {}
    # The way up ends where an earlier line has been: what stands above has its first line already, or its last.
    for found, numbers in ((firsts, range(len(lines))), (lasts, range(len(lines) - 1, -1, -1))):
        for number in numbers:
            current: HtmlElement | None = lines[number].element
            while current is not None and current not in found:
                found[current] = number
                current = current.getparent()
    return firsts, lasts


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
"""Where text stands: its nearest block (None inside scripts and the like), in a link or not, hidden or not."""
_Path = list[tuple[HtmlElement | None, object, _Place]]
"""The elements that are open, each with its name and the place of its text."""
_NOWHERE: _Place = (None, False, False)
_SILENT, _BLOCK, _LINK, _NAMED_BLOCK = range(4)
# Looked up with whatever lxml calls an element: its types allow for more than the names that a parsed page has.
_KINDS: dict[object, int] = {
    **dict.fromkeys(BLOCK_TAGS, _BLOCK),
    **dict.fromkeys(_INLINE, _NAMED_BLOCK),
    "a": _LINK,
    **dict.fromkeys((*SILENT_TAGS, "title"), _SILENT),
}


class _Walk:
    """One walk over a page in page order: its lines, its elements by id, class and kind, and those that are hidden."""

    __slots__ = (
        "_broken",
        "_further",
        "_linked",
        "_parts",
        "_place",
        "_scripts",
        "by_class",
        "by_id",
        "hidden",
        "kinds",
        "lines",
    )

    def __init__(self, tree: HtmlElement) -> None:
        self.lines: list[Line] = []
        self.by_id: dict[str, list[HtmlElement]] = {}
        self.by_class: dict[str, list[HtmlElement]] = {}
        self.hidden: set[HtmlElement] = set()
        self.kinds: set[tuple[object, str | None]] = set()
        self._parts: list[str] = []
        self._scripts: list[str] = []
        self._linked = 0
        self._broken = False
        """Whether a break stands before the text that comes next."""
        self._further = 0
        """Lines beyond those that are kept."""
        self._place: _Place = (tree, False, False)
        """Where the line that is being gathered stands."""
        self._walk(tree)
        self._end_line()

    def _walk(self, tree: HtmlElement) -> None:
        """Visit each element once; what is done for every one of them is written out here, for a page has thousands."""
        place = self._place
        # The way down to where we are, from above the root. It is kept by us: lxml need not make each element anew.
        path: _Path = [(None, "", place)]
        see = self.kinds.add
        for element in tree.iter():
            above = element.getparent()
            place = path[-1][2]
            while path[-1][0] is not above:
                left, left_tag, _ = path.pop()
                place = path[-1][2]
                if left is not None and place[0] is not None:
                    self._broken = self._broken or left_tag == "br"
                    if (tail := left.tail) and tail.strip(_BLANKS):
                        self._hear(tail, place)
            tag, names = element.tag, element.get("class")
            kind = _KINDS.get(tag)
            if place[0] is None or kind == _SILENT:
                if tag == "script" and place[0] is not None:
                    self._read_script(element.text, place)
                place = _NOWHERE
            else:
                identity, style = element.get("id"), element.get("style")
                if names or identity:
                    names = self._note(element, names, identity)
                if style is not None and is_hiding(style):
                    self.hidden.add(element)
                    place = (place[0], place[1], True)
                if kind == _BLOCK or (kind == _NAMED_BLOCK and identity and identity.lower() in CONTAINER_IDS):
                    place = (element, place[1], place[2])
                elif kind == _LINK:
                    place = (place[0], True, place[2])
                if (text := element.text) and text.strip(_BLANKS):
                    self._hear(text, place)
            see((tag, names))
            path.append((element, tag, place))
        self._leave(path)

    def _leave(self, path: _Path) -> None:
        """Hear what stands behind the elements that are open to the end of the page."""
        while len(path) > 2:
            left, tag, _ = path.pop()
            place = path[-1][2]
            if left is not None and place[0] is not None:
                self._broken = self._broken or tag == "br"
                if (tail := left.tail) and tail.strip(_BLANKS):
                    self._hear(tail, place)

    def _note(self, element: HtmlElement, names: str | None, identity: str | None) -> str | None:
        """Note an element by its names; its class attribute as it is from now on."""
        if names:
            if len(names) > _LONGEST_NAMES:
                # Every rule about names searches them; a page with megabytes in one attribute must not cost half a
                # minute.
                names = names[:_LONGEST_NAMES]
                element.set("class", names)
            for name in names.lower().split():
                self.by_class.setdefault(name, []).append(element)
        if identity:
            self.by_id.setdefault(identity.strip().lower(), []).append(element)
        return names

    def _read_script(self, script: str | None, place: _Place) -> None:
        """What a script prints where it stands is part of the line."""
        if script is None:
            return
        words = written_by(script, self._scripts) if CALL in script else None
        if words is not None:
            self._hear(words, place)
        self._scripts.append(script)

    def _hear(self, text: str, place: _Place) -> None:
        """Go on with the line, or begin one in another block or below a break."""
        if self._broken or place[0] is not self._place[0]:
            if self._parts:
                self._end_line()
            self._place, self._broken = place, False
        self._parts.append(text)
        if place[1]:
            self._linked += len(text.strip())

    def _end_line(self) -> None:
        block, _, hidden = self._place
        if self._parts and block is not None:
            if len(self.lines) < _KEPT_LINES:
                _add_line(self.lines, self._parts, block, self._linked, hidden)
            else:
                self._further += 1
                if self._further > MOST_LINES - _KEPT_LINES:
                    raise NotAnArticle(f"more than {MOST_LINES:,} lines: no page of words has so many")
        self._parts, self._linked = [], 0


def _add_line(lines: list[Line], parts: list[str], holder: HtmlElement, linked: int, hidden: bool) -> None:
    if len(parts) > 1:
        raw = fold(SEAM.join(parts))
        text = raw.replace(SEAM, "")
        text = fold(text) if "  " in text else text.strip()
    else:
        raw = text = fold(parts[0])
    if text:
        size = len(text)
        # Most lines are links or a word or two, and no function need be asked about them.
        is_short = linked * 2 > size or (size < _SHORTEST and not text.endswith("。"))
        prose = 0 if is_short else _prose(text, linked)
        lines.append(Line(text, raw, holder, linked if linked < size else size, hidden, prose))


def _prose(text: str, linked: int) -> int:
    size = len(text)
    return 0 if not _SENTENCE.search(text) or (size < 200 and _FOOTER.search(text)) else size - linked


def is_hiding(style: str) -> bool:
    """Whether an inline style keeps an element from being shown."""
    if ("none" in style or "NONE" in style) and _HIDDEN.search(style) is not None:
        return True
    return "absolute" in style and _FAR_OFF.search(style) is not None
