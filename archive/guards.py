"""The guards of the evidence: triggers that refuse to change or delete what was observed.

SQLite runs no delete trigger for the row that `INSERT OR REPLACE` takes away, unless a pragma of each connection says
so, and `transform()` of sqlite-utils drops triggers with the table it rebuilds. So inserts over an existing row are
refused as well, and every opening of an archive compares the triggers that are there with those that must be.
"""

from __future__ import annotations

from sqlite_utils import Database

# Each table of evidence, with the columns that identify a row: an insert that would replace one is refused.
IDENTITIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "ledgers": (("id",), ("uid",)),
    "ledger": (("ledger", "seq"),),
    "runs": (("id",),),
    "addresses": (("id",), ("url",)),
    "purposes": (("id",),),
    "connections": (("id",),),
    "header_sets": (("id",), ("pairs",)),
    "requests": (("id",), ("method", "digest")),
    "dictionaries": (("id",), ("digest",)),
    "payloads": (("id",), ("digest",)),
    "exchanges": (("id",),),
    "walks": (("id",),),
}
# A run is finished once; everything else about it stays. The key of an address follows the rules of archive.url.
_UNCHANGED_RUN = " AND ".join(
    f"NEW.{column} IS OLD.{column}"
    for column in ("id", "site", "sections", "planned_at", "started_at", "options", "ledger", "seq")
)
UPDATES = {
    "runs": f"WHEN OLD.finished_at IS NOT NULL OR NOT ({_UNCHANGED_RUN})",
    "addresses": "WHEN NOT (NEW.id IS OLD.id AND NEW.url IS OLD.url)",
}


def _guards() -> dict[str, str]:
    guards = {}
    for table, identities in IDENTITIES.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table}: what was observed is never changed'); END"
        same = " OR ".join("(" + " AND ".join(f"{c} = NEW.{c}" for c in columns) + ")" for columns in identities)
        guards[f"{table}_never_updated"] = (
            f"CREATE TRIGGER {table}_never_updated BEFORE UPDATE ON {table} {UPDATES.get(table, '')} {refusal}"
        )
        guards[f"{table}_never_deleted"] = f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} {refusal}"
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  our own names
        guards[f"{table}_never_replaced"] = (
            f"CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table} WHEN {exists} {refusal}"
        )
    for kind in ("INSERT", "UPDATE", "DELETE"):
        name = f"captures_no_{kind.lower()}"
        guards[name] = (
            f"CREATE TRIGGER {name} INSTEAD OF {kind} ON captures"
            " BEGIN SELECT RAISE(ABORT, 'captures: what was observed is never changed'); END"
        )
    return guards


GUARDS = _guards()


def create_guards(db: Database) -> None:
    """Create every guard anew."""
    for name, sql in GUARDS.items():
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.execute(sql)


def missing_guards(db: Database) -> list[str]:
    """The names of the guards that are not there, or not as they were written."""
    there = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    return [name for name, sql in GUARDS.items() if there.get(name) != sql]
