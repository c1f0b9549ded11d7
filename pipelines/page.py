"""Page: everything the steps of one reading look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.document import Document, parse_document, parse_tree
from pipelines.families import FAMILIES, Family, find_family
from pipelines.guideline import Guideline, read_guideline
from pipelines.layout import Layout
from pipelines.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page being read: its document and layout, its tags, and the rules that hold for it."""

    document: Document
    layout: Layout
    guideline: Guideline
    profile: Profile
    family: Family | None


def open_page(body: bytes, *, url: str, charset: str | None, profile: Profile) -> Page:
    """Decode, parse and lay out a page; once more with the HTML5 parser where lxml has lost its text."""
    page = view_page(parse_document(body, url=url, charset=charset), profile)
    return page if page.layout.size > _LITTLE else reparsed(page) or page


def view_page(document: Document, profile: Profile) -> Page:
    """Lay out a parsed document."""
    layout = Layout(document.tree)
    name = profile.family or find_family(document.url, document.text, layout.named)
    return Page(
        document=document,
        layout=layout,
        guideline=read_guideline(document),
        profile=profile,
        family=FAMILIES.get(name) if name else None,
    )


_LITTLE = 400
"""Characters; a page that shows fewer may have been broken by the parser."""
_UNSHOWN = re.compile(r"<(script|style|title|textarea|noscript|select)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)
_HANZI = re.compile("[\u4e00-\u9fff]")
_LARGEST = 300_000
"""Characters of source; the HTML5 parser needs a second for half a million."""
_MOST_TAGS = 8_000
_MOST_UNCLOSED = 400
_MOST_ATTRIBUTES = 1_000
_LONG = re.compile("<[^<>]{2000,}")


def reparsed(page: Page) -> Page | None:
    """The page as the HTML5 parser sees it, where the source holds far more text than lxml kept; else None.

    Broken markup (an unclosed comment, a stray quote, a `<%`) can make either parser drop the rest of a page.
    """
    source = page.document.text
    # The HTML5 parser takes quadratic time over elements nested thousands deep and over the attributes of one tag; they
    # are all the rest of a page where a tag has no end.
    tags, closing, ends = source.count("<"), source.count("</"), source.count(">")
    if len(source) > _LARGEST or tags > _MOST_TAGS or max(tags - 2 * closing, tags - ends) > _MOST_UNCLOSED:
        return None
    if not _lost(source, page.layout.size) or any(
        len(tag[0].split()) > _MOST_ATTRIBUTES for tag in _LONG.finditer(source)
    ):
        return None
    import html5lib  # noqa: PLC0415  one page in a thousand needs it

    parsed = html5lib.parse(source, treebuilder="etree", namespaceHTMLElements=False)
    markup = html5lib.serialize(parsed, tree="etree", omit_optional_tags=False, quote_attr_values="always")
    again = view_page(replace(page.document, tree=parse_tree(markup)), page.profile)
    return again if again.layout.size > page.layout.size else None


def _lost(source: str, shown: int) -> bool:
    return len(_HANZI.findall(_UNSHOWN.sub("", source))) > 2 * shown + 100
