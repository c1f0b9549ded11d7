"""Pages looked at while a crawl writes: `python -m tests.benchmarks.views_while_writing [--views N] [--pages N]`.

A process visits as many pages again and again, and each time a tenth of them was edited; `govpress serve` shows the
same file over HTTP meanwhile. Wanted: no error and no lock on either side, and an archive that is whole afterwards.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from archive.store import Archive
from archive.verify import verify
from tests.benchmarks.children import ROOT
from tests.benchmarks.growth import Growth
from tests.benchmarks.pages import sampled, views
from tests.browser.serving import serving

EDITED = 0.1


def write(path: Path, pages: int) -> None:
    """Visit so many pages until standard input closes, to the end of a visit; a line is printed behind each."""
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    with Archive(path) as archive:
        growth = Growth(archive, pages)
        while not ended.is_set():
            print(growth.visit(edited=EDITED).number, flush=True)


@contextmanager
def writing(path: Path, pages: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A process that writes, once it has written every page; and the lines that it prints from then on."""
    argv = [sys.executable, "-m", "tests.benchmarks.views_while_writing", f"--pages={pages}", "--write", str(path)]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said = [process.stdout.readline()]
        lines = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
        lines.start()
        try:
            yield process, said
        finally:
            process.stdin.close()
            process.wait(timeout=120)
            lines.join()


def look(addresses: Sequence[str]) -> tuple[Counter[int], list[float], list[str]]:
    """The answers to some addresses: how often each status came, milliseconds, and what was wrong."""
    statuses: Counter[int] = Counter()
    times, wrong = [], []
    for address in addresses:
        begun = time.perf_counter()
        try:
            with urlopen(address) as answer:
                body, status = answer.read(), answer.status
        except HTTPError as error:
            body, status = error.read(), error.code
        times.append(1000 * (time.perf_counter() - begun))
        statuses[status] += 1
        if status != 200 or b"database is locked" in body:
            wrong.append(f"{status} {address}")
    return statuses, sorted(times), wrong


def captures(path: Path) -> int:
    """How many captures the archive has."""
    with Archive(path, read_only=True) as archive:
        return int(archive.db.execute("SELECT count(*) FROM exchanges").fetchone()[0])


def measure(count: int, pages: int, seed: int) -> dict[str, Any]:
    """Look at so many pages, of every kind in turn, while they are written."""
    with tempfile.TemporaryDirectory(prefix="govpress-") as folder:
        path = Path(folder) / "press.db"
        with writing(path, pages) as (process, said), serving(path) as origin:
            drawn = sampled(path, count, seed)
            kinds = cycle(views(path.stem).values())
            paths = [address(drawn[kind][place]) for place, (kind, address) in enumerate(islice(kinds, count))]
            before = captures(path)
            statuses, times, wrong = look([origin.rstrip("/") + path for path in paths])
            after = captures(path)
        with Archive(path) as archive:
            findings = [str(finding) for finding in verify(archive)]
    return {
        "views": count,
        "statuses": dict(statuses),
        "wrong": wrong,
        "median_ms": round(times[len(times) // 2]),
        "p95_ms": round(times[int(len(times) * 0.95)]),
        "captures_before": before,
        "captures_written_meanwhile": after - before,
        "visits": len(said),
        "writer_ended_with": process.returncode,
        "findings_afterwards": findings,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--views", type=int, default=200)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.write, given.pages)
    else:
        print(json.dumps(measure(given.views, given.pages, given.seed), ensure_ascii=False, indent=1))
