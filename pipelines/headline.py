"""The headline: which of the lines before the body it is, told by the page's own witnesses.

The witnesses are the guideline's ArticleTitle, the `<title>` tag (which holds the headline and more on most pages, and
is the headline alone on few), and the look of a line: its tag, its class, its place above date and source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from pipelines.dates import find_stamp
from pipelines.document import fold
from pipelines.furniture import normalised
from pipelines.guideline import Guideline
from pipelines.layout import SEAM, Layout, Line
from pipelines.no_headline import holds_facts, is_no_headline
from pipelines.spam import strip_spam
from pipelines.title_tag import SITE, as_written, main_part, names_a_site, title_part

_HEADING_TAGS = {"h1": 6, "h2": 4, "h3": 3, "h4": 2, "ucaptitle": 6, "founder-title": 6}
_HEADING_NAME = re.compile(r"(?:^|[\s_-])(?:\w*title\w*|\w*tit|bt\d?|biaoti|\w*headline|pbt|\w*bt)(?:$|[\s_-])", re.I)
_NO_HEADING_NAME = re.compile(
    r"sub|list|nav|menu|site|logo|more|foot|related|side|column|cate|channel|small|info|fu|tab", re.I
)
_LONGEST = 150
_FAR = 80
"""Lines above the body among which its headline stands."""
_SENTENCE = 40
_SHORTEST_LINK = 10
_SHORTEST_ALONE = 4
"""公告 is a headline only right above date and source."""
_MOST_LINES = 3
_RIGHT_ABOVE, _LONGEST_LINE = 2, 60
_LAYOUT = frozenset(("body", "td", "form", "center"))
"""Elements in which a break sets apart more than the lines of a headline."""
_CUT_SHORT = re.compile(r"^(.{6,}?)(?:…|\.{2,})")
_SOURCE_CELL = re.compile(r"(?:信息|文章|稿件)?来\s*源")
_TITLE_LABEL = re.compile(r"(?:(?:信息|文件|公开)?名\s*称|(?:信息|文件|公文|公开)?标\s*题)\s*[:：]?")
_LABELLED_TITLE = re.compile(
    r"\s*(?:信息|文件|公文|公开)?(?:标\s*题|名\s*称)\s*(?:[:：][\s\x1f]*|\x1f\s*)(?=[^\x1f]{4})"
)
"""标题：, or 标题 in an element of its own, before the headline on its line."""
_MARK = re.compile(r"^\[(?:图文|组图|推荐|注意|原创|转载)\]\s*(?=\S)")
"""What SiteWeaver sets before a headline, in an element of its own."""
_PARTS = re.compile(r"\x1f|\u3000+|\s{2,}")

_Told = tuple[int, str, str]
"""A line, its text, and what told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The headline of an article and how it was told."""

    text: str
    origin: str
    line: int | None = None
    """Its (last) line on the page; None when only a tag has it."""
    printed: tuple[str, ...] = ()
    """Every title the page gave, spam and all: what suspicion looks at."""


def find_headline(
    layout: Layout, guideline: Guideline, title_tag: str, first: int, keys: Sequence[str] = ()
) -> Headline | None:
    """The headline; `first` is the line on which the body begins, `keys` where the family keeps headlines."""
    tag, _ = strip_spam(title_tag)
    lines = layout.lines[: first + 4]
    pieces = _pieces(lines, max(0, first - _FAR))
    printed = tuple(text for text in (guideline.title, title_tag, *(p.hijacked for p in pieces)) if text)
    from_tag = normalised(tag)
    if guideline.title:
        wanted, _ = strip_spam(guideline.title)
        place = _where_printed(pieces, normalised(wanted))
        if place is not None:
            return Headline(text=wanted, origin="ArticleTitle, as printed", line=place, printed=printed)
        if normalised(wanted) in from_tag and not names_a_site(wanted, guideline):
            return Headline(text=wanted, origin="ArticleTitle, as in the title tag", printed=printed)
    found = (
        _short_heading(lines, pieces, tag, first)
        or _in_title_tag(pieces, tag, guideline, first)
        or _labelled(lines, pieces)
        or _by_its_name(layout, keys, first)
        or _by_its_look(lines, pieces, guideline, first)
    )
    if found is None and not guideline.title and not tag:
        found = _first_line(pieces, first)
    if found is not None:
        position, text, origin = found
        text, _ = strip_spam(text)
        return Headline(text=text, origin=origin, line=position, printed=(*printed, text, found[1]))
    rest = guideline.title or main_part(tag, guideline)
    if rest is None:
        return _right_above(pieces, printed, first)
    return Headline(text=rest, origin="ArticleTitle" if guideline.title else "title tag", printed=printed)


def place_headline(layout: Layout, text: str, origin: str, first: int) -> Headline:
    """A headline that is known already, with the line on which it is printed."""
    wanted, _ = strip_spam(text)
    pieces = _pieces(layout.lines[: first + 4], max(0, first - _FAR))
    return Headline(text=wanted, origin=origin, line=_where_printed(pieces, normalised(wanted)), printed=(text,))


class _Piece(NamedTuple):
    """A line that may hold the headline, or the part of it that may."""

    position: int
    text: str
    value: str
    linked: bool
    hijacked: str | None
    """The line with a gambling brand in it, where there was one."""


def _pieces(lines: Sequence[Line], start: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    for position, line in enumerate(lines[start:], start):
        linked = line.hidden or line.linked * 2 > len(line.text)
        if line.linked and linked and len(line.text) < _SHORTEST_LINK:
            # The steps of a menu.
            continue
        if len(line.text) > 2 * _LONGEST or (line.prose > _SENTENCE and line.text.endswith("。")):
            continue
        # Headline and facts share a line on some pages: 标题　来源于：…
        has_facts = holds_facts(line.text)
        texts = [fold(part) for part in _PARTS.split(line.raw)] if has_facts else [line.text]
        if not has_facts and (named := _LABELLED_TITLE.match(line.raw)) is not None:
            texts = [line.raw[named.end() :].replace(SEAM, "").strip()]
        for text in texts:
            if 1 < len(text) <= _LONGEST:
                text = _MARK.sub("", text)  # noqa: PLW2901
                clean, spam = (text, None) if line.prose else strip_spam(text)
                pieces.append(_Piece(position, clean, normalised(clean), linked, text if spam is not None else None))
    return pieces


def _where_printed(pieces: Sequence[_Piece], wanted: str) -> int | None:
    """The last line of the place where a title is printed, on one line or over up to four, nearest to the body."""
    for last in range(len(pieces) - 1, -1, -1):
        joined = ""
        for start in range(last, max(-1, last - 4), -1):
            joined = pieces[start].value + joined
            if not joined or not wanted.endswith(joined):
                break
            if joined == wanted:
                return pieces[last].position
    return None


def _short_heading(lines: Sequence[Line], pieces: Sequence[_Piece], title_tag: str, first: int) -> _Told | None:
    """公示, where a heading above the text says no more and the title tag begins with it."""
    for piece in pieces:
        if piece.position >= first or piece.linked or not 1 < len(piece.value) < _SHORTEST_ALONE:
            continue
        if lines[piece.position].element.tag not in _HEADING_TAGS or normalised(title_part(title_tag)) != piece.value:
            continue
        # The name of a column stands above a headline.
        if all(is_no_headline(other.text) for other in pieces if piece.position < other.position < first):
            return piece.position, piece.text, "short heading, as in the title tag"
    return None


def _in_title_tag(pieces: Sequence[_Piece], title_tag: str, guideline: Guideline, first: int) -> _Told | None:
    """The longest unlinked line, or run of lines, that the title tag holds."""
    tag = normalised(title_tag)
    cut = _CUT_SHORT.match(title_tag)
    start_of_it = normalised(cut[1]) if cut is not None else ""
    best: _Told | None = None
    best_size = 4
    for start, piece in enumerate(pieces):
        if start_of_it and piece.value.startswith(start_of_it) and not piece.linked and piece.position <= first:
            # The tag is cut short, the page prints the whole.
            return piece.position, piece.text, "heading, as begun in the title tag"
        if len(piece.value) < 2 or piece.value not in tag or piece.linked:
            continue
        joined, text, last = piece.value, piece.text, piece.position
        for following in pieces[start + 1 : start + 4]:
            more = joined + following.value
            if not following.value or more not in tag or following.linked:
                break
            joined, text, last = more, as_written(title_tag, more), following.position
        # Nearest to the body wins among equals: the others are in a bar that scrolls along or a hidden share box.
        if len(joined) >= best_size and (piece.position < first or best is None) and not names_a_site(text, guideline):
            best, best_size = (last, text, "heading, as in the title tag"), len(joined)
    return best


def _labelled(lines: Sequence[Line], pieces: Sequence[_Piece]) -> _Told | None:
    """The title that a table of facts names (信息名称：…), on the line where it is printed again."""
    for position, line in enumerate(lines[:-1]):
        if len(line.text) > _SHORTEST_LINK or _TITLE_LABEL.fullmatch(line.text) is None:
            continue
        text = lines[position + 1].text
        if len(text) >= _SHORTEST_LINK and not is_no_headline(text):
            place = _where_printed(pieces, normalised(text))
            return place if place is not None else position + 1, text, "label of the table of facts"
    return None


def _glue_all(parts: Sequence[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = _glue(text, part)
    return text


def _glue(first: str, second: str) -> str:
    joint = "" if second.startswith(("——", "—", "“", "《", "（", "关于")) or first.endswith(("：", ":")) else " "
    return first + joint + second


def _by_its_name(layout: Layout, keys: Sequence[str], first: int) -> _Told | None:
    """The lines in the element where the family keeps the headline, without the facts that may stand there too."""
    for key in keys:
        for element in layout.named(key):
            start, end = layout.span(element)
            own = list(takewhile(lambda line: not is_no_headline(line.text), layout.lines[start : min(end, start + 3)]))
            if start <= first and own:
                return start + len(own) - 1, _glue_all([line.text for line in own]), f"family {key}"
    return None


def _by_its_look(lines: Sequence[Line], pieces: Sequence[_Piece], guideline: Guideline, first: int) -> _Told | None:
    """The line that looks most like a headline among those just before the body."""
    best: _Piece | None = None
    best_score = 3
    for piece in pieces:
        size = len(piece.text)
        if piece.position < first - 25 or piece.position > first + 1 or not 2 <= size <= 150 or piece.linked:
            continue
        look = _look(lines[piece.position])
        if is_no_headline(piece.text) or (size < 6 and not look):
            continue
        score = look + (2 if size >= 10 else 0)
        score -= 4 if names_a_site(piece.text, guideline) else 0
        below = next(
            (
                other.text
                for other in lines[piece.position : piece.position + 3]
                if holds_facts(other.text) or _SOURCE_CELL.fullmatch(other.text)
            ),
            None,
        )
        if size < _SHORTEST_ALONE and below is None:
            continue
        score += 3 if below is not None and find_stamp(below) else 1 if below is not None else 0
        # Larger than its subtitle, which may be the longer one.
        score += 3 if below is not None and _is_set_large(lines[piece.position]) else 0
        score -= 3 if piece.position >= first else 0
        if score >= best_score:
            best, best_score = piece, score
    return None if best is None else _whole(lines, pieces, pieces.index(best))


def _whole(lines: Sequence[Line], pieces: Sequence[_Piece], found: int) -> _Told:
    """A headline with the lines of it that stand before and after in the same element, or in one just like it."""
    start = end = found
    while start and found - start < _MOST_LINES and _goes_on(lines, pieces[start - 1], pieces[start]):
        start -= 1
    while end + 1 < len(pieces) and end - start < _MOST_LINES and _goes_on(lines, pieces[end], pieces[end + 1]):
        end += 1
    own = pieces[start : end + 1]
    return own[-1].position, _glue_all([piece.text for piece in own]), "heading, by its look"


def _goes_on(lines: Sequence[Line], above: _Piece, below: _Piece) -> bool:
    """Whether a headline goes on from one line to the next: a break inside a heading, or 市人民政府 above 关于…."""
    if below.position != above.position + 1 or above.linked or below.linked:
        return False
    if is_no_headline(above.text) or is_no_headline(below.text):
        return False
    one, other = lines[above.position].element, lines[below.position].element
    if one is other:
        return one.tag not in _LAYOUT and len(above.text) + len(below.text) <= _LONGEST
    if below.text.startswith("——") and _look(lines[above.position]) and SITE.search(above.text) is None:
        return True
    if one.tag != other.tag or one.getparent() is not other.getparent() or one.get("class") != other.get("class"):
        return False
    names_an_office = SITE.search(above.text) is not None
    return (names_an_office and below.text.startswith("关于")) or (not names_an_office and one.tag in _HEADING_TAGS)


def _right_above(pieces: Sequence[_Piece], printed: tuple[str, ...], first: int) -> Headline | None:
    """Where no witness is left: the short line right above the text."""
    for piece in reversed(pieces):
        if piece.position >= first or piece.linked:
            continue
        if first - piece.position > _RIGHT_ABOVE:
            break
        if _SHORTEST_LINK <= len(piece.text) <= _LONGEST_LINE and not is_no_headline(piece.text):
            return Headline(text=piece.text, origin="line above the text", line=piece.position, printed=printed)
    return None


def _first_line(pieces: Sequence[_Piece], first: int) -> _Told | None:
    """On a page without a title of any kind: the short line with which its text begins."""
    for piece in pieces:
        if piece.position > first + 1:
            break
        if 8 <= len(piece.text) <= 60 and piece.text[-1] not in "。：:；;，,！!？?" and not is_no_headline(piece.text):
            return piece.position, piece.text, "first line"
    return None


def _is_set_large(line: Line) -> bool:
    """Whether a page without style sheets sets a line larger than text: `<font size=4>`."""
    font = line.element if line.element.tag == "font" else line.element.find("font")
    return font is not None and (font.get("size") or "").strip("+") in ("4", "5", "6", "7")


def _look(line: Line) -> int:
    element = line.element
    score = _HEADING_TAGS.get(str(element.tag), 0)
    for one in (element, element.getparent()):
        names = f"{one.get('class') or ''} {one.get('id') or ''}" if one is not None else " "
        if names != " " and _HEADING_NAME.search(names) and not _NO_HEADING_NAME.search(names):
            score += 4
            break
    return score
