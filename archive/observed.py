"""Observations of a page, put together from its captures, their readings, and the lists it should stand in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.absence import ELSEWHERE_KINDS, judge
from archive.compared import Reading, readings_of
from archive.echoes import ECHO, Echoes, Heard
from archive.files import FileDigests, files_at
from archive.instant import instant
from archive.interned import key_of
from archive.lists import Lists
from archive.observation import Credit, Observation, Sighting
from archive.own_pages import GONE, FirstLook, LaterAnswer, Leaves
from archive.url import is_home

_LOOK = """
SELECT e.id, e.run, e.captured_at, e.status, e.outcome, e.revisit_of, e.payload, e.target, u.purpose, a.id, a.url,
       r.started_at, r.outcome, b.credit, b.absent * 5 > b.alive + b.absent,
       (SELECT digest FROM payloads WHERE id = e.payload), (SELECT url FROM addresses WHERE id = e.target),
       u.site, u.section
FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN runs AS r ON r.id = e.run
LEFT JOIN absences AS b ON b.run = e.run
"""
LOOKS = f"""{_LOOK}
WHERE a.key = ? AND u.purpose <> 'robots' AND e.request IS NULL
ORDER BY e.captured_at, a.url, e.status, e.outcome, 16, 17, e.id
"""
# A look at a page that nothing else is known of: nobody asked for it before, and no redirect leads there.
ONLY_LOOK = f"""{_LOOK}
WHERE e.id = ? AND e.outcome = 'ok' AND e.payload IS NOT NULL AND e.revisit_of IS NULL AND e.request IS NULL
  AND u.purpose <> 'robots' AND r.outcome IS NULL
  AND NOT EXISTS (SELECT 1 FROM readings WHERE capture = e.id)
  AND NOT EXISTS (
    SELECT 1 FROM addresses AS o JOIN exchanges AS x ON x.address = o.id WHERE o.key = a.key AND x.id <> e.id)
  AND NOT EXISTS (SELECT 1 FROM addresses AS o JOIN exchanges AS x ON x.target = o.id WHERE o.key = a.key)
"""  # noqa: S608  our own words
MOST_HOPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One capture of a page, as far as its history is concerned."""

    id: int
    run: int | None
    captured_at: str
    status: int | None
    outcome: str
    revisit_of: int | None
    payload: int | None
    target: int | None
    purpose: str
    address: int
    url: str
    run_started: str | None
    run_outcome: str | None
    credit: Credit | None
    crowded: int | None
    """Whether more than a fifth of the pages that its run asked were absent."""
    digest: str | None
    location: str | None
    site: str | None
    section: str | None

    @property
    def tie(self) -> str:
        """Orders captures of one instant in the same way whatever order they came in."""
        return f"{self.url} {self.status or 0:03} {self.outcome} {self.digest} {self.location}"

    @property
    def settled(self) -> bool:
        """Whether the run it was made in, if any, has ended."""
        return self.run is None or self.run_outcome is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What a look found: what stands at the address, or at the end of a redirect from it."""

    sighting: Sighting
    reason: str | None
    page: int | None = None
    reading: Reading | None = None


class Observed:
    """Reads the looks at a page out of the archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lists = Lists(connection)
        self._echoes = Echoes(connection)

    def looks(self, key: str) -> list[Look]:
        """Every capture of a page, oldest first."""
        return [
            Look(**dict(zip(Look.__slots__, row, strict=True)))
            for row in self._connection.execute(LOOKS, (key,)).fetchall()
        ]

    def only(self, capture: int) -> Look | None:
        """The look that a capture is, where nothing else is known of its page yet and its run goes on."""
        row = self._connection.execute(ONLY_LOOK, (capture,)).fetchone()
        return Look(**dict(zip(Look.__slots__, row, strict=True))) if row else None

    def first(self, key: str, look: Look, reading: Reading) -> Observation:
        """What the only look at a page says by its reading; no echo, for its run goes on."""
        leaves = self.leaves([look], {look.id: look.id})
        files = files_at(self._connection, leaves, {look.id: look.id})
        return self._observation(look.address, key, look, {look.id: reading}, files)

    def observations(
        self, page: int, key: str, looks: Sequence[Look] | None = None, *, judged: bool = True
    ) -> list[Observation]:
        """Every look at a page with what it says, and the complete walks that no longer listed it.

        Once runs are `judged`, an absence says no more of a page than its run is believed.
        """
        looks = self.looks(key) if looks is None else looks
        readings = self._readings_of(looks)
        files = files_at(
            self._connection,
            self.leaves(looks, self.bodies(looks)),
            {look: reading.capture for look, reading in readings.items() if reading.facts is not None},
        )
        found = [self._observation(page, key, look, readings, files) for look in looks]
        missing = [(look, each) for look, each in zip(looks, found, strict=True) if each.sighting is Sighting.ABSENT]
        if not missing or not judged:
            return found
        since = min(look.run_started or look.captured_at for look, _ in missing)
        walks = self._lists.delisted(page, key, since=since)
        delisted_in = {walk.run for walk in walks}
        believed = {look.id: self._credit(key, look, look.run in delisted_in) for look, _ in missing}
        return [_believed(each, believed.get(each.capture)) for each in found] + walks

    def _credit(self, key: str, look: Look, delisted: bool) -> Credit:
        """How far an absent answer is believed: by its run, and by what that run's lists say of this very page."""
        credit = look.credit or "full"
        if delisted:
            return "sure" if credit == "sure" else "full"
        # Among a few, a list that was not brought up to date; among many, a site that cannot serve what it has.
        if credit in ("sure", "full") and self._lists.names(key, look.run):
            return "full" if credit == "sure" and not look.crowded else "half"
        return credit

    def _observation(
        self, page: int, key: str, look: Look, readings: dict[int, Reading], files: Mapping[int, FileDigests]
    ) -> Observation:
        end = self._judged(key, look, readings.get(look.id))
        reading = end.reading
        facts = reading.facts if reading else None
        if facts is not None and end.sighting is Sighting.SEEN and look.id in files:
            facts = replace(facts, files=files[look.id])
        return Observation(
            capture=look.id,
            at=instant(look.captured_at),
            page=page,
            sighting=end.sighting,
            run=look.run,
            facts=facts,
            reading=reading.capture if reading and end.sighting is Sighting.SEEN else None,
            reason=end.reason,
            target=end.page,
            permanent=look.status in (301, 308),
            settled=look.settled,
            tie=look.tie,
        )

    def _judged(self, key: str, look: Look, reading: Reading | None) -> End:
        if look.outcome == "redirect":
            return self._end(key, look)
        kind = reading.error_kind if reading else None
        sighting, reason = judge(look.outcome, look.status, kind, read=reading is not None)
        return End(sighting=sighting, reason=reason, reading=reading if sighting is Sighting.SEEN else None)

    def _end(self, key: str, look: Look, hops: int = 0) -> End:
        """Where a redirect leads: judged by the first capture of its target from then on that the same run made, else
        by the last one before. What a later run finds there says nothing about this one.
        """
        if look.target is None or hops > MOST_HOPS:
            return End(sighting=Sighting.UNKNOWN, reason="redirect to nowhere")
        url, target_key = self._connection.execute(
            "SELECT url, key FROM addresses WHERE id = ?", (look.target,)
        ).fetchone()
        if target_key == key:
            return End(sighting=Sighting.UNKNOWN, reason="redirect to itself")
        if is_home(url):
            return End(sighting=Sighting.ABSENT, reason="redirect to the home page")
        looks = self.looks(target_key)
        readings = self._readings_of(looks)
        later = [each for each in looks if each.captured_at >= look.captured_at and each.run == look.run]
        earlier = [each for each in reversed(looks) if each.captured_at < look.captured_at]
        for each in [*later, *earlier]:
            end = self._end_at(each, readings.get(each.id), target_key, hops)
            if end.sighting is not Sighting.UNKNOWN:
                return end
        return End(sighting=Sighting.UNKNOWN, reason="redirect to an unread page")

    def _end_at(self, look: Look, reading: Reading | None, key: str, hops: int) -> End:
        if look.outcome == "redirect":
            return self._end(key, look, hops + 1)
        if look.purpose == "list" and look.outcome in ("ok", "unmodified"):
            return End(sighting=Sighting.ABSENT, reason="redirect to a list")
        kind = reading.error_kind if reading else None
        sighting, _ = judge(look.outcome, look.status, kind, read=reading is not None)
        if sighting is Sighting.SEEN:
            return End(sighting=Sighting.MOVED, reason=None, page=self.page(key), reading=reading)
        if sighting is Sighting.ABSENT or kind in ELSEWHERE_KINDS:
            return End(sighting=Sighting.ABSENT, reason="redirect to no article")
        return End(sighting=sighting, reason="redirect")

    def page(self, key: str) -> int:
        """The number of a page: that of the first address filed under its key."""
        (number,) = self._connection.execute("SELECT min(id) FROM addresses WHERE key = ?", (key,)).fetchone()
        return int(number)

    def _readings_of(self, looks: Sequence[Look]) -> dict[int, Reading]:
        """For each look, the reading of the bodies that it gave or stands for; an echo is read as nothing."""
        bodies = self.bodies(looks)
        readings = self.readings(set(bodies.values()))
        found = {look: readings[body] for look, body in bodies.items() if body in readings}
        several = {look for look, reading in found.items() if reading.pages is not None}
        if several:
            own = self.readings(several)
            pages = {number: each.pages for number, each in own.items() if each.pages is not None}
            filed = self.leaves(looks, bodies).readings(pages)
            found = {look: reading for look, reading in found.items() if look not in several}
            found |= {look: own[filed[look]] for look in several if look in filed}
        heard = {
            look.id: Heard(look.run if look.settled else None, said)
            for look in looks
            if look.id in found and (said := found[look.id].said) is not None
        }
        for look, echo in zip(heard, self._echoes.among(list(heard.values())), strict=True):
            if echo:
                found[look] = replace(found[look], facts=None, error_kind=ECHO)
        return found

    def bodies(self, looks: Sequence[Look]) -> dict[int, int]:
        """For each look that has one or stands for one, the capture that carries the body."""
        revisits = {look.id: look.revisit_of for look in looks}
        last: dict[int, int] = {}
        for look in looks:
            if look.outcome == "ok" and look.payload is not None:
                last[look.address] = look.id
            elif look.outcome == "unmodified" and look.revisit_of is None:
                # Nobody said what it stands for: the last body that this address gave.
                revisits[look.id] = last.get(look.address)
        return {look.id: self._body(look.id, revisits) for look in looks if look.outcome in ("ok", "unmodified")}

    def leaves(self, looks: Sequence[Look], bodies: Mapping[int, int]) -> Leaves:
        """The further pages of the article that some looks at its first page show; each look with its body."""
        return Leaves(
            [
                FirstLook(capture=look.id, at=instant(look.captured_at), run=look.run, body=bodies[look.id])
                for look in looks
                if look.id in bodies
            ],
            self._later_answers,
        )

    def _later_answers(self, url: str) -> list[LaterAnswer]:
        looks = self.looks(key_of(url))
        bodies = self.bodies(looks) | {look.id: GONE for look in looks if look.outcome == "missing"}
        return [
            LaterAnswer(at=instant(look.captured_at), run=look.run, body=bodies[look.id])
            for look in looks
            if look.id in bodies
        ]

    def _body(self, number: int, revisits: dict[int, int | None]) -> int:
        seen = set()
        while number not in seen:
            seen.add(number)
            if number not in revisits:
                row = self._connection.execute("SELECT revisit_of FROM exchanges WHERE id = ?", (number,)).fetchone()
                revisits[number] = row[0]
            before = revisits[number]
            if before is None:
                break
            number = before
        return number

    def readings(self, captures: Iterable[int]) -> dict[int, Reading]:
        """The readings of some captures, by capture."""
        return readings_of(self._connection, captures)


def _believed(look: Observation, credit: Credit | None) -> Observation:
    if credit == "none":
        return replace(look, sighting=Sighting.UNKNOWN, reason="site-wide outage")
    return replace(look, credit=credit) if credit else look
