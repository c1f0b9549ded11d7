"""Asking for the feeds and sitemaps that a site file names, once all that the lists led to was asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser

from archive.capture import Outcome, outcome_of
from crawler.findings import counted
from crawler.offered import FORMS, Offered
from crawler.pace import slot_of
from crawler.site import Section
from pipelines.whole import payload_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser
    from twisted.python.failure import Failure

    from crawler.visit import Visit
    from pipelines.pagers.paging import Listing

UNREADABLE = "named as feed or sitemap that cannot be read"
TOO_MANY = "of an index of sitemaps that were not asked for, since there are too many"


class Offers:
    """Reads the feeds of a visit's sections, and their sitemaps where their lists are walked to the end.

    They are evidence like every answer, and their articles are asked for like listed ones. But they are kept as no
    list, so neither known ground nor the absence of an article follows. A visit of a few list pages does without.
    """

    def __init__(self, crawler: Crawler, visit: Visit, ask: Callable[[str, str], Request | None]) -> None:
        self._crawler = crawler
        self._visit = visit
        self._ask = ask
        """Makes the request for an article of a section; None where it was asked for already."""
        self._named_by_rules: dict[str, None] = {}
        self._waiting = [] if visit.plan.max_pages is not None else list(visit.sections)
        crawler.signals.connect(self.note_rules, signals.robots_parsed)
        crawler.signals.connect(self.begin, signals.spider_idle)

    def note_rules(self, robotparser: RobotParser) -> None:
        """Note the sitemaps that a robots.txt names."""
        if isinstance(robotparser, ProtegoRobotParser):
            self._named_by_rules.update(dict.fromkeys(robotparser.rp.sitemaps))

    def begin(self) -> None:
        """Ask for the first file of each section; raises `DontCloseSpider` where there is one."""
        sections, self._waiting = self._waiting, []
        requests = [request for section in sections for request in self._next(self._of(section))]
        assert self._crawler.engine is not None
        for request in requests:
            self._crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _of(self, section: Section) -> Offered:
        offered = Offered(site=self._visit.site, section=section, since=self._visit.plan.since)
        offered.add([section.feed] if section.feed else ())
        if not self._visit.walks.through(section).ground:
            offered.add([section.sitemap] if section.sitemap else ())
            offered.add(self._named_by_rules if section.sitemaps else ())
        return offered

    def _next(self, offered: Offered) -> list[Request]:
        url = offered.following()
        if url is not None:
            meta: dict[str, Any] = {"section": offered.section.name, "download_slot": slot_of(url)}
            kwargs = {"offered": offered}
            return [Request(url, callback=self.read, errback=self.fail, cb_kwargs=kwargs, meta=meta, dont_filter=True)]
        if offered.beyond:
            self._visit.tally.trouble(TOO_MANY, offered.section.sitemap or "")
        if offered.fresh:
            files = (
                counted(offered.files, "feed or sitemap")
                if offered.files == 1
                else f"{offered.files} feeds and sitemaps"
            )
            self._visit.add_note(
                f"section {offered.section.name}: {counted(offered.fresh, 'article')} named by {files} alone"
            )
        return []

    async def read(self, response: Response, offered: Offered) -> AsyncIterator[Request]:
        """Ask for the articles that a file names and nothing else did, and for the next file."""
        tally = self._visit.tally
        listing = await self._listing(response)
        if listing is None:
            tally.trouble(UNREADABLE, response.url)
        for item in offered.take(listing) if listing is not None else ():
            if tally.offered >= self._visit.site.limits.requests:
                # The visit ends on the way there.
                break
            request = self._ask(item.url or "", offered.section.name)
            if request is not None:
                offered.fresh += 1
                tally.offered += 1
                yield request
        for request in self._next(offered):
            yield request

    async def _listing(self, response: Response) -> Listing | None:
        """What a feed or sitemap names, after a 304 what it named before; None where it is none."""
        visit = self._visit
        outcome = outcome_of(response.status)
        if outcome is Outcome.BLOCKED:
            visit.tally.block(response.url)
        if outcome is not Outcome.OK and not (outcome is Outcome.UNMODIFIED and "revisit_of" in response.meta):
            return None
        captured = visit.archive.capture(visit.archive.payload_capture(response.meta["capture"]))
        listing = (await visit.pool.read_list(payload_of(captured, visit.profile))).listing
        return listing if listing is not None and listing.family in FORMS else None

    def fail(self, failure: Failure) -> list[Request]:
        """Note a file that could not be had, and go on to the next."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._visit.tally.refused += isinstance(failure.value, IgnoreRequest)
        self._visit.tally.trouble(UNREADABLE, request.url)
        return self._next(request.cb_kwargs["offered"])
