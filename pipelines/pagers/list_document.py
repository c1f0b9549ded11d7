"""ListDocument: a decoded list page as the pager readers see it."""

from __future__ import annotations

import html
import re
from urllib.parse import quote_from_bytes, urljoin

from lxml.html import HtmlElement

from pipelines.pagers.paging import PageRequest

_SPACE = re.compile(r"\s+")
_AS_WRITTEN = bytes(range(0x21, 0x7F))
_SESSION = re.compile(r";jsessionid=[^?#/;]{0,200}", re.I)
"""What Java's servers write into every link for a visitor without cookies; they answer without it all the same."""
_LIMIT = 8_000
"""Characters; an address longer than this is no address."""


class ListDocument:
    """The source of a list page, its tree and its scripts; never stored."""

    __slots__ = ("base", "charset", "request", "scripts", "text", "tree", "url")

    def __init__(
        self, *, url: str, text: str, tree: HtmlElement, request: PageRequest | None = None, charset: str = "utf-8"
    ) -> None:
        self.url = url
        """The page's own address; empty when it is not known."""
        self.text = text
        self.tree = tree
        self.request = request
        """The request that brought this page, where it was no plain GET."""
        self.charset = charset
        """The codec of the page: what its links ask for is sent in it."""
        self.base = _base(tree, url)
        # From the tree, where the parser has left out what stands in HTML comments.
        self.scripts = "\n".join(script.text for script in tree.iter("script") if script.text)

    def address(self, href: str) -> str | None:
        """The address a link leads to, relative only if the page's own address is unknown; None if it leads nowhere."""
        found = resolve(self.base, href)
        if found is None or self.charset == "utf-8" or found.isascii():
            return found
        return _asked_in(found, self.charset)


def resolve(base: str, href: str) -> str | None:
    """An href against a base: without fragment; None for scripts, mail, anchors and broken addresses."""
    href = _SPACE.sub(" ", href[: _LIMIT + 1]).strip()
    if not href or href.startswith("#") or len(href) > _LIMIT:
        return None
    try:
        found = urljoin(base, href)
    except ValueError:
        return None
    found = _SESSION.sub("", found.partition("#")[0])
    scheme, colon, rest = found.partition(":")
    if colon and "/" not in scheme and "?" not in scheme:
        return found if scheme.lower() in ("http", "https") and rest.strip("/") else None
    # A relative address is all there is when the page's own is unknown.
    return found if found and not base else None


def _asked_in(url: str, charset: str) -> str:
    """An address whose query is written in the page's own charset, as browsers send it; the path is always UTF-8."""
    path, mark, query = url.partition("?")
    try:
        return f"{path}{mark}{quote_from_bytes(query.encode(charset), _AS_WRITTEN)}"
    except UnicodeEncodeError:
        return url


def absolute(base: str, href: str) -> str | None:
    """As `resolve`, and None where only a relative address is known."""
    found = resolve(base, href)
    return found if found is not None and found.lower().startswith(("http://", "https://")) else None


def _base(tree: HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        href = (element.get("href") or "").strip()
        if href:
            return resolve(url, href) or url
    return url


def unescaped(text: str) -> str:
    """Markup with its entities decoded once."""
    return html.unescape(text) if "&" in text else text
