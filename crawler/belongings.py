"""Asking for what belongs to an article: its further pages and its files, beside the requests of the walk."""

from __future__ import annotations

import logging
from itertools import starmap
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from archive.capture import Outcome, outcome_of
from crawler.pace import slot_of
from pipelines.files import extension_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.visit import Visit

log = logging.getLogger(__name__)


class Belongings:
    """Asks through the same guard, robots.txt, pace and recorder as every other request of a visit."""

    def __init__(self, crawler: Crawler, visit: Visit) -> None:
        self._crawler = crawler
        self._visit = visit
        self._tally = visit.tally
        self._wish = visit.site.attachments

    def has_more(self, look: int, url: str) -> bool:
        """Whether there is more of an article to ask for than its first page."""
        if self._visit.archive.continued.further(look):
            return True
        return bool(self._wish.fetch) and any(starmap(self.wants, self._visit.archive.files.hanging(url)))

    def wants(self, url: str, kind: str) -> bool:
        """Whether the site file wishes a file or an image of an article to be fetched."""
        name = "images" if kind == "image" else extension_of(url)
        return name in self._wish.fetch and self._visit.site.holds(url)

    async def ask(self, url: str, *, purpose: str, section: str | None) -> None:
        """Ask for an address and count what came of it; whatever is answered is in the archive afterwards."""
        meta: dict[str, Any] = {"purpose": purpose, "section": section, "download_slot": slot_of(url)}
        if purpose == "attachment":
            meta["download_maxsize"] = int(self._wish.megabytes * 1024 * 1024)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(Request(url, meta=meta, dont_filter=True))
        except IgnoreRequest:
            self._tally.refused += 1
        except Exception as error:  # noqa: BLE001  the recorder has kept what went wrong
            self._tally.fault(url)
            log.info("no answer: %s: %s", url, error)
        else:
            self._count(outcome_of(response.status), url)

    def _count(self, outcome: Outcome, url: str) -> None:
        """A missing page of an article is no missing article."""
        if outcome is Outcome.BLOCKED:
            self._tally.block(url)
        elif outcome is Outcome.ERROR:
            self._tally.fault(url)
        else:
            self._tally.blocks_in_a_row = 0
