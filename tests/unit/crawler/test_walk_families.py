"""What the ways of listing that are in use ask of a walk: pages held together, addresses that count down, growth."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from pipelines.pagers.paging import Listing, PageRequest
from tests.unit.crawler.moving_list import HOME, SIZE, MovingList, number_of, walk_through


def grow(more):
    return lambda items: items.__setitem__(slice(0, 0), range(1000 + more, 1000, -1))


@pytest.mark.parametrize("totals", [{"pages": True}, {"records": True}])
@pytest.mark.parametrize("more", [11, 17, 25])
def test_several_pages_inserted_at_once_do_not_end_a_walk(totals, more):
    web = MovingList(list(range(40, 0, -1)), **totals, events={2: grow(more)})
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete


@dataclass
class HeldTogether(MovingList):
    """The first file brings three pages; later ones have a file each, from the fourth."""

    together: int = 3

    def page(self, number, **fields):
        if number > 1:
            return super().page(number)
        items = tuple(
            item for page in range(1, self.together + 1) for item in super(HeldTogether, self).page(page).items
        )
        more = len(self.items) > self.together * SIZE
        following = f"{HOME}/yw/list_{self.together + 1}.html" if more else None
        return replace(super().page(1), items=items, held=self.together, next_url=following, **fields)


@pytest.mark.parametrize("count", [12, 38])
def test_pages_that_stand_in_one_file_are_not_missed(count):
    web = HeldTogether(list(range(count, 0, -1)), pages=True)
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete
    assert "list_2.html" not in web.asked


@dataclass
class CountedDown(MovingList):
    """The last page is list_1.html, and every address stands for another page once there is one more."""

    asked: list[str] = field(default_factory=list)

    def answer(self, request: PageRequest) -> Listing:
        name = request.url.rpartition("/")[2]
        event = self.events.get(len(self.asked))
        if event is not None:
            event(self.items)
        self.asked.append(name)
        total = -(-len(self.items) // SIZE)
        number = total - number_of(request.url) + 1 if "list_" in name else 1
        following = f"{HOME}/yw/list_{total - number}.html" if number < total else None
        return self.page(number, next_url=following)


@pytest.mark.parametrize("totals", [{"pages": True}, {"records": True}])
@pytest.mark.parametrize(("at", "more"), [(2, 1), (3, 4), (3, 5), (4, 9), (2, 16)])
def test_no_page_is_skipped_when_addresses_that_count_down_move(totals, at, more):
    web = CountedDown(list(range(40, 0, -1)), **totals, events={at: grow(more)})
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete


@dataclass
class Dated(MovingList):
    """Each item prints its day; the items' numbers are days since a first one."""

    def page(self, number, **fields):
        told = super().page(number, **fields)
        days = [replace(one, date=date(2026, 1, 1) + timedelta(days=number_in(one.url))) for one in told.items]
        return replace(told, items=tuple(days))


def number_in(url):
    return int(url.rpartition("/t")[2].partition(".")[0])


def test_what_is_new_at_the_end_of_a_list_is_found_below_known_ground():
    first, _found = walk_through(Dated(list(range(1, 41))), enough=10)
    web = Dated(list(range(1, 44)))
    _second, found = walk_through(web, ground=first.keys, enough=10)
    assert {41, 42, 43} <= set(found)


def test_known_ground_ends_a_walk_where_what_is_new_comes_first():
    first, _found = walk_through(Dated(list(range(40, 0, -1))), enough=10)
    web = Dated(list(range(43, 0, -1)))
    second, found = walk_through(web, ground=first.keys, enough=10)
    assert {41, 42, 43} <= set(found)
    assert second.report().grounded
    assert len(web.asked) < 5


@dataclass
class Renaming(MovingList):
    """Every answer has its own addresses, and the last page leads back to the one before."""

    def page(self, number, **fields):
        told = super().page(number, **fields)
        key = len(self.asked)
        items = tuple(replace(one, url=f"{one.url}?sk={key}") for one in told.items)
        return replace(told, items=items, next_url=told.next_url or f"{HOME}/yw/list_{number - 1}.html?sk={key}")

    def answer(self, request):
        return super().answer(PageRequest(url=request.url.partition("?")[0]))


def test_pages_that_lead_in_a_circle_at_ever_new_addresses_end_the_walk():
    web = Renaming(list(range(20, 0, -1)))
    one, _found = walk_through(web)
    assert not one.report().complete
    assert 'sessions = ["sk"]' in one.report().stopped
    assert len(web.asked) < 8


def test_a_column_of_equal_titles_is_walked_on():
    web = MovingList(list(range(20, 0, -1)))
    page = web.page
    web.page = lambda number, **fields: replace(
        told := page(number, **fields), items=tuple(replace(one, title="今日菜价") for one in told.items)
    )
    one, found = walk_through(web)
    assert len(set(found)) == 20
    assert one.report().complete


@pytest.mark.parametrize(("records", "complete"), [(False, False), (True, True)])
def test_a_list_without_an_entry_is_complete_only_where_it_says_that_it_has_none(records, complete):
    one, _found = walk_through(MovingList([], records=records))
    assert one.report().complete is complete
