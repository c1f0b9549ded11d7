"""Echoes: the same page under many addresses, which says nothing about any of them.

A maintenance page, a parked domain or a login form may answer for every page of a site with status 200, and read as an
article. It is told by what it took the place of: where three pages that began with different words say the same words
under the same title in one run that has ended, whoever says so in that run has said nothing. An article that several
columns list began with the same words everywhere, and is none; nor is a page that became a copy of one other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

ECHO = "the same page under many addresses"
"""Why nothing is known of a page that only echoed."""
MANY = 3
"""So many pages that began with different words must say the same."""
NO_TEXT = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The digest of no words at all: pages of images alone are not each other's echo."""

# The capture whose reading a look stands for.
_HOLDER = "coalesce((SELECT b.revisit_of FROM exchanges AS b WHERE b.id = e.revisit_of), e.revisit_of, e.id)"
OFTEN = "SELECT count(*) FROM (SELECT 1 FROM readings WHERE words = ? AND title = ? LIMIT ?)"
# Every page that ever said these words under this title.
SAYING = """
SELECT DISTINCT a.key FROM readings AS r
JOIN exchanges AS e ON e.id = r.capture
JOIN addresses AS a ON a.id = e.address
WHERE r.words = ? AND r.title = ? AND e.request IS NULL
"""
# Those that said them in one run; the plus has each looked up by its address, not among all that the run asked.
TOGETHER = f"""
SELECT a.key FROM readings AS r
CROSS JOIN exchanges AS o ON o.id = r.capture
CROSS JOIN addresses AS h ON h.id = o.address
CROSS JOIN addresses AS a ON a.key = h.key
CROSS JOIN exchanges AS e ON e.address = a.id
WHERE r.words = ? AND r.title = ? AND +e.run = ? AND e.request IS NULL AND {_HOLDER} = r.capture
"""  # noqa: S608  our own words
# What a page said first.
FIRST = f"""
SELECT r.words, r.title FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
JOIN readings AS r ON r.capture = {_HOLDER}
WHERE a.key = ? AND r.words IS NOT NULL AND e.request IS NULL
ORDER BY e.captured_at, r.words, r.title LIMIT 1
"""  # noqa: S608  our own words
# What was said in a run under many addresses.
COMMON = f"""
SELECT r.words, r.title FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN readings AS r ON r.capture = {_HOLDER}
WHERE e.run = ? AND r.words IS NOT NULL AND e.request IS NULL
GROUP BY r.words, r.title HAVING count(DISTINCT a.key) >= ?
"""  # noqa: S608  our own words
# What a page said in runs that have ended.
SAID = f"""
SELECT DISTINCT e.run, r.words, r.title FROM addresses AS a
JOIN exchanges AS e ON e.address = a.id
JOIN runs AS n ON n.id = e.run
JOIN readings AS r ON r.capture = {_HOLDER}
WHERE a.key = ? AND r.words IS NOT NULL AND e.request IS NULL AND n.outcome IS NOT NULL
"""  # noqa: S608  our own words
LATE = """
SELECT 1 FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN addresses AS b ON b.key = a.key
JOIN exchanges AS later ON later.address = b.id AND later.captured_at >= e.captured_at
JOIN runs AS r ON r.id = later.run
WHERE e.id = ? AND r.outcome IS NOT NULL LIMIT 1
"""


class Said(NamedTuple):
    """What a page said: the digest of its words, and its title."""

    words: str
    title: str


class Heard(NamedTuple):
    """One look of a page: its run, if that has ended, and what it said."""

    run: int | None
    said: Said


class Echoes:
    """Tells echoes by the evidence and its readings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def among(self, heard: Sequence[Heard]) -> list[bool]:
        """Which of a page's looks, oldest first, only echoed; what a page began with by itself it may always say."""
        common = {said for said in {each.said for each in heard} if self._is_common(said)}
        found = []
        own: Said | None = None
        for each in heard:
            echo = each.said in common and each.said != own and each.run is not None
            if echo and each.run is not None:
                echo = self._is_echo(each.run, each.said)
            if not echo:
                own = own or each.said
            found.append(echo)
        return found

    def after_run(self, run: int) -> set[str]:
        """The pages that the end of a run may tell otherwise: all that ever said what many said in it."""
        common = self._connection.execute(COMMON, (run, MANY)).fetchall()
        return self.saying(Said(*each) for each in common)

    def is_late(self, capture: int) -> bool:
        """Whether a run has ended that looked at the page of a capture then or later."""
        return self._connection.execute(LATE, (capture,)).fetchone() is not None

    def common(self, key: str) -> set[Said]:
        """What a page said in ended runs that enough pages ever said to be an echo."""
        return {said for _, said in self._common(key)}

    def decided(self, key: str) -> set[Said]:
        """What is an echo in some run only because a page said it too."""
        return {
            said
            for run, said in self._common(key)
            if self._is_echo(run, said) and not self._is_echo(run, said, without=key)
        }

    def saying(self, said: Iterable[Said]) -> set[str]:
        """The pages that ever said any of this."""
        telling = (each for each in said if each.words != NO_TEXT)
        return {key for each in telling for (key,) in self._connection.execute(SAYING, each).fetchall()}

    def _common(self, key: str) -> list[tuple[int, Said]]:
        rows = self._connection.execute(SAID, (key,)).fetchall()
        common = {said for said in {Said(*rest) for _, *rest in rows} if self._is_common(said)}
        return [(run, Said(*rest)) for run, *rest in rows if Said(*rest) in common]

    def _is_common(self, said: Said) -> bool:
        """Whether enough pages ever said this; for most it is told by one look into an index."""
        if said.words == NO_TEXT or self._connection.execute(OFTEN, (*said, MANY)).fetchone()[0] < MANY:
            return False
        keys: set[str] = set()
        for (key,) in self._connection.execute(SAYING, said):
            keys.add(key)
            if len(keys) == MANY:
                return True
        return False

    def _is_echo(self, run: int, said: Said, *, without: str | None = None) -> bool:
        firsts: set[tuple[str, str]] = set()
        met = {without}
        for (key,) in self._connection.execute(TOGETHER, (*said, run)):
            if key not in met:
                met.add(key)
                first = self._connection.execute(FIRST, (key,)).fetchone()
                if first is not None and first != said:
                    firsts.add(first)
            if len(firsts) == MANY:
                return True
        return False
