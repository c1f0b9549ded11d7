"""The headline: which of the lines before the body it is, told by the page's own witnesses.

The witnesses are the guideline's ArticleTitle, the `<title>` tag (which holds the headline and more on most pages, and
is the headline alone on few), and the look of a line: its tag, its class, its place above date and source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipelines.blocks import fold, text_of
from pipelines.furniture import normalised
from pipelines.guideline import Guideline
from pipelines.headline_look import HEADING_TAGS, LONGEST, SHORTEST_ALONE, Piece, Told, by_its_look, glue_all
from pipelines.layout import SEAM, Layout, Line
from pipelines.no_headline import holds_facts, is_no_headline
from pipelines.spam import strip_spam
from pipelines.title_tag import SITE, as_written, main_part, names_a_site, title_part

_FAR = 80
"""Lines above the body among which its headline stands."""
_SENTENCE = 40
_SHORTEST_LINK = 10
_RIGHT_ABOVE, _LONGEST_LINE = 2, 60
_CUT_SHORT = re.compile(r"^(.{6,}?)(?:…|\.{2,})")
_TITLE_LABEL = re.compile(r"(?:(?:信息|文件|公开)?名\s*称|(?:信息|文件|公文|公开)?标\s*题)\s*[:：]?")
_LABELLED_TITLE = re.compile(
    r"\s*(?:信息|文件|公文|公开)?(?:标\s*题|名\s*称)\s*(?:[:：][\s\x1f]*|\x1f\s*)(?=[^\x1f]{4})"
)
"""标题：, or 标题 in an element of its own, before the headline on its line."""
_MARK = re.compile(r"^\[(?:图文|组图|推荐|注意|原创|转载)\]\s*(?=\S)")
"""What SiteWeaver sets before a headline, in an element of its own."""
_PARTS = re.compile(r"\x1f|\u3000+|\s{2,}")


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
            whole = _with_its_office(lines, pieces, place, wanted, from_tag)
            wanted = whole if whole is not None else wanted
            return Headline(text=wanted, origin="ArticleTitle, as printed", line=place, printed=printed)
        if normalised(wanted) in from_tag and not names_a_site(wanted, guideline):
            return Headline(text=wanted, origin="ArticleTitle, as in the title tag", printed=printed)
    found = (
        _short_heading(lines, pieces, tag, first)
        or _in_title_tag(pieces, tag, guideline, first)
        or _labelled(lines, pieces)
        or _by_its_name(layout, keys, first)
        or by_its_look(lines, pieces, guideline, first)
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


def _with_its_office(
    lines: Sequence[Line], pieces: Sequence[Piece], place: int, title: str, from_tag: str
) -> str | None:
    """关于… with the office on the line above, in the same element and in the title tag; None where it stands alone."""
    above = next((piece for piece in pieces if piece.position == place - 1), None)
    if above is None or not title.startswith("关于") or lines[place - 1].element is not lines[place].element:
        return None
    whole = above.text + title
    return whole if SITE.search(above.text) is not None and normalised(whole) in from_tag else None


def place_headline(layout: Layout, text: str, origin: str, first: int) -> Headline:
    """A headline that is known already, with the line on which it is printed."""
    wanted, _ = strip_spam(text)
    pieces = _pieces(layout.lines[: first + 4], max(0, first - _FAR))
    return Headline(text=wanted, origin=origin, line=_where_printed(pieces, normalised(wanted)), printed=(text,))


def _pieces(lines: Sequence[Line], start: int) -> list[Piece]:
    pieces: list[Piece] = []
    for position, line in enumerate(lines[start:], start):
        linked = line.hidden or line.linked * 2 > len(line.text)
        if line.linked and linked and len(line.text) < _SHORTEST_LINK:
            # The steps of a menu.
            continue
        if len(line.text) > 2 * LONGEST or (line.prose > _SENTENCE and line.text.endswith("。")):
            continue
        # Headline and facts share a line on some pages: 标题　来源于：…
        has_facts = holds_facts(line.text)
        texts = [fold(part) for part in _PARTS.split(line.raw)] if has_facts else [line.text]
        if not has_facts and (named := _LABELLED_TITLE.match(line.raw)) is not None:
            texts = [line.raw[named.end() :].replace(SEAM, "").strip()]
        # The row of a list: its title is a link, its date is none.
        rows = {fold(text_of(link)) for link in line.element.iter("a")} if has_facts and line.linked else ()
        for text in texts:
            if 1 < len(text) <= LONGEST:
                text = _MARK.sub("", text)  # noqa: PLW2901
                clean, spam = (text, None) if line.prose else strip_spam(text)
                is_link = linked or text in rows
                pieces.append(Piece(position, clean, normalised(clean), is_link, text if spam is not None else None))
    return pieces


def _where_printed(pieces: Sequence[Piece], wanted: str) -> int | None:
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


def _short_heading(lines: Sequence[Line], pieces: Sequence[Piece], title_tag: str, first: int) -> Told | None:
    """公示, where a heading above the text says no more and the title tag begins with it."""
    for piece in pieces:
        if piece.position >= first or piece.linked or not 1 < len(piece.value) < SHORTEST_ALONE:
            continue
        if lines[piece.position].element.tag not in HEADING_TAGS or normalised(title_part(title_tag)) != piece.value:
            continue
        # The name of a column stands above a headline.
        if all(is_no_headline(other.text) for other in pieces if piece.position < other.position < first):
            return piece.position, piece.text, "short heading, as in the title tag"
    return None


def _in_title_tag(pieces: Sequence[Piece], title_tag: str, guideline: Guideline, first: int) -> Told | None:
    """The longest unlinked line, or run of lines, that the title tag holds."""
    tag = normalised(title_tag)
    cut = _CUT_SHORT.match(title_tag)
    start_of_it = normalised(cut[1]) if cut is not None else ""
    best: Told | None = None
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


def _labelled(lines: Sequence[Line], pieces: Sequence[Piece]) -> Told | None:
    """The title that a table of facts names (信息名称：…), on the line where it is printed again."""
    for position, line in enumerate(lines[:-1]):
        if len(line.text) > _SHORTEST_LINK or _TITLE_LABEL.fullmatch(line.text) is None:
            continue
        text = lines[position + 1].text
        if len(text) >= _SHORTEST_LINK and not is_no_headline(text):
            place = _where_printed(pieces, normalised(text))
            return place if place is not None else position + 1, text, "label of the table of facts"
    return None


def _by_its_name(layout: Layout, keys: Sequence[str], first: int) -> Told | None:
    """The lines in the element where the family keeps the headline, without the facts that may stand there too."""
    for key in keys:
        for element in layout.named(key):
            start, end = layout.span(element)
            own = list(takewhile(lambda line: not is_no_headline(line.text), layout.lines[start : min(end, start + 3)]))
            if start <= first and own:
                return start + len(own) - 1, glue_all([line.text for line in own]), f"family {key}"
    return None


def _right_above(pieces: Sequence[Piece], printed: tuple[str, ...], first: int) -> Headline | None:
    """Where no witness is left: the short line right above the text."""
    for piece in reversed(pieces):
        if piece.position >= first or piece.linked:
            continue
        if first - piece.position > _RIGHT_ABOVE:
            break
        if _SHORTEST_LINK <= len(piece.text) <= _LONGEST_LINE and not is_no_headline(piece.text):
            return Headline(text=piece.text, origin="line above the text", line=piece.position, printed=printed)
    return None


def _first_line(pieces: Sequence[Piece], first: int) -> Told | None:
    """On a page without a title of any kind: the short line with which its text begins."""
    for piece in pieces:
        if piece.position > first + 1:
            break
        if 8 <= len(piece.text) <= 60 and piece.text[-1] not in "。：:；;，,！!？?" and not is_no_headline(piece.text):
            return piece.position, piece.text, "first line"
    return None
