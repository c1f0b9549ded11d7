"""Verifying: whatever is done to a finished archive is found."""

import random
import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from archive.article import Attachment, Turn
from archive.capture import digest
from archive.cli import main
from archive.files import NewFile
from archive.guards import create_guards
from archive.store import Archive
from archive.transfer.head import heads
from archive.verify import verify
from tests.unit.archive.simulated_site import HOME, Simulated, address, article

EVIDENCE = (
    *("ledgers", "ledger", "runs", "addresses", "purposes", "connections", "header_sets", "dictionaries", "payloads"),
    *("requests", "exchanges", "walks"),
)
DERIVED = ("pages", "versions", "changes", "spells", "turn_places", "attachments", "absences")
READ = ("readings", "files")
"""What readers made of bodies, which says so itself."""


def filled(path) -> None:
    """Some runs in which everything happens that an archive has a row for."""
    template = "".join(f'<li><a href="/{number}.html">栏目{number}</a></li>' for number in range(400))
    with Archive(path) as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        site = Simulated(archive)
        pages = "abcdefg"
        site.begin()
        site.list(*pages)
        for page in pages:
            site.read(page, source="云岭日报", template=template)
        turn = Turn(speaker="李明", role="局长", kind="statement", text="谢谢。", paragraph=0)
        file = Attachment(href=f"{HOME}/1.pdf", label="附件")
        site.read_as(
            "t", article("t", "李明：谢谢。", turns=(turn,), attachments=(file,), structure=f"sha256:{'5' * 64}")
        )
        body = site.capture(file.href, 200, b"%PDF-1.4", purpose="attachment")
        archive.add_file(NewFile(capture=body, reader="1", digest=digest(b"%PDF-1.4"), text="登记表"))
        for reading in archive.files.readings_naming(body):
            archive.touch(reading)
        site.end()
        site.begin()
        site.list("a", "c", "d", "e", "f", "g")
        site.read("a", "全市破获案件2215起。", template=template)
        site.answer("b", 404, headers=[("Date", "today"), ("Server", "nginx")])
        site.redirect("c", address("z"))
        site.read("z", title="通报c", template=template)
        site.answer("d", 403)
        site.answer("e", None)
        site.answer("f", 304)
        for number in "23":
            body = f"page={number}".encode()
            site.capture(f"{HOME}/list.do", 200, b"{}", purpose="list", method="POST", request_body=body)
        site.end()
        site.begin()
        for page in "abdefg":
            site.answer(page, 404)
        site.end("partial")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    path = tmp_path_factory.mktemp("verify") / "press.db"
    filled(path)
    return path


def findings(path, **options):
    with Archive(path, read_only=True) as archive:
        return list(verify(archive, **options))


def mutate(path, change) -> None:
    """Do something to the file that its guards would refuse, and leave no trace of having taken them away."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    change(connection)
    connection.close()
    with sqlite3.connect(path) as again:
        create_guards(again)
    again.close()


def rows_of(connection, table):
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return columns, connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()


def where(columns, row):
    return " AND ".join(f"{column} IS ?" for column in columns), row


def flip(table, rng):
    """Change one value of one row a little."""

    def change(connection):
        columns, rows = rows_of(connection, table)
        row = rng.choice(rows)
        place = rng.choice([at for at, value in enumerate(row) if value is not None])
        value = row[place]
        if isinstance(value, int):
            other = value ^ (1 << rng.randrange(3))
        elif isinstance(value, bytes):
            at = rng.randrange(len(value))
            other = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        else:
            at = rng.randrange(len(value)) if value else 0
            other = value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] if value else "x"
        condition, values = where(columns, row)
        connection.execute(f"UPDATE OR IGNORE {table} SET {columns[place]} = ? WHERE {condition}", (other, *values))
        return connection.total_changes

    return change


def drop(table, rng):
    """Take one row away."""

    def change(connection):
        columns, rows = rows_of(connection, table)
        condition, values = where(columns, rng.choice(rows))
        connection.execute(f"DELETE FROM {table} WHERE {condition}", values)

    return change


def swap(table, rng):
    """Let two rows change places."""

    def change(connection):
        columns, rows = rows_of(connection, table)
        if len(rows) < 2:
            return drop(table, rng)(connection)
        (one, other), own = rng.sample(rows, 2), 2 if table == "ledger" else 1
        for row in (one, other):
            condition, values = where(columns, row)
            connection.execute(f"DELETE FROM {table} WHERE {condition}", values)
        marks = ", ".join("?" * len(columns))
        for row in ((*one[:own], *other[own:]), (*other[:own], *one[own:])):
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        return None

    return change


def insert(table, rng):
    """Put in one row more, much like another."""

    def change(connection):
        columns, rows = rows_of(connection, table)
        row = list(rng.choice(rows))
        row[1 if table == "ledger" else 0] = 10_000
        for unique in ("uid", "digest", "url", "pairs", "ip_address", "section"):
            if unique not in columns:
                continue
            at = columns.index(unique)
            row[at] = f"{row[at]}0" if unique != "pairs" else '[["Server","other"]]'
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", row)

    return change


def contents(path, table):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def copied(finished, tmp_path):
    return shutil.copy(finished, tmp_path / "copy.db")


def mutated(finished, tmp_path, kind, table, seed):
    path, rng = copied(finished, tmp_path), random.Random(f"{table} {seed}")
    before = contents(path, table)
    while contents(path, table) == before:  # a mutation that meets a constraint comes to nothing
        mutate(path, kind(table, rng))
    return path


def test_an_archive_as_it_was_written_has_no_findings(finished):
    assert findings(finished) == []


@pytest.mark.parametrize("kind", [flip, drop, swap, insert], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.parametrize("seed", range(3))
def test_a_mutation_of_the_evidence_is_found(finished, tmp_path, kind, table, seed):
    assert findings(mutated(finished, tmp_path, kind, table, seed))


@pytest.mark.parametrize("kind", [drop, flip], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("table", DERIVED)
@pytest.mark.parametrize("seed", range(3))
def test_a_derived_row_that_the_evidence_does_not_say_is_found(finished, tmp_path, kind, table, seed):
    assert findings(mutated(finished, tmp_path, kind, table, seed))


def test_the_words_of_a_reading_are_held_to_their_digest(finished, tmp_path):
    path = copied(finished, tmp_path)
    mutate(path, lambda db: db.execute("UPDATE readings SET text = replace(text, '2251', '2215')"))
    assert findings(path)[0].where.startswith("readings")


@pytest.mark.parametrize("table", READ)
@pytest.mark.parametrize("seed", range(6))
def test_a_reading_that_was_changed_is_found(finished, tmp_path, table, seed):
    assert findings(mutated(finished, tmp_path, flip, table, seed))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE readings SET structure = 'sha256:0' WHERE structure IS NOT NULL", "readings"),
        ("UPDATE readings SET metadata = 'sha256:0' WHERE metadata IS NOT NULL", "readings"),
        ("UPDATE readings SET metadata = 'sha256:0', seal = NULL WHERE metadata IS NOT NULL", "readings"),
        ("UPDATE readings SET source = '别处日报', seal = NULL WHERE source IS NOT NULL", "readings"),
        ("UPDATE files SET text = '别的'", "files"),
        ("UPDATE files SET digest = 'sha256:0', seal = NULL", "files"),
    ],
)
def test_what_was_read_is_held_to_its_digests_and_the_bodies(finished, tmp_path, change, where):
    path = copied(finished, tmp_path)
    mutate(path, lambda db: db.execute(change))
    assert findings(path)[0].where.startswith(where)


@pytest.mark.parametrize("cut", [1, 5])
def test_a_tail_that_was_cut_off_is_found_by_a_published_head(finished, tmp_path, cut):
    path = copied(finished, tmp_path)
    with Archive(path, read_only=True) as archive:
        (head,) = heads(archive.db.conn)
    line = f"{head['ledger']} {head['seq']} {head['chain']}"
    assert findings(path, heads=[line]) == []

    def behead(db):
        for kind, number in db.execute(
            "SELECT kind, object FROM ledger WHERE seq > (SELECT max(seq) FROM ledger) - ?", (cut,)
        ).fetchall():
            if kind == "end":
                db.execute("UPDATE runs SET finished_at = NULL, outcome = NULL, stats = NULL WHERE id = ?", (number,))
            else:
                table = {"capture": "exchanges", "walk": "walks", "run": "runs"}[kind]
                db.execute(f"DELETE FROM {table} WHERE id = ?", (number,))
        db.execute("DELETE FROM ledger WHERE seq > (SELECT max(seq) FROM ledger) - ?", (cut,))

    mutate(path, behead)
    with Archive(path) as archive:
        archive.rebuild()
        assert [finding.where for finding in verify(archive, heads=[line])] == ["head"]


def test_an_earlier_head_is_still_proved_by_a_longer_ledger(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        site = Simulated(archive)
        site.begin()
        site.read("a")
        (head,) = heads(archive.db.conn)
        site.read("b")
        site.end()
        assert list(verify(archive, heads=[head["chain"]])) == []


def test_a_missing_guard_is_found(finished, tmp_path):
    path = copied(finished, tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER payloads_never_updated")
    assert [finding.where for finding in findings(path)] == ["guard payloads_never_updated"]


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_file_has_a_finding(finished, tmp_path, seed):
    path = copied(finished, tmp_path)
    rng = random.Random(seed)
    stored = sqlite3.connect(path).execute("SELECT bytes FROM payloads WHERE size > 4000").fetchall()
    raw = bytearray(path.read_bytes())
    body = rng.choice(stored)[0]
    at = raw.find(body[:24]) + rng.randrange(24)
    raw[at] ^= 1 << rng.randrange(8)
    path.write_bytes(raw)
    assert findings(path)


def test_verify_says_that_all_is_well(finished):
    answer = CliRunner().invoke(main, ["--db", str(finished), "verify"])
    assert answer.exit_code == 0, answer.output
    assert "all of it is as it was written" in answer.output


def test_verify_names_the_first_thing_that_is_wrong(finished, tmp_path):
    path = copied(finished, tmp_path)
    mutate(path, lambda db: db.execute("UPDATE exchanges SET status = 200 WHERE status = 404"))
    answer = CliRunner().invoke(main, ["--db", str(path), "verify"])
    assert answer.exit_code == 4
    assert "the capture at entry" in answer.output
    everything = CliRunner().invoke(main, ["--db", str(path), "verify", "--all", "--json"])
    assert everything.exit_code == 4
    assert '"ok": false' in everything.output


def test_a_line_that_is_no_head_is_refused(finished):
    answer = CliRunner().invoke(main, ["--db", str(finished), "verify", "--head", "nonsense"])
    assert answer.exit_code == 2
    assert "no head" in answer.output
