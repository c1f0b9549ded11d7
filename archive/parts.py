"""What belongs to the current reading of a page: its turns, its attachments and its entry in the search index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from archive import search
from archive.article import Article
from archive.lineage import Page
from archive.readings import Articles, places_of
from archive.rows import Rows


class Parts:
    """Keeps the parts of pages in step with their current readings."""

    def __init__(self, connection: sqlite3.Connection, articles: Articles) -> None:
        self._connection = connection
        self._articles = articles
        self._rows = Rows(connection)

    def write(self, page: Page, row: Mapping[str, Any], old: Mapping[str, Any] | None, *, anew: bool) -> None:
        """Bring the parts of a page up to date with its row; `old` is the row as it was.

        `anew` says that readings were replaced, perhaps the one whose parts they are.
        """
        self._rows.replace("version_files", page.id, version_files(page), fresh=old is None)
        self._write(page.id, row, old, files_now(page), anew=anew)

    def _write(
        self,
        page: int,
        row: Mapping[str, Any],
        old: Mapping[str, Any] | None,
        files: Mapping[str, str],
        *,
        anew: bool,
    ) -> None:
        shown = row["state"] != "moved"
        others = anew or old is None or old["indexed"] is None
        others = others or any(old[name] != row[name] for name in ("reading", "url", "state") if old is not None)
        if others:
            self._rows.replace("turn_places", page, self.turns(page, row) if shown else [], fresh=old is None)
        if others or files:
            rows = self.attachments(page, row, files) if shown else []
            self._rows.replace("attachments", page, rows, fresh=old is None)
        self._index(page, row["indexed"], old["indexed"] if old else None)

    def remove(self, page: int) -> None:
        """Take away the parts of a page that is no longer one."""
        self._rows.replace("turn_places", page, [])
        self._rows.replace("attachments", page, [])
        self._rows.replace("version_files", page, [])
        found = self._connection.execute("SELECT indexed FROM pages WHERE id = ?", (page,)).fetchone()
        self._index(page, None, found[0] if found else None)

    def release(self, page: int, capture: int, by: Article | None) -> None:
        """Take a reading out of the index before it is replaced by one with other words, or by none: the index needs
        the old ones to forget them.
        """
        words = self._connection.execute("SELECT title, text FROM readings WHERE capture = ?", (capture,)).fetchone()
        if by is not None and words == (by.title, by.text):
            return
        released = self._connection.execute(
            "UPDATE pages SET indexed = NULL WHERE id = ? AND indexed = ?", (page, capture)
        )
        if released.rowcount:
            self._index(page, None, capture)

    def _index(self, page: int, reading: int | None, indexed: int | None) -> None:
        if reading == indexed:
            return
        if reading is None or indexed is None or self._words(reading) != self._words(indexed):
            if indexed is not None:
                search.unindex(self._connection, page, *self._words(indexed))
            if reading is not None:
                tokens = self._articles.tokens.get(reading)
                if tokens is not None:
                    search.index_tokens(self._connection, page, *tokens)
                else:
                    search.index(self._connection, page, *self._words(reading))

    def _words(self, reading: int) -> tuple[str, str]:
        article = self._articles.article(reading)
        return article.title, article.text

    def turns(self, page: int, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The places of the turns of a page's current reading; a role is the label's, else the one the lead gives."""
        article = self._articles.article(row["reading"])
        roles = {person.name: person.role for person in article.introduced}
        return [
            {
                "page": page,
                "position": position,
                "url": row["url"],
                "speaker": turn.speaker,
                "role": turn.role or roles.get(turn.speaker),
                "kind": turn.kind,
                "paragraph": turn.paragraph,
                **place,
            }
            for position, (turn, place) in enumerate(zip(article.turns, _places(article), strict=True))
        ]

    def attachments(self, page: int, row: Mapping[str, Any], files: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows of the attachments and images of a page's current reading."""
        article = self._articles.article(row["reading"])
        return [
            {
                "page": page,
                "position": position,
                "url": row["url"],
                "href": each.href,
                "label": each.label,
                "kind": each.kind,
                "digest": files.get(each.href),
            }
            for position, each in enumerate((*article.attachments, *article.images))
        ]


def _places(article: Article) -> Iterator[dict[str, Any]]:
    """Where the words of each turn stand in the text; the words themselves where they do not stand in it."""
    text, at, before = article.text, 0, 0
    for turn, start in zip(article.turns, places_of(article), strict=True):
        if start is None:
            yield {"start": None, "length": None, "text": turn.text}
            continue
        # In bytes: SQLite cuts by characters only after it has counted all those before.
        before += len(text[at:start].encode()) - len(text[start:at].encode())
        length = len(turn.text.encode())
        yield {"start": before, "length": length, "text": None}
        at, before = start + len(turn.text), before + length


def version_files(page: Page) -> list[dict[str, Any]]:
    """The rows of the files of each version that is filed under a page."""
    return [
        {"page": page.id, "number": number, "href": href, "digest": digest}
        for number, files in enumerate(page.history.files, 1)
        for href, digest in files.items()
    ]


def files_now(page: Page) -> Mapping[str, str]:
    """The digests of a page's files in its current version, by address."""
    return page.history.files[-1] if page.history.files else {}
