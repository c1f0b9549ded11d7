"""The tables, views and guards of an archive, as sqlite-utils migrations.

Evidence (`runs`, `exchanges`, `payloads`, `walks`, the ledger and what they refer to) is only ever added to. Everything
else is derived from it and may be dropped. The public names `captures` and `articles` are views: the tables under
them, `exchanges` and `pages`, name addresses, headers and texts by number, so that a visit that changed nothing is a
small row.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from archive import search
from archive.guards import create_guards
from archive.tables import DERIVED, EVIDENCE
from archive.views import VIEWS

APPLICATION_ID = 0x67767072  # "gvpr": how `file` and we know an archive from any other SQLite database.

migrations = Migrations("govpress")


@migrations()
def first_schema(db: Database) -> None:
    """The schema of 0.1.0."""
    for script in (EVIDENCE, DERIVED, VIEWS):
        for statement in script.split(";\n"):
            if statement.strip():
                db.execute(statement)
    db.execute(search.CREATE_INDEX)
    create_guards(db)
