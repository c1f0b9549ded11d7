"""Speakers in English, where a transcript goes on in it: Reporter: … below 記者：…, and no translation of each answer.

A page in two languages sets each translation right below its original, so that labels in Latin letters never follow one
another. Where they do, one of them asking, somebody spoke English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.speakers import Form, Label, Voice
from pipelines.transcript import Line

_LATIN = re.compile(r"(?P<name>[A-Z][A-Za-z.,'’&()/ -]{0,70}?\d{0,2})\s?[:：]\s*(?P<words>[A-Za-z\"'“‘($\d].*)", re.S)
_ASKING = re.compile(
    r"(?:[A-Z][\w.]+ ){0,3}(?:Reporters?|Journalists?|Questions?|Q|Press|Media)\s?\d{0,2}(?: \(.{1,40}\))?"
)
_ANSWERING = re.compile(r"A(?:nswer)?\s?\d{0,2}")
_HOSTING = re.compile(r"Moderator|Host|MC|Emcee|Facilitator|Presenter")
_LEAST_WORDS = 8
"""Characters; Tel: 1234 is no speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A line that begins with a label: in English, or in any other way."""

    number: int
    name: str | None
    start: int = 0


def name_latin_lines(lines: Sequence[Line]) -> None:
    """Label the lines of speakers in English that follow one another, some of them asking."""
    places = [place for number, line in enumerate(lines) if (place := _place(number, line)) is not None]
    if not any(place.name is not None for place in places):
        return
    spoken: dict[int, _Place] = {}
    for one, other in pairwise(places):
        if one.name is not None and other.name is not None and one.name != other.name:
            spoken |= {one.number: one, other.number: other}
    if not any(_ASKING.fullmatch(place.name or "") for place in spoken.values()):
        return
    for number, place in spoken.items():
        lines[number].label = _label(place.name or "", place.start)


def _place(number: int, line: Line) -> _Place | None:
    if line.label is not None:
        return _Place(number=number, name=None)
    match = _LATIN.match(line.text) if line.text[:1].isascii() else None
    if match is None or len(match["words"]) < _LEAST_WORDS or not match["words"][:40].isascii():
        return None
    return _Place(number=number, name=match["name"], start=match.start("words"))


def _label(name: str, start: int) -> Label:
    kinds = ((Voice.REPORTER, _ASKING), (Voice.ANSWER, _ANSWERING), (Voice.HOST, _HOSTING))
    voice = next((voice for voice, shape in kinds if shape.fullmatch(name)), Voice.PERSON)
    person = name if voice is Voice.PERSON else None
    return Label(speaker=name, voice=voice, form=Form.COLON, start=start, name=person)
