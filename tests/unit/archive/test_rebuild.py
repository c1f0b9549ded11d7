"""What is derived, dropped and made again."""

import pytest

from tests.unit.archive.simulated_site import READER, SECTION, SITE, address
from tests.unit.archive.test_verify import contents, filled

TABLES = ("pages", "versions", "changes", "spells", "turn_places", "turns", "attachments", "absences")


def test_a_rebuild_gives_the_same_rows_byte_for_byte(site, tmp_path):
    path = site.archive.path
    filled(path)
    before = {table: sorted(contents(path, table), key=repr) for table in TABLES}
    assert site.archive.rebuild() == len(before["pages"])
    assert {table: sorted(contents(path, table), key=repr) for table in TABLES} == before


def test_a_rebuild_of_one_site_leaves_the_others_alone(site):
    site.begin()
    site.read("a")
    site.archive.db.execute("UPDATE pages SET title = 'spoiled'")
    assert site.archive.rebuild("other") == 0
    assert site.article("a")["title"] == "spoiled"
    assert site.archive.rebuild(SITE) == 1
    assert site.article("a")["title"] == "通报a"


def test_rows_that_nothing_says_are_gone_after_a_rebuild(site):
    site.begin()
    site.read("a")
    site.archive.db.execute("UPDATE readings SET title = NULL, error_kind = 'NotAPage'")
    assert site.archive.rebuild() == 0
    assert contents(site.archive.path, "pages") == []
    assert site.archive.db.execute("SELECT count(*) FROM articles_fts_docsize").fetchone() == (0,)


def test_a_list_read_again_lists_for_its_revisits_too(site):
    site.begin()
    first = site.list("a", "b")
    site.end()
    site.begin()
    site.list("a", "b")
    site.end()
    before = contents(site.archive.path, "listings")
    assert len(before) == 2
    site.archive.db.execute("DELETE FROM listed")
    site.archive.db.execute("DELETE FROM listings")
    site.archive.add_listing(first, reader=READER, items=[(address("a"), "a", None), (address("b"), "b", None)])
    assert contents(site.archive.path, "listings") == before


def test_an_article_listed_earlier_elsewhere_changes_its_section(site):
    site.begin()
    late = site.now
    site.list_page("a", section="公告")
    site.read("a")
    assert site.article("a")["section"] == "公告"
    site.now = late.replace(year=2023)
    site.list_page("a", section=SECTION)
    assert site.article("a")["section"] == SECTION


@pytest.mark.parametrize("items", [[], [("http://yunling.example/x", "x", "2024-01-01")] * 2])
def test_an_item_is_stored_once_however_often_it_is_listed(site, items):
    site.begin()
    for number in range(3):
        capture = site.capture(f"http://yunling.example/{number}/", 200, b"%d" % number, purpose="list")
        site.archive.add_listing(capture, reader=READER, items=items)
    assert len(contents(site.archive.path, "items")) == min(len(items), 1)
    assert len(contents(site.archive.path, "listed")) == 3 * len(items)
