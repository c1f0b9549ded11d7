"""Anybody's WARC files, brought in as captures."""

import gzip
import io
import json
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.capture import Capture, Outcome, digest
from archive.store import Archive
from archive.transfer.rows import Wanted, bound
from archive.transfer.warc_import import import_warc
from archive.transfer.warc_out import chosen, write_warc
from tests.unit.archive import press_archive as press

URL = "http://yunling.example/xwfb/1.html"
PAGE = "<p>云岭市</p>".encode()
DAY = datetime(2024, 5, 1, 8, 0, tzinfo=UTC)
EVERYTHING = (
    "SELECT url, captured_at, status, outcome, headers, digest, site, section, purpose, failure, request_headers,"
    " ip_address, protocol, method, request_body, key FROM captures ORDER BY url, captured_at, purpose"
)


class Warc:
    """A WARC file as other tools write it."""

    def __init__(self, *, gzip=True, version="1.0"):
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=gzip, warc_version=version)

    def response(self, url=URL, body=PAGE, *, day=0, status="200 OK", headers=(), kind="response", **fields):
        http = StatusAndHeaders(status, [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=self.fields(day, fields),
        )
        self.writer.write_record(record)
        return record.rec_headers

    def request(self, url=URL, *, day=0, method="GET", **fields):
        http = StatusAndHeaders(f"{method} / HTTP/1.1", [("User-Agent", "wget"), ("Host", "x")], is_http_request=True)
        record = self.writer.create_warc_record(
            url, "request", http_headers=http, warc_headers_dict=self.fields(day, fields)
        )
        self.writer.write_record(record)
        return record.rec_headers

    def revisit(self, first, url=URL, *, day=1, profile=None, http=True, status="200 OK", **fields):
        head = StatusAndHeaders(status, [("Content-Type", "text/html"), ("Date", "later")], protocol="HTTP/1.1")
        record = self.writer.create_revisit_record(
            url, first["WARC-Payload-Digest"], first["WARC-Target-URI"], first["WARC-Date"],
            http_headers=head if http else None, warc_headers_dict=self.fields(day, fields),
        )  # fmt: skip
        if profile:
            record.rec_headers.replace_header("WARC-Profile", profile)
        self.writer.write_record(record)

    def other(self, kind, uri, content_type="text/plain", body=b"x"):
        record = self.writer.create_warc_record(
            uri, kind, payload=io.BytesIO(body), length=len(body), warc_content_type=content_type
        )
        self.writer.write_record(record)

    @staticmethod
    def fields(day, fields):
        at = (DAY + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"WARC-Date": at} | {name.replace("_", "-"): value for name, value in fields.items()}


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "press.db") as opened:
        yield opened


@pytest.fixture
def bring(archive, tmp_path):
    def bring(*warcs, **options):
        paths = []
        for number, warc in enumerate(warcs):
            path = tmp_path / f"{number}.warc"
            path.write_bytes(warc if isinstance(warc, bytes) else warc.file.getvalue())
            paths.append(path)
        return import_warc(archive, paths, **options)

    return bring


def captures(archive):
    numbers = archive.db.execute("SELECT id FROM captures ORDER BY captured_at, url").fetchall()
    return [archive.capture(number) for (number,) in numbers]


def test_a_round_trip_brings_every_capture_as_it_was(press_file, tmp_path, archive):
    source = tmp_path / "source.db"
    with Archive(press_file, read_only=True) as old, Archive(source) as more:
        for (number,) in old.db.execute("SELECT id FROM captures ORDER BY id").fetchall():
            more.add_capture(old.capture(number), run=None, site="yunling", purpose="article")
        url, headers = "http://x.example/é ü", (("X", "\xe4"), ("Set-Cookie", "a"), ("Set-Cookie", "b"))
        sent = (("User-Agent", "govpress"),)
        at = press.FIRST_DAY.replace(microsecond=7)
        more.add_capture(
            Capture(url=url, captured_at=at, status=200, body=gzip.compress(PAGE), headers=headers, protocol="h2",
                    request_headers=sent, ip_address="192.0.2.1"),
            run=None,
        )  # fmt: skip
        more.add_capture(Capture(url=url, captured_at=at.replace(hour=9), status=304, headers=headers), run=None)
        more.add_capture(
            Capture(url=url, captured_at=at.replace(hour=10), status=None, failure="robots.txt",
                    outcome=Outcome.FORBIDDEN, request_headers=sent),
            run=None, purpose="robots",
        )  # fmt: skip
        for minute, status in enumerate((200, 200, None)):
            posted = Capture(
                url=f"{url}.do", captured_at=at.replace(hour=11, minute=minute), status=status, request_headers=sent,
                body=b"{}" if status else b"", failure=None if status else "timeout", method="POST",
                request_body=f"\r\n\r\npage={minute}".encode(),
            )  # fmt: skip
            more.add_capture(posted, run=None, purpose="list")
        with (tmp_path / "o.warc.gz").open("wb") as file:
            write_warc(more, chosen(more.db.conn, bound(Wanted())), file, name="o.warc.gz")
        imported = import_warc(archive, [tmp_path / "o.warc.gz"])
        assert archive.db.execute(EVERYTHING).fetchall() == more.db.execute(EVERYTHING).fetchall()
    assert (imported.captures, imported.known, imported.unresolved, imported.damaged) == (21, 0, [], [])


def test_importing_again_adds_nothing(archive, bring):
    warc = Warc()
    first = warc.response()
    warc.revisit(first)
    assert (bring(warc).captures, bring(warc).captures, bring(warc).known) == (2, 0, 2)


def test_a_response_without_a_request_is_a_capture(archive, bring):
    warc = Warc()
    warc.response(WARC_IP_Address="192.0.2.7")
    bring(warc)
    [capture] = captures(archive)
    assert (capture.url, capture.captured_at, capture.status, capture.body) == (URL, DAY, 200, PAGE)
    assert (capture.ip_address, capture.protocol, capture.request_headers) == ("192.0.2.7", "HTTP/1.1", ())


@pytest.mark.parametrize("order", ["request first", "response first", "named by the response"])
def test_a_request_is_found_wherever_it_stands(archive, bring, order):
    warc = Warc()
    if order == "request first":  # wget
        request = warc.request()
        warc.request("http://yunling.example/other.html")
        warc.response(WARC_Concurrent_To=request["WARC-Record-ID"])
    elif order == "response first":  # Heritrix, Browsertrix
        response = warc.response()
        warc.request(WARC_Concurrent_To=response["WARC-Record-ID"])
    else:
        warc.response(WARC_Concurrent_To="<urn:uuid:1>")
        warc.request(WARC_Record_ID="<urn:uuid:1>")
    bring(warc)
    assert captures(archive)[0].request_headers == (("User-Agent", "wget"), ("Host", "x"))


def test_chunks_are_joined_and_encodings_are_kept(archive, bring):
    packed = gzip.compress(PAGE)
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    warc = Warc()
    warc.response(body=body, headers=[("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")])
    bring(warc)
    [capture] = captures(archive)
    assert (capture.body, capture.payload) == (packed, PAGE)
    assert capture.headers == (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))


@pytest.mark.parametrize("http", [True, False], ids=["with headers", "without"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_revisit_gets_the_bytes_it_stands_for(archive, bring, http, version):
    warc = Warc(version=version)
    warc.revisit(warc.response(), http=http)
    bring(warc)
    _, again = captures(archive)
    assert (again.body, again.status, again.captured_at) == (PAGE, 200, DAY + timedelta(days=1))
    assert (again.header("date") == "later") is http
    assert archive.payload_capture(2) == 1


def test_a_304_stands_for_the_body_that_was_named(archive, bring):
    warc = Warc()
    first = warc.response()
    profile = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
    warc.revisit(first, profile=profile, status="304 Not Modified", WARC_Refers_To=first["WARC-Record-ID"])
    bring(warc)
    assert [(capture.status, capture.body) for capture in captures(archive)] == [(200, PAGE), (304, b"")]
    assert archive.payload_capture(2) == 1


def test_a_revisit_of_another_address_is_a_capture_of_its_own_page(archive, bring):
    warc = Warc()
    warc.revisit(warc.response(), url="http://yunling.example/copy.html")
    bring(warc)
    assert [capture.body for capture in captures(archive)] == [PAGE, PAGE]
    assert archive.payload_capture(2) == 2


def test_a_revisit_may_come_before_what_it_stands_for(archive, bring):
    later, earlier = Warc(), Warc()
    later.revisit(earlier.response())
    imported = bring(later, earlier)
    assert (imported.captures, imported.unresolved) == (2, [])


def test_a_revisit_of_what_is_nowhere_is_told_and_comes_with_a_later_import(archive, bring):
    later, earlier = Warc(), Warc()
    later.revisit(earlier.response())
    assert (bring(later).captures, bring(later).unresolved) == (0, [URL])
    bring(earlier)
    assert bring(later).captures == 1


def test_a_revisit_in_another_file_is_found_by_the_digest_alone(archive, bring):
    """As `wget --warc-dedup` writes it: the name of a record that was imported long ago, and a SHA-1."""
    earlier, later = Warc(), Warc()
    first = earlier.response()
    later.revisit(first, WARC_Refers_To="<urn:uuid:of-another-file>")
    bare = later.file.getvalue()
    assert first["WARC-Payload-Digest"].startswith("sha1:")
    bring(earlier)
    stripped = b"".join(
        line
        for line in gzip.decompress(bare).splitlines(keepends=True)
        if not line.startswith((b"WARC-Refers-To-Target-URI", b"WARC-Refers-To-Date"))
    )
    imported = bring(stripped)
    assert (imported.captures, imported.unresolved) == (1, [])
    assert [each.body for each in captures(archive)] == [PAGE, PAGE]


def test_what_is_no_page_fetched_is_passed_over(archive, bring):
    warc = Warc()
    warc.other("warcinfo", "")
    warc.other("resource", "urn:pageinfo:http://x.example/", "application/json", b"{}")
    warc.other("metadata", URL, "application/warc-fields", b"via: x")
    warc.other("response", "dns:yunling.example", "text/dns")
    warc.response(WARC_Concurrent_To="<urn:uuid:2>")
    warc.request(method="OPTIONS", WARC_Record_ID="<urn:uuid:2>")
    imported = bring(warc)
    assert captures(archive) == []
    assert imported.passed == {
        "warcinfo": 1, "resource": 1, "metadata": 1, "no web address": 1, "request by OPTIONS": 1
    }  # fmt: skip


def test_a_body_that_the_record_calls_cut_says_so(archive, bring):
    warc = Warc()
    warc.response(WARC_Truncated="length")
    bring(warc)
    assert captures(archive)[0].failure == "the body was cut short (length)"


@pytest.mark.parametrize("pack", ["records", "whole", "plain", "zstd"])
def test_any_compression_is_read(archive, bring, pack):
    warc = Warc(gzip=pack == "records")
    for day in range(3):
        warc.response(body=PAGE * (day + 1), day=day)
    data = warc.file.getvalue()
    packed = {"whole": gzip.compress, "zstd": zstandard.compress}.get(pack, bytes)(data)
    assert bring(packed).captures == 3


def test_the_warc_files_of_a_wacz_package_are_read(archive, bring):
    warc, package = Warc(), io.BytesIO()
    warc.response()
    with zipfile.ZipFile(package, "w") as file:
        file.writestr("archive/data.warc.gz", warc.file.getvalue())
        file.writestr("pages/pages.jsonl", "{}")
    assert bring(package.getvalue()).captures == 1


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_every_length_of_a_file_that_breaks_off_keeps_the_records_before(tmp_path, packed):
    warc = Warc(gzip=packed)
    ends = []
    for day in range(2):
        warc.response(body=PAGE * (day + 1), day=day)
        ends.append(warc.file.tell())
    data = warc.file.getvalue()
    path = tmp_path / "cut.warc"
    for length in [*range(ends[0] + 12, ends[1] - 12, 37), ends[1]]:
        path.write_bytes(data[:length])
        with Archive(tmp_path / f"{length}.db") as archive:
            imported = import_warc(archive, [path])
            assert len(captures(archive)) == (2 if length == ends[1] else 1), length
            assert bool(imported.damaged) == (length < ends[1]), length
            assert all("behind record 1" in said for said in imported.damaged)


def test_a_record_that_is_not_what_its_digest_says_is_left_out(archive, bring):
    warc = Warc(gzip=False)
    for day in range(3):
        warc.response(body=PAGE + b"%d" % day, day=day)
    data = warc.file.getvalue().replace(PAGE + b"1", PAGE + b"7")
    imported = bring(data)
    assert [capture.body[-1:] for capture in captures(archive)] == [b"0", b"2"]
    assert imported.passed == Counter(damaged=1)


@pytest.mark.parametrize("content", [b"", b"<html>no WARC</html>", b"\x1f\x8bnothing", b"PK\x03\x04"])
def test_what_is_no_warc_file_is_told_and_stops_no_other(archive, bring, content):
    warc = Warc()
    warc.response()
    imported = bring(content, warc)
    assert imported.captures == 1
    assert len(imported.damaged) == 1
    assert "0.warc" in imported.damaged[0]


def test_a_page_is_of_the_site_that_is_given_or_known_or_of_its_host(archive, bring):
    archive.add_capture(
        Capture(url=URL, captured_at=DAY, status=200, body=b"x"),
        run=None,
        site="yunling",
        section="要闻",
        purpose="list",
    )
    warc = Warc()
    warc.response(day=1)
    warc.response("http://caoyuan.example/2.html", day=2)
    warc.response("http://caoyuan.example/3.png", day=3)
    warc.response("http://caoyuan.example/robots.txt", day=4)
    bring(warc, site_of=lambda url: "caoyuan" if "caoyuan.example" in url else None)
    rows = archive.db.execute("SELECT site, section, purpose FROM captures ORDER BY captured_at").fetchall()
    assert rows[1:] == [
        ("yunling", "要闻", "list"),
        ("caoyuan", None, "article"),
        ("caoyuan", None, "article"),  # an HTML page, whatever it is called
        ("caoyuan", None, "robots"),
    ]


def test_only_pages_when_only_pages_are_wanted(archive, bring):
    warc = Warc()
    warc.response()
    warc.response("http://yunling.example/a.png", status="404 Not Found")
    imported = bring(warc, pages_only=True)
    assert (imported.captures, imported.passed) == (1, Counter({"no page": 1}))


def test_an_older_capture_joins_the_history_of_its_page(archive, bring):
    visit = press.Press(archive)
    visit.visit({press.BRIEFING: press.BRIEFING_ARTICLE})
    warc = Warc()
    warc.response(press.BRIEFING, body=b"older")
    imported = bring(warc)
    assert imported.articles == 1
    [number] = archive.unread(site="yunling")
    older = press.replace(press.BRIEFING_ARTICLE, text="更早的文字")
    archive.add_reading(number, reader="test 1", article=older, fingerprint=press.print_of(older))
    assert [version.first_seen.year for version in archive.versions(press.BRIEFING)] == [2024, 2026]
    assert sorted(change.kind for change in archive.changes(url=press.BRIEFING)) == ["edited", "new"]


def test_the_command_keeps_what_is_good_and_ends_with_the_error(run, tmp_path):
    warc = Warc()
    warc.response()
    warc.response(body=PAGE * 2, day=1)
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(warc.file.getvalue()[:-40])
    db = tmp_path / "new.db"
    answer = run("import", "warc", path, "--json", db=db, code=4)
    assert json.loads(answer.stdout)["captures"] == 1
    assert "cut.warc.gz breaks off or is damaged behind record 1" in answer.stderr
    with Archive(db, read_only=True) as archive:
        assert [capture.digest for capture in captures(archive)] == [digest(PAGE)]
