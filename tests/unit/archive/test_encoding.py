"""Content-Encoding undone, within limits."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.encoding import PAYLOAD_LIMIT, decode_content
from archive.errors import PayloadError

PAGE = "云岭市人民政府新闻发布会".encode() * 50


def raw_deflate(body: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(body) + machine.flush()


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
        ("identity", bytes),
        (None, bytes),
    ],
)
def test_each_encoding_is_undone(encoding, compress):
    assert decode_content(compress(PAGE), encoding) == PAGE


def test_several_encodings_are_undone_from_the_last_to_the_first():
    assert decode_content(gzip.compress(zlib.compress(PAGE)), "deflate, gzip") == PAGE


def test_gzip_without_a_header_is_undone():
    assert decode_content(gzip.compress(PAGE), None) == PAGE


def test_plain_text_under_a_forced_gzip_header_stays_as_it_is():
    assert decode_content(PAGE, "gzip") == PAGE


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
def test_a_bomb_is_refused(encoding, compress):
    with pytest.raises(PayloadError, match="more than"):
        decode_content(compress(b"0" * (PAYLOAD_LIMIT + 1)), encoding)


def test_a_body_that_decodes_to_hundreds_of_times_its_size_is_refused():
    with pytest.raises(PayloadError, match="200 times its size"):
        decode_content(gzip.compress(b"0" * (PAYLOAD_LIMIT // 2)), "gzip")


def test_a_small_body_may_decode_to_any_multiple_of_its_size():
    assert decode_content(gzip.compress(b"0" * 500_000), "gzip") == b"0" * 500_000


def test_a_bomb_inside_a_bomb_is_refused():
    inner = gzip.compress(b"0" * (64 * 1024 * 1024))
    with pytest.raises(PayloadError, match="more than"):
        decode_content(gzip.compress(gzip.compress(inner)), "gzip, gzip, gzip")


def test_more_than_four_encodings_are_refused_before_anything_is_undone():
    with pytest.raises(PayloadError, match="5 encodings"):
        decode_content(b"not even gzip", ", ".join(["br"] * 5))


def test_a_zstd_body_that_asks_for_a_window_of_more_than_eight_mebibytes_is_refused():
    long = zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    body = zstandard.ZstdCompressor(compression_params=long).compressobj()
    with pytest.raises(PayloadError, match="does not decode as zstd"):
        decode_content(body.compress(PAGE * 100) + body.flush(), "zstd")


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_body_cut_short_is_refused(encoding, compress):
    with pytest.raises(PayloadError, match="does not decode"):
        decode_content(compress(PAGE)[:-12], encoding)


def test_an_unknown_encoding_is_refused_by_name():
    with pytest.raises(PayloadError, match="'compress'"):
        decode_content(PAGE, "compress")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", None]))
def test_any_bytes_decode_or_are_refused(body, encoding):
    try:
        decode_content(body, encoding)
    except PayloadError:
        return
