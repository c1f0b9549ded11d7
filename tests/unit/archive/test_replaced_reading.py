"""A reading takes the place of an older one: what follows from it is brought up to date, and no more is looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from archive.article import Article, Turn
from archive.capture import Capture
from archive.store import Archive
from archive.verify import verify

TEXT = "云岭市召开新闻发布会。\n记者：破获多少起？\n赵石屏：共2187起。"
ASKED = Turn(speaker="记者", kind="question", text="破获多少起？", paragraph=1)


def address(page):
    return f"http://www.yunling.example/{page}.html"


def article(page, *, text=TEXT, turns=()):
    return Article(url=address(page), title=f"第{page}号通报", text=text, turns=turns)


def fill(archive, pages):
    """So many pages, each read once; their captures."""
    captures = []
    for page in range(pages):
        moment = datetime(2026, 11, 1, 0, page, tzinfo=UTC)
        body = Capture(url=address(page), captured_at=moment, status=200, body=f"{page}".encode())
        captures.append(archive.add_capture(body, run=None, site="yl", purpose="article"))
        archive.add_reading(captures[-1], reader="r1", article=article(page), fingerprint=f"sha256:{page}")
    return captures


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "press.db") as opened:
        yield opened


def indexed(archive):
    """Each entry of the index: words, page and place."""
    archive.db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.entries USING fts5vocab('main', 'articles_fts', 'instance')"
    )
    return archive.db.execute("SELECT * FROM temp.entries ORDER BY 1, 2, 3, 4").fetchall()


def steps(archive, read):
    """How many steps SQLite's machine takes to do something."""
    taken = 0

    def count():
        nonlocal taken
        taken += 1

    archive.db.conn.set_progress_handler(count, 1)
    read()
    archive.db.conn.set_progress_handler(None, 1)
    return taken


def test_it_takes_as_many_steps_in_a_larger_archive(tmp_path):
    taken = []
    for pages in (3, 59):
        with Archive(tmp_path / f"{pages}.db") as archive:
            capture = fill(archive, pages)[0]
            again = partial(archive.add_reading, capture, reader="r2", article=article(0), fingerprint="sha256:0")
            taken.append(steps(archive, again))
    assert taken[1] < taken[0] * 1.1


def test_the_same_words_leave_the_index_as_it_is(archive):
    (capture,) = fill(archive, 1)
    before = archive.db.execute("SELECT * FROM articles_fts_data").fetchall()
    archive.add_reading(capture, reader="r2", article=article(0, turns=(ASKED,)), fingerprint="sha256:0")
    assert archive.db.execute("SELECT * FROM articles_fts_data").fetchall() == before


def test_the_same_words_may_have_other_turns(archive):
    (capture,) = fill(archive, 1)
    archive.add_reading(capture, reader="r2", article=article(0, turns=(ASKED,)), fingerprint="sha256:0")
    assert [row["text"] for row in archive.db.query("SELECT text FROM turns")] == ["破获多少起？"]
    assert list(verify(archive)) == []


def test_other_words_are_indexed_in_the_place_of_the_old(archive, tmp_path):
    (capture,) = fill(archive, 1)
    said = article(0, text="云岭市召开会议。")
    archive.add_reading(capture, reader="r2", article=said, fingerprint="sha256:9")
    with Archive(tmp_path / "other.db") as other:
        body = Capture(url=address(0), captured_at=datetime(2026, 11, 1, tzinfo=UTC), status=200, body=b"0")
        number = other.add_capture(body, run=None, site="yl", purpose="article")
        other.add_reading(number, reader="r2", article=said, fingerprint="sha256:9")
        assert indexed(archive) == indexed(other)


def test_a_page_that_is_no_article_any_more_is_in_no_index(archive):
    (capture,) = fill(archive, 1)
    archive.add_reading(capture, reader="r2", error="a list", error_kind="NotAnArticle")
    assert indexed(archive) == []
    assert list(verify(archive)) == []
