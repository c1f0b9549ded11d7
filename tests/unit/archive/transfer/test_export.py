"""Snapshots, tables and heads brought out of an archive."""

import csv
import io
import json
import sqlite3
import sys
from contextlib import closing

import pytest

from archive.errors import ExportError
from archive.store import Archive
from archive.transfer.outfile import whole_file
from archive.transfer.snapshot import snapshot
from tests.unit.archive import press_archive as press

CAPTURES = "SELECT url, captured_at, digest, chain FROM captures ORDER BY id"


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_snapshot_is_the_whole_archive_in_one_file(run, press_file, tmp_path):
    out = tmp_path / "out.db"
    told = json.loads(run("snapshot", out, "--json").stdout)
    assert told == {"out": str(out), "bytes": out.stat().st_size}
    assert [path.name for path in tmp_path.iterdir()] == ["out.db"]
    with (
        Archive(press_file, read_only=True) as old,
        closing(sqlite3.connect(f"{out.as_uri()}?immutable=1", uri=True)) as new,
    ):
        assert new.execute(CAPTURES).fetchall() == old.db.execute(CAPTURES).fetchall()
        assert new.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with Archive(out) as again:
        assert again.article(press.BRIEFING).title == press.BRIEFING_ARTICLE.title


def test_a_snapshot_is_taken_while_another_connection_writes(press_file, tmp_path):
    source = tmp_path / "busy.db"
    snapshot(press_file, source)
    with Archive(source) as writer:
        writer.db.conn.execute("BEGIN IMMEDIATE")
        writer.db.conn.execute("INSERT INTO addresses (url, key) VALUES ('http://x.example/', 'x')")
        snapshot(source, tmp_path / "out.db")
        writer.db.conn.execute("ROLLBACK")
    with Archive(tmp_path / "out.db", read_only=True) as copy:
        assert copy.db.execute("SELECT count(*) FROM captures").fetchone()[0] > 10


def test_a_snapshot_replaces_no_file(run, tmp_path):
    out = tmp_path / "out.db"
    out.write_text("mine")
    assert "is there already" in run("snapshot", out, code=4).stderr
    assert out.read_text() == "mine"


def test_a_snapshot_is_taken_again_over_the_last_one_but_never_over_the_archive(run, press_file, tmp_path):
    out = tmp_path / "out.db"
    out.write_text("last night's")
    run("snapshot", out, "--overwrite")
    with Archive(out) as copy:
        assert copy.article(press.BRIEFING).title == press.BRIEFING_ARTICLE.title
    before = out.read_bytes()
    assert "is the archive itself" in run("snapshot", out, "--overwrite", db=out, code=4).stderr
    assert out.read_bytes() == before


@pytest.mark.parametrize("what", [["csv", "articles"], ["jsonl", "turns"], ["csv", "changes"], ["warc"]])
def test_a_misspelt_site_is_no_empty_file(run, tmp_path, what):
    out = tmp_path / "out"
    assert "did you mean yunling?" in run("export", *what, out, "--site", "yunlin", code=4).stderr
    assert "is later than" in run("export", *what, out, "--from", "2026", "--to", "2025", code=2).stderr
    assert not out.exists()


def test_whoever_forgets_the_format_is_told_which_there_are(run, tmp_path):
    said = run("export", "articles", tmp_path / "out.csv", code=2).stderr
    assert "First comes one of csv, jsonl, parquet, warc." in said


def test_a_snapshot_of_nothing_makes_no_file(run, tmp_path):
    assert "there is no archive" in run("snapshot", tmp_path / "out.db", db=tmp_path / "none.db", code=4).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(run, tmp_path):
    assert "there is no folder" in run("export", "csv", "articles", tmp_path / "no" / "a.csv", code=4).stderr


def test_a_file_that_fails_half_way_is_not_there(tmp_path):
    with pytest.raises(ExportError, match="No space left"), whole_file(tmp_path / "a.csv") as part:
        part.write_text("half")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_articles_are_json_lines_with_every_column_and_the_text(run):
    rows = json_lines(run("export", "jsonl", "articles", "-").stdout)
    briefing = next(row for row in rows if row["url"] == press.BRIEFING)
    assert len(rows) == 4
    assert briefing["text"] == press.BRIEFING_EDITED.text
    assert (briefing["state"], briefing["versions"], briefing["flags"]) == ("live", 2, [])
    assert briefing["published_at"] == "2026-03-01T10:30:00+08:00"


def test_articles_are_chosen_by_site_section_and_day(run):
    def urls(*options):
        return [row["url"] for row in json_lines(run("export", "jsonl", "articles", "-", *options).stdout)]

    assert urls("--from", "2026-02-20", "--to", "2026-02-20") == [press.REGULATION]
    assert urls("--from", "2026-03-01") == [press.BRIEFING]
    assert len(urls("--site", "yunling", "--section", "新闻发布会")) == 4
    assert urls("--section", "新闻发布会", "--from", "2026-03-02") == []


def test_turns_and_changes_are_chosen_by_kind(run):
    turns = json_lines(run("export", "jsonl", "turns", "-", "--kind", "answer").stdout)
    assert [turn["speaker"] for turn in turns] == ["高远山"]
    changes = json_lines(run("export", "jsonl", "changes", "-", "--kind", "removed").stdout)
    assert [change["url"] for change in changes] == [press.REGULATION]


def test_changes_are_chosen_by_the_day_in_china_on_which_they_were_observed(run):
    changes = json_lines(run("export", "jsonl", "changes", "-", "--from", "2026-03-03", "--to", "2026-03-03").stdout)
    assert {change["kind"] for change in changes} == {"edited", "removed"}


def test_a_kind_that_a_table_has_not_is_refused(run):
    assert "kinds of changes: new" in run("export", "csv", "changes", "-", "--kind", "answer", code=2).stderr
    assert "kinds of articles: none" in run("export", "csv", "articles", "-", "--kind", "new", code=2).stderr


def test_csv_holds_the_same_as_json_lines(run, tmp_path):
    out = tmp_path / "turns.csv"
    run("export", "csv", "turns", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = json_lines(run("export", "jsonl", "turns", "-").stdout)
    assert rows == [{name: "" if value is None else str(value) for name, value in line.items()} for line in lines]


def test_csv_for_a_spreadsheet_runs_no_formula(press_file, tmp_path, run):
    db = tmp_path / "formula.db"
    snapshot(press_file, db)
    with Archive(db) as archive:
        visit = press.Press(archive)
        title = '=HYPERLINK("http://x.example")'
        visit.visit({"http://yunling.example/9.html": press.replace(press.VISIT_ARTICLE, title=title)})
    told = run("export", "csv", "articles", "-", "--spreadsheet", db=db).stdout
    assert told.startswith("\ufeffurl,")
    assert f"'{title}" in [row[3] for row in csv.reader(io.StringIO(told))]


def test_an_export_replaces_a_file_only_when_told_to(run, tmp_path):
    out = tmp_path / "a.jsonl"
    out.write_text("mine")
    run("export", "jsonl", "articles", out, code=4)
    assert out.read_text() == "mine"
    assert json.loads(run("export", "jsonl", "articles", out, "--overwrite", "--json").stdout)["rows"] == 4
    assert len(json_lines(out.read_text(encoding="utf-8"))) == 4


def test_parquet_has_types(run, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "articles.parquet"
    run("export", "parquet", "articles", out)
    table = parquet.read_table(out)
    lines = json_lines(run("export", "jsonl", "articles", "-").stdout)
    assert table.column("text").to_pylist() == [line["text"] for line in lines]
    assert str(table.schema.field("published_at").type) == "timestamp[us, tz=Asia/Shanghai]"
    briefing = next(row for row in table.to_pylist() if row["url"] == press.BRIEFING)
    assert briefing["published_at"] == press.BRIEFING_ARTICLE.published_at


def test_parquet_without_its_library_says_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = run("export", "parquet", "articles", tmp_path / "a.parquet", code=4).stderr
    assert "pip install 'govpress[parquet]'" in said
    assert list(tmp_path.iterdir()) == []


def test_head_is_the_hash_of_the_last_entry(run, press_file):
    uid, seq, chain = run("head").stdout.split()
    with Archive(press_file, read_only=True) as archive:
        assert (int(seq), bytes.fromhex(chain.removeprefix("sha256:"))) == archive._evidence.ledger.head()
        assert archive.db.execute("SELECT uid FROM ledgers").fetchone()[0] == uid
    assert json.loads(run("head", "--json").stdout)[0]["own"] is True


def test_a_warc_of_one_page_holds_the_captures_of_that_page_alone(run, press_file, tmp_path):
    out = tmp_path / "out.warc"
    told = json.loads(run("export", "warc", out, "--url", press.BRIEFING.removeprefix("http://"), "--json").stdout)
    with Archive(press_file, read_only=True) as archive:
        assert told["captures"] == len(archive.captures(press.BRIEFING))
    assert press.REGULATION not in out.read_text("latin-1")
    assert "nothing was ever captured" in run("export", "warc", out, "--url", "x.example", "--overwrite", code=4).stderr
