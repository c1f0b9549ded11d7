"""A fault of the archive in the log of a crawl: told once and in one line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import ArchiveError


class OwnFaults(logging.Filter):
    """Lets a fault of the archive through once, as its message.

    A full disk meets every page that is under way, and Scrapy logs each of them with its traceback: a thousand lines
    that say one thing, which is also what the crawl ends with.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is told; one that is a fault of the archive loses its traceback."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, ArchiveError):
            return True
        said = str(error)
        if said in self._told:
            return False
        self._told.add(said)
        record.msg, record.args, record.exc_info, record.exc_text = said, None, None, None
        return True


@contextmanager
def faults_told_once() -> Iterator[None]:
    """Tell faults of the archive once while this lasts; all there is to tell with `-vv`."""
    root = logging.getLogger()
    handlers = [] if root.isEnabledFor(logging.DEBUG) else list(root.handlers)
    filter_ = OwnFaults()
    for handler in handlers:
        handler.addFilter(filter_)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(filter_)
