"""A list that changes while it is walked: items come and go between two requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.site import Section, Site
from crawler.walk import Walk
from pipelines.pagers.paging import Listing, ListItem, PageRequest

HOME = "http://www.yunling.example"
SECTION = Section(name="要闻", start=f"{HOME}/yw/")
SITE = Site(key="yunling", name="云岭", home=HOME, sections=(SECTION,), hosts=("www.yunling.example",))
SIZE = 5


def url_of(number: int) -> str:
    return f"{HOME}/yw/t{number}.shtml"


def number_of(url: str) -> int:
    """The number that a list page's address carries; 1 for the first page."""
    found = re.search(r"list_(\d+)\.html$", url)
    return int(found[1]) if found else 1


@dataclass
class MovingList:
    """Numbered articles, newest first, five a page; `events` are done before the request with their number."""

    items: list[int]
    records: bool = False
    """Whether its pages print how many articles there are."""
    pages: bool = False
    """Whether they print how many pages there are."""
    events: dict[int, Callable[[list[int]], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, request: PageRequest) -> Listing:
        event = self.events.get(len(self.asked))
        if event is not None:
            event(self.items)
        self.asked.append(request.url.rpartition("/")[2])
        return self.page(number_of(request.url))

    def page(self, number: int, **fields: object) -> Listing:
        held = self.items[(number - 1) * SIZE : number * SIZE]
        total = -(-len(self.items) // SIZE)
        told = {
            "next_url": f"{HOME}/yw/list_{number + 1}.html" if number < total else None,
            "page": number,
            "total_records": len(self.items) if self.records else None,
            "total_pages": total if self.pages else None,
            "family": "trs",
        }
        items = tuple(ListItem(url=url_of(one), title=f"第{one}条") for one in held)
        return Listing(url=SECTION.start, items=items, **{**told, **fields})


def walk_through(web: MovingList, **fields: object) -> tuple[Walk, list[int]]:
    """Walk the list to where the walk ends; the walk and the numbers that it handed out, in order."""
    one = Walk(site=SITE, section=SECTION, **fields)
    found: list[int] = []
    request: PageRequest | None = PageRequest(url=SECTION.start)
    while request is not None:
        assert len(web.asked) < 300, "the walk does not end"
        found += [int(re.findall(r"/t(\d+)\.", item.url)[0]) for item in one.take(web.answer(request))]
        request = one.following()
    assert one.over
    return one, found
