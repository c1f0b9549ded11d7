"""Lists that move while they are walked, that count wrongly, and that say what is not so."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest

from crawler.walk import Walk
from pipelines.pagers.paging import Listing, PageRequest
from tests.unit.crawler.moving_list import HOME, SECTION, SITE, MovingList, number_of, url_of, walk_through


def numbered(count):
    return list(range(count, 0, -1))


def insert(*numbers):
    return lambda items: items.__setitem__(slice(0, 0), numbers)


def delete(*numbers):
    return lambda items: [items.remove(number) for number in numbers]


@pytest.mark.parametrize("totals", [{}, {"pages": True}, {"records": True}])
def test_what_is_inserted_while_paging_is_listed_and_nothing_is_doubled(totals):
    web = MovingList(numbered(23), **totals, events={2: insert(101), 3: insert(103, 102)})
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete


def test_a_whole_page_inserted_while_paging_does_not_end_the_walk():
    web = MovingList(numbered(23), events={2: insert(*range(106, 100, -1))})
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete


def test_what_moved_up_over_a_seam_is_asked_for_again():
    web = MovingList(numbered(23), records=True, events={3: delete(22, 20)})
    one, found = walk_through(web)
    assert set(web.items) <= set(found)
    assert len(found) == len(set(found))
    assert one.report().complete
    assert web.asked[3:5] == ["list_4.html", "list_3.html"]


def test_without_totals_what_went_from_the_top_has_the_list_walked_again():
    web = MovingList(numbered(23), events={2: delete(22)})
    one, found = walk_through(web)
    assert set(web.items) <= set(found)
    assert one.report().complete


def test_a_list_that_stands_still_and_counts_its_articles_is_asked_once():
    web = MovingList(numbered(23), records=True)
    assert walk_through(web)[0].report().complete
    assert len(web.asked) == 5


def test_a_list_that_loses_items_all_the_time_is_not_complete():
    web = MovingList(numbered(90), records=True, events={n: lambda items: items.pop(0) for n in range(60)})
    assert "lost items faster" in walk_through(web)[0].report().stopped


@pytest.mark.parametrize("seed", range(60))
def test_articles_that_stay_are_listed_whatever_comes_and_goes(seed):
    chance = Random(seed)
    web = MovingList(numbered(chance.randint(3, 60)), records=True)
    new = iter(range(1000, 2000))

    def change(items):
        if chance.random() < 0.5:
            items.insert(chance.choice([0, 0, 0, 2]), next(new))
        elif len(items) > 1:
            items.pop(chance.randrange(len(items)))

    before = set(web.items)
    web.events = {chance.randint(1, 12): change for _ in range(chance.randint(0, 4))}
    one, found = walk_through(web)
    assert len(found) == len(set(found))
    if one.report().complete:
        assert before & set(web.items) <= set(found)


@dataclass
class Misread(MovingList):
    """A list whose later pages are not where its pager says: page k is named by `number` of k."""

    offset: int = 0

    def answer(self, request):
        self.asked.append(request.url.rpartition("/")[2])
        carried = number_of(request.url)
        # What the reader makes of a page follows from that page's own address.
        number = 1 if request.url == SECTION.start else carried - self.offset
        if not 1 <= number <= -(-len(self.items) // 5):
            return Listing(url=request.url)
        total = -(-len(self.items) // 5)
        following = f"{HOME}/yw/list_{number + 1 + self.offset}.html" if number < total else None
        if request.url == SECTION.start:
            # The hypothesis of the first page: wrong by one.
            following = f"{HOME}/yw/list_2.html"
        return self.page(number, next_url=following, total_pages=total)


def test_a_pager_that_counts_from_one_too_few_is_put_right_by_its_second_page():
    # The second page was asked for and the first one came again; its own next page is the right one.
    web = Misread(numbered(23), offset=1)
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete


def test_a_pager_that_counts_from_one_too_many_is_put_right_by_the_number_the_page_says():
    # The second page was asked for and the third one came; the one between is asked for by its address.
    web = Misread(numbered(23), offset=-1)
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete
    assert web.asked[1:3] == ["list_2.html", "list_1.html"]


def test_a_skipped_page_that_no_address_leads_to_makes_the_walk_incomplete():
    one = Walk(site=SITE, section=SECTION)
    web = MovingList(numbered(40))
    one.take(web.page(1))
    one.following()
    one.take(web.page(4, next_url=None))
    one.following()
    one.take(web.page(1))
    assert one.report().stopped == "page 1 of the list was followed by page 4"


class Clamped(MovingList):
    """Any number beyond the last brings the first page, and every page has a next one."""

    back_to = 1

    def answer(self, request):
        listing = super().answer(request)
        number = number_of(request.url)
        total = -(-len(self.items) // 5)
        shown = number if number <= total else self.back_to or total
        return self.page(shown, page=None, next_url=f"{HOME}/yw/list_{number + 1}.html", **self.told(listing))

    def told(self, _listing):
        return {"total_pages": None}


class ClampedToTheLast(Clamped):
    back_to = 0


class Liar(Clamped):
    def told(self, _listing):
        return {"total_pages": 9}


@pytest.mark.parametrize("kind", [Clamped, ClampedToTheLast])
def test_a_list_that_answers_every_number_beyond_the_last_ends_there(kind):
    web = kind(numbered(23))
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete
    assert len(web.asked) <= 8


def test_a_list_that_advertises_pages_which_it_does_not_have_is_not_complete():
    one, found = walk_through(Liar(numbered(23)))
    assert len(found) == 23
    assert one.report().stopped == "5 list pages were found and 9 advertised"
    assert one.report().ended


class SelfLinked(MovingList):
    def answer(self, request):
        listing = super().answer(request)
        number = number_of(request.url)
        return self.page(number, next_url=listing.next_url or request.url)


def test_a_last_page_that_links_to_itself_ends_the_walk_completely():
    web = SelfLinked(numbered(23))
    one, found = walk_through(web)
    assert one.report().complete
    assert len(found) == 23


class CountedFromZero(MovingList):
    """Prints the number of its last page where the number of its pages belongs."""

    def page(self, number, **fields):
        listing = super().page(number, **fields)
        total = -(-len(self.items) // 5) - 1
        return super().page(number, total_pages=total, next_url=listing.next_url if number < total else None)


def test_a_last_page_that_is_full_is_not_taken_for_the_last_before_the_one_beyond_was_asked_for():
    web = CountedFromZero(numbered(25))
    one, found = walk_through(web)
    assert sorted(found) == sorted(web.items)
    assert one.report().complete


def test_a_page_beyond_the_last_that_is_not_there_is_no_fault():
    one = Walk(site=SITE, section=SECTION)
    web = MovingList(numbered(15), pages=True)
    request = PageRequest(url=SECTION.start)
    while request is not None:
        if one.probing:
            one.fail("list_4.html answered 404")
        else:
            one.take(web.answer(request))
        request = one.following()
    assert one.report().complete
    assert web.asked[-1] == ""


def walk_to_the_missing(web: MovingList) -> Walk:
    """Walk a list whose every page links to a next one; those beyond its last are not there."""
    one = Walk(site=SITE, section=SECTION)
    request = PageRequest(url=SECTION.start)
    while request is not None:
        number = number_of(request.url)
        if (number - 1) * 5 >= len(web.items):
            one.fail(f"list_{number}.html answered 404", missing=True)
        else:
            listing = web.answer(request)
            one.take(replace(listing, next_url=f"{HOME}/yw/list_{number + 1}.html"))
        request = one.following()
    assert one.over
    return one


def test_a_next_page_that_is_not_there_after_one_shorter_than_the_others_is_the_end():
    web = MovingList(numbered(13))
    report = walk_to_the_missing(web).report()
    assert (report.complete, report.ended, report.items, web.asked[-1]) == (True, True, 13, "")


@pytest.mark.parametrize(("beyond", "ended"), [(0, True), (1, True), (2, False)])
def test_a_next_page_that_is_not_there_after_a_full_one_ends_an_incomplete_walk(beyond, ended):
    class Counted(MovingList):
        def page(self, number, **fields):
            return super().page(number, total_pages=3 + beyond, **fields)

    report = walk_to_the_missing(Counted(numbered(15))).report()
    assert (report.complete, report.ended, report.items) == (False, ended, 15)
    assert report.stopped == "list_4.html answered 404"


def test_the_same_article_twice_on_a_page_counts_towards_what_is_advertised():
    one = Walk(site=SITE, section=SECTION)
    page = MovingList([3, 2, 1, 1]).page(1)
    one.take(Listing(url=page.url, items=page.items, total_records=4))
    assert one.report().complete
    assert one.report().items == 3


def known(*numbers):
    from archive.url import surt

    return frozenset(surt(url_of(number)) for number in numbers)


def test_a_walk_stops_after_so_many_articles_of_known_ground():
    web = MovingList(numbered(60))
    one, found = walk_through(web, ground=known(*range(1, 58)), enough=10)
    report = one.report()
    assert (report.grounded, report.wanted, report.complete, report.ended) == (True, True, False, False)
    assert found[:3] == [60, 59, 58]
    assert len(web.asked) == 3


def test_articles_pinned_to_the_top_do_not_end_a_walk():
    # Four known ones on top, what is new below them.
    web = MovingList([4, 3, 2, 1, *range(60, 4, -1)])
    _one, found = walk_through(web, ground=known(*range(1, 55)), enough=6)
    assert set(range(55, 61)) <= set(found)


def test_a_new_article_inserted_below_known_ones_is_found_within_the_margin():
    items = numbered(60)
    items.insert(12, 99)
    _one, found = walk_through(MovingList(items), ground=known(*range(1, 61)), enough=15)
    assert 99 in found


def test_without_known_ground_every_page_is_walked():
    web = MovingList(numbered(60), records=True)
    assert walk_through(web)[0].report().complete
    assert len(web.asked) == 12


@dataclass
class Renaming(MovingList):
    """Each answer gives the articles addresses of its own."""

    def page(self, number, **fields):
        listing = super().page(number, **fields)
        session = len(self.asked)
        items = (replace(item, url=f"{item.url}?id=1&sk={session}") for item in listing.items)
        return replace(listing, items=tuple(items))


def test_articles_with_other_addresses_in_each_answer_are_a_finding_that_names_the_parameter():
    one, found = walk_through(Renaming(list(range(12, 0, -1))))
    assert len(found) == 12
    report = one.report()
    assert not report.complete
    assert 'sessions = ["sk"]' in (report.stopped or "")


def test_pages_of_which_some_have_the_newest_first_and_some_the_oldest_are_never_the_whole():
    class Turning(MovingList):
        def page(self, number, **fields):
            listing = super().page(number, **fields)
            numbers = self.items[(number - 1) * 5 :]
            days = (date(2026, 1, 1) + timedelta(days=n) for n in numbers)
            items = [replace(item, date=day) for item, day in zip(listing.items, days, strict=False)]
            return replace(listing, items=tuple(items if number % 2 else items[::-1]))

    one, _found = walk_through(Turning(list(range(20, 0, -1))))
    assert (one.report().complete, "newest first" in (one.report().stopped or "")) == (False, True)
