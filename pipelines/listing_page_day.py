"""The one day of a page that lists what appeared on it: an issue of a newspaper, the press releases of a day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import islice

from pipelines.listing_dates import find_date
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import urlsplit_safe
from pipelines.pagers.paging import ListItem

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_TOP = 600
"""Elements in which the day is looked for."""
_LONGEST = 60


def with_page_day(page: ListDocument, items: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
    """Items dated by the day that their page's address names and the page prints, where none has a date of its own."""
    if not items or any(item.date is not None for item in items):
        return items
    day = _named(page.url)
    if day is None or not _prints(page, day):
        return items
    return tuple(replace(item, date=day) if _named(item.url or item.href) in (None, day) else item for item in items)


def _named(url: str) -> date | None:
    match = _DAY.search(urlsplit_safe(url)[2])
    return find_date("-".join(match.groups())) if match is not None else None


def _prints(page: ListDocument, day: date) -> bool:
    texts = (text for element in islice(page.tree.iter("*"), _TOP) for text in (element.text, element.tail) if text)
    return any(find_date(text) == day for text in texts if len(text) <= _LONGEST)
