"""As many article pages as one likes, each with words of its own, for the figures of a large archive.

Six sites in the markup of the practice web, their menus drawn out until a page without an article has about 31 KB: a
page has 40 KB then and 1,400 characters (the saved real pages of ../shared/pages have 1,106 to 40 KB). The words are
drawn from a Zipf-shaped vocabulary and from the few dozen that an article keeps coming back to: a text packs to about
as many bits a character as a real one does (9 to 11), and half to two thirds of its pairs of neighbours are new. Title,
text and facts are as the reader reads them from the page; the first page of each site is read, to see it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from itertools import accumulate
from urllib.parse import urljoin

from archive.article import Article, Turn
from archive.capture import Capture
from crawler.practice.articles import CHINA, PracticeArticle, Words
from crawler.practice.pages import PracticeSite, Press, load_practice_site
from crawler.practice.phases import Stage, load_phases
from pipelines import read_article

FOLDERS = ("chenglan", "shuoyuan", "yuting")
SITES = 6
FRAME = 31 * 1024
TRANSCRIPTS = 0.15
"""The share of pages that are press conferences or interviews."""
VOCABULARY = 12_000
MODIFIED = "Mon, 02 Feb 2026 03:04:05 GMT"
ASKED = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"),
    ("User-Agent", "govpress/0.1.0 (+https://github.com/govpress/govpress)"),
    ("Accept-Encoding", "gzip, deflate"),
)
SURNAMES = "蔚钮郏蒯逄鄢殳枚逯仉宓濮宫岳闵卓南褟厍钭褚巫母"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdSite:
    """One site of the crowd."""

    key: str
    press: Press
    validators: bool
    """Whether it answers conditional requests with 304; the others send the same bytes again."""
    first: Article
    """What the reader made of its first page."""

    @property
    def host(self) -> str:
        """Where its pages are."""
        return self.press.host


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdPage:
    """One page: its address, what is answered, and what it says."""

    site: CrowdSite
    url: str
    body: bytes
    article: Article


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Words of one to four of the 3,755 commonest characters, and the weights they are drawn with."""
    chance = random.Random("vocabulary")
    chars = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    chars = [char for char in chars if char]
    chance.shuffle(chars)
    commonness = list(accumulate(1 / (rank + 20) for rank in range(len(chars))))
    words = [
        "".join(chance.choices(chars, cum_weights=commonness, k=chance.choices((1, 2, 3, 4), (12, 70, 10, 8))[0]))
        for _ in range(VOCABULARY)
    ]
    return tuple(words), tuple(accumulate(1 / (rank + 4) ** 1.1 for rank in range(VOCABULARY)))


def _words(chance: random.Random, number: int) -> list[str]:
    words, weights = _vocabulary()
    return chance.choices(words, cum_weights=weights, k=number)


def sentence(chance: random.Random, topic: Sequence[str]) -> str:
    """One sentence, half of whose words are the article's own; a third have a number."""
    words = _words(chance, chance.randint(5, 12))
    at = 0
    while at < len(words):
        # Turns of phrase come back whole.
        start = chance.randrange(len(topic) - 2)
        words[at:at] = topic[start : start + chance.randint(1, 3)]
        at += chance.randint(3, 5)
    if chance.random() < 0.33:
        words[len(words) // 2] = f"{chance.randint(2, 98765)}{chance.choice('起人次项万元户')}"
    half = len(words) // 2
    return f"{''.join(words[:half])}，{''.join(words[half:])}。"


def _paragraph(chance: random.Random, topic: Sequence[str]) -> str:
    return "".join(sentence(chance, topic) for _ in range(chance.randint(1, 5)))


def drawn(site: CrowdSite, number: int) -> PracticeArticle:
    """The article that a site publishes under a number."""
    chance = random.Random(f"{site.key}/{number}")
    length = min(20_000, max(120, int(chance.lognormvariate(6.66, 0.75))))
    topic = _words(chance, 40)
    words: list[Words] = []
    if chance.random() < TRANSCRIPTS:
        names = [chance.choice(SURNAMES) + "".join(_words(chance, 1)) for _ in range(2)]
        words.append(Words(paragraphs=(_paragraph(chance, topic),)))
        turn = 0
        while _length(words) < length * 3:
            speaker, kind = (names[turn % 2], "answer") if turn % 2 else (names[0], "question")
            paragraphs = tuple(_paragraph(chance, topic) for _ in range(chance.randint(1, 3)))
            words.append(Words(paragraphs=paragraphs, form="colon", speaker=speaker, kind=kind))  # type: ignore[arg-type]
            turn += 1
    else:
        paragraphs = [_paragraph(chance, topic)]
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(_paragraph(chance, topic))
        words.append(Words(paragraphs=tuple(paragraphs)))
    practice = site.press.site
    digest = hashlib.md5(f"{site.key}/{number}".encode(), usedforsecurity=False).hexdigest()
    published = datetime(2024, 5, 1, 9, tzinfo=CHINA) - timedelta(minutes=97 * number)
    section = practice.sections[number % len(practice.sections)]
    return PracticeArticle(
        name=f"{practice.folder}/{number}",
        path=f"{section.path}{published:%Y%m}/{digest}.shtml",
        title="".join(_words(chance, chance.randint(6, 14))),
        words=tuple(words),
        published=published,
        source="".join(_words(chance, 2)),
        editor=chance.choice(SURNAMES) + "".join(_words(chance, 1)),
        column=section.name,
    )


def _length(words: list[Words]) -> int:
    return sum(len(line) for some in words for line in some.paragraphs)


def page(site: CrowdSite, number: int, *, edits: int = 0) -> CrowdPage:
    """A page as it is after so many edits, each of which rewrites one sentence."""
    article = drawn(site, number)
    for edit in range(edits):
        chance = random.Random(f"{site.key}/{number}/{edit}")
        *before, last = article.words
        *others, paragraph = last.paragraphs
        edited = replace(
            last, paragraphs=(*others, paragraph[: len(paragraph) // 2] + sentence(chance, _words(chance, 40)))
        )
        article = replace(article, words=(*before, edited))
    url = urljoin(f"http://{site.host}/", article.path)
    return CrowdPage(site=site, url=url, body=site.press.article(article, visits=1), article=_read(site, article, url))


def _read(site: CrowdSite, article: PracticeArticle, url: str) -> Article:
    """What the reader makes of the page, without the eight milliseconds it takes."""
    turns, at = [], 0
    for words in article.words:
        if words.form == "colon":
            text = "\n".join(words.paragraphs)
            turns.append(Turn(speaker=words.speaker, kind=words.kind, text=text, paragraph=at))
        at += len(words.paragraphs)
    return replace(
        site.first,
        url=url,
        title=article.title,
        text="\n".join(article.paragraphs),
        published_at=article.published,
        source=article.source,
        editor=article.editor,
        column=article.column,
        turns=tuple(turns),
    )


def crowd() -> tuple[CrowdSite, ...]:
    """The sites; raises ValueError where the reader reads a first page otherwise than it was drawn."""
    return tuple(_site(number) for number in range(SITES))


def _site(number: int) -> CrowdSite:
    folder = FOLDERS[number % len(FOLDERS)]
    stage = Stage(phase=load_phases()[0], articles={}, designs={}, challenges={}, failing_lists={})
    host = f"www.crowd{number}.gov.example"
    blank = Article(url="", title="", text="")
    press = Press(site=_drawn_out(load_practice_site(folder), number, stage, host), stage=stage, host=host)
    site = CrowdSite(key=f"crowd{number}", press=press, validators=number % 2 == 0, first=blank)
    article = drawn(site, 0)
    url = urljoin(f"http://{host}/", article.path)
    body = press.article(article, visits=1)
    read = read_article(body, url=url, charset=None, captured_at=datetime(2026, 1, 1, tzinfo=CHINA))
    if read.text != "\n".join(article.paragraphs) or read.title != article.title:
        raise ValueError(f"the first page of {site.key} reads otherwise than it was drawn:\n{read}")
    return replace(site, first=read)


def _drawn_out(site: PracticeSite, number: int, stage: Stage, host: str) -> PracticeSite:
    """The site with so much of a menu that a page has the size of a real one's template."""
    chance = random.Random(f"menu/{number}")
    site = replace(site, name="".join(_words(chance, 2)) + site.name)
    while len(Press(site=site, stage=stage, host=host).notice("")) < FRAME:
        entries = tuple("".join(_words(chance, 2)) for _ in range(12))
        site = replace(site, menu={**site.menu, "".join(_words(chance, 2)): entries})
    return site


def answer(page: CrowdPage, moment: datetime, *, asked_with: str | None = None) -> Capture:
    """What the page's server answers at a moment; 304 where it is asked with the ETag that the page still has."""
    etag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
    unchanged = asked_with == etag
    validators = (("ETag", etag), ("Last-Modified", MODIFIED)) if page.site.validators else ()
    length = () if unchanged else (("Content-Type", "text/html"), ("Content-Length", str(len(page.body))))
    conditional = (("If-None-Match", asked_with), ("If-Modified-Since", MODIFIED)) if asked_with else ()
    return Capture(
        url=page.url,
        captured_at=moment,
        status=304 if unchanged else 200,
        headers=(("Date", format_datetime(moment, usegmt=True)), ("Server", "nginx"), *length, *validators),
        body=b"" if unchanged else page.body,
        request_headers=(*ASKED, *conditional),
        ip_address="192.0.2.7",
        protocol="HTTP/1.1",
    )


def pages(sites: tuple[CrowdSite, ...], number: int) -> Iterator[tuple[CrowdSite, int]]:
    """So many pages, as (site, number), the sites in turn."""
    for each in range(number):
        yield sites[each % len(sites)], each // len(sites)
