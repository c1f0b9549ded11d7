"""The lines around a body that may hold facts, and the rules of a profile applied to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.blocks import text_of
from pipelines.labels import Label, values
from pipelines.layout import Line
from pipelines.page import Page
from pipelines.profile import Rules
from pipelines.rules import is_label, select

_NEAR = 8
"""Lines above the headline, and below the body, that stand close enough for any fact."""
_FAR = 40
_ENDING = 6
_SHORT = 60
_MOST_EDGES = 2_000
_LONGEST = 20_000
"""Characters of a line in which facts are looked for; a megabyte on one line is damage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is printed around a body, hidden lines left out."""

    under: tuple[Line, ...]
    """From the headline to the body."""
    over: tuple[str, ...]
    """Above the headline."""
    below: tuple[str, ...]
    """What was cut from the body's container, and the lines below it."""
    headed: bool = False
    """Whether the first line of `under` is the headline."""
    ending: tuple[str, ...] = ()
    """The last lines of the body."""

    @property
    def near(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """From the headline down, and the lines just above it: the value of a label never stands in the other."""
        return tuple(line.raw for line in self.under), self.over[-_NEAR:]


def look_around(
    lines: Sequence[Line], headline: int | None, first: int, last: int, edges: Sequence[str]
) -> Surroundings:
    """The surroundings of a body on the lines from `first` to before `last`, its headline on the line `headline`."""
    start = headline if headline is not None else max(0, first - 6)
    # A headline in the body's own container has its facts behind it, not between itself and the first line.
    end = first if first > start else min(start + 3, last)
    under, over = lines[start:end], lines[max(0, start - _FAR) : start]
    below = [
        line.raw[:_LONGEST]
        for position, line in enumerate(lines[last : last + _FAR])
        # Comment forms and share boxes may stand between the body and the line of its editor.
        if not line.hidden and (position < _NEAR or (len(line.text) <= _SHORT and line.linked * 2 <= len(line.text)))
    ]
    return Surroundings(
        under=tuple(_beginning(line) for line in under if not line.hidden),
        over=tuple(line.raw[:_LONGEST] for line in over if not line.hidden),
        below=(*(edge[:_LONGEST] for edge in edges[:_MOST_EDGES]), *below),
        headed=headline is not None and bool(under) and not under[0].hidden,
        ending=tuple(line.text[:_LONGEST] for line in lines[max(first, last - _ENDING) : last]),
    )


def _beginning(line: Line) -> Line:
    if len(line.raw) <= _LONGEST:
        return line
    return line._replace(text=line.text[:_LONGEST], raw=line.raw[:_LONGEST])


def by_rule(page: Page, rules: Rules) -> tuple[str, str] | None:
    """What the first rule of a profile that finds anything finds, and that rule."""
    for rule in rules:
        if is_label(rule):
            label = Label(re.compile(rf"{re.escape(rule)}[\s\x1f\u3000]*[:：丨/｜]?"), rule[0])
            for _, rest in values(label, [line.raw for line in page.layout.lines]):
                if rest:
                    return rest, f"profile label {rule}"
        else:
            for element in select(page.document.tree, rule):
                text = text_of(element)
                if text:
                    return text, f"profile {rule}"
    return None


def without_label(text: str, label: Label) -> str:
    """A text without the label it begins with."""
    match = label.pattern.match(text)
    return text[match.end() :].lstrip() if match is not None else text
