"""Moments as the archive writes them: UTC with offset; a time printed on a page keeps its own zone."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime) -> str:
    """A moment of observation as text, in UTC; raises ValueError where the moment has no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).isoformat()


def instant(text: str) -> datetime:
    """The moment that a text of the archive means."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)
