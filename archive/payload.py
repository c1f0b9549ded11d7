"""Payloads: bodies as received, compressed, each distinct one kept once under the digest of its bytes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import zstandard

from archive.capture import digest
from archive.errors import FixityError

LEVEL = 9
"""FACTS section 4: level 19 saves 6 % of the size for thirty times the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A body as it is stored."""

    digest: str
    size: int
    encoding: str
    dictionary: int | None
    stored: bytes


class Packer:
    """Compresses bodies and restores them; keeps the compressor and the dictionaries of one archive ready."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # The checksum lets zstd itself notice a flipped byte, before our digest does.
        self._compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        self._decompressors: dict[int | None, zstandard.ZstdDecompressor] = {None: zstandard.ZstdDecompressor()}

    def pack(self, body: bytes) -> Packed:
        """The body ready to be stored, compressed where that makes it smaller (a gzipped body stays as it is)."""
        stored, encoding = self._compressor.compress(body), "zstd"
        if len(stored) >= len(body):
            stored, encoding = body, "identity"
        return Packed(digest=digest(body), size=len(body), encoding=encoding, dictionary=None, stored=stored)

    def restore(self, packed: Packed) -> bytes:
        """The body as received; raises FixityError where its bytes are not what the digest says."""
        body = packed.stored
        if packed.encoding == "zstd":
            try:
                body = self._decompressor(packed.dictionary).decompress(body, max_output_size=packed.size)
            except zstandard.ZstdError as error:
                raise FixityError(f"payload {packed.digest} does not decompress: {error}") from error
        if digest(body) != packed.digest:
            raise FixityError(f"payload {packed.digest} holds other bytes than its digest says")
        return body

    def _decompressor(self, dictionary: int | None) -> zstandard.ZstdDecompressor:
        if dictionary not in self._decompressors:
            row = self._connection.execute("SELECT bytes FROM dictionaries WHERE id = ?", (dictionary,)).fetchone()
            if row is None:
                raise FixityError(f"dictionary {dictionary} of a payload is not in the archive")
            trained = zstandard.ZstdCompressionDict(row[0])
            self._decompressors[dictionary] = zstandard.ZstdDecompressor(dict_data=trained)
        return self._decompressors[dictionary]
