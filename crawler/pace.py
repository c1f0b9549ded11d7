"""The pace of each host: the slowest of what its site file, its robots.txt, its Retry-After and its faults ask for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

from crawler.guard import Refused
from crawler.hours import OUTSIDE
from crawler.on_behalf import site_of
from crawler.site import Site, bare_host, host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

# 408, 429 and 5xx say "slower" in their own ways.
FAULTS = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
LONGEST_BACKOFF = 300.0
# Whoever asks for more than this between two requests asks us to come another time.
LONGEST_WAIT = 900.0
VISIT_ENDS: Final = object()
"""Signal: the visit is to end early, for this `reason`. Whoever finds out sends it, once or often; the pace's keeper
lets nothing more go out and closes the spider."""
# Of two requests the second may travel faster, and a server measures when they arrive.
SWAY = 0.02


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
    last: float = 0.0
    """On the monotonic clock: when the last request was answered, or handed out while it is not."""

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


class PacedSlot(Slot):
    """A download slot whose delay is asked of its host's pace each time, so that nothing can shorten it.

    The delay counts from the last request's answer: only then is it known that the request had left. Counted from
    when it was handed out, two requests came closer than was asked by what it took to connect; and after a slow fault
    the next one went before its Retry-After was read.
    """

    def __init__(self, concurrency: int, pace: HostPace) -> None:
        super().__init__(concurrency, pace.own, jitter=0.0)
        self.pace = pace
        self.transferring = _Transfers(pace)

    def download_delay(self) -> float:
        """The seconds to leave after the last request was handed out."""
        last = max(self.lastseen, self.pace.last)
        delay = self.pace.delay(last=last, now=monotonic())
        return delay and delay + SWAY + last - self.lastseen


class _Transfers(set["Request"]):
    """The requests under way, which note in their host's pace when the last of them went and was answered."""

    def __init__(self, pace: HostPace) -> None:
        super().__init__()
        self._pace = pace
        self._latest: Request | None = None

    def add(self, request: Request) -> None:
        """One more is under way."""
        super().add(request)
        self._latest, self._pace.last = request, monotonic()

    def remove(self, request: Request) -> None:
        """It was answered, or came to nothing."""
        super().remove(request)
        if request is self._latest:
            self._pace.last = monotonic()


class PaceKeeper:
    """Downloader middleware that holds the delay of each host at what it must be.

    One slot a host and port, whatever the scheme, `www.` or not: two names of one server share one patience.
    """

    def __init__(self, crawler: Crawler, site: Site) -> None:
        self._crawler = crawler
        self._site = site
        self._hosts: dict[str, HostPace] = {}
        self._leaving: asyncio.Future[None] | None = None
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(self.leave, VISIT_ENDS)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the pace of the site of the crawler's spider."""
        return cls(crawler, site_of(crawler))

    def pace(self, url: str) -> HostPace:
        """The pace of the host of an address."""
        return self._hosts.setdefault(slot_of(url), HostPace(own=self._site.pace.delay))

    def process_request(self, request: Request) -> None:
        """Give the request its host's slot, and the slot its host's delay."""
        hours = self._site.pace.hours
        if hours is not None and not hours.hold(datetime.now(UTC)):
            self.leave(f"{OUTSIDE} {hours}")
        if self._leaving is not None:
            raise Refused("the visit is ending")
        if "rendering" in request.meta:
            # It asks the site for nothing itself; in the host's slot it would wait for its own scripts.
            request.meta["download_slot"] = "rendering"
            self._crawler.engine.downloader.slots.setdefault("rendering", Slot(1, 0.0, 0.0))
            return
        name = slot_of(request.url)
        request.meta["download_slot"] = name
        slots = self._crawler.engine.downloader.slots
        # Scrapy drops a slot after a minute of rest, but what is known of the host, its last request too, stays here.
        if name not in slots:
            slots[name] = PacedSlot(self._site.pace.concurrency, self.pace(request.url))

    def process_response(self, request: Request, response: Response) -> Response:
        """Back off after faults, heed Retry-After, relax after good answers."""
        well = response.status not in FAULTS
        pace = self.pace(request.url)
        pace.answered(well=well)
        value = response.headers.get(b"Retry-After")
        seconds = retry_after(value.decode("latin-1") if value else None, datetime.now(UTC))
        if seconds and not well:
            pace.wait(seconds, monotonic())
            self._leave_if_long(seconds, "Retry-After")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Back off after failures of the network; a refusal of ours is none."""
        if not isinstance(exception, IgnoreRequest):
            self.pace(request.url).answered(well=False)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Never ask faster than Crawl-delay says."""
        seconds = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if seconds:
            self.pace(request.url).at_least(seconds)
            self._leave_if_long(seconds, "Crawl-delay")

    def _leave_if_long(self, seconds: float, asked_by: str) -> None:
        """End the visit instead of waiting for hours with the host's lock in hand; the next visit asks again."""
        if seconds > LONGEST_WAIT:
            self.leave(f"blocked: {asked_by} asks to stay away for {seconds:.0f} s")

    def leave(self, reason: str) -> None:
        """End the visit: what was handed to the downloader and waits for its turn is refused, and nothing more goes."""
        if self._leaving is not None:
            return
        assert self._crawler.engine is not None
        # First of all, for whoever hears of a refusal may send the signal again.
        self._leaving = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _request, waiting = slot.queue.popleft()
                waiting.errback(Failure(Refused(reason)))  # type: ignore[no-untyped-call]


def slot_of(url: str) -> str:
    """The name of the download slot of an address."""
    return bare_host(host_of(url))
