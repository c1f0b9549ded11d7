"""A bare Scrapy spider: downloads the same pages by following the same links, and does nothing with them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response

PAGER = re.compile(r"createPageHTML\('page_div',(\d+), (\d+),'(\w+)','(\w+)'")
SETTINGS: dict[str, Any] = {
    "LOG_LEVEL": "WARNING",
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
}


class Bare(scrapy.Spider):
    """Lists, then what they link to."""

    name = "bare"
    pages = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in sys.argv[1].split(","):
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        assert isinstance(response, HtmlResponse)
        for href in response.css("#list-data a::attr(href)").getall():
            yield response.follow(href, self.take)
        pager = PAGER.search(response.text)
        if pager and int(pager[2]) < int(pager[1]):
            yield response.follow(f"{pager[3]}_{int(pager[2]) + 1}.{pager[4]}", self.parse)

    def take(self, response: Response) -> None:
        """One article page has arrived."""
        self.pages += 1

    def closed(self, reason: str) -> None:
        """Say how many."""
        print(json.dumps({"pages": self.pages, "reason": reason}))


if __name__ == "__main__":
    process = CrawlerProcess(SETTINGS)
    process.crawl(Bare)
    process.start()
