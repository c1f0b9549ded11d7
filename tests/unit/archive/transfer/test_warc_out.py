"""Captures as a WARC/1.1 file, judged by warcio."""

import gzip
import io
import json
import subprocess
import sys
from datetime import timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.capture import UNMARKED_END, Capture, Outcome
from archive.store import Archive
from archive.transfer.rows import Wanted, bound
from archive.transfer.warc_out import chosen, write_warc
from tests.unit.archive.press_archive import FIRST_DAY

URL = "http://yunling.example/xwfb/1.html"


def answer(url=URL, *, minutes=0, status=200, body=b"<p>\xe4\xba\x91</p>", **others):
    return Capture(url=url, captured_at=FIRST_DAY + timedelta(minutes=minutes), status=status, body=body, **others)


def written(archive, **wanted):
    file = io.BytesIO()
    numbers = chosen(archive.db.conn, bound(Wanted(**wanted)))
    write_warc(archive, numbers, file, name="out.warc.gz")
    return file.getvalue()


def records(data):
    found = []
    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
        found.append((record.rec_headers, record.raw_stream.read()))
    return found


def of(kind, data):
    return [(headers, block) for headers, block in records(data) if headers["WARC-Type"] == kind]


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "press.db") as opened:
        yield opened


def test_a_response_is_the_answer_byte_for_byte(archive):
    body = gzip.compress(b"<p>text</p>")
    headers = (("Content-Encoding", "gzip"), ("X-Name", "\xe4\xba\x91"), ("Set-Cookie", "a"), ("Set-Cookie", "b"))
    archive.add_capture(answer(body=body, headers=headers, ip_address="192.0.2.1", protocol="HTTP/1.1"), run=None)
    [(head, block)] = of("response", written(archive))
    assert block == (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-Name: \xe4\xba\x91\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n"
        + body
    )
    assert (head["WARC-Target-URI"], head["WARC-Date"]) == (URL, "2026-03-02T01:00:00Z")
    assert head["WARC-IP-Address"] == "192.0.2.1"
    assert head["WARC-Payload-Digest"] == archive.capture(1).digest


def test_the_same_bytes_again_are_a_revisit_that_names_the_first(archive):
    for minutes in (0, 1):
        archive.add_capture(answer(minutes=minutes, headers=(("Date", str(minutes)),)), run=None)
    data = written(archive)
    [(first, _)], [(again, block)] = of("response", data), of("revisit", data)
    assert again["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert again["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert again["WARC-Refers-To-Target-URI"] == URL
    assert again["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert again["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    assert block == b"HTTP/1.1 200 OK\r\nDate: 1\r\n\r\n"


@pytest.mark.parametrize("named", [True, False], ids=["validators sent for it", "nobody said which"])
def test_a_304_is_a_revisit_of_the_body_it_stands_for(archive, named):
    first = archive.add_capture(answer(), run=None)
    archive.add_capture(answer(minutes=1, status=304, body=b""), run=None, revisit_of=first if named else None)
    [(head, block)] = of("revisit", written(archive))
    assert head["WARC-Profile"].endswith("/1.1/revisit/server-not-modified")
    assert head["WARC-Refers-To-Date"] == "2026-03-02T01:00:00Z"
    assert block.startswith(b"HTTP/1.1 304 Not Modified\r\n")


def test_a_revisit_of_what_was_not_asked_for_is_written_whole(archive):
    archive.add_capture(answer(), run=None)
    archive.add_capture(answer(minutes=60 * 24), run=None)
    data = written(archive, after=(FIRST_DAY + timedelta(days=1)).date())
    assert of("revisit", data) == []
    [(_, block)] = of("response", data)
    assert block.endswith(answer().body)


@pytest.mark.parametrize(
    ("failure", "truncated"), [(UNMARKED_END, None), ("the body was cut short (disconnect)", "disconnect")]
)
def test_a_body_that_ended_with_its_connection_is_not_called_truncated(archive, failure, truncated):
    archive.add_capture(answer(failure=failure), run=None)
    data = written(archive)
    [(head, _)] = of("response", data)
    assert head.get("WARC-Truncated") == truncated
    assert json.loads(of("metadata", data)[0][1])["capture"]["failure"] == failure


def test_a_failure_is_a_metadata_record_alone(archive):
    failed = Capture(url=URL, captured_at=FIRST_DAY, status=None, failure="DNS", outcome=Outcome.FAILED)
    archive.add_capture(failed, run=None)
    kinds = [head["WARC-Type"] for head, _ in records(written(archive))]
    assert kinds == ["warcinfo", "metadata"]


def test_the_metadata_record_holds_the_reading(press_file):
    with Archive(press_file, read_only=True) as archive:
        told = [(head, json.loads(block)) for head, block in of("metadata", written(archive))]
    head, first = told[0]
    assert first["reading"]["article"]["title"] == "云岭市召开打击电信网络诈骗新闻发布会"
    assert first["reading"]["reader"] == "test 1"
    assert (first["capture"]["site"], first["capture"]["purpose"]) == ("yunling", "article")
    assert head["Content-Type"] == "application/json"
    # Replay tools show whatever is filed under the address of the page.
    assert head["WARC-Target-URI"] == f"urn:govpress:{URL}"


def test_the_first_record_says_what_is_not_as_on_the_wire(archive):
    [(_, block)] = of("warcinfo", written(archive))
    assert (
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/" in block.decode()
    )
    assert "Not exact" in block.decode()


def test_a_capture_has_the_same_record_in_every_file(archive):
    archive.add_capture(answer(), run=None)
    names = [of("response", written(archive))[0][0]["WARC-Record-ID"] for _ in range(2)]
    assert names[0] == names[1]


@pytest.mark.parametrize("name", ["out.warc.gz", "out.warc"])
def test_warcio_accepts_every_record(run, tmp_path, name):
    out = tmp_path / name
    told = json.loads(run("export", "warc", out, "--json").stdout)
    assert told["captures"] == 15
    answer = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", out], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.count("digest pass") == sum(told["records"].values()) - told["records"]["revisit"]


def test_only_what_was_asked_for_is_written(run, tmp_path):
    told = run("export", "warc", tmp_path / "o.warc.gz", "--from", "2026-03-03", "--to", "2026-03-03", "--json").stdout
    assert json.loads(told)["captures"] == 5
    told = run("export", "warc", tmp_path / "p.warc.gz", "--from", "2030", "--json").stdout
    assert json.loads(told) == {"out": str(tmp_path / "p.warc.gz"), "captures": 0, "records": {"warcinfo": 1}}
