"""An archive explains itself: what the view `about` says is enough to unpack and prove it with nothing of ours."""

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest
import zstandard

from tests.unit.archive.press_archive import build
from tests.unit.archive.simulated_site import address


@pytest.fixture
def alone(archive, site):
    """A connection without any of our functions, to an archive with all kinds of evidence."""
    for day in range(3):
        site.begin()
        for number in range(4):
            site.read(f"{number}", f"全市破获案件{2251 + day * (number == 1)}起。" * 400)
        site.answer("5", 404)
        site.answer("6", None)
        site.redirect("7", "1")
        site.capture(address("8"), 200, b"{}", method="POST", request_body=b"page=2")
        site.list("0", "1", "2", "3")
        site.end()
    with closing(sqlite3.connect(f"file:{archive.path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def sha256(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def test_every_table_and_view_is_explained(alone):
    shadows = {
        f"{index}_{part}" for index in ("articles_fts", "files_fts") for part in ("data", "idx", "docsize", "config")
    }
    there = {row["name"] for row in alone.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    said = {row["subject"] for row in alone.execute("SELECT * FROM about") if " " not in row["subject"]}
    assert said - {"times", "digests", "bodies"} == there - shadows


def test_bodies_are_unpacked_as_the_file_says(alone):
    rows = alone.execute(
        "SELECT p.*, d.bytes AS raw FROM payloads AS p LEFT JOIN dictionaries AS d ON d.id = p.dictionary"
    )
    packed = rows.fetchall()
    assert {row["encoding"] for row in packed} == {"zstd", "identity"}
    assert any(row["raw"] for row in packed)
    for row in packed:
        body = row["bytes"]
        if row["encoding"] == "zstd":
            raw = zstandard.ZstdCompressionDict(row["raw"] or b"", dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            body = zstandard.ZstdDecompressor(dict_data=raw).decompress(body)
        assert (len(body), sha256(body)) == (row["size"], row["digest"])


def test_the_ledger_is_recomputed_as_the_file_says(alone):
    (uid,) = alone.execute("SELECT uid FROM ledgers").fetchone()
    chain, kinds = hashlib.sha256(uid.encode()).digest(), set()
    for row in alone.execute("SELECT * FROM ledger ORDER BY seq").fetchall():
        kinds.add(row["kind"])
        entry = {"kind": row["kind"], **said(alone, row["kind"], row["object"])}
        written = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        chain = hashlib.sha256(chain + written).digest()
        assert chain == row["chain"], entry
    assert kinds == {"run", "capture", "walk", "end"}


def said(connection, kind: str, number: int) -> dict:
    if kind == "capture":
        row = dict(connection.execute("SELECT * FROM captures WHERE id = ?", (number,)).fetchone())
        names = ("url", "captured_at", "status", "outcome", "digest", "failure", "ip_address", "protocol")
        entry = {name: row[name] for name in (*names, "site", "section", "purpose")}
        entry |= {name: json.loads(row[name] or "[]") for name in ("headers", "request_headers")}
        repeated = connection.execute("SELECT chain FROM captures WHERE id = ?", (row["revisit_of"],)).fetchone()
        entry |= {"run": place(connection, row["run"]), "revisit_of": repeated and repeated[0].removeprefix("sha256:")}
        if row["method"] != "GET" or row["request_body"]:
            entry |= {"method": row["method"], "request_digest": sha256(row["request_body"])}
        return entry
    if kind == "walk":
        row = dict(connection.execute("SELECT * FROM walks WHERE id = ?", (number,)).fetchone())
        names = ("site", "section", "walked_at", "pages", "items", "advertised")
        walk = {name: row[name] for name in names}
        return {**walk, "run": place(connection, row["run"]), "complete": bool(row["complete"])}
    row = dict(connection.execute("SELECT * FROM runs WHERE id = ?", (number,)).fetchone())
    if kind == "end":
        names = ("finished_at", "outcome")
        return {"run": row["seq"], "stats": json.loads(row["stats"]), **{name: row[name] for name in names}}
    return {
        **{name: row[name] for name in ("site", "planned_at", "started_at")},
        **{name: json.loads(row[name]) for name in ("sections", "options")},
    }


def place(connection, run: int | None) -> int | None:
    return connection.execute("SELECT seq FROM runs WHERE id = ?", (run,)).fetchone()[0] if run is not None else None


def test_a_published_snapshot_explains_itself_too(tmp_path):
    with closing(sqlite3.connect(build(tmp_path / "press.db"))) as connection:
        (says,) = connection.execute("SELECT says FROM about WHERE subject = 'this file'").fetchone()
    assert "govpress" in says
