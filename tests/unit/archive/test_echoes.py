"""The same page under many addresses says nothing of any of them."""

import pytest

from archive.echoes import ECHO, NO_TEXT
from archive.observation import words_digest
from archive.verify import verify
from tests.unit.archive.simulated_site import SITE, article

PAGES = ("a", "b", "c", "d")


def opened(site, *pages):
    """A first visit in which each page has words of its own."""
    site.begin()
    for page in pages:
        site.read(page, f"{page}区破获案件。")
    site.end()


def maintained(site, *pages, text="网站维护中。"):
    """A visit in which the site says the same for some pages."""
    site.begin()
    for page in pages:
        site.read(page, text, title="公告")
    return site.end()


def edits(site):
    return [change for page in PAGES for change in site.changes(page) if change in ("edited", "retitled")]


def test_what_three_pages_say_in_the_place_of_their_own_words_is_no_edit(site):
    opened(site, "a", "b", "c")
    maintained(site, "a", "b", "c")
    assert edits(site) == []
    assert [(site.state(page), site.article(page)["reason"]) for page in "abc"] == [("live", ECHO)] * 3


def test_what_a_run_established_does_not_count_edits_that_its_end_took_back(site):
    opened(site, "a", "b", "c", "d")
    run = site.begin()
    told = [change.kind for page in "abc" for change in site.read(page, "网站维护中。", title="公告").changes]
    told += [change.kind for change in site.read("d", "d区破获案件9起。").changes]
    assert told.count("edited") == 4
    site.end()
    assert site.archive.counted(run) == {"edited": 1}


def test_it_ends_when_a_page_speaks_for_itself_again(site):
    opened(site, "a", "b", "c")
    maintained(site, "a", "b", "c")
    site.begin()
    site.read("a", "a区破获案件。")
    site.read("b", "b区破获案件9起。")
    site.end()
    assert (site.changes("a"), site.article("a")["reason"]) == (["new"], None)
    assert site.changes("b") == ["new", "edited"]


def test_a_page_first_met_under_maintenance_is_new_when_it_first_speaks(site):
    opened(site, "a", "b", "c")
    maintained(site, *PAGES)
    assert site.changes("d") == []
    site.begin()
    site.read("d", "d区破获案件。")
    site.end()
    assert site.changes("d") == ["new"]


def test_maintenance_in_other_words_the_day_after_is_no_edit_either(site):
    opened(site, *PAGES)
    maintained(site, *PAGES)
    maintained(site, *PAGES, text="网站仍在维护。")
    assert edits(site) == []


def test_two_pages_that_come_to_say_the_same_are_edited(site):
    opened(site, *PAGES)
    maintained(site, "a", "b")
    assert site.changes("a") == site.changes("b") == ["new", "edited", "retitled"]


def test_an_article_in_three_columns_is_edited_in_all_of_them(site):
    for text in ("破获案件2251起。", "破获案件2215起。"):
        site.begin()
        for page in "abc":
            site.read(page, text, title="通报")
        site.end()
    assert [site.changes(page) for page in "abc"] == [["new", "edited"]] * 3


def test_the_page_whose_article_all_others_show_speaks_for_itself(site):
    opened(site, *PAGES)
    site.begin()
    for page in "bcd":
        site.read(page, "a区破获案件。", title="通报a")
    site.read("a", "a区破获案件。")
    site.end()
    assert edits(site) == []
    assert (site.article("a")["reason"], site.article("b")["reason"]) == (None, ECHO)


def test_pages_that_lose_their_text_are_not_each_others_echo(site):
    opened(site, "a", "b", "c")
    maintained(site, "a", "b", "c", text="")
    assert words_digest("") == NO_TEXT
    assert site.changes("a") == ["new", "edited", "retitled"]


def test_pages_that_lead_to_an_echo_have_not_moved(site):
    opened(site, "a", "b", "c", "d")
    site.begin()
    for page in "abc":
        site.read(page, "请登录。", title="登录")
    site.read("login", "请登录。", title="登录")
    site.redirect("d", "/xw/login.shtml", 302)
    site.end()
    assert (site.state("d"), site.changes("d")) == ("live", ["new"])


def test_a_run_that_goes_on_has_not_told_yet_what_is_an_echo(site):
    opened(site, "a", "b", "c")
    site.begin()
    for page in "abc":
        site.read(page, "网站维护中。", title="公告")
    assert site.changes("a") == ["new", "edited", "retitled"]
    site.end()
    assert site.changes("a") == ["new"]


@pytest.mark.parametrize("site_key", [None, SITE])
def test_a_rebuild_and_verify_agree_with_what_was_kept(site, site_key):
    opened(site, "a", "b", "c")
    maintained(site, *PAGES)
    tables = ("pages", "versions", "changes", "spells", "absences")

    def rows():
        return [sorted(map(repr, site.archive.db.execute(f"SELECT * FROM {table}").fetchall())) for table in tables]

    before = rows()
    assert list(verify(site.archive)) == []
    site.archive.rebuild(site_key)
    assert rows() == before


def test_a_third_page_that_is_read_late_makes_an_echo_of_all_three(site):
    opened(site, "a", "b", "c")
    run = site.begin()
    site.read("a", "网站维护中。", title="公告")
    site.read("b", "网站维护中。", title="公告")
    site.end()
    assert site.changes("a") == ["new", "edited", "retitled"]
    site.run = run
    site.read_as("c", article("c", "网站维护中。", title="公告"))
    assert edits(site) == []
