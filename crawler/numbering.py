"""Addresses that count, from two of them: the page before, and the page beyond the last. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.pagers.paging import PageRequest

_NUMBER = re.compile(r"(\d{1,18})")


def stepped(one: PageRequest, next_one: PageRequest, by: int) -> PageRequest | None:
    """The request so many pages after `next_one`, which is one page after `one`; None where they do not count.

    Every number in which the two differ goes on by the same step: `index_3.html` and `index_4.html`, or
    `startrecord=46&endrecord=90` and what follows it. A negative `by` leads back.
    """
    url = _stepped(one.url, next_one.url, by)
    body = _stepped(one.body or "", next_one.body or "", by)
    if url is None or body is None or one.method != next_one.method or (url, body) == (next_one.url, next_one.body):
        return None
    return replace(next_one, url=url, body=body or None)


def _stepped(one: str, other: str, by: int) -> str | None:
    parts, others = _NUMBER.split(one), _NUMBER.split(other)
    if len(parts) != len(others) or parts[::2] != others[::2]:
        return None
    numbers = [
        int(after) + by * (int(after) - int(before)) for before, after in zip(parts[1::2], others[1::2], strict=True)
    ]
    if any(number < 0 for number in numbers):
        return None
    others[1::2] = [
        printed if printed_before == printed else str(number)
        for printed_before, printed, number in zip(parts[1::2], others[1::2], numbers, strict=True)
    ]
    return "".join(others)
