"""The pages of one article: which page this is, and which comes next; never a page of another article.

「1 2 3 下一页」 under a body leads on in the same article where the addresses differ in a number at their end alone.
上一篇 and 下一篇 lead to other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.document import Document, split_address
from pipelines.furniture import is_pager
from pipelines.layout import Line

_NEXT, _PREVIOUS = ("下一页", "下页"), ("上一页", "上页", "前一页")
_LONGEST_NUMBER = 9
_SIGNS = " \u3000[]【】（）()»«<>"
_NUMBER = re.compile(r"(?<![\d第共])\d{1,3}(?!\d|\s*[页条篇])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """The links of an element with page numbers in it: the addresses behind its numbers and words."""

    pages: dict[int, str]
    numbers: set[int]
    """All that are linked, to wherever."""
    before: str | None
    after: str | None
    this: int | None
    """The number whose link leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of page numbers, and the one that is not linked."""

    links: _Links
    this: int | None


def find_next_page(document: Document, lines: Sequence[Line]) -> str | None:
    """The address of the article's next page; `lines` are those of the body and just below it."""
    for row in _rows(document, lines):
        found = row.links.after or row.links.pages.get(_this_page(document, row) + 1)
        if found is not None:
            return found
    return None


def is_later_page(document: Document, lines: Sequence[Line]) -> bool:
    """Whether a page is the second or a further one of an article: its row of numbers leads back to others."""
    return any(
        row.links.before is not None or _this_page(document, row) - 1 in row.links.pages
        for row in _rows(document, lines)
    )


def _rows(document: Document, lines: Sequence[Line]) -> Iterator[_Row]:
    # Once for each element: breaks may set a thousand rows apart in one.
    links: dict[HtmlElement, _Links] = {}
    for line in lines:
        if is_pager(line.text):
            if line.element not in links:
                links[line.element] = _links(document, line.element)
            unlinked = set(map(int, _NUMBER.findall(line.text))) - links[line.element].numbers
            yield _Row(links=links[line.element], this=unlinked.pop() if len(unlinked) == 1 else None)


def _links(document: Document, element: HtmlElement) -> _Links:
    pages: dict[int, str] = {}
    words: dict[str, str] = {}
    numbers: set[int] = set()
    for link in element.iter("a"):
        text = "".join(link.itertext()).strip(_SIGNS)
        address = document.absolute(link.get("href") or "")
        if text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            numbers.add(int(text))
        if address is None or (address != document.url and not _continues(document.url, address)):
            continue
        if text.isdecimal() and len(text) <= 3:
            pages[int(text)] = address
        elif address != document.url:
            words[text] = address
    return _Links(
        pages=pages,
        numbers=numbers,
        before=next((words[word] for word in _PREVIOUS if word in words), None),
        after=next((words[word] for word in _NEXT if word in words), None),
        this=next((number for number, address in pages.items() if address == document.url), None),
    )


def _this_page(document: Document, row: _Row) -> int:
    """The number of this page: the linked one that leads here, the one that leads nowhere, that of the address."""
    if row.links.this is not None:
        return row.links.this
    if row.this is not None:
        return row.this
    match = _STEM.match(split_address(document.url).path)
    if match is None or match["number"] is None:
        return 1
    # Only where the article's other pages have their numbers at the same place.
    return int(match["number"]) if any(_stem(other) == match["stem"] for other in row.links.pages.values()) else 1


_STEM = re.compile(r"(?P<stem>.*?)(?:[_-](?P<number>\d{1,3}))?(?:\.\w+)?$")


def _stem(url: str) -> str:
    match = _STEM.match(split_address(url).path)
    return match["stem"] if match is not None else ""


def _continues(url: str, other: str) -> bool:
    """Whether an address is another page of the same article: the same name with another number at its end."""
    one, two = split_address(url), split_address(other)
    if url == other or one.netloc != two.netloc:
        return False
    if one.path == two.path:
        return one.query != two.query
    whole = re.sub(r"\.\w+$", "", one.path)
    return _stem(other) in (whole, _stem(url)) or re.sub(r"\.\w+$", "", two.path) == _stem(url)
