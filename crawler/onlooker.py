"""Looking without keeping: a few pages of one site, fetched and read as a crawl would, and nothing stored.

It is Scrapy with the settings of every crawl, less the middlewares that need an archive (Recorder, Conditional,
RunLimits) and the item pipelines. Guard, robots.txt, pace, retries and User-Agent are therefore not copies of a crawl's
but the same code, the site's hosts are locked as in a crawl, and pages are read in the same worker processes. An
archive in a temporary file would have done too; this keeps nothing because there is nothing to keep it in (2026-11).
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from archive.capture import Outcome, outcome_of
from archive.encoding import decode_content
from crawler.browser import why_no_browser
from crawler.errors import CrawlError
from crawler.hosts import HostLocks
from crawler.recorder import innermost
from crawler.settings import DOWNLOADER_MIDDLEWARES, scrapy_settings, site_settings
from crawler.site import Site
from pipelines.pagers.paging import PageRequest
from pipelines.payload import ListReading, Payload, Reading
from pipelines.profile import Profile
from pipelines.reader_pool import ReaderPool

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

T = TypeVar("T")
log = logging.getLogger("govpress")
PERMANENT: Final = frozenset({301, 308})
NEED_ARCHIVE: Final = ("crawler.recorder.Recorder", "crawler.conditional.Conditional", "crawler.limits.RunLimits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came back for one request."""

    url: str
    """The address that answered; behind a redirect not the one that was asked for."""
    asked: str
    status: int | None = None
    payload: Payload | None = field(default=None, repr=False)
    """What can be read; None where nothing or no page came back."""
    trouble: str | None = None
    """Why there is nothing to read, one line."""
    refused: bool = False
    """Whether robots.txt or the guard kept us from asking."""
    moved_for_good: bool = False
    """Whether every redirect on the way said that it is permanent."""
    rendered: bool = False
    """Whether it is what a browser shows of the page that came back."""


class Onlooker(Spider):
    """A spider that runs one errand, page after page, and keeps nothing."""

    name = "onlooker"

    def __init__(
        self, *, site: Site, errand: Callable[[Onlooker], Awaitable[Any]], pool: ReaderPool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.pool = pool
        self.requests = 0
        self.crawl_delay: float | None = None
        """What robots.txt asks for."""
        self.result: Any = None
        self.fault: Exception | None = CrawlError("ended before everything was looked at")
        self.renders = site.scripts and why_no_browser() is None
        """Whether a page that is empty without its scripts is shown to a browser."""
        self._errand = errand

    async def start(self) -> AsyncIterator[Any]:
        """Run the errand; there is nothing for Scrapy's scheduler to do."""
        self.crawler.signals.connect(self.robots_parsed, signals.robots_parsed)
        try:
            self.result = await self._errand(self)
            self.fault = None
        except Exception as error:  # noqa: BLE001  Scrapy would only log it; `look_at` raises it
            self.fault = error
        no_requests: tuple[Request, ...] = ()
        for request in no_requests:
            yield request

    async def look(self, page: PageRequest) -> Seen:
        """Ask for one page, through every middleware of a crawl."""
        self.requests += 1
        log.info("%s %s", page.method, page.url)
        request = Request(
            page.url, method=page.method, body=page.body or "", headers=dict(page.headers), callback=NO_CALLBACK
        )
        engine = self.crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(request)
        except IgnoreRequest as error:
            return Seen(url=page.url, asked=page.url, trouble=str(error), refused=True)
        except Exception as error:  # noqa: BLE001  whatever kept the page from us, it is said
            words = " ".join(str(innermost(error)).split())
            return Seen(url=page.url, asked=page.url, trouble=f"no answer: {words or type(error).__name__}")
        return _seen(page, response)

    async def read_list(self, seen: Seen, profile: Profile) -> ListReading:
        """Read a page as a list, with the rules of a site file."""
        if seen.payload is None:
            return ListReading(reader="", error=seen.trouble)
        return await self.pool.read_list(replace(seen.payload, profile=profile))

    async def read_article(self, seen: Seen, profile: Profile) -> Reading:
        """Read a page as an article, with the rules of a site file."""
        if seen.payload is None:
            return Reading(reader="", error=seen.trouble, error_kind="Unanswered")
        return await self.pool.read(replace(seen.payload, profile=profile))

    async def render(self, seen: Seen) -> Seen:
        """What a browser shows of a page that reads as empty, as in a crawl; the page as it came where that fails."""
        from crawler.rendering import rendering_request  # noqa: PLC0415  it needs the browser's library

        payload = seen.payload
        assert payload is not None
        body = decode_content(payload.body, payload.encoding)
        request = rendering_request(seen.url, lambda: (payload.content_type, body), callback=NO_CALLBACK)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  that the page is empty is said all the same
            log.info("%s could not be rendered: %s", seen.url, error)
            return seen
        shown = _seen(PageRequest(url=seen.asked), response)
        return replace(shown, rendered=True, moved_for_good=seen.moved_for_good)

    def robots_parsed(self, robotparser: RobotParser) -> None:
        """Note the Crawl-delay; `crawler.pace` keeps it."""
        delay = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.crawl_delay = float(delay) if delay else self.crawl_delay


def look_at(site: Site, errand: Callable[[Onlooker], Awaitable[T]]) -> T:
    """Run an errand on one site and return what it found; raises what the errand raises, and `HostBusy`.

    Twisted's reactor runs once in a process, so this can be called once in a process.
    """
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415  it installs the reactor

    # What a crawl does about Scrapy's own account of itself.
    level = logging.INFO if logging.getLogger().isEnabledFor(logging.DEBUG) else logging.WARNING
    logging.disable(level - 1)
    process = AsyncCrawlerProcess(scrapy_settings(**_settings(site)))
    logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(level)
    with HostLocks(site.hosts):
        pool = ReaderPool()
        try:
            crawler = process.create_crawler(Onlooker)
            process.crawl(crawler, site=site, errand=errand, pool=pool)
            process.start()
        finally:
            pool.close()
    onlooker = crawler.spider
    if not isinstance(onlooker, Onlooker):
        raise CrawlError("Scrapy could not start; -v says why")
    if onlooker.fault is not None:
        raise onlooker.fault
    result: T = onlooker.result
    return result


def _settings(site: Site) -> dict[str, Any]:
    own = site_settings(site)
    middlewares = own.get("DOWNLOADER_MIDDLEWARES", DOWNLOADER_MIDDLEWARES)
    return {
        "LOG_INSTALL_ROOT_HANDLER": False,
        # The site may have no file yet, and other people's broken ones are no matter here.
        "SPIDER_LOADER_CLASS": "scrapy.spiderloader.DummySpiderLoader",
        **own,
        "DOWNLOADER_MIDDLEWARES": middlewares | dict.fromkeys(NEED_ARCHIVE),
        "ITEM_PIPELINES": {},
    }


def _seen(page: PageRequest, response: Response) -> Seen:
    outcome = outcome_of(response.status)
    # The fragment is never sent, but on some sites it says which column is meant.
    request = response.request
    url = request.url if request is not None else response.url
    reasons = request.meta.get("redirect_reasons", ()) if request is not None else ()
    trouble = None
    if outcome is not Outcome.OK:
        trouble = f"answered {response.status}" + (" (blocked)" if outcome is Outcome.BLOCKED else "")
    encoding = response.headers.get(b"Content-Encoding")
    content_type = response.headers.get(b"Content-Type")
    payload = Payload(
        url=url,
        body=response.body,
        encoding=encoding.decode("latin-1") if encoding else None,
        content_type=content_type.decode("latin-1") if content_type else None,
        captured_at=datetime.now(UTC),
        request=page if page.method != "GET" or page.headers else None,
    )
    return Seen(
        url=url,
        asked=page.url,
        status=response.status,
        trouble=trouble,
        payload=None if trouble else payload,
        moved_for_good=bool(reasons) and all(reason in PERMANENT for reason in reasons),
    )
