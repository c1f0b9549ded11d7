"""What differs between two versions of one page: named first, then word by word, inline or side by side."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from typing import Any

from archive.diff import Diff, ParagraphChange, TurnChange, diff_articles
from archive.pieces import Piece
from archive.readings import Articles
from archive.version import Version
from archive.web import attached
from archive.web.article_page import captured, version_at, version_told
from archive.web.asked import Asked, BadArgument, Told, asking

VIEWS = ("inline", "side")
CONTEXT = 2
"""Unchanged paragraphs that are shown on each side of a change; `all=1` shows every one."""


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The versions of `url` that captures `a` and `b` showed, compared; the latest two where none is named."""
    url = asked.words("url")
    if not url:
        raise BadArgument("url takes the address of a page")
    archive = asking(connection)
    versions = archive.versions(url)
    new = _asked_for(connection, versions, url, asked.number("b")) or versions[-1]
    old = _asked_for(connection, versions, url, asked.number("a")) or _before(versions, new)
    articles = Articles(connection)
    left, right = articles.article(old.reading), articles.article(new.reading)
    diff = diff_articles(left, right)
    view = asked.choice("view", VIEWS)
    every = bool(asked.words("all"))
    return {
        "url": url,
        "title": right.title,
        "old": version_told(old),
        "new": version_told(new),
        "versions": [version_told(each) for each in versions],
        "view": view,
        "all": every,
        "summary": diff.summary,
        "chars_added": diff.chars_added,
        "chars_removed": diff.chars_removed,
        "fields": [asdict(field) for field in diff.fields],
        "files": attached.swapped(connection, archive.page(url), old, new, right),
        "numbers": [list(pair) for pair in diff.numbers],
        "names": [list(pair) for pair in diff.names],
        "words": [list(pair) for pair in diff.words],
        "turns": [_turn(turn) for turn in diff.turns],
        "rows": shown(diff, every=every),
        "permalink": asked.at.diff(url, old.first_capture, new.first_capture),
        "json": asked.at.page("diff.json", **asked.arguments),
    }


def shown(diff: Diff, *, every: bool) -> list[dict[str, Any]]:
    """The paragraphs to show, in the new text's order; `skipped` stands for unchanged ones that are left out."""
    changed = [place for place, paragraph in enumerate(diff.paragraphs) if paragraph.kind != "same"]
    near = {place for at in changed for place in range(at - CONTEXT, at + CONTEXT + 1)}
    found: list[dict[str, Any]] = []
    for place, paragraph in enumerate(diff.paragraphs):
        if every or place in near:
            found.append(_row(paragraph))
        elif found and "skipped" in found[-1]:
            found[-1]["skipped"] += 1
        else:
            found.append({"skipped": 1})
    return found


def _row(paragraph: ParagraphChange) -> dict[str, Any]:
    return {
        "kind": paragraph.kind,
        "old": None if paragraph.old is None else paragraph.old + 1,
        "new": None if paragraph.new is None else paragraph.new + 1,
        "pieces": [asdict(piece) for piece in paragraph.pieces],
        "left": [asdict(piece) for piece in paragraph.pieces if _stood(piece, "added")]
        if paragraph.old is not None
        else [],
        "right": [asdict(piece) for piece in paragraph.pieces if _stood(piece, "removed")]
        if paragraph.new is not None
        else [],
    }


def _stood(piece: Piece, other: str) -> bool:
    return piece.op != other


def _turn(turn: TurnChange) -> dict[str, Any]:
    return {
        "kind": turn.kind,
        "old": asdict(turn.old) if turn.old else None,
        "new": asdict(turn.new) if turn.new else None,
    }


def _asked_for(
    connection: sqlite3.Connection, versions: list[Version], url: str, capture: int | None
) -> Version | None:
    return version_at(versions, url, captured(connection, capture)) if capture else None


def _before(versions: list[Version], version: Version) -> Version:
    return versions[max(0, version.number - 2)] if version in versions else versions[0]
