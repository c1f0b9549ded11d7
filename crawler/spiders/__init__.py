"""One spider class for each site file, so that `scrapy list` and `scrapy crawl lasa` know them."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import UsageError

from crawler.errors import CrawlError, UnknownSite
from crawler.settings import site_settings
from crawler.site import Site
from crawler.site_folders import site_folders, survey_sites
from crawler.spiders.press import PressSpider

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


ITEM_PIPELINES = {
    "pipelines.items.ReadPage": 100,
    "pipelines.items.KeepVersion": 200,
    "pipelines.items.FetchFiles": 300,
    # What `scrapy crawl NAME -O out.jsonl` writes: articles, one a line.
    "crawler.spiders.export.ArticleRow": 900,
}


def spider_class(site: Site) -> type[PressSpider]:
    """The spider of one site."""
    name = "".join(part.capitalize() for part in site.key.split("-")) + "Spider"
    return type(
        name,
        (PressSpider,),
        {
            "__doc__": f"Visits {site.name}.",
            "__module__": __name__,
            "name": site.key,
            "site": site,
            "custom_settings": {
                # Not for every spider of the project: the one of `scrapy shell` has no archive.
                "ITEM_PIPELINES": ITEM_PIPELINES,
                **site_settings(site),
                # What was handed to the downloader waits there for its turn: a few, so that lists go first and an
                # end that was asked for comes soon.
                "CONCURRENT_REQUESTS": 2 * site.pace.concurrency + 2,
            },
        },
    )


class SiteSpiders:
    """Scrapy's spider loader over the site files, packaged and one's own (`GOVPRESS_SITES`).

    A file with a problem gives its line on standard error and hides no other.
    """

    def __init__(self, sites: Mapping[str, Site], broken: Mapping[str, CrawlError]) -> None:
        self._sites = sites
        self._broken = broken

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Look through the folders that the settings name."""
        try:
            folders = site_folders(settings.get("GOVPRESS_SITES"))
        except CrawlError as error:
            raise UsageError(str(error), print_help=False) from None
        sites, broken = survey_sites(folders)
        for problem in broken.values():
            sys.stderr.write(f"{problem}\n")
        return cls(sites, broken)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of a site; a clear line where there is none, or where its file is broken."""
        if spider_name in self._broken:
            raise UsageError(str(self._broken[spider_name]), print_help=False)
        if spider_name not in self._sites:
            raise KeyError(str(UnknownSite(spider_name, self._sites)))
        return spider_class(self._sites[spider_name])

    def list(self) -> list[str]:
        """The keys of all sites."""
        return sorted(self._sites)

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The sites that hold the address of a request."""
        return [key for key, site in self._sites.items() if site.holds(request.url)]
