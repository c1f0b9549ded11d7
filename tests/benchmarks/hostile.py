"""Crawls servers that misbehave, each beside a good one, and prints what came of it.

`python -m tests.benchmarks.hostile [WORD…]` takes the behaviours whose name has one of the words, or all. `--together`
crawls all cheap ones in one process. Ends with 1 where one did not come to what it should.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from archive.store import Archive
from tests.benchmarks.hostile_web import Behaviour, Server, behaviours, served

ROOT = Path(__file__).resolve().parents[2]
MOST_MIB = 400
SETTINGS = {"DOWNLOAD_TIMEOUT": 4, "RETRY_TIMES": 1}
CRAWL = """
import json, sys
from pathlib import Path
from crawler.run import crawl
from crawler.site_folders import choose_sites
from crawler.visit import Plan

if __name__ == "__main__":
    db, sites, settings, *keys = sys.argv[1:]
    reports = crawl(choose_sites(keys, [Path(sites)]), db=db, plan=Plan(), settings=json.loads(settings))
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"peak": peak / 1024, "outcomes": {one.site: one.outcome for one in reports}}))
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """What one crawl came to."""

    seconds: float
    peak: float
    """MiB of the crawl's own process at its largest."""
    outcomes: dict[str, str]


def crawl(db: Path, sites: Path, keys: list[str], *, timeout: float) -> Ended:
    """Crawl these sites in one process of their own; raises `subprocess.TimeoutExpired` where that does not end."""
    began = monotonic()
    command = [sys.executable, "-c", CRAWL, str(db), str(sites), json.dumps(SETTINGS), *keys]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Ended(monotonic() - began, told["peak"], told["outcomes"])


def said(db: Path, key: str) -> list[str]:
    """All that the archive says went wrong with a site: findings, failures, errors of readings."""
    with Archive(db, read_only=True) as archive:
        rows = [
            *archive.db.execute(
                "SELECT value FROM runs, json_each(stats, '$.findings') WHERE site = ? ORDER BY runs.id", [key]
            ),
            *archive.db.execute(
                "SELECT failure FROM captures WHERE site = ? AND failure IS NOT NULL ORDER BY id", [key]
            ),
            *archive.db.execute(
                "SELECT r.error FROM readings r JOIN captures c ON c.id = r.capture"
                " WHERE c.site = ? AND r.error IS NOT NULL ORDER BY c.id",
                [key],
            ),
        ]
    return [str(row[0]) for row in rows]


def wrong(behaviour: Behaviour, server: Server, ended: Ended, words: list[str]) -> str | None:
    """What is not as it should be; None where all is."""
    if ended.outcomes.get("good") != "ok":
        return f"the good site came to {ended.outcomes.get('good')}"
    if ended.outcomes.get(server.key) not in behaviour.outcomes:
        return f"it came to {ended.outcomes.get(server.key)}, not {' or '.join(behaviour.outcomes)}"
    if behaviour.says and not any(behaviour.says in one for one in words):
        return f"nothing says {behaviour.says!r}"
    return f"{ended.peak:.0f} MiB" if ended.peak > MOST_MIB else None


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--together", action="store_true")
    given = parser.parse_args()
    chosen = [one for one in behaviours() if not given.words or any(word in one.name for word in given.words)]
    if given.together:
        # What keeps the servers' one process busy would make the others late.
        chosen = [one for one in chosen if not one.costly]
    faults = 0
    with tempfile.TemporaryDirectory(prefix="govpress-") as name:
        folder = Path(name)
        with served(chosen, folder / "sites") as servers:
            bad = servers[1:]
            together = (
                crawl(folder / "all.db", folder / "sites", [one.key for one in servers], timeout=900)
                if given.together
                else None
            )
            print("behaviour | outcome | seconds | peak MiB | requests | what the archive says")
            for behaviour, server in zip(chosen, bad, strict=True):
                db = folder / ("all.db" if together else f"{server.key}.db")
                ended = together or crawl(db, folder / "sites", ["good", server.key], timeout=300)
                words = said(db, server.key)
                fault = wrong(behaviour, server, ended, words)
                faults += fault is not None
                told = next((one for one in words if behaviour.says and behaviour.says in one), "; ".join(words[:1]))
                outcome = ended.outcomes[server.key] + (f" !! {fault}" if fault else "")
                figures = f"{ended.seconds:.1f} | {ended.peak:.0f} | {server.asked}"
                print(f"{behaviour.name} | {outcome} | {figures} | {told[:150]}", flush=True)
    print(f"{len(chosen)} behaviours, {faults} not as they should be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
