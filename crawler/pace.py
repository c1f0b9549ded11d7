"""The pace of each host: the slowest of what its site file, its robots.txt, its Retry-After and its faults ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawler.site import Site, bare_host, host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

# 408, 429 and 5xx say "slower" in their own ways.
FAULTS = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
LONGEST_BACKOFF = 300.0


@dataclass(slots=True)
class HostPace:
    """What is known of one host's patience."""

    own: float
    """Seconds between two requests as the site file says."""
    least: float = 0.0
    """What Crawl-delay asks for; nothing lowers it."""
    backoff: float = 0.0
    not_before: float = 0.0
    """On the monotonic clock; set by Retry-After."""

    def delay(self, *, last: float, now: float) -> float:
        """The seconds to leave after the last request, which was made at `last`."""
        until = self.not_before - last if self.not_before > now else 0.0
        return max(self.own, self.least, self.backoff, until)

    def answered(self, *, well: bool) -> None:
        """Double the back-off after a fault, halve it after a good answer; its first step is twice the own pace."""
        first = 2 * self.own
        if well:
            self.backoff = self.backoff / 2 if self.backoff > first else 0.0
        else:
            self.backoff = min(LONGEST_BACKOFF, max(first, self.backoff * 2))

    def wait(self, seconds: float, now: float) -> None:
        """Ask nothing before so many seconds have passed."""
        self.not_before = max(self.not_before, now + seconds)

    def at_least(self, seconds: float) -> None:
        """Never ask faster than this."""
        self.least = max(self.least, seconds)


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, a number or a date; None where it says nothing."""
    if not value:
        return None
    value = value.strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    # A date in an obsolete form comes without its zone; HTTP dates are always GMT.
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


class PaceKeeper:
    """Downloader middleware that holds the delay of each host at what it must be.

    One slot a host and port, whatever the scheme, `www.` or not: two names of one server share one patience.
    """

    def __init__(self, crawler: Crawler, site: Site) -> None:
        self._crawler = crawler
        self._site = site
        self._hosts: dict[str, HostPace] = {}
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the pace of the site of the crawler's spider."""
        site = getattr(crawler.spider, "site", None)
        if not isinstance(site, Site):
            raise NotConfigured("this spider visits no site of a site file")
        return cls(crawler, site)

    def pace(self, url: str) -> HostPace:
        """The pace of the host of an address."""
        return self._hosts.setdefault(slot_of(url), HostPace(own=self._site.pace.delay))

    def process_request(self, request: Request) -> None:
        """Give the request its host's slot, and the slot its host's delay."""
        slot = slot_of(request.url)
        request.meta["download_slot"] = slot
        self._hold(slot, self.pace(request.url))

    def process_response(self, request: Request, response: Response) -> Response:
        """Back off after faults, heed Retry-After, relax after good answers."""
        well = response.status not in FAULTS
        pace = self.pace(request.url)
        if well and not pace.backoff and not pace.not_before:
            return response
        pace.answered(well=well)
        value = response.headers.get(b"Retry-After")
        seconds = retry_after(value.decode("latin-1") if value else None, datetime.now(UTC))
        if seconds and not well:
            pace.wait(seconds, monotonic())
        self._hold(slot_of(request.url), pace)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Back off after failures of the network; a refusal of ours is none."""
        if not isinstance(exception, IgnoreRequest):
            pace = self.pace(request.url)
            pace.answered(well=False)
            self._hold(slot_of(request.url), pace)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Never ask faster than Crawl-delay says."""
        seconds = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if seconds:
            pace = self.pace(request.url)
            pace.at_least(seconds)
            self._hold(slot_of(request.url), pace)

    def _hold(self, slot: str, pace: HostPace) -> None:
        downloader = self._crawler.engine.downloader
        known = downloader.slots.get(slot)
        delay = pace.delay(last=known.lastseen if known else 0.0, now=monotonic())
        if known is not None:
            known.delay = delay
        else:
            # Slots are made when a request first needs them, and again after a minute of rest.
            concurrency = self._site.pace.concurrency
            downloader.per_slot_settings[slot] = {"delay": delay, "concurrency": concurrency, "jitter": 0.0}


def slot_of(url: str) -> str:
    """The name of the download slot of an address."""
    return bare_host(host_of(url))
