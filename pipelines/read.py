"""Reading an article: decode → document → verdicts → body → facts → turns."""

from __future__ import annotations

from datetime import datetime

from archive.article import Article, Turn
from pipelines.attachments import find_files, find_images, find_next_page
from pipelines.body import Body, read_body
from pipelines.facts import gather_facts
from pipelines.labels import author_in_text
from pipelines.page import Page, open_page, reparsed
from pipelines.profile import Profile
from pipelines.suspicion import suspect
from pipelines.turns import segment_turns
from pipelines.verdicts import refuse_at_sight, refuse_reading, verdict_on_nothing

_TODAY = Profile()
_LONGEST_TRANSCRIPT = 5_000
"""Paragraphs; a press conference has a few hundred."""


def read_article(
    body: bytes,
    *,
    url: str,
    charset: str | None = None,
    profile: Profile | None = None,
    captured_at: datetime | None = None,
) -> Article:
    """What one page says; raises a `ReadError` for pages that are no articles, and nothing else."""
    page = open_page(body, url=url, charset=charset, profile=(profile or _TODAY).at(captured_at))
    refuse_at_sight(page)
    found = read_body(page)
    if found is None or found.is_poor:
        page = reparsed(page) or page
        found = read_body(page)
    if found is None:
        raise verdict_on_nothing(page)
    facts = gather_facts(page, first=found.first, last=found.last, edges=found.edges)
    found = found.without_title(facts.title, facts.titles)
    refuse_reading(page, found, facts)
    text = [block.text for block in found.blocks]
    flags = suspect(page, facts=facts, text=found.text)
    turns = _turns(page, found, facts.title)
    return Article(
        url=url,
        title=facts.title,
        text=found.text,
        published_at=facts.published.moment if facts.published is not None else None,
        published_precision=facts.published.precision if facts.published is not None else None,
        source=facts.source,
        author=facts.author or author_in_text(text),
        editor=facts.editor,
        column=facts.column,
        doc_number=facts.doc_number,
        keywords=page.guideline.keywords,
        site_name=page.guideline.site_name,
        site_code=page.guideline.site_code,
        turns=turns,
        attachments=find_files(page.document, found.elements),
        images=find_images(page.document, found.elements),
        next_page=find_next_page(page.document, page.layout.lines[found.first : found.last + 3]),
        flags=tuple(one.flag for one in flags),
        method=found.method,
        origins=(*facts.origins.items(), *((f"flags.{one.flag}", one.reason) for one in flags)),
        removed=found.removed,
    )


def _turns(page: Page, body: Body, title: str) -> tuple[Turn, ...]:
    if page.profile.turns is False or len(body.blocks) > _LONGEST_TRANSCRIPT:
        return ()
    paragraphs = [block.text for block in body.blocks]
    return segment_turns(paragraphs, bold=[block.bold for block in body.blocks], title=title)
