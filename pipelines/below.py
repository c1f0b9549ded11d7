"""Where an article stands by its place alone: right below its headline and the line of date and source.

For notices of a line, tables, lists of names and pictures in containers of no known name: they hold no running text
that could outweigh a footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from pipelines.blocks import SILENT_TAGS
from pipelines.filed import filed
from pipelines.furniture import is_facts, why_furniture
from pipelines.layout import Layout, Line

_HEADER = 12
"""Lines between a headline and its line of facts, tools among them."""
_LEVELS, _LONGEST_TABLE = 5, 60
_TOOLS = re.compile(
    r"share|tool|print|dayin|fenxiang|ewm|qr|wx|foot|link|relat|xg|comment|hot(?!o)|nav|side|bread|crumb|position|search"
    r"|banner|logo|page|copyright",
    re.I,
)
_PARAGRAPHS = frozenset(("p", "span", "font", "br", "b", "strong", "a", "img", "h5", "h6", "center"))
_MEDIA = ("img", "video", "iframe", "embed", "object")


def find_below(layout: Layout, headline: int) -> HtmlElement | None:
    """The element that follows the header of the article whose headline is on a line, or the one that holds both."""
    start = headline
    table = filed([line.text for line in layout.lines[headline + 1 : headline + _LONGEST_TABLE]])
    for position, line in enumerate(layout.lines[headline : headline + _HEADER], headline):
        if is_facts(line.text):
            start = position
    start = max(start, headline + 1 + max(table, default=-1))
    current = layout.lines[start].element
    for _ in range(_LEVELS):
        for following in current.itersiblings():
            if isinstance(following.tag, str) and _is_matter(layout, following):
                above = following.getparent()
                return above if above is not None and _is_one_of_many(following) else following
        above = current.getparent()
        if above is None or above.tag in ("body", "html"):
            return None
        current = above
    return None


def _is_matter(layout: Layout, element: HtmlElement) -> bool:
    """Whether an element can be an article: words that are no links and no furniture, or pictures."""
    if element.tag in SILENT_TAGS or element.tag in ("footer", "nav", "aside") or element in layout.hidden:
        return False
    if _TOOLS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    first, last = layout.span(element)
    lines = layout.lines[first:last]
    if any(_are_words(line) for line in lines):
        return sum(line.linked for line in lines) * 2 <= sum(len(line.text) for line in lines) or _holds_files(element)
    return not lines and next(_media(element), None) is not None


def _are_words(line: Line) -> bool:
    return why_furniture(line.text) is None and not is_facts(line.text)


def _holds_files(element: HtmlElement) -> bool:
    from pipelines.attachments import is_file  # noqa: PLC0415  attachments reads bodies, which begin here

    return any(is_file(link.get("href") or "") for link in element.iter("a"))


def _media(element: HtmlElement) -> Iterator[HtmlElement]:
    return element.iter(*_MEDIA)


def _is_one_of_many(element: HtmlElement) -> bool:
    """Whether an element is a paragraph among others, and the one around it holds the article."""
    following = element.getnext()
    alike = (
        following is not None
        and following.tag == element.tag
        and not (element.get("class") or element.get("id") or following.get("class") or following.get("id"))
    )
    return element.tag in _PARAGRAPHS or alike
