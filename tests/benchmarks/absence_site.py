"""A fictional site that goes wrong in every way, and visits to it: the crawl's own rules without its network."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from archive.article import Article
from archive.capture import Capture, Outcome
from archive.interned import key_of
from archive.kept import KnownPage
from archive.store import Archive
from crawler.revisit import Revisit, select
from crawler.site import Section, Site
from crawler.walk import Walk
from pipelines.errors import ReadError
from pipelines.fingerprint import fingerprint
from pipelines.listing import Listing, PageRequest, read_listing
from pipelines.read import read_article

FIRST_DAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOST = "www.yunling.example"
KEY = "yunling"
PER_PAGE = 15
READER = "benchmark 1"
MOST_HOPS = 5
ENOUGH = 1_000_000
"""Requests a day: no budget is meant to be met here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server says; no status is no answer."""

    status: int | None = 200
    body: str = ""
    location: str | None = None


@dataclass(slots=True, kw_only=True)
class World:
    """The site as it truly is: which pages there are, and which of them its lists name."""

    pages: int
    columns: int = 2
    seed: int = 1
    per_page: int = PER_PAGE
    there: dict[str, datetime] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    """The visit at which a page truly went."""
    visit: int = 0
    host: str = HOST
    scheme: str = "http"
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for number in range(self.pages):
            self.publish(number, FIRST_DAY - timedelta(days=1 + number * 25 / self.pages))

    def publish(self, number: int, at: datetime) -> str:
        """A new article, the newest of its column or the oldest so far."""
        column = f"c{number % self.columns}"
        path = f"/{column}/t{at:%Y%m%d}_{100000 + number}.html"
        self.there[path] = at
        row = self.listed.setdefault(column, [])
        row.insert(0 if at > FIRST_DAY else len(row), path)
        return path

    def remove(self, *paths: str, unlist: bool = True) -> None:
        """Take pages away for good."""
        for path in paths:
            self.there.pop(path, None)
            self.removed.setdefault(path, self.visit)
            if unlist:
                self.listed[path.split("/")[1]].remove(path)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.scheme}://{self.host}{path}"

    def honest(self, path: str) -> Answer:
        """What the site says where nothing is wrong with it."""
        column = path.split("/")[1]
        if path == "/":
            return Answer(body=frame("云岭市人民政府", '<a href="/c0/index.html">要闻</a>'))
        if column in self.listed and path.rpartition("/")[2].startswith("index"):
            return self.list_page(column, path)
        if path in self.there:
            return Answer(body=article_page(path, self.there[path]))
        return Answer(status=404, body="<html><title>404 Not Found</title><h1>Not Found</h1></html>")

    def list_page(self, column: str, path: str, paths: list[str] | None = None) -> Answer:
        """One page of a column's list, with a pager in the manner of TRS."""
        paths = self.listed[column] if paths is None else paths
        name = path.rpartition("/")[2].removesuffix(".html")
        number = int(name.partition("_")[2] or 0)
        total = max(1, -(-len(paths) // self.per_page))
        if number >= total:
            return Answer(status=404)
        shown = paths[number * self.per_page : (number + 1) * self.per_page]
        rows = "".join(
            f'<li><a href="{each}">{title_of(each)}</a><span>{self.there.get(each, FIRST_DAY):%Y-%m-%d}</span></li>'
            for each in shown
        )
        pager = f'<script>createPageHTML({total}, {number}, "index", "html");</script>'
        return Answer(body=frame("要闻", f'<ul class="list">{rows or "<li>暂无内容</li>"}</ul>{pager}'))


@lru_cache(maxsize=4096)
def article_page(path: str, at: datetime) -> str:
    """An article as a page."""
    number = int(path.rpartition("_")[2].removesuffix(".html"))
    body = "".join(
        f"<p>　　云岭市今年第{place + 1}季度共办理为民服务事项{number * 7 % 9000 + place}件，群众满意度继续提高。</p>"
        for place in range(4)
    )
    return frame(
        title_of(path),
        f'<h1>{title_of(path)}</h1><div class="info">发布时间：{at:%Y-%m-%d %H:%M} 来源：云岭日报</div>'
        f'<div class="TRS_Editor">{body}</div>',
    )


def title_of(path: str) -> str:
    """The title of an article by its address."""
    return f"云岭市公布第{path.rpartition('_')[2].removesuffix('.html')}号为民服务情况"


def frame(title: str, body: str) -> str:
    """A page of the site."""
    menu = "".join(f'<a href="/{name}/index.html">{name}</a>' for name in ("首页", "政务公开", "办事服务", "互动交流"))
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="nav">{menu}</div>{body}'
        '<div class="footer">主办：云岭市人民政府办公室　网站标识码：5401000001</div></body></html>'
    )


Serve = Callable[[World, str], Answer]
"""How the server answers a path on this visit."""


@lru_cache(maxsize=8192)
def reading(url: str, body: str) -> tuple[Article | None, str | None]:
    """The article on a page, or the kind of verdict why there is none."""
    try:
        return read_article(body.encode(), url=url), None
    except ReadError as error:
        return None, type(error).__name__


class Visitor:
    """Visits a world day after day and keeps what it sees."""

    def __init__(self, archive: Archive, world: World, serve: Serve, revisit: Revisit) -> None:
        self._archive, self._world, self._serve, self._revisit = archive, world, serve, revisit
        self._sections = [
            Section(name=column, start=f"http://{HOST}/{column}/index.html") for column in sorted(world.listed)
        ]
        self._site = Site(
            key=KEY, name="云岭", home=f"http://{HOST}/", sections=tuple(self._sections),
            hosts=(HOST, "new.yunling.example"),
        )  # fmt: skip
        self._now = FIRST_DAY
        self._run = 0
        self._asked: set[str] = set()
        self._walked: dict[str | None, set[str]] = {}
        self.asked: dict[str, list[int]] = {}
        """At which visits each path was asked."""

    def visit(self, number: int) -> None:
        """Walk all sections, ask what is new or due, and end the run."""
        self._now = FIRST_DAY + timedelta(days=number)
        self._run = self._archive.start_run(site=KEY)
        self._asked = set()
        known = {page.key: page for page in self._archive.known(site=KEY)}
        wanted = [url for section in self._sections for url in self._walk(section)]
        due = select(list(self._archive.due(site=KEY, at=self._now)), self._revisit, budget=ENOUGH).asked
        again = [*(page.url for page in due), *(known[key].url for key in self._unlisted(known))]
        for url in (*(url for url in wanted if key_of(url) not in known), *again):
            self._ask(url)
        self._archive.finish_run(self._run, outcome="ok", stats={})

    def _unlisted(self, known: Mapping[str, KnownPage]) -> list[str]:
        """Living pages of completely walked sections that the walk did not name: the crawl asks for them."""
        return [
            key
            for key, page in known.items()
            if page.state == "live" and self._walked.get(page.section or "") and key not in self._walked[page.section]
        ]

    def _walk(self, section: Section) -> Iterator[str]:
        """The articles that a section's lists name; the walk is recorded when it is over."""
        walk = Walk(site=self._site, section=section)
        found: list[str] = []
        asked: PageRequest | None = PageRequest(url=section.start)
        while asked is not None:
            capture, answer = self._fetch(asked.url, "list", section.name)
            listing = self._listing(asked.url, answer)
            if listing is None:
                walk.fail(f"{asked.url}: no list")
            else:
                if self._archive.payload_capture(capture) == capture:
                    items = [(each.url or "", each.title, None) for each in listing.items]
                    self._archive.add_listing(capture, reader=READER, items=items)
                found += [item.url for item in walk.take(listing) if item.url]
            asked = walk.following()
        told = walk.report()
        self._archive.add_walk(
            run=self._run, site=KEY, section=section.name, complete=told.complete, pages=told.pages, items=told.items,
            advertised=told.advertised,
        )  # fmt: skip
        self._walked[section.name] = {key_of(url) for url in found} if told.complete else set()
        return iter(found)

    def _listing(self, url: str, answer: Answer) -> Listing | None:
        if answer.status != 200:
            return None
        try:
            return read_listing(answer.body.encode(), url=url)
        except ReadError:
            return None

    def _ask(self, url: str) -> None:
        """Ask for an article, follow its redirects, and keep what is read."""
        for _ in range(MOST_HOPS):
            if key_of(url) in self._asked:
                return
            self._asked.add(key_of(url))
            self.asked.setdefault(urlsplit(url).path, []).append(self._world.visit)
            capture, answer = self._fetch(url, "article", None)
            if answer.location:
                self._archive.touch(capture)
                url = urljoin(url, answer.location)
                continue
            article, kind = reading(url, answer.body) if answer.status == 200 else (None, None)
            if self._archive.payload_capture(capture) != capture or answer.status != 200:
                self._archive.touch(capture)
            elif article is not None:
                self._archive.add_reading(capture, reader=READER, article=article, fingerprint=fingerprint(article))
            else:
                self._archive.add_reading(capture, reader=READER, error=kind, error_kind=kind)
            return

    def _fetch(self, url: str, purpose: str, section: str | None) -> tuple[int, Answer]:
        self._now += timedelta(seconds=3)
        split = urlsplit(url)
        self._world.host, self._world.scheme = split.netloc, split.scheme
        answer = self._serve(self._world, split.path)
        capture = Capture(
            url=url,
            captured_at=self._now,
            status=answer.status,
            body=answer.body.encode(),
            headers=(("Location", answer.location),) if answer.location else (),
            failure=None if answer.status else "no answer",
        )
        assert answer.status or capture.outcome is Outcome.FAILED
        return self._archive.add_capture(capture, run=self._run, site=KEY, section=section, purpose=purpose), answer


def honest(world: World, path: str) -> Answer:
    """A server with which nothing is wrong."""
    return world.honest(path)
