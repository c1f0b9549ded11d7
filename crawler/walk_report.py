"""What one walk through a section's list pages came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LISTS_NOTHING: Final = "it lists nothing"
"""Why a walk is not complete that met no entry at all: most likely one that was not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkReport:
    """What one walk came to."""

    section: str
    pages: int
    """How many pages of the list were walked, each counted once."""
    items: int
    """Distinct articles listed."""
    advertised: int | None
    complete: bool
    stopped: str | None
    """Why the walk is not complete, one line."""
    wanted: bool
    """Whether it stopped where the person who asked for it wanted, or at known ground."""
    fullest: int = 0
    """Articles on the page that had most."""
    left_out: int = 0
    """Listed links that are no articles of this site: other hosts, or not what `article` of the site file matches."""
    ended: bool = False
    """Whether the list's own end was reached, whatever its totals say."""
    grounded: bool = False
    """Whether it stopped at known ground: articles that an earlier walk to the end had listed."""
    strayed: int = 0
    """Lists that its years seemed to lead to, and that lead to none of the others: taken for another column's."""
