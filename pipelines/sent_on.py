"""Where a page that holds nothing itself sends its visitor: by a refresh tag, or by the one line of its script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_REFRESH = re.compile(r"^\s*(\d{1,4})\s*[;,]\s*url\s*=\s*[\"']?([^\"']{1,2000})", re.I)
_SOON = 10
"""Seconds; a page that refreshes later is meant to be read."""
_LOCATION = re.compile(
    r"(?<![\w.])(?:(?:window|self|top|parent|document)\.){0,2}location(?:\.href)?"
    r"\s*(?:=|\.(?:replace|assign)\s*\()\s*[\"']([^\"'<>]{1,2000})[\"']\s*\)?\s*(?:;|$)",
    re.M,
)
_LONGEST_SCRIPT = 1_000
"""Characters; a script that does more than send on is a page's own."""


def sent_on(tree: HtmlElement, scripts: str) -> Iterator[str]:
    """The addresses, as written, that a page sends its visitor on to; *scripts* are the texts of its scripts."""
    for tag in tree.iter("meta"):
        match = _REFRESH.match(tag.get("content") or "") if (tag.get("http-equiv") or "").lower() == "refresh" else None
        if match and int(match[1]) <= _SOON:
            yield match[2].strip()
    scripts = scripts.strip()
    if 0 < len(scripts) <= _LONGEST_SCRIPT and "function" not in scripts and tree.find(".//a") is None:
        for match in _LOCATION.finditer(scripts):
            yield match[1]
