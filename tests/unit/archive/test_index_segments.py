"""The index, one segment an article while a run goes on."""

from datetime import UTC, datetime, timedelta

from archive import search
from archive.article import Article
from archive.capture import Capture

START = datetime(2026, 3, 1, tzinfo=UTC)


def kept(archive, run, number):
    url = f"http://www.yunling.example/{number}.html"
    at = START + timedelta(seconds=number)
    capture = Capture(url=url, captured_at=at, status=200, body=f"页{number}".encode())
    with archive.together():
        there = archive.add_capture(capture, run=run, site="yunling", purpose="article")
        article = Article(url=url, title=f"第{number}次发布会", text=f"云岭市今天通报第{number}项工作。")
        archive.add_reading(there, reader="1", article=article, fingerprint=f"{number}")


def segments(archive):
    return archive.db.execute("SELECT count(DISTINCT segid) FROM articles_fts_idx").fetchone()[0]


def test_what_piled_up_in_the_index_is_merged_when_a_run_has_ended(archive):
    run = archive.start_run(site="yunling")
    for number in range(40):
        kept(archive, run, number)
    before = segments(archive)
    archive.finish_run(run, outcome="ok", stats={})
    assert before >= 40
    assert segments(archive) < 16


def test_a_run_that_read_little_merges_nothing(archive):
    run = archive.start_run(site="yunling")
    for number in range(3):
        kept(archive, run, number)
    before = segments(archive)
    archive.finish_run(run, outcome="ok", stats={})
    assert segments(archive) == before


def test_after_a_merge_every_article_is_found_once(archive):
    run = archive.start_run(site="yunling")
    for number in range(40):
        kept(archive, run, number)
    archive.finish_run(run, outcome="ok", stats={})
    found = archive.db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [search.query("云岭")])
    assert len(found.fetchall()) == 40
