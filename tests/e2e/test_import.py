"""What one archive exports, another one imports and reads: the same pages, the same words."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.benchmarks.children import GOVPRESS
from tests.e2e.conftest import Journey

ROOT = Path(__file__).resolve().parents[2]
BODIES = "SELECT url, captured_at, status, digest FROM captures ORDER BY url, captured_at, status, purpose"
PAGES = "SELECT url, title, text, version, first_seen FROM articles ORDER BY url"


def govpress(*words: object) -> dict[str, Any]:
    answer = subprocess.run(
        [*GOVPRESS, *map(str, words), "--json"], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return json.loads(answer.stdout.splitlines()[-1])


def rows(db: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def test_an_exported_archive_is_imported_and_read(journey: Journey, tmp_path: Path):
    sites, out, db = journey.sites, tmp_path / "out.warc.gz", tmp_path / "new.db"
    exported = govpress("export", "warc", out, "--db", journey.db)
    imported = govpress("import", "warc", out, "--db", db, "--sites", sites)
    assert imported["captures"] == exported["captures"] == len(rows(journey.db, BODIES))
    assert rows(db, BODIES) == rows(journey.db, BODIES)
    assert imported["read"]["first_read"] >= imported["articles"] > 0
    assert rows(db, PAGES) == rows(journey.db, PAGES)
    again = govpress("import", "warc", out, "--db", db, "--sites", sites)
    assert (again["captures"], again["read"]) == (0, None)
