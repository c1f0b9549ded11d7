"""The SQL functions of an archive's connections."""

from __future__ import annotations

import sqlite3
from typing import Any

import zstandard

from archive import search
from archive.encoding import PAYLOAD_LIMIT
from archive.interned import key_of

_MAGIC = b"\x28\xb5\x2f\xfd"


# 64 MiB: rows of one site lie scattered over the file, and two megabytes hold too few of a hundred thousand pages.
_CACHE = "PRAGMA cache_size = -65536"


def register(conn: sqlite3.Connection) -> None:
    """Put our functions on one connection, and let it keep more of the file in memory.

    `escape_fts` is what Datasette asks about the words of its own search box; ours cuts Chinese as the index does.
    `page_key` is the key a page is filed under, the same for every spelling of its address.
    """
    conn.execute(_CACHE)
    conn.create_function("escape_fts", 1, lambda words: search.query(_words(words)), deterministic=True)
    conn.create_function("page_key", 1, lambda url: key_of(_words(url)), deterministic=True)
    conn.create_function("cn_snippet", 2, snippet, deterministic=True)
    conn.create_function("cn_snippet", 3, snippet, deterministic=True)
    conn.create_function("unzstd", 1, unzstd, deterministic=True)
    conn.create_function("unzstd", 2, unzstd, deterministic=True)


def snippet(text: Any, words: Any, width: Any = 60) -> str | None:
    """`cn_snippet(text, words[, width])`: the place in a text where the words stand, with the words in brackets."""
    if not isinstance(text, str):
        return None
    size = width if isinstance(width, int) and 0 < width <= 1000 else 60
    return search.snippet(text, _words(words), width=size, marks=("【", "】"))


def unzstd(stored: Any, dictionary: Any = None) -> bytes | None:
    """`unzstd(bytes[, dictionary])`: a payload as it was received; what is not compressed comes back as it is.

    A body that would be larger than `PAYLOAD_LIMIT` is an error.
    """
    if not isinstance(stored, bytes):
        return None
    if not stored.startswith(_MAGIC):
        return stored
    if isinstance(dictionary, bytes):
        page = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        machine = zstandard.ZstdDecompressor(dict_data=page)
    else:
        machine = zstandard.ZstdDecompressor()
    with machine.stream_reader(stored) as stream:
        body = stream.read(PAYLOAD_LIMIT + 1)
    if len(body) > PAYLOAD_LIMIT:
        raise ValueError(f"this payload is larger than {PAYLOAD_LIMIT} bytes")
    return body


def _words(words: Any) -> str:
    return "" if words is None else str(words)
