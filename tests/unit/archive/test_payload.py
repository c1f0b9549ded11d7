"""Payloads: compressed against their site's template, restored to the byte, never restored wrong."""

import gzip
import random
import sqlite3
from contextlib import closing

import pytest

from archive.errors import FixityError
from archive.payload import MOST_DICTIONARIES, Packed, Packer
from archive.store import Archive
from tests.unit.archive.simulated_site import Simulated, address

FAMILY = ("yunling", "article")


def template(name: str) -> bytes:
    rng = random.Random(name)
    links = ((rng.randrange(99), rng.randrange(9**9)) for _ in range(300))
    return b"".join(b"<li class=nav%d><a href='/%d.html'>x</a></li>" % link for link in links)


def pack(archive, body: bytes, family=FAMILY) -> Packed:
    from archive.capture import digest

    return Packer(archive.db.conn).pack(body, digest(body), family)


@pytest.mark.parametrize("body", [b"x", b"", b"<p>" * 5000, bytes(range(256)) * 40, random.Random(1).randbytes(5000)])
def test_a_body_comes_back_as_it_was(site, body):
    site.begin()
    assert site.archive.capture(site.capture(address("a"), 200, body)).body == body


def test_what_does_not_get_smaller_is_kept_as_it_is(archive):
    body = gzip.compress(random.Random(1).randbytes(5000))
    assert (pack(archive, body).encoding, pack(archive, body).stored) == ("identity", body)


def test_two_pages_make_a_dictionary_and_the_next_are_small(site):
    chrome = template("old")
    site.begin()
    captures = [site.capture(address(f"{number}"), 200, chrome + b"<p>%d" % number) for number in range(6)]
    rows = list(site.archive.db.query("SELECT dictionary, length(bytes) AS stored FROM payloads ORDER BY id"))
    assert [row["dictionary"] for row in rows] == [None, 1, 1, 1, 1, 1]
    assert max(row["stored"] for row in rows[1:]) < 100
    for number, capture in enumerate(captures):
        assert site.archive.capture(capture).body == chrome + b"<p>%d" % number


def test_a_redesign_gets_a_dictionary_of_its_own(site):
    site.begin()
    for design in ("old", "new", "old"):
        for number in range(3):
            site.capture(address(f"{design}{number}"), 200, template(design) + b"%d" % random.Random().randrange(9**9))
    rows = [row[0] for row in site.archive.db.execute("SELECT dictionary FROM payloads ORDER BY id").fetchall()]
    assert (rows[1:3], rows[4:6], rows[6:]) == ([1, 1], [2, 2], [1, 1, 1])


def test_dictionaries_do_not_multiply_without_end(site):
    site.begin()
    for design in range(MOST_DICTIONARIES + 4):
        for number in range(2):
            site.capture(address(f"{design}-{number}"), 200, template(str(design)) + b"%d" % number)
    assert site.archive.db.execute("SELECT count(*) FROM dictionaries").fetchone()[0] == MOST_DICTIONARIES


def test_pages_of_other_sites_and_purposes_have_their_own_dictionaries(archive):
    for family in (("a", "article"), ("a", "list"), ("b", "article"), (None, "page")):
        packer = Packer(archive.db.conn)
        for number in range(2):
            body = template("same") + b"%d" % number
            packer.pack(body, str(number), family)
    rows = archive.db.execute("SELECT site, purpose FROM dictionaries ORDER BY 1, 2").fetchall()
    assert rows == [("a", "article")]  # the very same page is kept once, whoever's dictionary it is


def test_another_process_finds_the_dictionary(site, tmp_path):
    site.begin()
    for number in range(2):
        site.capture(address(f"{number}"), 200, template("old") + b"%d" % number)
    with Archive(site.archive.path) as other:
        again = Simulated(other, now=site.now)
        again.begin()
        again.capture(address("2"), 200, template("old") + b"2")
        assert other.db.execute("SELECT dictionary FROM payloads ORDER BY id DESC").fetchone() == (1,)


def test_an_undone_transaction_leaves_no_dictionary_behind(site):
    site.begin()
    site.capture(address("0"), 200, template("old") + b"0")
    with pytest.raises(ZeroDivisionError), site.archive.together():
        site.capture(address("1"), 200, template("old") + b"1")
        raise ZeroDivisionError
    site.capture(address("2"), 200, template("old") + b"2")
    capture = site.capture(address("3"), 200, template("old") + b"3")
    assert site.archive.capture(capture).body == template("old") + b"3"


@pytest.mark.parametrize("change", ["size = size + 1", "encoding = 'identity'", "dictionary = NULL", "bytes = x'00'"])
def test_damage_is_never_taken_for_the_body(site, change):
    site.begin()
    captures = [site.capture(address(f"{number}"), 200, template("old") + b"%d" % number) for number in range(2)]
    with closing(sqlite3.connect(site.archive.path)) as connection:
        connection.execute("DROP TRIGGER payloads_never_updated")
        connection.execute(f"UPDATE payloads SET {change} WHERE id = 2")
        connection.commit()
    with pytest.raises(FixityError):
        site.archive.capture(captures[1])
