"""Files that hang on an article: fetched with it, swapped behind an unchanged page, searched, read again."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from archive.capture import Capture
from archive.find import find
from archive.rebuild import DERIVED
from archive.store import Archive
from archive.transfer.merge import merge
from archive.verify import verify
from crawler.practice.made_files import make_docx, make_pdf
from pipelines.file_bodies import read_body
from pipelines.files import FILE_READER, FileReading
from pipelines.payload import Payload, Reading, read_file_payload, read_payload
from pipelines.reread import Choice, Rereading
from pipelines.whole import new_reading, payload_of
from tests.unit.pipelines.test_pages import FIRST, leaf, url

HREF = "http://www.qingyan.example.cn/2026-03/02/P01.docx"
PAGE = leaf(1, FIRST, count=1, more='<p>附件：<a href="P01.docx">青砚河排污口名录</a></p>').body
OTHER_PAGE = PAGE.replace("三百多处".encode(), "两百多处".encode())
OLD, NEW = make_docx(["排污口名录", "东关段排污口三十一处"]), make_docx(["排污口名录", "东关段排污口十三处"])
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class InProcess:
    room = 4

    async def read(self, payload: Payload) -> Reading:
        return read_payload(payload)

    async def read_file(self, payload: Payload) -> FileReading:
        return read_file_payload(payload)


class Site:
    """An article with a file, visited once a day."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.days = 0

    async def visit(self, page: bytes | int, file: bytes | int | None, *, zipped: int | None = None) -> None:
        self.days += 1
        run = self.archive.start_run(site="qingyan")
        look = self._answer(run, url(1), page, "article")
        if isinstance(page, bytes):
            reading = read_payload(payload_of(self.archive.capture(self.archive.payload_capture(look)), None))
            self.archive.add_readings([new_reading(look, reading)])
        if file is not None:
            self._answer(run, HREF, file, "attachment", zipped=zipped)
            body = self.archive.continued.part(look, HREF)
            if body and not self.archive.files.is_read(body, FILE_READER):
                await read_body(self.archive, InProcess(), body)
        self.archive.touch(look)
        self.archive.finish_run(run, outcome="ok", stats={})

    def _answer(self, run: int, address: str, answer: bytes | int, purpose: str, *, zipped: int | None = None) -> int:
        status, body = (200, answer) if isinstance(answer, bytes) else (answer, b"")
        before = self.archive.db.execute(
            "SELECT max(id) FROM captures WHERE url = ? AND status = 200 AND revisit_of IS NULL", (address,)
        ).fetchone()[0]
        moment = START + timedelta(days=self.days, seconds=purpose == "attachment")
        capture = Capture(
            url=address,
            captured_at=moment,
            status=status,
            headers=(("Content-Encoding", "gzip"),) if zipped is not None else (),
            body=gzip.compress(body, mtime=zipped) if zipped is not None else body,
        )
        revisit_of = before if status == 304 else None
        return self.archive.add_capture(capture, run=run, site="qingyan", purpose=purpose, revisit_of=revisit_of)

    def kinds(self) -> list[str]:
        return [row[0] for row in self.archive.db.execute("SELECT kind FROM changes ORDER BY observed_by, kind")]

    def rows(self) -> dict[str, list]:
        tables = (*DERIVED, "readings", "files")
        return {name: self.archive.db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    with Archive(tmp_path / "press.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")  # no test here cuts the power
        yield Site(archive)


async def test_the_digest_of_a_file_stands_beside_its_address(site: Site):
    await site.visit(PAGE, OLD)
    [(href, digest)] = site.archive.db.execute("SELECT href, digest FROM attachments").fetchall()
    assert (href, digest) == (HREF, Capture(url=HREF, captured_at=START, status=200, body=OLD).digest)


@pytest.mark.parametrize("page", [304, PAGE], ids=["304", "the same bytes"])
async def test_a_file_that_is_swapped_under_an_unchanged_page_is_an_edit_that_names_it(site: Site, page):
    await site.visit(PAGE, OLD)
    await site.visit(page, NEW)
    await site.visit(304, 304)
    assert site.kinds() == ["new", "edited"]
    [change] = site.archive.changes(kind="edited")
    assert (change.summary, change.chars_added) == ("another file at 青砚河排污口名录", 0)
    assert len(site.archive.db.execute("SELECT DISTINCT digest FROM version_files").fetchall()) == 2
    await site.visit(304, OLD)
    assert site.archive.versions(url(1))[-1].returns_to == 1


async def test_an_edit_of_the_page_and_of_the_file_are_one_that_names_both(site: Site):
    await site.visit(PAGE, OLD)
    await site.visit(OTHER_PAGE, NEW)
    [change] = site.archive.changes(kind="edited")
    assert "another file" in change.summary
    assert "两百" in change.summary or change.chars_added


@pytest.mark.parametrize(
    "answer",
    [None, 500, 403, 404, "<!DOCTYPE html><p>您访问的文件不存在".encode(), b"", NEW[:0] + b"<html>"],
    ids=["not asked", "500", "403", "404", "a page", "nothing", "half a page"],
)
async def test_a_file_that_could_not_be_had_is_no_edit(site: Site, answer):
    await site.visit(PAGE, OLD)
    await site.visit(304, answer)
    await site.visit(304, OLD)
    assert site.kinds() == ["new"]


async def test_a_file_that_is_fetched_for_the_first_time_is_no_edit(site: Site):
    await site.visit(PAGE, None)
    await site.visit(304, OLD)
    assert site.kinds() == ["new"]


async def test_the_same_file_packed_otherwise_on_the_way_is_no_edit(site: Site):
    await site.visit(PAGE, OLD, zipped=1)
    await site.visit(304, OLD, zipped=2)
    assert site.kinds() == ["new"]


async def test_a_swap_that_comes_to_light_after_the_page_changed_is_told(site: Site):
    await site.visit(PAGE, OLD)
    await site.visit(OTHER_PAGE, 500)
    await site.visit(304, NEW)
    assert site.archive.changes(kind="edited")[0].summary.startswith("another file")


async def test_words_in_a_file_are_found_and_said_to_be_there(site: Site):
    await site.visit(PAGE, OLD)
    [hit] = find(site.archive.db.conn, "东关段")
    assert (hit.url, hit.attachment, hit.href) == (url(1), "青砚河排污口名录", HREF)
    await site.visit(304, NEW)
    assert find(site.archive.db.conn, "三十一处") == []
    assert [hit.attachment for hit in find(site.archive.db.conn, "十三处")] == ["青砚河排污口名录"]


async def test_words_of_the_article_come_before_those_of_its_files(site: Site):
    await site.visit(PAGE, OLD)
    assert [hit.attachment for hit in find(site.archive.db.conn, "排污口")] == [None, "青砚河排污口名录"]


async def test_reading_again_from_the_archive_alone_gives_the_same_rows(site: Site):
    for page, file in [(PAGE, OLD), (304, 404), (304, NEW), (OTHER_PAGE, 304), (304, None), (304, OLD)]:
        await site.visit(page, file)
    before = site.rows()
    assert list(verify(site.archive)) == []
    for name in (*DERIVED, "readings", "files"):
        site.archive.db.execute(f"DELETE FROM {name}")
    site.archive.db.execute("INSERT INTO files_fts(files_fts) VALUES ('delete-all')")
    await Rereading(site.archive, InProcess(), {}, Choice()).run(lambda _progress: None)
    assert site.rows() == before
    assert len(find(site.archive.db.conn, "东关段")) == 1


async def test_a_merge_brings_the_files_and_what_they_say(site: Site, tmp_path):
    await site.visit(PAGE, OLD)
    await site.visit(304, NEW)
    with Archive(tmp_path / "other.db") as other:
        other.finish_run(other.start_run(site="yunling"), outcome="ok", stats={})
        merge(other, site.archive)
        assert [change.kind for change in other.changes()] == ["edited", "new"]
        assert len(find(other.db.conn, "十三处")) == 1
        assert list(verify(other)) == []


def test_a_pdf_says_what_it_says_over_several_lines():
    read = read_file_payload(
        Payload(url="http://a.example/1.pdf", body=make_pdf(["一", "二"]), encoding=None, content_type=None)
    )
    assert read.text == "一\n二"
