"""What holds where a site says the same under many addresses: neither the order of arrival nor a rereading matters."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_history import Look, file, played, told
from tests.unit.archive.simulated_site import READER, Simulated, article, fingerprint

PAGES = "abcd"


@st.composite
def courses(draw: st.DrawFn) -> list[Look]:
    """A few runs in which pages speak for themselves, say what the site says, are missing or redirect."""
    looks = []
    for run in range(draw(st.integers(2, 5))):
        usual = draw(st.sampled_from(["own", "own", "echo"]))
        for place, page in enumerate(draw(st.permutations(PAGES))[: draw(st.integers(2, 4))]):
            kind = draw(st.sampled_from([usual, usual, usual, "own", "echo", "304", "404", "301"]))
            other = draw(st.sampled_from(PAGES)) if kind == "301" else "a"
            looks.append(Look((run + 1) * 1440 + place, run, page, kind, draw(st.integers(0, 1)), other))
    return looks


@settings(max_examples=15)
@given(courses(), st.randoms())
def test_the_order_of_arrival_makes_no_difference(looks, order):
    with tempfile.TemporaryDirectory() as folder:
        shuffled = list(looks)
        order.shuffle(shuffled)
        ends = sorted({look.run for look in looks})
        order.shuffle(ends)
        with played(Path(folder), looks) as straight, played(Path(folder), shuffled, ends) as crossed:
            assert told(crossed) == told(straight)


@settings(max_examples=15)
@given(courses(), st.data())
def test_a_straggler_of_a_run_that_has_ended_makes_no_difference(looks, data):
    late = data.draw(st.integers(0, len(looks) - 1))
    rest = looks[:late] + looks[late + 1 :]
    if looks[late].run not in {look.run for look in rest}:
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        played(Path(folder), looks) as straight,
        played(Path(folder), rest) as archive,
    ):
        runs = [run for (run,) in archive.db.execute("SELECT id FROM runs ORDER BY id").fetchall()]
        file(Simulated(archive), looks[late], runs)
        assert told(archive) == told(straight)


@settings(max_examples=10)
@given(courses(), st.integers(0, 3))
def test_a_page_read_in_other_words_and_back_is_what_a_rebuild_makes_of_it(looks, which):
    with tempfile.TemporaryDirectory() as folder, played(Path(folder), looks) as archive:
        before = told(archive)
        rows = archive.db.execute(
            "SELECT r.capture, c.url, r.title, r.text FROM readings AS r JOIN captures AS c ON c.id = r.capture"
            " WHERE r.title IS NOT NULL"
        ).fetchall()
        capture, url, title, text = rows[which % len(rows)]
        here = article(url.rpartition("/")[2].removesuffix(".shtml"), text, title=title)
        for said in (replace(here, text="别的话。"), here):
            archive.add_reading(capture, reader=READER, article=said, fingerprint=fingerprint(said))
            now = told(archive)
            archive.rebuild()
            assert told(archive) == now
        assert now == before
