"""Whether what is derived is what the evidence and its readings say: every row is worked out again and compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from archive.capture import digest
from archive.changes import Changes
from archive.errors import ArchiveError
from archive.evidence import Evidence
from archive.expected import Expected, spell_rows, version_rows
from archive.files import SEALED as FILE_SEALED
from archive.fixity import Finding
from archive.lineage import Lineage, Page
from archive.observation import words_digest
from archive.observed import Observed
from archive.outage import Outages
from archive.parts import Parts, files_now, version_files
from archive.readings import SEALED, Articles, metadata_digest, seal
from archive.rebuild import READ
from archive.rows import Row

UNTOLD = "SELECT id, url FROM pages WHERE id NOT IN (SELECT value FROM json_each(?))"
# Rows of the index without a page, and pages without a row in it.
INDEX = """
SELECT id FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM pages WHERE indexed IS NOT NULL)
UNION SELECT id FROM pages WHERE indexed IS NOT NULL AND id NOT IN (SELECT id FROM articles_fts_docsize)
"""
LISTS = """
SELECT l.capture FROM listings AS l
WHERE l.items <> (SELECT count(*) FROM listed AS d WHERE d.listing = l.stands_for)
"""


class Derivation:
    """Works out what is derived, and compares."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._evidence = Evidence(connection)
        self._observed = Observed(connection)
        self._expected = Expected(connection)
        self._articles = Articles(connection)
        self._changes = Changes(connection, self._articles)
        self._parts = Parts(connection, self._articles)

    def pages(self) -> Iterator[Finding | None]:
        """Every page with its versions, changes, spells, turns and attachments; None for each that is right."""
        told = []
        for (number,) in self._connection.execute(READ, {"site": None}).fetchall():
            lineage = Lineage(self._connection, self._observed)
            page = lineage.page(number)
            if page.history.versions:
                told.append(number)
                yield self._page(page, lineage)
        for number, url in self._connection.execute(UNTOLD, (str(told),)).fetchall():
            yield Finding(where=f"pages {number}", what=f"no capture of {url} was read as an article")

    def _page(self, page: Page, lineage: Lineage) -> Finding | None:
        number = page.id
        try:
            row = {"id": number, **self._expected.page_row(page, lineage)}
            shown = row["state"] != "moved"
            wanted: dict[str, Sequence[Row]] = {
                "pages": [row],
                "versions": version_rows(page, row["url"], lineage),
                "spells": spell_rows(page),
                "changes": self._changes.expected(page, row["url"], row["site"]),
                "turn_places": self._parts.turns(number, row) if shown else [],
                "attachments": self._parts.attachments(number, row, files_now(page)) if shown else [],
                "version_files": version_files(page),
            }
        except ArchiveError as error:
            return Finding(where=f"pages {number}", what=str(error))
        finally:
            self._articles.at_hand.clear()
        for table, rows in wanted.items():
            if not self._same(table, number, rows):
                return Finding(where=f"{table} of {row['url']}", what="not what its captures and readings say")
        return None

    def _same(self, table: str, page: int, rows: Sequence[Row]) -> bool:
        owner = "id" if table == "pages" else "page"
        cursor = self._connection.execute(f"SELECT * FROM {table} WHERE {owner} = ?", (page,))  # noqa: S608
        names = [column[0] for column in cursor.description]
        there = [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]
        return _sorted(there) == _sorted([{name: row.get(name) for name in names} for row in rows])

    def readings(self) -> Iterator[Finding | None]:
        """Every reading against its digests; None for each that is right."""
        for capture, sealed, *said in self._connection.execute(
            f"SELECT capture, seal, {', '.join(SEALED)} FROM readings ORDER BY capture"  # noqa: S608  our own names
        ):
            wrong = _misread(dict(zip(SEALED, said, strict=True)), sealed)
            yield Finding(where=f"readings {capture}", what=wrong) if wrong else None

    def files(self) -> Iterator[Finding | None]:
        """What was made of the body of every file, against its digest and the body; None for each that is right."""
        for capture, sealed, *said in self._connection.execute(
            f"SELECT capture, seal, {', '.join(FILE_SEALED)} FROM files ORDER BY capture"  # noqa: S608  our own names
        ).fetchall():
            where, name = f"files {capture}", said[FILE_SEALED.index("digest")]
            if sealed is not None and sealed != seal(said):
                yield Finding(where=where, what="not what its seal says")
            elif name is not None and digest(self._evidence.capture(capture).payload) != name:
                yield Finding(where=where, what="the body of its capture has another digest")
            else:
                yield None

    def rest(self) -> Iterator[Finding]:
        """Runs judged as outages, the search index and the lists."""
        outages = Outages(self._connection, self._observed)
        judged = {run: tuple(rest) for run, *rest in self._connection.execute("SELECT * FROM absences").fetchall()}
        for (run,) in self._connection.execute("SELECT id FROM runs WHERE outcome IS NOT NULL").fetchall():
            if judged.pop(run, None) != outages.verdict(run):
                yield Finding(where=f"absences {run}", what="not what the answers of that run say")
        for run in judged:
            yield Finding(where=f"absences {run}", what="that run has not ended")
        for (number,) in self._connection.execute(INDEX).fetchall():
            yield Finding(where=f"articles_fts {number}", what="the search index and the pages disagree")
        for (capture,) in self._connection.execute(LISTS).fetchall():
            yield Finding(where=f"listings {capture}", what="it lists another number of items than it says")


def _misread(said: Row, sealed: bytes | None) -> str | None:
    """What is wrong with a reading, if anything."""
    text, is_article = said["text"], said["title"] is not None
    if said["words"] != (words_digest(text) if text is not None else None):
        return "other words than its digest says"
    if is_article and said["metadata"] not in (None, metadata_digest(said)):
        return "other facts than its digest says"
    if sealed is not None and sealed != seal(tuple(said.values())):
        return "not what its seal says"
    return None


def _sorted(rows: Sequence[dict[str, Any]]) -> list[list[tuple[str, Any]]]:
    return sorted(([*row.items()] for row in rows), key=repr)
