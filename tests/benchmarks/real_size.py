"""The size of an archive of real pages beside the same captures as WARC.gz, one gzip member a record as is usual.

The saved pages of ../shared/pages, as they were served, are visited five times; before each visit but the first a
fiftieth of them gets another sentence. Every second host answers 304 where nothing changed, the others send the page
again. A WARC is written in two ways: each answer whole, as wget and most crawlers do, and with a revisit record in the
place of a body that is there already, as Heritrix can. Of most hosts there are one or two pages here: templates, of
which a page of a large site is made for the most part, are shared by few.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from archive.capture import Capture, digest
from archive.kept import NewReading
from archive.store import Archive
from pipelines import ReadError, read_article
from pipelines.fingerprint import fingerprint
from tests.benchmarks.crowd import ASKED
from tests.benchmarks.saved import SavedPage, shared_pages
from tests.benchmarks.scale import room
from tests.benchmarks.warcs import Warc

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
NEWS = "经核实，另有{}户居民将于下月{}日前完成登记，联系电话另行公布。"


def edited(page: SavedPage, chance: random.Random) -> SavedPage:
    """The page with another sentence behind a paragraph's first words, where they stand in its bytes."""
    article = read_article(page.body, url=page.url, charset=page.charset, captured_at=FIRST)
    for paragraph in sorted(article.paragraphs, key=len, reverse=True):
        start = paragraph[:8].encode(page.charset or "utf-8", "ignore")
        if len(paragraph) > 8 and page.body.count(start) == 1:
            said = NEWS.format(chance.randint(2, 900), chance.randint(2, 28)).encode(page.charset or "utf-8")
            return replace(page, body=page.body.replace(start, said + start))
    return page


def visits(pages: list[SavedPage], number: int) -> Iterator[tuple[SavedPage, Capture, bool]]:
    """Every answer of so many visits, with its page and whether its body is new."""
    chance = random.Random(5)
    pages = list(pages)
    for visit in range(number):
        changing = set(chance.sample(range(len(pages)), max(1, len(pages) // 50))) if visit else set(range(len(pages)))
        for place in range(len(pages)):
            if place in changing and visit:
                pages[place] = edited(pages[place], chance)
            page = pages[place]
            moment = FIRST + timedelta(days=visit, seconds=place)
            host = urlsplit(page.url).netloc
            unmodified = place not in changing and sum(host.encode()) % 2 == 0
            yield page, _answer(page, moment, unmodified=unmodified), place in changing


def _answer(page: SavedPage, moment: datetime, *, unmodified: bool) -> Capture:
    body = b"" if unmodified else page.body
    kind = f"text/html; charset={page.charset}" if page.charset else "text/html"
    return Capture(
        url=page.url,
        captured_at=moment,
        status=304 if unmodified else 200,
        headers=(
            ("Date", format_datetime(moment, usegmt=True)),
            ("Server", "nginx"),
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("ETag", f'"{digest(page.body)[7:23]}"'),
        ),
        body=body,
        request_headers=ASKED,
        ip_address="192.0.2.7",
        protocol="HTTP/1.1",
    )


def keep(archive: Archive, answers: Iterable[tuple[SavedPage, Capture, bool]], warcs: Iterable[Warc]) -> None:
    """Keep every answer in the archive and in WARCs, and what reads in the archive."""
    for page, capture, new in answers:
        for warc in warcs:
            warc.add(capture)
        number = archive.add_capture(capture, run=None, site=urlsplit(page.url).netloc, purpose="article")
        if not new:
            archive.touch(number)
            continue
        try:
            article = read_article(capture.body, url=page.url, charset=page.charset, captured_at=capture.captured_at)
        except ReadError as error:
            reading = NewReading(capture=number, reader="1", error=str(error), error_kind=type(error).__name__)
        else:
            reading = NewReading(capture=number, reader="1", article=article, fingerprint=fingerprint(article))
        archive.add_readings([reading])


def measure(number: int) -> None:
    """Print what so many visits take in an archive and in WARCs."""
    pages = shared_pages()
    warcs = whole, once = Warc(whole=True), Warc(whole=False)
    with tempfile.TemporaryDirectory(prefix="govpress-") as name, Archive(Path(name) / "real.db") as archive:
        keep(archive, visits(pages, number), warcs)
        archive.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        archive.db.vacuum()
        count = len(pages)
        (size,) = archive.db.execute(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ).fetchone()
        print(f"{count} pages of {sum(len(page.body) for page in pages) / count:.0f} bytes, {number} visits")
        for group, held in room(archive.db.conn).items():
            print(f"{held / count:8.0f} bytes a page: {group}")
        print(f"{size / count:8.0f} bytes a page: the archive")
        for warc, how in ((whole, "each answer whole"), (once, "each body once")):
            taken = warc.file.tell()
            print(f"{taken / count:8.0f} bytes a page: WARC.gz, {how}; archive / WARC.gz: {size / taken:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=5)
    measure(parser.parse_args().visits)
