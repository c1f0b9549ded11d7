"""Memory over ten thousand readings: what one reading process holds, sampled as it goes on; it must stay flat."""

from __future__ import annotations

import argparse
import gc
import json
import resource
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from archive.readings import prepare
from pipelines import ReadError, read_article
from pipelines.fingerprint import fingerprint
from tests.benchmarks.saved import golden_pages, shared_pages

MIB = 1024 * 1024
SAMPLES = 20


def resident() -> int:
    """Bytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def measure(readings: int) -> dict[str, Any]:
    """Read the same pages round and round, as a reader's worker does, and sample."""
    pages = [*shared_pages(), *golden_pages()]
    samples: list[dict[str, float]] = []
    read = refused = 0
    started = time.process_time()
    for number, page in enumerate(islice(cycle(pages), readings), start=1):
        try:
            article = read_article(page.body, url=page.url, charset=page.charset)
        except ReadError:
            refused += 1
        else:
            read += 1
            fingerprint(article)
            prepare(article)
        if number % (readings // SAMPLES) == 0:
            gc.collect()
            samples.append({"readings": number, "mib": resident() / MIB, "seconds": time.process_time() - started})
    # The first round fills caches and the allocator's pools.
    settled = [sample["mib"] for sample in samples[SAMPLES // 4 :]]
    return {
        "pages": len(pages), "read": read, "refused": refused, "samples": samples,
        "growth_mib": settled[-1] - settled[0],
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def tell(result: dict[str, Any]) -> None:
    """The samples as a table."""
    console = Console()
    table = Table(title=f"{result['pages']} pages round and round: {result['read']} read, {result['refused']} refused")
    for heading in ("readings", "memory", "processor"):
        table.add_column(heading, justify="right")
    for sample in result["samples"]:
        table.add_row(f"{sample['readings']:,}", f"{sample['mib']:.1f} MiB", f"{sample['seconds']:.1f} s")
    console.print(table)
    console.print(
        f"growth over the last three quarters: {result['growth_mib']:+.1f} MiB; peak {result['peak_mib']:.1f} MiB"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    outcome = measure(given.readings)
    if given.json:
        print(json.dumps(outcome))
    else:
        tell(outcome)
