"""What the end of a run settles: whether its absences were the pages' or the site's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import astuple

from archive.absence import Tally, credit_of
from archive.echoes import Echoes
from archive.observation import Credit, Observation, Sighting
from archive.observed import Observed

# Pages asked in a run that were ever answered in a way that may be an absence.
DOUBTFUL = """
SELECT DISTINCT (SELECT min(o.id) FROM addresses AS o WHERE o.key = a.key), a.key
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
WHERE e.run = ? AND u.purpose = 'article' AND EXISTS (
    SELECT 1 FROM addresses AS b JOIN exchanges AS o ON o.address = b.id LEFT JOIN readings AS r ON r.capture = o.id
    WHERE b.key = a.key AND (o.outcome IN ('missing', 'redirect') OR r.error_kind IS NOT NULL)
)
"""
# Pages that answered and had been read by then; what was never read is no sign of life, or later looks would unsay it.
ANSWERED = """
SELECT DISTINCT a.key FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
WHERE e.run = ? AND u.purpose = 'article' AND e.outcome IN ('ok', 'unmodified') AND e.request IS NULL AND EXISTS (
    SELECT 1 FROM addresses AS b JOIN exchanges AS o ON o.address = b.id
    JOIN readings AS r ON r.capture = coalesce(o.revisit_of, o.id)
    WHERE b.key = a.key AND o.captured_at <= e.captured_at AND r.title IS NOT NULL
)
"""
LISTED = """
SELECT i.key FROM listings AS l
JOIN listed AS d ON d.listing = l.stands_for
JOIN items AS i ON i.id = d.item
WHERE l.run = ?
"""
# Pages that a killed crawl looked at and had no time to derive again.
BEHIND = """
SELECT DISTINCT p.id FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
JOIN pages AS p ON p.key = a.key
WHERE e.run = ? AND u.purpose = 'article' AND p.last_asked < e.captured_at
"""
SUSPECTS = "SELECT id, key FROM pages WHERE site = ? AND state IN ('suspect', 'blocked')"

Verdict = tuple[int, int, int, int, int, int, int, Credit]
"""A row of `absences` without the run's number."""
Looks = Mapping[int, list[Observation]]
"""The looks at some pages that say anything, oldest first."""


class Outages:
    """Judges runs by what else they met than absent pages."""

    def __init__(self, connection: sqlite3.Connection, observed: Observed) -> None:
        self._connection = connection
        self._observed = observed
        self._echoes = Echoes(connection)

    def settle(self, run: int) -> dict[int, str]:
        """Judge an ended run, and those beside it that are also told by its looks; the pages whose state may follow
        from it, to be derived again, each with the moment since when.
        """
        doubtful = self._doubtful(run)
        looks = self._looks(doubtful)
        self._judge(run, doubtful, looks)
        pages = {page for (page,) in self._connection.execute(BEHIND, (run,)).fetchall()}
        pages |= {self._observed.page(key) for key in self._echoes.after_run(run)}
        settled = dict.fromkeys({*doubtful, *pages, *self._suspects(run)}, self._started(run))
        for earlier in self._beside(run, looks):
            there = self._doubtful(earlier)
            if self._judge(earlier, there, self._looks(there)):
                settled |= {page: min(settled.get(page, "9999"), self._started(earlier)) for page in there}
        return settled

    def judge(self, run: int) -> None:
        """Judge one ended run and nothing else: for who judges all of them."""
        doubtful = self._doubtful(run)
        self._judge(run, doubtful, self._looks(doubtful))

    def verdict(self, run: int) -> Verdict | None:
        """What a run met and how far its absences are believed; None where it has none."""
        doubtful = self._doubtful(run)
        return self._verdict(run, doubtful, self._looks(doubtful))

    def _judge(self, run: int, doubtful: Mapping[int, str], looks: Looks) -> bool:
        """Write the verdict on a run; whether it is another than before."""
        execute = self._connection.execute
        before = execute("SELECT * FROM absences WHERE run = ?", (run,)).fetchone()
        verdict = self._verdict(run, doubtful, looks)
        now = (run, *verdict) if verdict else None
        if now != before:
            execute("DELETE FROM absences WHERE run = ?", (run,))
            if now:
                execute("INSERT INTO absences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", now)
        return bool(now != before)

    def _verdict(self, run: int, doubtful: Mapping[int, str], looks: Looks) -> Verdict | None:
        last = {page: _last(seen, run) for page, seen in looks.items()}
        absent = {page for page, look in last.items() if look and look.sighting is Sighting.ABSENT}
        if not absent:
            return None
        alive = {key for (key,) in self._connection.execute(ANSWERED, (run,)).fetchall()} - set(doubtful.values())
        alive |= {
            doubtful[page] for page, look in last.items() if look and look.sighting in (Sighting.SEEN, Sighting.MOVED)
        }
        items = [key for (key,) in self._connection.execute(LISTED, (run,)).fetchall()]
        listed = set(items)
        followed = [_following(looks[page], run) for page in absent]
        # A page that was absent for longer and came back was away; one that was for one look shows a site that errs.
        erred = [not _was_absent(looks[page], run) for page in absent]
        tally = Tally(
            alive=len(alive),
            absent=len(absent),
            listed_alive=len(alive & listed),
            listed_absent=len(listed.intersection(doubtful[page] for page in absent)),
            items=len(items),
            again=sum(look is not None for look in followed),
            returned=sum(
                look is not None and look.sighting is Sighting.SEEN and once
                for look, once in zip(followed, erred, strict=True)
            ),
        )
        return (*astuple(tally), credit_of(tally))

    def _doubtful(self, run: int) -> dict[int, str]:
        return dict(self._connection.execute(DOUBTFUL, (run,)).fetchall())

    def _looks(self, pages: Mapping[int, str]) -> dict[int, list[Observation]]:
        """The looks at pages that say anything, oldest first, with absences taken at their word."""
        found = {}
        for page, key in pages.items():
            looks = self._observed.observations(page, key, judged=False)
            telling = [look for look in looks if look.sighting not in (Sighting.UNKNOWN, Sighting.BLOCKED)]
            found[page] = sorted(telling, key=lambda look: (look.at, look.tie, look.capture))
        return found

    def _beside(self, run: int, looks: Looks) -> list[int]:
        """The other runs in which a page was absent that this run was the next, or the last before, to look at."""
        found = set()
        for seen in looks.values():
            for other in {look.run for look in seen if look.sighting is Sighting.ABSENT and look.settled}:
                beside = (_following(seen, other), _before(seen, other))
                if other not in (None, run) and any(look is not None and look.run == run for look in beside):
                    found.add(other)
        return sorted(number for number in found if number is not None)

    def _started(self, run: int) -> str:
        (started,) = self._connection.execute("SELECT started_at FROM runs WHERE id = ?", (run,)).fetchone()
        return str(started)

    def _suspects(self, run: int) -> Iterator[int]:
        for (site,) in self._connection.execute("SELECT site FROM runs WHERE id = ?", (run,)).fetchall():
            for page, _ in self._connection.execute(SUSPECTS, (site,)).fetchall():
                yield page


def _last(looks: list[Observation], run: int | None) -> Observation | None:
    """The last look of a run."""
    return next((look for look in reversed(looks) if look.run == run), None)


def _before(looks: list[Observation], run: int | None) -> Observation | None:
    """The last look of another ended run, or of none, before the first look of a run."""
    first = next(place for place, look in enumerate(looks) if look.run == run)
    return next((look for look in reversed(looks[:first]) if look.settled), None)


def _was_absent(looks: list[Observation], run: int) -> bool:
    before = _before(looks, run)
    return before is not None and before.sighting is Sighting.ABSENT


def _following(looks: list[Observation], run: int | None) -> Observation | None:
    """The first look of another ended run, or of none, after the last look of a run."""
    last = _last(looks, run)
    if last is None:
        return None
    after = looks[looks.index(last) + 1 :]
    return next((look for look in after if look.settled and look.run != run), None)
