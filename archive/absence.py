"""Whether a page is there: which looks are witnesses of its absence, and what state they put it in.

A page is `gone` only on two witnesses: two absent answers of different runs, or one and a complete walk through its
section that no longer lists it, of another run where more than a few pages are missing. One witness makes it `suspect`.
Firewalls, server errors and timeouts are witnesses of nothing, and how far an absent answer is believed depends on what
else its run met: a site that is not there at all, that will not serve what its own lists name, or whose missing pages
come back is not believed. Where most of the pages asked were missing, or more than a few and the lists still name them,
it takes three such answers over two days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from archive.observation import Credit, Observation, Sighting

State = Literal["live", "suspect", "gone", "moved", "blocked"]

MANY = 3
"""Fewer absent pages than this in one run are never called many."""
FEW = 0.1
"""Up to this share of the pages that answered is a few, however many they are."""
MOST = 0.5
"""More than this share of some pages is most of them."""
CAME_BACK = 0.25
"""Where this share of a run's absent pages, three at least, answered at the next look, its absences say nothing."""
HALF_WITNESSES = 3
"""So many absent answers that are only half believed make a page gone, where they lie `HALF_SPAN` apart."""
HALF_SPAN = timedelta(hours=40)
APART = timedelta(hours=1)
"""Two looks made outside of any run are independent when they are this far apart."""

# The verdicts of reading (pipelines.errors) that say something about the page being there.
ABSENT_KINDS = frozenset({"MissingPage"})
BLOCKED_KINDS = frozenset({"BlockPage"})
NOT_READ = "not read yet"
# What says nothing because of our own doing, or for the moment only: no reason to show with a page.
PASSING = frozenset({NOT_READ, "redirect to an unread page", "redirect to itself", "redirect to nowhere"})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a run met of a site's pages."""

    alive: int
    """Pages that it asked and that answered as articles."""
    absent: int
    listed_alive: int
    """Of those, the ones that its own lists named."""
    listed_absent: int
    items: int
    """Entries on the lists that it read."""
    again: int
    """Of the absent pages, those that a later run looked at."""
    returned: int
    """Of those again, the ones that answered, and had answered at the look before too."""


def credit_of(run: Tally) -> Credit:
    """How far the absent answers of a run are believed."""
    if not run.alive and not run.items:
        return "none"  # nothing shows that the site was there at all
    if run.again >= MANY and run.returned and run.returned >= run.again * CAME_BACK:
        return "none"
    if run.listed_absent > (run.listed_alive + run.listed_absent) * MOST:
        return "none"
    if run.absent >= MANY and run.absent > (run.alive + run.absent) * MOST:
        return "half"
    return "sure" if run.absent < MANY or run.absent <= (run.alive + run.absent) * FEW else "full"


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
        return Sighting.UNKNOWN, "not asked" if outcome == "forbidden" else "unreachable"
    if error_kind in ABSENT_KINDS:
        return Sighting.ABSENT, "soft 404"
    if error_kind in BLOCKED_KINDS:
        return Sighting.BLOCKED, "challenge page"
    return (Sighting.SEEN, None) if read and error_kind is None else (Sighting.UNKNOWN, error_kind or NOT_READ)


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
        elif look.sighting is Sighting.UNKNOWN and self.state == "live" and look.reason not in PASSING:
            # It is as live as before, as far as anybody knows, and this is why nobody knows better.
            self._enter("live", look.reason, self._last, look)
        if look.sighting is not Sighting.UNKNOWN and look.sighting is not Sighting.DELISTED:
            self._last = look

    def _miss(self, look: Observation) -> None:
        if look.sighting is Sighting.DELISTED:
            if look.settled:
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
        full = [absent for absent in self._absent if absent.credit != "half"]
        if any(independent(absent, other) for absent in full for other in full):
            return True
        if any(
            walk.at >= absent.at if independent(absent, walk) else absent.credit == "sure"
            for absent in self._absent
            for walk in self._delisted
        ):
            return True
        apart: list[Observation] = []
        for absent in self._absent:
            if all(independent(absent, other) for other in apart):
                apart.append(absent)
        return len(apart) >= HALF_WITNESSES and apart[-1].at - apart[0].at >= HALF_SPAN

    def _enter(self, state: State, reason: str | None, after: Observation | None, by: Observation) -> None:
        if self.state != state or (state == "live" and self.reason != reason):
            self.spells.append(Spell(state=state, reason=reason, after=after, by=by))
        self.state, self.reason = state, reason
