"""Files that hang on articles, read from the archive: of a visit that fetched them, or again."""

from __future__ import annotations

from archive.files import NewFile
from archive.store import Archive
from pipelines.files import FILE_READER
from pipelines.reader_pool import ReaderPool
from pipelines.whole import payload_of


async def read_body(archive: Archive, pool: ReaderPool, capture: int) -> None:
    """Read the body of a file that a capture carries, and keep what it is."""
    captured = archive.capture(capture)
    if captured.failure is not None:
        archive.add_file(NewFile(capture=capture, reader=FILE_READER, error=captured.failure, error_kind="NotAFile"))
        return
    reading = await pool.read_file(payload_of(captured, None))
    archive.add_file(
        NewFile(
            capture=capture,
            reader=reading.reader,
            digest=reading.digest,
            text=reading.text,
            error=reading.error,
            error_kind=reading.error_kind,
        )
    )


async def read_due(archive: Archive, pool: ReaderPool) -> int:
    """Read every body of a file that today's reader has not read, and settle the articles they hang on; how many."""
    due = archive.files.due(FILE_READER)
    for capture in due:
        await read_body(archive, pool, capture)
    for reading in sorted({each for capture in due for each in archive.files.readings_naming(capture)}):
        archive.touch(reading)
    return len(due)
