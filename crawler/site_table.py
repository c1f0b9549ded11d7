"""Table: one TOML table of a site file while it is read; every problem of it is noted, none stops the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawler.errors import SiteProblem

Check = Callable[[Any], str | None]
"""Looks at a value of the right type and says what was expected where it is not good enough."""


@dataclass(slots=True)
class Table:
    """One TOML table while it is read; notes what is wrong instead of stopping."""

    file: Path
    name: str
    rows: Mapping[str, Any]
    problems: list[SiteProblem]
    known: tuple[str, ...]

    def __post_init__(self) -> None:
        for key in self.rows:
            if key not in self.known:
                nearest = get_close_matches(key, self.known, n=1, cutoff=0.5)
                self.note(key, f"one of {', '.join(self.known)}", nearest=nearest[0] if nearest else None)

    def note(self, key: str, expected: str, *, found: str = "", nearest: str | None = None) -> None:
        """Note what is wrong with a key."""
        self.problems.append(
            SiteProblem(file=self.file, table=self.name, key=key, expected=expected, found=found, nearest=nearest)
        )

    def take(self, key: str, kind: type, words: str, *, check: Check | None = None, required: bool = False) -> Any:
        """The value of a key when it is of this type and passes the check, else None and a note."""
        if key not in self.rows:
            if required:
                self.note(key, words, found="nothing")
            return None
        value = self.rows[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        right = isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)
        if right and kind is date and isinstance(value, datetime):
            right = False
        expected = words if not right else check(value) if check else None
        if expected:
            self.note(key, expected, found=shown(self.rows[key]))
            return None
        return value

    def take_texts(self, key: str, words: str, check: Check) -> tuple[str, ...]:
        """A list of strings, each of which passes the check."""
        value = self.take(key, list, words)
        good = []
        for text in value or ():
            expected = check(text) if isinstance(text, str) else words
            if expected:
                self.note(key, expected, found=shown(text))
            else:
                good.append(text)
        return tuple(good)

    def tables(self, key: str, known: tuple[str, ...], *, label: str) -> list[Table]:
        """The tables of an array of tables."""
        value = self.rows.get(key, [])
        if not isinstance(value, list) or not all(isinstance(rows, dict) for rows in value):
            self.note(key, f"tables written [[{label}]]", found=shown(value))
            return []
        return [
            Table(self.file, f"[[{label}]] {number}", rows, self.problems, known)
            for number, rows in enumerate(value, start=1)
        ]

    def table(self, key: str, known: tuple[str, ...]) -> Table:
        """A sub-table; an empty one where the file has none."""
        value = self.rows.get(key, {})
        if not isinstance(value, dict):
            self.note(key, f"a table written [{key}]", found=shown(value))
            value = {}
        return Table(self.file, f"[{key}]", value, self.problems, known)


def shown(value: object) -> str:
    """A value as a problem quotes it."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
