"""A fictional site that answers what a test tells it to, and an archive that is filled from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.article import Article
from archive.capture import Capture
from archive.kept import Kept
from archive.store import Archive

SITE = "yunling"
SECTION = "要闻"
HOME = "http://www.yunling.example"
START = datetime(2024, 3, 1, 1, 0, tzinfo=UTC)
READER = "test 1"


def address(page: str) -> str:
    """The address of a page by a short name."""
    return f"{HOME}/xw/{page}.shtml"


def article(page: str, text: str = "全市破获案件2251起。", *, title: str | None = None, **facts: Any) -> Article:
    """What a page says."""
    return Article(url=address(page), title=title or f"通报{page}", text=text, **facts)


def fingerprint(read: Article) -> str:
    """A digest of everything an article says."""
    return f"sha256:{hashlib.sha256(repr(replace(read, url='')).encode()).hexdigest()}"


@dataclass
class Simulated:
    """Visits to the site, one run after another; each look is a minute after the one before."""

    archive: Archive
    now: datetime = START
    run: int | None = None
    sections: dict[str, list[str]] = field(default_factory=dict)
    reader: str = READER

    def begin(self, *, days: float = 1) -> int:
        """Begin a run some days after the last."""
        self.now += timedelta(days=days)
        self.run = self.archive.start_run(site=SITE)
        return self.run

    def end(self, outcome: str = "ok") -> list[tuple[str, str]]:
        """End the run; what it established."""
        assert self.run is not None
        found = self.archive.finish_run(self.run, outcome=outcome, stats={})
        self.run = None
        return kinds(found)

    def list(self, *pages: str, section: str = SECTION, complete: bool = True, number: int = 1) -> int:
        """Walk through a section of one list page."""
        capture = self.list_page(*pages, section=section, number=number)
        self.walk(len(pages), section=section, complete=complete)
        return capture

    def list_page(self, *pages: str, section: str = SECTION, number: int = 1) -> int:
        """Capture and read one list page."""
        body = f"{section} {number} {pages}".encode()
        capture = self.capture(f"{HOME}/{section}/{number}.html", 200, body, purpose="list", section=section)
        if self.archive.payload_capture(capture) == capture:
            items = [(address(page), page, None) for page in pages]
            self.archive.add_listing(capture, reader=self.reader, items=items)
        return capture

    def walk(self, items: int, *, section: str = SECTION, complete: bool = True) -> None:
        """Record a walk."""
        assert self.run is not None
        self.archive.add_walk(
            run=self.run, site=SITE, section=section, complete=complete, pages=1, items=items, advertised=None
        )

    def capture(self, url: str, status: int | None, body: bytes = b"", **options: Any) -> int:
        """Capture an answer as it is."""
        self.now += timedelta(minutes=1)
        options = {"purpose": "article", "section": SECTION} | options
        capture = Capture(
            url=url,
            captured_at=self.now,
            status=status,
            body=body,
            headers=tuple(options.pop("headers", ())),
            request_headers=(("User-Agent", "govpress"), ("Accept", options["purpose"])),
            ip_address="10.0.0.1" if options["purpose"] == "article" else "10.0.0.2",
            protocol="HTTP/1.1",
            method=options.pop("method", "GET"),
            request_body=options.pop("request_body", b""),
        )
        return self.archive.add_capture(capture, run=self.run, site=SITE, **options)

    def read(self, page: str, text: str = "全市破获案件2251起。", *, template: str = "", **facts: Any) -> Kept:
        """Look at a page that says something."""
        return self.read_as(page, article(page, text, **facts), template=template)

    def read_as(self, page: str, said: Article, *, template: str = "") -> Kept:
        """Look at a page that holds an article."""
        capture = self.capture(address(page), 200, f"{template}{said!r}".encode())
        if self.archive.payload_capture(capture) != capture:
            return self.archive.touch(capture)
        return self.archive.add_reading(capture, reader=self.reader, article=said, fingerprint=fingerprint(said))

    def verdict(self, page: str, kind: str, body: bytes | None = None) -> Kept:
        """Look at a page that cannot be read as an article, for a reason with this name."""
        capture = self.capture(address(page), 200, body or f"{page} {kind}".encode())
        if self.archive.payload_capture(capture) != capture:
            return self.archive.touch(capture)
        return self.archive.add_reading(capture, reader=self.reader, error=kind, error_kind=kind)

    def answer(self, page: str, status: int | None, **options: Any) -> Kept:
        """Look at a page that answers without a body of interest."""
        return self.archive.touch(self.capture(address(page), status, **options))

    def redirect(self, page: str, target: str, status: int = 301) -> Kept:
        """Look at a page that redirects; its page is derived once more when the visit ends, as a crawl does."""
        return self.answer(page, status, headers=[("Location", target)])

    def article(self, page: str) -> dict[str, Any]:
        """The row of a page."""
        return next(self.archive.db.query("SELECT * FROM articles WHERE url = ?", [address(page)]))

    def state(self, page: str) -> str:
        """The state of a page."""
        return str(self.article(page)["state"])

    def changes(self, page: str) -> list[str]:
        """The kinds of the changes of one address, oldest first."""
        rows = self.archive.db.query(
            "SELECT kind FROM changes WHERE url = ? ORDER BY observed_by, kind", [address(page)]
        )
        return [row["kind"] for row in rows]


def kinds(changes: Any) -> list[tuple[str, str]]:
    """Changes as pairs of page and kind."""
    return sorted((change.url.rpartition("/")[2].removesuffix(".shtml"), change.kind) for change in changes)
