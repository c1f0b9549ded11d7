"""Drift: what one reader makes of a capture that another reader made something else of. Nobody edited anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.kept import NewReading
from archive.readings import row_of

FINGERPRINTED = ("title", "text", "published_at", "source", "author", "editor", "doc_number", "attachments")
"""The fields that versions are told by."""
OTHERS = (
    *("published_precision", "column_name", "keywords", "site_name", "site_code", "next_page", "later_pages", "flags"),
    *("turns", "images", "method", "removed"),
)
AROUND = 24
"""Characters that are shown on either side of where two values part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDrift:
    """One field that reads otherwise now, with the first example."""

    field: str
    """A column of `readings`; `verdict` where one reader found an article and the other did not."""
    captures: int
    url: str
    capture: int
    old: str
    new: str


@dataclass(slots=True)
class Drift:
    """All that reads otherwise now, counted."""

    compared: int = 0
    """Captures that an earlier reader had read."""
    drifted: int = 0
    """Those of them whose fingerprint or verdict is another now."""
    fields: dict[str, FieldDrift] = field(default_factory=dict)

    def compare(self, old: Mapping[str, Any], new: NewReading, url: str) -> None:
        """Count what differs between a row of `readings` and what is about to take its place."""
        self.compared += 1
        found = list(differences(old, new))
        self.drifted += any(name in _TELLING for name, _, _ in found)
        for name, before, after in found:
            known = self.fields.get(name)
            if known is not None:
                self.fields[name] = replace(known, captures=known.captures + 1)
                continue
            old_part, new_part = _parting(before, after)
            self.fields[name] = FieldDrift(
                field=name, captures=1, url=url, capture=new.capture, old=old_part, new=new_part
            )

    def ranked(self) -> list[FieldDrift]:
        """The fields that drifted, those that versions are told by first, then the most frequent."""
        return sorted(self.fields.values(), key=lambda one: (one.field not in _TELLING, -one.captures, one.field))


def differences(old: Mapping[str, Any], new: NewReading) -> Iterator[tuple[str, str, str]]:
    """Each field that differs, with both values as they are stored."""
    if old["error_kind"] != new.error_kind:
        yield "verdict", old["error_kind"] or "article", new.error_kind or "article"
        return
    if new.article is None:
        return
    row = row_of(new.article)
    found = [(name, _shown(old[name]), _shown(row[name])) for name in FINGERPRINTED if old[name] != row[name]]
    if not found and old["fingerprint"] != new.fingerprint:
        found = [("fingerprint", _shown(old["fingerprint"]), _shown(new.fingerprint))]
    yield from found
    yield from ((name, _shown(old[name]), _shown(row[name])) for name in OTHERS if old[name] != row[name])


_TELLING = {"verdict", "fingerprint", *FINGERPRINTED}


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _parting(old: str, new: str) -> tuple[str, str]:
    """Both values around the place where they part."""
    shorter = min(len(old), len(new))
    start = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    return _cut(old, start), _cut(new, start)


def _cut(value: str, at: int) -> str:
    start, end = max(at - AROUND, 0), at + AROUND
    return ("…" if start else "") + value[start:end] + ("…" if end < len(value) else "")
