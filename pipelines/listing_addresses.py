"""The form that the addresses of a list's rows have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

FEWEST = 3
"""Rows that show which numbers of their addresses are the column's."""
_NUMBER = re.compile(r"[0-9a-f]{16,}|\d+", re.I)
_TIME = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d(?:\d{4,})?)?)?|0[1-9](?:[0-3]\d)?")
"""A number of an address that is a year, a month, a day or a moment."""


class RowAddresses:
    """What the addresses of a list's rows have in common: all but their numbers, and the column's number among them."""

    __slots__ = ("_fixed", "_shape")

    def __init__(self, urls: Sequence[str]) -> None:
        shapes = [_NUMBER.sub("0", url) for url in urls]
        common, times = Counter(shapes).most_common(1)[0] if shapes else ("", 0)
        self._shape = common if "0" in common and times * 2 > len(urls) else ""
        alike = [_NUMBER.findall(url) for url, shape in zip(urls, shapes, strict=True) if shape == self._shape]
        places = list(zip(*alike, strict=True)) if len(alike) >= FEWEST else []
        dated = [any(_TIME.fullmatch(one) for one in numbers) for numbers in places]
        # What follows a year may be its month, and then its day.
        self._fixed = {
            place: numbers[0]
            for place, numbers in enumerate(places)
            if len(set(numbers)) == 1 and not any(dated[max(0, place - 2) : place + 1])
        }

    def holds(self, url: str) -> bool:
        """Whether an address is of this form, and of this column."""
        return self._is_alike(url) and not self.is_of_another(url)

    def is_of_another(self, url: str) -> bool:
        """Whether an address is of this form, and of another column: /info/1025/ where all have /info/1010/."""
        numbers = _NUMBER.findall(url) if self._is_alike(url) else []
        return bool(numbers) and any(numbers[place] != number for place, number in self._fixed.items())

    def _is_alike(self, url: str) -> bool:
        return bool(self._shape) and _NUMBER.sub("0", url) == self._shape
