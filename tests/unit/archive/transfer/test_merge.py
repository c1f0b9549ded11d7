"""Two archives joined."""

import json
import shutil
import sqlite3

import pytest

from archive.capture import Capture
from archive.errors import ArchiveError, FixityError
from archive.kept import NewReading
from archive.store import Archive
from archive.transfer.entries import Entries
from archive.transfer.merge import merge
from archive.transfer.paths import Paths
from archive.transfer.snapshot import snapshot
from archive.verify import verify
from tests.unit.archive.simulated_site import HOME, SITE, START, Simulated, article

CAPTURES = """
SELECT url, captured_at, status, outcome, headers, digest, site, section, purpose, location, failure, chain,
  method, request_body, key
FROM captures ORDER BY captured_at, url, chain
"""
# What is derived, with nothing named by the numbers of one file.
DERIVED = {
    "pages": "SELECT key, url, site, section, title, state, reason, version, versions, first_seen, last_seen,"
    " last_asked, moved_to, moved_from FROM pages ORDER BY key",
    "versions": "SELECT url, number, first_seen, last_seen, fingerprint, returns_to FROM versions ORDER BY 1, 2",
    "changes": "SELECT id, url, site, kind, observed_after, observed_by, from_version, to_version, summary, reason"
    " FROM changes ORDER BY id",
    "spells": "SELECT p.key, s.position, s.state, s.reason, s.observed_by FROM spells AS s"
    " JOIN pages AS p ON p.id = s.page ORDER BY 1, 2",
    "listed": "SELECT l.site, l.section, l.items, d.position, i.url FROM listings AS l"
    " LEFT JOIN listed AS d ON d.listing = l.stands_for LEFT JOIN items AS i ON i.id = d.item"
    " JOIN exchanges AS e ON e.id = l.capture ORDER BY e.captured_at, 4",
    "walks": "SELECT site, section, walked_at, complete, pages, items FROM walks ORDER BY walked_at",
    "runs": "SELECT site, started_at, finished_at, outcome FROM runs ORDER BY started_at",
}


def seen(archive):
    return archive.db.execute(CAPTURES).fetchall()


def derived(archive):
    return {name: archive.db.execute(sql).fetchall() for name, sql in DERIVED.items()}


def check(archive):
    """Every ledger, every link, every row; how many entries."""
    connection = archive.db.conn
    paths, entries, count = Paths(connection), Entries(connection), 0
    for ledger, uid in paths.ledgers():
        found = paths.entries(ledger, 0)
        first = found[0].seq - 1 if found else 0
        assert [entry.seq for entry in found] == list(range(first + 1, first + 1 + len(found)))
        previous = paths.chain(ledger, first)
        if first:
            # A branch follows on an entry that is there.
            assert paths.entry(ledger, first).chain == previous
        for entry in found:
            entries.check(previous, entry, uid)
            previous = entry.chain
            count += 1
    places = connection.execute("SELECT ledger, seq, id FROM exchanges").fetchall()
    for ledger, seq, number in places:
        assert paths.entry(ledger, seq).object == number
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return count


def visit(site: Simulated, texts: dict[str, str | int], *, days: float = 1) -> None:
    """One run: what each page says, or the status it answers with."""
    site.begin(days=days)
    site.list(*(page for page, text in texts.items() if isinstance(text, str)))
    for page, text in texts.items():
        if isinstance(text, str):
            site.read(page, text)
        else:
            site.answer(page, text)
    site.end()


@pytest.fixture
def files(tmp_path):
    """Archives by name; opened on first use, closed at the end."""
    opened = {}

    def open_(name: str) -> Archive:
        if name not in opened:
            opened[name] = Archive(tmp_path / f"{name}.db")
        return opened[name]

    yield open_
    for archive in opened.values():
        archive.close()


def copy(files, old: str, new: str) -> Archive:
    snapshot(files(old).path, files(old).path.with_name(f"{new}.db"))
    return files(new)


def joined(files, into: str, name: str, *others: str) -> Archive:
    """A copy of one archive with others merged into it, in order."""
    result = copy(files, into, name)
    for other in others:
        merge(result, files(other))
    return result


def two_strangers(files) -> None:
    """One saw days 1 and 3, the other days 2 and 4, of pages that they share and pages of their own."""
    a, b = Simulated(files("a")), Simulated(files("b"))
    visit(a, {"1": "一", "2": "二", "3": "三"})
    b.now = a.now
    visit(b, {"1": "一", "2": "二改", "4": "四"})
    a.now = b.now
    visit(a, {"1": "一改", "2": 404, "3": "三"})
    b.now = a.now
    visit(b, {"1": "一", "2": 404, "4": "四"})
    for site, page in ((a, b"2"), (b, b"2"), (b, b"3")):
        site.begin()
        site.capture(f"{HOME}/list.do", 200, b"{}", purpose="list", method="POST", request_body=page)
        site.end()


def test_strangers_are_joined_without_loss_and_in_either_order_with_the_same_result(files):
    two_strangers(files)
    ab, ba = joined(files, "a", "ab", "b"), joined(files, "b", "ba", "a")
    assert sorted(seen(ab)) == sorted([*seen(files("a")), *seen(files("b"))])
    assert seen(ab) == seen(ba)
    assert derived(ab) == derived(ba)
    assert check(ab) == check(ba) == check(files("a")) + check(files("b"))


def test_joined_evidence_tells_one_history(files):
    two_strangers(files)
    site = Simulated(joined(files, "a", "ab", "b"))
    assert site.changes("1") == ["new", "edited", "edited"]
    assert site.changes("2") == ["new", "edited", "removed"]
    assert site.state("2") == "gone"
    assert site.article("1")["versions"] == 3


def test_merging_again_changes_nothing(files):
    two_strangers(files)
    ab = joined(files, "a", "ab", "b")
    before = seen(ab), derived(ab), check(ab)
    again = merge(ab, files("b"))
    assert (again.captures, again.runs, again.ledgers, again.readings, again.pages) == (0, 0, 0, 0, 0)
    assert (seen(ab), derived(ab), check(ab)) == before


def test_a_merge_of_what_grew_brings_only_what_is_new(files):
    two_strangers(files)
    ab = joined(files, "a", "ab", "b")
    b = Simulated(files("b"), now=START.replace(month=6))
    visit(b, {"4": "四改"})
    assert merge(ab, files("b")).captures == 2
    check(ab)
    assert Simulated(ab).changes("4") == ["new", "edited"]


def test_an_archive_that_comes_back_from_elsewhere_goes_on_in_its_own_ledger(files):
    two_strangers(files)
    ab = joined(files, "a", "ab", "b")
    merged = merge(files("a"), ab)
    assert (merged.captures, merged.ledgers) == (len(seen(files("b"))), 1)
    assert seen(files("a")) == seen(ab)
    # b learns of a through ab, and goes on; nothing is there twice.
    merge(files("b"), ab)
    assert seen(files("b")) == seen(ab)
    assert check(files("a")) == check(files("b")) == check(ab)


def test_a_copy_that_went_on_alone_is_taken_back_into_the_same_ledger(files):
    site = Simulated(files("a"))
    visit(site, {"1": "一"})
    ahead = Simulated(copy(files, "a", "copy"), now=site.now)
    visit(ahead, {"1": "一改"})
    assert merge(files("a"), files("copy")).ledgers == 0
    assert seen(files("a")) == seen(files("copy"))
    assert check(files("a")) == check(files("copy"))


def two_copies(files) -> None:
    """A past that both share; then each goes on alone."""
    site = Simulated(files("a"))
    visit(site, {"1": "一", "2": "二"})
    other = Simulated(copy(files, "a", "b"), now=site.now)
    visit(site, {"1": "一", "2": "二改"})
    other.now = site.now
    visit(other, {"1": "一改", "2": "二改", "5": "五"})


def test_copies_that_parted_are_joined_and_their_common_past_is_there_once(files):
    two_copies(files)
    common = 3  # two pages and a list
    ab, ba = joined(files, "a", "ab", "b"), joined(files, "b", "ba", "a")
    assert len(seen(ab)) == len(seen(files("a"))) + len(seen(files("b"))) - common
    assert seen(ab) == seen(ba)
    assert derived(ab) == derived(ba)
    assert check(ab) == check(ba)


def test_copies_that_parted_keep_their_heads(files):
    two_copies(files)
    heads = {files(name)._evidence.ledger.head() for name in "ab"}
    for archive in (joined(files, "a", "ab", "b"), joined(files, "b", "ba", "a")):
        ends = archive.db.execute("SELECT max(seq), chain FROM ledger GROUP BY ledger").fetchall()
        assert set(ends) == heads


def test_branches_that_met_before_are_known_and_go_on(files):
    two_copies(files)
    ab, ba = joined(files, "a", "ab", "b"), joined(files, "b", "ba", "a")
    assert merge(ab, ba).captures == merge(ba, ab).captures == 0
    a, b = Simulated(files("a"), now=START.replace(month=6)), Simulated(files("b"), now=START.replace(month=7))
    visit(a, {"1": "一再改"})
    visit(b, {"5": "五改"})
    for archive in (ab, ba):
        assert (merge(archive, files("a")).captures, merge(archive, files("b")).captures) == (2, 2)
        check(archive)
    assert seen(ab) == seen(ba)
    assert derived(ab) == derived(ba)


def test_three_archives_give_the_same_in_every_order(files):
    two_copies(files)
    stranger = Simulated(files("c"), now=START.replace(month=8))
    visit(stranger, {"1": "一改", "9": "九"})
    orders = [("a", "b", "c"), ("c", "a", "b"), ("b", "c", "a")]
    results = [joined(files, first, "".join([first, *rest]), *rest) for first, *rest in orders]
    assert [seen(each) for each in results] == [seen(results[0])] * 3
    assert [derived(each) for each in results] == [derived(results[0])] * 3
    assert len({check(each) for each in results}) == 1


def test_a_run_that_ended_only_in_the_copy_ends_here_too(files):
    site = Simulated(files("a"))
    site.begin()
    site.read("1")
    other = Simulated(copy(files, "a", "b"), now=site.now, run=site.run)
    other.read("2")
    other.end()
    merge(files("a"), files("b"))
    assert files("a").db.execute("SELECT outcome FROM runs").fetchall() == [("ok",)]
    check(files("a"))


def test_a_run_that_both_ended_cannot_be_merged_and_nothing_is_half_done(files):
    site = Simulated(files("a"))
    site.begin()
    site.read("1")
    other = Simulated(copy(files, "a", "b"), now=site.now, run=site.run)
    site.end()
    other.read("2")
    other.end("partial")
    before = seen(files("a")), derived(files("a"))
    with pytest.raises(ArchiveError, match="each of them ended it"):
        merge(files("a"), files("b"))
    assert (seen(files("a")), derived(files("a"))) == before


def test_of_two_readings_of_one_capture_the_later_readers_stays(files):
    site = Simulated(files("a"), reader="test 9")
    visit(site, {"1": "一"})
    other = copy(files, "a", "b")
    [(number, article, fingerprint)] = [
        (number, other.article(f"{HOME}/xw/1.shtml"), fingerprint)
        for number, fingerprint in other.db.execute("SELECT capture, fingerprint FROM readings").fetchall()
    ]
    other.add_reading(number, reader="test 10", article=article, fingerprint=fingerprint)
    for into, name, source in (("a", "ab", "b"), ("b", "ba", "a")):
        result = joined(files, into, name, source)
        assert result.db.execute("SELECT reader FROM readings").fetchall() == [("test 10",)]
        check(result)


def test_what_is_derived_anew_can_be_searched(files):
    two_strangers(files)
    ab = joined(files, "a", "ab", "b")
    assert ab.db.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '四*'").fetchone() == (1,)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE exchanges SET captured_at = '2020-01-01T00:00:00+00:00' WHERE id = 2",
        "UPDATE payloads SET bytes = x'00' WHERE id = 2",
        "UPDATE ledger SET chain = zeroblob(32) WHERE seq = 3",
        "DELETE FROM exchanges WHERE id = 3",
        "UPDATE runs SET stats = '{\"pages\":7}'",
    ],
)
def test_evidence_that_was_touched_does_not_come_in(files, tmp_path, damage):
    visit(Simulated(files("b")), {"1": "一", "2": "二"})
    path = shutil.copy(copy(files, "b", "bad").path, tmp_path / "touched.db")
    connection = sqlite3.connect(path, isolation_level=None)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(damage)
    connection.close()
    with Archive(path, read_only=True) as touched, pytest.raises(FixityError):
        merge(files("a"), touched)
    assert seen(files("a")) == []
    assert files("a").db.execute("SELECT count(*) FROM ledgers").fetchone() == (1,)


def test_an_empty_archive_brings_nothing_not_even_its_ledger(files):
    visit(Simulated(files("a")), {"1": "一"})
    assert merge(files("a"), files("b")).ledgers == 0
    assert files("a").db.execute("SELECT count(*) FROM ledgers").fetchone() == (1,)


def test_bodies_packed_with_a_dictionary_come_in_whole(files):
    chrome = "<div class=nav><a href=/x/>栏目导航</a></div>" * 200
    for number in range(400):
        page = Capture(
            url=f"{HOME}/{number}.html", captured_at=START, status=200, body=f"{chrome}第{number}页".encode() * 2
        )
        files("b").add_capture(page, run=None, site=SITE, purpose="article")
    assert files("b").db.execute("SELECT count(*) FROM payloads WHERE dictionary IS NOT NULL").fetchone() > (0,)
    merge(files("a"), files("b"))
    assert seen(files("a")) == seen(files("b"))
    assert check(files("a")) == 400


def test_a_capture_without_a_run_is_joined_too(files):
    files("b").add_capture(Capture(url=f"{HOME}/x", captured_at=START, status=None, failure="DNS"), run=None, site=SITE)
    assert merge(files("a"), files("b")).captures == 1
    check(files("a"))


def test_the_command_tells_what_came_in(files, run):
    two_strangers(files)
    told = json.loads(run("merge", files("b").path, "--json", db=files("a").path).stdout)
    assert told["captures"] == len(seen(files("b")))
    assert "0 captures and 0 runs are new" in run("merge", files("b").path, db=files("a").path).stdout
    assert len(json.loads(run("head", "--json", db=files("a").path).stdout)) == 2


def test_a_reading_that_replaces_another_is_written_in_its_place(files):
    site = Simulated(files("a"))
    visit(site, {"1": "一"})
    copied = copy(files, "a", "copy")
    (number,) = copied.db.execute("SELECT capture FROM readings").fetchone()
    newer = site.archive.article(f"{HOME}/xw/1.shtml")
    copied.add_reading(number, reader="test 2", article=newer, fingerprint="sha256:2")
    ours = files("a")
    ours.db.execute("CREATE TEMP TABLE taken (capture)")
    ours.db.execute(
        "CREATE TEMP TRIGGER t AFTER DELETE ON main.readings BEGIN INSERT INTO taken VALUES (OLD.capture); END"
    )
    ours.db.execute("PRAGMA recursive_triggers = ON")  # else a REPLACE deletes in silence
    assert merge(ours, copied).readings == 1
    assert ours.db.execute("SELECT reader FROM readings").fetchone() == ("test 2",)
    assert ours.db.execute("SELECT * FROM taken").fetchall() == []


def test_entries_that_no_list_names_any_more_are_forgotten(files):
    site = Simulated(files("a"))
    site.begin()
    capture = site.list("1", "2")
    for reader, titles in (("test 2", ("一", "2")), ("test 3", ("一",))):
        items = [(f"{HOME}/xw/{place}.shtml", title, None) for place, title in enumerate(titles, 1)]
        site.archive.add_listing(capture, reader=reader, items=items)
    assert site.archive.db.execute("SELECT title FROM items").fetchall() == [("一",)]


def test_a_reading_of_several_pages_names_the_captures_it_was_made_of_in_the_joined_file(files):
    site, other = Simulated(files("a")), Simulated(files("b"))
    visit(site, {"1": "一", "2": "二"})
    other.begin()
    first = other.capture(f"{HOME}/xw/9.shtml", 200, b"first")
    second = other.capture(f"{HOME}/xw/9_1.shtml", 200, b"second", purpose="continuation")
    said = article("9", "一二", later_pages=(f"{HOME}/xw/9_1.shtml", f"{HOME}/xw/9_2.shtml"))
    reading = NewReading(capture=first, reader="test 1", article=said, fingerprint="sha256:9", parts=(second, 0))
    other.archive.add_readings([reading])
    other.end()
    ab = joined(files, "a", "ab", "b")
    (parts,) = ab.db.execute("SELECT parts FROM readings WHERE parts IS NOT NULL").fetchone()
    number, gone = json.loads(parts)
    assert (ab.capture(number).body, gone) == (b"second", 0)
    assert list(verify(ab)) == []
