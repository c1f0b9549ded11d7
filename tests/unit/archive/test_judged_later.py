"""Readings of ended runs, whose absences are judged once all of them are kept."""

import pytest

from archive.kept import NewReading
from archive.readable import Readable
from archive.store import Archive
from tests.unit.archive.simulated_site import READER, Simulated, address, article, fingerprint
from tests.unit.archive.test_verify import contents

TABLES = ("pages", "versions", "changes", "spells", "absences")
PAGES = "abcdefghijkl"


def unread(archive):
    """Three visits that nobody read: in the second one page was missing, in the third it and another."""
    site, found = Simulated(archive), []
    for missing in ("", "c", "cd"):
        site.begin()
        for page in PAGES:
            body = b"" if page in missing else f"{page} {missing}".encode()
            capture = site.capture(address(page), 404 if page in missing else 200, body)
            if page not in missing:
                found.append((page, capture))
        site.end()
    return found


def reading(page, capture):
    said = article(page)
    return NewReading(capture=capture, reader=READER, article=said, fingerprint=fingerprint(said))


def of_pages(found):
    return [[reading(page, capture) for page, capture in found if page == one] for one in PAGES]


@pytest.fixture
def at_once(tmp_path):
    with Archive(tmp_path / "at_once.db") as archive:
        for readings in of_pages(unread(archive)):
            archive.add_readings(readings)
    return {table: contents(archive.path, table) for table in TABLES}


def test_what_is_judged_once_at_the_end_comes_to_the_same_rows(archive, at_once):
    runs = set()
    for readings in of_pages(unread(archive)):
        runs |= archive.add_readings(readings, judged=False).unjudged
    for run in sorted(runs):
        archive.judge(run)
    assert {table: contents(archive.path, table) for table in TABLES} == at_once
    assert at_once["absences"] != []


def test_the_runs_that_looked_at_a_page_are_left_to_be_judged(archive):
    kept = archive.add_readings(of_pages(unread(archive))[0], judged=False)
    assert kept.unjudged == {1, 2, 3}
    assert contents(archive.path, "absences") != []


def test_what_is_judged_at_once_leaves_no_run(archive):
    assert archive.add_readings(of_pages(unread(archive))[0]).unjudged == set()


def test_no_run_is_judged_in_between(archive):
    pages = of_pages(unread(archive))
    before = contents(archive.path, "absences")
    for readings in pages:
        archive.add_readings(readings, judged=False)
    assert contents(archive.path, "absences") == before


def test_a_run_whose_last_absence_was_a_misreading_is_in_doubt_until_it_is_judged(archive):
    site = Simulated(archive)
    site.begin()
    site.read("a")
    misread = site.capture(address("b"), 200, b"b")
    archive.add_reading(misread, reader=READER, error="says 404", error_kind="MissingPage")
    site.end()
    assert contents(archive.path, "absences") != []
    archive.add_readings([reading("b", misread)], judged=False)
    assert [run for run, _ in Readable(archive.db.conn).runs_in_doubt()] == [1]
    archive.judge(1)
    assert contents(archive.path, "absences") == []
    assert list(Readable(archive.db.conn).runs_in_doubt()) == []
