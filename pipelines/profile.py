"""Profile: how the pages of one site read. Data only; site files and the CMS families are written in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

Rules = tuple[str, ...]
"""Tried in order. Chinese text is a label (the value that follows it is meant); anything else is a CSS selector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Where the parts of a page are; an empty tuple leaves the part to the family and the general rules."""

    family: str | None = None
    """A name in `pipelines.families.FAMILIES`; None finds it from the page."""
    title: Rules = ()
    body: Rules = ()
    published_at: Rules = ()
    source: Rules = ()
    author: Rules = ()
    editor: Rules = ()
    column: Rules = ()
    remove: Rules = ()
    """CSS selectors of what is cut from the body."""
    items: Rules = ()
    """CSS selectors of a list page's item links."""
    article: str | None = None
    """A regular expression that article addresses match; None lets the list reader decide."""
    turns: bool | None = None
    """Whether pages are transcripts; None decides from the text."""
    before: tuple[tuple[date, Profile], ...] = ()
    """`[[page.before]]`: rules for captures made before a redesign, earliest date first."""

    def at(self, captured_at: datetime | None) -> Profile:
        """The rules that were valid when a capture was made; None means today's."""
        if captured_at is not None:
            for until, older in sorted(self.before, key=lambda rule: rule[0]):
                if captured_at.date() < until:
                    return replace(older, family=older.family or self.family, before=())
        return replace(self, before=()) if self.before else self

    @property
    def digest(self) -> str:
        """Twelve hex digits that change when any rule changes; part of the reader's name."""
        text = repr([(field.name, getattr(self, field.name)) for field in fields(self)])
        return hashlib.sha256(text.encode()).hexdigest()[:12]
