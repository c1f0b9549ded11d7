"""HTTP messages as bytes: what stands in the block of a WARC record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from archive.capture import Capture, Headers

_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
_STATUS = re.compile(r"(HTTP/\d(?:\.\d)?)\s+(\d{3})\b", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\x21-\x7e]")
_CHUNK = re.compile(rb"([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r?\n")
# What arrived in chunks is kept joined; under its own name this header would no longer be true.
CHUNKED = "transfer-encoding"
ORIGINAL = "X-Archive-Orig-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An answer or a request taken apart."""

    first: str
    """The status line or the request line."""
    headers: Headers
    body: bytes

    @property
    def status(self) -> int | None:
        """The status of an answer; None where the first line is no status line."""
        found = _STATUS.match(self.first)
        return int(found[2]) if found else None

    @property
    def protocol(self) -> str | None:
        """`HTTP/1.1` or alike, as the status line has it."""
        found = _STATUS.match(self.first)
        return found[1].upper() if found else None


def parse(block: bytes) -> Message:
    """Take a message apart; header bytes are read as Latin-1, which loses none."""
    end = _END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block.rstrip(b"\r\n"), b"")
    first, *lines = _LINE.split(head)
    pairs: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1")
        if text[:1] in (" ", "\t") and pairs:
            name, value = pairs[-1]
            pairs[-1] = (name, f"{value} {text.strip()}")
        elif ":" in text:
            name, _, value = text.partition(":")
            pairs.append((name.strip(), value.strip()))
    return Message(first=first.decode("latin-1").strip(), headers=tuple(pairs), body=body)


def joined(message: Message) -> Message:
    """The message with its chunks joined, and without the header that announces them.

    Many tools store bodies joined under the old header: what does not begin like a chunk is taken as it is.
    """
    if not any(name.lower() == CHUNKED and "chunked" in value.lower() for name, value in message.headers):
        return message
    headers = tuple((name, value) for name, value in message.headers if name.lower() != CHUNKED)
    return Message(first=message.first, headers=headers, body=_unchunked(message.body))


def _unchunked(body: bytes) -> bytes:
    pieces: list[bytes] = []
    place = 0
    while size := _CHUNK.match(body, place):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[size.end() : size.end() + length])
        place = size.end() + length
        if len(body) > place and body[place : place + 2] != b"\r\n" and body[place : place + 1] != b"\n":
            return b"".join(pieces) if len(pieces) > 1 else body
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    # Nothing like a chunk: it was joined before. Cut off among its chunks: what there is.
    return b"".join(pieces) if pieces else body


def response_head(capture: Capture) -> bytes:
    """The status line and the headers of an answer; the reason phrase is the standard's, for it was not kept."""
    status = capture.status or 0
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Unknown"
    # Behind the version of HTTP stands that of TLS.
    version = (capture.protocol or "").partition(" ")[0]
    protocol = version if version in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
    return _head(f"{protocol} {status} {reason}", capture.headers)


def request_head(capture: Capture) -> tuple[bytes, bool]:
    """The request line and headers, and whether the Host header had to be added: the crawler leaves it to the wire."""
    parts = urlsplit(capture.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    added = not any(name.lower() == "host" for name, _ in capture.request_headers)
    host: Headers = (("Host", parts.netloc.rpartition("@")[2]),) if added else ()
    return _head(f"{capture.method} {one_word(path)} HTTP/1.1", host + capture.request_headers), added


def _head(first: str, headers: Headers) -> bytes:
    lines = [_bytes(first)]
    for name, value in headers:
        shown = f"{ORIGINAL}{name}" if name.lower() == CHUNKED else name
        lines.append(_bytes(f"{shown}: {value}"))
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _bytes(line: str) -> bytes:
    line = line.replace("\r", " ").replace("\n", " ")
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogatepass")


def one_word(url: str) -> str:
    """An address as one word of ASCII, escaped where it must be and nowhere else."""
    return _NO_WORD.sub(lambda found: quote(found[0], errors="surrogatepass"), url)
