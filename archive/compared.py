"""Readings as versions and states are told by them: what is compared, without the text itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from archive.echoes import Said
from archive.instant import instant
from archive.observation import Facts, normalised
from archive.own_pages import OwnPages

COMPARED = (
    *("capture", "reader", "fingerprint", "words", "error_kind", "title", "published_at", "published_precision"),
    *("source", "author", "editor", "doc_number", "attachments", "next_page", "later_pages", "parts"),
)
FACTS = f"SELECT {', '.join(COMPARED)} FROM readings WHERE capture IN ({{marks}})"  # noqa: S608  our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reading says about versions and state, without its text."""

    capture: int
    reader: str
    error_kind: str | None
    facts: Facts | None
    pages: OwnPages | None
    """Where the article has further pages."""
    said: Said | None
    """Its words and title, by which echoes are told."""


def readings_of(connection: sqlite3.Connection, captures: Iterable[int]) -> dict[int, Reading]:
    """The readings of some captures, by capture."""
    numbers = list(captures)
    found: dict[int, Reading] = {}
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        sql = FACTS.format(marks=", ".join("?" * len(part)))
        for row in connection.execute(sql, part).fetchall():
            found[row[0]] = _reading(row)
    return found


def reading_of(row: Mapping[str, Any]) -> Reading:
    """The reading that a row of `readings` holds."""
    return _reading(tuple(map(row.get, COMPARED)))


def _reading(row: Sequence[Any]) -> Reading:
    facts = _facts(row) if row[4] is None else None
    return Reading(
        capture=row[0],
        reader=row[1],
        error_kind=row[4],
        facts=facts,
        pages=_pages(row),
        said=Said(row[3], row[5]) if facts is not None and row[3] is not None else None,
    )


def _facts(row: Sequence[Any]) -> Facts:
    _, reader, fingerprint, words, _, title, published_at, precision, *names, attachments, following, later, _ = row
    source, author, editor, doc_number = (_folded(name) for name in names)
    return Facts(
        # Half an article is never compared with the whole of it, nor with another half.
        reader=f"{reader} up to {following}" if following else reader,
        extent=len(json.loads(later or "[]")) if following else inf,
        fingerprint=fingerprint,
        title=normalised(title),
        words=words,
        published_at=instant(published_at) if published_at else None,
        precision=precision,
        source=source,
        author=author,
        editor=editor,
        doc_number=doc_number,
        attachments=_files(attachments),
    )


def _pages(row: Sequence[Any]) -> OwnPages | None:
    following, later, parts = row[-3:]
    if not following and not later:
        return None
    return OwnPages(later=tuple(json.loads(later or "[]")), following=following, parts=tuple(json.loads(parts or "[]")))


def _folded(text: str | None) -> str | None:
    return (normalised(text) or None) if text else None


def _files(attachments: str | None) -> tuple[tuple[str, str], ...]:
    listed = json.loads(attachments) if attachments else []
    return tuple((each["href"], normalised(each["label"])) for each in listed if each["kind"] == "file")
