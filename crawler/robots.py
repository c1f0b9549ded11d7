"""robots.txt as RFC 9309 has it, also when many first requests wait for it."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from archive.encoding import decode_content
from archive.errors import PayloadError
from crawler.guard import Refused
from crawler.recorder import innermost

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

STAY_AWAY = b"User-agent: *\nDisallow: /\n"
# RFC 9309 section 2.5 asks for at least 500 KiB.
RULES_LIMIT = 512 * 1024
# RFC 9309 section 2.4: a day at most, for visits that last longer. Each visit asks anew: a site that says no must not
# wait for a day to be heard.
LIFETIME = 24 * 3600.0


class SerialRobots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware with its two faults mended.

    Scrapy 2.14 to 2.19 gives the parsed file to the first two waiters only and lets the others through; here a lock
    for each host makes all of them wait for one file. And where the file cannot be had (5xx, 429, no answer) Scrapy
    allows everything, where RFC 9309 section 2.3.1.4 says to stay away. Any other 4xx means that there are no rules.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}
        self._rules: dict[str, RobotParser] = {}
        self._away: dict[str, str] = {}
        self._fetched: dict[str, float] = {}
        self.clock = monotonic
        """Seconds; for tests that do not wait for a day."""

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host, fetched once however many requests wait for them."""
        host = urlparse_cached(request).netloc
        if self._is_old(host):
            async with self._locks.setdefault(host, asyncio.Lock()):
                if self._is_old(host):
                    self._away.pop(host, None)
                    self._rules[host] = await self._fetch_rules(request, host)
                    self._fetched[host] = self.clock()
        return self._rules[host]

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise `Refused` with the reason where the rules, or their absence, say no."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            reason = self._away.get(urlparse_cached(request).netloc)
            raise Refused(reason or "robots.txt disallows it") from None

    def _is_old(self, host: str) -> bool:
        return host not in self._rules or self.clock() - self._fetched[host] >= LIFETIME

    async def _fetch_rules(self, request: Request, host: str) -> RobotParser:
        parts = urlparse_cached(request)
        asked = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True, "purpose": "robots"},
            callback=NO_CALLBACK,
        )
        try:
            response = await self.crawler.engine.download_async(asked)
            rules = self._parserimpl.from_crawler(self.crawler, _rules_of(response))
        except Exception as error:  # noqa: BLE001  whatever kept the rules from us, they are not known
            why = " ".join(str(innermost(error)).split()) or type(error).__name__
            self._away[host] = f"robots.txt cannot be had ({why}): staying away"
            return self._parserimpl.from_crawler(self.crawler, STAY_AWAY)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=rules, request=request
        )
        return rules


def _rules_of(response: Response) -> bytes:
    """The rules in an answer to a request for robots.txt; raises `ConnectionError` where there is no telling them."""
    if response.status >= 500 or response.status == 429:
        raise ConnectionError(f"it answered {response.status}")
    if not 200 <= response.status < 300:
        return b""
    encoding = response.headers.get(b"Content-Encoding")
    try:
        return decode_content(response.body, encoding.decode("latin-1") if encoding else None)[:RULES_LIMIT]
    except PayloadError as error:
        raise ConnectionError(str(error)) from error
