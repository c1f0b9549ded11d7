"""How fast pages are read, beside trafilatura alone in the same process: `python -m tests.benchmarks.reading [--json]`.

Every page is read by both in turn, several rounds; what counts is the least processor time that each page took, so that
what else the machine does matters little. Known are the pages whose body was found by the container of a family.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import trafilatura
from rich.console import Console
from rich.table import Table

from pipelines import ReadError, read_article
from tests.benchmarks.saved import SavedPage, golden_pages, shared_pages


def read(page: SavedPage) -> str | None:
    """Read a page as we do; how its body was found, nothing where it is refused."""
    try:
        return read_article(page.body, url=page.url, charset=page.charset).method
    except ReadError:
        return None


def extract(page: SavedPage) -> None:
    """Read a page as trafilatura does by itself."""
    trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)


def timed(job: Callable[[SavedPage], object], page: SavedPage) -> float:
    """Milliseconds of processor time."""
    started = time.process_time()
    job(page)
    return 1000 * (time.process_time() - started)


def measure(rounds: int) -> dict[str, Any]:
    """The least time of each page by both, added up over all pages and over those of known families."""
    pages = shared_pages() or golden_pages()
    ours, theirs = [float("inf")] * len(pages), [float("inf")] * len(pages)
    known = [number for number, page in enumerate(pages) if (read(page) or "").startswith("family:")]
    for _ in range(rounds):
        for number, page in enumerate(pages):
            ours[number] = min(ours[number], timed(read, page), timed(read, page))
            theirs[number] = min(theirs[number], timed(extract, page))
    result = {}
    for name, chosen in (("all", range(len(pages))), ("known families", known)):
        own, other = (sum(times[number] for number in chosen) for times in (ours, theirs))
        result[name] = {
            "pages": len(chosen), "ms_a_page": own / len(chosen), "trafilatura_ms_a_page": other / len(chosen),
            "ratio": other / own,
        }  # fmt: skip
    return result


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.rounds)
    if options.json:
        print(json.dumps(result))
        return
    table = Table("pages", "how many", "ms a page", "trafilatura", "so many times faster")
    for name, row in result.items():
        figures = (f"{row[column]:.2f}" for column in ("ms_a_page", "trafilatura_ms_a_page", "ratio"))
        table.add_row(name, str(row["pages"]), *figures)
    Console().print(table)


if __name__ == "__main__":
    main()
