"""Articles of several pages in an archive: read visit by visit, and read again from the archive alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from archive.capture import Capture
from archive.kept import Kept
from archive.rebuild import DERIVED
from archive.store import Archive
from archive.transfer.merge import merge
from archive.verify import verify
from pipelines.payload import Payload, Reading, read_payload
from pipelines.reread import Choice, Rereading
from pipelines.whole import WholeReader
from tests.unit.pipelines.test_pages import FIRST, SECOND, leaf, url

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EDITED = [SECOND[0].replace("九十公里", "七十公里"), SECOND[1]]
ONE, TWO = leaf(1, FIRST).body, leaf(2, SECOND).body
TWO_EDITED = leaf(2, EDITED).body
ALONE = leaf(1, [*FIRST, SECOND[0]], count=1).body.replace(b"<div class='page'> <span>1</span> </div>", b"")


class InProcess:
    """A pool without processes."""

    room = 4

    async def read(self, payload: Payload) -> Reading:
        return read_payload(payload)


class Site:
    """An article of two pages, visited once a day; in a run each, or in none."""

    def __init__(self, archive: Archive, *, runs: bool = True) -> None:
        self.archive = archive
        self.runs = runs
        self.days = 0
        self.run: int | None = None

    async def visit(self, first: bytes | int, second: bytes | int | None, *, lost: bool = False) -> Kept | None:
        """Ask for the first page and for what it leads to: bytes, a status, or no answer at all."""
        self.days += 1
        self.run = self.archive.start_run(site="qingyan") if self.runs else None
        number = self.answer(1, first)
        assert number is not None
        kept = None

        async def ask(address: str) -> None:
            assert address == url(2)
            self.answer(2, second)

        if lost:
            await ask(url(2))
            assert self.run is not None
            self.archive.finish_run(self.run, outcome="lost", stats={})
            return None
        kept = await self.read(number, ask)
        if self.run is not None:
            self.archive.finish_run(self.run, outcome="ok", stats={})
        return kept

    async def read(self, number: int, ask=None) -> Kept:
        if self.archive.capture(number).status not in (200, 304):
            return self.archive.touch(number)
        body = self.archive.capture(self.archive.payload_capture(number))
        _, filed = await WholeReader(self.archive, InProcess(), None).read(number, body, ask=ask)
        if self.archive.continued.further(number) and self.archive.continued.is_read(number, filed.reader):
            return self.archive.touch(number)
        return self.archive.add_readings([filed])

    def answer(self, page: int, answer: bytes | int | None) -> int | None:
        if answer is None:
            return None
        status, body = (200, answer) if isinstance(answer, bytes) else (answer, b"")
        before = self.archive.db.execute(
            "SELECT max(id) FROM captures WHERE url = ? AND status = 200 AND revisit_of IS NULL", (url(page),)
        ).fetchone()[0]
        capture = Capture(
            url=url(page), captured_at=START + timedelta(days=self.days, seconds=page), status=status, body=body
        )
        return self.archive.add_capture(
            capture,
            run=self.run,
            site="qingyan",
            section="要闻",
            purpose="article" if page == 1 else "continuation",
            revisit_of=before if status == 304 else None,
        )

    def kinds(self) -> list[str]:
        return [row[0] for row in self.archive.db.execute("SELECT kind FROM changes ORDER BY observed_by, kind")]

    def text(self) -> list[str]:
        return list(self.archive.article(url(1)).paragraphs)

    def rows(self) -> dict[str, list]:
        tables = (*DERIVED, "readings")
        return {name: self.archive.db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}

    async def reread(self) -> None:
        """Drop everything that is derived, the readings too, and read the archive again."""
        for name in (*DERIVED, "readings"):
            self.archive.db.execute(f"DELETE FROM {name}")
        await Rereading(self.archive, InProcess(), {}, Choice()).run(lambda _progress: None)


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    with Archive(tmp_path / "press.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")  # no test here cuts the power
        yield Site(archive)


async def test_both_pages_are_one_article_and_the_second_is_none(site: Site):
    await site.visit(ONE, TWO)
    assert site.text() == [*FIRST, *SECOND]
    assert site.archive.db.execute("SELECT count(*) FROM articles").fetchone() == (1,)


async def test_an_edit_of_the_second_page_is_an_edit_of_the_article(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(304, TWO_EDITED)
    await site.visit(304, 304)
    assert site.kinds() == ["new", "edited"]
    assert (await site.visit(304, TWO)).changes[0].to_version == 3
    assert site.archive.versions(url(1))[-1].returns_to == 1


@pytest.mark.parametrize("failure", [None, 500, 403, 404])
async def test_a_second_page_that_fails_once_changes_nothing(site: Site, failure):
    await site.visit(ONE, TWO)
    await site.visit(304, failure)
    await site.visit(leaf(1, FIRST, more="<!-- other bytes, the same words -->").body, failure and 500)
    assert site.kinds() == ["new"]
    assert site.text() == [*FIRST, *SECOND]


async def test_an_article_that_was_had_by_half_at_first_is_not_edited_when_it_is_whole(site: Site):
    await site.visit(ONE, 500)
    assert site.text() == FIRST
    await site.visit(304, TWO)
    assert (site.kinds(), site.text()) == (["new"], [*FIRST, *SECOND])
    await site.visit(304, TWO_EDITED)
    change = site.archive.changes(kind="edited")[0]
    assert (change.chars_added, change.chars_removed) == (2, 2)


async def test_an_edit_that_half_an_article_hid_is_told_since_the_last_whole_one(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(leaf(1, [FIRST[0].replace("三百", "两百"), FIRST[1]]).body, 500)
    await site.visit(304, TWO)
    [change] = site.archive.changes(kind="edited")
    assert change.observed_after == START + timedelta(days=1, seconds=1)


async def test_a_second_page_that_two_runs_find_missing_was_taken_away(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(304, 404)
    assert site.kinds() == ["new"]
    await site.visit(304, 404)
    assert (site.kinds(), site.text()) == (["new", "edited"], FIRST)
    await site.visit(304, 404)
    assert site.kinds() == ["new", "edited"]


async def test_an_article_that_has_one_page_now_is_edited(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(ALONE, None)
    assert (site.kinds(), site.text()) == (["new", "edited"], [*FIRST, SECOND[0]])


async def test_an_article_repaginated_with_the_same_words_is_not(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(leaf(1, FIRST[:1]).body, leaf(2, [*FIRST[1:], *SECOND]).body)
    assert site.kinds() == ["new"]


async def test_what_a_killed_crawl_left_unread_is_found_and_read(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(304, TWO_EDITED, lost=True)
    [number] = site.archive.unread(site="qingyan")
    await site.read(number)
    assert site.kinds() == ["new", "edited"]
    assert list(site.archive.unread(site="qingyan")) == []


SCENARIO = [(ONE, 500), (304, TWO), (304, None), (304, TWO_EDITED), (ONE, 404), (304, 404), (404, None), (ONE, TWO)]


@pytest.mark.parametrize("runs", [True, False], ids=["runs", "imports"])
async def test_reading_again_from_the_archive_alone_gives_the_same_rows(site: Site, runs: bool):
    site.runs = runs
    for first, second in SCENARIO:
        await site.visit(first, second)
    before = site.rows()
    assert len(before["versions"]) == 4
    assert list(verify(site.archive)) == []
    await site.reread()
    assert site.rows() == before
    site.archive.rebuild()
    assert site.rows() == before


async def test_captures_that_come_in_any_order_give_the_same_article(site: Site):
    site.runs = False
    site.days = 2
    site.answer(2, TWO_EDITED)
    late = site.answer(1, ONE)
    await site.read(late)
    site.days = 1
    site.answer(1, ONE)
    site.answer(2, TWO)
    assert site.archive.continued.unread()
    await Rereading(site.archive, InProcess(), {}, Choice()).run(lambda _progress: None)
    assert not site.archive.continued.unread()
    assert site.kinds() == ["new", "edited"]
    assert site.text() == [*FIRST, *EDITED]
    assert list(site.archive.article(url(1), 1).paragraphs) == [*FIRST, *SECOND]


async def test_a_page_as_it_was_has_all_of_its_pages(site: Site):
    await site.visit(ONE, TWO)
    await site.visit(304, TWO_EDITED)
    moment = site.archive.as_of(url(1), START + timedelta(days=1, hours=1))
    assert list(moment.article.paragraphs) == [*FIRST, *SECOND]


async def test_a_merge_knows_the_further_pages_by_its_own_numbers(site: Site, tmp_path):
    await site.visit(ONE, TWO)
    await site.visit(304, TWO_EDITED)
    with Archive(tmp_path / "other.db") as other:
        before = Site(other)
        await before.visit(leaf(1, SECOND, count=1, title="另一篇文章").body, None)
        merge(other, site.archive)
        assert not other.continued.unread()
        assert list(other.article(url(1)).paragraphs) == [*FIRST, *EDITED]
        assert list(verify(other)) == []
