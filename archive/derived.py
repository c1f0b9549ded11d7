"""What is derived from the evidence, written: pages, versions, changes, spells, turns, attachments and the index.

`Derived.settle` works out the histories of pages and writes the difference to what is there. It is a part of a
transaction that its caller opens.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from archive.article import Article
from archive.changes import Changes
from archive.errors import CaptureNotFound
from archive.instant import utc
from archive.kept import Change, Kept, NewReading
from archive.lineage import Lineage, Page
from archive.lists import Lists
from archive.observed import Observed
from archive.outage import Outages
from archive.parts import Parts
from archive.readings import Articles
from archive.rows import Row, Rows
from archive.version import History, Version

PAGE_COLUMNS = (
    *("key", "url", "address", "site", "section", "title", "published_at", "published_precision", "source", "author"),
    *("editor", "column_name", "doc_number", "flags", "reading", "indexed", "state", "reason", "version"),
    *("versions", "first_seen", "last_seen", "last_asked", "moved_to", "moved_from"),
)
# What a page shows of its last reading.
SHOWN = PAGE_COLUMNS[PAGE_COLUMNS.index("title") : PAGE_COLUMNS.index("reading")]


class Derived:
    """The derived half of an archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.observed = Observed(connection)
        self._lists = Lists(connection)
        self._rows = Rows(connection)
        self._articles = Articles(connection)
        self._changes = Changes(connection, self._articles)
        self._parts = Parts(connection, self._articles)

    def keep(self, readings: Sequence[NewReading], outages: Outages) -> Kept:
        """Write readings of one page in the place of those their captures had, and derive the page again."""
        before = self._verdicts(readings)
        for reading in readings:
            if reading.capture in before:
                self._parts.release(self.page_of(reading.capture)[0], reading.capture)
            self._articles.add(reading)
        pages = [self.page_of(reading.capture) for reading in readings]
        since = {page: min(at for each, at in pages if each == page) for page, _ in pages}
        articles = {reading.capture: reading.article for reading in readings if reading.article}
        changes = self.settle(since, articles=articles, anew=bool(before))
        turned = {reading.capture for reading in readings if before.get(reading.capture) != reading.error_kind}
        if turned:
            changes += self._settle_ended(since, outages)
        return self.kept(pages[0][0], changes)

    def page_of(self, capture: int) -> tuple[int, str]:
        """The page a capture is of, and when it was captured; raises CaptureNotFound."""
        row = self._connection.execute(
            "SELECT (SELECT min(o.id) FROM addresses AS o WHERE o.key = a.key), e.captured_at"
            " FROM exchanges AS e JOIN addresses AS a ON a.id = e.address WHERE e.id = ?",
            (capture,),
        ).fetchone()
        if row is None:
            raise CaptureNotFound(f"there is no capture {capture}")
        return row[0], row[1]

    def touch(self, capture: int, outages: Outages) -> Kept:
        """Derive a page again after a capture that is not read."""
        page, at = self.page_of(capture)
        changes = self.settle({page: at}) + self._settle_ended({page: at}, outages)
        return self.kept(page, changes)

    def kept(self, page: int, changes: Sequence[Change]) -> Kept:
        """What a page came to."""
        row = self._connection.execute("SELECT url, version FROM pages WHERE id = ?", (page,)).fetchone()
        if row is None:
            (url,) = self._connection.execute("SELECT url FROM addresses WHERE id = ?", (page,)).fetchone()
            return Kept(url=url, version=0, changes=tuple(changes))
        return Kept(url=row[0], version=row[1], changes=tuple(changes))

    def _verdicts(self, readings: Sequence[NewReading]) -> dict[int, str | None]:
        """The error kinds of the readings that these captures already have."""
        found = {}
        for reading in readings:
            row = self._connection.execute(
                "SELECT error_kind FROM readings WHERE capture = ?", (reading.capture,)
            ).fetchone()
            if row is not None:
                found[reading.capture] = row[0]
        return found

    def _settle_ended(self, since: Mapping[int, str], outages: Outages) -> list[Change]:
        """Judge ended runs again that looked at some pages since a moment, or at pages that are told by theirs.

        A live crawl finds none: its own run has not ended. Stragglers, imports and verdicts that turn may find some.
        """
        lineage = Lineage(self._connection, self.observed)
        earliest = min(since.values())
        runs = {
            look.run
            for page in lineage.depending(since)
            for look in lineage.page(page).looks
            if look.run is not None and look.settled and look.captured_at >= earliest
        }
        changes = []
        for run in sorted(runs):
            changes += self.settle(outages.settle(run))
        return changes

    def settle(
        self, pages: Mapping[int, str], *, articles: Mapping[int, Article] | None = None, anew: bool = False
    ) -> list[Change]:
        """Derive some pages again, each with the moment of its earliest new look; the changes that are new.

        What redirected here since the look before that moment, and where the page itself moved, is derived with it.
        `articles` are readings at hand, which need not be read back; `anew` says that readings were replaced.
        """
        self._articles.at_hand = dict(articles or {})
        lineage = Lineage(self._connection, self.observed)
        reached = self._reached(pages, lineage)
        for page, old in reached:
            if old is not None:
                # Versions that pass from a page to its heir must have left the one before they enter the other.
                self._release(page.id, {each.first_capture: each.number for each in self._own_versions(page, lineage)})
        found = [change for page, old in reached for change in self._write(page, old, lineage, anew)]
        self._articles.at_hand.clear()
        return found

    def _reached(self, pages: Mapping[int, str], lineage: Lineage) -> list[tuple[Page, Row | None]]:
        """The pages to write, each with its row as it is."""
        waiting = list(lineage.depending(pages))
        reached: dict[int, tuple[Page, Row | None]] = {}
        while waiting:
            number = waiting.pop()
            if number in reached:
                continue
            page, old = lineage.page(number), self._row_of(number)
            reached[number] = page, old
            if page.origin is not None:
                waiting.append(page.origin)
            if page.history.moved is not None and page.history.moved.target is not None:
                waiting.append(page.history.moved.target)
            if old is not None and old["moved_to"] is not None:
                waiting += self._former_heirs(old["url"])
        return [reached[number] for number in sorted(reached)]

    def _row_of(self, page: int) -> Row | None:
        row = self._connection.execute(
            f"SELECT {', '.join(PAGE_COLUMNS)} FROM pages WHERE id = ?",  # noqa: S608  our own names
            (page,),
        ).fetchone()
        return dict(zip(PAGE_COLUMNS, row, strict=True)) if row else None

    def _former_heirs(self, url: str) -> list[int]:
        """Pages that, so far, continue the one at an address."""
        rows = self._connection.execute("SELECT id FROM pages WHERE moved_from = ?", (url,)).fetchall()
        return [row[0] for row in rows]

    def _own_versions(self, page: Page, lineage: Lineage) -> Sequence[Version]:
        """The versions filed under a page: all of its history, unless another address continues it."""
        return () if lineage.heir(page) is not None else page.history.versions

    def _release(self, page: int, keeps: Mapping[int, int]) -> None:
        """Take away the versions of a page that are no longer its own, or have another number by now."""
        there = self._connection.execute("SELECT id, number FROM versions WHERE page = ?", (page,)).fetchall()
        for capture, number in there:
            if keeps.get(capture) != number:
                self._connection.execute("DELETE FROM versions WHERE id = ?", (capture,))

    def _write(self, page: Page, old: Row | None, lineage: Lineage, anew: bool) -> list[Change]:
        history = page.history
        if not history.versions or history.first is None:
            if old is not None:
                self.remove(page.id)
            return []
        row = self._page_row(page, lineage)
        self._write_page(page.id, row, old)
        url, fresh = row["url"], old is None
        versions = [_version_row(page.id, url, each) for each in self._own_versions(page, lineage)]
        self._rows.sync("versions", "id", page.id, versions, fresh=fresh)
        self._rows.sync("spells", "position", page.id, _spell_rows(page.id, history), fresh=fresh)
        changes = self._changes.write(page, url, row["site"], anew=anew, fresh=fresh)
        self._parts.write(page.id, row, old)
        return changes

    def _page_row(self, page: Page, lineage: Lineage) -> dict[str, Any]:
        history = page.history
        assert history.seen is not None
        assert history.asked is not None
        seen = next(look for look in page.looks if look.id == history.seen.capture)
        site, section = self._lists.first_listed(page.key) or self._asked_for(page)
        facts = self._connection.execute(
            f"SELECT {', '.join(SHOWN)} FROM readings WHERE capture = ?",  # noqa: S608  our own names
            (history.seen.reading,),
        ).fetchone()
        moved = history.moved
        return {
            "key": page.key,
            "url": page.url,
            "address": seen.address,
            "site": site,
            "section": section,
            **dict(zip(SHOWN, facts, strict=True)),
            "reading": history.seen.reading,
            "state": history.state,
            "reason": history.reason,
            "version": history.versions[-1].number,
            "versions": len(history.versions),
            "first_seen": utc(history.versions[0].first_seen),
            "last_seen": utc(history.seen.at),
            "last_asked": utc(history.asked.at),
            "indexed": history.seen.reading if history.state != "moved" else None,
            "moved_to": lineage.page(moved.target).url if moved and moved.target is not None else None,
            "moved_from": lineage.page(page.origin).url if page.origin is not None else None,
        }

    def _asked_for(self, page: Page) -> tuple[str | None, str | None]:
        """Site and section of the first capture, for a page that no list named."""
        row = self._connection.execute(
            "SELECT u.site, u.section FROM exchanges AS e JOIN purposes AS u ON u.id = e.purpose WHERE e.id = ?",
            (page.looks[0].id,),
        ).fetchone()
        return row[0], row[1]

    def _write_page(self, page: int, row: Row, old: Row | None) -> None:
        if old is None:
            marks = ", ".join("?" * (len(row) + 1))
            self._connection.execute(
                f"INSERT INTO pages (id, {', '.join(row)}) VALUES ({marks})",  # noqa: S608  our own names
                (page, *row.values()),
            )
        else:
            self._rows.update("pages", "id", page, row, old)

    def remove(self, page: int) -> None:
        """Nothing of this page was ever read: it is no row, only captures."""
        self._parts.remove(page)
        for table in ("versions", "spells", "changes"):
            self._rows.replace(table, page, [])
        self._connection.execute("DELETE FROM pages WHERE id = ?", (page,))


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


def _spell_rows(page: int, history: History) -> list[dict[str, Any]]:
    """Nothing for a page that was always there: nine of ten are, and their row in `pages` says it all."""
    if len(history.spells) < 2:
        return []
    return [
        {
            "page": page,
            "position": position,
            "state": spell.state,
            "reason": spell.reason,
            "observed_after": utc(spell.after.at) if spell.after else None,
            "observed_by": utc(spell.by.at),
            "after_capture": spell.after.capture if spell.after else None,
            "by_capture": spell.by.capture,
        }
        for position, spell in enumerate(history.spells)
    ]
