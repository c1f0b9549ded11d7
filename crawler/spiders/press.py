"""The spider of every site: list pages to articles, known pages asked again, everything through the archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest

from archive.capture import Outcome, outcome_of
from crawler.belongings import Belongings
from crawler.frontier import asked_in_vain, left_over
from crawler.guard import Unfetchable
from crawler.health import RENDERS_THEM
from crawler.list_pages import ListPages
from crawler.offers import Offers
from crawler.pace import VISIT_ENDS, slot_of
from crawler.plan import Plan
from crawler.redirects import EndlessRedirect
from crawler.revisit import is_due
from crawler.site import Section, Site
from crawler.visit import Visit, key_of
from pipelines.items import Page
from pipelines.pagers.paging import PageRequest

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from archive.kept import KnownPage, ListedPage
    from pipelines.pagers.paging import Listing

# Lists first: what they say decides what is asked for; then what is new; then what is known.
LIST_PRIORITY, NEW_PRIORITY, KNOWN_PRIORITY = 20, 10, 0


class PressSpider(Spider):
    """Visits one site: every section's list pages, every article they name, and the known pages that are due.

    What an earlier crawl fetched and could not read before it was killed is read first, without the network.
    """

    site: ClassVar[Site]

    def __init__(self, visit: Visit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visit = visit
        self._seen: set[str] = set()
        self._named = 0
        """Articles that were asked for or wait to be: more than may be asked for are not kept waiting."""
        self._known: dict[str, KnownPage] = {}
        self._asked: set[str] = set()
        """The keys of known pages that are asked for."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_args: Any, visit: Visit | None = None, **kwargs: Any) -> Self:
        """Make the spider; `scrapy crawl` brings no visit, so it gets one of its own."""
        visit = visit or Visit.alone(cls.site, db=crawler.settings["GOVPRESS_DB"], plan=Plan.of_arguments(kwargs))
        spider = cls(visit)
        spider._set_crawler(crawler)
        for signal in (signals.spider_error, signals.item_error):
            crawler.signals.connect(spider.count_fault, signal)
        # Dropped is what a feed cannot use.
        for signal in (signals.item_scraped, signals.item_dropped):
            crawler.signals.connect(spider.render, signal)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Pages left unread, the first list page of each section, articles left unfetched, known pages that are due."""
        visit = self.visit
        visit.belongings = Belongings(self.crawler, visit)
        self._offers = Offers(self.crawler, visit, self._listed_request)
        self._lists = ListPages(self.crawler, visit)
        known = list(visit.archive.known(site=self.site.key))
        self._known = {page.key: page for page in known}
        for number in visit.archive.unread(site=self.site.key):
            [(url,)] = visit.archive.db.execute("SELECT url FROM captures WHERE id = ?", (number,))
            self._seen.add(key_of(url))
            yield Page(capture=number, url=url, left=True)
        asked_again = visit.select(self._seen)
        self._seen.update(page.key for page in known)
        self._asked.update(page.key for page in asked_again)
        waiting = self._left_over()
        for section in visit.sections:
            visit.walks.through(section)
            yield self._list_request(PageRequest(url=section.start), section)
        for page in waiting:
            yield self._article_request(page.url, page.section, NEW_PRIORITY, first=not page.tries)
        for known_page in asked_again:
            yield self._article_request(known_page.url, known_page.section, KNOWN_PRIORITY)

    async def read_list(self, response: Response, section: Section) -> AsyncIterator[Any]:
        """Read one list page: ask for its articles and for the next one."""
        walk = self.visit.walks.through(section)
        outcome = outcome_of(response.status)
        if outcome not in (Outcome.OK, Outcome.UNMODIFIED) or _is_baseless(response):
            if not walk.probing:
                self._count_answer(outcome, response)
            walk.fail(f"{response.url} answered {response.status}", missing=outcome is Outcome.MISSING)
            self._stop_if_hopeless()
            listing = None
        else:
            listing = await self._listing(response, section)
        for item in walk.take(listing) if listing is not None else ():
            if self._named >= self.site.limits.requests:
                walk.fail(f"its lists name more pages than its limit of {self._named} requests ([limits])")
                return
            request = self._listed_request(item.url, section.name) if item.url else None
            if request is not None:
                yield request
        following = walk.following()
        if following is not None:
            yield self._list_request(following, section)
        else:
            for request in self._delisted_requests(section):
                yield request

    def read_page(self, response: Response) -> Iterator[Page]:
        """Hand an article page on to be read, or note what was answered in its place."""
        number = response.meta["capture"]
        outcome = outcome_of(response.status)
        if outcome is Outcome.OK:
            meta = response.meta
            yield Page(
                capture=number,
                url=response.url,
                section=meta["section"],
                captured=meta["captured"],
                first=meta["first"] and "redirect_times" not in meta,
            )
        else:
            self._count_answer(outcome, response)
            if outcome is Outcome.UNMODIFIED and self.visit.belongings.has_more(number, response.url):
                # What belongs to it may have changed all the same.
                yield Page(capture=number, url=response.url, section=response.meta["section"], counted=True)
            else:
                self.visit.touch(number)
        self._stop_if_hopeless()

    def fail(self, failure: Failure) -> Iterator[Request]:
        """Note a request that came to nothing; a walk may go on all the same."""
        request: Request = failure.request  # type: ignore[attr-defined]
        tally = self.visit.tally
        section: Section | None = request.cb_kwargs.get("section")
        walk = self.visit.walks.through(section) if section is not None else None
        if isinstance(failure.value, IgnoreRequest):
            tally.refused += 1
            if isinstance(failure.value, EndlessRedirect | Unfetchable):
                tally.trouble(f"not to be had ({failure.value})", request.url)
        elif walk is None or not walk.probing:
            tally.fault(request.url)
        if section is not None and walk is not None:
            walk.fail(f"{request.url}: {failure.getErrorMessage()}")
            following = walk.following()
            if following is not None:
                yield self._list_request(following, section)
        elif "capture" in request.meta:
            self.visit.touch(request.meta["capture"])
        self._stop_if_hopeless()

    def render(self, item: Any) -> None:
        """Have a page rendered that was read and found empty."""
        if isinstance(item, Page) and self.visit.is_to_render(item):
            assert self.crawler.engine is not None
            self.crawler.engine.crawl(self._rendering_of(item.url, item.capture, item.section))

    def _rendering_of(self, url: str, capture: int, section: str | None) -> Request:
        from crawler.rendering import captured_page, rendering_request  # noqa: PLC0415  they need the browser's library

        meta = {"purpose": "article", "section": section, "first": False}
        page = captured_page(self.visit.archive, capture)
        return rendering_request(
            url, page, callback=self.read_page, errback=self.fail, meta=meta, priority=NEW_PRIORITY
        )

    def count_fault(self) -> None:
        """Count a fault of ours; Scrapy has logged it, and the visit is not ok."""
        self.visit.tally.fault("")

    def closed(self, reason: str) -> None:
        """Close the visit's run."""
        self.visit.finish(reason)

    async def _listing(self, response: Response, section: Section) -> Listing | None:
        """The listing of a list page; None ends the walk."""
        visit = self.visit
        reading = await self._lists.read(response, section.name)
        if reading.listing is not None:
            visit.tally.lists += 1
            return reading.listing
        if reading.error_kind == "BlockPage":
            visit.tally.block(response.url)
        hint = f" ({RENDERS_THEM})" if reading.error_kind == "EmptyShell" and not visit.renders else ""
        visit.walks.through(section).fail(f"{response.url}: {reading.error}{hint}")
        self._stop_if_hopeless()
        return None

    def _listed_request(self, url: str, section: str) -> Request | None:
        """A request for a listed page that is not known as an article; None where it was asked for already."""
        key = key_of(url)
        if key in self._seen:
            return None
        self._seen.add(key)
        before = asked_in_vain(self.visit.archive, key)
        if before is not None and not is_due(before, self.visit.started, self.visit.plan.revisit):
            return None
        return self._article_request(url, section, NEW_PRIORITY, first=before is None)

    def _left_over(self) -> list[ListedPage]:
        """What earlier visits listed and nothing answered for; what is not to be asked for yet is left to its time."""
        visit = self.visit
        found = [
            (page, timely)
            for page, timely in left_over(visit.archive, self.site, visit.plan, visit.started)
            if page.key not in self._seen
        ]
        self._seen.update(page.key for page, _timely in found)
        waiting = [page for page, timely in found if timely]
        visit.tally.resumed = len(waiting)
        return waiting

    def _delisted_requests(self, section: Section) -> Iterator[Request]:
        """Requests for known articles that a complete walk no longer lists: they may be gone."""
        if self.visit.plan.revisit == "none":
            return
        for key in sorted(self.visit.walks.delisted(section)):
            page = self._known.get(key)
            if page is not None and page.state == "live" and page.key not in self._asked:
                self._asked.add(key)
                yield self._article_request(page.url, page.section, NEW_PRIORITY)

    def _list_request(self, page: PageRequest, section: Section) -> Request:
        return Request(
            page.url,
            method=page.method,
            body=page.body or "",
            headers=dict(page.headers),
            callback=self.read_list,
            errback=self.fail,
            cb_kwargs={"section": section},
            meta={"purpose": "list", "section": section.name, "download_slot": slot_of(page.url), "asked": page},
            priority=LIST_PRIORITY,
            # The walk asks for each page once, and knows why where it asks again.
            dont_filter=True,
        )

    def _article_request(self, url: str, section: str | None, priority: int, *, first: bool = False) -> Request:
        self._named += 1
        return Request(
            url,
            callback=self.read_page,
            errback=self.fail,
            # `first`: never answered before, so that the archive need not be asked what it has of it.
            meta={"purpose": "article", "section": section, "download_slot": slot_of(url), "first": first},
            priority=priority,
        )

    def _count_answer(self, outcome: Outcome, response: Response) -> None:
        tally, url = self.visit.tally, response.url
        if _is_baseless(response):
            tally.errors += 1
            tally.trouble("answered 304 though nothing is kept of it", url)
        elif outcome is Outcome.UNMODIFIED:
            tally.pages += 1
            tally.unmodified += 1
            tally.blocks_in_a_row = 0
        elif outcome is Outcome.MISSING:
            tally.missing += 1
            tally.blocks_in_a_row = 0
        elif outcome is Outcome.BLOCKED:
            tally.block(url)
        else:
            tally.fault(url)

    def _stop_if_hopeless(self) -> None:
        reason = self.visit.tally.hopeless()
        if reason is not None:
            self.crawler.signals.send_catch_log(VISIT_ENDS, reason=reason)


def _is_baseless(response: Response) -> bool:
    """Whether it is a 304 that stands for nothing: the request carried no validators."""
    return response.status == 304 and "revisit_of" not in response.meta
