"""Document: a decoded, parsed page, and its text block by block.

lxml's `text_content()` glues neighbouring paragraphs together; everything here that reads text goes through `blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.decode import decode
from pipelines.errors import EmptyShell, NotAnArticle

_PLAIN_LINK = re.compile(r"(?:\./)?(?P<path>/?[\w-][\w.~%()-]*(?:/[\w-][\w.~%()-]*)*)", re.ASCII)

_MOST_TAGS = 150_000
"""Opening and closing. The largest real page seen has 7,300; megabytes of one tag would take seconds to lay out."""
MOST_LINES = 50_000
"""A table of ten thousand rows has as many; to read more would take seconds."""
_LONGEST_TITLE = 2_000
"""Characters; where the title tag is never closed it holds the whole page."""


class Block(NamedTuple):
    """One visual line of a page: a paragraph, a heading, a list item, a caption, a table row; a tuple, as `Line` is."""

    text: str
    """White space folded; the cells of a table row set apart by tabs."""
    element: HtmlElement
    """The element that the block stands in."""
    bold: str | None = None
    """The bold run that the block begins with, when more text follows it or it is the whole block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page in memory; never stored, never leaves the reading room."""

    url: str
    text: str
    """The decoded source."""
    charset: str
    dropped: int = 0
    """Undecodable places that were left out of `text`."""
    tree: HtmlElement
    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The contents of the meta tags by lower-cased name (or property), in page order."""
    title_tag: str = ""
    base: str
    """What relative links are relative to."""
    origin: str = ""
    folder: str = ""
    """The base without its path, and without its last step; empty where it is no web address."""

    @property
    def parts(self) -> SplitResult:
        """The parts of the page's address; empty for an address that is none."""
        return split_address(self.url)

    def absolute(self, href: str) -> str | None:
        """The absolute http address of a link; None for scripts, anchors and broken addresses."""
        href = href.strip()
        if not href or href.startswith("#"):
            return None
        # A page has hundreds of links, nearly all of this form, and urljoin takes its time.
        plain = _PLAIN_LINK.fullmatch(href) if self.folder else None
        if plain is not None and not href.startswith(".//"):
            return (self.origin if href.startswith("/") else self.folder) + plain["path"]
        try:
            address = urljoin(self.base, href)
        except ValueError:
            return None
        return address if address.startswith(("http://", "https://")) else None


def split_address(url: str) -> SplitResult:
    """The parts of an address; all of them empty where it is broken."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def parse_document(body: bytes, *, url: str, charset: str | None = None) -> Document:
    """Decode and parse a page; raises `NotAPage`, `UndecodableBody`, `EmptyShell`, or `NotAnArticle` for a huge one."""
    decoded = decode(body, charset)
    # Closing tags count too: libxml2 makes an element of a </p> that closes nothing.
    if len(decoded.text) > _MOST_TAGS and decoded.text.count("<") > _MOST_TAGS:
        raise NotAnArticle(f"more than {_MOST_TAGS:,} tags: no page of words has so many")
    tree = parse_tree(decoded.utf8)
    base, title_tag, meta = _head(tree, url)
    origin, folder = _origin_and_folder(base)
    return Document(
        url=url,
        text=decoded.text,
        charset=decoded.charset,
        dropped=decoded.dropped,
        tree=tree,
        meta=meta,
        title_tag=title_tag,
        base=base,
        origin=origin,
        folder=folder,
    )


def parse_tree(source: str | bytes) -> HtmlElement:
    """The element tree of a page's source, as text or in UTF-8; comments and processing instructions are left out."""
    # lxml refuses str that carries an encoding declaration. Without huge_tree all text below 256 levels is lost, and a
    # page that never closes its <font> gets there.
    utf8 = source.encode("utf-8", "ignore") if isinstance(source, str) else source
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    # lxml.html's own parser asks a Python function for the class of each element; one class for all is twice as fast.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError as error:
        raise EmptyShell(f"the page holds no markup: {error.msg}") from error
    if not isinstance(tree, HtmlElement):
        raise EmptyShell("the page holds no markup")
    return tree


def _head(tree: HtmlElement, url: str) -> tuple[str, str, dict[str, tuple[str, ...]]]:
    """What relative links are relative to, what the title tag says, and the meta tags: all in one pass."""
    base, title, meta = None, None, dict[str, list[str]]()
    for element in tree.iter("base", "title", "meta"):
        if element.tag == "meta":
            name = element.get("name") or element.get("property") or element.get("itemprop")
            if name and (content := element.get("content")) is not None:
                meta.setdefault(name.strip().lower(), []).append(content.strip())
        elif element.tag == "base":
            base = base or element.get("href")
        elif title is None:
            title = fold((element.text or "")[:_LONGEST_TITLE])
    with suppress(ValueError):
        url = urljoin(url, base.strip()) if base else url
    return url, title or "", {name: tuple(contents) for name, contents in meta.items()}


def _origin_and_folder(base: str) -> tuple[str, str]:
    """`http://a.cn` and `http://a.cn/b/` of `http://a.cn/b/c.html?d`."""
    parts = split_address(base)
    if parts.scheme not in ("http", "https") or not parts.netloc or "/." in parts.path:
        return "", ""
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin, origin + (parts.path[: parts.path.rfind("/") + 1] or "/")


# --- text -----------------------------------------------------------------------------------------------------------

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
    "map", "area", "audio", "video", "canvas", "svg", "math", "select", "option", "datalist", "textarea",
    "input", "button", "base", "col", "colgroup", "param", "source", "track"
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
