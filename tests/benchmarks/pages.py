"""How long each page takes on an archive: `python -m tests.benchmarks.pages ARCHIVE [--views N] [--json]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from archive.web.serving import application, warm


def sampled(path: Path, count: int, seed: int) -> dict[str, list[str]]:
    """Addresses, edited addresses, captures, speakers and two-character words, drawn from all over the archive."""
    drawn = random.Random(seed)
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        (last,) = db.execute("SELECT max(id) FROM pages").fetchone()
        near = "SELECT url, title, section, site FROM pages WHERE id >= ? ORDER BY id LIMIT 1"
        pages = [db.execute(near, (drawn.randint(1, last),)).fetchone() for _ in range(count)]
        edited = [row[0] for row in db.execute("SELECT url FROM pages WHERE versions > 1 LIMIT 5000")]
        speakers = [row[0] for row in db.execute("SELECT speaker FROM turns LIMIT 3000")]
        (captures,) = db.execute("SELECT max(id) FROM exchanges").fetchone()
    starts = [drawn.randrange(max(1, len(title) - 2)) for _, title, *_ in pages]
    return {
        "article": [url for url, *_ in pages],
        "edited": drawn.choices(edited or [pages[0][0]], k=count),
        "word": [title[start : start + 2] for start, (_, title, *_) in zip(starts, pages, strict=True)],
        "speaker": drawn.choices(speakers or ["主持人"], k=count),
        "capture": [str(drawn.randint(1, captures)) for _ in range(count)],
        "section": [f"site={quote(site or '')}&section={quote(section or '')}" for *_, section, site in pages],
    }


def views(name: str) -> dict[str, tuple[str, Callable[[str], str]]]:
    """Each page: what of the archive it is asked about, and its address."""
    base = f"/{name}/-"
    return {
        "front": ("article", lambda _: "/"),
        "article": ("article", lambda url: f"{base}/article?url={quote(url, safe='')}"),
        "diff": ("edited", lambda url: f"{base}/diff?url={quote(url, safe='')}"),
        "capture": ("capture", lambda number: f"{base}/capture/{number}"),
        "search": ("word", lambda words: f"{base}/search?q={quote(words)}"),
        "search.atom": ("word", lambda words: f"{base}/search.atom?q={quote(words)}"),
        "changes": ("article", lambda _: f"{base}/changes"),
        "changes.atom": ("article", lambda _: f"{base}/changes.atom"),
        "sections": ("article", lambda _: f"{base}/sections"),
        "section": ("section", lambda asked: f"{base}/section?{asked}"),
        "speaker": ("speaker", lambda who: f"{base}/speaker?name={quote(who)}"),
        "outlet": ("speaker", lambda who: f"{base}/outlet?name={quote(who)}"),
        "operations": ("article", lambda _: f"{base}/operations"),
        "due": ("section", lambda asked: f"{base}/due?{asked}"),
        "table articles": ("article", lambda _: f"/{name}/articles"),
        "table articles, searched": ("word", lambda words: f"/{name}/articles?_search={quote(words)}"),
    }


async def measure(path: Path, count: int, seed: int) -> list[dict[str, Any]]:
    """Milliseconds and sizes of every page, over as many views each."""
    datasette = application(path)
    await datasette.invoke_startup()
    warm(datasette)
    drawn = sampled(path, count, seed)
    figures = []
    for name, (kind, address) in views(path.stem).items():
        times, worked, sizes, failed = [], [], [], 0
        for asked in drawn[kind]:
            begun, used = time.perf_counter(), time.process_time()
            answer = await datasette.client.get(address(asked))
            times.append(1000 * (time.perf_counter() - begun))
            worked.append(1000 * (time.process_time() - used))
            sizes.append(len(answer.content))
            failed += answer.status_code not in (200, 404)
        times.sort()
        worked.sort()
        figures.append(
            {
                "page": name,
                "median_ms": times[len(times) // 2],
                "p95_ms": times[int(len(times) * 0.95)],
                "processor_median_ms": worked[len(worked) // 2],
                "processor_p95_ms": worked[int(len(worked) * 0.95)],
                "largest_kb": max(sizes) / 1000,
                "failed": failed,
            }
        )
    return figures


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--views", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = asyncio.run(measure(given.archive, given.views, given.seed))
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    table = Table(
        title=f"{given.views} views of each page of {given.archive.name}; wanted: 300 ms, search 100 ms, 200 KB"
    )
    for heading in ("page", "median ms", "p95 ms", "of the processor", "p95", "largest KB", "failed"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for row in figures:
        table.add_row(
            *(row["page"], f"{row['median_ms']:.0f}", f"{row['p95_ms']:.0f}"),
            *(f"{row['processor_median_ms']:.0f}", f"{row['processor_p95_ms']:.0f}"),
            *(f"{row['largest_kb']:.0f}", str(row["failed"])),
        )
    Console().print(table)


if __name__ == "__main__":
    main()
