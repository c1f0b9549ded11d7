"""Content-Encoding undone, within limits: gzip, deflate, br, zstd."""

from __future__ import annotations

import gzip
import io
import zlib

from archive.errors import FixityError

PAYLOAD_LIMIT = 16 * 1024 * 1024
"""Bytes; a body that would decode to more is refused, whatever its headers claim."""


def decode_content(body: bytes, encoding: str | None) -> bytes:
    """The body with its Content-Encoding undone; several encodings are undone from the last to the first.

    A server that names an encoding and sends plain text is common (forced gzip headers behind caches): a body that
    does not begin like what it claims to be is taken as plain. Raises `PayloadError` when the body is damaged, is
    compressed with something unknown, or decodes to more than `PAYLOAD_LIMIT`.
    """
    for name in reversed([part.strip().lower() for part in (encoding or "").split(",") if part.strip()]):
        body = _decode_one(body, name)
    if body.startswith(b"\x1f\x8b\x08") and not encoding:
        # Forced gzip without a header (SITES.md section 8).
        body = _decode_one(body, "gzip")
    return body


def _decode_one(body: bytes, name: str) -> bytes:
    if name in ("identity", "none", "utf-8") or not body:
        return body
    try:
        if name in ("gzip", "x-gzip"):
            return _bounded(gzip.GzipFile(fileobj=io.BytesIO(body))) if body.startswith(b"\x1f\x8b") else body
        if name == "deflate":
            return _inflate(body)
        if name == "zstd":
            import zstandard  # noqa: PLC0415  a page in a thousand needs it

            return _bounded(zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)))
        if name == "br":
            return _unbrotli(body)
    except PayloadError:
        raise
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise PayloadError(f"the body does not decode as {name}: {error}") from error
    raise PayloadError(f"unknown Content-Encoding {name!r}")


def _bounded(stream: io.BufferedIOBase | gzip.GzipFile) -> bytes:
    body = stream.read(PAYLOAD_LIMIT + 1)
    if len(body) > PAYLOAD_LIMIT:
        raise PayloadError(f"the body decodes to more than {PAYLOAD_LIMIT} bytes")
    return body


def _inflate(body: bytes) -> bytes:
    # RFC 9110 section 8.4.1.2 means zlib; some servers send a raw deflate stream.
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        machine = zlib.decompressobj(window)
        try:
            plain = machine.decompress(body, PAYLOAD_LIMIT + 1)
        except zlib.error:
            continue
        if len(plain) > PAYLOAD_LIMIT:
            raise PayloadError(f"the body decodes to more than {PAYLOAD_LIMIT} bytes")
        return plain
    raise PayloadError("the body does not decode as deflate")
