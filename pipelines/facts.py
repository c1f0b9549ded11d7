"""The facts around an article: what it is called, when, from whom, by whom, filed where; each with what told it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.breadcrumb import find_column
from pipelines.dates import Stamp, find_stamp
from pipelines.document import fold, text_of
from pipelines.guideline import Guideline
from pipelines.headline import Headline, find_headline
from pipelines.labels import (
    AUTHOR,
    EDITOR,
    SOURCE,
    Label,
    editor_in_brackets,
    names_at,
    source_at,
    unlabelled_source,
    values,
)
from pipelines.layout import Line
from pipelines.page import Page
from pipelines.profile import Rules
from pipelines.published import find_publication
from pipelines.rules import is_label, select

_NEAR = 8
"""Lines above the headline, and below the body, that may hold facts."""


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
    if headline is not None:
        origins["title"] = headline.origin
    under, over = _around_headline(page.layout.lines, headline, first)
    above = [*under, *over]
    below = [*edges, *(line.raw for line in page.layout.lines[last : last + _NEAR])]
    published, contradicted_by = _published(page, (under, over, below), origins)
    title = headline.text if headline is not None else ""
    return Facts(
        title=title,
        titles=headline.printed if headline is not None else (),
        published=published,
        source=_source(page, above, below, origins),
        author=_people(page, page.profile.author, ("author", AUTHOR), (*above, *below), origins),
        editor=_editor(page, above, below, origins),
        column=_column(page, max(first, (headline.line or 0) + 1 if headline is not None else 3), title, origins),
        doc_number=_doc_number(page, title, first, origins),
        tag_date=contradicted_by,
        origins=origins,
    )


def _around_headline(lines: Sequence[Line], headline: Headline | None, first: int) -> tuple[list[str], list[str]]:
    """The lines from the headline to the body, and those just above the headline."""
    start = headline.line if headline is not None and headline.line is not None else max(0, first - 6)
    under, over = lines[start : max(first, start + 3)], lines[max(0, start - _NEAR) : start]
    return [line.raw for line in under if not line.hidden], [line.raw for line in over if not line.hidden]


# --- rules of the profile -------------------------------------------------------------------------------------------


def _by_rule(page: Page, rules: Rules) -> tuple[str, str] | None:
    """What the first rule that finds anything finds, and that rule."""
    for rule in rules:
        if is_label(rule):
            label = Label(re.compile(rf"{re.escape(rule)}[\s\x1f\u3000]*[:：丨/｜]?"), rule[0])
            for _, rest in values(label, [line.raw for line in page.layout.lines]):
                if rest:
                    return rest, f"profile label {rule}"
        else:
            for element in select(page.document.tree, rule):
                text = text_of(element)
                if text:
                    return text, f"profile {rule}"
    return None


def _without_label(text: str, label: Label) -> str:
    match = label.pattern.match(text)
    return text[match.end() :].lstrip() if match is not None else text


# --- what it is called ----------------------------------------------------------------------------------------------


def _headline(page: Page, first: int) -> Headline | None:
    ruled = _by_rule(page, page.profile.title)
    if ruled is not None:
        return Headline(text=ruled[0], origin=ruled[1], printed=(ruled[0], page.document.title_tag))
    keys = page.family.title if page.family is not None else ()
    return find_headline(page.layout, page.guideline, page.document.title_tag, first, keys)


def _column(page: Page, first: int, title: str, origins: dict[str, str]) -> str | None:
    ruled = _by_rule(page, page.profile.column)
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
    r"|20)\d\d\s*[〕\]］﹞）)】]\s*第?\s*\d{1,5}\s*号)"
)
_DOC_LABEL = Label(re.compile(r"(?:发文|公文|文件)?(?:文[\s\x1f\u3000]*号|字号|编号)[\s\x1f\u3000]*[:：】\]]"), "号")


def _doc_number(page: Page, title: str, first: int, origins: dict[str, str]) -> str | None:
    """文号: behind its label, on a line of its own near the top of the text, or in the headline."""
    lines = page.layout.lines
    for label, rest in values(_DOC_LABEL, [line.raw for line in lines[max(0, first - 40) : first + 12]]):
        match = _DOC_NUMBER.match(rest)
        if match is not None:
            origins["doc_number"] = f"label {label}"
            return fold(match["value"])
    for line in lines[first : first + 8]:
        match = _DOC_NUMBER.match(line.text.lstrip("（( "))
        if match is not None and len(line.text) - len(match[0]) <= 16:
            origins["doc_number"] = "line of its own"
            return match["value"]
    match = re.search(rf"[（(]{_DOC_NUMBER.pattern}[）)]\s*$", title)
    if match is not None:
        origins["doc_number"] = "title"
        return match["value"]
    return None


# --- when -----------------------------------------------------------------------------------------------------------


def _published(
    page: Page, near: tuple[Sequence[str], Sequence[str], Sequence[str]], origins: dict[str, str]
) -> tuple[Stamp | None, Stamp | None]:
    ruled = _by_rule(page, page.profile.published_at)
    stamp = find_stamp(ruled[0]) if ruled is not None else None
    if ruled is not None and stamp is not None:
        origins["published_at"] = ruled[1]
        return stamp, None
    found = find_publication(*near, tag=page.guideline.published, url=page.document.url, source=page.document.text)
    if found is None:
        return None, None
    origins["published_at"] = found.origin
    return found.stamp, found.contradicted_by


# --- from whom ------------------------------------------------------------------------------------------------------


def _source(page: Page, above: Sequence[str], below: Sequence[str], origins: dict[str, str]) -> str | None:
    value, origin = (
        _ruled_source(page) or _printed_source(page, above, below) or _tagged_source(page, above) or (None, "")
    )
    if value is not None:
        origins["source"] = origin
    return value


def _ruled_source(page: Page) -> tuple[str, str] | None:
    ruled = _by_rule(page, page.profile.source)
    value = source_at(_without_label(ruled[0], SOURCE)) if ruled is not None else None
    return (value, ruled[1]) if ruled is not None and value is not None else None


def _printed_source(page: Page, above: Sequence[str], below: Sequence[str]) -> tuple[str, str] | None:
    for label, rest in values(SOURCE, above):
        value = source_at(rest)
        if value is not None:
            tag = page.guideline.source
            if value.endswith(("..", "…")) and tag is not None and tag.startswith(value.rstrip(".…")):
                # Cut short on the page, whole in the tag.
                return tag, f"label {label}, whole in ContentSource"
            return value, f"label {label}"
    for line in above[:4]:
        value = unlabelled_source(line)
        if value is not None:
            return value, "beside the date"
    for label, rest in values(SOURCE, below, wrap=False):
        value = source_at(rest)
        if value is not None:
            return value, f"label {label} below the body"
    return None


def _tagged_source(page: Page, above: Sequence[str]) -> tuple[str, str] | None:
    tag = page.guideline.source
    value = source_at(_without_label(tag, SOURCE)) if tag is not None else None
    if value is None or _is_of_another_place(value, page.guideline):
        return None
    if any(SOURCE.pattern.search(line) for line in above):
        # The page prints the label with nothing after it: then the tag is the template's, not the article's.
        return None
    return value, "ContentSource"


_GOVERNMENT = re.compile(r"(?:\w{2,8}?[省市州])?(?P<place>\w{2,6})[市区县旗州]人民政府(?:办公室|网|门户网站)?")


def _is_of_another_place(source: str, guideline: Guideline) -> bool:
    """ContentSource names the government of another place than the site: a template copied from elsewhere."""
    match = _GOVERNMENT.fullmatch(source)
    return match is not None and guideline.site_name is not None and match["place"][-2:] not in guideline.site_name


# --- by whom --------------------------------------------------------------------------------------------------------


def _people(
    page: Page, rules: Rules, fact: tuple[str, Label], lines: Sequence[str], origins: dict[str, str]
) -> str | None:
    name, pattern = fact
    ruled = _by_rule(page, rules)
    if ruled is not None:
        value = names_at(_without_label(ruled[0], pattern))
        if value is not None:
            origins[name] = ruled[1]
            return value
    for label, rest in values(pattern, lines):
        value = names_at(rest)
        if value is not None:
            origins[name] = f"label {label}"
            return value
    return None


def _editor(page: Page, above: Sequence[str], below: Sequence[str], origins: dict[str, str]) -> str | None:
    value = _people(page, page.profile.editor, ("editor", EDITOR), (*above, *below), origins)
    if value is None:
        value = next((name for name in map(editor_in_brackets, below) if name is not None), None)
        if value is not None:
            origins["editor"] = "brackets"
    return value
