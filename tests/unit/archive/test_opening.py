"""Opening an archive: new, old, newer, foreign, locked, damaged, and for reading only."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlite_utils import Database

from archive import opening
from archive.errors import ArchiveError, ArchiveLocked, FixityError, SchemaTooNew
from archive.guards import GUARDS
from archive.schema import migrations
from archive.store import Archive
from tests.unit.archive.simulated_site import SITE, address

CONTRACT = {
    "runs": {"id", "site", "started_at", "finished_at", "outcome", "stats"},
    "captures": {
        *("id", "run", "url", "key", "captured_at", "status", "outcome", "headers", "digest", "revisit_of"),
        *("site", "section", "purpose", "failure", "request_headers", "ip_address", "protocol", "location", "chain"),
    },
    "payloads": {"digest", "size", "bytes"},
    "readings": {
        *("id", "capture", "reader", "fingerprint", "error", "url", "title", "text", "published_at", "source"),
        *("author", "published_precision", "editor", "column_name", "doc_number", "keywords", "site_name"),
        *("site_code", "turns", "attachments", "images", "next_page", "flags", "method", "origins", "removed"),
    },
    "versions": {
        *("id", "url", "number", "first_capture", "last_capture", "first_seen", "last_seen", "reading"),
    },
    "articles": {
        *("url", "site", "section", "title", "published_at", "source", "author", "editor", "column_name", "doc_number"),
        *("text", "state", "version", "versions", "first_seen", "last_seen"),
    },
    "turns": {"url", "position", "speaker", "role", "kind", "text"},
    "attachments": {"url", "position", "href", "label", "digest"},
    "changes": {
        *("id", "url", "kind", "observed_after", "observed_by", "from_version", "to_version", "summary"),
        *("chars_added", "chars_removed"),
    },
}


@pytest.mark.parametrize("name", CONTRACT)
def test_the_public_names_and_their_columns_are_there(archive, name):
    cursor = archive.db.execute(f"SELECT * FROM {name}")
    assert {column[0] for column in cursor.description} >= CONTRACT[name]


def test_a_new_archive_is_safe_by_default(archive):
    def pragma(name):
        return archive.db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 30_000


def test_what_is_committed_survives_a_power_cut(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        assert archive.db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_opening_again_changes_nothing(tmp_path):
    path = tmp_path / "press.db"
    Archive(path).close()
    before = path.read_bytes()
    Archive(path).close()
    assert path.read_bytes() == before


def test_two_archives_have_two_ledgers(tmp_path):
    names = set()
    for name in ("a.db", "b.db"):
        with Archive(tmp_path / name) as archive:
            names |= {row["uid"] for row in archive.db.query("SELECT uid FROM ledgers")}
    assert len(names) == 2


def test_a_newer_file_is_refused_untouched(tmp_path):
    path = tmp_path / "press.db"
    Archive(path).close()
    db = Database(path)
    db["_sqlite_migrations"].insert({"migration_set": migrations.name, "name": "of_the_future", "applied_at": "2099"})
    db.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(SchemaTooNew, match="of_the_future"):
            Archive(path, read_only=read_only)
    assert path.read_bytes() == before


def test_another_program_s_database_is_refused_untouched(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE articles (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="no govpress archive"):
        Archive(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("not a database, but long enough to be looked at as one" * 40)
    with pytest.raises(FixityError):
        Archive(path)
    assert path.read_text().startswith("not a database")


def test_an_empty_file_becomes_an_archive(tmp_path):
    path = tmp_path / "press.db"
    path.touch()
    with Archive(path) as archive:
        assert archive.start_run(site=SITE) == 1


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(ArchiveError, match="missing; make it, or choose another"):
        Archive(tmp_path / "missing" / "press.db")


def test_reading_only_needs_an_archive(tmp_path):
    with pytest.raises(ArchiveError, match="no archive at"):
        Archive(tmp_path / "press.db", read_only=True)


@pytest.fixture
def alone(site):
    """An archive beside which SQLite can have no file, whoever runs the test: its name would be too long."""
    site.begin()
    site.read("a")
    site.archive.close()
    return site.archive.path.rename(site.archive.path.with_name("a" * 253))


def test_an_archive_is_read_where_nothing_can_be_written_beside_it(alone):
    with Archive(alone, read_only=True) as reader:
        assert reader.article(address("a")).title == "通报a"


def test_an_archive_with_something_in_its_log_is_not_read_without_it(alone, monkeypatch):
    monkeypatch.setattr(opening, "_left_in_log", lambda path: 4096)
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive(alone, read_only=True)


def test_what_is_opened_for_reading_only_is_never_written(site, tmp_path):
    site.begin()
    site.read("a")
    with Archive(site.archive.path, read_only=True) as reader:
        assert reader.article(address("a")).title == "通报a"
        with pytest.raises(ArchiveError, match="reading only"):
            reader.start_run(site=SITE)
        with pytest.raises(sqlite3.OperationalError):
            reader.db.execute("DELETE FROM pages")


def test_a_reader_sees_what_is_committed_while_a_crawl_writes(site):
    site.begin()
    with Archive(site.archive.path, read_only=True) as reader:
        site.read("a")
        assert len(list(reader.db.query("SELECT * FROM articles"))) == 1


def test_who_writes_too_long_is_named(site, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE", 0.05)
    with Archive(site.archive.path) as other, site.archive.together():
        site.archive.db.execute("UPDATE addresses SET key = key")
        with pytest.raises(ArchiveLocked, match="another process"):
            other.start_run(site=SITE)
    assert list(site.archive.db.query("SELECT * FROM runs")) == []


def test_a_second_writer_waits_for_the_first(tmp_path):
    path = tmp_path / "press.db"
    Archive(path).close()
    script = (
        "import sys\nfrom archive.store import Archive\n"
        "with Archive(sys.argv[1]) as archive:\n"
        "    for _ in range(40): archive.start_run(site=sys.argv[2])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in ("one", "two", "three")]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    with Archive(path) as archive:
        assert archive.db.execute("SELECT count(*) FROM runs").fetchone() == (120,)
        assert archive.db.execute("SELECT max(seq), count(*) FROM ledger").fetchone() == (120, 120)


def test_guards_that_a_transform_dropped_are_put_back_and_reported(site):
    site.begin()
    site.read("a")
    path = site.archive.path
    site.archive.close()
    db = Database(path)
    db["payloads"].transform(rename={"size": "size"})
    db.close()
    with pytest.raises(FixityError, match=r"lost 3 of its guards.*govpress verify"):
        Archive(path)
    with Archive(path) as archive:
        there = {row["name"] for row in archive.db.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert there == set(GUARDS)


def test_a_full_disk_is_a_clear_error_and_leaves_nothing_half_written(site):
    site.begin()
    site.read("a")
    pages = site.archive.db.execute("PRAGMA page_count").fetchone()[0]
    site.archive.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ArchiveError, match="no space left"):
        site.capture(address("b"), 200, random.Random(1).randbytes(1_000_000))
    site.archive.db.execute("PRAGMA max_page_count = 1000000")
    assert len(site.archive.db.execute("SELECT * FROM exchanges").fetchall()) == 1
    site.read("b")
