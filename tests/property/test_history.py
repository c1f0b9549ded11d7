"""What holds for any course of events: the order of arrival, a rebuild and brute force all tell the same history."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.store import Archive
from tests.unit.archive.simulated_site import READER, SITE, START, Simulated, address, article, fingerprint

PAGES = "abcd"


@dataclass(frozen=True)
class Look:
    """One answer of one page, or one list page."""

    minute: int
    run: int
    page: str
    kind: str
    choice: int = 0
    other: str = "a"
    listed: tuple[str, ...] = ()


ANSWERS = st.one_of(
    st.tuples(st.just("read"), st.integers(0, 11), st.just("a")),
    st.tuples(
        st.sampled_from(["304", "404", "MissingPage", "BlockPage", "home", "403", "500", "unread"]),
        st.just(0),
        st.just("a"),
    ),
    st.tuples(st.sampled_from(["301", "302"]), st.just(0), st.sampled_from(PAGES)),
)


@st.composite
def courses(draw: st.DrawFn) -> list[Look]:
    """A few runs, each of which looks at some pages and perhaps walks through the list."""
    looks = []
    minute = 0
    for run in range(draw(st.integers(1, 6))):
        minute += 1440
        listed = draw(st.none() | st.lists(st.sampled_from(PAGES), unique=True))
        if listed is not None:
            minute += 1
            kind = draw(st.sampled_from(["complete", "complete", "incomplete"]))
            looks.append(Look(minute, run, "list", kind, listed=tuple(listed)))
        for page in draw(st.lists(st.sampled_from(PAGES), max_size=5)):
            minute += draw(st.integers(0, 1))
            kind, choice, other = draw(ANSWERS)
            looks.append(Look(minute, run, page, kind, choice, other))
    return looks


def said(look: Look) -> Any:
    """What a page says: four texts, with or without a source, in one of two templates; its own words; or what the
    whole site says at the time.
    """
    if look.kind == "own":
        return article(look.page, f"{look.page}区破获案件{look.choice}起。")
    if look.kind == "echo":
        return article(look.page, f"网站第{look.choice}次维护。", title="公告")
    text, source = look.choice % 2, look.choice // 2 % 3
    title = "通报" if look.choice < 8 else "通告"
    return article(look.page, f"破获案件{text}起。", title=title, source=[None, "云岭日报", "草原日报"][source])


def file(site: Simulated, look: Look, runs: list[int]) -> None:
    """Let one look arrive."""
    archive = site.archive
    site.run, site.now = runs[look.run], START + timedelta(minutes=look.minute - 1)
    if look.page == "list":
        site.list_page(*look.listed)
        site.walk(len(look.listed), complete=look.kind == "complete")
    elif look.kind in ("read", "own", "echo"):
        site.read_as(look.page, said(look), template=str(look.choice // 6))
    elif look.kind in ("MissingPage", "BlockPage"):
        site.verdict(look.page, look.kind, look.kind.encode())
    elif look.kind == "unread":
        archive.touch(site.capture(address(look.page), 200, b"nobody read this"))
    elif look.kind in ("301", "302", "home"):
        target = "/" if look.kind == "home" else address(look.other)
        site.redirect(look.page, target, 302 if look.kind == "home" else int(look.kind))
    else:
        archive.touch(site.capture(address(look.page), int(look.kind)))


def told(archive: Archive) -> dict[str, Any]:
    """Everything derived, without the numbers that captures happen to have in one file."""
    capture = "(SELECT url || ' ' || captured_at || ' ' || status FROM captures WHERE id = {})".format
    words = "(SELECT fingerprint FROM readings WHERE capture = {})".format
    queries = {
        "articles": "SELECT url, key, site, section, title, source, text, state, reason, version, versions, first_seen,"
        f" last_seen, last_asked, moved_to, moved_from, {words('reading')} FROM articles",
        "versions": "SELECT url, number, first_seen, last_seen, fingerprint, returns_to,"
        f" {capture('first_capture')}, {capture('last_capture')}, {words('reading')} FROM versions",
        "changes": "SELECT id, url, site, kind, observed_after, observed_by, from_version, to_version, title, summary,"
        " reason, chars_added, chars_removed, run,"
        f" {capture('after_capture')}, {capture('by_capture')} FROM changes",
        "spells": "SELECT p.url, s.position, s.state, s.reason, s.observed_after, s.observed_by,"
        f" {capture('s.after_capture')}, {capture('s.by_capture')}"
        " FROM spells AS s JOIN pages AS p ON p.id = s.page",
        "absences": "SELECT * FROM absences",
        "found": "SELECT p.url, w.column1 FROM (VALUES ('\"破获\"'), ('\"通告\"')) AS w"
        " JOIN articles_fts AS f ON f.articles_fts MATCH w.column1 JOIN pages AS p ON p.id = f.rowid",
    }
    return {
        name: sorted(archive.db.execute(sql).fetchall(), key=repr)  # type: ignore[attr-defined]
        for name, sql in queries.items()
    }


def played(folder: Path, looks: list[Look], ends: list[int] | None = None) -> Archive:
    """An archive in which the looks arrived in the order given; runs end as they do, or all at the end."""
    archive = Archive(folder / f"{random.random()}.db")
    archive.db.execute("PRAGMA synchronous = OFF")
    site = Simulated(archive)
    count = max((look.run for look in looks), default=-1) + 1
    runs = [archive.start_run(site=SITE) for _ in range(count)]
    for place, look in enumerate(looks):
        file(site, look, runs)
        if ends is None and (place + 1 == len(looks) or looks[place + 1].run != look.run):
            archive.finish_run(runs[look.run], outcome="ok", stats={})
    for run in ends or ():
        archive.finish_run(runs[run], outcome="ok", stats={})
    if ends is None:
        for (run,) in archive.db.execute("SELECT id FROM runs WHERE outcome IS NULL").fetchall():
            archive.finish_run(run, outcome="ok", stats={})
    return archive


@settings(max_examples=60)
@given(courses(), st.randoms())
def test_the_order_of_arrival_makes_no_difference(looks, order):
    with tempfile.TemporaryDirectory() as folder:
        shuffled = list(looks)
        order.shuffle(shuffled)
        ends = sorted({look.run for look in looks})
        ends += [run for run in range(max(ends, default=-1) + 1) if run not in ends]
        order.shuffle(ends)
        with played(Path(folder), looks) as straight, played(Path(folder), shuffled, ends) as crossed:
            assert told(crossed) == told(straight)


@settings(max_examples=40)
@given(courses())
def test_what_is_derived_can_be_dropped_and_derived_again(looks):
    tables = ("pages", "versions", "changes", "spells", "turns", "attachments", "absences")
    with tempfile.TemporaryDirectory() as folder, played(Path(folder), looks) as archive:
        everything = {
            table: sorted(archive.db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables
        }
        before = told(archive)
        for site in (None, SITE):
            archive.rebuild(site)
            assert told(archive) == before
            for table in tables:
                assert sorted(archive.db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) == everything[table]
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("SSSAABF"), st.integers(0, 3)), max_size=12))
def test_a_moment_is_what_brute_force_makes_of_it(course):
    """One look a run: S is seen with one of four texts, A absent, B blocked, F failed."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "a.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        site = Simulated(archive)
        times = []
        for kind, text in course:
            site.begin()
            site.read("b")  # the site is there
            if kind == "S":
                site.read("a", f"第{text}种说法")
            else:
                site.answer("a", {"A": 404, "B": 403, "F": 500}[kind])
            times.append(site.now)
            site.end()
        if not any(kind == "S" for kind, _ in course):
            return
        for place, at in enumerate(times):
            for moment in (at, at + timedelta(hours=1)):
                found = archive.as_of(address("a"), moment)
                state, text = brute(course, place)
                assert (found.state, found.article.text if found.article else None) == (state, text)


def brute(course: list[tuple[str, int]], place: int) -> tuple[str | None, str | None]:
    """State and text after the look at a place, with all looks known."""
    seen = [at for at in range(place + 1) if course[at][0] == "S"]
    if not seen:
        return None, None
    text = f"第{course[seen[-1]][1]}种说法"
    since = course[seen[-1] + 1 : place + 1]
    following = next((at for at in range(place + 1, len(course)) if course[at][0] == "S"), len(course))
    streak = [kind for kind, _ in course[seen[-1] + 1 : following]]
    absent = [at for at, kind in enumerate(streak) if kind == "A"]
    spoken = [kind for kind, _ in since if kind != "F"]
    if len(absent) >= 2:
        # Gone from the first absence on, unless a firewall stood between the two: then from the second.
        start = absent[0] if "B" not in streak[absent[0] : absent[1]] else absent[1]
        if len(since) > start:
            return "gone", text
    if not spoken:
        return "live", text
    return {"A": "suspect", "B": "blocked"}[spoken[-1]], text


@settings(max_examples=30)
@given(courses())
def test_rereading_every_capture_gives_the_same_history(looks):
    with tempfile.TemporaryDirectory() as folder, played(Path(folder), looks) as archive:
        before = told(archive)
        readings = archive.db.execute("SELECT capture FROM readings WHERE error_kind IS NULL").fetchall()
        for (capture,) in readings:
            (url,) = archive.db.execute("SELECT url FROM captures WHERE id = ?", [capture]).fetchone()
            row = archive.db.execute("SELECT title, text, source FROM readings WHERE capture = ?", [capture]).fetchone()
            again = article(url.rpartition("/")[2].removesuffix(".shtml"), row[1], title=row[0], source=row[2])
            archive.add_reading(capture, reader=READER, article=again, fingerprint=fingerprint(again))
        assert told(archive) == before
