"""Which links of a list page are its items: found by structure, dates and addresses, on pages of no known family too.

Rows of one form (`listing_rows`) are weighed together: by what they look like (dated, an article's address, a title's
length) and by what stands around them (`listing_regions`). The heaviest form is the list; others join it where they
share its place on the page and its looks.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.article_addresses import is_numbered, is_ordinal
from pipelines.errors import ProfileError
from pipelines.listing_addresses import RowAddresses
from pipelines.listing_headlines import MOST, find_headlines
from pipelines.listing_outline import Link, Outline
from pipelines.listing_page_day import with_page_day
from pipelines.listing_regions import Regions
from pipelines.listing_row_dates import date_of, is_dated, main_link
from pipelines.listing_rows import Form, Row, find_forms
from pipelines.listing_titles import title_of
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import urlsplit_safe
from pipelines.pagers.paging import ListItem
from pipelines.rules import select

_LEAST = 0.85
"""Mean weight of its rows below which a form is no list of articles."""
_LEAST_ALONE = 1.6
"""The same for a form of one row, which may be a crumb or a credit beside a date: it must look like an item twice."""
_ABOVE = -0.8
"""What it takes off to stand before the path to the column."""
_DIGITS = re.compile(r"\d+")
_EMPTY = re.compile(
    r"\W*(?:对不起|抱歉|很抱歉)?\W*(?:[该此本](?:栏目|列表|分类|频道)下?)?(?:暂无|暂时没有|尚无|没有找到|没有|无)(?:相关|任何|符合条件的)?"
    r"(?:数据|信息|内容|记录|文章|新闻|资料|公开内容)\W*(?:敬请期待|更新中)?\W*"
)
"""What a list says that has no entry."""
_LONGEST_NOTICE = 40
_TITLE = 8
_WEIGHED = 300
"""Rows of a form that are weighed; the rest of a long list is like them."""


def find_items(
    page: ListDocument, *, selectors: tuple[str, ...] = (), article: str | None = None
) -> tuple[ListItem, ...]:
    """The items of a page in page order, each address once; `selectors` and `article` are a site's own rules."""
    outline = Outline(page)
    pattern = _compiled(article)
    links = outline.links
    if pattern is not None:
        links = [link for link in links if link.url is not None and pattern.search(link.url)]
    for selector in selectors:
        chosen = _selected(outline, links, selector)
        if chosen:
            return _items(outline, [row for form in find_forms(outline, chosen) for row in form.rows])
    rows = _Weights(outline, trusted=pattern is not None).choose(find_forms(outline, links))
    return with_page_day(page, _items(outline, rows))


@dataclass(slots=True, kw_only=True, eq=False)
class _Weighed:
    """A form and how much its rows look like items."""

    form: Form
    mean: float
    dated: float
    """The share of its rows that are dated."""
    own: float
    """The share of its rows whose addresses are under the page's own folder."""
    score: float
    shape: str | None = None
    """The form that most of its addresses have, once it was asked for."""


class _Weights:
    """How much rows look like items, on one page."""

    __slots__ = ("_asks", "_folder", "_host", "_outline", "_regions", "_trusted")

    def __init__(self, outline: Outline, *, trusted: bool) -> None:
        self._outline = outline
        self._regions = Regions(outline)
        self._trusted = trusted
        """The links were chosen by a site's own rule; their addresses speak for themselves."""
        _, self._host, path, query, _ = urlsplit_safe(outline.page.url)
        # Small systems have their columns behind the question mark: /?xinwen/, /?xinwen/24.html.
        self._asks = "/" in query and "=" not in query
        path = f"{path}?{query}" if self._asks else path
        self._folder = path.rpartition("/")[0] + "/" if path.count("/") > 1 else ""

    def choose(self, forms: list[Form]) -> list[Row]:
        """The rows that are items: the heaviest form's, and those that join it."""
        weighed = [one for one in map(self._weigh, forms) if one is not None]
        self._favour_paged(weighed)
        best = max(weighed, key=lambda one: one.score, default=None)
        if best is None:
            return []
        least = _LEAST if len(best.form.rows) > 1 else _LEAST_ALONE
        if best.mean < least and not self._trusted:
            return []
        rows = [row for row in best.form.rows if self._belongs(row, best)]
        block, owners = self._block(best.form), {row.place for row in best.form.rows}
        if self._is_foreign(best) and self._says_empty():
            return []
        addresses = RowAddresses([link.url for link in self._mains(rows[:_WEIGHED]) if link.url])
        for other in weighed:
            if other is not best and self._joins(other, best, block, owners):
                known = {link.url for link in self._mains(rows)}
                theirs = [row for row in other.form.rows if self._belongs(row, best)]
                mains = self._mains(theirs)
                if not any(link.url and addresses.is_of_another(link.url) for link in mains):
                    rows += [row for row, link in zip(theirs, mains, strict=True) if link.url not in known]
        others = [row for form in forms if form is not best.form and len(form.rows) <= MOST for row in form.rows]
        return rows + find_headlines(self._outline, self._regions, addresses, listed=rows, others=others)

    def _is_foreign(self, best: _Weighed) -> bool:
        """Whether a form is marked as another column's, a sidebar's or a teaser's."""
        first, last = best.form.rows[0].place, best.form.rows[-1].place
        return self._regions.label(first) < 0 or self._regions.weight(first) < 0 or last < self._outline.crumbs

    def _says_empty(self) -> bool:
        """Whether the page says, below the path to the column and not hidden, that it has no entry."""
        for element in self._outline.elements[max(self._outline.crumbs, 0) :]:
            text = element.text if element.tag not in ("script", "style", "template") else None
            if text and len(text) <= _LONGEST_NOTICE and _EMPTY.fullmatch(text):
                around = (element, *element.iterancestors())
                return not any("none" in (one.get("style") or "") for one in around)
        return False

    def _mains(self, rows: list[Row]) -> list[Link]:
        return [link for row in rows if (link := main_link(self._outline, row)) is not None]

    def _favour_paged(self, weighed: list[_Weighed]) -> None:
        """Add weight to the form that stands right before the pager."""
        before = [one for one in weighed if one.mean >= _LEAST and one.form.rows[-1].place < self._outline.pager]
        if before:
            max(before, key=lambda one: one.form.rows[-1].place).score *= 1.3

    def _weigh(self, form: Form) -> _Weighed | None:
        mains = [(row, link) for row in form.rows[:_WEIGHED] if (link := main_link(self._outline, row)) is not None]
        if not mains:
            return None
        dated = sum(is_dated(self._outline, row) for row, _ in mains) / len(mains)
        mean = sum(self._weight(row, link, dated) for row, link in mains) / len(mains)
        mean += self._regions.label(form.rows[0].place)
        if form.rows[-1].place < self._outline.crumbs:
            mean += _ABOVE
        distinct = len({link.url or link.text for _, link in mains})
        # Longer is likelier, but not in proportion: a new column of two items may stand beside a hot list of ten.
        score = mean * min(distinct * len(form.rows) / len(mains), 50) ** 0.4
        own = sum(self._is_own(link) for _, link in mains) / len(mains)
        return _Weighed(form=form, mean=mean, dated=dated, own=own, score=score)

    def _weight(self, row: Row, link: Link, dated: float) -> float:
        weight = self._regions.weight(row.place) + (1.0 if is_dated(self._outline, row) else 0.0)
        if link.is_article or self._trusted:
            weight += 0.8
        elif link.is_list and not self._is_young(link):
            weight -= 0.8 if dated < 0.5 else 0.2
        elif is_numbered(link.path):
            weight += 0.3
        length = max(len(link.text), len(link.title))
        if (link.is_utility or not link.text) and self._outline.text_sizes[row.place] > 20:
            # The title is not in the link: an image, or `details`, in a row of words.
            length = 10
        weight += 0.4 if length >= 10 else 0.2 if length >= 7 else 0.0 if length >= 5 else -0.5
        return weight + (0.5 if self._is_own(link) and (not link.is_list or self._is_young(link)) else 0.0)

    def _is_own(self, link: Link) -> bool:
        if not self._folder or link.host != self._host:
            return False
        if self._asks:
            return f"{self._host}{self._folder}" in (link.url or "")
        return link.path.startswith(self._folder)

    def _is_young(self, link: Link) -> bool:
        """Whether a low number is an article's, and no page's: it has a title."""
        return len(link.text) >= _TITLE and is_ordinal(link.url or "")

    def _belongs(self, row: Row, best: _Weighed) -> bool:
        """Whether a row of the chosen form is an item, and not its header, its `more` link or a pager."""
        link = main_link(self._outline, row)
        if link is None or link.is_beside:
            return False
        if is_dated(self._outline, row) or link.is_article or self._trusted:
            return True
        if link.is_list and link.url is not None and not self._is_young(link):
            return False
        if self._regions.weight(row.place) < self._regions.weight(best.form.rows[0].place):
            return False
        if max(len(link.text), len(link.title)) < 4:
            return False
        # In a list with dates a row without one is a header, unless its address is of the others' form.
        return best.dated < 0.7 or (len(link.text) >= 8 and self._shape(link) == self._shape_of(best))

    def _shape_of(self, best: _Weighed) -> str:
        """The form that most addresses of a list have; empty where they have no numbers."""
        if best.shape is None:
            mains = (main_link(self._outline, row) for row in best.form.rows[:_WEIGHED])
            shapes = Counter(self._shape(link) for link in mains if link is not None)
            common, times = shapes.most_common(1)[0]
            best.shape = common if times * 2 > len(best.form.rows) and "0" in common else ""
        return best.shape

    def _shape(self, link: Link) -> str:
        return _DIGITS.sub("0", link.url or "") or "-"

    def _block(self, form: Form) -> int:
        """The element that holds a form's rows and nothing of another column: -1 if only the page itself does."""
        outline = self._outline
        first, last = form.rows[0].place, form.rows[-1].place
        block = outline.parents[first]
        while block >= 0 and not outline.holds(block, last):
            block = outline.parents[block]
        if block >= 0 and outline.elements[block].tag in ("ul", "ol", "table", "tbody", "dl"):
            block = outline.parents[block]
        return -1 if block < 0 or outline.elements[block].tag in ("body", "html") else block

    def _joins(self, other: _Weighed, best: _Weighed, block: int, owners: set[int]) -> bool:
        """Whether another form's rows are items too: a headline above the list, or the list's second half."""
        if block < 0 or other.mean < max(_LEAST, 0.6 * best.mean) or (best.dated >= 0.8) != (other.dated >= 0.8):
            return False
        if best.own >= 0.8 and other.own < 0.5:
            return False
        outline, rows = self._outline, other.form.rows
        container = outline.elements[outline.parents[best.form.rows[0].place]].tag
        for row in rows:
            above = outline.parents[row.place]
            beside = outline.parents[above] == block and outline.elements[above].tag == container
            if above != block and not beside and not self._is_wrapped(above, best, block):
                return False
        return not any(self._is_inside(row.place, owners) for row in rows)

    def _is_wrapped(self, place: int, best: _Weighed, block: int) -> bool:
        """Whether an element is another one of the list's kind, with one around it: the part shown on 更多."""
        outline = self._outline
        one, other = outline.elements[outline.parents[best.form.rows[0].place]], outline.elements[place]
        around = outline.parents[place]
        alike = one.tag == other.tag and one.get("class") == other.get("class") is not None
        return alike and around >= 0 and outline.parents[around] == block

    def _is_inside(self, place: int, owners: set[int]) -> bool:
        while place >= 0:
            if place in owners:
                return True
            place = self._outline.parents[place]
        return False


def _items(outline: Outline, rows: list[Row]) -> tuple[ListItem, ...]:
    found: dict[str, ListItem] = {}
    for row in sorted(rows, key=lambda one: (one.place, one.links[0].place)):
        link = main_link(outline, row)
        if link is not None and (title := title_of(outline, row, link)):
            is_absolute = link.url is not None and link.url.lower().startswith(("http://", "https://"))
            url = link.url if is_absolute else None
            item = ListItem(url=url, title=title, date=date_of(outline, row), href=link.href)
            found.setdefault(link.url or f"\n{title}", item)
    return tuple(found.values())


def _selected(outline: Outline, links: list[Link], selector: str) -> list[Link]:
    """The links that a site's selector selects, or that stand in what it selects."""
    places = {element: place for place, element in enumerate(outline.elements)}
    by_place = {link.place: link for link in links}
    found: dict[int, Link] = {}
    for element in select(outline.page.tree, selector):
        place = places[element]
        inner = next((one for one in range(place, place + outline.size(place)) if one in by_place), None)
        if inner is not None:
            found.setdefault(inner, by_place[inner])
    return list(found.values())


def _compiled(article: str | None) -> re.Pattern[str] | None:
    if article is None:
        return None
    try:
        return re.compile(article)
    except re.error as error:
        raise ProfileError(f"{article!r} is no pattern of article addresses: {error}") from error
