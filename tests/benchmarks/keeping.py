"""How fast the archive keeps articles, one transaction each, beside a bare INSERT of the same compressed payloads.

`article` is all that follows from bytes and a reading, in one transaction: the capture with its payload and its link of
the ledger, the reading, versions, changes, parts and the index. `core` is the same less `archive.readings.prepare`,
which a crawl has done by its reader processes. `crawl` is what a crawl's own process does: each capture a transaction
before anything is made of it, readings in batches. All on one core, in WAL with `synchronous=FULL`. The reader's own
work and the fingerprint of an article, which comes from the reader, are in none of them.

`again` is what a later reader costs that reads the same words: each reading of `core` replaced, a transaction each.

`least` is what is left where nothing is derived: the body is digested, packed and inserted, its text inserted and
indexed, one transaction each. No archive with these bodies, texts and this index can be faster.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table

from archive import search
from archive.capture import Capture, digest
from archive.kept import NewReading, Prepared
from archive.payload import Packer
from archive.readings import prepare
from archive.store import Archive
from pipelines.fingerprint import fingerprint
from pipelines.keeper import BATCH
from tests.benchmarks.crowd import CrowdPage, answer, crowd, page, pages


@dataclass(frozen=True, slots=True)
class Figure:
    """One way of keeping, measured."""

    way: str
    articles: int
    seconds: float
    cpu: float

    @property
    def pace(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


@dataclass(frozen=True, slots=True)
class Article:
    """What is kept of one page."""

    page: CrowdPage
    capture: Capture
    fingerprint: str
    prepared: Prepared

    def reading(self, capture: int, prepared: Prepared) -> NewReading:
        """Its reading as a crawl hands it over."""
        return NewReading(
            capture=capture, reader="1", article=self.page.article, fingerprint=self.fingerprint, prepared=prepared
        )


def draw(number: int) -> list[Article]:
    """So many articles, ready to be kept."""
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    found = []
    for place, (site, each) in enumerate(pages(crowd(), number)):
        one = page(site, each)
        capture = answer(one, moment + timedelta(seconds=place))
        found.append(Article(one, capture, fingerprint(one.article), prepare(one.article)))
    return found


def measured(way: str, articles: Sequence[Article], keep: Callable[[Sequence[Article]], None]) -> Figure:
    """Keep all of them and look at both clocks."""
    seconds, cpu = perf_counter(), process_time()
    keep(articles)
    return Figure(way, len(articles), perf_counter() - seconds, process_time() - cpu)


def bare(folder: Path, source: Path, articles: Sequence[Article]) -> Figure:
    """Insert the payloads as the archive compressed them, and nothing else."""
    with sqlite3.connect(source) as archive:
        rows = archive.execute("SELECT digest, size, bytes FROM payloads ORDER BY id").fetchall()
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE payloads (id INTEGER PRIMARY KEY, digest TEXT UNIQUE, size INTEGER, bytes BLOB)")

    def keep(_: Sequence[Article]) -> None:
        for row in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO payloads (digest, size, bytes) VALUES (?, ?, ?)", row)
            connection.execute("COMMIT")

    figure = measured("bare INSERT", articles, keep)
    connection.close()
    return figure


def least(folder: Path, articles: Sequence[Article]) -> Figure:
    """Digest and pack each body, insert it with its plain text, and index the text; nothing else."""
    with Archive(folder / "least.db") as archive:
        connection = archive.db.conn
        packer = Packer(connection)
        connection.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, title TEXT, text TEXT)")

        def keep(some: Sequence[Article]) -> None:
            for number, each in enumerate(some, 1):
                body, article = each.capture.body, each.page.article
                with archive.together():
                    packed = packer.pack(body, digest(body), (each.page.site.key, "article"))
                    connection.execute(
                        "INSERT INTO payloads (digest, size, encoding, dictionary, bytes) VALUES (?, ?, ?, ?, ?)",
                        (packed.digest, packed.size, packed.encoding, packed.dictionary, packed.stored),
                    )
                    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (number, article.title, article.text))
                    search.index_tokens(connection, number, each.prepared.title, each.prepared.text)

        return measured("least", articles, keep)


def kept(folder: Path, way: str, articles: Sequence[Article]) -> Figure:
    """Keep them in a new archive in one of three ways."""
    with Archive(folder / f"{way}.db") as archive:
        runs = {each.page.site.key: archive.start_run(site=each.page.site.key) for each in articles[:100]}

        def add(each: Article) -> int:
            key, section = each.page.site.key, each.page.article.column
            return archive.add_capture(each.capture, run=runs[key], site=key, section=section, purpose="article")

        def alone(some: Sequence[Article]) -> None:
            for each in some:
                with archive.together():
                    prepared = each.prepared if way == "core" else prepare(each.page.article)
                    archive.add_readings([each.reading(add(each), prepared)])

        def together(some: Sequence[Article]) -> None:
            for start in range(0, len(some), BATCH):
                batch = some[start : start + BATCH]
                numbers = [add(each) for each in batch]
                with archive.together():
                    for each, number in zip(batch, numbers, strict=True):
                        archive.add_readings([each.reading(number, each.prepared)])

        return measured(way, articles, together if way == "crawl" else alone)


def again(source: Path, articles: Sequence[Article]) -> Figure:
    """Replace every reading of an archive by one of another reader with the same words."""
    with Archive(source) as archive:
        numbers = {each.capture.url: archive.captures(each.capture.url)[-1] for each in articles}

        def keep(some: Sequence[Article]) -> None:
            for each in some:
                reading = each.reading(numbers[each.capture.url], each.prepared)
                archive.add_readings([replace(reading, reader="2")])

        return measured("again", articles, keep)


def measure(number: int) -> list[Figure]:
    """Every way, on the same articles."""
    articles = draw(number)
    with tempfile.TemporaryDirectory(prefix="govpress-") as name:
        folder = Path(name)
        figures = [kept(folder, way, articles) for way in ("article", "core", "crawl")]
        figures.append(again(folder / "core.db", articles))
        return [bare(folder, folder / "core.db", articles), least(folder, articles), *figures]


def tell(figures: Sequence[Figure]) -> None:
    """The figures as a table."""
    console = Console()
    table = Table(title=f"{figures[0].articles} articles in pages of about 40 KB")
    for heading in ("way", "articles/s", "of bare", "processor"):
        table.add_column(heading, justify="left" if heading == "way" else "right")
    for each in figures:
        table.add_row(
            *(each.way, f"{each.pace:.0f}", f"{each.pace / figures[0].pace:.3f}"),
            f"{each.cpu / each.articles * 1000:.2f} ms an article",
        )
    console.print(table)
    console.print("wanted: article ≥ 400 articles/s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    outcome = measure(given.articles)
    if given.json:
        print(json.dumps([{**asdict(each), "pace": each.pace} for each in outcome]))
    else:
        tell(outcome)
