"""The body of an article: its container, read block by block and cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from archive.article import Removed
from pipelines.blocks import Block, blocks, text_of
from pipelines.clean import clean, drop_title
from pipelines.container import find_container
from pipelines.filed import filed
from pipelines.furniture import is_facts, why_furniture
from pipelines.layout import Line
from pipelines.page import Page
from pipelines.rules import is_label, select

_EDGE = 60
"""Characters; a longer last line holds no editor's name."""
_POOR = 160
_HEADER, _LONGEST_TABLE = 16, 60
"""Lines; a header is no longer, and a table of facts above the text neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The article's own blocks, and where they stood."""

    elements: tuple[HtmlElement, ...]
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    top: int
    """The line of the page on which the container begins."""
    first: int
    """The line on which the body begins, below a header in the same container."""
    last: int
    """The line after it."""
    header: frozenset[str]
    """The lines of the container above and among the facts."""
    method: str

    @property
    def text(self) -> str:
        """One block a line."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def edges(self) -> Sequence[str]:
        """Lines that may hold the facts of the article: what was cut, and the short last lines of what was not."""
        return [*(cut.text for cut in self.removed), *(b.text for b in self.blocks[-2:] if len(b.text) < _EDGE)]

    @property
    def is_poor(self) -> bool:
        """So short, and found in so unsure a way, that the parser may have lost the rest."""
        return self.method.startswith("density") and sum(len(block.text) for block in self.blocks) < _POOR

    def without_title(self, title: str, printed: Iterable[str]) -> Body:
        """The body without its headline in any printed form and its subtitle, where the container holds them too."""
        own, removed = drop_title(self.blocks, title, printed)
        # A list of names above the facts is no subtitle: running text follows one. 青政发〔2020〕1号 is none either.
        follows = sum(len(block.text) for block in own[1:]) > _POOR
        if removed and follows and own[0].text in self.header and not own[0].text.rstrip("）)").endswith("号"):
            removed, own = (*removed, Removed(text=own[0].text, why="title")), own[1:]
        return replace(self, blocks=own, removed=(*self.removed, *removed)) if removed else self


def read_body(page: Page) -> Body | None:
    """Find the container of the body, read it and clean it; None where the page holds no running text."""
    container = find_container(page)
    if container is None:
        return None
    found, hidden = _visible_blocks(container.elements, _unwanted(page), page.layout.hidden)
    cleaned = clean(found)
    spans = [page.layout.span(element) for element in container.elements]
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    start = _after_header(page.layout.lines[first:last]) + first
    return Body(
        elements=container.elements,
        blocks=cleaned.blocks,
        removed=(*cleaned.removed, *hidden),
        top=first,
        first=start,
        last=last,
        header=frozenset(line.text for line in page.layout.lines[first:start]),
        method=container.method,
    )


def _visible_blocks(
    elements: Iterable[HtmlElement], unwanted: Set[HtmlElement], hidden: Set[HtmlElement]
) -> tuple[list[Block], list[Removed]]:
    """The blocks of a container without what is not shown, unless that is all of it."""
    passed: list[HtmlElement] = []

    def is_unwanted(element: HtmlElement) -> bool:
        if element in unwanted:
            return True
        if element in hidden:
            passed.append(element)
            return True
        return False

    found = [block for element in elements for block in blocks(element, is_unwanted if hidden or unwanted else None)]
    if not found and passed:
        return [block for element in elements for block in blocks(element, unwanted.__contains__)], []
    texts = (text_of(element)[:200] for element in passed)
    return found, [Removed(text=text, why="hidden") for text in texts if text]


def _after_header(lines: Sequence[Line]) -> int:
    """How many lines of a container are its header: all to the last line of facts that no running text precedes."""
    table = filed([line.text for line in lines[:_LONGEST_TABLE]])
    end = max(table, default=-1) + 1
    for position, line in enumerate(lines[end : end + _HEADER], end):
        is_text = line.prose > _EDGE or line.text.endswith(("。", "："))
        if is_text and not is_facts(line.text) and why_furniture(line.text) is None:
            # Short lines between the facts and the text: the value of a label, tools, the headline itself.
            return position if end and position - end <= _HEADER // 2 else end
        if is_facts(line.text):
            end = position + 1
    return end


def _unwanted(page: Page) -> set[HtmlElement]:
    """What the profile cuts from the body."""
    rules = [rule for rule in page.profile.remove if not is_label(rule)]
    return {element for rule in rules for element in select(page.document.tree, rule)}
