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
    """The value for an age, one for each rung."""
    steps = " ".join(f"WHEN {age} <= {end} THEN {value}" for end, value in zip(_ENDS, values, strict=False))
    return f"CASE {steps} ELSE {values[-1]} END"


def _watched(since: str, origin: str, rungs: int) -> list[str]:
    """For each rung, the days that a page was watched at such an age since some moment."""
    return [
        f"max(0.0, min({end}, until_at - {origin}) - max({start}, {since} - {origin}))" for start, end in _SPANS[:rungs]
    ]


def _columns(prefix: str, values: list[str]) -> str:
    return ", ".join(f"{value} AS {prefix}{number}" for number, value in enumerate(values))


def _expected(prefix: str) -> str:
    return " + ".join(f"r{number} * {prefix}{number}" for number in range(len(LADDER)))


def _rung(age: str) -> str:
    return _by_age(age, [str(number) for number in range(len(LADDER))])


def _watched_pages(now: str, where: str) -> str:
    """The pages as they were seen, and for how long each was watched at which age between its events."""
    days = _columns("d", _watched("alone_at", "born_at", len(LADDER)))
    lately = _columns("l", _watched(f"max(alone_at, {now} - {LATELY})", "born_at", len(LADDER)))
    echo = _columns("x", _watched("from_at", "origin", ECHOES))
    # ruff: noqa: S608  the only text put in is our own
    return f"""
WITH seen AS MATERIALIZED (
    SELECT p.id, p.key, p.site, p.section, p.state, a.url, p.title, p.published_at, p.first_seen, p.last_asked,
        p.versions - 1 AS edits, julianday(p.first_seen) AS seen_at, julianday(p.last_asked) AS asked_at,
        min(coalesce(julianday(p.published_at), 1e9), julianday(p.first_seen)) AS born_at
    FROM pages AS p JOIN addresses AS a ON a.id = p.address WHERE {where}
), begun AS (
    SELECT id, site, section, asked_at, born_at, seen_at AS from_at, {NEVER} AS origin FROM seen
    UNION ALL
    SELECT s.id, s.site, s.section, s.asked_at, s.born_at, julianday(c.observed_by) AS from_at,
        (julianday(c.observed_by) + julianday(coalesce(c.observed_after, c.observed_by))) / 2 AS origin
    FROM changes AS c JOIN seen AS s ON s.id = c.page WHERE c.kind IN ('edited', 'retitled', 'removed')
    GROUP BY c.page, c.observed_by
), spans AS (
    SELECT *, max(from_at, origin + {ECHO}) AS alone_at, lead(origin) OVER (PARTITION BY id ORDER BY from_at) AS next_at
    FROM begun
), ended AS (
    SELECT *, coalesce(next_at, asked_at) AS until_at,
        next_at - origin > {ECHO} AS ended, next_at - origin <= {ECHO} AS echoed
    FROM spans
), watched AS MATERIALIZED (
    SELECT id, site, section, origin, ended, echoed, ended AND until_at > {now} - {LATELY} AS ended_lately,
        {_rung("until_at - CASE WHEN echoed THEN origin ELSE born_at END")} AS rung, {days}, {lately}, {echo}
    FROM ended
)"""


def _rates() -> str:
    """The rates of ages, and of the echo, from what was watched of a site's pages."""

    def rate(what: str, days: str, number: int) -> str:
        return (
            f"(total({what} AND rung = {number}) + {PRIOR_AGE}) / (sum({days}{number}) + {PRIOR_AGE / USUAL[number]})"
        )

    of_ages = _columns("r", [rate("ended", "d", number) for number in range(len(LADDER))])
    return f"{of_ages}, {_columns('e', [rate('echoed', 'x', number) for number in range(ECHOES)])}"


def due_query(now: str = "julianday('now')", where: str = "1") -> str:
    """The query over known pages; `now` is SQL for the moment, as a Julian day, `where` chooses among pages `p`.

    What is estimated of a site rests on all of its pages: choose sites, not pages.
    """
    age, since = f"({now} - s.born_at)", f"({now} - e.origin)"
    rates = [f"r{number}" for number in range(len(LADDER))]
    echoes = [*(f"e{number}" for number in range(ECHOES)), *["0"] * (len(LADDER) - ECHOES)]
    youngest = f"min({age}, {since})"
    return f"""{_watched_pages(now, where)}, rates AS (
    SELECT site, {_rates()} FROM watched GROUP BY site
), expecting AS MATERIALIZED (
    SELECT w.id, w.site, w.section, max(w.origin) AS origin,
        total(w.ended) AS events, total(w.ended_lately) AS events_lately,
        sum({_expected("d")}) AS expected, sum({_expected("l")}) AS expected_lately
    FROM watched AS w JOIN rates AS r ON r.site IS w.site GROUP BY w.id
), sections AS (
    SELECT site, section, (sum(events) + {PRIOR_SECTION}) / (sum(expected) + {PRIOR_SECTION}) AS factor,
        sum(events_lately) AS events, sum(expected_lately) AS expected
    FROM expecting GROUP BY site, section
), factors AS (
    SELECT site, section, (events + {PRIOR_LATELY} * factor) / (expected + {PRIOR_LATELY}) AS factor FROM sections
), estimated AS (
    SELECT s.*, {now} - s.asked_at AS waited,
        max((e.events + {PRIOR_PAGE} * f.factor) / (e.expected + {PRIOR_PAGE}) * {_by_age(age, rates)},
            {_by_age(since, echoes)}) AS rate,
        {_by_age(youngest, [str(rate) for rate in USUAL])} AS usual,
        {_by_age(youngest, [str(days) for _end, days in LADDER])} AS ladder
    FROM seen AS s JOIN expecting AS e ON e.id = s.id
    JOIN rates AS r ON r.site IS s.site
    JOIN factors AS f ON f.site IS s.site AND f.section IS s.section
)
SELECT url, key, site, section, title, state, published_at, first_seen, last_asked, edits, waited AS days_waited,
    rate,
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
