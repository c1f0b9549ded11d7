"""Ten thousand damaged pages: each must be read, or fail with a ReadError, within two seconds of processor time."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from pipelines import ReadError, read_article
from tests.benchmarks.damage import HUGE, SMALL, Damage
from tests.benchmarks.saved import SavedPage, golden_pages, shared_pages

LIMIT = 2.0
ONE_IN = 50
"""Pages of which one becomes five megabytes."""
WORST = 25


def outcome_of(page: SavedPage, body: bytes) -> tuple[str, float]:
    """What became of one damaged page, and the processor seconds that it took."""
    started = time.process_time()
    try:
        read_article(body, url=page.url, charset=page.charset)
    except ReadError as error:
        told = type(error).__name__
    except Exception as error:  # noqa: BLE001  that is what is looked for
        told = f"FAULT {type(error).__name__}: {error}"
    else:
        told = "read"
    return told, time.process_time() - started


def measure(pages: int, seed: int) -> dict[str, Any]:
    """Damage pages and read them; every page can be made again from the seed and its number."""
    saved = [page for page in (*shared_pages(), *golden_pages()) if page.body]
    ways: list[tuple[str, Damage]]
    rows: list[tuple[float, str, str, str, int]] = []
    for number in range(pages):
        dice = random.Random(f"{seed}/{number}")
        ways = [*HUGE.items()] if number % ONE_IN == 0 else [*SMALL.items()]
        page = dice.choice(saved)
        body, names = page.body, []
        # Damage seldom comes alone; what is huge is damaged once.
        for _ in range(1 if number % ONE_IN == 0 else dice.choice((1, 1, 1, 2, 3))):
            name, damage = dice.choice(ways)
            body = damage(body, dice) or body
            names.append(name)
        told, seconds = outcome_of(page, body)
        rows.append((seconds, told, f"{seed}/{number} {' + '.join(names)}", page.name, len(body)))
    rows.sort(reverse=True)
    return {
        "pages": pages,
        "seconds": sum(row[0] for row in rows),
        "outcomes": dict(Counter(row[1].partition(":")[0] for row in rows).most_common()),
        "over_limit": sum(row[0] > LIMIT for row in rows),
        "faults": [row for row in rows if row[1].startswith("FAULT")],
        "worst": rows[:WORST],
    }


def tell(result: dict[str, Any]) -> None:
    """What became of them, and which took longest."""
    console = Console()
    outcomes = ", ".join(f"{count:,} {name}" for name, count in result["outcomes"].items())
    console.print(f"{result['pages']:,} damaged pages in {result['seconds']:.0f} processor seconds: {outcomes}")
    table = Table(title=f"the longest; {result['over_limit']} took more than {LIMIT:.0f} s")
    for heading in ("seconds", "outcome", "damage", "page", "bytes"):
        table.add_column(heading)
    for seconds, told, damage, page, size in result["worst"]:
        table.add_row(f"{seconds:.2f}", told, damage, page, f"{size:,}")
    console.print(table)
    for _, told, damage, page, _ in result["faults"]:
        console.print(f"{told}: {damage} of {page}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    outcome = measure(given.pages, given.seed)
    if given.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        tell(outcome)
