"""`govpress sites add`: from the address of a column to a site file whose rules were tried on the column itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from archive.encoding import decode_content
from crawler.address_pattern import AddressPattern, generalise
from crawler.browser import why_no_browser
from crawler.errors import CrawlError, NotAColumn
from crawler.findings import Finding, counted
from crawler.onlooker import Onlooker, look_at
from crawler.proof import prove
from crawler.site import Pace, Section, Site, host_of
from crawler.site_draft import Draft, home_of, line, write_draft
from crawler.site_values import address_check
from crawler.survey_articles import FACTS, ArticlePage, article_findings, choose, look_at_articles, value_of
from crawler.survey_lists import RENDERED, Column, look_at_column, paging_findings
from pipelines.document import parse_document
from pipelines.guideline import read_guideline
from pipelines.payload import charset_of
from pipelines.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.article import Article
    from crawler.onlooker import Seen

ENOUGH: Final = 2
"""Articles that must be readable, of three; fewer where the column lists fewer."""
_SEAM: Final = re.compile(r"[\s_|>»—–-]+")
_OF_A_SITE: Final = re.compile(r".{2,24}(?:政府|门户|政务|[^官]网站?|在线|委员会|[局厅]|日报|发布|客户端)$")
"""The end of a list's title that names the site: 云岭市人民政府, 云岭新闻网."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asked for."""

    url: str
    key: str
    folder: Path
    name: str | None = None
    section: str | None = None
    private: bool = False
    delay: float = 3.0
    hosts: tuple[str, ...] = ()
    scripts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What `govpress sites add` found, and the file it wrote."""

    key: str
    path: Path
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What a look at a column came to."""

    draft: Draft
    findings: tuple[Finding, ...]


def add_site(wanted: Wanted) -> Added:
    """Look at a column and write its site file; raises `NotAColumn` and writes nothing where it cannot be read."""
    problem = address_check(wanted.private)(wanted.url)
    if problem:
        raise CrawlError(f"{wanted.url}: expected {problem}{'' if wanted.private else ', or --private'}")
    missing = why_no_browser() if wanted.scripts else None
    if missing:
        raise CrawlError(f"--scripts: {missing}")
    surveyed = look_at(_stranger(wanted), lambda onlooker: survey(onlooker, wanted))
    path = write_draft(surveyed.draft, wanted.folder)
    return Added(key=wanted.key, path=path, findings=surveyed.findings)


async def survey(onlooker: Onlooker, wanted: Wanted) -> Surveyed:
    """Look at the column's lists and articles, and draft the site file."""
    column = await look_at_column(onlooker, wanted.url)
    site = onlooker.site
    own = [item.url or "" for item in column.items if site.holds(item.url or "")]
    if not own:
        hosts = ", ".join(dict.fromkeys(host_of(item.url or "") for item in column.items))
        raise NotAColumn(wanted.url, f"its articles are on {hosts}: name the host with --host")
    pattern = generalise(own)
    articles = await look_at_articles(
        onlooker, choose(column.pages, site, pattern.expression if pattern else None), Profile()
    )
    _refuse_unreadable(wanted.url, articles)
    draft = Draft(
        key=wanted.key,
        name=wanted.name or _site_name(column, articles) or host_of(column.start),
        start=column.start,
        section=wanted.section or _section_name(column, articles),
        delay=wanted.delay,
        private=wanted.private,
        confirmed=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        hosts=wanted.hosts,
        scripts=any(
            seen.rendered for seen in (*(page.seen for page in column.pages), *(page.seen for page in articles))
        ),
    )
    profile, proofs = await prove(onlooker, column, articles, pattern)
    of_lists = (*paging_findings(column), *_address_findings(column, site, pattern, profile.article))
    of_pages = (*article_findings(articles), *proofs)
    read = [page.article for page in articles if page.article]
    marked = (f"{'' if finding.fits else '! '}{line(finding)}" for finding in of_lists)
    notes = (*marked, f"filled on {counted(len(read), 'article')}: {_filled(read)}")
    return Surveyed(
        draft=replace(draft, profile=profile, notes=notes),
        findings=(_manners(onlooker), *of_lists, *of_pages),
    )


def _filled(articles: Sequence[Article]) -> str:
    counts = {name: sum(value_of(article, name) is not None for article in articles) for name in FACTS}
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)


def _stranger(wanted: Wanted) -> Site:
    """The site as far as its address tells, for the guard and the pace."""
    hosts = (host_of(wanted.url), *(host.lower() for host in wanted.hosts))
    return Site(
        key=wanted.key,
        name=wanted.name or wanted.key,
        home=home_of(wanted.url),
        sections=(Section(name="column", start=wanted.url),),
        private=wanted.private,
        pace=Pace(delay=wanted.delay),
        scripts=wanted.scripts,
        hosts=tuple(dict.fromkeys(hosts)),
    )


def _refuse_unreadable(url: str, articles: list[ArticlePage]) -> None:
    read = sum(page.article is not None for page in articles)
    if read >= ENOUGH or (read and read == len(articles)):
        return
    empty = any(page.reading.error_kind == "EmptyShell" and not page.seen.rendered for page in articles)
    said = "; ".join(
        f"{page.seen.asked}: {page.seen.trouble or page.reading.error}" for page in articles if page.article is None
    )
    raise NotAColumn(
        url,
        f"{counted(read, 'article')} of its list could be read ({said or 'it lists none'}){RENDERED if empty else ''}",
    )


def _manners(onlooker: Onlooker) -> Finding:
    delay = onlooker.crawl_delay
    found = f"lets us in; {counted(onlooker.requests, 'page')} looked at"
    return Finding(
        what="robots.txt",
        found=f"{found}, Crawl-delay {delay:g} s" if delay else found,
        where=f"{home_of(onlooker.site.home)}robots.txt",
    )


def _address_findings(column: Column, site: Site, pattern: AddressPattern | None, proved: str | None) -> list[Finding]:
    total = len(column.items)
    others = Counter(host_of(item.url or "") for item in column.items if not site.holds(item.url or ""))
    findings = []
    if pattern is None:
        findings.append(Finding(what="addresses", found="nothing in common", fits=False))
    else:
        findings.append(
            Finding(what="addresses", found=f"{pattern.matched} of {total} alike", where=proved or pattern.expression)
        )
        if pattern.unmatched:
            findings.append(
                Finding(what="addresses", found=f"{len(pattern.unmatched)} left out", where=pattern.unmatched[0])
            )
    if others:
        hosts = ", ".join(f"{host} ({count})" for host, count in others.most_common(3))
        findings.append(Finding(what="other hosts", found=f"{others.total()} of {total} left out", where=hosts))
    return findings


def _site_name(column: Column, articles: list[ArticlePage]) -> str | None:
    """The site's name by the articles' SiteName tags; else by the end of the list's title, where sites put theirs."""
    names = Counter(page.article.site_name for page in articles if page.article and page.article.site_name)
    if names:
        return names.most_common(1)[0][0]
    return site_in_title(_names(column.front)[1])


def site_in_title(parts: Sequence[str]) -> str | None:
    """The part of a list's title that names the site; None where it may as well be the column's name."""
    return next((part for part in reversed(parts) if _OF_A_SITE.match(part)), None) if len(parts) > 1 else None


def _section_name(column: Column, articles: list[ArticlePage]) -> str:
    """The column's name by the list page's tag, the articles' breadcrumbs or the list's title; else its folder."""
    tagged, titled = _names(column.front)
    if tagged:
        return tagged
    columns = Counter(page.article.column for page in articles if page.article and page.article.column)
    if columns and columns.most_common(1)[0][1] >= ENOUGH:
        return columns.most_common(1)[0][0]
    steps = [step for step in unquote(urlsplit(column.start).path).split("/")[:-1] if step]
    site = site_in_title(titled)
    own = [part for part in titled if part != site]
    return own[0] if own else (steps[-1] if steps else "首页")


def _names(seen: Seen) -> tuple[str | None, list[str]]:
    """The name of a list page by its ColumnName tag, and the parts of its title."""
    payload = seen.payload
    assert payload is not None
    body = decode_content(payload.body, payload.encoding)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        # The answer of a list service.
        return None, []
    document = parse_document(body, url=payload.url, charset=charset_of(payload.content_type))
    title = [part for part in map(str.strip, _SEAM.split(document.title_tag or "")) if part]
    return read_guideline(document).column, title
