"""PracticeColumn: a column of invented articles that grows while it is visited, and what all its pages share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import md5

CITY = "榆汀市"
SUBJECTS = ("河道清淤", "公交延时", "夜校招生", "菜场改造", "屋面修缮", "古树养护", "码头检修", "图书漂流", "管网更新")
_FIRST_DAY = date(2026, 3, 1)
_LATEST = 160
"""The article that is published on the same day however many days lie between two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article of a column; the newest has the highest number."""

    number: int
    every: int = 1
    """Days from one to the next."""

    @property
    def title(self) -> str:
        """Its title."""
        return f"{CITY}{SUBJECTS[self.number % len(SUBJECTS)]}工作第{self.number}次情况通报会"

    @property
    def day(self) -> date:
        """The day it was published."""
        return _FIRST_DAY + timedelta(days=_LATEST - self.every * (_LATEST - self.number))

    @property
    def digest(self) -> str:
        """32 hexadecimal digits, as systems without numbers name their files."""
        return md5(f"{CITY}{self.number}".encode(), usedforsecurity=False).hexdigest()

    @property
    def uuid(self) -> str:
        """The same as a UUID."""
        one = self.digest
        return f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request for a page, taken apart."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    """The fields of a posted form."""
    referer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a list page or a list service answers."""

    text: str
    kind: str = "text/html; charset=utf-8"
    status: int = 200


Address = Callable[[Piece], str]
Lists = Callable[["PracticeColumn", Asked], Answer | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagerFamily:
    """One way of listing articles: where the column begins, how articles are addressed, what is answered."""

    key: str
    start: str
    """The column's address, with a fragment where the system has one."""
    address: Address
    size: int
    """Articles a list page, as such sites have them."""
    lists: Lists
    """The answer to a request for a list page; None where it is none."""
    body: str = "TRS_UEDITOR"
    """The class or, with a hash in front, the id of the element that holds an article's text."""
    records: bool = False
    """Whether it prints how many articles the whole list has."""
    every: int = 1
    """Days from one article to the next."""
    reach: int | None = None
    """Pages that can be had where not all can: what is behind them takes a script of the site, or is not given."""


@dataclass(slots=True)
class PracticeColumn:
    """A column while it is served: its articles, newest first."""

    family: PagerFamily
    count: int = 137
    size: int = 0
    """Articles a list page; the family's own number unless it is given."""
    pieces: list[Piece] = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.size = self.size or self.family.size
        self.pieces = [self._piece(number) for number in range(self.count, 0, -1)]

    @property
    def pages(self) -> int:
        """How many list pages there are now."""
        return -(-len(self.pieces) // self.size)

    @property
    def reachable(self) -> Sequence[Piece]:
        """The articles that can be had without running the site's scripts."""
        return self.pieces if self.family.reach is None else self.pieces[: self.family.reach * self.size]

    def page(self, number: int) -> Sequence[Piece]:
        """The articles of a list page, counted from 1."""
        return self.pieces[(number - 1) * self.size : number * self.size]

    def insert(self, more: int) -> None:
        """Publish so many articles more, at the top of the list."""
        with self._lock:
            newest = len(self.pieces)
            self.pieces = [self._piece(newest + one) for one in range(more, 0, -1)] + self.pieces

    def find(self, path: str) -> Piece | None:
        """The article at an address; None where there is none."""
        return next((piece for piece in self.pieces if self.family.address(piece) == path), None)

    def _piece(self, number: int) -> Piece:
        return Piece(number=number, every=self.family.every)


def frame(main: str, *, title: str = "情况通报", metas: str = "", scripts: str = "") -> str:
    """A page of the city: its tags, its menu, a box of links, its imprint."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f'<meta name="SiteName" content="{CITY}人民政府"><meta name="ColumnName" content="情况通报">{metas}'
        f"<title>{title}_{CITY}人民政府</title></head><body>"
        '<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a></div>'
        f'<div class="main">{main}</div>'
        '<div class="links">友情链接：<a href="http://www.chenglan.example/">澄岚市人民政府</a>'
        '<a href="http://www.shuoyuan.example/">朔原新闻网</a></div>'
        f'<div class="footer">主办：{CITY}人民政府办公室　网站标识码：000000</div>{scripts}</body></html>'
    )


def rows(pieces: Sequence[Piece], address: Address, *, form: str = "%Y-%m-%d") -> str:
    """Items as most systems print them: link, title attribute, date behind."""
    return "\n".join(
        f'<li><a href="{address(piece)}" target="_blank" title="{piece.title}">{piece.title}</a>'
        f"<span>{piece.day:{form}}</span></li>"
        for piece in pieces
    )


def article_page(family: PagerFamily, piece: Piece) -> str:
    """The page of an article, small, with the tags that the guideline asks for."""
    subject = SUBJECTS[piece.number % len(SUBJECTS)]
    body = f'id="{family.body[1:]}"' if family.body.startswith("#") else f'class="{family.body}"'
    text = "".join(
        f"<p>{words}</p>"
        for words in (
            f"{piece.day:%m月%d日}，{CITY}召开{subject}工作情况通报会，介绍近期进展和下一步安排，回应群众关心的问题。",
            f"今年以来共安排项目{piece.number + 11}个，已经完成{piece.number + 3}个，其余将在年底前完成。",
        )
    )
    metas = (
        f'<meta name="ArticleTitle" content="{piece.title}"><meta name="PubDate" content="{piece.day} 09:30">'
        f'<meta name="ContentSource" content="{CITY}融媒体中心">'
    )
    return frame(
        f"<h1>{piece.title}</h1><div class='info'>发布时间：{piece.day} 09:30　来源：{CITY}融媒体中心</div>"
        f"<div {body}>{text}</div><p class='edit'>责任编辑：闻人汀</p>",
        title=piece.title,
        metas=metas,
    )
