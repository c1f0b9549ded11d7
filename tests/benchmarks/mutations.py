"""Random mutations of a finished archive: how many of them does verify find, and how fast does it check one?

A byte flipped in any table of evidence or in what readers made of it, a row of evidence dropped, two rows swapped, one
inserted, the tail cut off against a published head. Each is done to a fresh copy, with the guards taken away and put
back.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.store import Archive
from archive.transfer.head import heads
from archive.verify import verify
from tests.unit.archive.test_verify import EVIDENCE, READ, contents, drop, filled, flip, insert, mutate, swap

KINDS = {"flip": flip, "drop": drop, "swap": swap, "insert": insert}
CUT = "cut"
ENTRIES = "SELECT max(seq) FROM ledger WHERE ledger = 1"


def cut(path: Path, chance: random.Random) -> None:
    """Take the last entries of the ledger away with the rows they stand for, as if they had never been."""

    def change(connection: sqlite3.Connection) -> None:
        (last,) = connection.execute(ENTRIES).fetchone()
        after = last - chance.randint(1, last // 2)
        for table in ("exchanges", "walks", "runs", "ledger"):
            connection.execute(f"DELETE FROM {table} WHERE seq > ?", (after,))

    mutate(path, change)


def mutated(source: Path, path: Path, chance: random.Random) -> str:
    """A copy of an archive with one mutation; its kind and table."""
    kind, table = chance.choice([*KINDS, CUT]), chance.choice(EVIDENCE + READ)
    if table in READ:
        kind = "flip"
    shutil.copy(source, path)
    if kind == CUT:
        cut(path, chance)
        return CUT
    before = contents(path, table)
    while contents(path, table) == before:  # what meets a constraint comes to nothing
        mutate(path, KINDS[kind](table, chance))
    return f"{kind} {table}"


def measure(count: int, seed: int) -> dict[str, Any]:
    """Mutate so many copies; what was done, and what of it was not found."""
    chance = random.Random(seed)
    done: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="govpress-") as folder:
        source, path = Path(folder) / "press.db", Path(folder) / "copy.db"
        filled(source)
        with Archive(source, read_only=True) as archive:
            published = [head["chain"] for head in heads(archive.db.conn)]
            began = time.process_time()
            assert list(verify(archive, heads=published)) == []
            seconds = time.process_time() - began
        with closing(sqlite3.connect(source)) as connection:
            (captures,) = connection.execute("SELECT count(*) FROM exchanges").fetchone()
        for _ in range(count):
            what = mutated(source, path, chance)
            done[what] += 1
            with Archive(path, read_only=True) as archive:
                if next(verify(archive, heads=published), None) is None:
                    missed[what] += 1
    return {
        "mutations": count,
        "found": count - missed.total(),
        "missed": dict(missed),
        "kinds": len(done),
        "captures": captures,
        "captures_per_second_of_processor": round(captures / seconds),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measure(given.count, given.seed)))
