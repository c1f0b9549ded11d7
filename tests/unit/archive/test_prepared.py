"""Articles prepared where they were read are kept as if the archive had prepared them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.article import Article, Turn
from archive.capture import Capture
from archive.kept import NewReading
from archive.readings import prepare
from archive.store import Archive

TEXT = "澄岚市举行新闻发布会。\n记者：电信诈骗案件有多少？\n向云川：共2187起。"
TURNS = (Turn(speaker="记者", kind="question", text="电信诈骗案件有多少？", paragraph=1),)
TABLES = ("readings", "articles", "turns", "changes", "versions")


def article(text: str = TEXT) -> Article:
    return Article(url="http://a.example/1.html", title="新闻发布会", text=text, turns=TURNS)


def kept(folder, *, prepared: bool) -> Archive:
    archive = Archive(folder / f"{prepared}.db")
    for day, text in enumerate((TEXT, TEXT.replace("2187", "2214")), start=1):
        moment = datetime(2026, 11, day, tzinfo=UTC)
        capture = Capture(url="http://a.example/1.html", captured_at=moment, status=200, body=text.encode())
        number = archive.add_capture(capture, run=None, site="a", purpose="article")
        said = article(text)
        ready = prepare(said) if prepared else None
        reading = NewReading(capture=number, reader="r1", article=said, fingerprint=f"sha256:{day}", prepared=ready)
        archive.add_readings([reading])
    return archive


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_the_same(tmp_path, table):
    with kept(tmp_path, prepared=True) as ready, kept(tmp_path, prepared=False) as plain:
        rows = [list(archive.db.query(f"SELECT * FROM {table}")) for archive in (ready, plain)]
    assert rows[0] == rows[1] != []


def test_the_index_holds_the_current_words_alone(tmp_path):
    with kept(tmp_path, prepared=True) as archive:
        archive.db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'articles_fts', 'row')")
        terms = {row["term"] for row in archive.db.query("SELECT term FROM temp.terms")}
    assert "2214" in terms
    assert "2187" not in terms


def test_a_reading_that_replaces_a_prepared_one_is_indexed_by_its_own_words(tmp_path):
    with kept(tmp_path, prepared=True) as archive:
        (capture,) = archive.captures("http://a.example/1.html")[-1:]
        archive.add_readings([NewReading(capture=capture, reader="r2", article=article("另一种读法"), fingerprint="x")])
        archive.db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'articles_fts', 'row')")
        terms = {row["term"] for row in archive.db.query("SELECT term FROM temp.terms")}
    assert "读法" in terms
    assert "诈骗" not in terms
