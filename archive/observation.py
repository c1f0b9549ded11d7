"""What one look at a page came to: the words that versions are told by, and the sighting that its state is told by."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from math import inf
from typing import Literal
from unicodedata import is_normalized, normalize

from archive.width import narrow

_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


class Sighting(StrEnum):
    """What one look says about whether the page is there."""

    SEEN = "seen"  # it was read as an article, or stands for a capture that was
    ABSENT = "absent"  # 404, 410, a page that says so, a redirect to the home page or a list
    DELISTED = "delisted"  # a complete walk through its section did not list it
    MOVED = "moved"  # a redirect to an address that reads as an article
    BLOCKED = "blocked"  # a firewall or a challenge answered
    UNKNOWN = "unknown"  # no answer, a server error, not read yet, unreadable: says nothing


Credit = Literal["sure", "full", "half", "none"]
"""How far an absent answer is believed: `sure` with a walk of the same run, `full` with another run, `half` thrice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What two readings are compared by, in the form in which they are compared."""

    reader: str
    fingerprint: str
    title: str
    words: str
    """Digest of the text without white space."""
    published_at: datetime | None = None
    precision: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    doc_number: str | None = None
    attachments: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """The digests of attached files and images that were fetched, by address."""
    extent: float = inf
    """How many further pages of the article were read; endless where none is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One look at one page."""

    capture: int
    at: datetime
    page: int
    """Which page was looked at; the pages of one history differ where it moved."""
    sighting: Sighting
    run: int | None = None
    facts: Facts | None = None
    """What was read; for MOVED, what stands at the new address."""
    reading: int | None = None
    """The capture whose reading `facts` are."""
    reason: str | None = None
    target: int | None = None
    """For MOVED, the page it moved to."""
    permanent: bool = True
    """For MOVED, whether the redirect says that it is for good."""
    settled: bool = True
    """Whether the run it was made in has ended: until then an absence may still turn out to be an outage."""
    credit: Credit = "full"
    """How far an absence is believed."""
    tie: str = ""
    """Orders looks of the same instant, whatever order they were filed in."""


class _Normal(dict[str, str]):
    """What one character is compared as, worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        normal = self[char] = _UNSEEN.sub("", normalize("NFKC", char))
        return normal


_NORMAL = _Normal()


@cache
def _abnormal() -> re.Pattern[str]:
    """Finds the characters that are compared as others; about one in twenty of a Chinese text, its commas."""
    plane = map(chr, (*range(0x80, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000)))
    others = "".join(char for char in plane if not is_normalized("NFKC", char) or _UNSEEN.match(char))
    return re.compile(f"[{re.escape(others)}\U00010000-\U0010ffff]")


def normalised(text: str) -> str:
    """The text as it is compared: NFKC, without white space and what cannot be seen."""
    # Composed first, then character by character, and only those that need it: ten times faster than NFKC of a whole
    # Chinese text, which is NFC already.
    composed = narrow(normalize("NFC", "".join(text.split())))
    return composed if composed.isascii() else _abnormal().sub(lambda found: _NORMAL[found[0]], composed)


def words_digest(text: str) -> str:
    """The digest of a text's words; no template, line break or width of a character changes it."""
    return f"sha256:{hashlib.sha256(normalised(text).encode('utf-8', 'surrogatepass')).hexdigest()}"


def merged(known: Facts, new: Facts) -> Facts:
    """What is known after another look that contradicts nothing: what it does not print is still known."""
    finer = _finer(known, new)
    return replace(
        new,
        published_at=finer.published_at,
        precision=finer.precision,
        source=new.source or known.source,
        author=new.author or known.author,
        editor=new.editor or known.editor,
        doc_number=new.doc_number or known.doc_number,
        attachments=new.attachments or known.attachments,
        files=tuple({**dict(known.files), **dict(new.files)}.items()),
    )


def with_files_of(known: Facts, new: Facts) -> Facts:
    """The facts of a new version, with the files that it still names as they were last fetched."""
    named = {href for href, _ in new.attachments}
    kept = {href: digest for href, digest in known.files if href in named}
    return replace(new, files=tuple({**kept, **dict(new.files)}.items()))


def swapped_files(known: Facts, new: Facts) -> tuple[str, ...]:
    """The addresses at which another file is now; one that was not fetched before, or could not be had, is none."""
    before = dict(known.files)
    return tuple(href for href, digest in new.files if before.get(href, digest) != digest)


def _finer(known: Facts, new: Facts) -> Facts:
    if new.published_at is None:
        return known
    if known.published_at is None:
        return new
    return known if _FINENESS[known.precision] > _FINENESS[new.precision] else new


_FINENESS = {None: 0, "day": 0, "minute": 1, "second": 2}


def differing_facts(known: Facts, new: Facts) -> tuple[str, ...]:
    """The names of the facts that have two different values; one that merely appears or disappears has not."""
    names = [
        name
        for name in ("source", "author", "editor", "doc_number", "attachments")
        if getattr(known, name) and getattr(new, name) and getattr(known, name) != getattr(new, name)
    ]
    if known.published_at and new.published_at and _coarse(known, new) != _coarse(new, known):
        names.insert(0, "published_at")
    return tuple(names)


def _coarse(facts: Facts, other: Facts) -> datetime | None:
    moment = facts.published_at
    assert moment is not None
    fineness = min(_FINENESS[facts.precision], _FINENESS[other.precision])
    if fineness == 0:
        return moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment.replace(second=0, microsecond=0) if fineness == 1 else moment
