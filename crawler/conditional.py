"""Conditional requests with the archive's own validators: what has not changed is not sent again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

from crawler.on_behalf import visit_of
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class Conditional:
    """Downloader middleware that asks for a page only if it has changed since it was last kept.

    The capture whose validators were sent is left in `request.meta["revisit_of"]`: a 304 stands for it.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Ask on behalf of the visit of the crawler's spider."""
        return cls(visit_of(crawler))

    def process_request(self, request: Request) -> None:
        """Set If-None-Match and If-Modified-Since from the last capture that a 304 may stand for."""
        # A redirected request brings the validators of the address it came from.
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        request.meta.pop("revisit_of", None)
        if self._visit.site.scripts:
            # That a page's frame is unchanged says nothing of what its scripts would fill it with.
            return
        if request.method != "GET" or request.meta.get("purpose") == "robots" or _is_first(request):
            return
        validators = self._visit.archive.validators(request.url)
        if validators is None:
            return
        if validators.etag:
            request.headers["If-None-Match"] = validators.etag
        if validators.last_modified and not _is_to_come(validators.last_modified):
            request.headers["If-Modified-Since"] = validators.last_modified
        if request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since"):
            request.meta["revisit_of"] = validators.capture


def _is_to_come(value: str) -> bool:
    """Whether a date has not come yet: asked with it, a server would call every edit until then none."""
    try:
        named = parsedate_to_datetime(value)
    except ValueError:
        return False
    return named.replace(tzinfo=named.tzinfo or UTC) > datetime.now(UTC)


def _is_first(request: Request) -> bool:
    """Whether the address was never answered before; a redirect leads to another address."""
    return bool(request.meta.get("first")) and "redirect_times" not in request.meta
