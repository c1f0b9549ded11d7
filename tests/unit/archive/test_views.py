"""The views that answer questions: what changed without the words, and what lists no longer name."""

from dataclasses import replace

import pytest

from tests.unit.archive.simulated_site import address, article

STRUCTURE = "sha256:structure"


@pytest.fixture
def told(site):
    """Visits in which a page says the same in other bytes; what `markup_changes` tells of each."""
    site.begin()

    def told(*readings):
        for number, said in enumerate(readings):
            site.read_as("a", said, template=f"<!-- {number} -->")
        return [row["differs"] for row in site.archive.db.query("SELECT * FROM markup_changes ORDER BY captured_at")]

    return told


SAID = replace(article("a"), structure=STRUCTURE, source="云岭日报")


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (SAID, ["markup"]),
        (replace(SAID, structure="sha256:another"), ["template"]),
        (replace(SAID, source="草原日报"), ["facts"]),
        (replace(SAID, editor="李明", structure="sha256:another"), ["facts"]),
        (replace(SAID, text="全市破获案件2215起。"), []),
    ],
    ids=["a counter", "a template", "a fact", "a fact in a template", "words"],
)
def test_the_source_changed_and_the_words_did_not_is_a_query(told, other, differs):
    assert told(SAID, other) == differs


def test_the_digests_of_bytes_markup_facts_and_words_are_columns_of_their_own(site, told):
    told(SAID, replace(SAID, structure="sha256:another"))
    (row,) = site.archive.db.query("SELECT * FROM markup_changes")
    assert row["digest"] != row["digest_before"]
    assert (row["structure"], row["structure_before"]) == ("sha256:another", STRUCTURE)
    assert row["metadata"] == row["metadata_before"]
    assert row["url"] == address("a")


def dated(page, day):
    """A page with a date of its own: lists are sorted by it."""
    from datetime import UTC, datetime

    return article(page, published_at=datetime(2024, 2, day, tzinfo=UTC), published_precision="day")


def opened(site):
    site.begin()
    site.list(*"abcd")
    for place, page in enumerate("abcd"):
        site.read_as(page, dated(page, 20 - place))
    site.end()


def delisted(site):
    rows = site.archive.db.query("SELECT url, state, observed_after, observed_by FROM delisted ORDER BY url")
    return [
        (row["url"].rpartition("/")[2][0], row["state"], row["observed_after"] < row["observed_by"]) for row in rows
    ]


def test_a_page_off_its_list_that_is_still_served_is_delisted_and_alive(site):
    opened(site)
    assert delisted(site) == []
    for _ in range(2):
        site.begin()
        site.list(*"acd")
        site.answer("b", 304)
        site.end()
        assert delisted(site) == [("b", "live", True)]
    site.begin()
    site.list(*"abcd")
    site.end()
    assert delisted(site) == []


def test_pages_that_a_list_of_the_newest_no_longer_reaches_are_not_delisted(site):
    opened(site)
    site.begin()
    site.list(*"ab")
    site.end()
    assert delisted(site) == []


def test_an_incomplete_walk_delists_nothing(site):
    opened(site)
    site.begin()
    site.list(*"acd", complete=False)
    site.end()
    assert delisted(site) == []


def test_the_states_of_a_page_say_why_and_between_which_looks(site):
    opened(site)
    site.begin()
    site.list(*"acd")
    site.answer("b", None)
    site.end()
    states = site.archive.states(address("b"))
    assert [(each.state, each.reason) for each in states] == [
        ("live", None),
        ("live", "unreachable"),
        ("live", "delisted but alive"),
    ]
    assert all(each.observed_after < each.observed_by for each in states[1:])


@pytest.mark.parametrize("join", ["JOIN", "LEFT JOIN"])
def test_the_turns_of_articles_are_found_by_address_not_by_reading_all_turns(archive, join):
    sql = f"SELECT a.url, t.speaker, t.text FROM articles AS a {join} turns AS t ON t.url = a.url WHERE a.site = 'x'"
    plan = " / ".join(row[3] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "turn_places_url (url=?)" in plan
    assert "SCAN t" not in plan
