"""Moments as the archive writes them: UTC with offset; a time printed on a page keeps its own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


# The moment of one look is written and read a dozen times while its page is derived.
@lru_cache(maxsize=256)
def utc(moment: datetime) -> str:
    """A moment of observation as text, in UTC; raises ValueError where the moment has no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).isoformat()


@lru_cache(maxsize=256)
def instant(text: str) -> datetime:
    """The moment that a text of the archive means."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)
