"""Content-Encoding undone, within limits: gzip, deflate, br, zstd."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

from archive.errors import PayloadError

PAYLOAD_LIMIT = 16 * 1024 * 1024
"""Bytes; a body that would decode to more is refused, whatever its headers claim."""
RATIO_LIMIT = 200
"""How many times its size a body may decode to once that is more than a mebibyte; pages come to 5 to 20."""
LAYER_LIMIT = 4
"""The most encodings one inside the other; one is usual and two are a cache's mistake."""

_GZIP_MAGIC = b"\x1f\x8b\x08"


def decode_content(body: bytes, encoding: str | None) -> bytes:
    """The body with its Content-Encoding undone; several encodings are undone from the last to the first.

    A server that names gzip and sends plain text is common (headers forced by a cache), and so is gzip without a
    header: whether a body is gzip is decided by its first bytes. Raises `PayloadError` when the body is damaged,
    is compressed with something unknown, or decodes to more than `PAYLOAD_LIMIT` or `RATIO_LIMIT` times its size.
    """
    names = [part.strip().lower() for part in (encoding or "").split(",") if part.strip()]
    if len(names) > LAYER_LIMIT:
        raise PayloadError(f"the body has {len(names)} encodings, more than {LAYER_LIMIT}")
    received = len(body)
    for name in reversed(names or ["gzip"]):
        if name in ("identity", "none", "utf-8") or not body:
            continue
        if (decoder := _DECODERS.get(name)) is None:
            raise PayloadError(f"unknown Content-Encoding {name!r}")
        try:
            body = decoder(body)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise PayloadError(f"the body does not decode as {name}: {error}") from error
        if len(body) > PAYLOAD_LIMIT:
            raise PayloadError(f"the body decodes to more than {PAYLOAD_LIMIT} bytes")
        if len(body) > max(1 << 20, received * RATIO_LIMIT):
            raise PayloadError(f"the body decodes to more than {RATIO_LIMIT} times its size")
    return body


def _gunzip(body: bytes) -> bytes:
    if not body.startswith(_GZIP_MAGIC):
        return body
    machine = zlib.decompressobj(wbits=31)
    plain = machine.decompress(body, PAYLOAD_LIMIT + 1)
    if not machine.eof and len(plain) <= PAYLOAD_LIMIT:
        raise EOFError("it is cut short")
    return plain


def _inflate(body: bytes) -> bytes:
    # RFC 9110 section 8.4.1.2 means zlib; some servers send a raw deflate stream.
    try:
        return zlib.decompressobj().decompress(body, PAYLOAD_LIMIT + 1)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, PAYLOAD_LIMIT + 1)


def _unbrotli(body: bytes) -> bytes:
    import brotli  # noqa: PLC0415  we do not ask for it; an imported WARC file may hold it

    machine = brotli.Decompressor()
    plain = bytearray()
    try:
        plain += machine.process(body, output_buffer_limit=1 << 20)
        while len(plain) <= PAYLOAD_LIMIT and not machine.is_finished():
            if not (piece := machine.process(b"", output_buffer_limit=1 << 20)):
                raise EOFError("it is cut short")
            plain += piece
    except brotli.error as error:
        raise ValueError(str(error)) from error
    return bytes(plain)


def _unzstd(body: bytes) -> bytes:
    import zstandard  # noqa: PLC0415  we do not ask for it; an imported WARC file may hold it

    try:
        # RFC 9659: no content coding may ask for a larger window than 8 MiB.
        machine = zstandard.ZstdDecompressor(max_window_size=8 << 20)
        return machine.stream_reader(io.BytesIO(body)).read(PAYLOAD_LIMIT + 1)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
