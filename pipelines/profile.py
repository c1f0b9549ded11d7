"""Profile: how the pages of one site read. Data only; site files and the CMS families are written in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from urllib.parse import urlsplit

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

    home: str | None = None
    """The scheme and host under which its pages are filed, where it has a mobile twin."""
    mobile: tuple[str, ...] = ()
    """Hosts that show the same pages under the same paths."""
    sessions: tuple[str, ...] = ()
    """Query parameters with another value in each answer, which mean nothing."""

    def at(self, captured_at: datetime | None) -> Profile:
        """The rules that were valid when a capture was made; None means today's."""
        if captured_at is not None:
            for until, older in sorted(self.before, key=lambda rule: rule[0]):
                if captured_at.date() < until:
                    family = older.family or self.family
                    rules = replace(older, family=family, before=())
                    return replace(rules, home=self.home, mobile=self.mobile, sessions=self.sessions)
        return replace(self, before=()) if self.before else self

    def canonical(self, url: str) -> str:
        """The address of a page without a session, and on the site's own host where a link leads to its mobile twin."""
        if self.home is None and not self.sessions:
            return url
        try:
            parts = urlsplit(url)
        except ValueError:
            return url
        kept = [part for part in parts.query.split("&") if part.partition("=")[0] not in self.sessions]
        if "&".join(kept) != parts.query:
            parts = parts._replace(query="&".join(kept))
            url = parts.geturl()
        if self.home is None or parts.netloc.lower() not in self.mobile:
            return url
        home = urlsplit(self.home)
        return parts._replace(scheme=home.scheme, netloc=home.netloc).geturl()

    @property
    def digest(self) -> str:
        """Twelve hex digits that change when any rule changes; part of the reader's name."""
        # A site without a mobile twin, or without sessions, reads as it did before there were any.
        unused = (*(() if self.mobile else ("home", "mobile")), *(() if self.sessions else ("sessions",)))
        text = repr([(field.name, getattr(self, field.name)) for field in fields(self) if field.name not in unused])
        return hashlib.sha256(text.encode()).hexdigest()[:12]
