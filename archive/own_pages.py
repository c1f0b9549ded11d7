"""The pages of one article: which answers for its later pages belong to which look at its first one. Pure.

An answer for a later page belongs to the look at the first page that the same run made; where its run made none (an
import, a crawl that was killed) to the look nearest in time. A look without an answer for a page takes that of the look
before, if the first page says byte for byte what it said then; otherwise nobody knows what stood there. A page is gone
when two runs in a row found it missing while the one before still led to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from archive.absence import APART

GONE = 0
"""Stands for the body of a page that is gone; captures are numbered from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """The further pages that a reading names, and the bodies that it was made of."""

    later: tuple[str, ...]
    following: str | None
    """The page after them, which was not read with them."""
    parts: tuple[int, ...]
    """For each of these addresses the capture with the body that was looked at, or GONE; none for one never had."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every further page, in order."""
        return (*self.later, *((self.following,) if self.following is not None else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """A look at the first page that was answered with a body, or with 304."""

    capture: int
    at: datetime
    run: int | None
    body: int
    """The capture that carries the bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterAnswer:
    """What a request for a later page came to, where that says anything."""

    at: datetime
    run: int | None
    body: int
    """The capture that carries the bytes; GONE for 404 and 410."""


@dataclass(slots=True)
class Leaves:
    """The further pages of one article, look by look."""

    looks: Sequence[FirstLook]
    """In order of time."""
    answers: Callable[[str], Sequence[LaterAnswer]]
    """The answers for an address, in order of time."""
    _own: dict[str, dict[int, LaterAnswer]] = field(default_factory=dict)

    def part(self, look: int, url: str) -> int | None:
        """The body that a further page had at a look; GONE, or None where that is not known."""
        return self._state(self._index(look), url)

    def readings(self, pages: Mapping[int, OwnPages]) -> dict[int, int]:
        """For each look the capture under which the reading of these very bodies is filed; `pages` are of readings.

        A look that nobody read is left out. A reading counts for the look that it is filed under even where an answer
        came to light later; `unread` names such a look.
        """
        found = {}
        for index, look in enumerate(self.looks):
            if look.body not in pages:
                continue
            filed = look.capture if look.capture in pages else self._same(index, pages)
            if filed is not None:
                found[look.capture] = filed
        return found

    def unread(self, pages: Mapping[int, OwnPages]) -> list[int]:
        """The looks whose bodies together no reading was made of, in order of time."""
        return [
            look.capture
            for index, look in enumerate(self.looks)
            if look.body in pages
            and not (look.capture in pages and self._matches(index, pages[look.capture]))
            and (look.capture in pages or self._same(index, pages) is None)
        ]

    def _same(self, index: int, pages: Mapping[int, OwnPages]) -> int | None:
        """The nearest look before this one, or else after it, that was read and had the same bodies."""
        body = self.looks[index].body
        for other in (*reversed(self.looks[:index]), *self.looks[index + 1 :]):
            if other.body == body and other.capture in pages and self._matches(index, pages[other.capture]):
                return other.capture
        return None

    def matches(self, look: int, pages: OwnPages) -> bool:
        """Whether the further pages at a look had the bodies that a reading of the same first page was made of."""
        return self._matches(self._index(look), pages)

    def _matches(self, index: int, pages: OwnPages) -> bool:
        pairs = zip_longest(pages.addresses, pages.parts)
        return all(url is not None and self._state(index, url) == part for url, part in pairs)

    def _state(self, index: int, url: str) -> int | None:
        own = self._answers_by_look(url)
        while True:
            answer = own.get(index)
            if answer is not None and answer.body != GONE:
                return answer.body
            if answer is not None and self._was_missing(index, answer, own):
                return GONE
            if answer is not None or not index or self.looks[index - 1].body != self.looks[index].body:
                return None
            index -= 1

    def _was_missing(self, index: int, answer: LaterAnswer, own: Mapping[int, LaterAnswer]) -> bool:
        """Whether the answer before this one said so too, in another run."""
        before = next((own[each] for each in range(index - 1, -1, -1) if each in own), None)
        if before is None or before.body != GONE:
            return False
        if before.run is not None or answer.run is not None:
            return before.run != answer.run
        return answer.at - before.at >= APART

    def _answers_by_look(self, url: str) -> dict[int, LaterAnswer]:
        """For each look by its place the last answer that belongs to it, one with a body before one without."""
        if url not in self._own:
            own: dict[int, LaterAnswer] = {}
            for answer in self.answers(url):
                index = self._belongs(answer)
                if answer.body != GONE or own.get(index, answer).body == GONE:
                    own[index] = answer
            self._own[url] = own
        return self._own[url]

    def _belongs(self, answer: LaterAnswer) -> int:
        places = range(len(self.looks))
        same_run = [place for place in places if answer.run is not None and self.looks[place].run == answer.run]
        if same_run:
            return max((place for place in same_run if self.looks[place].at <= answer.at), default=same_run[0])
        return min(places, key=lambda place: abs(self.looks[place].at - answer.at))

    def _index(self, look: int) -> int:
        return next(index for index, each in enumerate(self.looks) if each.capture == look)
