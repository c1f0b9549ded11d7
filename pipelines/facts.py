"""The facts around an article: what it is called, when, from whom, by whom, filed where; each with what told it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from pipelines.blocks import text_of
from pipelines.breadcrumb import find_column
from pipelines.bylines import author_among_facts, author_in_an_element, byline
from pipelines.dates import Stamp, find_stamp
from pipelines.headline import Headline, find_headline, place_headline
from pipelines.labels import AUTHOR, EDITOR, RESPONSIBLE, REVISER, Label, values, word
from pipelines.named_people import editor_in_brackets, names_at
from pipelines.names import is_name
from pipelines.page import Page
from pipelines.profile import Rules
from pipelines.published import find_publication
from pipelines.source import find_source
from pipelines.surroundings import Surroundings, by_rule, look_around, without_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says about its article; `origins` notes what told each fact."""

    title: str
    titles: tuple[str, ...]
    """Every form of the title that the page gave."""
    published: Stamp | None
    source: str | None
    author: str | None
    editor: str | None
    column: str | None
    doc_number: str | None
    tag_date: Stamp | None
    """The PubDate tag where the page contradicts it."""
    origins: dict[str, str]


def gather_facts(page: Page, *, first: int, last: int, edges: Sequence[str]) -> Facts:
    """The facts of a page whose body stands on the lines from `first` to before `last`.

    `edges` are lines of the body's container that were cut as furniture, and the last of those that were not: the
    editor's name often stands there.
    """
    origins: dict[str, str] = {}
    headline = _headline(page, first)
    title, line = (headline.text, headline.line) if headline is not None else ("", None)
    if headline is not None:
        origins["title"] = headline.origin
    around = look_around(page.layout.lines, line, first, last, edges)
    published, contradicted_by = _published(page, around, origins)
    source = find_source(page, around)
    if source is not None:
        origins["source"] = source[1]
    return Facts(
        title=title,
        titles=headline.printed if headline is not None else (),
        published=published,
        source=source[0] if source is not None else None,
        author=_author(page, around, origins),
        editor=_editor(page, around, origins),
        column=_column(page, max(first, (line or 0) + 1 if headline is not None else 3), title, origins),
        doc_number=_doc_number(page, title, line, first, origins),
        tag_date=contradicted_by,
        origins=origins,
    )


# --- what it is called ----------------------------------------------------------------------------------------------


def _headline(page: Page, first: int) -> Headline | None:
    ruled = by_rule(page, page.profile.title)
    if ruled is not None:
        return place_headline(page.layout, *ruled, first)
    keys = page.family.title if page.family is not None else ()
    return find_headline(page.layout, page.guideline, page.document.title_tag, first, keys)


def _column(page: Page, first: int, title: str, origins: dict[str, str]) -> str | None:
    ruled = by_rule(page, page.profile.column)
    if ruled is not None:
        origins["column"] = ruled[1]
        return re.split(r"\s*[>»›＞/]\s*", ruled[0])[-1].strip() or None
    column = find_column(page.layout.lines[:first], title)
    origin = "breadcrumb"
    if column is None and page.guideline.column is not None:
        column, origin = page.guideline.column, "ColumnName"
    if column is not None:
        origins["column"] = origin
    return column


_DOC_NUMBER = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{1,14}(?:[（(][\u4e00-\u9fff]{1,6}[）)])?\s*[〔\[［﹝（(【]\s*(?:19"
    r"|20)\d\d\s*[〕\]］﹞）)】]\s*第?\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,14}〔(?:19|20)\d\d〕\d{1,5}(?=\s*$))"
)
_LONGEST_CELL = 6
_CALLED_AUTHOR = ("author", "zuozhe", "jizhe", "reporter")
_MOST_NAMED, _LONGEST_NAMES = 8, 40
_DOC_LABEL = Label(re.compile(r"(?:发文|公文|文件)?(?:文[\s\x1f\u3000]*号|字号|编号)[\s\x1f\u3000]*[:：】\]]"), "号")


def _doc_number(page: Page, title: str, headline: int | None, first: int, origins: dict[str, str]) -> str | None:
    """文号: behind its label, on a line of its own below the headline or atop the text, or in the headline."""
    lines = page.layout.lines
    above = [line.raw for line in lines[max(0, first - 40) : first + 12]]
    cells = ((cell, below) for cell, below in pairwise(above) if len(cell) <= _LONGEST_CELL and "号" in cell)
    alone = [(word(cell), below) for cell, below in cells if _DOC_LABEL.pattern.fullmatch(f"{cell}：")]
    for label, rest in (*values(_DOC_LABEL, above), *alone):
        match = _DOC_NUMBER.match(rest)
        if match is not None:
            origins["doc_number"] = f"label {label}"
            return _closed_up(match["value"])
    for line in (*lines[first if headline is None else headline + 1 : first], *lines[first : first + 8]):
        match = _DOC_NUMBER.match(line.text.lstrip("（( "))
        if match is not None and len(line.text) - len(match[0]) <= 16:
            origins["doc_number"] = "line of its own"
            return _closed_up(match["value"])
    match = re.search(rf"[（(]{_DOC_NUMBER.pattern}[）)]\s*$", title) or _DOC_NUMBER.fullmatch(title)
    if match is not None:
        origins["doc_number"] = "title"
        return _closed_up(match["value"])
    return None


def _closed_up(number: str) -> str:
    """A number without the spaces that typesetters leave in it: 云府发〔2020〕29 号."""
    return "".join(number.split())


# --- when and by whom ------------------------------------------------------------------------------------------------


def _published(page: Page, around: Surroundings, origins: dict[str, str]) -> tuple[Stamp | None, Stamp | None]:
    ruled = by_rule(page, page.profile.published_at)
    stamp = find_stamp(ruled[0]) if ruled is not None else None
    if ruled is not None and stamp is not None:
        origins["published_at"] = ruled[1]
        return stamp, None
    found = find_publication(
        [line.raw for line in around.under],
        around.over,
        around.below,
        tag=page.guideline.published,
        url=page.document.url,
        source=page.document.text,
        ending=around.ending,
    )
    if found is None:
        return None, None
    origins["published_at"] = found.origin
    return found.stamp, found.contradicted_by


def _people(
    page: Page, rules: Rules, fact: tuple[str, Label], around: Surroundings, origins: dict[str, str]
) -> str | None:
    name, label = fact
    ruled = by_rule(page, rules)
    if ruled is not None:
        value = names_at(without_label(ruled[0], label))
        if value is not None:
            origins[name] = ruled[1]
            return value
    under, over = around.near
    for printed, rest in chain.from_iterable(values(label, lines) for lines in (under, over, around.below)):
        value = names_at(rest)
        if value is not None:
            origins[name] = f"label {printed}"
            return value
    for cell, below in pairwise(under):
        # A list of facts whose labels need no colon: 编辑 in one cell, the name in the next.
        if len(cell) <= _LONGEST_CELL and label.pattern.fullmatch(f"{cell}：") and is_name(below.strip()):
            origins[name] = f"label {cell}"
            return below.strip()
    return None


def _author(page: Page, around: Surroundings, origins: dict[str, str]) -> str | None:
    value = _people(page, page.profile.author, ("author", AUTHOR), around, origins)
    if value is None:
        value = _named_author(page, around)
        value = value or _first(author_in_an_element(line.raw) for line in around.under[around.headed :])
        value = value or _first(byline(line.text) for line in around.under)
        tagged = page.guideline.author
        value = value or _first(author_among_facts(line.raw, tagged) for line in around.under[around.headed :])
        if value is not None:
            origins["author"] = "byline"
    return value


def _first(told: Iterable[str | None]) -> str | None:
    return next((value for value in told if value is not None), None)


def _named_author(page: Page, around: Surroundings) -> str | None:
    """The names in an element that the page calls its author: `<div class="author">乔安 田雨</div>`."""
    for names in (page.layout.by_class, page.layout.by_id):
        # A page has hundreds of names, and few have one of these.
        every = "\n".join(names)
        called = [key for called in _CALLED_AUTHOR if called in every for key in names if called in key]
        for key in called:
            for element in names[key][:_MOST_NAMED]:
                text = text_of(element)
                told = byline(text) or text
                if any(text in line.text for line in around.under[around.headed :]) and _are_names(told):
                    return told
    return None


def _are_names(text: str) -> bool:
    return 1 < len(text) <= _LONGEST_NAMES and all(map(is_name, re.split(r"[、\s]+", text)))


def _editor(page: Page, around: Surroundings, origins: dict[str, str]) -> str | None:
    value = _people(page, page.profile.editor, ("editor", RESPONSIBLE), around, origins)
    value = value or _people(page, (), ("editor", EDITOR), around, origins)
    value = value or _people(page, (), ("editor", REVISER), around, origins)
    if value is None:
        value = next((name for name in map(editor_in_brackets, around.below) if name is not None), None)
        if value is not None:
            origins["editor"] = "brackets"
    return value
