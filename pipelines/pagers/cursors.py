"""Lists that go on from a mark: each answer names its last article, or a token, which the next request sends back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

CURSORS = (
    "cursor", "next_cursor", "nextcursor", "last_id", "lastid", "min_id", "minid", "max_id", "maxid", "last_time",
    "lasttime", "scrollid", "scroll_id",
)  # fmt: skip
"""What such marks are called, lower-cased."""
_MORE = ("hasmore", "has_more", "hasnext", "has_next", "more")
_LONGEST = 500


def asks_by_cursor(names: Iterable[str]) -> bool:
    """Whether a request with parameters of these names goes on from a mark."""
    return any(name.lower() in CURSORS for name in names)


def next_cursor(answer: object) -> tuple[str, str] | None:
    """The parameter that asks for what follows an answer, and its value; None at the list's end."""
    for mapping in _outer(answer):
        lowered = {str(key).lower(): key for key in mapping}
        if any(mapping[lowered[name]] is False for name in _MORE if name in lowered):
            return None
        for name in CURSORS:
            value = mapping.get(lowered.get(name, ""))
            if isinstance(value, int | str) and not isinstance(value, bool) and 0 < len(str(value)) <= _LONGEST:
                key = str(lowered[name])
                return key.removeprefix("next").strip("_").replace("Cursor", "cursor"), str(value)
    return None


def _outer(answer: object) -> list[Mapping[str, object]]:
    """The answer and the objects right in it; records and what they hold have marks of their own."""
    if not isinstance(answer, dict):
        return []
    return [answer, *(one for one in answer.values() if isinstance(one, dict))]
