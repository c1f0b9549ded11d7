"""The headline: which of the lines before the body it is, told by the page's own witnesses.

The witnesses are the guideline's ArticleTitle, the `<title>` tag (which holds the headline and more on most pages, and
is the headline alone on few), and the look of a line: its tag, its class, its place above date and source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.clean import normalised, why_furniture
from pipelines.dates import find_stamp
from pipelines.guideline import Guideline
from pipelines.layout import Layout, Line
from pipelines.spam import strip_spam

_HEADING_TAGS = {"h1": 6, "h2": 4, "h3": 3, "h4": 2, "ucaptitle": 6, "founder-title": 6}
_HEADING_NAME = re.compile(r"(?:^|[\s_-])(?:\w*title\w*|\w*tit|bt\d?|biaoti|\w*headline|pbt|\w*bt)(?:$|[\s_-])", re.I)
_NO_HEADING_NAME = re.compile(
    r"sub|list|nav|menu|site|logo|more|foot|related|side|column|cate|channel|small|info|fu|tab", re.I
)
_SITE = re.compile(
    r"(?:门户网站|政府网站?|人民政府|政务网|委员会|办公室|管委会|新闻网|信息网|中心|频道|集团|公司|大学|学院|医院"
    r"|报社|日报|晚报|在线|官网|网站?|[省市县区州厅局委部院署办])$"
)
_CUT = re.compile(
    r"\s*(?:[_|｜]+|-{2,}|\s[-–—]+\s|\s*[-–—](?=[^-–—_|]{2,40}(?:网|政府|门户|频道|厅|局|委|报|站|汽车|谈)\W*$))\s*"
)
_LATE_LABEL = re.compile(
    r"来源\s*[:：]|(?:发布|发表|更新|发稿)(?:时间|日期)|(?:时间|日期)\s*[:：]|作者\s*[:：]"
    r"|\d{4}\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}"
)


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
    printed = tuple(text for text in (guideline.title, title_tag) if text)
    from_tag = normalised(tag)
    if guideline.title:
        wanted, _ = strip_spam(guideline.title)
        place = _where_printed(lines, normalised(wanted))
        if place is not None:
            return Headline(text=wanted, origin="ArticleTitle, as printed", line=place, printed=printed)
        if normalised(wanted) in from_tag and not _names_a_site(wanted, guideline):
            return Headline(text=wanted, origin="ArticleTitle, as in the title tag", printed=printed)
    found = (
        _in_title_tag(lines, from_tag, guideline, first)
        or _by_its_name(layout, keys, first)
        or _by_its_look(lines, guideline, first)
    )
    if found is not None:
        position, text, origin = found
        text, _ = strip_spam(text)
        return Headline(text=text, origin=origin, line=position, printed=(*printed, lines[position].text))
    rest = guideline.title or _main_part(tag, guideline)
    if rest is None:
        return None
    return Headline(text=rest, origin="ArticleTitle" if guideline.title else "title tag", printed=printed)


def _where_printed(lines: Sequence[Line], wanted: str) -> int | None:
    """The last line of the place where a title is printed, on one line or over up to four, nearest to the body."""
    if not wanted:
        return None
    sizes = [normalised(line.text) if len(line.text) <= 200 else "" for line in lines]
    for last in range(len(sizes) - 1, -1, -1):
        if not sizes[last] or not wanted.endswith(sizes[last]):
            continue
        joined = sizes[last]
        for start in range(last, max(-1, last - 4), -1):
            joined = joined if start == last else sizes[start] + joined
            if joined == wanted:
                return last
    return None


def _in_title_tag(lines: Sequence[Line], tag: str, guideline: Guideline, first: int) -> tuple[int, str, str] | None:
    """The longest unlinked line, or run of lines, that the title tag holds."""
    best: tuple[int, str] | None = None
    best_size = 3
    parts = [normalised(line.text) if len(line.text) <= 200 else "" for line in lines]
    for start, line in enumerate(lines):
        if len(parts[start]) < 2 or parts[start] not in tag or line.linked * 2 > len(line.text):
            continue
        joined, text, last = parts[start], line.text, start
        for following in range(start + 1, min(start + 4, len(lines))):
            more = joined + parts[following]
            if not parts[following] or more not in tag or lines[following].linked:
                break
            joined, last = more, following
            text = _glue(text, lines[following].text)
        # Nearest to the body wins among equals: the others are in a bar that scrolls along or a hidden share box.
        if len(joined) >= best_size and (start < first or best is None) and not _names_a_site(text, guideline):
            best, best_size = (last, text), len(joined)
    if best is None or best_size < 4:
        return None
    return best[0], best[1], "heading, as in the title tag"


def _glue_all(parts: Sequence[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = _glue(text, part)
    return text


def _glue(first: str, second: str) -> str:
    joint = "" if second.startswith(("——", "—", "“", "《", "（")) or first.endswith(("：", ":")) else " "
    return first + joint + second


def _names_a_site(text: str, guideline: Guideline) -> bool:
    value = normalised(text)
    names = {normalised(name) for name in (guideline.site_name, guideline.column) if name}
    return value in names or (
        len(value) <= 20 and _SITE.search(text) is not None and not re.search("[，。：:的]", text)
    )


def _by_its_name(layout: Layout, keys: Sequence[str], first: int) -> tuple[int, str, str] | None:
    """The line in the element where the family keeps the headline."""
    for key in keys:
        for element in layout.named(key):
            start, end = layout.span(element)
            if start <= first and start < end <= start + 3:
                return end - 1, _glue_all([line.text for line in layout.lines[start:end]]), f"family {key}"
    return None


def _by_its_look(lines: Sequence[Line], guideline: Guideline, first: int) -> tuple[int, str, str] | None:
    """The line that looks most like a headline among those just before the body."""
    best: tuple[int, str] | None = None
    best_score = 3
    for position in range(max(0, first - 25), min(first + 2, len(lines))):
        line = lines[position]
        size = len(line.text)
        if not 4 <= size <= 150 or line.linked * 2 > size or why_furniture(line.text) or _LATE_LABEL.search(line.text):
            continue
        score = _look(line) + (2 if size >= 10 else 0) - (4 if _names_a_site(line.text, guideline) else 0)
        below = next(
            (other.text for other in lines[position + 1 : position + 3] if _LATE_LABEL.search(other.text)), None
        )
        score += 3 if below is not None and find_stamp(below) else 1 if below is not None else 0
        score -= 3 if position >= first else 0
        if score >= best_score:
            best, best_score = (position, line.text), score
    return (*best, "heading, by its look") if best is not None else None


def _look(line: Line) -> int:
    element = line.element
    score = _HEADING_TAGS.get(str(element.tag), 0)
    for one in (element, element.getparent()):
        names = f"{one.get('class') or ''} {one.get('id') or ''}" if one is not None else " "
        if names != " " and _HEADING_NAME.search(names) and not _NO_HEADING_NAME.search(names):
            score += 4
            break
    return score


def _main_part(tag: str, guideline: Guideline) -> str | None:
    """The headline in a title tag: the part that names no site and no column."""
    parts = [part for part in _CUT.split(tag) if part]
    own = [part for part in parts if not _names_a_site(part, guideline)]
    if not own:
        return None
    return max(own[:2], key=len)
