"""What a crawl's feed (`scrapy crawl NAME -O out.jsonl`) holds: one article a line."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem, NotConfigured

from archive.article import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.items import Page

FIELDS = tuple(field.name for field in fields(Article))


class ArticleRow:
    """Item pipeline, the last: turns a kept page into the row of a feed, and keeps unreadable pages out of it.

    They are in the archive with their reasons. A crawl without a feed does without this step.
    """

    def __init__(self, site: str) -> None:
        self._site = site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Write rows where the crawl has a feed."""
        if not crawler.settings["FEEDS"]:
            raise NotConfigured
        assert crawler.spider is not None
        return cls(crawler.spider.name)

    def process_item(self, item: Page) -> dict[str, Any]:
        """The article's fields, with its site, section, version and capture."""
        article = item.reading.article if item.reading else None
        if article is None:
            raise DropItem("no article", log_level="DEBUG")
        row = {name: getattr(article, name) for name in FIELDS}
        kept = item.kept
        place = {"site": self._site, "section": item.section, "capture": item.capture}
        return place | {"version": kept.version if kept else None} | row
