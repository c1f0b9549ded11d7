"""Absence, moves and outages, through the archive's own methods on a simulated site."""

import pytest

from archive.errors import VersionNotFound
from tests.unit.archive.simulated_site import HOME, address, kinds


def opened(site, *pages):
    """A first visit that reads some pages and lists them."""
    site.begin()
    site.list(*pages)
    for page in pages:
        site.read(page)
    assert site.end() == []


def again(site):
    """Begin another visit, in which one page answers: the site is there."""
    site.begin()
    site.answer("a", 304)


ABSENCES = {
    "404": lambda site: site.answer("b", 404),
    "410": lambda site: site.answer("b", 410),
    "soft 404": lambda site: site.verdict("b", "MissingPage"),
    "redirect to the home page": lambda site: site.redirect("b", "/", 302),
    "redirect to a list": lambda site: site.redirect("b", "/要闻/1.html", 301),
}


@pytest.mark.parametrize("reason", ABSENCES)
def test_one_absence_makes_a_page_suspect_and_no_more(site, reason):
    opened(site, "a", "b", "c")
    again(site)
    site.list("a", "b", "c")
    ABSENCES[reason](site)
    assert site.end() == []
    assert (site.state("b"), site.article("b")["reason"]) == ("suspect", reason)


@pytest.mark.parametrize("reason", ABSENCES)
def test_a_second_run_that_misses_it_makes_a_page_gone(site, reason):
    opened(site, "a", "b", "c")
    seen = site.article("b")["last_seen"]
    again(site)
    ABSENCES[reason](site)
    absent = site.article("b")["last_asked"]
    site.end()
    again(site)
    ABSENCES[reason](site)
    assert site.end() == [("b", "removed")]
    assert site.state("b") == "gone"
    (change,) = site.archive.changes(kind="removed")
    assert (change.observed_after.isoformat(), change.observed_by.isoformat()) == (seen, absent)
    assert change.reason == reason


@pytest.mark.parametrize("reason", ABSENCES)
def test_an_absence_and_a_complete_walk_without_it_make_a_page_gone(site, reason):
    opened(site, "a", "b", "c")
    site.begin()
    site.list("a", "c")
    ABSENCES[reason](site)
    assert site.state("b") == "suspect"
    assert site.end() == [("b", "removed")]
    assert site.state("b") == "gone"


def test_an_incomplete_walk_is_no_witness(site):
    opened(site, "a", "b", "c")
    site.begin()
    site.list("a", "c", complete=False)
    site.answer("b", 404)
    assert site.end() == []
    assert site.state("b") == "suspect"


def test_a_walk_before_the_run_that_missed_it_is_no_witness(site):
    opened(site, "a", "b", "c")
    site.begin()
    site.list("a", "c")
    site.answer("b", 304)
    site.end()
    again(site)
    site.answer("b", 404)
    assert site.end() == []
    assert site.state("b") == "suspect"


def test_a_later_walk_without_it_is_a_witness(site):
    opened(site, "a", "b", "c")
    again(site)
    site.answer("b", 404)
    site.end()
    again(site)
    site.list("a", "c")
    assert site.end() == [("b", "removed")]


def test_a_page_that_fell_off_the_end_of_a_list_is_not_delisted(site):
    opened(site, "a", "b", "c")
    site.begin()
    site.list("new", "a", "b")
    site.answer("c", 404)
    assert site.end() == []
    assert site.state("c") == "suspect"


def test_a_delisted_page_that_is_still_served_is_live(site):
    opened(site, "a", "b", "c")
    for _ in range(3):
        site.begin()
        site.list("a", "c")
        site.answer("b", 304)
        assert site.end() == []
    assert site.state("b") == "live"


def test_the_last_page_of_a_section_is_no_witness_of_its_own_end(site):
    """A list that is empty says nothing: maintenance pages and broken templates list nothing as well."""
    opened(site, "a")
    site.begin()
    site.list()
    site.answer("a", 404)
    assert site.end() == []
    assert (site.state("a"), site.article("a")["reason"]) == ("live", "site-wide outage")


def test_absences_count_only_when_their_run_has_ended(site):
    opened(site, "a", "b")
    again(site)
    site.answer("b", 404)
    site.end()
    again(site)
    assert site.answer("b", 404).changes == ()
    assert site.state("b") == "suspect"
    assert site.end("lost") == [("b", "removed")]


def test_looks_that_a_killed_crawl_did_not_derive_are_derived_when_its_run_is_closed(site):
    opened(site, "a", "b")
    site.begin()
    site.capture(address("a"), 304)
    site.capture(address("b"), 404)
    assert site.state("b") == "live"
    site.end("lost")
    assert site.state("b") == "suspect"
    assert len(site.archive.captures(address("a"))) == 2
    assert site.archive.versions(address("a"))[0].last_capture == site.archive.captures(address("a"))[-1]


@pytest.mark.parametrize("status", [403, 405, 412, 429])
def test_a_firewall_is_no_witness(site, status):
    opened(site, "a", "b")
    for _ in range(3):
        site.begin()
        site.answer("b", status)
        assert site.end() == []
        assert site.state("b") == "blocked"
    site.begin()
    site.answer("b", 304)
    assert site.end() == []
    assert site.state("b") == "live"
    assert site.changes("b") == ["new"]


def test_a_challenge_page_with_status_200_is_no_witness(site):
    opened(site, "a", "b")
    site.begin()
    assert site.verdict("b", "BlockPage").changes == ()
    assert site.state("b") == "blocked"


@pytest.mark.parametrize("status", [500, 502, 503, None])
def test_a_failure_leaves_the_state_alone(site, status):
    opened(site, "a", "b")
    for _ in range(3):
        site.begin()
        site.answer("b", status)
        assert site.end() == []
    assert site.state("b") == "live"
    assert site.article("b")["last_asked"] > site.article("b")["last_seen"]


def test_an_absence_a_firewall_and_an_absence_are_two_witnesses(site):
    opened(site, "a", "b")
    for status in (404, 412, 404):
        again(site)
        site.answer("b", status)
        found = site.end()
    assert found == [("b", "removed")]
    assert site.state("b") == "gone"


def test_a_block_never_overrides_gone(site):
    opened(site, "a", "b")
    for status in (404, 404, 412, 500):
        again(site)
        site.answer("b", status)
        site.end()
    assert site.state("b") == "gone"


def test_a_page_that_answers_after_one_absence_was_always_there(site):
    opened(site, "a", "b")
    for status in (404, 304, 404):
        again(site)
        site.answer("b", status)
        assert site.end() == []
    assert site.state("b") == "suspect"
    assert site.changes("b") == ["new"]


def test_a_page_that_comes_back_is_restored(site):
    opened(site, "a", "b")
    for _ in range(2):
        again(site)
        site.answer("b", 404)
        site.end()
    again(site)
    kept = site.read("b")
    assert kinds(kept.changes) == [("b", "restored")]
    assert site.state("b") == "live"
    assert site.changes("b") == ["new", "removed", "restored"]


def test_a_page_that_comes_back_with_other_words_is_edited_too(site):
    opened(site, "a", "b")
    for _ in range(2):
        again(site)
        site.answer("b", 404)
        site.end()
    again(site)
    kept = site.read("b", "别的内容")
    assert kinds(kept.changes) == [("b", "edited"), ("b", "restored")]
    assert {(change.from_version, change.to_version) for change in kept.changes} == {(1, 2)}


def test_the_state_of_a_moment_is_told_by_all_that_is_known_today(site):
    opened(site, "a", "b")
    before = site.now
    again(site)
    site.answer("b", 404)
    first_absent = site.now
    site.end()
    again(site)
    site.answer("b", 404)
    site.end()
    assert site.archive.as_of(address("b"), before).state == "live"
    assert site.archive.as_of(address("b"), first_absent).state == "gone"
    assert site.archive.as_of(address("b"), first_absent).version.number == 1


PAGES = tuple("abcdefgh")


def test_a_run_in_which_most_pages_are_missing_is_an_outage_of_the_site(site):
    opened(site, *PAGES)
    for _ in range(3):
        site.begin()
        for page in PAGES:
            site.answer(page, 404)
        assert site.end() == []
    assert {site.state(page) for page in PAGES} == {"live"}
    assert site.article("a")["reason"] == "site-wide outage"


def test_a_home_page_in_every_page_s_place_is_an_outage(site):
    opened(site, *PAGES)
    for _ in range(2):
        site.begin()
        for page in PAGES:
            site.redirect(page, "/", 302)
        assert site.end() == []
    assert {site.state(page) for page in PAGES} == {"live"}


def test_many_pages_taken_off_their_list_are_gone_when_another_visit_says_so(site):
    opened(site, *PAGES)
    for found in (0, 6):
        site.begin()
        site.list("g", "h")
        for page in PAGES[:6]:
            site.answer(page, 404)
        for page in PAGES[6:]:
            site.answer(page, 304)
        assert len(site.end()) == found
    assert {site.state(page) for page in PAGES[:6]} == {"gone"}


def test_most_pages_missing_while_the_list_still_names_them_is_an_outage(site):
    opened(site, *PAGES)
    for _ in range(2):
        site.begin()
        site.list(*PAGES)
        for page in PAGES:
            site.answer(page, 404)
        assert site.end() == []


def test_the_few_pages_that_were_due_and_are_gone_are_found_within_three_visits(site):
    opened(site, *PAGES)
    for found in (0, 0, 3):
        site.begin()
        site.list(*PAGES[3:], complete=False)
        for page in "abc":
            site.answer(page, 404)
        assert len(site.end()) == found


@pytest.mark.parametrize(("others", "visits"), [("acdef", 2), ("a", 3)], ids=["many answered", "one answered"])
def test_a_page_that_its_list_still_names_is_gone_after_two_visits_or_three(site, others, visits):
    opened(site, *"abcdef")
    for visit in range(1, visits + 1):
        site.begin()
        site.list(*"abcdef")
        for page in others:
            site.answer(page, 304)
        site.answer("b", 404)
        assert site.end() == ([("b", "removed")] if visit == visits else [])


def test_many_pages_that_their_list_still_names_are_gone_after_three_visits(site):
    opened(site, *PAGES)
    for found in (0, 0, 3):
        site.begin()
        site.list(*PAGES)
        for page in PAGES:
            site.answer(page, 404 if page in "bcd" else 304)
        assert len(site.end()) == found


def test_missing_pages_that_come_back_are_witnesses_against_the_visits_that_missed_them(site):
    """A limit on requests that answers 404: another third of the pages each time."""
    opened(site, *PAGES)
    for missing in ("abc", "cde", "acf", "cgh"):
        site.begin()
        site.list(*PAGES)
        for page in PAGES:
            site.answer(page, 404 if page in missing else 304)
        assert site.end() == []
    assert site.state("c") != "gone"


def test_why_nothing_is_known_of_a_page_is_said_with_the_looks_between_which_that_began(site):
    opened(site, "a", "b")
    seen = site.article("b")["last_seen"]
    site.begin()
    site.answer("b", None)
    site.end()
    assert (site.state("b"), site.article("b")["reason"]) == ("live", "unreachable")
    spells = list(site.archive.db.query("SELECT * FROM spells WHERE reason = 'unreachable'"))
    assert [(each["state"], each["observed_after"]) for each in spells] == [("live", seen)]
    site.begin()
    site.answer("b", 304)
    site.end()
    assert site.article("b")["reason"] is None


def test_an_outage_does_not_cover_a_page_that_was_missing_before(site):
    opened(site, *PAGES)
    again(site)
    site.answer("b", 404)
    site.end()
    site.begin()
    for page in PAGES:
        site.answer(page, 404)
    assert site.end() == []
    again(site)
    site.answer("b", 404)
    assert site.end() == [("b", "removed")]


def test_a_page_never_read_has_no_row_and_no_changes(site):
    for _ in range(2):
        site.begin()
        site.answer("a", 404)
        assert site.end() == []
    assert list(site.archive.db.query("SELECT * FROM articles")) == []


def test_a_permanent_redirect_to_an_article_is_one_page_that_moved(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", address("z"))
    kept = site.read("z", title="通报b")
    assert [(change.kind, change.summary) for change in kept.changes] == [("moved", f"→ {address('z')}")]
    assert site.end() == []
    old, new = site.article("b"), site.article("z")
    assert (old["state"], old["moved_to"]) == ("moved", address("z"))
    assert (new["state"], new["moved_from"], new["version"], new["versions"]) == ("live", address("b"), 1, 1)
    assert new["first_seen"] == old["first_seen"]
    assert site.changes("z") == []
    assert site.archive.versions(address("b")) == site.archive.versions(address("z"))
    assert [change.kind for change in site.archive.changes(url=address("z"))] == ["moved", "new"]


def test_a_page_that_moved_goes_on_counting_its_versions(site):
    opened(site, "a", "b")
    site.begin()
    site.read("b", "二")
    site.end()
    site.begin()
    site.redirect("b", address("z"), 308)
    kept = site.read("z", "三", title="通报b")
    assert sorted(kinds(kept.changes)) == [("b", "moved"), ("z", "edited")]
    assert [version.number for version in site.archive.versions(address("z"))] == [1, 2, 3]
    assert site.archive.article(address("b"), 2).text == "二"
    site.end()
    site.begin()
    assert site.read("z", "四", title="通报b").version == 4


def test_a_new_address_that_is_found_before_the_old_one_redirects_is_not_new(site):
    opened(site, "a", "b")
    site.begin()
    site.list("a", "z")
    assert kinds(site.read("z", title="通报b").changes) == [("z", "new")]
    assert kinds(site.redirect("b", address("z")).changes) == [("b", "moved")]
    site.end()
    assert site.changes("z") == []
    assert site.changes("b") == ["new", "moved"]
    assert len(site.archive.versions(address("z"))) == 1


def test_a_page_that_redirects_to_another_known_page_keeps_its_own_history(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", address("a"))
    site.read("a")
    site.end()
    assert site.state("b") == "moved"
    assert site.article("a")["moved_from"] is None
    assert len(site.archive.versions(address("b"))) == 1
    assert site.archive.versions(address("b")) != site.archive.versions(address("a"))


def test_a_page_may_move_again(site):
    opened(site, "a", "b")
    for old, new in (("b", "y"), ("y", "z")):
        site.begin()
        if old == "y":
            site.redirect("b", address("z"))
        site.redirect(old, address(new))
        site.read(new, title="通报b")
        site.end()
    assert (site.state("b"), site.state("y"), site.state("z")) == ("moved", "moved", "live")
    assert len(site.archive.versions(address("z"))) == 1
    assert site.archive.versions(address("b")) == site.archive.versions(address("z"))


def test_a_redirect_through_another_redirect_is_followed(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", address("y"))
    site.redirect("y", address("z"))
    site.read("z")
    site.end()
    assert site.article("b")["moved_to"] == address("z")


def test_a_page_that_answers_again_at_its_old_address_is_restored(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", address("z"))
    site.read("z")
    site.end()
    site.begin()
    kept = site.read("b")
    assert ("b", "restored") in kinds(kept.changes)
    assert (site.state("b"), site.state("z")) == ("live", "live")
    assert site.changes("z") == ["new"]


def test_a_temporary_redirect_to_the_same_words_is_a_move(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", address("z"), 302)
    site.read("z", title="通报b")
    site.end()
    assert site.state("b") == "moved"


def test_a_temporary_redirect_to_other_words_says_nothing(site):
    opened(site, "a", "b")
    for _ in range(2):
        site.begin()
        site.redirect("b", address("z"), 302)
        site.read("z", "值班公告")
        site.end()
    assert site.state("b") == "live"
    assert site.changes("z") == ["new"]


def test_a_redirect_between_http_and_https_says_nothing(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", address("b").replace("http:", "https:"))
    assert site.end() == []
    assert site.state("b") == "live"


def test_a_redirect_into_a_firewall_is_a_block(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", f"{HOME}/waf.html", 302)
    site.archive.touch(site.capture(f"{HOME}/waf.html", 403))
    site.redirect("b", f"{HOME}/waf.html", 302)
    site.end()
    assert site.state("b") == "blocked"


def test_where_a_redirect_leads_may_be_read_later(site):
    opened(site, "a", "b")
    site.begin()
    site.redirect("b", "/missing.html", 302)
    assert site.state("b") == "live"
    capture = site.capture(f"{HOME}/missing.html", 200, b"sorry")
    site.archive.add_reading(capture, reader=site.reader, error="sorry", error_kind="MissingPage")
    assert site.state("b") == "suspect"
    with pytest.raises(VersionNotFound):
        site.archive.versions(f"{HOME}/missing.html")


def test_an_article_in_two_sections_is_one_page_of_the_first(site):
    site.begin()
    site.list("a", section="要闻")
    site.list("a", "b", section="公告")
    site.read("a")
    site.read("b")
    site.end()
    assert site.article("a")["section"] == "要闻"
    assert site.article("b")["section"] == "公告"
    assert len(list(site.archive.db.query("SELECT * FROM articles"))) == 2


def test_a_page_that_is_off_one_of_its_lists_has_a_witness(site):
    site.begin()
    site.list("a", "b", section="要闻")
    site.list("a", "b", section="公告")
    site.read("a")
    site.read("b")
    site.end()
    site.begin()
    site.list("b", section="要闻")
    site.answer("a", 404)
    assert site.end() == [("a", "removed")]


def test_what_came_back_with_other_words_says_so_once(site):
    opened(site, "a", "b")
    for _ in range(2):
        again(site)
        site.answer("b", 404)
        site.end()
    again(site)
    site.read("b", "全市破获案件2215起。")
    site.end()
    rows = site.archive.db.query("SELECT kind, summary, chars_added FROM changes WHERE kind IN ('edited', 'restored')")
    assert {row["kind"]: (row["summary"], row["chars_added"]) for row in rows} == {
        "edited": ("2251起 → 2215起", 4),
        "restored": ("with other words", 0),
    }
