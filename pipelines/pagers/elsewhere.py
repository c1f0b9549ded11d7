"""Where the list of a page stands that holds none itself: in a frame or a file of it, or where it sends its visitor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.pagers.asked import asked_files
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import urlsplit_safe
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.sent_on import sent_on

_MAIN = re.compile(r"main|list|content|right|center|news", re.I)
_BESIDE = re.compile(r"top|head|menu|left|foot|bottom|nav|banner|search|weather|login|tongji|count", re.I)
_FRAMES = 20


def read(page: ListDocument) -> Paging | None:
    """The request for the page that holds the list, on the same host; for pages without an item of their own."""
    frames = (("frame", href) for href in (*sent_on(page.tree, page.scripts), *_frames(page)))
    # A file may be anything, and where a browser is at hand the page is rendered instead.
    files = (("file", href) for href in asked_files(page))
    for family, href in (*frames, *files):
        target = page.address(href)
        if target is not None and target != page.url and _host(target) == _host(page.url):
            return Paging(family=family, start=PageRequest(url=target))
    return None


def _frames(page: ListDocument) -> Iterator[str]:
    """The frames' addresses: those called main or list first, those called menu or head not at all."""
    found = []
    for _, frame in zip(range(_FRAMES), page.tree.iter("frame", "iframe"), strict=False):
        source = frame.get("src") or ""
        name = f"{frame.get('name') or ''} {frame.get('id') or ''}"
        file = urlsplit_safe(source)[2].rpartition("/")[2]
        if source and not _BESIDE.search(name) and not _BESIDE.search(file):
            found.append((_MAIN.search(name) is None, source))
    # Sorted by the first alone: frames of one kind stay in the page's order.
    yield from (source for _other, source in sorted(found, key=lambda pair: pair[0]))


def _host(url: str) -> str:
    return urlsplit_safe(url)[1].lower()
