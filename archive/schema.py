"""The tables, views and guards of an archive, as sqlite-utils migrations.

Evidence (`runs`, `exchanges`, `payloads`, `walks`, the ledger and what they refer to) is only ever added to. Everything
else is derived from it and may be dropped. The public names `captures` and `articles` are views: the tables under
them, `exchanges` and `pages`, name addresses, headers and texts by number, so that a visit that changed nothing is a
small row.

A migration changes tables only; views and guards follow from them, and each upgrade makes them anew.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from archive import search
from archive.later_tables import (
    ABSENCES,
    ARTICLE_IDS,
    CHANGES,
    COUNTED,
    DIGESTS,
    ECHOES,
    EVENTS,
    FIGURES,
    FILES,
    FIRST_TURNS,
    HAPPENED,
    INTRODUCED,
    MERGED_AFTER_RUNS,
    MERGED_LATER,
    OWN_PAGES,
    PURPOSES,
    REQUESTS,
    SEALS,
    TURN_PLACES,
)
from archive.tables import DERIVED, EVIDENCE

APPLICATION_ID = 0x67767072  # "gvpr": how `file` and we know an archive from any other SQLite database.

DERIVATION = 4
"""Raised when the same captures and readings mean something else: an older file is derived anew when it is opened."""

migrations = Migrations("govpress")


@migrations()
def first_schema(db: Database) -> None:
    """The schema of 0.1.0."""
    _run(db, EVIDENCE)
    _run(db, DERIVED)
    db.execute(search.CREATE_INDEX)


@migrations()
def requests_with_a_body(db: Database) -> None:
    """Keep what a request sent, where it was no plain GET: lists that are asked for by POST."""
    _run(db, REQUESTS)


@migrations()
def credit_of_absences(db: Database) -> None:
    """Keep why the absences of a run are believed; what they meant so far is derived again."""
    _run(db, ABSENCES)


@migrations()
def changes_in_reading_order(db: Database) -> None:
    """What happened comes before the numbers of captures."""
    _run(db, CHANGES)


@migrations()
def own_pages_and_files(db: Database) -> None:
    """Articles of several pages, and the files that hang on articles, as purposes of captures."""
    _run(db, OWN_PAGES)
    # A check is no part of the rows: the table is as it was, and SQLite's own manual changes one like this.
    (number,) = db.execute("PRAGMA schema_version").fetchone()
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'purposes'", PURPOSES)
    db.execute(f"PRAGMA schema_version = {number + 1}")
    db.execute("PRAGMA writable_schema = OFF")


@migrations()
def people_whom_the_lead_introduces(db: Database) -> None:
    """Keep the posts that a lead gives to its speakers."""
    _run(db, INTRODUCED)


@migrations()
def digests_of_metadata_and_structure(db: Database) -> None:
    """Keep what else than words may differ between two captures, each as a digest of its own."""
    _run(db, DIGESTS)


@migrations()
def figures_of_pages(db: Database) -> None:
    """Count pages by site and section without reading their rows."""
    _run(db, FIGURES)


@migrations()
def due_list(_db: Database) -> None:
    """The view `due`: views are made anew after every migration."""


@migrations()
def files_of_articles(db: Database) -> None:
    """What the files that hang on articles are and say."""
    _run(db, FILES)


@migrations()
def echoes_of_pages(db: Database) -> None:
    """Find the pages that say the same words."""
    _run(db, ECHOES)


@migrations()
def articles_in_several_columns(db: Database) -> None:
    """Find the pages that are one article under several columns."""
    _run(db, ARTICLE_IDS)


@migrations()
def index_merged_later(db: Database) -> None:
    """Merge the segments of the index less often."""
    _run(db, MERGED_LATER)


@migrations()
def seals_of_readings(db: Database) -> None:
    """Keep a digest of everything that was read, so that a changed reading is found."""
    _run(db, SEALS)


@migrations()
def file_that_explains_itself(_db: Database) -> None:
    """The view `about`."""


@migrations()
def turns_as_places(db: Database) -> None:
    """Keep the words of turns once, in the text they stand in."""
    _run(db, TURN_PLACES)


@migrations()
def events_of_pages(db: Database) -> None:
    """Find the few events that tell how often pages change."""
    _run(db, EVENTS)


@migrations()
def first_turns(db: Database) -> None:
    """Tell transcripts from other articles without looking at their turns."""
    _run(db, FIRST_TURNS)


@migrations()
def readings_counted(db: Database) -> None:
    """Count readings without reading their texts."""
    _run(db, COUNTED)


@migrations()
def changes_counted(db: Database) -> None:
    """Count changes by kind, day and site without reading them."""
    _run(db, HAPPENED)


@migrations()
def index_merged_after_runs(db: Database) -> None:
    """Merge the segments of the index when a run has ended, rather than between its articles."""
    _run(db, MERGED_AFTER_RUNS)


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
