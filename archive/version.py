"""Versions: a pure function of everything that was observed of a page.

A new version begins where the title or the text differ, or where a fact has two different values. A fact that merely
appears or disappears makes none: a template printed it or did not. Readings by different readers are never compared, so
that a better rule of ours never looks like an edit by a government.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from archive.absence import Presence, Spell, State
from archive.observation import Facts, Observation, Sighting, differing_facts, merged, swapped_files, with_files_of

ChangeKind = Literal["new", "edited", "retitled", "removed", "moved", "restored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A run of looks that say the same; identified for ever by the capture it first appeared in."""

    number: int
    first_capture: int
    last_capture: int
    first_seen: datetime
    last_seen: datetime
    reading: int
    fingerprint: str
    returns_to: int | None = None
    """The number of an earlier version that says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change, observed between two looks."""

    kind: ChangeKind
    page: int
    after: Observation | None
    by: Observation
    run: int | None
    """The run that established it; a removal is observed in one run and confirmed in another."""
    from_version: Version | None
    to_version: Version | None
    reason: str | None = None
    target: int | None = None
    swapped: tuple[str, ...] = ()
    """Addresses of attached files that are others now, though the page still names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """What a page that moved brings to its new address."""

    versions: tuple[Version, ...]
    known: tuple[dict[str, Facts], ...]
    """For each version, what each reader knows of it."""
    seen: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything derived from the looks at one page."""

    versions: tuple[Version, ...]
    """Those it brought along included."""
    own: int
    """How many of the first versions were brought along."""
    events: tuple[Event, ...]
    spells: tuple[Spell, ...]
    state: State | None
    reason: str | None
    first: Observation | None
    """The first look that saw it at this address."""
    seen: Observation | None
    """The last one."""
    shown: int | None
    """The capture whose reading says best what the page says now."""
    files: tuple[Mapping[str, str], ...]
    """For each version the digests of its files, by address, as far as they were fetched."""
    asked: Observation | None
    """The last look of any outcome."""
    moved: Event | None
    carry: Carry | None
    """What it hands over to the address it moved to."""


@dataclass(slots=True)
class _Fold:
    versions: list[Version] = field(default_factory=list)
    known: list[dict[str, Facts]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    presence: Presence = field(default_factory=Presence)
    first: Observation | None = None
    seen: Observation | None = None
    asked: Observation | None = None
    told: Observation | None = None
    """The last look that could have shown an edit: half an article could not."""
    shown: int | None = None
    extent: float = -1
    """How much of the article the reading shown has."""
    filed: float = -1
    """How much of it the reading has that the current version is filed with."""
    moved: Event | None = None
    carry: Carry | None = None

    def look(self, look: Observation) -> None:
        if look.sighting is Sighting.MOVED and not self._really_moved(look):
            look = replace(look, sighting=Sighting.UNKNOWN)
        state = self.presence.state
        absent = self.presence.first_absent
        self.presence.observe(look)
        if look.sighting is not Sighting.DELISTED:
            self.asked = look
        if look.sighting is Sighting.SEEN:
            self._see(look, back=state in ("gone", "moved"))
        elif self.presence.state == "gone" and state != "gone" and self.versions:
            first = absent or look
            looks = (self.seen, first, look)
            self._event("removed", looks, (self.versions[-1], None), reason=self.presence.reason)
        elif look.sighting is Sighting.MOVED and state != "moved" and self.versions and self.seen:
            version = self.versions[-1]
            looks = (self.seen, look, look)
            self.moved = self._event("moved", looks, (version, version), target=look.target)
            self.carry = Carry(versions=tuple(self.versions), known=tuple(self.known), seen=self.seen)

    def _really_moved(self, look: Observation) -> bool:
        """A temporary redirect is a move only where the same words stand at its end."""
        if look.permanent:
            return True
        if not self.known or look.facts is None:
            return False
        known = self.known[-1].get(look.facts.reader)
        return known is not None and same_words(known, look.facts)

    def _see(self, look: Observation, *, back: bool) -> None:
        facts = look.facts
        assert facts is not None
        assert look.reading is not None
        before = self.versions[-1] if self.versions else None
        known = self.known[-1].get(facts.reader) if before else None
        new = before is None or (known is not None and not same(known, facts))
        if new:
            self._begin(look, facts)
        else:
            assert before is not None
            self.versions[-1] = replace(before, last_capture=look.capture, last_seen=look.at)
            self._complete(look, facts)
            self.known[-1] = {**self.known[-1], facts.reader: merged(known, facts) if known else facts}
        if new or facts.extent >= self.extent:
            self.shown, self.extent = look.reading, facts.extent
        version = self.versions[-1]
        looks = (self.seen, look, look)
        if before is None:
            self._event("new", looks, (None, version))
        if back:
            self._event("restored", looks, (before, version))
        if new and before is not None:
            assert known is not None
            looks = (self.told, look, look)
            swapped = swapped_files(known, facts)
            if known.words != facts.words or differing_facts(known, facts) or swapped:
                self._event("edited", looks, (before, version), swapped=swapped)
            if known.title != facts.title:
                self._event("retitled", looks, (before, version))
        self.first = self.first or look
        self.seen = look
        if facts.extent >= self.extent:
            self.told = look

    def _complete(self, look: Observation, facts: Facts) -> None:
        """File the current version with a reading that has more of the article, where the first look had but a part."""
        if facts.extent > self.filed >= 0:
            assert look.reading is not None
            self.filed = facts.extent
            self.versions[-1] = replace(self.versions[-1], reading=look.reading, fingerprint=facts.fingerprint)

    def _begin(self, look: Observation, facts: Facts) -> None:
        assert look.reading is not None
        self.filed = facts.extent
        earlier = (
            version.number
            for version, known in reversed(list(zip(self.versions, self.known, strict=True)))
            if facts.reader in known and same(known[facts.reader], facts)
        )
        self.versions.append(
            Version(
                number=len(self.versions) + 1,
                first_capture=look.capture,
                last_capture=look.capture,
                first_seen=look.at,
                last_seen=look.at,
                reading=look.reading,
                fingerprint=facts.fingerprint,
                returns_to=next(earlier, None),
            )
        )
        before = self.known[-1].get(facts.reader) if self.known else None
        self.known.append({facts.reader: with_files_of(before, facts) if before else facts})

    def _event(
        self,
        kind: ChangeKind,
        looks: tuple[Observation | None, Observation, Observation],
        versions: tuple[Version | None, Version | None],
        *,
        reason: str | None = None,
        target: int | None = None,
        swapped: tuple[str, ...] = (),
    ) -> Event:
        """Note an event between two looks, established by a third."""
        after, by, established = looks
        event = Event(
            kind=kind,
            page=by.page,
            after=after,
            by=by,
            run=established.run,
            from_version=versions[0],
            to_version=versions[1],
            reason=reason,
            target=target,
            swapped=swapped,
        )
        self.events.append(event)
        return event


def derive_history(observations: Iterable[Observation], *, carry: Carry | None = None) -> History:
    """The versions, changes and state of one page; in whatever order the observations are given."""
    fold = _Fold()
    if carry is not None:
        fold.versions, fold.known, fold.seen = list(carry.versions), list(carry.known), carry.seen
        fold.told = carry.seen
    for look in sorted(observations, key=lambda each: (each.at, each.tie, each.capture)):
        fold.look(look)
    return History(
        versions=tuple(fold.versions),
        own=len(carry.versions) if carry else 0,
        events=tuple(fold.events),
        spells=tuple(fold.presence.spells),
        state=fold.presence.state,
        reason=fold.presence.reason,
        first=fold.first,
        seen=fold.presence.seen,
        shown=fold.shown,
        files=tuple({href: digest for facts in known.values() for href, digest in facts.files} for known in fold.known),
        asked=fold.asked,
        moved=fold.moved if fold.presence.state == "moved" else None,
        carry=fold.carry if fold.presence.state == "moved" else None,
    )


def same_words(known: Facts, new: Facts) -> bool:
    """Whether title and text are the same."""
    return known.title == new.title and known.words == new.words


def same(known: Facts, new: Facts) -> bool:
    """Whether another look of the same reader belongs to the same version."""
    if swapped_files(known, new):
        return False
    return known.fingerprint == new.fingerprint or (same_words(known, new) and not differing_facts(known, new))
