"""Whose requests a middleware looks at: the site and the visit of the crawler's spider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

from crawler.site import Site
from crawler.visit import Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def site_of(crawler: Crawler) -> Site:
    """The site that is visited; `NotConfigured`, which leaves the middleware out, for `scrapy shell` and its like."""
    site = getattr(crawler.spider, "site", None)
    if not isinstance(site, Site):
        raise NotConfigured("this spider visits no site of a site file")
    return site


def visit_of(crawler: Crawler) -> Visit:
    """The visit that is recorded; `NotConfigured`, which leaves the middleware out, where nothing is kept."""
    visit = getattr(crawler.spider, "visit", None)
    if not isinstance(visit, Visit):
        raise NotConfigured("this spider keeps no archive")
    return visit
