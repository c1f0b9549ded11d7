"""The text of an element, block by block.

lxml's `text_content()` glues neighbouring paragraphs together; whoever reads text goes through `blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.errors import NotAnArticle

MOST_LINES = 50_000
"""A table of ten thousand rows has as many; to read more would take seconds."""


class Block(NamedTuple):
    """One visual line of a page: a paragraph, a heading, a list item, a caption, a table row; a tuple, as `Line` is."""

    text: str
    """White space folded; the cells of a table row set apart by tabs."""
    element: HtmlElement
    """The element that the block stands in."""
    bold: str | None = None
    """The bold run that the block begins with, when more text follows it or it is the whole block."""


_SPACE = re.compile("[ \t\r\n\f\v\xa0\u2002\u2003\u2009\u202f\u205f]+")
_ODD_SPACE = re.compile("[\t\r\n\f\v\xa0\u2002\u2003\u2009\u202f\u205f\u200b-\u200f\u2060\u00ad\ufeff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\u00ad\ufeff]")
_CJK = "\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65“”‘’…—"
_BROKEN_LINE = re.compile(f"(?<=[{_CJK}])[ \t]*[\r\n][ \t\r\n]*(?=[{_CJK}])")
_EDGES = " \t\r\n\u3000\xa0"


def fold(text: str) -> str:
    """White space folded: runs become one space, none at the edges, none where a line of Chinese was broken."""
    text = text.strip(_EDGES)
    # Asking C whether all of it can be printed is cheaper than a search: no odd space can.
    if "  " not in text and (text.isprintable() or not _ODD_SPACE.search(text)):
        return text
    if "\n" in text or "\r" in text:
        text = _BROKEN_LINE.sub("", text)
    text = _SPACE.sub(" ", text)
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return text.strip(_EDGES)


BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "ucapcontent",
    "ucaptitle", "content", "title"
))  # fmt: skip
SILENT_TAGS = frozenset((
    "script", "style", "noscript", "template", "head", "meta", "link", "iframe", "object", "embed", "applet",
    "map", "area", "audio", "video", "canvas", "svg", "annotation", "annotation-xml", "select", "option", "datalist",
    "textarea", "input", "button", "base", "col", "colgroup", "param", "source", "track"
))  # fmt: skip
_BOLD_TAGS = frozenset(("b", "strong"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)

Skip = Callable[[HtmlElement], bool]


def blocks(element: HtmlElement, skip: Skip | None = None) -> list[Block]:
    """The text of an element as a reader sees it, one block a visual line; `skip` leaves whole elements out."""
    return _Blocks(skip).read(element)


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line, blocks set apart by a space."""
    return " ".join(block.text for block in blocks(element))


class _Blocks:
    """One walk over an element, without recursion: pages nest ten thousand deep."""

    __slots__ = ("_bold", "_bold_parts", "_depth", "_found", "_holder", "_parts", "_skip")

    def __init__(self, skip: Skip | None) -> None:
        self._skip = skip
        self._found: list[Block] = []
        self._parts: list[str] = []
        self._bold_parts: list[str] = []
        self._bold = True
        """Nothing but bold text so far in this block."""
        self._depth = 0
        """How many bold elements are open."""

    def read(self, root: HtmlElement) -> list[Block]:
        self._holder = root
        if root.tag in ("table", "tbody") and self._reads_as_rows(root):
            return self._found
        self._say(root.text)
        open_elements: list[tuple[HtmlElement, HtmlElement | None, bool]] = []
        children: list[Iterator[HtmlElement]] = [iter(root)]
        while children:
            child = next(children[-1], None)
            if child is None:
                children.pop()
                if open_elements:
                    self._leave(*open_elements.pop())
            elif self._passes_over(child):
                self._say(child.tail)
            else:
                entered = self._enter(child)
                if len(child):
                    open_elements.append(entered)
                    children.append(iter(child))
                else:
                    self._leave(*entered)
        self._flush()
        return self._found

    def _passes_over(self, child: HtmlElement) -> bool:
        tag = child.tag
        if tag == "br":
            self._flush()
            return True
        if tag in SILENT_TAGS or (self._skip is not None and self._skip(child)):
            return True
        return tag == "table" and self._reads_as_rows(child)

    def _enter(self, child: HtmlElement) -> tuple[HtmlElement, HtmlElement | None, bool]:
        tag = child.tag
        is_bold = tag in _BOLD_TAGS or (tag == "span" and _BOLD_STYLE.search(child.get("style") or "") is not None)
        before = None
        if tag in BLOCK_TAGS:
            self._flush()
            before, self._holder = self._holder, child
        self._depth += is_bold
        self._say(child.text)
        return child, before, is_bold

    def _leave(self, element: HtmlElement, before: HtmlElement | None, is_bold: bool) -> None:
        self._depth -= is_bold
        if before is not None:
            self._flush()
            self._holder = before
        self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append(text)
        if self._bold:
            if self._depth:
                self._bold_parts.append(text)
            elif text.strip(_EDGES):
                self._bold = False

    def _flush(self) -> None:
        if self._parts:
            text = fold("".join(self._parts))
            if text:
                bold = fold("".join(self._bold_parts)) if self._bold_parts else ""
                self._found.append(Block(text=text, bold=bold or None, element=self._holder))
                self._bold_parts.clear()
                if len(self._found) > MOST_LINES:
                    raise NotAnArticle(f"more than {MOST_LINES:,} lines: no page of words has so many")
            self._parts.clear()
        self._bold = True

    def _cell(self, cell: HtmlElement) -> list[Block]:
        if len(cell):
            return blocks(cell, self._skip)
        # Most cells hold nothing but text, and a table may have a hundred thousand.
        text = fold(cell.text or "")
        return [Block(text=text, element=cell)] if text else []

    def _reads_as_rows(self, table: HtmlElement) -> bool:
        """Read a table of data row by row; False for tables that only lay out the page."""
        if next(table.iterdescendants("table"), None) is not None:
            return False
        rows: list[Block] = []
        for row in table.iter("tr"):
            if self._skip is not None and self._skip(row):
                continue
            cells = [self._cell(cell) for cell in row if cell.tag in ("td", "th")]
            filled = [cell for cell in cells if cell]
            if len(filled) == 1:
                # A row of one cell is a line of the page, whatever was drawn around it.
                rows += filled[0]
            elif any(len(cell) > 2 and sum(len(block.text) for block in cell) > 300 for cell in filled):
                return False
            elif filled:
                line = "\t".join(" ".join(block.text for block in cell) for cell in cells).rstrip("\t")
                rows.append(Block(text=line, bold=filled[0][0].bold, element=row))
        self._flush()
        for caption in table.iter("caption"):
            self._found += blocks(caption, self._skip)
        self._found += rows
        return True
