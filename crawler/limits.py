"""The limits of one visit: requests, bytes and hours, after which it ends and says so."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Self

from crawler.guard import Refused
from crawler.on_behalf import visit_of
from crawler.pace import VISIT_ENDS
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.health import Tally
    from crawler.site import Limits


def over_limit(tally: Tally, seconds: float, limits: Limits) -> str | None:
    """Which limit a visit has reached, one line; None where it has reached none."""
    spent = (
        (tally.asked, limits.requests, "requests"),
        (tally.bytes / 1024**2, limits.megabytes, "megabytes"),
        (seconds / 3600, limits.hours, "hours"),
    )
    for amount, limit, name in spent:
        if amount >= limit:
            return f"it reached its limit of {limit:g} {name} ([limits] in the site file)"
    return None


class RunLimits:
    """Downloader middleware that ends a visit which has taken all that it may take; nothing more is let through."""

    def __init__(self, crawler: Crawler, visit: Visit) -> None:
        self._crawler = crawler
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Watch over the visit of the crawler's spider."""
        return cls(crawler, visit_of(crawler))

    def process_request(self, request: Request) -> None:  # noqa: ARG002  Scrapy gives it by name
        """Raise `Refused` once a limit is reached."""
        reason = over_limit(self._visit.tally, monotonic() - self._visit.clock, self._visit.site.limits)
        if reason is None:
            return
        self._crawler.signals.send_catch_log(VISIT_ENDS, reason=reason)
        raise Refused("the visit is ending")
