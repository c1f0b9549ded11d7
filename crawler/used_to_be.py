"""What the archive holds of a section, to compare a few articles of today with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from archive.url import surt
from crawler.findings import Finding

if TYPE_CHECKING:
    from archive.store import Archive
    from crawler.survey_articles import ArticlePage

FIELDS: Final = ("published_at", "source", "author", "editor", "doc_number")
"""Facts that a redesign loses; titles are never empty, and a column's name may change with its place."""
RECENT: Final = 50
FEW: Final = 3
"""Articles, here and there, below which nothing is usual."""
USUAL: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedToBe:
    """What was usual in a section."""

    articles: int = 0
    """How many recent articles this is from."""
    filled: Mapping[str, int] = field(default_factory=dict)
    """On how many of them each field was filled."""
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The fields of each of them, by the page's key."""
    list_pages: int | None = None
    """How many pages the section's list had on its last complete walk, where it had more than one."""


def used_to_be(archive: Archive, site: str, section: str) -> UsedToBe:
    """What the archive's recent articles of a section have."""
    rows = list(
        archive.db.query(
            "SELECT key, published_at, source, author, editor, doc_number FROM articles"
            " WHERE site = ? AND section = ? AND state <> 'moved' ORDER BY first_seen DESC, published_at DESC LIMIT ?",
            [site, section, RECENT],
        )
    )
    walked = archive.db.execute(
        "SELECT pages FROM walks WHERE site = ? AND section = ? AND complete ORDER BY id DESC LIMIT 1", [site, section]
    ).fetchone()
    return UsedToBe(
        articles=len(rows),
        filled={name: sum(bool(row[name]) for row in rows) for name in FIELDS},
        known={row["key"]: {name: row[name] for name in FIELDS if row[name]} for row in rows},
        list_pages=walked[0] if walked and walked[0] > 1 else None,
    )


def lost_fields(pages: Sequence[ArticlePage], before: UsedToBe | None) -> Iterator[Finding]:
    """Fields that are filled in the archive and empty today: on the very same article, or on all of today's."""
    read = [page for page in pages if page.article is not None]
    if before is None or not before.articles or not read:
        return
    for name in FIELDS:
        empty = [page for page in read if not getattr(page.article, name)]
        same = [page for page in empty if name in before.known.get(surt(page.seen.url), {})]
        usual = before.filled[name] >= USUAL * before.articles
        if same:
            was = before.known[surt(same[0].seen.url)][name]
            yield Finding(what=name, found=f"empty; the archive has {was}", where=same[0].seen.url, fits=False)
        elif usual and len(empty) == len(read) >= FEW <= before.articles:
            found = f"empty on {len(read)}; it was filled on {before.filled[name]} of {before.articles}"
            yield Finding(what=name, found=found, where=read[0].seen.url, fits=False)
