"""The pages of one article: which page this is, and which comes next; never a page of another article.

「1 2 3 下一页」 under a body leads on in the same article where the addresses differ in a number at their end alone.
上一篇 and 下一篇 lead to other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.document import Document, split_address
from pipelines.furniture import is_pager
from pipelines.layout import Line

_NEXT, _PREVIOUS = ("下一页", "下页"), ("上一页", "上页", "前一页")
_SIGNS = " \u3000[]【】（）()»«<>"
_NUMBER = re.compile(r"(?<![\d第共])\d{1,3}(?!\d|\s*[页条篇])")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of page numbers: the addresses behind its numbers and words, and the number that is not linked."""

    pages: dict[int, str]
    before: str | None
    after: str | None
    this: int | None


def find_next_page(document: Document, lines: Sequence[Line]) -> str | None:
    """The address of the article's next page; `lines` are those of the body and just below it."""
    for row in _rows(document, lines):
        found = row.after or row.pages.get(_this_page(document, row) + 1)
        if found is not None:
            return found
    return None


def is_later_page(document: Document, lines: Sequence[Line]) -> bool:
    """Whether a page is the second or a further one of an article: its row of numbers leads back to others."""
    return any(row.before is not None or _this_page(document, row) - 1 in row.pages for row in _rows(document, lines))


def _rows(document: Document, lines: Sequence[Line]) -> Iterator[_Row]:
    for line in lines:
        if is_pager(line.text):
            yield _row(document, line)


def _row(document: Document, line: Line) -> _Row:
    pages: dict[int, str] = {}
    words: dict[str, str] = {}
    unlinked = set(map(int, _NUMBER.findall(line.text)))
    for link in line.element.iter("a"):
        text = "".join(link.itertext()).strip(_SIGNS)
        address = document.absolute(link.get("href") or "")
        if text.isdecimal():
            unlinked.discard(int(text))
        if address is None or (address != document.url and not _continues(document.url, address)):
            continue
        if text.isdecimal() and len(text) <= 3:
            pages[int(text)] = address
        elif address != document.url:
            words[text] = address
    return _Row(
        pages=pages,
        before=next((words[word] for word in _PREVIOUS if word in words), None),
        after=next((words[word] for word in _NEXT if word in words), None),
        this=unlinked.pop() if len(unlinked) == 1 else None,
    )


def _this_page(document: Document, row: _Row) -> int:
    """The number of this page: the linked one that leads here, the one that leads nowhere, that of the address."""
    linked = next((number for number, address in row.pages.items() if address == document.url), None)
    if linked is not None:
        return linked
    if row.this is not None:
        return row.this
    match = _STEM.match(split_address(document.url).path)
    if match is None or match["number"] is None:
        return 1
    # Only where the article's other pages have their numbers at the same place.
    return int(match["number"]) if any(_stem(other) == match["stem"] for other in row.pages.values()) else 1


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
