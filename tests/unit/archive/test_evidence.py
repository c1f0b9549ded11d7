"""Evidence as it is written and read back: headers, revisits, redirects, failures and the ledger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.capture import Capture, Outcome, digest
from archive.errors import ArchiveError
from archive.header import pack_headers, unpack_headers
from archive.ledger import canonical, link, root
from archive.transfer.head import heads
from tests.unit.archive.simulated_site import SITE, address

AT = datetime(2024, 3, 1, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
HEADERS = (
    ("Server", "nginx"),
    ("Set-Cookie", "a=1"),
    ("Date", "Fri, 01 Mar 2024 01:00:00 GMT"),
    ("Set-Cookie", "b=2"),
    ("X-Note", "caf\xe9"),
)


def capture(**fields):
    return Capture(**({"url": address("a"), "captured_at": AT, "status": 200} | fields))


@pytest.mark.parametrize(
    "kept",
    [
        capture(body=b"<p>", headers=HEADERS, request_headers=(("Accept", "*/*"), ("If-None-Match", '"1"'))),
        capture(status=304, headers=HEADERS[:1]),
        capture(status=404, ip_address="10.0.0.1", protocol="HTTP/1.1"),
        capture(status=None, failure="timeout after 30 s"),
        capture(status=None, failure="robots.txt says no", outcome=Outcome.FORBIDDEN),
        capture(url="http://云岭.example/正文?a=%zz"),
        capture(method="POST", request_body="栏目=要闻&page=2".encode(), body=b"{}"),
        capture(status=None, failure="timeout after 30 s", method="POST"),
    ],
    ids=lambda kept: str(kept.outcome),
)
def test_a_capture_comes_back_as_it_was(archive, kept):
    number = archive.add_capture(kept, run=None)
    found = archive.capture(number)
    assert found == kept
    assert found.captured_at.tzinfo is UTC


def test_the_view_shows_headers_in_the_order_received(archive):
    archive.add_capture(capture(headers=HEADERS, request_headers=(("Accept", "*/*"),)), run=None)
    (row,) = archive.db.query(
        "SELECT json_extract(headers, '$[1]') AS second, json_array_length(headers) AS many,"
        " json_extract(headers, '$[4][1]') AS note, request_headers FROM captures"
    )
    assert row == {"second": '["Set-Cookie","a=1"]', "many": 5, "note": "café", "request_headers": '[["Accept","*/*"]]'}


def test_headers_that_do_not_differ_are_stored_once(archive):
    for second in range(5):
        headers = (("Server", "nginx"), ("Date", f"{second}"), ("ETag", f'"{second}"'))
        archive.add_capture(capture(headers=headers, captured_at=AT + timedelta(seconds=second)), run=None)
    assert archive.db.execute("SELECT count(*) FROM header_sets").fetchone() == (1,)


@pytest.mark.parametrize("headers", [(), HEADERS, (("X", "\udc80"),), (("a", ""), ("A", ""))])
def test_packed_headers_unpack_to_the_same(headers):
    assert unpack_headers(*pack_headers(headers)) == headers


def test_a_failure_with_undecodable_words_is_kept(archive):
    number = archive.add_capture(capture(status=None, failure="bad \udc80"), run=None)
    assert archive.capture(number).failure == "bad \\udc80"


def test_a_redirect_names_where_it_leads(archive):
    archive.add_capture(capture(status=302, headers=(("Location", "../b.html#top"),)), run=None)
    (row,) = archive.db.query("SELECT location, outcome FROM captures")
    assert row == {"location": "http://www.yunling.example/b.html", "outcome": "redirect"}


def test_the_same_bytes_of_another_page_are_no_revisit(archive):
    first = archive.add_capture(capture(body=b"same"), run=None)
    other = archive.add_capture(capture(body=b"same", url=address("b")), run=None)
    again = archive.add_capture(capture(body=b"same", url=address("a") + "?utm_source=x"), run=None)
    assert [archive.payload_capture(number) for number in (first, other, again)] == [first, other, first]
    assert archive.db.execute("SELECT count(*) FROM payloads").fetchone() == (1,)


def test_a_revisit_of_a_revisit_stands_for_the_first(archive):
    first = archive.add_capture(capture(body=b"same"), run=None)
    second = archive.add_capture(capture(body=b"same"), run=None)
    third = archive.add_capture(capture(status=304), run=None, revisit_of=second)
    assert archive.payload_capture(third) == first


def test_a_capture_belongs_to_a_run_that_is_there(archive):
    with pytest.raises(ArchiveError, match="no run 7"):
        archive.add_capture(capture(), run=7)
    assert archive.db.execute("SELECT count(*) FROM exchanges").fetchone() == (0,)


def test_everything_observed_is_chained_in_order(site):
    site.begin()
    site.list("a")
    site.capture(address("a"), 404)
    site.end()
    rows = site.archive.db.execute("SELECT seq, kind FROM ledger ORDER BY seq").fetchall()
    assert rows == [(1, "run"), (2, "capture"), (3, "walk"), (4, "capture"), (5, "end")]
    assert len(set(site.archive.db.execute("SELECT chain FROM ledger").fetchall())) == 5


def test_a_link_can_be_made_with_a_standard_library_alone(archive):
    import hashlib
    import json

    number = archive.add_capture(capture(body=b"<p>", headers=HEADERS), run=None, site=SITE, purpose="article")
    (row,) = archive.db.query("SELECT * FROM captures WHERE id = ?", [number])
    (uid,) = archive.db.execute("SELECT uid FROM ledgers").fetchone()
    entry = {
        "kind": "capture",
        **{name: row[name] for name in ("url", "captured_at", "status", "outcome", "digest", "failure")},
        **{name: row[name] for name in ("ip_address", "protocol", "site", "section", "purpose", "run", "revisit_of")},
        "headers": json.loads(row["headers"]),
        "request_headers": json.loads(row["request_headers"]),
    }
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    expected = hashlib.sha256(hashlib.sha256(uid.encode()).digest() + text.encode()).hexdigest()
    assert row["chain"] == f"sha256:{expected}"
    assert heads(archive.db.conn)[0]["chain"] == f"sha256:{expected}"


def test_an_entry_is_written_in_one_way():
    assert canonical({"b": 1, "a": "云"}) == '{"a":"云","b":1}'.encode()
    assert link(root("x"), {"a": 1}) != link(root("y"), {"a": 1})


LIST = "http://yunling.example/list.do"


def posted(number, body, minute=0):
    sent = f"page={number}".encode()
    at = AT + timedelta(minutes=minute)
    return capture(url=LIST, method="POST", request_body=sent, body=body, captured_at=at)


def test_a_list_asked_for_by_post_is_filed_under_its_address_and_what_was_sent(archive):
    for number in (1, 2):
        archive.add_capture(posted(number, b"{}"), run=None, purpose="list")
    archive.add_capture(capture(url=LIST), run=None, purpose="list")
    rows = list(archive.db.query("SELECT key, method, request_body FROM captures ORDER BY id"))
    assert [(row["method"], row["request_body"]) for row in rows] == [
        ("POST", b"page=1"),
        ("POST", b"page=2"),
        ("GET", None),
    ]
    assert rows[0]["key"] == f"example,yunling)/list.do#POST {digest(b'page=1')}"
    assert rows[2]["key"] == "example,yunling)/list.do"


def test_the_same_bytes_for_another_request_body_are_no_revisit(archive):
    first = archive.add_capture(posted(1, b"{}"), run=None, purpose="list")
    other = archive.add_capture(posted(2, b"{}", minute=1), run=None, purpose="list")
    again = archive.add_capture(posted(1, b"{}", minute=2), run=None, purpose="list")
    assert [archive.payload_capture(number) for number in (first, other, again)] == [first, other, first]


def test_a_request_that_was_repeated_is_stored_once(archive):
    for minute in range(3):
        archive.add_capture(posted(1, f"{minute}".encode(), minute), run=None, purpose="list")
    assert archive.db.execute("SELECT count(*) FROM requests").fetchone() == (1,)


def test_no_conditional_request_is_made_with_the_validators_of_an_answer_to_a_post(archive):
    tagged = replace(posted(1, b"{}"), headers=(("ETag", '"1"'),))
    archive.add_capture(tagged, run=None, purpose="list")
    assert archive.validators(LIST) is None


def test_an_answer_to_a_post_is_no_state_of_the_page_at_that_address(site):
    site.begin()
    site.read("a")
    sent = site.capture(address("a"), 200, b"<p>", method="POST", request_body=b"page=2")
    site.archive.add_reading(sent, reader="test 1", error="no article", error_kind="MissingPage")
    site.end()
    assert site.state("a") == "live"
    assert site.article("a")["versions"] == 1
