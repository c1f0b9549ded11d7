"""What one writes in an afternoon: a Scrapy callback, trafilatura, one SQLite insert and commit a page."""

from __future__ import annotations

import sqlite3
import sys

import trafilatura
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response

from tests.benchmarks.bare import SETTINGS, Bare


class Afternoon(Bare):
    """Reads each page where it arrives."""

    name = "afternoon"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.db = sqlite3.connect(sys.argv[2])
        self.db.execute("CREATE TABLE articles (url TEXT PRIMARY KEY, title TEXT, date TEXT, author TEXT, text TEXT)")

    def take(self, response: Response) -> None:
        """Extract and keep one article."""
        assert isinstance(response, HtmlResponse)
        document = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        if document is not None:
            row = (response.url, document.title, document.date, document.author, document.text)
            self.db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", row)
            self.db.commit()
            self.pages += 1


if __name__ == "__main__":
    process = CrawlerProcess(SETTINGS)
    process.crawl(Afternoon)
    process.start()
