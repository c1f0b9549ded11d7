"""HTTP messages as bytes."""

import pytest

from archive.capture import Capture
from archive.transfer.http_message import joined, one_word, parse, request_head, response_head
from tests.unit.archive.press_archive import FIRST_DAY


def message(body: bytes, *headers: str):
    head = "\r\n".join(["HTTP/1.1 200 OK", *headers])
    return parse(head.encode("latin-1") + b"\r\n\r\n" + body)


def test_a_response_is_taken_apart():
    found = message(b"a\r\n\r\nb", "Content-Type: text/html", "Set-Cookie: a", "Set-Cookie: b")
    assert (found.status, found.protocol, found.body) == (200, "HTTP/1.1", b"a\r\n\r\nb")
    assert found.headers == (("Content-Type", "text/html"), ("Set-Cookie", "a"), ("Set-Cookie", "b"))


def test_bare_line_feeds_folded_lines_and_no_reason_are_understood():
    found = parse(b"HTTP/1.0 404\nX-A: one\n two\nnonsense\n\nbody")
    assert (found.status, found.headers, found.body) == (404, (("X-A", "one two"),), b"body")


def test_what_is_no_status_line_has_no_status():
    assert parse(b"<html>").status is None


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"3\r\nabc\r\n5\r\nde", b"abcde"),  # cut off
        (b"<html>", b"<html>"),  # joined before, under the old header
        (b"2\r\nis no chunk, it is a list", b"2\r\nis no chunk, it is a list"),
        (b"", b""),
    ],
)
def test_chunks_are_joined_and_their_header_goes(body, plain):
    found = joined(message(body, "Transfer-Encoding: chunked", "Content-Type: text/html"))
    assert found.body == plain
    assert found.headers == (("Content-Type", "text/html"),)


def test_a_head_is_written_byte_for_byte():
    capture = Capture(
        url="http://x.example/", captured_at=FIRST_DAY, status=404, protocol="h2",
        headers=(("Etag", "\xe4\xb8\xad"), ("Transfer-Encoding", "chunked"), ("X", "a\r\nb")),
    )  # fmt: skip
    assert response_head(capture) == (
        b"HTTP/1.1 404 Not Found\r\nEtag: \xe4\xb8\xad\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\nX: a  b\r\n\r\n"
    )


def test_a_request_gets_its_line_and_its_host():
    capture = Capture(
        url="http://x.example:8080/a b?q=中", captured_at=FIRST_DAY, status=200, request_headers=(("Accept", "*/*"),)
    )
    assert request_head(capture) == (
        b"GET /a%20b?q=%E4%B8%AD HTTP/1.1\r\nHost: x.example:8080\r\nAccept: */*\r\n\r\n", True
    )  # fmt: skip


def test_an_address_is_one_ascii_word():
    assert one_word("http://x.example/é ü\n%41") == "http://x.example/%C3%A9%20%C3%BC%0A%41"
