"""Finding: one thing that was looked at on a site, what was found, and whether it is as it should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row of what `govpress sites add` and `govpress check` print."""

    what: str
    found: str
    where: str = ""
    """The address, selector or label that it was found by."""
    fits: bool = True
    section: str = ""

    def as_row(self) -> dict[str, Any]:
        """The finding for a table or as JSON."""
        return asdict(self)


def misfits(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are not as they should be."""
    return tuple(finding for finding in findings if not finding.fits)


def one_line(text: object, limit: int = 60) -> str:
    """Words of a page, short enough for a table."""
    words = " ".join(str(text).split())
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def counted(number: int, noun: str) -> str:
    """`1 item`, `3 items`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
