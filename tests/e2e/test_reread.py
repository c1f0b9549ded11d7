"""Everything derived can be dropped and read again; better rules are never an edit; a killed rereading goes on."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.children import GOVPRESS, kill, start
from tests.e2e.conftest import Journey, copy_archive

ROOT = Path(__file__).resolve().parents[2]
# Children before their parents.
DERIVED = (
    *(
        "changes",
        "spells",
        "versions",
        "turn_places",
        "attachments",
        "version_files",
        "files",
        "pages",
        "absences",
        "listed",
        "listings",
        "readings",
    ),
)
BESIDE = ("nice", "-n", "19")
"""What is to be disturbed in the middle gets the processor last, that it is not over before the test has looked."""
INDEX = "SELECT term, doc, col, offset FROM temp.words ORDER BY term, doc, col, offset"


@pytest.fixture
def db(journey: Journey, tmp_path: Path) -> Path:
    return copy_archive(journey.db, tmp_path / "press.db")


@pytest.fixture
def early(journey: Journey, tmp_path: Path) -> Path:
    """An archive with half as many readings."""
    return copy_archive(journey.early, tmp_path / "early.db")


@pytest.fixture
def sites(journey: Journey, tmp_path: Path) -> Path:
    return Path(shutil.copytree(journey.sites, tmp_path / "sites"))


def command(db: Path, sites: Path, *options: str) -> list[str]:
    return [*GOVPRESS, "reread", "--db", str(db), "--sites", str(sites), *options]


def reread(db: Path, sites: Path, *options: str) -> dict[str, Any]:
    answer = subprocess.run(
        command(db, sites, "--json", *options), cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return json.loads(answer.stdout.splitlines()[-1])


def rows(db: Path, *, but: frozenset[str] = frozenset()) -> dict[str, list[Any]]:
    """Every row of every derived table, and every word of the search index with its place."""
    found = {}
    with closing(sqlite3.connect(db)) as connection:
        for table in DERIVED:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_xinfo({table})") if row[1] not in but]
            selected = ", ".join(columns)
            found[table] = sorted(connection.execute(f"SELECT {selected} FROM {table}").fetchall(), key=repr)
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_fts, instance)")
        found["articles_fts"] = connection.execute(INDEX).fetchall()
        found["articles"] = connection.execute("SELECT * FROM articles ORDER BY id").fetchall()
    return found


def drop_all(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        for table in DERIVED:
            connection.execute(f"DELETE FROM {table}")
        connection.commit()


def evidence(db: Path) -> list[Any]:
    with closing(sqlite3.connect(db)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("runs", "exchanges", "payloads", "walks", "ledger")
        ]


def add_rule(sites: Path, rule: str) -> None:
    """Put one more rule under [page] of every site file."""
    for file in sites.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        if "[page]" in text:
            text = text.replace("[page]\n", f"[page]\n{rule}\n", 1)
        else:
            # Before the first table of tables, so that it stays a table of its own.
            text = re.sub(r"^\[\[section\]\]", f"[page]\n{rule}\n\n[[section]]", text, count=1, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")


def test_dropping_everything_derived_and_rereading_gives_the_same_rows(db: Path, sites: Path):
    before, witnessed = rows(db), evidence(db)
    drop_all(db)
    summary = reread(db, sites)
    after = rows(db)
    assert {name: after[name] == before[name] for name in before} == dict.fromkeys(before, True)
    assert evidence(db) == witnessed
    assert summary["first_read"] == summary["captures"] == len(before["readings"])
    assert summary["changes"]["lost"] == {}


def test_what_is_read_already_is_passed_over(db: Path, sites: Path):
    before = rows(db)
    summary = reread(db, sites)
    assert (summary["pages"], summary["captures"], summary["lists"]) == (0, 0, 0)
    assert rows(db) == before


def test_all_reads_again_what_is_read_already_and_nothing_differs(db: Path, sites: Path):
    before = rows(db)
    summary = reread(db, sites, "--all")
    assert summary["captures"] == summary["drift"]["compared"] == len(before["readings"])
    assert (summary["drift"]["drifted"], summary["drift"]["fields"]) == (0, [])
    assert rows(db) == before


def test_another_rule_reads_nearly_every_capture_otherwise_and_is_no_edit_by_anyone(db: Path, sites: Path):
    before = changes(db)
    add_rule(sites, 'remove = ["p:first-of-type"]')
    summary = reread(db, sites)
    drift = summary["drift"]
    assert drift["drifted"] > 0.8 * drift["compared"] > 100
    assert {field["field"] for field in drift["fields"]} == {"text", "turns"}
    assert summary["changes"] == {"found": {}, "lost": {}}
    assert changes(db) == before


def test_drift_is_told_field_by_field_with_an_address_and_the_words(journey: Journey, db: Path, sites: Path):
    add_rule(sites, 'author = ["来源"]')
    summary = reread(db, sites, "--url", journey.url("yuting/shucai"))
    (field,) = summary["drift"]["fields"]
    assert (field["field"], field["url"], field["old"]) == ("author", journey.url("yuting/shucai"), "")
    assert field["new"]
    # Its other capture is a firewall's page, which has no author.
    assert (field["captures"], summary["drift"]["drifted"], summary["captures"]) == (1, 1, 2)


def test_a_killed_rereading_goes_on_where_it_ended(early: Path, sites: Path, tmp_path: Path):
    before = rows(early)
    drop_all(early)
    process = start([*BESIDE, *command(early, sites)], cwd=tmp_path)
    wait_for(process, lambda: count(early, "readings") > 40)
    kill(process)
    done, lists = count(early, "readings"), count(early, "listings")
    with closing(sqlite3.connect(early)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert 40 < done < len(before["readings"])
    assert torn_pages(early, before["readings"]) == []
    summary = reread(early, sites)
    assert (summary["captures"], summary["lists"]) == (len(before["readings"]) - done, 0)
    assert lists == len(before["listings"])
    assert rows(early) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_the_same_command_goes_on(
    early: Path, sites: Path, tmp_path: Path, number: signal.Signals
):
    before = rows(early)
    drop_all(early)
    process = start([*BESIDE, *command(early, sites, "--json")], cwd=tmp_path)
    wait_for(process, lambda: count(early, "readings") > 20)
    # To the whole group, as Ctrl-C in a terminal does.
    os.killpg(process.pid, number)
    assert process.wait(timeout=600) == 130
    errors = (tmp_path / "err").read_text(encoding="utf-8")
    assert "Traceback" not in errors
    summary = json.loads((tmp_path / "out").read_text(encoding="utf-8").splitlines()[-1])
    assert summary["interrupted"]
    assert summary["left"]["pages"] > 0
    assert reread(early, sites)["pages"] == summary["left"]["pages"]
    assert rows(early) == before


def test_one_site_can_be_read_alone(db: Path, sites: Path):
    summary = reread(db, sites, "--all", "--site", "practice-mirror")
    with closing(sqlite3.connect(db)) as connection:
        (wanted,) = connection.execute(
            "SELECT count(*) FROM readings WHERE capture IN (SELECT id FROM captures WHERE site = 'practice-mirror')"
        ).fetchone()
    assert summary["captures"] == wanted > 0


def test_the_search_index_alone_can_be_built_again(db: Path, sites: Path):
    before = rows(db)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")
        connection.commit()
    assert rows(db)["articles_fts"] == []
    assert reread(db, sites, "--search-only") == {"indexed": len({row[1] for row in before["articles_fts"]})}
    assert rows(db) == before


def test_a_site_that_nobody_knows_is_answered_with_the_nearest(db: Path, sites: Path):
    answer = subprocess.run(
        command(db, sites, "--site", "practice-miror"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 5
    assert "practice-mirror" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_address_that_was_never_captured_is_said_to_be_so(db: Path, sites: Path):
    answer = subprocess.run(
        command(db, sites, "--url", "http://127.0.0.1/nowhere"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 4
    assert "nowhere" in answer.stderr


def test_there_must_be_an_archive(sites: Path, tmp_path: Path):
    missing = tmp_path / "missing.db"
    answer = subprocess.run(command(missing, sites), cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 4
    assert not missing.exists()


def changes(db: Path) -> list[Any]:
    """The changes without what the words of a reading tell: titles, summaries and lengths."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(
            "SELECT id, page, url, kind, observed_after, observed_by, from_version, to_version, from_reading,"
            " to_reading, title, reason, after_capture, by_capture, run FROM changes ORDER BY id"
        ).fetchall()


def count(db: Path, table: str) -> int:
    with closing(sqlite3.connect(db, timeout=300)) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def wait_for(process: subprocess.Popen[bytes], happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not happened():
        assert process.poll() is None, "it ended before it could be disturbed"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def torn_pages(db: Path, wanted: list[Any]) -> list[str]:
    """Addresses of which some captures were read and some were not."""
    with closing(sqlite3.connect(db)) as connection:
        keys = dict(connection.execute("SELECT id, key FROM captures").fetchall())
        read = {row[0] for row in connection.execute("SELECT capture FROM readings")}
    whole = {capture for _, capture, *_ in wanted}
    return [key for key in set(keys.values()) if len({n in read for n in whole if keys[n] == key}) > 1]
