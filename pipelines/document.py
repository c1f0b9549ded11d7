"""Document: a page decoded and parsed."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.blocks import fold
from pipelines.decode import decode
from pipelines.errors import EmptyShell, NotAnArticle

_PLAIN_LINK = re.compile(r"(?:\./)?(?P<path>/?[\w-][\w.~%()-]*(?:/[\w-][\w.~%()-]*)*)", re.ASCII)

_MOST_TAGS = 150_000
"""Opening and closing. The largest real page seen has 7,300; megabytes of one tag would take seconds to lay out."""
_LONGEST_TITLE = 2_000
"""Characters; where the title tag is never closed it holds the whole page."""


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
    for element in list(tree.iter("pre")):
        _break_lines(element)
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


def _break_lines(preformatted: HtmlElement) -> None:
    """Set a break wherever a line of preformatted text ends."""
    for element in list(preformatted.iter()):
        lines = (element.text or "").split("\n")
        element.text = lines[0]
        for line in reversed(lines[1:]):
            element.insert(0, _break(line))
        if element is not preformatted and "\n" in (element.tail or ""):
            first, *rest = (element.tail or "").split("\n")
            element.tail = first
            for line in reversed(rest):
                element.addnext(_break(line))


def _break(line: str) -> HtmlElement:
    found = HtmlElement()
    found.tag, found.tail = "br", line
    return found


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
