"""The look of a headline: its tag, its class, its type, its place above date and source, and how many lines it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.dates import find_stamp
from pipelines.guideline import Guideline
from pipelines.layout import Line
from pipelines.no_headline import holds_facts, is_no_headline
from pipelines.title_tag import SITE, names_a_site

HEADING_TAGS = {"h1": 6, "h2": 4, "h3": 3, "h4": 2, "ucaptitle": 6, "founder-title": 6}
LONGEST = 150
SHORTEST_ALONE = 4
"""公告 is a headline only right above date and source."""
_HEADING_NAME = re.compile(r"(?:^|[\s_-])(?:\w*title\w*|\w*tit|bt\d?|biaoti|\w*headline|pbt|\w*bt)(?:$|[\s_-])", re.I)
_NO_HEADING_NAME = re.compile(
    r"sub|list|nav|menu|site|logo|more|foot|related|side|column|cate|channel|small|info|fu|tab", re.I
)
_MOST_LINES = 3
_LAYOUT = frozenset(("body", "td", "form", "center"))
"""Elements in which a break sets apart more than the lines of a headline."""
_TYPE = frozenset(("b", "strong", "font", "span", "big"))
_SOURCE_CELL = re.compile(r"(?:信息|文章|稿件)?来\s*源")

Told = tuple[int, str, str]
"""A line, its text, and what told it."""


class Piece(NamedTuple):
    """A line that may hold the headline, or the part of it that may."""

    position: int
    text: str
    value: str
    linked: bool
    hijacked: str | None
    """The line with a gambling brand in it, where there was one."""


def by_its_look(lines: Sequence[Line], pieces: Sequence[Piece], guideline: Guideline, first: int) -> Told | None:
    """The line that looks most like a headline among those just before the body."""
    best: Piece | None = None
    best_score = 3
    for piece in pieces:
        size = len(piece.text)
        if piece.position < first - 25 or piece.position > first + 1 or not 2 <= size <= 150 or piece.linked:
            continue
        look = _look(lines[piece.position])
        if is_no_headline(piece.text) or (size < 6 and not look and not _is_set_large(lines[piece.position])):
            continue
        score = look + (2 if size >= 10 else 0)
        score -= 4 if names_a_site(piece.text, guideline) else 0
        below = [
            other.text
            for other in lines[piece.position : piece.position + 4]
            if holds_facts(other.text) or _SOURCE_CELL.fullmatch(other.text)
        ]
        if size < SHORTEST_ALONE and not below:
            continue
        score += 3 if any(map(find_stamp, below)) else 1 if below else 0
        # Larger than its subtitle, which may be the longer one.
        score += 3 if below and _is_set_large(lines[piece.position]) else 0
        score -= 3 if piece.position >= first else 0
        if score >= best_score:
            best, best_score = piece, score
    return None if best is None else _whole(lines, pieces, pieces.index(best))


def _whole(lines: Sequence[Line], pieces: Sequence[Piece], found: int) -> Told:
    """A headline with the lines of it that stand before and after in the same element, or in one just like it."""
    start = end = found
    while start and found - start < _MOST_LINES and _goes_on(lines, pieces[start - 1], pieces[start]):
        start -= 1
    while end + 1 < len(pieces) and end - start < _MOST_LINES and _goes_on(lines, pieces[end], pieces[end + 1]):
        end += 1
    own = pieces[start : end + 1]
    return own[-1].position, glue_all([piece.text for piece in own]), "heading, by its look"


def _goes_on(lines: Sequence[Line], above: Piece, below: Piece) -> bool:
    """Whether a headline goes on from one line to the next: a break inside a heading, or 市人民政府 above 关于…."""
    if below.position != above.position + 1 or above.linked or below.linked:
        return False
    if is_no_headline(above.text) or is_no_headline(below.text):
        return False
    one, other = lines[above.position].element, lines[below.position].element
    if one is other:
        return (one.tag not in _LAYOUT or _is_wrapped(one)) and len(above.text) + len(below.text) <= LONGEST
    if below.text.startswith("——") and _look(lines[above.position]) and SITE.search(above.text) is None:
        return True
    if one.tag != other.tag or one.getparent() is not other.getparent() or one.get("class") != other.get("class"):
        return False
    names_an_office = SITE.search(above.text) is not None
    return (names_an_office and below.text.startswith("关于")) or (not names_an_office and one.tag in HEADING_TAGS)


def _is_wrapped(cell: HtmlElement) -> bool:
    """Whether all that a cell holds stands in one piece of bold or larger type."""
    alone = len(cell) == 1 and cell[0].tag in _TYPE
    return alone and not (cell.text or "").strip() and not (cell[0].tail or "").strip()


def _is_set_large(line: Line) -> bool:
    """Whether a page without style sheets sets a line larger than text: `<font size=4>`."""
    within = (line.element, *islice(line.element.iter("font"), 2))
    font = next((one for one in within if one.tag == "font" and one.get("size")), None)
    return font is not None and (font.get("size") or "").strip("+") in ("4", "5", "6", "7")


def _look(line: Line) -> int:
    element = line.element
    score = HEADING_TAGS.get(str(element.tag), 0)
    for one in (element, element.getparent()):
        names = f"{one.get('class') or ''} {one.get('id') or ''}" if one is not None else " "
        if names != " " and _HEADING_NAME.search(names) and not _NO_HEADING_NAME.search(names):
            score += 4
            break
    return score


def glue_all(parts: Sequence[str]) -> str:
    """The lines of one headline on one line."""
    text = parts[0]
    for part in parts[1:]:
        text = _glue(text, part)
    return text


def _glue(first: str, second: str) -> str:
    joint = "" if second.startswith(("——", "—", "“", "《", "（", "关于")) or first.endswith(("：", ":")) else " "
    return first + joint + second
