"""Which element of a page holds the article: profile, family, common names, trafilatura; each checked against the page.

The check is the page's own running text: `Layout.weights` says how much of it an element holds, and a container that
holds little of what the page plainly prints is not believed, whatever its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from pipelines.below import find_below
from pipelines.blocks import BLOCK_TAGS
from pipelines.dates import find_stamp
from pipelines.extraction import extract
from pipelines.families import COMMON, DISTINCTIVE
from pipelines.filed import filed
from pipelines.furniture import is_facts, normalised
from pipelines.layout import Layout, Line
from pipelines.page import Page
from pipelines.rules import is_label, select


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The elements that hold the body (one, but for profiles that name several), and the step that found them."""

    elements: tuple[HtmlElement, ...]
    method: str


def find_container(page: Page) -> Container | None:
    """The container of the body; None when the page holds no running text at all."""
    for rule in page.profile.body:
        chosen = () if is_label(rule) else tuple(select(page.document.tree, rule))
        if any(_holds_something(page.layout, element) for element in chosen):
            return Container(elements=_outermost(chosen), method=f"profile:{rule}")
    return _known(page) or _unknown(page)


def _outermost(elements: tuple[HtmlElement, ...]) -> tuple[HtmlElement, ...]:
    """Without those that stand inside another: their text would be read twice."""
    chosen = set(elements)
    return tuple(one for one in elements if not any(above in chosen for above in one.iterancestors()))


def _holds_something(layout: Layout, element: HtmlElement) -> bool:
    first, last = layout.span(element)
    return first < last or next(element.iter("img", "video", "iframe"), None) is not None


# --- by name --------------------------------------------------------------------------------------------------------


def _known(page: Page) -> Container | None:
    layout = page.layout
    most = layout.weights.get(page.document.tree, 0)
    if page.family is not None:
        element = _fullest(layout, page.family.body)
        if element is not None and _believable(layout, element, most):
            return Container(elements=(element,), method=f"family:{page.family.name}")
    for keys in (DISTINCTIVE, COMMON):
        element = _fullest(layout, keys)
        if element is not None and _believable(layout, element, most):
            return Container(elements=(element,), method=f"container:{_name(element)}")
    return None


def _fullest(layout: Layout, keys: Iterable[str]) -> HtmlElement | None:
    """The named element that holds most of the running text, or the innermost that holds nearly as much."""
    found = {element: layout.weights.get(element, 0) for key in keys for element in layout.named(key)}
    if not found:
        return None
    most = max(found.values())
    if most == 0:
        # Tables, photos and notices of a few words: the longest by any text.
        return max(found, key=layout.mass)
    full = [element for element, weight in found.items() if weight * 10 >= most * 9]
    return min(full, key=lambda element: (found[element], -_depth(element)))


def _believable(layout: Layout, element: HtmlElement, most: int) -> bool:
    """Whether a container holds its share of the running text of the page (`most`)."""
    weight = layout.weights.get(element, 0)
    if weight * 3 >= most:
        return True
    mass = layout.mass(element)
    densest = _densest(layout, _NOWHERE)
    rival = layout.weights.get(densest, 0) if densest is not None else 0
    return mass * 2 >= rival if mass else rival == 0 and next(element.iter("img"), None) is not None


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _name(element: HtmlElement) -> str:
    if element.get("id"):
        return f"#{element.get('id')}"
    names = (element.get("class") or "").split()
    return f".{names[0]}" if names else str(element.tag)


# --- by its text ----------------------------------------------------------------------------------------------------

_LEAVES = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "blockquote", "pre"))
_ASIDE = re.compile(
    r"foot|copy|comment|pinglun|relat|recommend|tuijian|side(?<!inside)(?<!outside)|friend|link|nav|login|popup|modal"
    r"|dialog|layer|share|banner|hot(?!o)|rank|xgwz|xgxw|search|header"
)
_PARTS = frozenset(("section", "tr", "td", "tbody", "table", "article", "blockquote"))
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h3", "h4", "h5", "h6"))
_SUBHEADING = 60
_LEVELS = 60
_CLEAR = 2
"""How many times the runner-up the densest element must hold before trafilatura need not be asked."""
_LITTLE = 200
_FEW_WORDS = 40
_LARGEST, _MOST_LINES = 100_000, 2_000
"""Characters and lines shown; trafilatura takes seconds for more."""
_MOST_TABLES = 400
"""It takes quadratic time over tables inside one another: sixteen seconds for 1,400."""
_FARTHEST = 400
_NOWHERE = -1
_LONGEST_FACTS = 90
_CLOSE, _LONGEST_TABLE = 15, 60
"""Lines from the headline within which the article begins."""


def _unknown(page: Page) -> Container | None:
    """A container of no known name: the densest element where that is clear, else what trafilatura finds."""
    layout = page.layout
    anchor = _headline_line(page)
    densities = _densities(layout, anchor)
    ranked = sorted(densities, key=lambda element: densities[element], reverse=True)
    best = ranked[0] if ranked else None
    if best is not None and _standing(best) < 1 and layout.weights.get(best, 0) < _LITTLE:
        # A line of the footer is all the running text there is.
        best = None
    if anchor != _NOWHERE and _is_doubtful(layout, best, anchor):
        placed = find_below(layout, anchor)
        if placed is not None:
            return Container(elements=(placed,), method=f"below the headline:{_name(placed)}")
    # Rows of one table and sections of one article do not vie with one another.
    wide = _widened(layout, best) if best is not None else None
    rival = next((element for element in ranked[1:] if wide is not None and not _related(element, wide)), None)
    if best is None or (rival is not None and densities[best] < _CLEAR * densities[rival]):
        extracted = extract(page) if _is_worth_asking(layout, best, anchor) else None
        if extracted is not None and _stands_up(layout, extracted, best, anchor):
            return Container(elements=(extracted,), method="trafilatura")
    if wide is None:
        return None
    return Container(elements=(wide,), method=f"density:{_name(wide)}")


def _is_doubtful(layout: Layout, best: HtmlElement | None, anchor: int) -> bool:
    """Whether the densest element holds little and does not begin where an article would."""
    if best is None:
        return True
    first, last = layout.span(best)
    if first > anchor + _CLOSE:
        # A table of facts may stand between the headline and the text.
        first -= len(filed([line.text for line in layout.lines[anchor + 1 : first][:_LONGEST_TABLE]]))
    begins_there = last > anchor and first <= anchor + _CLOSE and best.tag != "body"
    return layout.weights.get(best, 0) < _LITTLE and not begins_there


def _is_worth_asking(layout: Layout, best: HtmlElement | None, anchor: int) -> bool:
    """trafilatura takes its time; a page without running text and without a headline is no article anyhow."""
    if sum(1 for _ in islice(layout.tree.iter("table"), _MOST_TABLES)) == _MOST_TABLES:
        return False
    return layout.size <= _LARGEST and len(layout.lines) <= _MOST_LINES and (best is not None or anchor != _NOWHERE)


def _stands_up(layout: Layout, extracted: HtmlElement, best: HtmlElement | None, anchor: int) -> bool:
    """Whether what trafilatura found can be the article: below the headline, and no less than the page's own text.

    On a page without running text (a table, a list of names) it must hold more words than links, and a headline must
    say that there is an article at all.
    """
    first, last = layout.span(extracted)
    if first < anchor:
        return False
    if best is not None:
        weight, own = layout.weights.get(extracted, 0), layout.weights.get(best, 0)
        if extracted in best.iterancestors() and weight < _CLEAR * own:
            # The densest element and a page around it: what belongs to the article there is found by widening.
            return False
        return weight * 2 >= own
    linked = sum(line.linked for line in layout.lines[first:last])
    return layout.mass(extracted) > max(linked, _FEW_WORDS) and _standing(extracted) == 1


def _densities(layout: Layout, anchor: int) -> dict[HtmlElement, float]:
    """How much running text stands directly in each element, less where it stands aside or above the headline."""
    own: dict[HtmlElement, float] = {}
    for position, line in enumerate(layout.lines):
        prose = float(line.prose)
        if prose:
            is_leaf = line.element.tag in _LEAVES or _is_bare_line(line.element)
            holder = line.element.getparent() if is_leaf else line.element
            holder = line.element if holder is None else holder
            if anchor != _NOWHERE:
                # An article begins soon after its headline; menus stand above it, notices and comments far below.
                prose *= 0.3 if position < anchor else 1.5 if position < anchor + _CLOSE else 1.0
            own[holder] = own.get(holder, 0) + prose
            above = holder.getparent()
            if above is not None:
                own[above] = own.get(above, 0) + prose / 2
    return {element: density * _standing(element) for element, density in own.items()}


def _is_bare_line(element: HtmlElement) -> bool:
    """Whether a division is one line among others: editors that write no paragraphs set each in one without a name."""
    if element.tag != "div" or element.get("class") or element.get("id"):
        return False
    beside = element.getnext()
    beside = element.getprevious() if beside is None else beside
    alike = beside is not None and beside.tag == "div" and not (beside.get("class") or beside.get("id"))
    return alike and not any(child.tag in BLOCK_TAGS and child.tag != "br" for child in element)


def _standing(element: HtmlElement) -> float:
    """Less for elements whose names say that they stand beside the article."""
    current: HtmlElement | None = element
    for _ in range(4):
        if current is None or current.tag == "body":
            break
        if current.tag in ("footer", "aside", "nav", "header"):
            return 0.2
        if _ASIDE.search(f"{current.get('class') or ''} {current.get('id') or ''}".lower()):
            return 0.3
        current = current.getparent()
    return 1.0


def _densest(layout: Layout, anchor: int) -> HtmlElement | None:
    densities = _densities(layout, anchor)
    return max(densities, key=lambda element: densities[element]) if densities else None


def _headline_line(page: Page) -> int:
    """The line on which a title tag is printed, else the first line of date and source; -1 for neither."""
    wanted = [normalised(title) for title in (page.guideline.title, page.document.title_tag) if title]
    for position, line in enumerate(page.layout.lines):
        if 6 <= len(line.text) <= 150 and line.linked * 2 <= len(line.text):
            value = normalised(line.text)
            if len(value) >= 6 and any(value in title for title in wanted):
                return position
    for position, line in enumerate(page.layout.lines[:_FARTHEST]):
        if line.linked * 2 <= len(line.text) <= _LONGEST_FACTS and is_facts(line.text) and _is_dated(line.text):
            return position
    return _NOWHERE


def _is_dated(text: str) -> bool:
    """Whether a line of facts holds a date that is not the reader's own (今天是…)."""
    stamp = find_stamp(text)
    return stamp is not None and not re.search("今[天日]|现在", text[: stamp.start])


def _related(one: HtmlElement, other: HtmlElement) -> bool:
    return one is other or one in other.iterancestors() or other in one.iterancestors()


def _widened(layout: Layout, element: HtmlElement) -> HtmlElement:
    """The parent instead, while what it holds besides is text too: sections of one article, divisions never closed."""
    chosen = element
    first, last = layout.span(element)
    for _ in range(_LEVELS):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html") or _standing(parent) < 1:
            break
        start, end = layout.span(parent)
        beside = (*layout.lines[start:first], *layout.lines[last:end])
        if _is_text(beside) or _is_one_of_many(layout, element, parent):
            chosen = parent
        elif any(line.linked for line in beside) or sum(len(line.text) for line in beside) > _SUBHEADING:
            break
        element, first, last = parent, start, end
    return chosen


def _is_text(lines: Sequence[Line]) -> bool:
    """Whether lines beside a text belong to it: nearly all of them run, and none stands aside."""
    prose = sum(line.prose for line in lines)
    # The cells of a table are no running text, and no furniture either; nor are headings.
    other = sum(len(line.text) for line in lines if not line.prose and (line.linked or not _is_neutral(line)))
    return prose > 0 and other * 4 <= prose and all(_standing(line.element) == 1 for line in lines if line.prose)


def _is_neutral(line: Line) -> bool:
    if line.text.endswith(("：", "。")):
        # 各县区科技局：
        return True
    element, above = line.element, line.element.getparent()
    return element.tag in _CELLS or element.tag in _HEADINGS or (above is not None and above.tag in _CELLS)


def _is_one_of_many(layout: Layout, element: HtmlElement, parent: HtmlElement) -> bool:
    """Whether an element shares the text of its parent with others just like it: sections, rows, cells."""
    if element.get("class") is None and element.tag not in _PARTS:
        # Bare divisions lay out a page; that they look alike says nothing.
        return False
    alike = any(
        sibling is not element
        and sibling.tag == element.tag
        and sibling.get("class") == element.get("class")
        and layout.weights.get(sibling, 0) > 0
        and _standing(sibling) == 1.0
        for sibling in parent
    )
    here = layout.weights.get(element, 0)
    return alike and (layout.weights.get(parent, 0) - here) * 5 >= here
