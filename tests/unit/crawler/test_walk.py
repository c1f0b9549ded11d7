from datetime import date

import pytest

from crawler.site import Section, Site
from crawler.walk import Walk
from pipelines.pagers.paging import Listing, ListItem, PageRequest
from pipelines.profile import Profile

HOME = "http://www.yunling.example"
SECTION = Section(name="要闻", start=f"{HOME}/yw/")
SITE = Site(key="yunling", name="云岭", home=HOME, sections=(SECTION,), hosts=("www.yunling.example",))


def item(number, day=None, host=HOME):
    return ListItem(url=f"{host}/yw/{number}.shtml", title=f"第{number}条", date=day)


def page(number, *items, last=False, **fields):
    following = None if last else f"{HOME}/yw/index_{number}.html"
    return Listing(url=SECTION.start, items=items, next_url=following, **fields)


def walk(**fields):
    return Walk(site=SITE, section=SECTION, **fields)


def test_a_walk_to_the_last_page_is_complete():
    one = walk()
    for listing in (page(1, item(1), item(2)), page(2, item(3), last=True), page(1, item(1), item(2))):
        one.take(listing)
        one.following()
    report = one.report()
    assert (report.complete, report.pages, report.items, report.stopped) == (True, 2, 3, None)


def test_an_item_that_moved_to_the_next_page_while_walking_is_counted_once():
    one = walk()
    one.take(page(1, item(1), item(2)))
    assert [found.title for found in one.take(page(2, item(2), item(3), last=True))] == ["第3条"]
    assert one.report().items == 3


def test_two_addresses_of_one_page_are_one_item():
    one = walk()
    twin = ListItem(url="https://yunling.example:443/yw/1.shtml#top", title="第1条")
    one.take(page(1, item(1), twin, last=True))
    assert one.report().items == 1


def test_a_walk_that_found_fewer_than_advertised_is_not_complete():
    one = walk()
    one.take(page(1, item(1), last=True, total_records=5))
    assert one.report().stopped == "1 articles were listed and 5 advertised"


def test_links_to_other_hosts_count_towards_what_was_advertised_and_are_not_asked_for():
    one = walk()
    assert len(one.take(page(1, item(1), item(2, host="http://www.gov.example"), last=True, total_records=2))) == 1
    report = one.report()
    assert (report.complete, report.left_out) == (True, 1)


def test_entries_that_the_list_reader_left_out_count_towards_what_was_advertised():
    one = walk()
    one.take(page(1, item(1), last=True, total_records=2, left_out=(item(2, host="http://www.gov.example"),)))
    report = one.report()
    assert (report.complete, report.items, report.left_out) == (True, 1, 1)


def test_a_walk_that_found_fewer_pages_than_advertised_is_not_complete():
    one = walk()
    one.take(page(1, item(1), last=True, total_pages=3))
    assert one.report().stopped == "1 list pages were found and 3 advertised"


def test_a_pager_that_says_it_cannot_go_on_makes_the_walk_incomplete():
    one = walk()
    one.take(page(1, item(1), last=True, incomplete="the pager is encrypted"))
    assert one.report().stopped == "the pager is encrypted"


def test_a_pager_that_leads_back_ends_the_walk():
    one = walk()
    one.take(page(1, item(1)))
    one.following()
    one.take(Listing(url=SECTION.start, items=(item(2),), next_url=SECTION.start))
    assert one.following() is None
    assert "walked already" in one.report().stopped


def test_a_server_that_answers_every_page_with_the_same_list_ends_the_walk():
    one = walk()
    for number in (1, 2, 3):
        one.take(page(number, item(1)))
        one.following()
    assert one.over
    assert "lists nothing that earlier pages did not" in one.report().stopped


def test_pages_that_differ_in_the_posted_form_alone_are_different_pages():
    one = walk()
    for number in (2, 3):
        asked = PageRequest(url=f"{HOME}/search", method="POST", body=f"page={number}")
        listing = Listing(url=f"{HOME}/search", items=(item(number),), next_request=asked)
        one.take(listing)
        assert one.following() is asked


def test_a_walk_asked_for_a_number_of_pages_stops_there_as_wanted():
    one = walk(max_pages=1)
    one.take(page(1, item(1)))
    report = one.report()
    assert (report.complete, report.wanted) == (False, True)


def test_older_articles_are_left_alone_and_end_the_walk():
    one = walk(since=date(2021, 1, 1))
    found = one.take(page(1, item(1, date(2021, 5, 1)), item(2, date(2020, 5, 1))))
    assert [item.title for item in found] == ["第1条"]
    assert one.following() is not None
    one.take(page(2, item(3, date(2020, 4, 1))))
    assert one.over
    assert one.report().wanted


def test_articles_without_a_date_are_asked_for_whatever_since_says():
    assert len(walk(since=date(2021, 1, 1)).take(page(1, item(1)))) == 1


def test_a_failed_list_page_makes_the_walk_incomplete():
    one = walk()
    one.take(page(1, item(1)))
    one.fail("page 2 answered 500")
    report = one.report()
    assert (report.complete, report.stopped, report.wanted) == (False, "page 2 answered 500", False)


def test_a_walk_that_was_broken_off_is_not_complete():
    one = walk()
    one.take(page(1, item(1)))
    assert one.report().stopped == "the visit ended before the walk did"


@pytest.mark.parametrize("where", ["section", "site"])
def test_only_addresses_that_the_site_file_calls_articles_are_asked_for(where):
    pattern = r"/yw/1\.shtml$"
    section = Section(name="要闻", start=SECTION.start, article=pattern if where == "section" else None)
    profile = Profile(article=pattern if where == "site" else None)
    site = Site(key="y", name="y", home=HOME, sections=(section,), hosts=SITE.hosts, profile=profile)
    one = Walk(site=site, section=section)
    assert [found.title for found in one.take(page(1, item(1), item(2), last=True))] == ["第1条"]
