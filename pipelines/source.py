"""来源: who published an article first, by rule, by label, beside the date, or by the guideline's tag."""

from __future__ import annotations

import re
from itertools import chain, pairwise

from lxml.html import HtmlElement

from pipelines.blocks import text_of
from pipelines.filed import filed
from pipelines.guideline import Guideline
from pipelines.labels import (
    BARE_SOURCE,
    PUBLISHER,
    SOURCE,
    is_organisation,
    organisation_at,
    source_at,
    values,
)
from pipelines.layout import SEAM, Line
from pipelines.outlets import is_a_date, outlet_among_facts, unlabelled_source
from pipelines.page import Page
from pipelines.source_below import Told, credited, labelled_below, unlabelled_below
from pipelines.surroundings import Surroundings, by_rule, without_label

_CLOSE = 5
_ABOVE = 2
_LONGEST_EMBLEM = 12
_LONGEST_FACTS, _LONGEST_OUTLET = 90, 20
_HOLDERS = ("a", "span", "em", "i", "b", "li", "font")
_NAME = re.compile(r"[\u4e00-\u9fff][\w\u4e00-\u9fff·（）()《》“”\-—]+")
_CALLED_SOURCE = re.compile(r"(?:^|[-_ ])(?:\w*source|laiyuan|ly|origin)(?:$|[-_ ])", re.I)
_FIELD = re.compile(r"source|laiyuan", re.I)
_LABEL_ALONE = re.compile(r"\s*(?:信息|文章|稿件)?来\s*源\s*")
_CELL_LABEL = re.compile(r"(?:信息|稿件|文章)?来\s*源(?:[\s\x1f:：]+|$)")
_HANZI = re.compile("[\u4e00-\u9fff]{2}")
_ADDRESS = re.compile(r"(?:https?://)?[\w.-]+\.(?:com|cn|net|org)\S*")
_WORD = re.compile(r"\w")
_LONGEST_FIELD = 20


def find_source(page: Page, around: Surroundings) -> Told | None:
    """The source of an article, as printed, and what told it."""
    return (
        _ruled(page)
        or _in_a_table(around)
        or _printed(page, around)
        or _pictured(around)
        or _tagged(page, around)
        or _among_facts(around)
        or _in_a_field(page)
        or _of_a_publisher(around)
        or unlabelled_below(around, page.document.title_tag)
        or credited(around)
    )


def _ruled(page: Page) -> Told | None:
    ruled = by_rule(page, page.profile.source)
    value = source_at(without_label(ruled[0], SOURCE)) if ruled is not None else None
    return (value, ruled[1]) if ruled is not None and value is not None else None


def _in_a_table(around: Surroundings) -> Told | None:
    """来源 among the rows of the table that an office files a document by, with a colon or in a cell of its own."""
    lines = (*around.over, *around.near[0])
    rows = sorted(filed(lines)) if any("源" in line[:_LONGEST_EMBLEM] for line in lines) else ()
    for number, position in enumerate(rows):
        label = _CELL_LABEL.match(lines[position])
        if label is not None:
            following = rows[number + 1] if number + 1 < len(rows) else None
            is_headline = around.headed and following == len(around.over)
            below = "" if following is None or is_headline else lines[following]
            value = source_at(lines[position][label.end() :] or below)
            if value is not None:
                return value, "label 来源"
    return None


def _printed(page: Page, around: Surroundings) -> Told | None:
    for label, rest in chain.from_iterable(values(SOURCE, lines) for lines in around.near):
        value = source_at(rest)
        if value is not None:
            tag = page.guideline.source
            if value.endswith(("..", "…")) and tag is not None and tag.startswith(value.rstrip(".…")):
                # Cut short on the page, whole in the tag.
                return tag, f"label {label}, whole in ContentSource"
            return value, f"label {label}"
    for line, below in pairwise(around.near[0]):
        # A list of facts whose labels need no colon: 来源 in one cell, the outlet in the next.
        if _LABEL_ALONE.fullmatch(line) and is_organisation(below):
            return below.strip(), "label 来源"
    value = next((rest for _, rest in values(BARE_SOURCE, around.near[0][around.headed :], wrap=False)), None)
    value = source_at(value) if value is not None else _beside_the_date(page, around)
    labelled = labelled_below(around)
    # The site's own name beside the date is its letterhead where a label below the text names an outlet.
    if value is not None and (labelled is None or value not in page.document.title_tag):
        return value, "beside the date"
    return labelled


def _beside_the_date(page: Page, around: Surroundings) -> str | None:
    """The organisation on the line of the date, or alone on the line before or after a date that stands alone."""
    for key in page.family.facts if page.family is not None else ():
        # Where the family sets the account's name, link or not.
        named = page.layout.named(key)
        if named and is_organisation(text := text_of(named[0])):
            return text
    lines = around.under[around.headed : _CLOSE]
    for line in lines:
        value = _called_source(line) or unlabelled_source(_unlinked(line))
        if value is not None:
            return value
    for raw in around.over[-_ABOVE:]:
        # Where the facts stand above the headline.
        value = unlabelled_source(raw)
        if value is not None:
            return value
    for line, other in (*pairwise(lines), *((below, above) for above, below in pairwise(lines))):
        if not line.linked and is_organisation(line.text) and is_a_date(other.text):
            return line.text
    return None


def _among_facts(around: Surroundings) -> Told | None:
    """The one organisation among labelled facts; the site itself stands there too, so every label is heard first."""
    for line in around.under[around.headed : _CLOSE]:
        value = outlet_among_facts(line.raw)
        if value is not None and not (line.linked and any(value in text_of(link) for link in line.element.iter("a"))):
            return value, "among the facts"
    found = (outlet_among_facts(raw) for raw in around.over[-_ABOVE:])
    value = next((one for one in found if one is not None), None)
    return (value, "among the facts") if value is not None else None


def _called_source(line: Line) -> str | None:
    """The outlet in an element that the page calls its source, link or not: `<span class="source">青砚文旅</span>`."""
    if len(line.text) > _LONGEST_FACTS:
        return None
    for element in line.element.iter(*_HOLDERS):
        above = element.getparent()
        own = _is_called_source(element)
        if not own and (above is None or not _is_called_source(above)):
            continue
        text = text_of(element).strip()
        # What stands in a line of that name may be its author as well.
        if source_at(text) == text and len(text) <= _LONGEST_OUTLET and (own or is_organisation(text)):
            return text if _NAME.fullmatch(text) else None
    return None


def _is_called_source(element: HtmlElement) -> bool:
    return any(_CALLED_SOURCE.search(element.get(name) or "") for name in ("class", "id"))


def _pictured(around: Surroundings) -> Told | None:
    """The name of an outlet whose emblem stands behind the label instead of its name."""
    for line in around.under:
        if SOURCE.pattern.search(line.raw):
            for picture in line.element.iter("img"):
                value = source_at(picture.get("alt") or picture.get("title") or "")
                if value is not None and _HANZI.search(value) and len(value) <= _LONGEST_EMBLEM:
                    return value, "picture behind the label"
    return None


def _unlinked(line: Line) -> str:
    """A line without its site's address and the links at its end (打印); none of it where a link stands elsewhere.

    A link beside the date leads to a channel or a partner as often as to the source.
    """
    if not line.linked:
        return line.raw
    parts, linked = line.raw.split(SEAM), line.linked
    if _ADDRESS.fullmatch(parts[0].strip()):
        linked -= len(parts.pop(0).strip())
    while linked > 0 and parts:
        last = parts.pop().strip()
        linked -= len(last) if _WORD.search(last) else 0
    return SEAM.join(parts) if linked == 0 else ""


def _of_a_publisher(around: Surroundings) -> Told | None:
    """发布单位 and the like between headline and body; in the table of facts above them it is the office that files."""
    below = [line for line in around.below if "供稿" in line]
    # In the table that an office files a document by, it is the office.
    is_table = any("索引号" in "".join(line.split()) for line in around.near[0]) or filed(
        (*around.over, *around.near[0])
    )
    for label, rest in (*values(PUBLISHER, () if is_table else around.near[0]), *values(PUBLISHER, below, wrap=False)):
        value = organisation_at(rest)
        if value is not None:
            return value, f"label {label}"
    return None


def _tagged(page: Page, around: Surroundings) -> Told | None:
    tag = page.guideline.source
    value = source_at(without_label(tag, SOURCE)) if tag is not None else None
    if value is None or _is_of_another_place(value, page.guideline):
        return None
    if any(SOURCE.pattern.search(line) for lines in around.near for line in lines):
        # The page prints the label with nothing after it: then the tag is the template's, not the article's.
        return None
    return value, "ContentSource"


def _in_a_field(page: Page) -> Told | None:
    """The outlet in a hidden field that is called the source: a script of the page prints it from there."""
    for field in page.document.tree.iter("input"):
        named = _FIELD.search(f"{field.get('name') or ''} {field.get('id') or ''}") is not None
        value = (field.get("value") or "").strip() if named and (field.get("type") or "").lower() == "hidden" else ""
        if 1 < len(value) <= _LONGEST_FIELD and is_organisation(value):
            return value, "hidden field"
    return None


_GOVERNMENT = re.compile(r"(?:\w{2,8}?[省市州])?(?P<place>\w{2,6})[市区县旗州]人民政府(?:办公室|网|门户网站)?")


def _is_of_another_place(source: str, guideline: Guideline) -> bool:
    """ContentSource names the government of another place than the site: a template copied from elsewhere."""
    match = _GOVERNMENT.fullmatch(source)
    return match is not None and guideline.site_name is not None and match["place"][-2:] not in guideline.site_name
