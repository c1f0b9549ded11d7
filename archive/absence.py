"""Whether a page is there: which looks are witnesses of its absence, and what state they put it in.

A page is `gone` only on two independent witnesses: two absent answers of different runs, or one and a complete walk
through its section, in the same run or later, that no longer lists it. One witness makes it `suspect`. Firewalls,
server errors, timeouts and runs in which most pages were missing are witnesses of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from archive.observation import Observation, Sighting

State = Literal["live", "suspect", "gone", "moved", "blocked"]

OUTAGE_LEAST = 3
"""Fewer absent pages than this in one run are never called an outage."""
OUTAGE_SHARE = 0.5
"""More than this share of the pages that a run asked or saw listed were absent: the site is out, not the pages."""
APART = timedelta(hours=1)
"""Two looks made outside of any run are independent when they are this far apart."""

# The verdicts of reading (pipelines.errors) that say something about the page being there.
ABSENT_KINDS = frozenset({"MissingPage"})
BLOCKED_KINDS = frozenset({"BlockPage"})
# What a redirect's target may read as when the article itself is no longer there.
ELSEWHERE_KINDS = frozenset({"MissingPage", "ListPage", "NotAnArticle"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """How long a state held: from the look that found it, entered at some moment after the look before."""

    state: State
    reason: str | None
    after: Observation | None
    """The last look that did not find it so."""
    by: Observation


def is_outage(met: int, absent: int) -> bool:
    """Whether so many of the pages that a run met were absent that the site itself must have been out."""
    return absent >= OUTAGE_LEAST and absent > met * OUTAGE_SHARE


def independent(one: Observation, other: Observation) -> bool:
    """Whether two looks are two witnesses: made by different runs, or far enough apart."""
    if one.run is not None and other.run is not None:
        return one.run != other.run
    return abs(one.at - other.at) >= APART


def judge(outcome: str, status: int | None, error_kind: str | None, *, read: bool) -> tuple[Sighting, str | None]:
    """What an answer that is no redirect says by itself, and why."""
    if outcome == "missing":
        return Sighting.ABSENT, str(status)
    if outcome == "blocked":
        return Sighting.BLOCKED, str(status)
    if outcome not in ("ok", "unmodified"):
        return Sighting.UNKNOWN, outcome
    if error_kind in ABSENT_KINDS:
        return Sighting.ABSENT, "soft 404"
    if error_kind in BLOCKED_KINDS:
        return Sighting.BLOCKED, "challenge page"
    return (Sighting.SEEN, None) if read and error_kind is None else (Sighting.UNKNOWN, error_kind or "not read yet")


@dataclass(slots=True)
class Presence:
    """The state of one page while its looks go by in order of time."""

    state: State | None = None
    reason: str | None = None
    spells: list[Spell] = field(default_factory=list)
    seen: Observation | None = None
    first_absent: Observation | None = None
    _absent: list[Observation] = field(default_factory=list)
    _delisted: list[Observation] = field(default_factory=list)
    _last: Observation | None = None

    def observe(self, look: Observation) -> None:
        """Take one more look into account."""
        if look.sighting is Sighting.SEEN:
            self._enter("live", None, self._last, look)
            self.seen, self.first_absent = look, None
            self._absent.clear()
            self._delisted.clear()
        elif look.sighting is Sighting.MOVED:
            self._enter("moved", look.reason, self.seen, look)
        elif look.sighting is Sighting.BLOCKED:
            if self.state not in ("gone", "moved"):
                self._enter("blocked", look.reason, self._last, look)
        elif look.sighting in (Sighting.ABSENT, Sighting.DELISTED) and self.state not in ("gone", "moved"):
            self._miss(look)
        if look.sighting is not Sighting.UNKNOWN and look.sighting is not Sighting.DELISTED:
            self._last = look

    def _miss(self, look: Observation) -> None:
        if look.sighting is Sighting.DELISTED:
            self._delisted.append(look)
        else:
            self.first_absent = self.first_absent or look
            if look.settled:
                self._absent.append(look)
        if self.first_absent is None:
            return
        if self._confirmed():
            if self.spells and self.spells[-1].state == "suspect":
                # It was gone all along, as far as anybody can tell: one spell, not two.
                suspected = self.spells.pop()
                self._enter("gone", suspected.reason, suspected.after, suspected.by)
            else:
                self._enter("gone", self.first_absent.reason, self.seen, look)
        elif look.sighting is Sighting.ABSENT:
            self._enter("suspect", look.reason, self.seen, look)

    def _confirmed(self) -> bool:
        return any(
            any(independent(absent, other) for other in self._absent)
            or any(walk.run == absent.run or walk.at >= absent.at for walk in self._delisted)
            for absent in self._absent
        )

    def _enter(self, state: State, reason: str | None, after: Observation | None, by: Observation) -> None:
        if self.state != state:
            self.spells.append(Spell(state=state, reason=reason, after=after, by=by))
        self.state, self.reason = state, reason
