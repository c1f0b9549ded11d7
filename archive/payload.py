"""Payloads: bodies as received, compressed, each distinct one kept once under the digest of its bytes.

Pages of one site share their template. So a page is compressed against another page of the same site and purpose, its
dictionary, which leaves little more than its own words. A dictionary is a page as it was, no model of many: it is
found as soon as two pages have come in, and any zstd reads it as raw content.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

import zstandard

from archive.capture import digest
from archive.errors import FixityError

LEVEL = 6
"""Without a dictionary; level 9 saves half a percent more, and takes a fifth longer."""
DICTIONARY_LEAST = 4 * 1024
"""Bytes; shorter bodies hold too little of a template."""
DICTIONARY_MOST = 96 * 1024
FIT = 0.75
"""A dictionary fits a body that it makes at least this much smaller than anything else does."""
SUSPICION = 2.0
"""A body that keeps so many times more of its size than its fellows did is looked at again: a new template?"""
MOST_DICTIONARIES = 8
"""Of one site and purpose; an archive of a hundred redesigns still has small rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A body as it is stored."""

    digest: str
    size: int
    encoding: str
    dictionary: int | None
    stored: bytes


Family = tuple[str | None, str]
"""Site and purpose: what shares a template."""


@dataclass(slots=True)
class _Templates:
    """The dictionaries of one family, the last that fitted first, and the last body that none fitted."""

    compressors: dict[int, zstandard.ZstdCompressor]
    order: list[int]
    misfit: bytes | None = None
    usual: dict[int, float] = field(default_factory=dict)
    """What share of its size a body keeps with each dictionary, the latest weighing most."""

    def used(self, number: int, share: float) -> None:
        """A dictionary was used, and comes first from now on."""
        self.usual[number] = 0.9 * self.usual.get(number, share) + 0.1 * share
        self.order.remove(number)
        self.order.insert(0, number)


class Packer:
    """Compresses bodies and restores them; keeps the compressors and dictionaries of one archive ready."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # The checksum lets zstd itself notice a flipped byte, before our digest does.
        self._plain = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        self._decompressors: dict[int | None, zstandard.ZstdDecompressor] = {None: zstandard.ZstdDecompressor()}
        self._families: dict[Family, _Templates] = {}

    def forget(self) -> None:
        """Forget all dictionaries: a transaction that added one was undone."""
        self._families.clear()
        self._decompressors = {None: self._decompressors[None]}

    def pack(self, body: bytes, name: str, family: Family) -> Packed:
        """The body, whose digest is known, ready to be stored; a gzipped one stays as it is.

        May add a dictionary, within the caller's transaction.
        """
        dictionary, stored = self._smallest(body, family)
        encoding = "zstd"
        if len(stored) >= len(body):
            stored, encoding, dictionary = body, "identity", None
        return Packed(digest=name, size=len(body), encoding=encoding, dictionary=dictionary, stored=stored)

    def restore(self, packed: Packed) -> bytes:
        """The body as received; raises FixityError where its bytes are not what the digest says."""
        body = packed.stored
        if packed.encoding == "zstd":
            try:
                body = self._decompressor(packed.dictionary).decompress(body, max_output_size=packed.size)
            except zstandard.ZstdError as error:
                raise FixityError(f"payload {packed.digest} does not decompress: {error}") from error
        if digest(body) != packed.digest or len(body) != packed.size:
            raise FixityError(f"payload {packed.digest} holds other bytes than its digest says")
        return body

    def _smallest(self, body: bytes, family: Family) -> tuple[int | None, bytes]:
        if len(body) < DICTIONARY_LEAST or body[:2] == b"\x1f\x8b":
            return None, self._plain.compress(body)
        templates, tried = self._templates(family), {}
        if templates.order:
            last = templates.order[0]
            stored = templates.compressors[last].compress(body)
            share = len(stored) / len(body)
            if share <= templates.usual.get(last, 0.0) * SUSPICION:
                templates.used(last, share)
                return last, stored
            tried = {last: stored}
        return self._chosen(body, family, templates, tried)

    def _chosen(
        self, body: bytes, family: Family, templates: _Templates, tried: Mapping[int, bytes]
    ) -> tuple[int | None, bytes]:
        """The best of no dictionary, each of the family's, some of which were tried, and the last misfit made one."""
        best: tuple[int | None, bytes] = None, self._plain.compress(body)
        least = len(best[1]) * FIT
        for number in templates.order:
            stored = tried[number] if number in tried else templates.compressors[number].compress(body)
            if len(stored) < len(best[1]):
                best = number, stored
        if len(best[1]) > least:
            best = self._new(body, family, templates, best)
        if best[0] is not None:
            templates.used(best[0], len(best[1]) / len(body))
        return best

    def _new(
        self, body: bytes, family: Family, templates: _Templates, best: tuple[int | None, bytes]
    ) -> tuple[int | None, bytes]:
        """The last misfit as a dictionary, where it fits; else this body is the misfit that waits for its like."""
        if templates.misfit is not None and len(templates.order) < MOST_DICTIONARIES:
            candidate = _compressor(templates.misfit)
            stored = candidate.compress(body)
            if len(stored) <= len(best[1]) * FIT:
                number = self._add(templates.misfit, family)
                if number not in templates.compressors:
                    templates.order.insert(0, number)
                templates.compressors[number], templates.misfit = candidate, None
                return number, stored
        templates.misfit = body[:DICTIONARY_MOST]
        return best

    def _templates(self, family: Family) -> _Templates:
        if family not in self._families:
            rows = self._connection.execute(
                "SELECT id, bytes FROM dictionaries WHERE site IS ? AND purpose = ? ORDER BY id DESC", family
            ).fetchall()
            compressors = {number: _compressor(sample) for number, sample in rows}
            self._families[family] = _Templates(compressors=compressors, order=list(compressors))
        return self._families[family]

    def _add(self, sample: bytes, family: Family) -> int:
        there = self._connection.execute("SELECT id FROM dictionaries WHERE digest = ?", (digest(sample),)).fetchone()
        if there is not None:
            # The very same page, of another site or purpose.
            return int(there[0])
        number = self._connection.execute(
            "INSERT INTO dictionaries (site, purpose, digest, bytes) VALUES (?, ?, ?, ?)",
            (*family, digest(sample), sample),
        ).lastrowid
        assert number is not None
        return number

    def _decompressor(self, dictionary: int | None) -> zstandard.ZstdDecompressor:
        if dictionary not in self._decompressors:
            row = self._connection.execute(
                "SELECT bytes, digest FROM dictionaries WHERE id = ?", (dictionary,)
            ).fetchone()
            if row is None or digest(row[0]) != row[1]:
                raise FixityError(f"dictionary {dictionary} of a payload is missing or not what its digest says")
            self._decompressors[dictionary] = zstandard.ZstdDecompressor(dict_data=_raw(row[0]))
        return self._decompressors[dictionary]


def _raw(sample: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(sample, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _compressor(sample: bytes) -> zstandard.ZstdCompressor:
    # Two fifths of the time of level 6 for a twenty-fifth more room: tables that are copied for each body are small.
    settings = zstandard.ZstdCompressionParameters(
        compression_level=LEVEL,
        strategy=zstandard.STRATEGY_DFAST,
        window_log=20,
        hash_log=15,
        chain_log=14,
        min_match=4,
        write_checksum=True,
    )
    dictionary = _raw(sample)
    dictionary.precompute_compress(compression_params=settings)
    return zstandard.ZstdCompressor(compression_params=settings, dict_data=dictionary)
