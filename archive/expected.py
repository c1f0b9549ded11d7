"""The rows of `pages`, `versions` and `spells` that a history must have: to write them, and to verify them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from archive.instant import utc
from archive.lineage import Lineage, Page
from archive.lists import Lists
from archive.url import article_id
from archive.version import Version

PAGE_COLUMNS = (
    *("key", "url", "address", "site", "section", "title", "published_at", "published_precision", "source", "author"),
    *("editor", "column_name", "doc_number", "flags", "reading", "indexed", "state", "reason", "version"),
    *("versions", "first_seen", "last_seen", "last_asked", "moved_to", "moved_from", "article_id"),
)
# What a page shows of its last reading.
SHOWN = PAGE_COLUMNS[PAGE_COLUMNS.index("title") : PAGE_COLUMNS.index("reading")]


class Expected:
    """Puts rows of pages together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lists = Lists(connection)

    def page_row(self, page: Page, lineage: Lineage, shown: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The row of a page that was read; `shown` is the row of the reading that it shows, where that is at hand."""
        history = page.history
        assert history.seen is not None
        assert history.asked is not None
        seen = next(look for look in page.looks if look.id == history.seen.capture)
        asked_for = page.looks[0].site, page.looks[0].section
        site, section = self._lists.first_listed(page.key) or asked_for
        facts = tuple(map(shown.get, SHOWN)) if shown is not None else self._shown(history.shown)
        moved = history.moved
        return {
            "key": page.key,
            "url": page.url,
            "address": seen.address,
            "site": site,
            "section": section,
            **dict(zip(SHOWN, facts, strict=True)),
            "reading": history.shown,
            "state": history.state,
            "reason": history.reason,
            "version": history.versions[-1].number,
            "versions": len(history.versions),
            "first_seen": utc(history.versions[0].first_seen),
            "last_seen": utc(history.seen.at),
            "last_asked": utc(history.asked.at),
            "indexed": history.shown if history.state != "moved" else None,
            "moved_to": lineage.page(moved.target).url if moved and moved.target is not None else None,
            "moved_from": lineage.page(page.origin).url if page.origin is not None else None,
            "article_id": article_id(page.key),
        }

    def _shown(self, reading: int | None) -> tuple[Any, ...]:
        sql = f"SELECT {', '.join(SHOWN)} FROM readings WHERE capture = ?"  # noqa: S608  our own names
        return tuple(self._connection.execute(sql, (reading,)).fetchone())


def own_versions(page: Page, lineage: Lineage) -> Sequence[Version]:
    """The versions filed under a page: all of its history, unless another address continues it."""
    return () if lineage.heir(page) is not None else page.history.versions


def version_rows(page: Page, url: str, lineage: Lineage) -> list[dict[str, Any]]:
    """The rows of the versions filed under a page."""
    return [_version_row(page.id, url, version) for version in own_versions(page, lineage)]


def _version_row(page: int, url: str, version: Version) -> dict[str, Any]:
    return {
        "page": page,
        "url": url,
        "id": version.first_capture,
        "number": version.number,
        "first_capture": version.first_capture,
        "last_capture": version.last_capture,
        "first_seen": utc(version.first_seen),
        "last_seen": utc(version.last_seen),
        "reading": version.reading,
        "fingerprint": version.fingerprint,
        "returns_to": version.returns_to,
    }


def spell_rows(page: Page) -> list[dict[str, Any]]:
    """Nothing for a page that was always there: nine of ten are, and their row in `pages` says it all."""
    if len(page.history.spells) < 2:
        return []
    return [
        {
            "page": page.id,
            "position": position,
            "state": spell.state,
            "reason": spell.reason,
            "observed_after": utc(spell.after.at) if spell.after else None,
            "observed_by": utc(spell.by.at),
            "after_capture": spell.after.capture if spell.after else None,
            "by_capture": spell.by.capture,
        }
        for position, spell in enumerate(page.history.spells)
    ]
