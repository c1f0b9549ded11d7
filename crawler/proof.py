"""The rules of a new site file, each tried on the pages it came from: one that reads them otherwise is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crawler.address_pattern import AddressPattern, generalise
from crawler.findings import Finding
from crawler.site_draft import with_rule
from pipelines.families import FAMILIES
from pipelines.profile import Profile

if TYPE_CHECKING:
    from crawler.onlooker import Onlooker
    from crawler.survey_articles import ArticlePage
    from crawler.survey_lists import Column


async def prove(
    onlooker: Onlooker, column: Column, articles: Sequence[ArticlePage], pattern: AddressPattern | None
) -> tuple[Profile, list[Finding]]:
    """The rules that read these pages as they were read without them, and what became of each."""
    profile, findings = Profile(), []
    if pattern is not None:
        proved = await _prove_pattern(onlooker, column, pattern)
        findings.append(_finding("article", (proved or pattern).expression, kept=proved is not None))
        profile = with_rule(profile, "article", proved.expression) if proved else profile
    for name, value in _page_rules(column, articles):
        if name == "family" and profile.family:
            continue
        trial = with_rule(profile, name, value)
        kept = await _reads_the_same(onlooker, articles, trial)
        findings.append(_finding(name, value if isinstance(value, str) else ", ".join(value), kept=kept))
        profile = trial if kept else profile
    return profile, findings


async def _prove_pattern(onlooker: Onlooker, column: Column, pattern: AddressPattern) -> AddressPattern | None:
    """The pattern, or a narrower one, that no list page matches and with which each gives the items it gave without."""
    urls = [item.url or "" for item in column.items if onlooker.site.holds(item.url or "")]
    for trial in (pattern, generalise(urls, narrow=True)):
        if trial is not None and await _lists_the_same(onlooker, column, trial.expression):
            return trial
    return None


async def _lists_the_same(onlooker: Onlooker, column: Column, expression: str) -> bool:
    lists = (column.start, *(page.seen.asked for page in column.pages))
    if any(re.search(expression, url) for url in lists):
        # A crawl would take links to other columns for articles.
        return False
    profile = Profile(article=expression)
    for page in column.pages:
        reading = await onlooker.read_list(page.seen, profile)
        items = reading.listing.items if reading.listing else ()
        found = {item.url for item in items if item.url and re.search(expression, item.url)}
        if found != {item.url for item in page.items if re.search(expression, item.url or "")}:
            return False
    return True


def _page_rules(column: Column, articles: Sequence[ArticlePage]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The family that the articles show, else the pager's; then the containers of bodies of no family."""
    methods = [page.article.method.partition(":") for page in articles if page.article]
    shown = Counter(name for step, _colon, name in methods if step == "family")
    pager = column.first.listing.family if column.first.listing else None
    for family in (*(name for name, _count in shown.most_common()), pager):
        if family in FAMILIES:
            yield "family", family or ""
    containers = dict.fromkeys(name for step, _colon, name in methods if step in ("container", "density"))
    selectors = tuple(name for name in containers if name.isascii() and name[:1] in "#.")
    if selectors:
        yield "body", selectors


async def _reads_the_same(onlooker: Onlooker, articles: Sequence[ArticlePage], profile: Profile) -> bool:
    for page in articles:
        if page.article is not None:
            reading = await onlooker.read_article(page.seen, profile)
            if reading.fingerprint != page.reading.fingerprint:
                return False
    return True


def _finding(name: str, value: str, *, kept: bool) -> Finding:
    found = "reads these pages as before: kept" if kept else "reads these pages otherwise: left out"
    return Finding(what=f"rule {name}", found=found, where=value)
