"""kill -9 of a process that writes to an archive, and two processes that write at once.

The writer says each number on standard output once its transaction is committed; whatever it said must be there
afterwards, the file whole, and the ledger without a gap.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.store import Archive
from archive.verify import verify

WRITER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from archive.capture import Capture
from archive.store import Archive
from tests.unit.archive.simulated_site import article, fingerprint
name = sys.argv[2]
with Archive(sys.argv[1]) as archive:
    run = archive.start_run(site=name)
    place = 0
    while place < int(sys.argv[3]):
        place += 1
        url = f"http://{name}.example/{run}/{place % 50}.html"
        body = f"{name} {run} {place} ".encode() * 400
        capture = archive.add_capture(
            Capture(url=url, captured_at=datetime.now(UTC), status=200, body=body), run=run, site=name,
            purpose="article",
        )
        print(capture, flush=True)
        said = replace(article("a", f"破获案件{place}起。"), url=url)
        archive.add_reading(capture, reader="test 1", article=said, fingerprint=fingerprint(said))
    archive.finish_run(run, outcome="ok", stats={})
"""
ENDLESS = 1_000_000


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that writes so many captures and readings."""
    argv = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed(path: Path, chance: random.Random) -> dict[str, int]:
    """Let a writer live for a moment, kill it, and look; how many captures it had committed, and how many are lost."""
    process = writer(path, "yunling", ENDLESS)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(chance.uniform(0, 0.3))
    process.kill()
    said = [int(line) for line in (first + process.stdout.read()).splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    with closing(sqlite3.connect(path)) as connection:
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        there = {number for (number,) in connection.execute("SELECT id FROM exchanges")}
        entries, last = connection.execute("SELECT count(*), max(seq) FROM ledger").fetchone()
    assert entries == last, "the ledger has a gap"
    return {"said": len(said), "lost": len(set(said) - there), "broken": int(integrity != "ok")}


def measure(kills: int, seed: int) -> dict[str, Any]:
    """Kill so many writers of one archive, then let two write at once."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="govpress-") as folder:
        path = Path(folder) / "press.db"
        Archive(path).close()
        rounds = [killed(path, chance) for _ in range(kills)]
        with Archive(path) as archive:
            for (run,) in archive.db.execute("SELECT id FROM runs WHERE outcome IS NULL").fetchall():
                archive.finish_run(run, outcome="lost", stats={})
            unread = list(archive.unread(site="yunling"))
            whole = list(verify(archive))
        both = [writer(path, name, 150) for name in ("one", "two")]
        said = [len(process.communicate()[0].split()) for process in both]
        with Archive(path, read_only=True) as archive:
            beside = list(verify(archive))
    return {
        "kills": kills,
        "committed": sum(each["said"] for each in rounds),
        "lost": sum(each["lost"] for each in rounds),
        "broken": sum(each["broken"] for each in rounds),
        "captures_left_unread": len(unread),
        "findings": len(whole),
        "two_writers": {"wrote": said, "ended_with": [each.returncode for each in both], "findings": len(beside)},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measure(given.kills, given.seed)))
