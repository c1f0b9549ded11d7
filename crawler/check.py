"""`govpress check`: whether a site still is what its site file says, from one list page and three articles a section.

Nothing is stored. With an archive, the articles are compared with what it holds of the section: a field that used to be
filled and now is on none of them, a list that used to have more pages than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from archive.store import Archive
from crawler import listed
from crawler.browser import why_no_browser
from crawler.errors import UnknownSection
from crawler.findings import Finding, counted, one_line
from crawler.health import RENDERS_THEM
from crawler.offered import FORMS
from crawler.onlooker import Onlooker, look_at
from crawler.site import Section, Site
from crawler.survey_articles import ArticlePage, choose, look_at_articles, unreadable
from crawler.survey_lists import ListPage, look_at_start, without_rules, years_finding
from crawler.used_to_be import UsedToBe, lost_fields, used_to_be
from pipelines.article_addresses import is_article
from pipelines.pagers.paging import PageRequest

if TYPE_CHECKING:
    from pipelines.pagers.paging import ListItem
    from pipelines.profile import Profile

MOST_UNMATCHED: Final = 0.5
"""The share of a list's own items that may not match the pattern when none of them looks like an article."""


def check_site(site: Site, *, sections: Sequence[str] = (), db: str | Path | None = None) -> tuple[Finding, ...]:
    """What was found on a site, section by section; `db` is compared with where it is an archive already."""
    known = [section.name for section in site.sections]
    for name in sections:
        if name not in known:
            raise UnknownSection(name, known)
    chosen = [section for section in site.sections if not sections or section.name in sections]
    before: dict[str, UsedToBe] = {}
    if db is not None and Path(db).exists():
        with Archive(db, read_only=True) as archive:
            before = {section.name: used_to_be(archive, site.key, section.name) for section in chosen}

    async def errand(onlooker: Onlooker) -> tuple[Finding, ...]:
        found: list[Finding] = []
        for section in chosen:
            rows = await _check_section(onlooker, section, before.get(section.name))
            found += (replace(_with_scripts(row, site), section=section.name) for row in rows)
        return tuple(found)

    return look_at(site, errand)


async def _check_section(onlooker: Onlooker, section: Section, before: UsedToBe | None) -> list[Finding]:
    site = onlooker.site
    page, _front = await look_at_start(onlooker, section.start, site.profile)
    findings = [*_list_findings(page, section, before), *await _offer_findings(onlooker, section)]
    bare = await onlooker.read_list(page.seen, without_rules(site.profile))
    items = bare.listing.items if bare.listing else ()
    if items:
        findings += _pattern_findings(items, section, site)
    if not page.items:
        if items:
            hidden = f"hide all {counted(len(items), 'item')} of the list"
            findings.append(Finding(what="rules", found=hidden, where=section.start, fits=False))
        return findings
    pattern = section.article or site.profile.article
    articles = await look_at_articles(onlooker, choose([page], site, pattern), site.profile, tries=1)
    findings += _article_findings(articles, site.profile)
    findings += lost_fields(articles, before)
    return findings


async def _offer_findings(onlooker: Onlooker, section: Section) -> list[Finding]:
    """Whether the section's feed and its sitemap can be read, and name articles of it."""
    found = []
    for what, url in (("feed", section.feed), ("sitemap", section.sitemap)):
        if url is None:
            continue
        seen = await onlooker.look(PageRequest(url=url))
        reading = await onlooker.read_list(seen, onlooker.site.profile)
        listing = reading.listing
        if listing is None or listing.family not in FORMS:
            words = one_line(seen.trouble or reading.error or "neither a feed nor a sitemap", 200)
            found.append(Finding(what=what, found=words, where=url, fits=False))
            continue
        entries = [item.url for item in listing.items if item.url]
        if listing.family == "sitemap-index":
            found.append(Finding(what=what, found=counted(len(entries), "sitemap"), where=url, fits=bool(entries)))
            continue
        own = sum(listed.is_article(entry, onlooker.site, section) for entry in entries)
        words = f"{own} of {len(entries)} entries are articles of this section"
        found.append(Finding(what=what, found=words, where=url, fits=own > 0))
    return found


def _with_scripts(row: Finding, site: Site) -> Finding:
    """A finding about a page that is empty without its scripts, with what to do about it."""
    if not row.found.startswith("EmptyShell"):
        return row
    if not site.scripts:
        return replace(row, found=f"{row.found} ({RENDERS_THEM})")
    missing = why_no_browser()
    return replace(row, found=f"empty without its scripts; {missing}" if missing else f"{row.found}, in a browser too")


def _list_findings(page: ListPage, section: Section, before: UsedToBe | None) -> Iterator[Finding]:
    seen, listing = page.seen, page.listing
    if seen.trouble:
        what = "robots.txt" if seen.refused and "robots.txt" in seen.trouble else "list"
        yield Finding(what=what, found=one_line(seen.trouble, 200), where=seen.asked, fits=False)
    elif listing is None:
        yield Finding(what="list", found=one_line(page.error or "", 200), where=seen.asked, fits=False)
    elif not page.items:
        yield Finding(what="list", found="no items", where=seen.asked, fits=False)
    else:
        yield Finding(what="list", found=counted(len(page.items), "item"), where=section.start)
        pages = before.list_pages if before else None
        gone = listing.following is None and bool(pages)
        words = f"no next page; the list had {pages} pages" if gone else listing.family or "one page"
        yield Finding(what="pager", found=words, where=section.start, fits=not gone)
        yield from years_finding(listing, section.start)


def _pattern_findings(items: Sequence[ListItem], section: Section, site: Site) -> Iterator[Finding]:
    """Items of the site's own hosts that `article` of the site file no longer matches."""
    pattern = section.article or site.profile.article
    if not pattern:
        return
    own = [item.url for item in items if item.url and site.holds(item.url)]
    odd = [url for url in own if not re.search(pattern, url)]
    articles = [url for url in odd if is_article(urlsplit(url).path, urlsplit(url).query)]
    wrong = bool(articles) or len(odd) > MOST_UNMATCHED * len(own)
    example = (articles or odd)[0] if odd else pattern
    found = f"matches {len(own) - len(odd)} of {len(own)}"
    yield Finding(what="rule article", found=found, where=example, fits=not wrong)


def _article_findings(articles: Sequence[ArticlePage], profile: Profile) -> Iterator[Finding]:
    if not articles:
        yield Finding(what="articles", found="the list names none that may be asked for", fits=False)
    for page in articles:
        article = page.article
        if article is None:
            yield unreadable(page)
            continue
        found = f"{one_line(article.title, 30)}: {len(article.text)} characters by {article.method}"
        yield Finding(what="article", found=found, where=page.seen.url)
    read = [page.article for page in articles if page.article is not None]
    if profile.body and read and not any(article.method.startswith("profile:") for article in read):
        yield Finding(
            what="rule body", found="finds nothing on these articles", where=", ".join(profile.body), fits=False
        )
