"""Redirects as Scrapy follows them, except that one which leads nowhere is said to, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.site import Site

if TYPE_CHECKING:
    from scrapy.http import Response


class EndlessRedirect(IgnoreRequest):
    """Redirects that lead back to where they came from, or on and on: every answer is recorded, no page was found."""


class Redirects(RedirectMiddleware):
    """Downloader middleware that follows redirects, raises `EndlessRedirect`, and lets a cookie be brought back.

    Scrapy drops a redirect to an address that was asked for before as a duplicate, without a word to anybody. A site
    that sets a cookie and sends the visitor back to the same address is answered with the cookie where the site file
    says `cookies = true`; without one it would go on for ever, so it is not asked again. One to the site's mobile twin
    is followed to the same page on its own host.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Follow a redirect once to each address, or again where it brought a cookie that we carry."""
        try:
            following = super().process_response(request, response)
        except IgnoreRequest:
            raise EndlessRedirect(f"redirected more than {self.max_redirect_times} times") from None
        if not isinstance(following, Request):
            return following
        site = getattr(self.crawler.spider, "site", None)  # `scrapy shell` and its like have none
        if isinstance(site, Site):
            following = following.replace(url=site.profile.canonical(following.url))
        if following.url in (request.url, *request.meta.get("redirect_urls", ())):
            sets_cookie = b"Set-Cookie" in response.headers
            if not (sets_cookie and self.crawler.settings.getbool("COOKIES_ENABLED")):
                hint = "and sets a cookie; cookies = true in the site file sends it back" if sets_cookie else ""
                raise EndlessRedirect(f"redirected in a circle {hint}".strip())
            following.dont_filter = True
        return following
