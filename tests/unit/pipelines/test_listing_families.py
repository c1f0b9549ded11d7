"""Every family of the practice web's columns, read from page to page without a network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.practice.pagers import PAGER_FAMILIES, PracticeColumn
from crawler.practice.pagers.column import Asked, frame
from pipelines.listing import Listing, PageRequest, read_listing

HOME = "http://www.yuting.example"
COUNT = 37
SIZES = {"gkmlpt": 100, "library": 50}
"""Pages of services whose size is asked for or fixed, so that one page holds everything."""


def ask(column: PracticeColumn, request: PageRequest) -> Listing:
    parts = urlsplit(request.url)
    asked = Asked(
        method=request.method,
        path=parts.path,
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        form=dict(parse_qsl(request.body or "", keep_blank_values=True)),
        referer=dict(request.headers).get("Referer", ""),
    )
    answer = column.family.lists(column, asked)
    assert answer is not None, request
    assert answer.status == 200, request
    body = answer.text.replace("{host}", "www.yuting.example").encode()
    return read_listing(body, url=request.url, request=request)


def walk(column: PracticeColumn) -> Iterator[Listing]:
    request: PageRequest | None = PageRequest(url=HOME + column.family.start)
    asked: set[PageRequest] = set()
    while request is not None:
        assert request not in asked
        asked.add(request)
        listing = ask(column, request)
        yield listing
        request = listing.following


# A server that answers its first page to everything is for the walk to see, which compares pages.
@pytest.fixture(scope="module", params=[key for key in PAGER_FAMILIES if key != "jpaas-stuck"])
def walked(request: pytest.FixtureRequest) -> tuple[PracticeColumn, list[Listing]]:
    column = PracticeColumn(PAGER_FAMILIES[request.param], count=COUNT, size=SIZES.get(request.param, 5))
    return column, list(walk(column))


def test_every_article_of_a_family_is_listed_once_with_its_title_and_day(
    walked: tuple[PracticeColumn, list[Listing]],
):
    column, listings = walked
    listed = [(item.url, item.title, item.date) for listing in listings for item in listing.items]
    assert listed == [(HOME + column.family.address(piece), piece.title, piece.day) for piece in column.reachable]


def test_the_advertised_total_of_a_family_is_read_where_it_is_printed(walked: tuple[PracticeColumn, list[Listing]]):
    column, listings = walked
    totals = {listing.total_records for listing in listings if listing.items}
    assert totals == {COUNT if column.family.records else None}


def test_what_is_out_of_reach_is_said_and_nothing_else_is(walked: tuple[PracticeColumn, list[Listing]]):
    column, listings = walked
    assert any(listing.incomplete for listing in listings) is (column.family.reach is not None)


def test_all_pages_that_are_counted_are_walked_or_held(walked: tuple[PracticeColumn, list[Listing]]):
    column, listings = walked
    pages = next((listing.total_pages for listing in listings if listing.items), None)
    held = sum(listing.held for listing in listings if listing.items)
    if pages is not None and column.family.reach is None:
        assert held >= pages or column.family.key.startswith("hanweb")


# --- scripts that ask -------------------------------------------------------------------------------------------------


def filled_by(script: str) -> PageRequest | None:
    body = frame('<ul id="list"></ul>', scripts=f"<script>{script}</script>")
    return read_listing(body.encode(), url=f"{HOME}/zfwj/").following


def test_a_list_that_a_script_posts_for_is_asked_for_as_the_form_that_it_is():
    request = filled_by("$.post('/cms/JsonList', {channelCode: 'A09', perPage: 20, pageno: n}, draw, 'json')")
    assert request is not None
    assert (request.url, request.method) == (f"{HOME}/cms/JsonList", "POST")
    assert request.body == "channelCode=A09&perPage=20&pageno=1"
    assert dict(request.headers)["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert dict(request.headers)["Referer"] == f"{HOME}/zfwj/"


def test_the_variables_of_a_posted_form_are_looked_up():
    request = filled_by("var code = 'A09'; function go(n){$.post('/cms/JsonList', {channelCode: code, pageno: n})}")
    assert request is not None
    assert request.body == "channelCode=A09&pageno=1"


def test_a_list_that_a_script_gets_is_asked_for_by_its_address():
    request = filled_by("var id = 3; $.getJSON('/igs/front/search/list.html?siteId=' + id + '&pageNumber=' + n, draw)")
    assert request is not None
    assert (request.url, request.method) == (f"{HOME}/igs/front/search/list.html?siteId=3&pageNumber=1", "GET")


def test_fields_of_a_list_that_is_got_go_into_the_address():
    request = filled_by("$.ajax({url: '/was5/web/search', data: {channelid: 231, page: p}, success: draw})")
    assert request is not None
    assert (request.url, request.method) == (f"{HOME}/was5/web/search?channelid=231&page=1", "GET")


@pytest.mark.parametrize(
    "script",
    [
        "$.post('/cms/JsonList', {channelCode: 'A09'})",
        "$.post('/comment/list', {pageno: 1})",
        "$.post(address, {pageno: 1}); // /cms/JsonList",
        "$.post('/cms/JsonList'",
        "$.ajax(options('/cms/JsonList'))",
    ],
    ids=["no page to count", "another service", "an address that is not there", "cut short", "no object"],
)
def test_a_script_that_names_no_list_is_asked_for_nothing(script: str):
    assert filled_by(script) is None


def test_a_day_of_a_posted_answer_is_read_in_china():
    column = PracticeColumn(PAGER_FAMILIES["library"], count=1)
    (listing,) = walk(column)
    assert [item.date for item in listing.items] == [date(2026, 3, 2)]
