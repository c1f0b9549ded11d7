"""Which paragraph of an old text is which paragraph of a new one.

Paragraphs are matched as people read: those that are unique on both sides hold the rest in place (patience), what
lies between them is matched by likeness, and what stands elsewhere has moved. All of it ends in bounded time on any
input: quadratic steps draw on one `Budget`, and once that is spent the result is coarser and still true.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Indel, LCSseq

RowKind = Literal["same", "changed", "moved", "added", "removed"]

ALIKE = 0.5
"""Two paragraphs in one place that share this much are one paragraph, changed."""
MOVED_ALIKE = 0.75
"""The same for paragraphs in different places; more is asked, as likeness is all that speaks for them."""
_SHORTEST_MOVE = 10
_CELLS_AT_ONCE = 25_000_000
_DEEPEST = 8
_NO_LETTER = re.compile(r"[\W\d_]+")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paragraph of the old text, of the new text, or of both."""

    kind: RowKind
    old: int | None
    new: int | None


@dataclass(slots=True)
class Budget:
    """How many cells of comparison tables one diff may still fill; a second holds about 10⁹."""

    cells: int = 1_000_000_000

    def spend(self, cells: int) -> bool:
        """Take the cells if they are there and few enough for the memory of one table."""
        if cells > min(self.cells, _CELLS_AT_ONCE):
            return False
        self.cells -= cells + 64
        return True


def align(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Row]:
    """Every paragraph of both texts in one list: in the order of the new text, removed ones where they stood."""
    same = equal_pairs(old, new, budget)
    moved = _equal_elsewhere(old, new, same)
    gone, come = {left for left, _ in moved}, {right for _, right in moved}
    changed: list[Pair] = []
    for olds, news in _gaps(same, len(old), len(new)):
        lefts = [place for place in olds if place not in gone]
        rights = [place for place in news if place not in come]
        changed += _changed(old, new, lefts, rights, budget)
    settled = moved + changed
    moved += _alike_elsewhere(old, new, _rest(same + settled, len(old), len(new)), budget)
    return list(_rows(same, changed, moved, len(old), len(new)))


def equal_pairs(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Pair]:
    """Places of equal items, rising on both sides: what stayed where it was."""
    pairs: list[Pair] = []
    windows = [(0, len(old), 0, len(new), 0)]
    while windows:
        top, bottom, left, right, depth = windows.pop()
        while top < bottom and left < right and old[top] == new[left]:
            pairs.append((top, left))
            top, left = top + 1, left + 1
        while top < bottom and left < right and old[bottom - 1] == new[right - 1]:
            bottom, right = bottom - 1, right - 1
            pairs.append((bottom, right))
        if top == bottom or left == right:
            continue
        anchors = _anchors(old, new, range(top, bottom), range(left, right)) if depth < _DEEPEST else []
        if not anchors:
            pairs += _repeated(old, new, range(top, bottom), range(left, right), budget)
            continue
        pairs += anchors
        edges = [(top - 1, left - 1), *anchors, (bottom, right)]
        windows += [(a + 1, b, c + 1, d, depth + 1) for (a, c), (b, d) in pairwise(edges) if a + 1 < b and c + 1 < d]
    return sorted(pairs)


def _anchors(old: Sequence[str], new: Sequence[str], olds: range, news: range) -> list[Pair]:
    """Items that occur once on each side, and of these the longest series that rises on both."""
    ones, others = Counter(old[place] for place in olds), Counter(new[place] for place in news)
    where = {new[place]: place for place in news if others[new[place]] == 1}
    return _rising([(place, where[old[place]]) for place in olds if ones[old[place]] == 1 and old[place] in where])


def _repeated(old: Sequence[str], new: Sequence[str], olds: range, news: range, budget: Budget) -> list[Pair]:
    """Equal items where none is unique: the longest common series, or the n-th here for the n-th there."""
    shared = {old[place] for place in olds} & {new[place] for place in news}
    lefts = [place for place in olds if old[place] in shared]
    rights = [place for place in news if new[place] in shared]
    if not lefts or not rights:
        return []
    if budget.spend(len(lefts) * len(rights)):
        series = LCSseq.opcodes([old[place] for place in lefts], [new[place] for place in rights])
        return [
            (lefts[block.a + step], rights[block.b + step])
            for block in series.as_matching_blocks()
            for step in range(block.size)
        ]
    places: dict[str, list[int]] = defaultdict(list)
    for place in reversed(rights):
        places[new[place]].append(place)
    return _rising([(place, places[old[place]].pop()) for place in lefts if places[old[place]]])


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest series of pairs whose second numbers rise; the first ones rise already."""
    ends: list[int] = []
    at: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        before[number] = at[length - 1] if length else -1
        ends[length : length + 1] = [right]
        at[length : length + 1] = [number]
    series: list[Pair] = []
    number = at[-1] if at else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]


def _equal_elsewhere(old: Sequence[str], new: Sequence[str], same: Sequence[Pair]) -> list[Pair]:
    lefts, rights = _rest(same, len(old), len(new))
    places: dict[str, list[int]] = defaultdict(list)
    for place in reversed(rights):
        places[new[place]].append(place)
    return [(place, places[old[place]].pop()) for place in lefts if places.get(old[place])]


def _rest(pairs: Sequence[Pair], olds: int, news: int) -> tuple[list[int], list[int]]:
    gone, come = {left for left, _ in pairs}, {right for _, right in pairs}
    return [place for place in range(olds) if place not in gone], [place for place in range(news) if place not in come]


def _gaps(same: Sequence[Pair], olds: int, news: int) -> Iterator[tuple[range, range]]:
    at = (0, 0)
    for left, right in [*same, (olds, news)]:
        if at[0] < left and at[1] < right:
            yield range(at[0], left), range(at[1], right)
        at = (left + 1, right + 1)


def _changed(
    old: Sequence[str], new: Sequence[str], lefts: Sequence[int], rights: Sequence[int], budget: Budget
) -> list[Pair]:
    """Pairs of one gap, rising: first those whose letters are equal, as when numbers or punctuation changed."""
    letters = equal_pairs([_letters(old[a], a) for a in lefts], [_letters(new[b], ~b) for b in rights], budget)
    pairs = [(lefts[i], rights[j]) for i, j in letters]
    for olds, news in _gaps(letters, len(lefts), len(rights)):
        pairs += _alike_in_place(old, new, [lefts[i] for i in olds], [rights[j] for j in news], budget)
    return pairs


def _letters(text: str, place: int) -> str:
    # What has no letters equals nothing: rows of a table of numbers are told apart by likeness alone.
    return _NO_LETTER.sub("", text) or f"\n{place}"


def _alike_in_place(
    old: Sequence[str], new: Sequence[str], lefts: Sequence[int], rights: Sequence[int], budget: Budget
) -> list[Pair]:
    """Pairs of like paragraphs within one gap, rising on both sides, with the greatest likeness in all."""
    if not lefts or not rights:
        return []
    table = len(lefts) * len(rights)
    if table > 40_000 or not budget.spend(sum(len(old[a]) for a in lefts) * sum(len(new[b]) for b in rights) // 8):
        # Too many to compare each with each: by place alone, as far as they are alike.
        return [
            (a, b) for a, b in zip(lefts, rights, strict=False) if _likeness(old[a], new[b], budget, ALIKE) >= ALIKE
        ]
    scores = [[_likeness(old[a], new[b], None, ALIKE) for b in rights] for a in lefts]
    best = [[0.0] * (len(rights) + 1) for _ in range(len(lefts) + 1)]
    for i in range(len(lefts) - 1, -1, -1):
        for j in range(len(rights) - 1, -1, -1):
            together = scores[i][j] + best[i + 1][j + 1] if scores[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(lefts) and j < len(rights):
        if scores[i][j] >= ALIKE and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((lefts[i], rights[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _alike_elsewhere(
    old: Sequence[str], new: Sequence[str], rest: tuple[list[int], list[int]], budget: Budget
) -> list[Pair]:
    lefts = [place for place in rest[0] if len(old[place]) >= _SHORTEST_MOVE][:200]
    rights = [place for place in rest[1] if len(new[place]) >= _SHORTEST_MOVE][:200]
    found = [
        (likeness, a, b)
        for a in lefts
        for b in rights
        if (likeness := _likeness(old[a], new[b], budget, MOVED_ALIKE)) >= MOVED_ALIKE
    ]
    pairs: dict[int, int] = {}
    for _, a, b in sorted(found, key=lambda hit: (-hit[0], hit[1], hit[2])):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return list(pairs.items())


def _likeness(old: str, new: str, budget: Budget | None, least: float) -> float:
    shorter, longer = sorted((len(old), len(new)))
    if 2 * shorter < least * (shorter + longer):
        return 0.0
    if budget is not None and not budget.spend(len(old) * len(new) // 8):
        return 0.0
    return Indel.normalized_similarity(old, new, score_cutoff=least)


def _rows(same: Sequence[Pair], changed: Sequence[Pair], moved: Sequence[Pair], olds: int, news: int) -> Iterator[Row]:
    kinds: dict[Pair, RowKind] = {**dict.fromkeys(same, "same"), **dict.fromkeys(changed, "changed")}
    away, come = {left for left, _ in moved}, {right: left for left, right in moved}
    at = (0, 0)
    for left, right in [*sorted(kinds), (olds, news)]:
        for place in range(at[0], left):
            if place not in away:
                yield Row(kind="removed", old=place, new=None)
        for place in range(at[1], right):
            yield Row(kind="moved" if place in come else "added", old=come.get(place), new=place)
        if (left, right) in kinds:
            yield Row(kind=kinds[left, right], old=left, new=right)
        at = (left + 1, right + 1)
