"""Looking at articles of a column: the newest, one from the middle and the oldest, and what could be read in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crawler.findings import Finding, one_line
from crawler.site import Site
from pipelines.pagers.paging import ListItem, PageRequest
from pipelines.profile import Profile

if TYPE_CHECKING:
    from archive.article import Article
    from crawler.onlooker import Onlooker, Seen
    from crawler.survey_lists import ListPage
    from pipelines.payload import Reading

FACTS: Final = ("title", "published_at", "source", "author", "editor", "column", "doc_number", "turns", "attachments")
WANTED: Final = ("title", "published_at")
"""Facts without which an article can hardly be cited."""
TRIES: Final = 2
"""Addresses to try for each of the three articles."""
_FILE: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd|et|pptx?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """One article: how the list names it, what came back, and what was read in it."""

    item: ListItem
    seen: Seen
    reading: Reading

    @property
    def article(self) -> Article | None:
        """What was read; None where the page is no article."""
        return self.reading.article


def choose(pages: Sequence[ListPage], site: Site, pattern: str | None) -> list[list[ListItem]]:
    """Up to three lists of candidates: the newest first, the middle, the oldest; no address twice."""
    rows = [[item for item in page.items if _is_wanted(item, site, pattern)] for page in pages]
    rows = [row for row in rows if row]
    if not rows:
        return []
    middle = rows[1] if len(rows) > 2 else rows[0][len(rows[0]) // 2 :]
    taken: set[str | None] = set()
    chosen: tuple[list[ListItem], ...] = ([], [], [])
    # First the three, then those that stand in for one that cannot be read.
    for _try in range(TRIES):
        for own, row in zip(chosen, (rows[0], middle, rows[-1][::-1]), strict=True):
            item = next((item for item in row if item.url not in taken), None)
            if item is not None:
                taken.add(item.url)
                own.append(item)
    return [own for own in chosen if own]


def _is_wanted(item: ListItem, site: Site, pattern: str | None) -> bool:
    url = item.url or ""
    return site.holds(url) and not _FILE.search(url) and (not pattern or re.search(pattern, url) is not None)


async def look_at_articles(
    onlooker: Onlooker, candidates: Sequence[Sequence[ListItem]], profile: Profile, *, tries: int = TRIES
) -> list[ArticlePage]:
    """Fetch and read one article of each list of candidates; where one cannot be read, the next of its list."""
    pages = []
    for own in candidates:
        for item in own[:tries]:
            page = await look_at_article(onlooker, item, profile)
            pages.append(page)
            if page.article is not None or page.seen.refused:
                break
    return pages


async def look_at_article(onlooker: Onlooker, item: ListItem, profile: Profile) -> ArticlePage:
    """Fetch and read one article."""
    seen = await onlooker.look(PageRequest(url=item.url or ""))
    reading = await onlooker.read_article(seen, profile)
    if onlooker.renders and reading.error_kind == "EmptyShell":
        seen = await onlooker.render(seen)
        reading = await onlooker.read_article(seen, profile)
    return ArticlePage(item=item, seen=seen, reading=reading)


def article_findings(pages: Sequence[ArticlePage]) -> Iterator[Finding]:
    """What was read in the articles, field by field, and by what; the pages that could not be read."""
    for page in pages:
        if page.article is None:
            yield unreadable(page)
    read = [page for page in pages if page.article is not None]
    if not read:
        return
    methods = Counter(page.article.method for page in read if page.article)
    sizes = ", ".join(str(len(page.article.text)) for page in read if page.article)
    yield Finding(what="body", found=f"{sizes} characters", where=", ".join(methods))
    yield from (_fact(name, read) for name in FACTS)


def unreadable(page: ArticlePage) -> Finding:
    """The finding about an article that could not be read."""
    kind = page.reading.error_kind
    words = page.seen.trouble or f"{kind}: {page.reading.error}"
    what = "robots.txt" if page.seen.refused and "robots.txt" in words else "article"
    return Finding(what=what, found=one_line(words, 200), where=page.seen.asked, fits=False)


def _fact(name: str, read: Sequence[ArticlePage]) -> Finding:
    filled = [(page, value) for page in read if (value := value_of(page.article, name))]
    origins = Counter(origin for page, _value in filled if (origin := _origin(page.article, name)))
    found = f"{len(filled)} of {len(read)}"
    if filled:
        found += f": {one_line(filled[0][1], 40)}"
    agreed = _agreed(name, filled)
    if agreed is not None and agreed < len(filled):
        found += f" (as in the list on {agreed})"
    return Finding(what=name, found=found, where=", ".join(origins), fits=bool(filled) or name not in WANTED)


def value_of(article: Article | None, name: str) -> Any:
    """A field of an article in a form to show; nothing where it is empty."""
    value = getattr(article, name, None)
    if name in ("turns", "attachments"):
        return f"{len(value)}" if value else None
    return value.isoformat(sep=" ") if name == "published_at" and value else value


def _origin(article: Article | None, name: str) -> str | None:
    return dict(article.origins).get(name) if article else None


def _agreed(name: str, filled: Sequence[tuple[ArticlePage, Any]]) -> int | None:
    """On how many pages a fact is what the list says; None where the list does not say."""
    if name == "title":
        pairs = [(_plain(page.item.title), _plain(value)) for page, value in filled if page.item.title]
        return sum(one.startswith(two) or two.startswith(one) for one, two in pairs) if pairs else None
    if name == "published_at":
        dated = [page for page, _value in filled if page.item.date]
        days = [page.article.published_at.date() for page in dated if page.article and page.article.published_at]
        return sum(day == page.item.date for day, page in zip(days, dated, strict=True)) if dated else None
    return None


def _plain(title: str) -> str:
    return re.sub(r"\W|…", "", title)
