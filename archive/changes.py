"""Changes: events of a history written as rows, with what became of the text in one line."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from archive.article import Article
from archive.instant import instant, utc
from archive.kept import Change
from archive.lineage import Page
from archive.readings import Articles
from archive.rows import Rows
from archive.version import Event

COLUMNS = (
    *("id", "page", "url", "site", "kind", "observed_after", "observed_by", "from_version", "to_version", "title"),
    *("summary", "reason", "chars_added", "chars_removed", "after_capture", "by_capture", "run"),
)
BACK_THE_SAME, BACK_WITH_OTHERS = "with the same words", "with other words"
WORKED_OUT = "id, from_reading, to_reading, title, summary, chars_added, chars_removed"


SWAPPED = "another file at"


class Changes:
    """Writes the changes of one page."""

    def __init__(self, connection: sqlite3.Connection, articles: Articles) -> None:
        self._connection = connection
        self._articles = articles
        self._rows = Rows(connection)

    def write(self, page: Page, url: str, site: str | None, *, anew: bool, fresh: bool) -> list[Change]:
        """Bring the changes of a page up to date; those that are new.

        `anew` compares the texts of all of them again, for the readings under them are others; a `fresh` page has none.
        """
        there = {} if fresh else self._there(page.id)
        rows = [self._row(page.id, url, site, event) for event in page.history.events]
        for row, event in zip(rows, page.history.events, strict=True):
            known = there.get(row["id"])
            # What files are is known only after the page was read.
            if (
                known
                and not event.swapped
                and SWAPPED not in (known[3] or "")
                and not anew
                and known[:2] == (row["from_reading"], row["to_reading"])
            ):
                row["title"], row["summary"], row["chars_added"], row["chars_removed"] = known[2:]
            else:
                self._work_out(row, event.swapped)
        self._rows.sync("changes", "id", page.id, rows, fresh=fresh)
        return [change_of(row) for row in rows if row["id"] not in there]

    def _lead(self, event: Event) -> str:
        """Where the redirect of a page that moved leads."""
        if event.target is None:
            return ""
        row = self._connection.execute(
            "SELECT a.url FROM exchanges AS e JOIN addresses AS a ON a.id = e.target WHERE e.id = ?",
            (event.by.capture,),
        ).fetchone()
        return f"→ {row[0]}"

    def expected(self, page: Page, url: str, site: str | None) -> list[dict[str, Any]]:
        """The rows that the changes of a page must have, each worked out anew."""
        rows = [self._row(page.id, url, site, event) for event in page.history.events]
        for row, event in zip(rows, page.history.events, strict=True):
            self._work_out(row, event.swapped)
        return rows

    def _there(self, page: int) -> dict[str, tuple[Any, ...]]:
        found = self._connection.execute(f"SELECT {WORKED_OUT} FROM changes WHERE page = ?", (page,))  # noqa: S608
        return {row[0]: row[1:] for row in found.fetchall()}

    def _row(self, page: int, url: str, site: str | None, event: Event) -> dict[str, Any]:
        old, new, observed_by = event.from_version, event.to_version, utc(event.by.at)
        return {
            "id": hashlib.sha256(f"{event.kind} {observed_by} {event.by.tie}".encode()).hexdigest()[:16],
            "page": page,
            "url": url,
            "site": site,
            "kind": event.kind,
            "observed_after": utc(event.after.at) if event.after else None,
            "observed_by": observed_by,
            "from_version": old.number if old else None,
            "to_version": new.number if new else None,
            "from_reading": old.reading if old else None,
            "to_reading": new.reading if new else None,
            "title": "",
            "summary": self._lead(event),
            "reason": event.reason,
            "chars_added": 0,
            "chars_removed": 0,
            "after_capture": event.after.capture if event.after else None,
            "by_capture": event.by.capture,
            "run": event.run,
        }

    def _work_out(self, row: dict[str, Any], swapped: Sequence[str]) -> None:
        """What became of the text: the title it had, one line, and how many characters came and went."""
        old = self._articles.article(row["from_reading"]) if row["from_reading"] is not None else None
        new = self._articles.article(row["to_reading"]) if row["to_reading"] is not None else None
        shown = new or old
        assert shown is not None
        row["title"] = shown.title
        if row["kind"] == "new" and new is not None:
            row["summary"], row["chars_added"] = new.title, sum(map(len, new.paragraphs))
        elif row["kind"] == "restored":
            # What became of its words, if anything, is told by the change beside it.
            row["summary"] = BACK_THE_SAME if row["from_version"] == row["to_version"] else BACK_WITH_OTHERS
        elif old is not None and new is not None and row["from_version"] != row["to_version"]:
            if row["kind"] == "retitled":
                row["summary"] = f"{old.title} → {new.title}"
            else:
                from archive.diff import diff_articles  # noqa: PLC0415  most visits find no edit

                diff = diff_articles(old, new)
                told = [f"{SWAPPED} {_name(new, href)}" for href in swapped]
                # Only the words can be compared with the words; a file that was swapped is said to be.
                told += [diff.summary] if not swapped or diff.chars_added or diff.chars_removed else []
                row["summary"], row["chars_added"] = "; ".join(told), diff.chars_added
                row["chars_removed"] = diff.chars_removed


def _name(article: Article, href: str) -> str:
    """The printed name of an attached file, else the address."""
    labels = (each.label for each in (*article.attachments, *article.images) if each.href == href)
    return next(filter(None, labels), href)


def change_of(row: Mapping[str, Any]) -> Change:
    """The change that a row holds."""
    values = {name: row[name] for name in COLUMNS if name != "page"}
    values["observed_after"] = instant(row["observed_after"]) if row["observed_after"] else None
    values["observed_by"] = instant(row["observed_by"])
    return Change(**values)
