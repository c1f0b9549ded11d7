"""Which known pages to ask for again, as SQL: how often each is likely to change, and what a visit to it would gain.

How often a page changes is estimated from what visits have brought to light, in events (edits, removals) a day. An
event is taken to have happened in the middle between the look before it and the look that showed it; what came after it
in that time could not be seen, so the page does not count as watched then. An edit brings others: what follows one
within 30 days is counted apart, as its echo, and all else by the page's age since publication.

1. An age has a rate, for each site: the events found at that age, over the days for which pages of that age were
   watched. Two events of the usual rate are added to both, so that a new site has the usual rates. The echo has one for
   each age since the last event, in the same way.
2. A section's factor is the number of its events over the number that the rates of ages led to expect, both with four
   more (the posterior mean of a Poisson rate with a gamma prior); its factor of late is the same over 14 days, with two
   events of the section's own factor more: a section that is being rewritten shows within days.
3. A page's factor is its own events over those expected, both with a fifth of an event of its section's factor: most
   pages are never edited, and one that was will be again. Echoes count for neither factor: ten edits of one page in a
   week say little of its siblings, and of itself next year.

A page's rate is that of its age times its factor, and within 30 days of an event at least that of the echo. Edits that
nobody has noticed yet grow with the days waited, and so does the time that each has been there: the gain of a visit is
rate x days x days. A page is due when that passes what the ladder of ages, begun anew with each event, allows a page of
the usual rate, so four times the rate halves the wait. SQLite alone works it out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

LADDER: Final = ((1.0, 1 / 6), (7.0, 1.0), (30.0, 3.0), (365.0, 14.0), (None, 60.0))
"""Up to so many days of age, and the days to leave a page of the usual rate alone."""
USUAL: Final = (0.25, 0.03, 0.006, 0.001, 0.0003)
"""Events a day at these ages, before anything is known of a site."""
MOST_FACTOR: Final = 64.0
"""No page is asked more than eight times as often as the ladder says, or less than an eighth."""
SUSPECT: Final = 1e6
"""The gain of a second look at a page that was not found: before all others."""
PRIOR_AGE, PRIOR_SECTION, PRIOR_LATELY, PRIOR_PAGE = 2.0, 4.0, 2.0, 0.2
LATELY: Final = 14.0
ECHOES: Final = 3
"""Rungs of the ladder, from an event on, in which what comes is its echo."""
ECHO: Final = float(LADDER[ECHOES - 1][0] or 0)
NEVER: Final = -1e9
"""The origin of what no event came before."""

_ENDS = [end for end, _days in LADDER if end is not None]
_SPANS = list(zip([0.0, *_ENDS], [*_ENDS, 1e6], strict=True))


def _by_age(age: str, values: list[str]) -> str:
    """The value for an age, one for each rung; most pages are old and are asked one question."""
    steps = " ".join(f"WHEN {age} > {end} THEN {value}" for end, value in zip(_ENDS[::-1], values[:0:-1], strict=True))
    return f"CASE {steps} ELSE {values[0]} END"


def _columns(prefix: str, values: list[str]) -> str:
    return ", ".join(f"{value} AS {prefix}{number}" for number, value in enumerate(values))


def _rung(age: str) -> str:
    return _by_age(age, [str(number) for number in range(len(LADDER))])


def _watched() -> list[str]:
    """For each rung, the days for which pages were watched at such an age."""
    before = [f"total(CASE WHEN from_age < {end} THEN min({end}, until_age) - from_age END)" for end in _ENDS]
    ends = ["0", *before, "sum(until_age - from_age)"]
    return [f"{upto} - {below}" for below, upto in pairwise(ends)]


def _echoed() -> list[str]:
    """For each of the first rungs, the days for which a page was watched that long after an event."""
    return [
        f"max(0.0, min({end}, until_at - origin) - max({start}, from_at - origin))" for start, end in _SPANS[:ECHOES]
    ]


def _pages(now: str, where: str) -> str:
    """The pages, for how long each was watched at which age; few have events and several stretches between these."""
    lately = f"{now} - {LATELY} - born_at"
    # ruff: noqa: S608  the only text put in is our own
    return f"""
WITH seen AS MATERIALIZED (
    SELECT p.id, p.site, p.section, p.state, julianday(p.first_seen) AS seen_at, julianday(p.last_asked) AS asked_at,
        min(coalesce(julianday(p.published_at), 1e9), julianday(p.first_seen)) AS born_at
    FROM pages AS p WHERE {where}
), noted AS MATERIALIZED (
    SELECT s.id, julianday(c.observed_by) AS from_at,
        (julianday(c.observed_by) + julianday(coalesce(c.observed_after, c.observed_by))) / 2 AS origin
    FROM seen AS s CROSS JOIN changes AS c ON c.page = s.id WHERE c.kind IN ('edited', 'retitled', 'removed')
    GROUP BY c.page, c.observed_by
), begun AS (
    SELECT id, from_at, origin FROM noted
    UNION ALL SELECT id, seen_at, {NEVER} FROM seen WHERE id IN (SELECT id FROM noted)
), spans AS (
    SELECT *, max(from_at, origin + {ECHO}) AS alone_at, lead(origin) OVER (PARTITION BY id ORDER BY from_at) AS next_at
    FROM begun
), ended AS (
    SELECT s.*, b.origin, b.from_at, b.alone_at, coalesce(b.next_at, s.asked_at) AS until_at,
        b.next_at - b.origin > {ECHO} AS ended, b.next_at - b.origin <= {ECHO} AS echoed
    FROM spans AS b JOIN seen AS s ON s.id = b.id
), stretches AS MATERIALIZED (
    SELECT id, site, section, state, asked_at, born_at, origin, ended, echoed,
        ended AND until_at > {now} - {LATELY} AS ended_lately,
        {_rung("until_at - CASE WHEN echoed THEN origin ELSE born_at END")} AS rung, {_columns("x", _echoed())},
        alone_at - born_at AS from_age, max(alone_at, until_at) - born_at AS until_age, {lately} AS lately_age
    FROM ended
), others AS MATERIALIZED (
    SELECT id, site, section, state, asked_at, born_at, seen_at - born_at AS from_age,
        max(seen_at, asked_at) - born_at AS until_age, {lately} AS lately_age
    FROM seen WHERE id NOT IN (SELECT id FROM noted)
)"""


def _rates() -> str:
    """The rates of ages, and of the echo, from what was watched of a site's pages; and their sums up to an age."""

    def rate(events: str, days: str, number: int) -> str:
        return (
            f"(ifnull({events}{number}, 0) + {PRIOR_AGE}) / (ifnull({days}{number}, 0) + {PRIOR_AGE / USUAL[number]})"
        )

    counts = ", ".join(
        (
            _columns("n", [f"total(ended AND rung = {number})" for number in range(len(LADDER))]),
            _columns("m", [f"total(echoed AND rung = {number})" for number in range(ECHOES)]),
            _columns("y", [f"total(x{number})" for number in range(ECHOES)]),
        )
    )
    below = ["0", *(f"(r{number} - r{number + 1}) * {end}" for number, end in enumerate(_ENDS))]
    days = _columns("d", _watched())
    summed = _columns("d", [f"total(d{number})" for number in range(len(LADDER))])
    # Each for itself, then together: to sort all pages in one go takes three times as long.
    return f"""watched AS (
    SELECT site, {summed} FROM (
        SELECT site, {days} FROM others GROUP BY site UNION ALL SELECT site, {days} FROM stretches GROUP BY site
    ) GROUP BY site
), counted AS (
    SELECT site, {counts} FROM stretches GROUP BY site
), rated AS (
    SELECT w.site, {_columns("r", [rate("n", "d", number) for number in range(len(LADDER))])},
        {_columns("e", [rate("m", "y", number) for number in range(ECHOES)])}
    FROM watched AS w LEFT JOIN counted AS c ON c.site IS w.site
), rates AS MATERIALIZED (
    SELECT *, {_columns("b", [" + ".join(below[: number + 1]) for number in range(len(LADDER))])} FROM rated
)"""


def _expecting() -> str:
    """How many events the rates led to expect of each page, and how many there were."""

    def expected(age: str) -> str:
        return _by_age(age, [f"b{number} + r{number} * {age}" for number in range(len(LADDER))])

    ever = f"{expected('until_age')} - ({expected('from_age')})"
    of_late = f"{expected('until_age')} - ({expected('max(from_age, lately_age)')})"
    lately = f"CASE WHEN until_age > lately_age THEN {of_late} ELSE 0.0 END"
    return f"""expecting AS MATERIALIZED (
    SELECT o.id, o.site, o.section, o.state, o.asked_at, o.born_at, {NEVER} AS origin,
        0.0 AS events, 0.0 AS events_lately, {ever} AS expected, {lately} AS expected_lately
    FROM others AS o JOIN rates AS r ON r.site IS o.site
    UNION ALL
    SELECT s.id, s.site, s.section, s.state, s.asked_at, s.born_at, max(s.origin), total(s.ended),
        total(s.ended_lately), sum({ever}), sum({lately})
    FROM stretches AS s JOIN rates AS r ON r.site IS s.site GROUP BY s.id
)"""


def gains_query(now: str = "julianday('now')", where: str = "1") -> str:
    """The query over known pages by number; `now` is SQL for the moment, a Julian day, `where` chooses among pages `p`.

    What is estimated of a site rests on all of its pages: choose sites, not pages.
    """
    age, since = f"({now} - e.born_at)", f"({now} - e.origin)"
    rates = [f"r{number}" for number in range(len(LADDER))]
    echoes = [*(f"e{number}" for number in range(ECHOES)), *["0"] * (len(LADDER) - ECHOES)]
    youngest = f"min({age}, {since})"
    return f"""{_pages(now, where)}, {_rates()}, {_expecting()}, sections AS (
    SELECT site, section, (sum(events) + {PRIOR_SECTION}) / (sum(expected) + {PRIOR_SECTION}) AS factor,
        sum(events_lately) AS events, sum(expected_lately) AS expected
    FROM expecting GROUP BY site, section
), factors AS MATERIALIZED (
    SELECT site, section, (events + {PRIOR_LATELY} * factor) / (expected + {PRIOR_LATELY}) AS factor FROM sections
), estimated AS MATERIALIZED (
    SELECT e.id, e.state, {now} - e.asked_at AS waited,
        max((e.events + {PRIOR_PAGE} * f.factor) / (e.expected + {PRIOR_PAGE}) * {_by_age(age, rates)},
            {_by_age(since, echoes)}) AS rate,
        {_by_age(youngest, [str(rate) for rate in USUAL])} AS usual,
        {_by_age(youngest, [str(days) for _end, days in LADDER])} AS ladder
    FROM expecting AS e CROSS JOIN rates AS r ON r.site IS e.site
    CROSS JOIN factors AS f ON f.site IS e.site AND f.section IS e.section
)
SELECT id, waited AS days_waited, rate,
    CASE WHEN state = 'suspect' THEN {SUSPECT} ELSE rate * waited * waited END AS gain,
    CASE state
        WHEN 'suspect' THEN 1
        WHEN 'blocked' THEN waited >= 0.9
        WHEN 'live' THEN
            waited * waited * min({MOST_FACTOR}, max({1 / MOST_FACTOR}, rate / usual)) >= 0.81 * ladder * ladder
        ELSE waited >= 27
    END AS due
FROM estimated
"""


def due_query(now: str = "julianday('now')", where: str = "1") -> str:
    """The same query with what else is known of each page."""
    return f"""
SELECT a.url, p.key, p.site, p.section, p.title, p.state, p.published_at, p.first_seen, p.last_asked,
    p.versions - 1 AS edits, g.days_waited, g.rate, g.gain, g.due
FROM ({gains_query(now, where)}) AS g JOIN pages AS p ON p.id = g.id JOIN addresses AS a ON a.id = p.address
"""
