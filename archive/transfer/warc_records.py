"""The records of anybody's WARC file: gzipped, zstd, plain, or several of them in a WACZ package."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.errors import ArchiveError

BLOCK_LIMIT = 64 * 1024 * 1024
"""Bytes; a longer record is a film or a download and no page. It is passed over."""
# What warcio raises at the end of a file that was cut off, and for bytes that are no record.
_BROKEN = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    AttributeError,
    EOFError,
    OSError,
    UnicodeError,
    ValueError,
    zlib.error,
    zstandard.ZstdError,
)


class WarcDamaged(ArchiveError):
    """A file is no WARC file, or breaks off: what stood before that place was read; get the file again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record with its whole block."""

    headers: dict[str, str]
    """Names in lower case; of a repeated header the last."""
    block: bytes | None
    """None where it is longer than `BLOCK_LIMIT`."""

    @property
    def kind(self) -> str:
        """The WARC-Type."""
        return self.headers.get("warc-type", "").lower()

    @property
    def name(self) -> str:
        """The WARC-Record-ID."""
        return self.headers.get("warc-record-id", "")

    def intact(self) -> bool:
        """Whether the block is what its digest says; a digest of an unknown kind says nothing."""
        declared = self.headers.get("warc-block-digest")
        # Some tools give a revisit the digest of what it stands for.
        if declared is None or self.block is None or self.kind == "revisit":
            return True
        return is_digest_of(declared, self.block) is not False


def is_digest_of(declared: str, body: bytes) -> bool | None:
    """Whether a digest as WARC files write it is that of some bytes; None for an algorithm that nobody knows."""
    algorithm, _, value = declared.partition(":")
    value = value.strip()
    try:
        found = hashlib.new(algorithm.strip().lower().replace("-", ""), body, usedforsecurity=False).digest()
    except ValueError:
        return None
    forms = {found.hex(), base64.b32encode(found).decode(), base64.b64encode(found).decode()}
    return value in forms or value.lower() == found.hex() or value.upper() in forms


def read_warc(path: Path) -> Iterator[Record]:
    """Every record of a file, in order; raises WarcDamaged behind the last good one."""
    try:
        with ExitStack() as stack:
            for name, stream in _streams(path, stack):
                yield from _records(name, stream)
    except OSError as error:
        raise WarcDamaged(f"{path} cannot be read: {error.strerror or error}") from error


def _records(name: str, stream: IO[bytes]) -> Iterator[Record]:
    records: Iterator[Any] = iter(ArchiveIterator(stream, no_record_parse=True, arc2warc=True))
    count = 0
    while True:
        try:
            found = next(records)
            record = _record(found)
        except StopIteration:
            if count == 0:
                raise WarcDamaged(f"{name} holds no WARC record") from None
            return
        except _BROKEN as error:
            said = " ".join(str(error).split())
            if count == 0:
                raise WarcDamaged(f"{name} is no WARC file, or breaks off in its first record: {said}") from error
            raise WarcDamaged(f"{name} breaks off or is damaged behind record {count}: {said}") from error
        count += 1
        yield record


def _record(found: Any) -> Record:
    length = found.length
    if length is None:
        raise EOFError("the record has no length")
    if length > BLOCK_LIMIT:
        block = None
    else:
        block = found.raw_stream.read() if length else b""
        if len(block) < length:
            raise EOFError(f"the record has {len(block)} of {length} bytes")
    return Record(headers={name.lower(): value for name, value in found.rec_headers.headers}, block=block)


def _streams(path: Path, stack: ExitStack) -> Iterator[tuple[str, IO[bytes]]]:
    if zipfile.is_zipfile(path):
        package = stack.enter_context(zipfile.ZipFile(path))
        members = [name for name in package.namelist() if name.endswith((".warc", ".warc.gz", ".warc.zst"))]
        if not members:
            raise WarcDamaged(f"{path} is a ZIP file without a WARC file in it")
        for name in members:
            yield f"{path}/{name}", _plain(stack.enter_context(package.open(name)))
    else:
        yield str(path), _plain(stack.enter_context(path.open("rb")))


class _Gzip(gzip.GzipFile):
    """Gives what it has before it says that the rest is missing; warcio takes an EOFError for the end of the file."""

    def read(self, size: int | None = -1) -> bytes:
        """Some bytes, fewer than asked for where a member ends; raises OSError where the file breaks off."""
        try:
            return self.read1(-1 if size is None else size)
        except EOFError as error:
            raise gzip.BadGzipFile(str(error)) from error


def _plain(stream: IO[bytes]) -> IO[bytes]:
    """The stream with its compression undone: all of it at once or record by record, both are found."""
    magic = stream.read(4)
    stream.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], _Gzip(fileobj=stream))
    if magic == b"\x28\xb5\x2f\xfd":
        return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    return stream
