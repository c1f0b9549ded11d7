"""Rereading on archives of a few captures: who reads what, what is told, what stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.capture import Capture
from archive.kept import NewReading
from archive.store import Archive
from pipelines.drift import Drift, differences
from pipelines.payload import ListReading, Payload, Reading, read_list_payload, read_payload
from pipelines.profile import Profile
from pipelines.reader import READER, reader_name
from pipelines.reread import Choice, Progress, Rereading, keep_listing
from pipelines.whole import new_reading, payload_of

PAGE = """<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>
<div class="info">发布时间：2021-03-04 10:00 来源：{source}</div><div class="text"><p>{lead}</p>
<p>会议指出，全市今年计划新建中小学校{schools}所，改造农村校舍三百间，新增学位八千个，并为偏远学校配备校车四十辆。</p>
</div></body></html>"""
WORDS = {
    "title": "云岭市召开春季学期教育工作会议",
    "source": "云岭日报",
    "lead": "三月四日上午，云岭市召开春季学期教育工作会议，总结上学期的工作，部署新学期的任务，各区负责人参加了会议。",
    "schools": "十二",
}
LEAD_CUT = Profile(remove=(".text p:first-of-type",))
HOME = "http://www.yunling.example"
START = datetime(2021, 3, 5, tzinfo=UTC)


class InProcess:
    """A reading pool without processes."""

    room = 4

    def __init__(self) -> None:
        self.asked: list[Payload] = []

    async def read(self, payload: Payload) -> Reading:
        self.asked.append(payload)
        return read_payload(payload)

    async def read_list(self, payload: Payload) -> ListReading:
        self.asked.append(payload)
        return read_list_payload(payload)


class Press:
    """An archive that is captured and read by hand."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.days = 0

    def capture(self, body: str, path: str = "/a/1.html", *, site: str = "yunling", purpose: str = "article") -> int:
        """Capture a body on the next day."""
        self.days += 1
        capture = Capture(
            url=HOME + path, captured_at=START + timedelta(days=self.days), status=200, body=body.encode()
        )
        return self.archive.add_capture(capture, run=None, site=site, section="要闻", purpose=purpose)

    def visit(self, profile: Profile | None = None, *, reader: str | None = None, **words: str) -> int:
        """Capture a page on the next day and read it, under another reader's name if asked."""
        number = self.capture(PAGE.format(**WORDS | words))
        reading = read_payload(payload_of(self.archive.capture(number), profile))
        self.archive.add_readings([new_reading(number, replace(reading, reader=reader or reading.reader))])
        return number

    async def reread(
        self, profiles: Mapping[str, Profile] | None = None, *, pool: InProcess | None = None, **choice
    ) -> Progress:
        """Read all of it again, without processes."""
        rereading = Rereading(self.archive, pool or InProcess(), profiles or {}, Choice(**choice))
        return await rereading.run(lambda _progress: None)

    def readers(self) -> list[str]:
        return [row[0] for row in self.archive.db.execute("SELECT reader FROM readings ORDER BY capture")]

    def kinds(self) -> list[str]:
        return [row[0] for row in self.archive.db.execute("SELECT kind FROM changes ORDER BY observed_by, kind")]


@pytest.fixture
def press(tmp_path) -> Iterator[Press]:
    with Archive(tmp_path / "press.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")  # no test here cuts the power
        yield Press(archive)


async def test_what_an_older_reader_read_is_read_by_todays(press: Press):
    press.visit(reader="govpress 0.0.9/r1")
    press.visit(reader="govpress 0.0.9/r1", schools="九")
    progress = await press.reread()
    assert press.readers() == [READER, READER]
    assert (progress.pages_read, progress.captures_read, progress.drift.drifted) == (1, 2, 0)


async def test_a_rule_that_cuts_a_paragraph_is_drift_and_no_edit(press: Press):
    press.visit()
    press.visit(schools="九")
    assert press.kinds() == ["new", "edited"]
    progress = await press.reread({"yunling": LEAD_CUT})
    assert (progress.drift.compared, progress.drift.drifted) == (2, 2)
    assert [(one.field, one.captures) for one in progress.drift.ranked()][:1] == [("text", 2)]
    assert (progress.found, progress.lost) == ({}, {})
    assert press.kinds() == ["new", "edited"]


async def test_an_edit_that_an_earlier_rule_hid_is_told_as_found(press: Press):
    press.visit(LEAD_CUT)
    press.visit(LEAD_CUT, lead=WORDS["lead"].replace("春季", "秋季"))
    assert press.kinds() == ["new"]
    progress = await press.reread()
    assert (progress.found, progress.lost) == ({"edited": 1}, {})
    assert press.kinds() == ["new", "edited"]


async def test_an_edit_that_a_rule_hides_is_told_as_lost(press: Press):
    press.visit()
    press.visit(lead=WORDS["lead"].replace("春季", "秋季"))
    progress = await press.reread({"yunling": LEAD_CUT})
    assert (progress.found, progress.lost) == ({}, {"edited": 1})


async def test_captures_from_before_a_redesign_are_read_by_the_rules_of_then(press: Press):
    press.visit()
    press.visit()
    last = press.visit(title="云岭市召开秋季学期教育工作会议")
    until = date(2021, 3, 7)
    progress = await press.reread({"yunling": Profile(before=((until, LEAD_CUT),))})
    texts = [row[0].startswith("会议指出") for row in press.archive.db.execute("SELECT text FROM readings")]
    assert texts == [True, False]  # the second is the first again, and was never read
    assert press.archive.capture(last).captured_at.date() > until
    assert progress.captures_read == 2


async def test_a_list_from_before_a_redesign_is_read_by_the_rules_of_then(press: Press):
    number = press.capture(listing(1, 6), "/list.html", purpose="list")
    profile = Profile(before=((date(2022, 1, 1), Profile(items=("li:first-child a",))),))
    await press.reread({"yunling": profile})
    row = press.archive.db.execute("SELECT capture, reader, items FROM listings").fetchone()
    assert row == (number, reader_name(profile), 1)


async def test_what_belongs_to_no_known_site_is_read_by_the_general_rules(press: Press):
    press.visit(LEAD_CUT)
    progress = await press.reread({"another": LEAD_CUT})
    assert press.readers() == [READER]
    assert progress.drift.drifted == 1


async def test_a_page_of_two_sites_is_read_by_one_reader_that_of_the_last(press: Press):
    press.capture(PAGE.format(**WORDS))
    press.capture(PAGE.format(**WORDS | {"schools": "九"}), site="another")
    await press.reread({"yunling": Profile(), "another": LEAD_CUT})
    assert press.readers() == [reader_name(LEAD_CUT)] * 2
    again = await press.reread({"yunling": Profile(), "another": LEAD_CUT})
    assert again.captures_read == 0


async def test_captures_that_nobody_read_are_read_for_the_first_time(press: Press):
    press.visit()
    press.capture(PAGE.format(**WORDS | {"schools": "九"}))
    progress = await press.reread()
    assert (progress.first_read, progress.drift.compared, progress.found) == (1, 0, {"edited": 1})


async def test_since_takes_pages_captured_later_with_their_whole_history(press: Press):
    press.visit(reader="older")
    for path in ("/a/2.html", "/a/1.html"):
        press.capture(PAGE.format(**WORDS | {"schools": "九"}), path)
    progress = await press.reread(since=START + timedelta(days=3))
    assert (progress.pages_read, progress.captures_read) == (1, 2)
    assert press.readers() == [READER, READER]


async def test_one_page_can_be_chosen_by_any_form_of_its_address(press: Press):
    press.capture(PAGE.format(**WORDS), "/a/1.html")
    press.capture(PAGE.format(**WORDS), "/a/2.html")
    progress = await press.reread(url="https://yunling.example/a/2.html#top")
    assert progress.captures_read == 1


async def test_a_page_that_moved_is_read_with_its_new_address_in_one_transaction(press: Press):
    press.visit(reader="older")
    press.days += 1
    moved = Capture(
        url=HOME + "/a/1.html", captured_at=START + timedelta(days=press.days), status=301,
        headers=(("Location", "/b/1.html"),),
    )  # fmt: skip
    press.archive.add_capture(moved, run=None, site="yunling", purpose="article")
    number = press.capture(PAGE.format(**WORDS), "/b/1.html")
    reading = read_payload(payload_of(press.archive.capture(number), None))
    press.archive.add_readings([new_reading(number, replace(reading, reader="older"))])
    assert press.kinds() == ["new", "moved"]
    progress = await press.reread()
    assert (progress.pages_read, progress.captures_read, progress.found) == (1, 2, {})
    assert press.kinds() == ["new", "moved"]


async def test_a_body_that_was_captured_as_something_else_is_read_where_an_article_stands_for_it(press: Press):
    held = press.capture(PAGE.format(**WORDS), purpose="page")
    for earlier in (held, held + 1):  # a revisit, as a WARC file has them, and one of that
        press.days += 1
        revisit = Capture(url=HOME + "/a/1.html", captured_at=START + timedelta(days=press.days), status=200)
        press.archive.add_capture(revisit, run=None, site="yunling", purpose="article", revisit_of=earlier)
    progress = await press.reread()
    assert progress.captures_read == 1
    assert press.archive.db.execute("SELECT capture, title FROM readings").fetchall() == [(held, WORDS["title"])]
    assert (await press.reread()).captures_read == 0


async def test_a_damaged_body_keeps_its_reading_and_is_told(press: Press):
    number = press.visit(reader="older")
    other = press.capture(PAGE.format(**WORDS), "/a/2.html")
    press.archive.db.execute("DROP TRIGGER payloads_never_updated")
    press.archive.db.execute("UPDATE payloads SET bytes = x'00' WHERE id = 1")
    progress = await press.reread()
    read = dict(press.archive.db.execute("SELECT capture, reader FROM readings").fetchall())
    assert read.get(number) == "older"
    assert other not in read  # the same bytes
    assert len(progress.damaged) == 2


async def test_attachments_that_were_dropped_are_there_again(press: Press):
    press.visit(lead=WORDS["lead"] + '</p><p><a href="/f/1.pdf">附件：云岭市新建中小学校名单.pdf</a>')
    rows = "SELECT * FROM attachments ORDER BY page, position"
    before = press.archive.db.execute(rows).fetchall()
    assert before
    for table in ("changes", "versions", "attachments", "pages", "readings"):
        press.archive.db.execute(f"DELETE FROM {table}")
    await press.reread()
    assert press.archive.db.execute(rows).fetchall() == before


async def test_stopping_keeps_whole_pages_only(press: Press):
    for path in ("/a/1.html", "/a/2.html", "/a/3.html"):
        press.capture(PAGE.format(**WORDS), path)
        press.capture(PAGE.format(**WORDS | {"schools": "九"}), path)
    rereading = Rereading(press.archive, InProcess(), {}, Choice())
    progress = await rereading.run(lambda so_far: rereading.stop() if so_far.pages_read == 1 else None)
    assert (progress.interrupted, progress.pages_read, len(press.readers())) == (True, 1, 2)
    rest = await press.reread()
    assert (rest.pages_read, len(press.readers())) == (2, 6)


async def test_lists_are_read_before_pages_and_the_same_bytes_once(press: Press):
    press.capture(PAGE.format(**WORDS))
    press.capture(listing(1, 6), "/list.html", purpose="list")
    press.capture(listing(1, 6), "/list.html", purpose="list")
    pool = InProcess()
    progress = await press.reread(pool=pool)
    assert [payload.url.removeprefix(HOME) for payload in pool.asked] == ["/list.html", "/a/1.html"]
    assert progress.lists_read == 2
    assert press.archive.db.execute("SELECT items FROM listings").fetchall() == [(6,), (6,)]


async def test_a_list_that_reads_otherwise_is_counted(press: Press):
    for first in (1, 2):
        number = press.capture(listing(first, first + 5), "/list.html", purpose="list")
        keep_listing(press.archive, number, read_list_payload(payload_of(press.archive.capture(number), None)))
    progress = await press.reread({"yunling": Profile(items=("li:first-child a",))})
    assert (progress.lists_read, progress.lists_drifted) == (2, 2)
    assert (await press.reread({"yunling": Profile(items=("li:first-child a",))})).lists_read == 0


def listing(first: int, last: int) -> str:
    rows = "".join(
        f'<li><a href="/a/{n}.html">云岭市召开第{n}次教育工作会议</a><span>2021-03-0{n}</span></li>'
        for n in range(first, last + 1)
    )
    return f'<html><meta charset="utf-8"><body><ul class="list">{rows}</ul></body></html>'


def read(**words: str) -> NewReading:
    capture = Capture(url=HOME, captured_at=START, status=200, body=PAGE.format(**WORDS | words).encode())
    return new_reading(1, read_payload(payload_of(capture, None)))


def row_of_reading(press: Press) -> dict:
    (row,) = press.archive.db.query("SELECT * FROM readings")
    return row


def test_a_verdict_that_turns_is_one_difference(press: Press):
    press.visit()
    refused = NewReading(capture=1, reader="x", error="gone", error_kind="MissingPage")
    assert list(differences(row_of_reading(press), refused)) == [("verdict", "article", "MissingPage")]


def test_another_fingerprint_of_the_same_fields_is_a_difference(press: Press):
    press.visit()
    ((field, _, _),) = differences(row_of_reading(press), replace(read(), fingerprint="sha256:other"))
    assert field == "fingerprint"


def test_an_example_shows_the_place_where_two_values_part(press: Press):
    press.visit()
    drift = Drift()
    drift.compare(row_of_reading(press), read(schools="九"), HOME)
    (field,) = drift.ranked()
    assert (field.field, field.captures, field.url) == ("text", 1, HOME)
    assert "学校十二所" in field.old
    assert "学校九所" in field.new
    assert len(field.old) < 60


async def test_a_list_that_was_posted_for_is_read_as_the_page_that_the_form_named(press: Press):
    headers = (("Referer", HOME + "/zfwj/"), ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "*/*"))
    records = [{"title": f"榆汀市第{n}次情况通报会", "infourl": f"/a/{n}.html"} for n in range(1, 21)]
    for page in (1, 2):
        captured = Capture(
            url=HOME + "/cms/JsonList", captured_at=START + timedelta(minutes=page), status=200, method="POST",
            request_body=f"channelCode=A09&perPage=20&pageno={page}".encode(), request_headers=headers,
            body=json.dumps({"list": records, "totalRec": 137}, ensure_ascii=False).encode(),
        )  # fmt: skip
        press.archive.add_capture(captured, run=None, site="yunling", section="要闻", purpose="list")
    pool = InProcess()
    await press.reread(pool=pool)
    bodies = [payload.request.body for payload in pool.asked if payload.request]
    assert bodies == ["channelCode=A09&perPage=20&pageno=1", "channelCode=A09&perPage=20&pageno=2"]
    assert {payload.request.headers for payload in pool.asked if payload.request} == {headers[:2]}
    assert press.archive.db.execute("SELECT items, total_pages FROM listings").fetchall() == [(20, 7), (20, 7)]
