"""Our own pages while another connection writes to the same archive."""

import sqlite3
import threading
from dataclasses import replace
from itertools import count
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from archive.errors import ArchiveError
from archive.store import Archive
from tests.unit.archive import press_archive as press

VIEWS = (
    "/",
    *(
        f"/press/-/{path}"
        for path in (
            *("search?q=诈骗", "changes", "sections", "operations", "changes.atom", "search.atom?q=公安"),
            *(f"{name}?url={quote(press.BRIEFING, safe='')}" for name in ("article", "diff")),
            "capture/1",
        )
    ),
)


class Writer(threading.Thread):
    """A crawl that edits one article at every visit, until it is told to stop."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path = path
        self.stop = threading.Event()
        self.visits = 0
        self.error = None

    def run(self):
        try:
            with Archive(self.path) as archive:
                archive.db.execute("PRAGMA synchronous = OFF")
                kept = press.Press(archive, day=press.FIRST_DAY.replace(month=4))
                for number in count():
                    if self.stop.is_set():
                        return
                    said = press.BRIEFING_ARTICLE.text.replace("2251", f"{3000 + number}")
                    kept.visit({press.BRIEFING: replace(press.BRIEFING_ARTICLE, text=said)})
                    self.visits += 1
                    self.stop.wait(0.1)
        except (ArchiveError, sqlite3.Error) as error:
            self.error = error


@pytest.fixture
def writer(tmp_path):
    writer = Writer(press.build(tmp_path / "press.db"))
    writer.start()
    yield writer
    writer.stop.set()
    writer.join(30)


async def test_pages_are_shown_while_a_crawl_writes_and_neither_waits_for_the_other(writer):
    ds = Datasette([str(writer.path)])
    await ds.invoke_startup()
    begun = writer.visits
    for path in VIEWS * 2:
        answer = await ds.client.get(path)
        assert answer.status_code == 200, (path, answer.text[:500])
    assert writer.error is None
    assert writer.visits > begun, "nothing was written meanwhile"
