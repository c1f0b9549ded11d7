"""The rows of a list page: each link filed under the repeating element that it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812  a field of Row is called date

from pipelines.listing_addresses import FEWEST, RowAddresses
from pipelines.listing_dates import MADE
from pipelines.listing_outline import Link, Outline

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TEXT, ELEMENTS = 600, 60
"""Characters and elements of a row that are read for its title and its date."""
LARGE = 400
"""Elements of a row or link that is too large to be one item's."""
_ROW_TAGS = frozenset(("li", "tr", "dd", "article"))
_NO_ROW = frozenset(("body", "html", "ul", "ol", "table", "tbody", "form", "main", "section"))
_CLIMB = 10
_TABS = 12
"""Columns that stand side by side at most."""
_LIST = 5
"""So many titles and dates in one row are a list of its own."""
_NEAR = 14
"""Starts and ends of elements between a link and the date beside it, at most."""


@dataclass(slots=True, kw_only=True, eq=False)
class Row:
    """One repeating element and the links that are its own."""

    place: int
    links: list[Link]
    beside: str = ""
    """A date that stands right after or right before the row."""
    date: Date | None = None
    is_read: bool = False
    """Whether `date` has been looked for."""

    @property
    def address(self) -> str | None:
        """Where the link with the most words leads."""
        return max(self.links, key=lambda link: len(link.text)).url


@dataclass(slots=True, kw_only=True, eq=False)
class Form:
    """Rows of one form: the same tag under a path of the same tags and classes."""

    rows: list[Row] = field(default_factory=list)


def find_forms(outline: Outline, links: Iterable[Link]) -> list[Form]:
    """The rows that these links stand in, by form."""
    return _Rows(outline).forms(links)


class _Rows:
    """Links filed under rows, rows under forms, and rows without dates moved to where their dates are."""

    __slots__ = ("_outline",)

    def __init__(self, outline: Outline) -> None:
        self._outline = outline

    def forms(self, links: Iterable[Link]) -> list[Form]:
        """The rows that these links stand in, by form."""
        filed: dict[int, list[Link]] = {}
        loose: list[tuple[Link, int]] = []
        for link in links:
            row = self._row_above(link.place)
            if row < 0:
                loose.append((link, -1))
            else:
                filed.setdefault(row, []).append(link)
        by_form: dict[tuple[int, str], list[Row]] = {}
        for place, own in filed.items():
            by_form.setdefault(self._form(place), []).append(Row(place=place, links=own))
        forms: dict[tuple[int, str], Form] = {}
        for key, rows in by_form.items():
            grids = rows if self._are_grids(rows) else [row for row in rows if self._holds_list(row)]
            loose += [(link, row.place) for row in grids for link in row.links]
            if len(grids) < len(rows):
                forms[key] = Form(rows=[row for row in rows if row not in grids])
        for link, bound in loose:
            place = self._own_element(link, bound)
            rows = forms.setdefault(self._form(place), Form()).rows
            if rows and rows[-1].place == place:
                rows[-1].links.append(link)
            else:
                rows.append(Row(place=place, links=[link]))
        found = list(forms.values())
        taken = {row.place for form in found for row in form.rows}
        for form in found:
            self._lift(form, taken)
        longest = max(found, key=lambda form: len(form.rows), default=Form())
        dated = sorted(row.place for row in longest.rows if self._outline.is_dated(row.place))
        for form in found:
            self._look_beside(form, dated if len(form.rows) < len(longest.rows) else [])
        return [part for form in found for dated in self._by_dates(form) for part in self._by_columns(dated)]

    def _by_dates(self, form: Form) -> list[Form]:
        """A form in two, where its rows stand in elements with dates and without: a list, and menus of its make."""
        parents = self._outline.parents
        if len({parents[row.place] for row in form.rows}) == 1:
            return [form]
        dated = {parents[row.place] for row in form.rows if row.beside or self._outline.is_dated(row.place)}
        parts = [[row for row in form.rows if (parents[row.place] in dated) is wanted] for wanted in (True, False)]
        return [Form(rows=rows) for rows in parts if rows]

    def _by_columns(self, form: Form) -> list[Form]:
        """A form in parts, where what holds its rows leads to a column of its own each: tabs, a list and a sidebar."""
        parts: dict[int, list[Row]] = {}
        for row in form.rows:
            parts.setdefault(self._outline.parents[row.place], []).append(row)
        if not 1 < len(parts) <= _TABS or min(map(len, parts.values())) < FEWEST:
            return [form]
        urls = [[url for row in rows if (url := row.address)] for rows in parts.values()]
        forms = [RowAddresses(one) for one in urls]
        for number, addresses in enumerate(forms):
            others = (url for place, one in enumerate(urls) if place != number for url in one[:_TABS])
            if not all(addresses.is_of_another(url) for url in others):
                return [form]
        return [Form(rows=rows) for rows in parts.values()]

    def _form(self, place: int) -> tuple[int, str]:
        parent = self._outline.parents[place]
        return (self._outline.paths[parent] if parent >= 0 else -1, str(self._outline.elements[place].tag))

    def _row_above(self, place: int) -> int:
        for _ in range(_CLIMB):
            if place < 0 or self._outline.elements[place].tag == "body":
                return -1
            if self._outline.elements[place].tag in _ROW_TAGS:
                return self._term_above(place)
            place = self._outline.parents[place]
        return -1

    def _term_above(self, place: int) -> int:
        """A description, or where a list of terms describes one article, that whole list."""
        above = self._outline.parents[place]
        if self._outline.elements[place].tag != "dd" or above < 0 or self._outline.elements[above].tag != "dl":
            return place
        return above if self._outline.is_single(above) else place

    def _are_grids(self, rows: list[Row]) -> bool:
        """Whether the rows are rows of a layout that hold several items each."""
        # The row of the pager has no title, and no say.
        telling = [row for row in rows if any(link.is_rich for link in row.links)]
        return sum(self._is_grid(row, alone=len(rows) == 1) for row in telling) * 2 > len(telling)

    def _is_grid(self, row: Row, *, alone: bool) -> bool:
        titles = {link.url or link.text: link for link in row.links if link.is_rich}
        if len(titles) < 2:
            return False
        dates = len(self._outline.dates_in(row.place))
        return dates >= len(titles) or (not dates and (alone or sum(len(one.text) >= 8 for one in titles.values()) > 1))

    def _holds_list(self, row: Row) -> bool:
        """Whether a row holds a whole list with its dates: a layout's, whatever the rows above and below it are."""
        titles = {link.url or link.text for link in row.links if link.is_rich}
        return len(titles) >= _LIST and len(self._outline.dates_in(row.place)) >= _LIST

    def _own_element(self, link: Link, bound: int) -> int:
        """The element that is this link's alone: the first around it that has a date, or the largest."""
        place = best = link.place
        for _ in range(6):
            if self._outline.is_dated(place):
                return place
            parent = self._outline.parents[place]
            if (
                parent < 0
                or parent == bound
                or self._outline.elements[parent].tag in _NO_ROW
                or not self._outline.is_single(parent)
            ):
                break
            if self._outline.text_sizes[parent] > 1_500:
                break
            place = parent
            if self._outline.text_sizes[place] <= 300:
                best = place
        return best

    def _lift(self, form: Form, taken: set[int]) -> None:
        """Move rows without dates to the element above, if that holds the date and no other row."""
        rows = form.rows
        if self._dated_share(rows) >= 0.5:
            return
        places = [row.place for row in rows]
        for _ in range(4):
            places = [self._outline.parents[place] for place in places]
            if min(places) < 0 or len(set(places)) < len(places) or taken.intersection(places):
                return
            if not all(self._outline.is_single(place) for place in places) or any(
                self._outline.elements[place].tag == "body" for place in places
            ):
                return
            if sum(map(self._is_published, places)) * 2 >= len(places):
                for row, place in zip(rows, places, strict=True):
                    row.place = place
                return

    def _look_beside(self, form: Form, dated: list[int]) -> None:
        """Give bare links and terms the dates that stand between them and the next, or the one before.

        `dated` are the places of the rows of a longer form that hold dates: those are theirs.
        """
        rows = form.rows
        if self._dated_share(rows) >= 0.5:
            return
        spans = [self._outline.span(row.place) for row in rows]
        after, before = [], []
        for number, (start, end) in enumerate(spans):
            # Not beyond the element that holds the row: what is outside belongs to another list.
            since, until = self._outline.span(max(self._outline.parents[rows[number].place], 0))
            since = max(since, spans[number - 1][1] if number else 0)
            until = min(until, spans[number + 1][0] if number + 1 < len(rows) else until)
            following = bisect_right(dated, rows[number].place)
            until = min(until, self._outline.span(dated[following])[0] if following < len(dated) else until)
            after.append(self._outline.dates_between(end, min(until, end + _NEAR))[:1])
            before.append(self._outline.dates_between(max(since, start - _NEAR), start)[-1:])
        best = max((after, before), key=lambda dates: sum(map(bool, dates)))
        if sum(map(bool, best)) * 2 >= len(rows):
            for row, dates in zip(rows, best, strict=True):
                row.beside = dates[0] if dates else ""

    def _dated_share(self, rows: list[Row]) -> float:
        return sum(self._is_published(row.place) for row in rows) / len(rows) if rows else 1.0

    def _is_published(self, place: int) -> bool:
        """Whether an element holds a date, and not only that of the document."""
        return any(not MADE.search(text) for text in self._outline.dates_in(place))
