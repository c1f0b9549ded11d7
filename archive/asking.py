"""Questions to an archive: known pages, versions, captures, changes, and a page as it was at some moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from archive.absence import State
from archive.article import Article
from archive.changes import COLUMNS, change_of
from archive.due import due_query
from archive.errors import CaptureNotFound, VersionNotFound
from archive.evidence import Evidence
from archive.instant import instant, utc
from archive.interned import key_of
from archive.kept import Change, DuePage, KnownPage, KnownState, Moment, Validators
from archive.readings import Articles
from archive.version import ChangeKind, Version

VERSION_COLUMNS = "number, first_capture, last_capture, first_seen, last_seen, reading, fingerprint, returns_to"
# The page an address is filed under; where its history went on at another address, that one.
PAGE = """
WITH RECURSIVE heir(id, url, depth) AS (
    SELECT p.id, p.url, 0 FROM pages AS p WHERE p.key = ?
    UNION ALL
    SELECT n.id, n.url, depth + 1 FROM heir JOIN pages AS n ON n.moved_from = heir.url WHERE depth < 50
)
SELECT id FROM heir ORDER BY depth DESC LIMIT 1
"""
UNREAD = """
SELECT e.id, e.captured_at, e.status, e.failure, l.capture IS NOT NULL, r.error FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
LEFT JOIN readings AS r ON r.capture = coalesce(e.revisit_of, e.id)
LEFT JOIN listings AS l ON l.capture = coalesce(e.revisit_of, e.id)
WHERE a.key = :key ORDER BY e.captured_at DESC, e.id DESC LIMIT 1
"""
KNOWN = """
SELECT a.url, p.key, p.state, p.section, p.first_seen, p.last_seen, p.last_asked, p.published_at, p.versions - 1
FROM pages AS p JOIN addresses AS a ON a.id = p.address
WHERE p.site = :site AND (:section IS NULL OR p.section = :section)
ORDER BY p.id
"""
VALIDATORS = """
SELECT e.id, r.error_kind FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
LEFT JOIN readings AS r ON r.capture = coalesce(e.revisit_of, e.id)
WHERE a.url = ? AND e.status = 200 AND e.payload IS NOT NULL AND e.request IS NULL
ORDER BY e.captured_at DESC, e.id DESC LIMIT 1
"""


STATES = """
SELECT state, reason, observed_after, observed_by, after_capture, by_capture FROM spells WHERE page = ?
ORDER BY position
"""
OFF_ITS_LIST = """
SELECT d.state, 'delisted but alive', d.observed_after, d.observed_by, NULL, NULL
FROM delisted AS d JOIN pages AS p ON p.url = d.url WHERE p.id = ?
"""
COPIES = """
WITH asked AS (
    SELECT p.article_id, coalesce(a.copy_of, a.url) AS article FROM pages AS p JOIN articles AS a ON a.id = p.id
    WHERE p.id = :page
)
SELECT a.url FROM asked
JOIN pages AS p ON p.article_id = asked.article_id
JOIN articles AS a ON a.id = p.id
WHERE p.id <> :page AND coalesce(a.copy_of, a.url) = asked.article
ORDER BY a.first_seen, a.url
"""


class Asking:
    """Reads an archive; writes nothing."""

    def __init__(self, connection: sqlite3.Connection, evidence: Evidence) -> None:
        self._connection = connection
        self._evidence = evidence

    def known(self, *, site: str, section: str | None = None) -> Iterator[KnownPage]:
        """The pages of a site that were read before, in the order in which they were first met."""
        rows = self._connection.execute(KNOWN, {"site": site, "section": section}).fetchall()
        for url, key, state, found_in, first_seen, last_seen, last_asked, published_at, edits in rows:
            yield KnownPage(
                url=url,
                key=key,
                state=state,
                section=found_in,
                first_seen=instant(first_seen),
                last_seen=instant(last_seen),
                last_asked=instant(last_asked),
                published_at=instant(published_at) if published_at else None,
                edits=edits,
            )

    def due(self, *, site: str, at: datetime) -> Iterator[DuePage]:
        """Every page of a site that was read before, the highest gain of a visit at this moment first."""
        query = due_query("julianday(:at)", "p.site = :site")
        columns = "url, key, section, published_at, due, rate, gain"
        rows = self._connection.execute(
            f"SELECT {columns} FROM ({query}) ORDER BY gain DESC, url",  # noqa: S608  our own text
            {"site": site, "at": utc(at)},
        ).fetchall()
        for url, key, section, published_at, due, rate, gain in rows:
            yield DuePage(
                url=url,
                key=key,
                section=section,
                published_at=instant(published_at) if published_at else None,
                due=bool(due),
                rate=rate,
                gain=gain,
            )

    def validators(self, url: str) -> Validators | None:
        """What a conditional request for this very address can send; None where there is nothing to send.

        A challenge page that came with status 200 is never asked for again by its own validators.
        """
        row = self._connection.execute(VALIDATORS, (url,)).fetchone()
        if row is None or row[1] == "BlockPage":
            return None
        sent = {name.lower(): value for name, value in self._evidence.headers(row[0])}
        found = Validators(capture=row[0], etag=sent.get("etag"), last_modified=sent.get("last-modified"))
        return found if found.etag or found.last_modified else None

    def page(self, url: str) -> int:
        """The number of the page an address belongs to; raises VersionNotFound where it was never read."""
        row = self._connection.execute(PAGE, (key_of(url),)).fetchone()
        if row is None:
            raise VersionNotFound(f"no article was ever read at {url}{self._instead(url)}")
        return int(row[0])

    def _instead(self, url: str) -> str:
        """What the archive has of an address that was never read as an article."""
        row = self._connection.execute(UNREAD, {"key": key_of(url)}).fetchone()
        if row is None:
            return ""
        capture, at, status, failure, listed, error = row
        told = [failure or f"status {status}", error or ("a list" if listed else "")]
        said = "; ".join(filter(None, told))
        return f": capture {capture} of {instant(at):%Y-%m-%d %H:%MZ}, its last, is kept ({said})"

    def copies(self, url: str) -> list[str]:
        """The other addresses at which the site has the same article, under other columns; the one seen first leads."""
        rows = self._connection.execute(COPIES, {"page": self.page(url)}).fetchall()
        return [address for (address,) in rows]

    def versions(self, url: str) -> list[Version]:
        """The versions of a page, oldest first, those from before it moved included."""
        rows = self._connection.execute(
            f"SELECT {VERSION_COLUMNS} FROM versions WHERE page = ? ORDER BY number",  # noqa: S608  our own names
            (self.page(url),),
        ).fetchall()
        return [
            Version(
                number=number,
                first_capture=first,
                last_capture=last,
                first_seen=instant(first_seen),
                last_seen=instant(last_seen),
                reading=reading,
                fingerprint=fingerprint,
                returns_to=returns_to,
            )
            for number, first, last, first_seen, last_seen, reading, fingerprint, returns_to in rows
        ]

    def states(self, url: str) -> list[KnownState]:
        """The states that a page was in, oldest first, and that it is off its list though it is there."""
        page = self.page(url)
        rows = [row for sql in (STATES, OFF_ITS_LIST) for row in self._connection.execute(sql, (page,)).fetchall()]
        return [
            KnownState(
                state=state,
                reason=reason,
                observed_after=instant(after) if after else None,
                observed_by=instant(by),
                after_capture=after_capture,
                by_capture=by_capture,
            )
            for state, reason, after, by, after_capture, by_capture in rows
        ]

    def captures(self, url: str) -> list[int]:
        """The captures of every address of a page, oldest first; raises CaptureNotFound where there is none."""
        rows = self._connection.execute(
            "SELECT e.id FROM addresses AS a JOIN exchanges AS e ON e.address = a.id WHERE a.key = ?"
            " ORDER BY e.captured_at, e.id",
            (key_of(url),),
        ).fetchall()
        if not rows:
            raise CaptureNotFound(f"nothing was ever captured at {url}")
        return [row[0] for row in rows]

    def counted(self, run: int) -> dict[str, int]:
        """How many changes of each kind a run established, as is told today."""
        rows = self._connection.execute("SELECT kind, count(*) FROM changes WHERE run = ? GROUP BY kind", (run,))
        return dict(rows.fetchall())

    def changes(
        self,
        *,
        url: str | None = None,
        site: str | None = None,
        kind: ChangeKind | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        run: int | None = None,
        limit: int | None = None,
    ) -> list[Change]:
        """Changes by any of these, newest first; those of a page include those from before it moved."""
        wanted = {
            "c.site = ?": site,
            "c.kind = ?": kind,
            "c.observed_by >= ?": utc(since) if since else None,
            "c.observed_by < ?": utc(until) if until else None,
            "c.run = ?": run,
        }
        conditions = [condition for condition, value in wanted.items() if value is not None]
        values: list[object] = [value for value in wanted.values() if value is not None]
        if url is not None:
            pages = self._lineage(url)
            conditions.append(f"c.page IN ({', '.join('?' * len(pages))})")
            values += pages
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        sql = f"SELECT {', '.join(COLUMNS)} FROM changes AS c {where} ORDER BY c.observed_by DESC, c.id LIMIT ?"  # noqa: S608
        rows = self._connection.execute(sql, (*values, -1 if limit is None else limit)).fetchall()
        return [change_of(dict(zip(COLUMNS, row, strict=True))) for row in rows]

    def _lineage(self, url: str) -> list[int]:
        """A page and those it moved from."""
        rows = self._connection.execute(
            "WITH RECURSIVE line(id, origin, depth) AS ("
            " SELECT id, moved_from, 0 FROM pages WHERE id = ?"
            " UNION ALL SELECT p.id, p.moved_from, depth + 1 FROM line JOIN pages AS p ON p.url = line.origin"
            " WHERE depth < 50) SELECT DISTINCT id FROM line",
            (self.page(url),),
        ).fetchall()
        return [row[0] for row in rows]

    def article(self, url: str, version: int | None = None) -> Article:
        """What a page says now, or said in one of its versions; raises VersionNotFound."""
        versions = self.versions(url)
        if version is None:
            (reading,) = self._connection.execute(
                "SELECT reading FROM pages WHERE id = ?", (self.page(url),)
            ).fetchone()
        else:
            reading = next((each.reading for each in versions if each.number == version), None)
        if reading is None:
            raise VersionNotFound(f"{url} has no version {version}; it has {len(versions)}")
        return Articles(self._connection).article(reading)

    def as_of(self, url: str, at: datetime) -> Moment:
        """A page as it was at a moment: the version last seen to begin by then, and the state by all known today."""
        versions = [version for version in self.versions(url) if version.first_seen <= at]
        version = versions[-1] if versions else None
        return Moment(
            url=url,
            at=at,
            state=self._state(self.page(url), at) if version else None,
            version=version,
            article=Articles(self._connection).article(version.reading) if version else None,
        )

    def _state(self, page: int, at: datetime) -> State:
        row = self._connection.execute(
            "SELECT state FROM spells WHERE page = ? AND observed_by <= ? ORDER BY position DESC LIMIT 1",
            (page, utc(at)),
        ).fetchone()
        if row is None:
            return "live"
        state: State = row[0]
        return state
