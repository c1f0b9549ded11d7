"""Page: everything the steps of one reading look at."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.document import Document, parse_document
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
    """Decode, parse and lay out a page."""
    document = parse_document(body, url=url, charset=charset)
    return view_page(document, profile)


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
