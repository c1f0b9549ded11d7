"""Asking for what belongs to an article: its further pages and its files, beside the requests of the walk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from archive.capture import Outcome, outcome_of
from crawler.health import Tally
from crawler.pace import slot_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)


class Belongings:
    """Asks through the same guard, robots.txt, pace and recorder as every other request of a visit."""

    def __init__(self, crawler: Crawler, tally: Tally) -> None:
        self._crawler = crawler
        self._tally = tally

    async def ask(self, url: str, *, purpose: str, section: str | None) -> None:
        """Ask for an address and count what came of it; whatever is answered is in the archive afterwards."""
        meta = {"purpose": purpose, "section": section, "download_slot": slot_of(url)}
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
