"""Archives of every released schema, brought up to date with what is in them."""

import sqlite3
from contextlib import closing

import pytest

from archive.article import Turn
from archive.errors import ArchiveError
from archive.guards import GUARDS
from archive.schema import migrations
from archive.store import Archive
from archive.transfer.head import heads
from archive.verify import verify
from tests.unit.archive.freeze import SCHEMAS, fill, freeze, thaw
from tests.unit.archive.simulated_site import SITE, Simulated, address, article

# What 0.1.0 had for `turns`.
TURNS_OF_OLD = """
DROP VIEW turns;
CREATE TABLE turns (
    page INTEGER NOT NULL REFERENCES pages(id), position INTEGER NOT NULL, url TEXT NOT NULL, speaker TEXT NOT NULL,
    role TEXT, kind TEXT NOT NULL, paragraph INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (page, position)
) STRICT;
INSERT INTO turns SELECT * FROM said;
DROP TABLE turn_places;
DELETE FROM _sqlite_migrations WHERE name IN ('turns_as_places', 'first_turns');
"""

RELEASED = sorted(SCHEMAS.glob("*.sql"))


@pytest.fixture(params=RELEASED, ids=lambda script: script.stem)
def old(request, tmp_path):
    path = tmp_path / "press.db"
    thaw(request.param, path)
    return path


def transcript(page, text, *said):
    """An article in which one person after the other says something."""
    return article(
        page,
        text,
        turns=tuple(
            Turn(speaker=f"李{place}", kind="answer", text=words, paragraph=0) for place, words in enumerate(said)
        ),
    )


def shape(archive):
    """Every table, view, index and trigger with its columns, in whatever way they came about."""
    made = archive.db.execute(
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2"
    ).fetchall()
    tables = [name for kind, name in made if kind in ("table", "view")]
    return made, {name: archive.db.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in tables}


def test_every_release_has_its_schema_frozen():
    assert [script.stem for script in RELEASED][:1] == ["0.1.0"]


def test_an_old_archive_gets_the_schema_of_a_new_one(old, tmp_path):
    with Archive(old) as upgraded, Archive(tmp_path / "new.db") as new:
        assert shape(upgraded) == shape(new)
        triggers = {row["name"] for row in upgraded.db.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert triggers == set(GUARDS)


def test_an_old_archive_keeps_what_is_in_it(old):
    with Archive(old) as archive:
        states = {row["url"][-7:-6]: row["state"] for row in archive.db.query("SELECT url, state FROM articles")}
        assert states == {"a": "live", "b": "gone", "c": "moved", "d": "blocked", "e": "live", "z": "live"}
        assert archive.article(address("a"), 1).text == "全市破获案件2251起。"
        assert archive.article(address("a"), 2).text == "全市破获案件2215起。"
        assert archive.capture(1).method == "GET"


def test_an_upgraded_archive_verifies_with_the_head_it_had(old):
    with Archive(old) as archive:
        [head] = heads(archive.db.conn)
        assert list(verify(archive, heads=[head["chain"]])) == []
        site = Simulated(archive)
        site.begin(days=30)
        site.read("a", "全市破获案件2200起。")
        site.capture(f"{address('a')}.do", 200, b"{}", purpose="list", method="POST", request_body=b"page=2")
        site.end()
        assert list(verify(archive, heads=[head["chain"]])) == []


def test_an_upgrade_that_was_interrupted_changes_nothing(old, monkeypatch):
    before = old.read_bytes()

    def interrupted(_db):
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.opening.create_guards", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Archive(old)
    monkeypatch.undo()
    assert old.read_bytes() == before
    with Archive(old) as archive:
        assert not migrations.pending(archive.db)


def test_an_old_archive_is_not_opened_for_reading_only(old):
    with pytest.raises(ArchiveError, match="govpress reread"):
        Archive(old, read_only=True)


def test_what_is_frozen_now_thaws_as_it_is(tmp_path):
    fill(tmp_path / "press.db")
    script = tmp_path / "now.sql"
    script.write_text(freeze(tmp_path / "press.db"))
    thaw(script, tmp_path / "thawed.db")
    with Archive(tmp_path / "thawed.db", read_only=True) as archive:
        assert list(verify(archive)) == []
        assert archive.db.execute("SELECT DISTINCT site FROM runs").fetchone() == (SITE,)


def test_turns_that_were_kept_word_for_word_become_places(tmp_path):
    path = tmp_path / "press.db"
    with Archive(path) as archive:
        site = Simulated(archive)
        site.begin()
        site.read_as("a", transcript("a", "主持人：现在开始。\n李明：谢谢。\n再谢。", "现在开始。", "谢谢。\n再谢。"))
        site.read_as("b", transcript("b", "问答全文见附件。", "不在正文里的话。"))
        site.end()
    everything = "SELECT * FROM turns ORDER BY page, position", "SELECT * FROM turn_places ORDER BY page, position"
    with closing(sqlite3.connect(path)) as connection:
        said, places = (connection.execute(sql).fetchall() for sql in everything)
        connection.executescript("CREATE TEMP TABLE said AS SELECT * FROM turns;" + TURNS_OF_OLD)
    with Archive(path) as archive:
        assert [archive.db.execute(sql).fetchall() for sql in everything] == [said, places]
        assert [row[-1] for row in said] == ["现在开始。", "谢谢。\n再谢。", "不在正文里的话。"]
        assert [row[-1] for row in places] == [None, None, "不在正文里的话。"]
        assert list(verify(archive)) == []


def test_what_older_rules_derived_is_told_anew_and_said_to_be(tmp_path, caplog):
    fill(tmp_path / "press.db")
    with sqlite3.connect(tmp_path / "press.db") as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with Archive(tmp_path / "press.db") as archive:
        (pages,) = archive.db.execute("SELECT count(*) FROM pages").fetchone()
        assert list(verify(archive)) == []
    assert f"{pages} pages are told anew" in caplog.text


def test_a_new_archive_has_nothing_to_tell_anew(tmp_path, caplog):
    Archive(tmp_path / "press.db").close()
    assert not caplog.records


def test_the_index_of_an_old_archive_is_merged_as_that_of_a_new_one(old, tmp_path):
    asked = "SELECT k, v FROM articles_fts_config WHERE k <> 'version' ORDER BY k"
    with Archive(old) as upgraded, Archive(tmp_path / "new.db") as new:
        assert upgraded.db.execute(asked).fetchall() == new.db.execute(asked).fetchall() != []
