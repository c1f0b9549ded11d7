"""Sections whose list is split by years: all of their lists are walked, and what ends that."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from archive.store import Archive
from crawler.history import signs_of
from crawler.section_walk import SectionWalk
from pipelines.pagers.paging import Listing, ListItem, PageRequest, YearList
from tests.unit.crawler.moving_list import HOME, SECTION, SITE

SIZE = 5


def address(year, page=1):
    return f"{HOME}/yw/{year}/list_{page}.html"


@dataclass
class ByYear:
    """So many articles of each year, five a page; the section's address is the newest year's list, or all of it."""

    counts: dict[int, int]
    whole: bool = False
    """Whether the first list has the articles of all years."""
    names_years: dict[int, bool] = field(default_factory=dict)
    records: bool = False
    missing: tuple[int, ...] = ()
    asked: list[str] = field(default_factory=list)

    def answer(self, request: PageRequest) -> Listing | None:
        self.asked.append(request.url.removeprefix(f"{HOME}/yw/"))
        match = re.search(r"/yw/(\d*)/?list_(\d+)\.html$", request.url)
        number, newest = int(match[2]) if match else 1, max(self.counts)
        year = int(match[1] or 0) if match else 0 if self.whole else newest
        if year in self.missing:
            return None
        items = [
            (y, n) for y in sorted(self.counts, reverse=True) if year in (0, y) for n in range(self.counts[y], 0, -1)
        ]
        held = items[(number - 1) * SIZE : number * SIZE]
        following = f"{HOME}/yw/{f'{year}/' if year else ''}list_{number + 1}.html"
        return Listing(
            url=request.url,
            items=tuple(
                ListItem(url=f"{HOME}/yw/{y}/t{n}.shtml", title=f"{y}年第{n}条", date=date(y, 1, n)) for y, n in held
            ),
            next_url=following if number * SIZE < len(items) else None,
            total_records=len(items) if self.records else None,
            years=self._years(year) if self.names_years.get(year, True) else (),
        )

    def _years(self, own: int) -> tuple[YearList, ...]:
        return tuple(
            YearList(year=y, request=PageRequest(url=address(y)), own=y == own)
            for y in sorted(self.counts, reverse=True)
        )


def walk_through(web, **fields):
    one = SectionWalk(site=SITE, section=SECTION, **fields)
    request, found = PageRequest(url=SECTION.start), []
    while request is not None:
        assert len(web.asked) < 100, "the walk does not end"
        listing = web.answer(request)
        if listing is None:
            one.fail("answered 404", missing=True)
        else:
            found += [item.title for item in one.take(listing)]
        request = one.following()
    assert one.over
    return one, found


def all_of(web):
    return {f"{y}年第{n}条" for y, count in web.counts.items() for n in range(1, count + 1)}


@pytest.mark.parametrize("records", [False, True])
def test_the_lists_of_all_years_are_walked_and_each_article_handed_out_once(records):
    web = ByYear({2024: 3, 2023: 12, 2022: 5, 2021: 1}, records=records)
    one, found = walk_through(web)
    assert (set(found), len(found)) == (all_of(web), 21)
    report = one.report()
    assert (report.complete, report.items, report.advertised) == (True, 21, 21 if records else None)
    assert web.asked[-1] == ""


def test_it_is_complete_only_when_all_were_walked_and_one_that_is_gone_counts_as_ended():
    web = ByYear({2024: 3, 2023: 12, 2022: 5}, missing=(2023,))
    one, found = walk_through(web)
    report = one.report()
    assert len(found) == 8
    assert (report.complete, report.ended, report.stopped) == (False, True, "answered 404")


def test_an_ordinary_walk_ends_at_known_ground_in_whichever_year_that_is():
    web = ByYear({2024: 3, 2023: 12, 2022: 5, 2021: 9})
    known = frozenset(walk_through(ByYear({2023: 12, 2022: 5, 2021: 9}))[0].keys)
    one, found = walk_through(web, ground=known, enough=8)
    report = one.report()
    assert web.asked == ["", "2023/list_1.html", "2023/list_2.html"]
    assert (len(found), report.grounded, report.complete, report.wanted) == (13, True, False, True)


def test_a_walk_to_the_end_and_an_ordinary_one_have_the_same_sign_of_how_full_a_list_page_is(tmp_path):
    counts = {2024: 1, 2023: 7, 2022: 5, 2021: 1}
    whole = walk_through(ByYear(counts))[0]
    ordinary = walk_through(ByYear(counts), ground=frozenset(whole.keys), enough=5)[0]
    with Archive(tmp_path / "press.db") as archive:
        run = archive.start_run(site="yunling", sections=["要闻"])
        signs = [
            signs_of(archive, run, walks=[one.report()], starts={}, asked=0, seconds=0.0)[
                "entries of a list page of 要闻"
            ]
            for one in (whole, ordinary)
        ]
    assert [sign.value for sign in signs] == [5.0, 5.0]
    assert whole.report().pages > ordinary.report().pages


def test_short_years_are_known_ground_together():
    web = ByYear({2024: 3, 2023: 4, 2022: 3, 2021: 2, 2020: 5})
    known = walk_through(ByYear(web.counts))[0].keys
    one, _found = walk_through(web, ground=known, enough=9)
    assert web.asked == ["", "2023/list_1.html", "2022/list_1.html"]
    assert (one.report().grounded, one.report().wanted) == (True, True)


def test_newer_years_than_the_section_begins_with_are_walked_though_that_is_known_ground():
    web = ByYear({2024: 3, 2023: 12, 2022: 5})
    known = frozenset(key for key in walk_through(ByYear(web.counts))[0].keys if "/2022/" in key)

    class FromTheOldest(ByYear):
        def answer(self, request):
            return super().answer(PageRequest(url=address(2022)) if request.url == SECTION.start else request)

    _one, found = walk_through(FromTheOldest(web.counts), ground=known, enough=4)
    assert len(found) == 20


def test_years_that_show_again_what_the_first_list_went_through_cost_one_page_each():
    web = ByYear({2024: 8, 2023: 12, 2022: 7}, whole=True)
    one, found = walk_through(web)
    assert (set(found), one.report().complete) == (all_of(web), True)
    assert [path for path in web.asked if path.startswith("20")] == [
        "2024/list_1.html", "2023/list_1.html", "2022/list_1.html", "2022/list_2.html", "2022/list_1.html",
    ]  # fmt: skip


class Unsaid(ByYear):
    """The section's address is the newest year's list, and does not say so."""

    def answer(self, request):
        listing = super().answer(request)
        if listing is None or request.url != SECTION.start:
            return listing
        return replace(listing, years=tuple(replace(one, own=False) for one in listing.years))


def test_the_first_list_again_at_its_year_s_own_address_costs_one_page():
    web = Unsaid({2024: 8, 2023: 7})
    one, found = walk_through(web)
    assert (set(found), len(found), one.report().complete) == (all_of(web), 15, True)
    assert [path for path in web.asked if path.startswith("2024")] == ["2024/list_2.html", "2024/list_1.html"]


def test_a_server_that_gives_the_newest_year_for_every_year_is_not_believed():
    class Deaf(Unsaid):
        def answer(self, request):
            return super().answer(PageRequest(url=request.url.replace("/2023/", "/2024/")))

    web = Deaf({2024: 8, 2023: 7})
    one, found = walk_through(web)
    assert len(found) == 16
    assert one.report().items == 8


def test_a_list_that_leads_to_none_of_the_others_is_another_columns():
    web = ByYear({2024: 3, 2023: 4, 2022: 5}, names_years={2023: False})
    one, found = walk_through(web)
    assert {title[:4] for title in found} == {"2024", "2022"}
    assert (one.report().complete, one.report().strayed) == (True, 1)


@pytest.mark.parametrize(("limit", "asked"), [({"max_pages": 2}, 2), ({"since": date(2023, 1, 1)}, 5)])
def test_limits_hold_for_all_lists_together(limit, asked):
    web = ByYear({2024: 3, 2023: 12, 2022: 5})
    one, _found = walk_through(web, **limit)
    assert (len(web.asked), one.report().wanted, one.report().complete) == (asked, True, False)


def test_a_column_of_one_list_is_walked_as_ever():
    web = ByYear({2024: 12}, names_years={2024: False})
    one, found = walk_through(web)
    assert (len(found), one.report().complete, one.report().pages) == (12, True, 3)
