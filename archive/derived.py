"""What is derived from the evidence, written: pages, versions, changes, spells, turns, attachments and the index.

`Derived.settle` works out the histories of pages and writes the difference to what is there. It is a part of a
transaction that its caller opens.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive.article import Article
from archive.changes import Changes
from archive.compared import reading_of
from archive.echoes import Echoes, Said
from archive.errors import CaptureNotFound
from archive.expected import PAGE_COLUMNS, Expected, own_versions, spell_rows, version_rows
from archive.interned import key_of
from archive.kept import Change, Kept, NewReading
from archive.lineage import Lineage, Page, first_page
from archive.observed import Observed
from archive.outage import Outages
from archive.parts import Parts
from archive.readings import Articles
from archive.rows import Row, Rows

STANDING = """
SELECT e.id, (SELECT min(o.id) FROM addresses AS o WHERE o.key = a.key), e.captured_at, a.key,
       r.capture IS NOT NULL, r.error_kind
FROM exchanges AS e JOIN addresses AS a ON a.id = e.address LEFT JOIN readings AS r ON r.capture = e.id
WHERE e.id = ?
"""


class Standing(NamedTuple):
    """Where a capture stands: its page, when it was made, the page's key, and whether and how it was read so far."""

    capture: int
    page: int
    at: str
    key: str
    is_read: int
    error_kind: str | None


class Derived:
    """The derived half of an archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.observed = Observed(connection)
        self._echoes = Echoes(connection)
        self._expected = Expected(connection)
        self._rows = Rows(connection)
        self._articles = Articles(connection)
        self._changes = Changes(connection, self._articles)
        self._parts = Parts(connection, self._articles)

    def keep(self, readings: Sequence[NewReading], outages: Outages, *, judged: bool = True) -> Kept:
        """Write readings of one page in the place of those their captures had, and derive the page again.

        Where it is not `judged`, what follows for ended runs is left to the caller.
        """
        self._articles.forget()
        standings = [self._standing(reading.capture) for reading in readings]
        before = {each.capture: each.error_kind for each in standings if each.is_read}
        late = any(self._echoes.is_late(reading.capture) for reading in readings)
        key = standings[0].key
        decided = self._echoes.decided(key) if late else set()
        for reading, standing in zip(readings, standings, strict=True):
            if standing.is_read:
                self._parts.release(standing.page, reading.capture, reading.article)
            self._articles.add(reading)
        since = {each.page: min(one.at for one in standings if one.page == each.page) for each in standings}
        articles = {reading.capture: reading.article for reading in readings if reading.article}
        changes = self.settle(since, articles=articles, anew=bool(before))
        turned = {reading.capture for reading in readings if before.get(reading.capture) != reading.error_kind}
        ended = self._ended_runs(since) if turned or (late and not before) else frozenset()
        if judged:
            changes += self._settle_ended(ended, outages)
        if late:
            changes += self._settle_echoes(decided | self._echoes.decided(key), outages)
        return replace(self.kept(standings[0].page, changes), unjudged=frozenset() if judged else ended)

    def meet(self, reading: NewReading) -> Kept | None:
        """Write the first reading of a page of which nothing is known but its capture; None where more is known.

        What follows from it stands in nothing that was written before. Most of a first crawl is such pages.
        """
        if reading.article is None or reading.pages is not None:
            return None
        look = self.observed.only(reading.capture)
        if look is None:
            return None
        self._articles.forget()
        row = self._articles.add(reading)
        self._articles.at_hand[reading.capture] = reading.article
        key = key_of(look.url)
        page = first_page(key, look, self.observed.first(key, look, reading_of(row)))
        changes = self._write(page, None, Lineage(self._connection, self.observed), shown=row)
        self._articles.forget()
        return Kept(url=page.url, version=page.history.versions[-1].number, changes=tuple(changes))

    def _standing(self, capture: int) -> Standing:
        """Where a capture stands; raises CaptureNotFound."""
        row = self._connection.execute(STANDING, (capture,)).fetchone()
        if row is None:
            raise CaptureNotFound(f"there is no capture {capture}")
        return Standing(*row)

    def touch(self, capture: int, outages: Outages) -> Kept:
        """Derive a page again after a capture that is not read."""
        here = self._standing(capture)
        since = {here.page: here.at}
        changes = self.settle(since) + self._settle_ended(self._ended_runs(since), outages)
        if self._echoes.is_late(capture):
            changes += self._settle_echoes(self._echoes.common(here.key), outages)
        return self.kept(here.page, changes)

    def _settle_echoes(self, said: Iterable[Said], outages: Outages) -> list[Change]:
        """Derive the pages again that say what may be an echo now, or may be none any more."""
        ever = {self.observed.page(key): "" for key in self._echoes.saying(said)}
        return self.settle(ever) + self._settle_ended(self._ended_runs(ever), outages) if ever else []

    def kept(self, page: int, changes: Sequence[Change]) -> Kept:
        """What a page came to."""
        row = self._connection.execute("SELECT url, version FROM pages WHERE id = ?", (page,)).fetchone()
        if row is None:
            (url,) = self._connection.execute("SELECT url FROM addresses WHERE id = ?", (page,)).fetchone()
            return Kept(url=url, version=0, changes=tuple(changes))
        return Kept(url=row[0], version=row[1], changes=tuple(changes))

    def _ended_runs(self, since: Mapping[int, str]) -> frozenset[int]:
        """The ended runs that looked at some pages since a moment, or at pages that are told by theirs.

        A live crawl finds none: its own run has not ended. Stragglers, imports and verdicts that turn may find some.
        """
        lineage = Lineage(self._connection, self.observed)
        earliest = min(since.values())
        runs = set()
        for page in lineage.depending(since):
            settled = [look for look in lineage.page(page).looks if look.settled]
            if any(look.captured_at >= earliest for look in settled):
                # Those before it too: whether an absence is believed is also told by the looks behind it.
                runs |= {look.run for look in settled if look.run is not None}
        return frozenset(runs)

    def _settle_ended(self, runs: Iterable[int], outages: Outages) -> list[Change]:
        """Judge ended runs again; the changes that are new."""
        return [change for run in sorted(runs) for change in self.settle(outages.settle(run))]

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
                self._release(page.id, {each.first_capture: each.number for each in own_versions(page, lineage)})
        found = [change for page, old in reached for change in self._write(page, old, lineage, anew=anew)]
        self._articles.forget()
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

    def _release(self, page: int, keeps: Mapping[int, int]) -> None:
        """Take away the versions of a page that are no longer its own, or have another number by now."""
        there = self._connection.execute("SELECT id, number FROM versions WHERE page = ?", (page,)).fetchall()
        for capture, number in there:
            if keeps.get(capture) != number:
                self._connection.execute("DELETE FROM versions WHERE id = ?", (capture,))

    def _write(
        self, page: Page, old: Row | None, lineage: Lineage, *, anew: bool = False, shown: Row | None = None
    ) -> list[Change]:
        history = page.history
        if not history.versions or history.first is None:
            if old is not None:
                self.remove(page.id)
            return []
        row = self._expected.page_row(page, lineage, shown)
        self._write_page(page.id, row, old)
        url, fresh = row["url"], old is None
        self._rows.sync("versions", "id", page.id, version_rows(page, url, lineage), fresh=fresh)
        self._rows.sync("spells", "position", page.id, spell_rows(page), fresh=fresh)
        changes = self._changes.write(page, url, row["site"], anew=anew, fresh=fresh)
        self._parts.write(page, row, old, anew=anew)
        return changes

    def _write_page(self, page: int, row: Row, old: Row | None) -> None:
        if old is None:
            self._rows.insert("pages", [{"id": page, **row}])
        else:
            self._rows.update("pages", "id", page, row, old)

    def remove(self, page: int) -> None:
        """Nothing of this page was ever read: it is no row, only captures."""
        self._parts.remove(page)
        for table in ("versions", "spells", "changes"):
            self._rows.replace(table, page, [])
        self._connection.execute("DELETE FROM pages WHERE id = ?", (page,))
