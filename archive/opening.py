"""Opening the file of an archive, and the transactions in it.

A newer file is recognised before anything is written. WAL lets Datasette read while a crawl writes; `synchronous=FULL`
makes a committed capture survive a power cut, at no cost that crawling pace would notice (FACTS section 4).
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.derived import Derived
from archive.errors import ArchiveError, ArchiveLocked, FixityError, SchemaTooNew
from archive.guards import create_guards, missing_guards
from archive.instant import now
from archive.outage import Outages
from archive.rebuild import rebuild
from archive.schema import APPLICATION_ID, DERIVATION, migrations
from archive.transfer.progress import shown
from archive.views import create_views

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds to wait while another process writes."""
WRITING = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # Debian's SQLite overwrites what is deleted with zeros, again and again where the index merges its segments.
    "PRAGMA secure_delete = OFF",
    # 8 MiB: two are not enough to merge the index. More is walked through page by page at the end of most transactions:
    # where a b-tree is balanced SQLite numbers a page provisionally, above all others, and then looks for such pages.
    "PRAGMA cache_size = -8192",
    # 16 MiB of log: pages that each transaction writes are copied into the file a quarter as often.
    "PRAGMA wal_autocheckpoint = 4000",
)
"""What a connection that writes sets."""


def open_archive(path: Path, *, read_only: bool = False) -> Database:
    """Open an archive, creating it or bringing its schema up to date unless it is only to be read."""
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh and read_only:
        raise ArchiveError(f"there is no archive at {path}; a crawl makes one, --db or GOVPRESS_DB names another")
    if not fresh:
        _inspect(path, read_only=read_only)
    with _translated(path):
        connection = _connect_to_read(path) if read_only else _connect(path, "rwc")
        db = Database(connection, execute_plugins=False)
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            for pragma in WRITING:
                connection.execute(pragma)
            if fresh or migrations.pending(db) or _derivation(connection) != DERIVATION:
                with transaction(connection, path):
                    _upgrade(db)
            _guard(db, path)
        return db


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All of it or nothing; waits while another process writes, and says in our own words what went wrong."""
    with _translated(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,  # transactions are ours alone: BEGIN IMMEDIATE, so that nobody waits in the middle of one
        check_same_thread=False,
        cached_statements=512,
    )


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Connect without writing, also in a folder where nothing can be written: a read-only disk, another's files.

    Beside a file in WAL, SQLite needs files of its own even to read. Where it cannot have them nobody can write
    either; what a writer left in its log would be missing then, so it must have left none.
    """
    connection = _connect(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if "unable to open" not in str(error) or _left_in_log(path):
            raise
        return _connect(path, "ro&immutable=1")
    return connection


def _left_in_log(path: Path) -> int:
    """How many bytes stand in the log beside a file."""
    beside = f"{path}-wal"
    return os.path.getsize(beside) if os.path.exists(beside) else 0  # noqa: PTH110, PTH202  False for whatever cannot be


def _inspect(path: Path, *, read_only: bool) -> None:
    """Refuse what is no archive, or one of a newer govpress, without touching it."""
    with _translated(path):
        connection = _connect_to_read(path)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                if application == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    return
                raise ArchiveError(f"{path} is an SQLite database, but no govpress archive")
            applied = {migration.name for migration in migrations.applied(Database(connection, execute_plugins=False))}
            derivation = _derivation(connection)
        finally:
            connection.close()
    ours = {migration.name for migration in migrations.pending(Database(memory=True))}
    if applied - ours:
        raise SchemaTooNew(
            f"{path} was written by a newer govpress ({', '.join(sorted(applied - ours))}): upgrade first"
        )
    if derivation > DERIVATION:
        raise SchemaTooNew(f"{path} was last written by a newer govpress: upgrade first")
    if read_only and ours - applied:
        raise ArchiveError(
            f"{path} was written by an older govpress: `govpress reread` (or any crawl) brings it up to date"
        )


def _derivation(connection: sqlite3.Connection) -> int:
    """By which rules the file was derived."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(db: Database) -> None:
    """Bring the schema up to date; another process may have done so while we waited for our turn."""
    migrations.apply(db)
    create_views(db)
    create_guards(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    if _derivation(db.conn) != DERIVATION:
        _derive_anew(db.conn)
        db.execute(f"PRAGMA user_version = {DERIVATION}")
    if not db.execute("SELECT 1 FROM ledgers").fetchone():
        # When it began, for a person who reads it; the rest makes it the only one of its name.
        db.execute("INSERT INTO ledgers (uid) VALUES (?)", (f"{now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(12)}",))


def _derive_anew(connection: sqlite3.Connection) -> None:
    """Derive every page by today's rules, and say so: of a large archive it takes minutes."""
    (pages,) = connection.execute("SELECT count(*) FROM pages").fetchone()
    derived = Derived(connection)
    if pages:
        log.warning("an older govpress told versions and states by other rules: %d pages are told anew", pages)
    with shown("telling pages anew", pages) as advance:
        rebuild(connection, derived, Outages(connection, derived.observed), None, advance)


def _guard(db: Database, path: Path) -> None:
    missing = missing_guards(db)
    if missing:
        create_guards(db)
        raise FixityError(
            f"{path} had lost {len(missing)} of its guards ({', '.join(missing[:3])} …); they are back in place. "
            "Somebody rebuilt a table of evidence: run `govpress verify` before you trust this file"
        )


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise ArchiveLocked(f"{path} is being written by another process; try again when it has ended") from error
        if "full" in said:
            raise ArchiveError(
                f"no space left for {path}; nothing was half-written, make room and try again"
            ) from error
        if "readonly" in said or "unable to open" in said:
            raise ArchiveError(f"{path} cannot be opened or written: {_why(path) or said}") from error
        raise
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise FixityError(f"{path} is damaged or no SQLite database: {error}") from error
        raise


def _why(path: Path) -> str | None:
    """What SQLite does not say when it cannot open or write a file."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}; make it, or choose another"
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        return "you may not read it" if not os.access(path, os.R_OK) else "you may only read it"
    if not os.access(path.parent, os.W_OK):
        return f"you may not write to the folder {path.parent}, where SQLite keeps its log beside the file"
    return None
