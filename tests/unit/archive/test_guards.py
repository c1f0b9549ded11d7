"""The guards of the evidence, held against everything that could change or delete it."""

import sqlite3

import pytest

from archive.guards import IDENTITIES
from tests.unit.archive.simulated_site import Simulated, address


@pytest.fixture
def filled(site) -> Simulated:
    body = b"<p>" + b"".join(b"%d" % number for number in range(3000))
    site.begin()
    site.list("a")
    site.capture(f"{address('list')}.do", 200, b"{}", purpose="list", method="POST", request_body=b"page=2")
    site.capture(address("a"), 200, body + b"1", headers=[("Server", "nginx")])
    site.capture(address("b"), 200, body + b"2")
    site.end()
    return site


def columns(db, table):
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()]


@pytest.mark.parametrize("table", IDENTITIES)
def test_there_is_evidence_of_every_kind(filled, table):
    assert filled.archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.mark.parametrize("table", IDENTITIES)
def test_evidence_is_never_updated(filled, table):
    db = filled.archive.db
    for column in set(columns(db, table)) - ({"key"} if table == "addresses" else set()):
        other = f"CAST(hex({column}) AS BLOB)" if column in ("bytes", "body", "chain") else f"{column} || '0'"
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            db.execute(f"UPDATE {table} SET {column} = {other}")


def test_the_key_of_an_address_may_follow_a_better_rule(filled):
    filled.archive.db.execute("UPDATE addresses SET key = key || '0'")


@pytest.mark.parametrize("table", IDENTITIES)
def test_evidence_is_never_deleted(filled, table):
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        filled.archive.db.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("pragma", ["ON", "OFF"])
@pytest.mark.parametrize("table", IDENTITIES)
def test_evidence_is_never_replaced(filled, table, pragma):
    db = filled.archive.db
    db.execute(f"PRAGMA recursive_triggers = {pragma}")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("table", ["payloads", "addresses", "header_sets", "dictionaries"])
def test_a_new_number_replaces_no_row_of_the_same_name(filled, table):
    db = filled.archive.db
    db.execute("PRAGMA recursive_triggers = OFF")
    others = ", ".join(column for column in columns(db, table) if column != "id")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute(f"INSERT OR REPLACE INTO {table} (id, {others}) SELECT id + 1000, {others} FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE captures SET status = 404",
        "DELETE FROM captures",
        "INSERT INTO captures (id, url) VALUES (1, 'http://yunling.example/')",
    ],
)
def test_the_public_view_of_captures_is_guarded_too(filled, statement):
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        filled.archive.db.execute(statement)


def test_an_ended_run_is_never_ended_again(filled):
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        filled.archive.db.execute("UPDATE runs SET outcome = 'failed'")


def test_a_run_that_ends_keeps_how_it_began(filled):
    filled.begin()
    end = "finished_at = '2024', outcome = 'ok'"
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        filled.archive.db.execute(f"UPDATE runs SET {end}, site = 'x' WHERE outcome IS NULL")


def test_what_is_derived_may_be_dropped(filled):
    db = filled.archive.db
    for table in (
        "changes",
        "spells",
        "versions",
        "turn_places",
        "attachments",
        "pages",
        "readings",
        "listed",
        "listings",
    ):
        db.execute(f"DELETE FROM {table}")
