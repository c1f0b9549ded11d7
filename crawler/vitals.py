"""Vital signs of a visit, and whether they are like those of the visits before. Pure.

A sign is a share (of articles with a 来源, of answers that were good) or an amount (characters of an article, entries
of a list page). What is usual is the median of earlier visits; how far from it is still usual, the largest of a floor,
three robust deviations (1.4826 times the median one) and, for a share, three times what chance does to so few pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import median
from typing import Any, Final, Literal

FIELDS: Final = ("published_at", "source", "author", "editor", "doc_number")
FEW_PAGES: Final = 3
"""Pages below which a visit has no sign of a kind."""
FEW_VISITS: Final = 3
"""Earlier visits below which nothing is usual."""
WINDOW: Final = 20
"""Earlier visits that are looked at."""
SHARE_FLOOR: Final = 0.25
ROBUST: Final = 3 * 1.4826
LEAST_AMOUNT: Final = 1e-6
"""What nothing at all counts as, for nothing has no logarithm."""

Way = Literal["falls", "rises", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One figure of one visit."""

    value: float
    of: int
    """From how many pages, or requests."""
    example: str = ""
    """A page that shows it: one without the field, the shortest text."""

    def as_stats(self) -> list[Any]:
        """The sign as it is kept in `runs.stats`."""
        return [round(self.value, 4), self.of, self.example]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One sign of a visit beside the same of earlier ones."""

    name: str
    now: float
    of: int
    usual: float | None
    """None where too few earlier visits have it."""
    least: float | None
    most: float | None
    """Between which it would be as usual."""
    visits: int
    drifted: bool
    example: str

    def __str__(self) -> str:
        where = f", such as {self.example}" if self.example else ""
        return f"{self.name}: {shown(self.name, self.now)}, usually {shown(self.name, self.usual)}{where}"


def compare(now: Mapping[str, Sign], before: Sequence[Mapping[str, Sign]]) -> tuple[Comparison, ...]:
    """Each sign of a visit beside those of the earlier visits that have it."""
    return tuple(_compare(name, sign, [signs[name] for signs in before if name in signs]) for name, sign in now.items())


def shown(name: str, value: float | None) -> str:
    """A value as people read it."""
    if value is None:
        return "too few visits"
    if is_share(name):
        return f"{value:.0%}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def is_share(name: str) -> bool:
    """Whether a sign is a share between 0 and 1."""
    return name.endswith(("filled", "answered", "unreadable"))


def is_fault(name: str) -> bool:
    """Whether a drift of it makes a visit `partial`; the others are notes."""
    return name not in ("bytes of a page", "seconds a request")


def of_reader(name: str) -> bool:
    """Whether a sign depends on who read the pages: it is compared with visits of the same reader alone."""
    return name.endswith(("filled", "unreadable")) or name == "characters of an article"


def _way(name: str) -> Way:
    if name.endswith(("filled", "answered")):
        return "falls"
    return "rises" if name in ("unreadable", "seconds a request") else "either"


def _compare(name: str, sign: Sign, before: Sequence[Sign]) -> Comparison:
    values = [one.value for one in before]
    usual = least = most = None
    if len(values) >= FEW_VISITS:
        usual = median(values)
        least, most = _share_range(usual, sign, before) if is_share(name) else _amount_range(name, values)
    way = _way(name)
    value = sign.value if is_share(name) else max(sign.value, LEAST_AMOUNT)
    falls = least is not None and value < least and way != "rises"
    rises = most is not None and value > most and way != "falls"
    return Comparison(
        name=name, now=sign.value, of=sign.of, usual=usual, least=least, most=most, visits=len(values),
        drifted=falls or rises, example=sign.example,
    )  # fmt: skip


def _share_range(usual: float, sign: Sign, before: Sequence[Sign]) -> tuple[float, float]:
    pages = sum(one.of for one in before)
    # Never seen to fail is not the same as cannot fail: one failure and one success are thought beside.
    chance = (sum(one.value * one.of for one in before) + 1) / (pages + 2)
    spread = median(abs(one.value - usual) for one in before)
    room = max(SHARE_FLOOR, ROBUST * spread, 3 * sqrt(chance * (1 - chance) / sign.of))
    return usual - room, usual + room


def _amount_range(name: str, values: Sequence[float]) -> tuple[float, float]:
    """Amounts are compared by how many times they differ."""
    logs = [log(max(value, LEAST_AMOUNT)) for value in values]
    middle = median(logs)
    spread = median(abs(value - middle) for value in logs)
    room = max(log(3 if name == "seconds a request" else 2), ROBUST * spread)
    return exp(middle - room), exp(middle + room)
