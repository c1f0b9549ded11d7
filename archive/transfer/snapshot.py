"""A copy of an archive at one moment, in one file that nobody writes to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import ExportError
from archive.store import Archive
from archive.transfer.outfile import whole_file


def snapshot(path: Path, out: Path, *, overwrite: bool = False) -> None:
    """Copy an archive as it is now, while others write to it; raises ExportError, also where `out` is there.

    The copy needs no write-ahead log beside it, so `datasette -i` shows all of it. Its ledger is the archive's own:
    what is added to the copy later can be merged back.
    """
    with Archive(path, read_only=True):
        pass  # it is there, and one of ours
    if out.exists() and out.samefile(path):
        raise ExportError(f"{out} is the archive itself: choose another name")
    # SQLite 3.40 copies no table with a generated column through a connection that may only read.
    with whole_file(out, overwrite=overwrite) as part, Archive(path) as archive:
        try:
            archive.db.conn.execute("VACUUM INTO ?", (str(part),))
        except sqlite3.OperationalError as error:
            raise ExportError(f"{out} could not be written: {error}; nothing of it was left behind") from error
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
