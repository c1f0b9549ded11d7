"""A page that is read for the first time comes to the same as when it is derived from all that is in the archive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.article import Article, Attachment, Turn
from archive.capture import Capture
from archive.derived import Derived
from archive.store import Archive
from archive.verify import verify

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
ADDRESS = "http://www.yunling.example/gazw/art_12_3456.html"
ARTICLE = Article(
    url=ADDRESS,
    title="云岭市通报电信诈骗案件",
    text="云岭市召开新闻发布会。\n记者：破获多少起？\n赵石屏：共2187起。",
    published_at=MOMENT,
    source="云岭日报",
    keywords=("诈骗",),
    turns=(Turn(speaker="记者", kind="question", text="破获多少起？", paragraph=1),),
    attachments=(Attachment(href="http://www.yunling.example/a.pdf", label="附件", kind="file"),),
)
TABLES = ("readings", "pages", "versions", "changes", "spells", "turn_places", "attachments", "version_files")


def capture(url=ADDRESS, *, status=200, body=b"x" * 5000, headers=(), after=0):
    moment = MOMENT + timedelta(minutes=after)
    return Capture(url=url, captured_at=moment, status=status, headers=headers, body=body)


def nothing(archive, run):
    """A page of which nothing is known."""


def a_list(archive, run):
    """A list of another section named the page before."""
    listing = archive.add_capture(
        capture("http://www.yunling.example/"), run=run, site="yl", section="x", purpose="list"
    )
    archive.add_listing(listing, reader="r", items=[(ADDRESS, "通报", None)])


def a_failure(archive, run):
    """It was asked for in vain before."""
    archive.touch(archive.add_capture(capture(status=503, body=b""), run=run, site="yl", purpose="article"))


def a_redirect(archive, run):
    """Another address leads there."""
    moved = capture("http://www.yunling.example/old.html", status=301, body=b"", headers=(("Location", ADDRESS),))
    archive.touch(archive.add_capture(moved, run=run, site="yl", purpose="article"))


def its_end(archive, run):
    """Its run has ended."""
    archive.finish_run(run, outcome="ok", stats={})


def rows(archive):
    return {table: sorted(archive.db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES}


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "press.db") as opened:
        yield opened


def keep(archive, before):
    run = archive.start_run(site="yl")
    before(archive, run)
    number = archive.add_capture(capture(after=1), run=run, site="yl", section="通报", purpose="article")
    return archive.add_reading(number, reader="r", article=ARTICLE, fingerprint="sha256:1")


@pytest.mark.parametrize("before", [nothing, a_list, a_failure, a_redirect, its_end])
def test_it_comes_to_what_a_rebuild_makes_of_it(archive, before):
    keep(archive, before)
    there = rows(archive)
    archive.rebuild()
    assert rows(archive) == there
    assert len(there["pages"]) == 1
    assert list(verify(archive)) == []


@pytest.mark.parametrize("before", [nothing, a_list, a_failure, a_redirect, its_end])
def test_it_answers_what_deriving_all_of_it_answers(tmp_path, monkeypatch, before):
    answers = []
    for name in ("met", "derived"):
        with Archive(tmp_path / f"{name}.db") as archive:
            answers.append(keep(archive, before))
        monkeypatch.setattr(Derived, "meet", lambda _self, _reading: None)
    assert answers[0] == answers[1]
    assert answers[0].changes


def test_reading_it_again_replaces_the_first_reading(archive):
    run = archive.start_run(site="yl")
    number = archive.add_capture(capture(), run=run, site="yl", purpose="article")
    for reader in ("r1", "r2"):
        archive.add_reading(number, reader=reader, article=ARTICLE, fingerprint="sha256:1")
    assert archive.db.execute("SELECT reader FROM readings").fetchall() == [("r2",)]
    assert len(archive.versions(ADDRESS)) == 1
