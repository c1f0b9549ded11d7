"""Articles as rows of `readings`, and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import accumulate
from typing import Any

from archive.article import Article, Attachment, Person, Removed, Turn
from archive.capture import digest
from archive.errors import ArchiveError
from archive.instant import instant
from archive.kept import NewReading, Prepared
from archive.observation import normalised, words_digest
from archive.search import segment

# In the order of the table; `text` comes last there, so that the small columns are read without it.
PLAIN = (
    "url",
    "title",
    "published_precision",
    "source",
    "author",
    "editor",
    "doc_number",
    "site_name",
    "site_code",
    "next_page",
    "method",
    "structure",
    "text",
)
COLUMNS = (
    *("capture", "reader", "fingerprint", "words", "error_kind", "error", *PLAIN[:-1]),
    *(
        "published_at",
        "column_name",
        "keywords",
        "flags",
        "attachments",
        "images",
        "origins",
        "removed",
        "turns",
        "later_pages",
        "parts",
        "introduced",
        "metadata",
        "text",
        "seal",
    ),
)
# What a reading is sealed by: all of it that is the same in every archive.
SEALED = tuple(column for column in COLUMNS if column not in ("capture", "parts", "seal"))
# What `metadata` is the digest of.
METADATA = (
    *("title", "published_at", "published_precision", "source", "author", "editor", "column_name", "doc_number"),
    *("keywords", "attachments"),
)
# An update in place: rows of many tables refer to a reading. Not of its number, or SQLite looks through all of those
# tables for rows that refer to it.
WRITE = (
    f"INSERT INTO readings ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  our own names
    f" ON CONFLICT (capture) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS[1:])}"
)


_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Articles:
    """The articles that were read, by capture."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.at_hand: dict[int, Article] = {}
        """Articles that need not be read back from their rows."""
        self.tokens: dict[int, tuple[str, str]] = {}
        """Titles and texts that were cut for the index where they were read."""

    def forget(self) -> None:
        """Forget what is at hand; the next transaction may write it otherwise."""
        self.at_hand.clear()
        self.tokens.clear()

    def article(self, capture: int) -> Article:
        """What was read from a capture; raises ArchiveError where it was not read as an article."""
        if capture not in self.at_hand:
            cursor = self._connection.execute("SELECT * FROM readings WHERE capture = ?", (capture,))
            row = cursor.fetchone()
            names = [column[0] for column in cursor.description]
            found = dict(zip(names, row, strict=True)) if row else {}
            if found.get("title") is None:
                raise ArchiveError(f"capture {capture} was not read as an article")
            self.at_hand[capture] = article_of(found)
        return self.at_hand[capture]

    def add(self, reading: NewReading) -> Mapping[str, Any]:
        """Write a reading in the place of any that the capture has; its row, without what is NULL in it."""
        row: dict[str, Any] = {
            "capture": reading.capture,
            "reader": reading.reader,
            "fingerprint": reading.fingerprint,
            "error": reading.error,
            "error_kind": reading.error_kind,
        }
        if reading.article is not None:
            row |= reading.prepared.row if reading.prepared is not None else _columns_of(reading.article)
            row["parts"] = _json(reading.parts)
        row["seal"] = seal(tuple(map(row.get, SEALED)))
        self.tokens.pop(reading.capture, None)
        if reading.prepared is not None:
            self.tokens[reading.capture] = reading.prepared.title, reading.prepared.text
        self._connection.execute(WRITE, tuple(map(row.get, COLUMNS)))
        return row


def row_of(article: Article) -> dict[str, Any]:
    """The columns of `readings` that hold an article; what is empty is NULL."""
    row: dict[str, Any] = {name: getattr(article, name) for name in PLAIN}
    row["published_at"] = article.published_at.isoformat() if article.published_at else None
    row["column_name"] = article.column
    row["keywords"] = _json(article.keywords)
    row["flags"] = _json(article.flags)
    row["origins"] = _json(article.origins)
    row["later_pages"] = _json(article.later_pages)
    row["attachments"] = _json([asdict(each) for each in article.attachments])
    row["images"] = _json([asdict(each) for each in article.images])
    row["removed"] = _json([asdict(each) for each in article.removed])
    row["introduced"] = _json([asdict(each) for each in article.introduced])
    row["turns"] = _json([_packed_turn(*each) for each in zip(article.turns, places_of(article), strict=True)])
    return row


def _columns_of(article: Article) -> dict[str, Any]:
    row = row_of(article)
    return {"words": words_digest(article.text), "metadata": metadata_digest(row), **row}


def metadata_digest(row: Mapping[str, Any]) -> str:
    """The digest of all that a reading says beside its text."""
    said = "\0".join(normalised(str(row[name])) if row[name] is not None else "" for name in METADATA)
    return digest(said.encode("utf-8", "surrogatepass"))


def seal(values: Sequence[str | None]) -> bytes:
    """The digest of some values together; None is told from an empty text."""
    said = "\0".join("\1" if value is None else value for value in values)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


def prepare(article: Article) -> Prepared:
    """What keeping an article takes that follows from the article alone."""
    return Prepared(row=_columns_of(article), title=segment(article.title), text=segment(article.text))


def article_of(row: Mapping[str, Any]) -> Article:
    """The article that a row of `readings` holds."""
    text = row["text"]
    return Article(
        **{name: row[name] for name in PLAIN if name != "method"},
        method=row["method"] or "",
        published_at=instant(row["published_at"]) if row["published_at"] else None,
        column=row["column_name"],
        keywords=tuple(_list(row["keywords"])),
        flags=tuple(_list(row["flags"])),
        later_pages=tuple(_list(row["later_pages"])),
        origins=tuple((name, why) for name, why in _list(row["origins"])),
        attachments=tuple(Attachment(**each) for each in _list(row["attachments"])),
        images=tuple(Attachment(**each) for each in _list(row["images"])),
        removed=tuple(Removed(**each) for each in _list(row["removed"])),
        turns=tuple(_turn(each, text) for each in _list(row["turns"])),
        introduced=tuple(Person(**each) for each in _list(row["introduced"])),
    )


def _packed_turn(turn: Turn, start: int | None) -> dict[str, Any]:
    """A turn whose words stand in the body is kept as their place: a transcript is stored once, not twice."""
    packed: dict[str, Any] = {"speaker": turn.speaker, "kind": turn.kind, "paragraph": turn.paragraph}
    if turn.role is not None:
        packed["role"] = turn.role
    packed.update({"text": turn.text} if start is None else {"start": start, "length": len(turn.text)})
    return packed


def places_of(article: Article) -> list[int | None]:
    """Where in the text the words of each turn begin; None for those that do not stand in it."""
    if not article.turns:
        return []
    text = article.text
    begins = [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]
    found = (text.find(turn.text, begins[min(turn.paragraph, len(begins) - 1)]) for turn in article.turns)
    return [start if start >= 0 else None for start in found]


def _turn(packed: Mapping[str, Any], text: str) -> Turn:
    words = packed.get("text")
    if words is None:
        words = text[packed["start"] : packed["start"] + packed["length"]]
    return Turn(
        speaker=packed["speaker"],
        role=packed.get("role"),
        kind=packed["kind"],
        paragraph=packed["paragraph"],
        text=words,
    )


def _json(values: object) -> str | None:
    return _written(values) if values else None


def _list(text: str | None) -> list[Any]:
    return json.loads(text) if text else []
