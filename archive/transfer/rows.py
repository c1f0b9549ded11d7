"""Articles, turns and changes as rows for other programs: JSON lines and CSV, one row after the other."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any, Literal
from zoneinfo import ZoneInfo

from archive.instant import utc

What = Literal["articles", "turns", "changes"]
Type = Literal["text", "integer", "moment", "printed", "names"]
"""`moment` is an observation in UTC, `printed` a time that a page gives, `names` a list of words."""

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are wanted; what is None does not matter.

    Articles and turns are chosen by the day their page was published, changes by the day they were observed, in China.
    """

    site: str | None = None
    section: str | None = None
    after: date | None = None
    before: date | None = None
    kind: str | None = None
    once: bool = False
    """Each article once: not its copies under other columns of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """One table as it is exported."""

    types: Mapping[str, Type]
    sql: str


_PUBLISHED = """
  AND (:site IS NULL OR a.site = :site) AND (:section IS NULL OR a.section = :section)
  AND (:after IS NULL OR substr(a.published_at, 1, 10) >= :after)
  AND (:before IS NULL OR substr(a.published_at, 1, 10) <= :before)
  AND (NOT :once OR a.copy_of IS NULL)
"""
_TEXT: dict[str, Type] = dict.fromkeys(("url", "site", "section", "title"), "text")
# ruff: noqa: S608  the only text put in is our own
TABLES: dict[What, Columns] = {
    "articles": Columns(
        types={
            **_TEXT,
            "published_at": "printed",
            **dict.fromkeys(("source", "author", "editor", "column_name", "doc_number", "state"), "text"),
            **dict.fromkeys(("version", "versions"), "integer"),
            **dict.fromkeys(("first_seen", "last_seen", "last_asked"), "moment"),
            **dict.fromkeys(("moved_to", "moved_from", "reason", "copy_of"), "text"),
            "flags": "names",
            "text": "text",
        },
        sql=f"""
SELECT a.url, a.site, a.section, a.title, a.published_at, a.source, a.author, a.editor, a.column_name, a.doc_number,
  a.state, a.version, a.versions, a.first_seen, a.last_seen, a.last_asked, a.moved_to, a.moved_from, a.reason,
  a.copy_of, a.flags, a.text
FROM articles AS a WHERE :kind IS NULL {_PUBLISHED} ORDER BY a.id
""",
    ),
    "turns": Columns(
        types={
            **_TEXT,
            "published_at": "printed",
            "position": "integer",
            **dict.fromkeys(("speaker", "role", "kind"), "text"),
            "paragraph": "integer",
            "text": "text",
        },
        sql=f"""
SELECT t.url, a.site, a.section, a.title, a.published_at, t.position, t.speaker, t.role, t.kind, t.paragraph, t.text
FROM turns AS t JOIN articles AS a ON a.id = t.page
WHERE (:kind IS NULL OR t.kind = :kind) {_PUBLISHED} ORDER BY t.page, t.position
""",
    ),
    "changes": Columns(
        types={
            "id": "text",
            **_TEXT,
            "kind": "text",
            **dict.fromkeys(("observed_after", "observed_by"), "moment"),
            **dict.fromkeys(("from_version", "to_version"), "integer"),
            **dict.fromkeys(("summary", "reason"), "text"),
            **dict.fromkeys(("chars_added", "chars_removed", "after_capture", "by_capture", "run"), "integer"),
        },
        sql="""
SELECT c.id, c.url, c.site, p.section, c.title, c.kind, c.observed_after, c.observed_by, c.from_version, c.to_version,
  c.summary, c.reason, c.chars_added, c.chars_removed, c.after_capture, c.by_capture, c.run
FROM changes AS c JOIN pages AS p ON p.id = c.page
WHERE (:kind IS NULL OR c.kind = :kind) AND (:site IS NULL OR c.site = :site)
  AND (:section IS NULL OR p.section = :section)
  AND (NOT :once OR c.page IN (SELECT id FROM articles WHERE copy_of IS NULL))
  AND (:since IS NULL OR c.observed_by >= :since) AND (:until IS NULL OR c.observed_by <= :until)
ORDER BY c.observed_by, c.id
""",
    ),
}


def rows(connection: sqlite3.Connection, what: What, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The rows of a table, one at a time; times and lists as the archive writes them."""
    names = list(TABLES[what].types)
    for row in connection.execute(TABLES[what].sql, bound(wanted)):
        yield dict(zip(names, row, strict=True))


def count(connection: sqlite3.Connection, what: What, wanted: Wanted) -> int:
    """How many rows there are."""
    found: int = connection.execute(f"SELECT count(*) FROM ({TABLES[what].sql})", bound(wanted)).fetchone()[0]
    return found


def write_jsonl(found: Iterator[Mapping[str, Any]], what: What, file: IO[str]) -> int:
    """One JSON object a line; how many."""
    types = TABLES[what].types
    written = 0
    for row in found:
        plain = {name: json.loads(row[name] or "[]") if types[name] == "names" else row[name] for name in row}
        file.write(json.dumps(plain, ensure_ascii=False) + "\n")
        written += 1
    return written


def write_csv(found: Iterator[Mapping[str, Any]], what: What, file: IO[str], *, spreadsheet: bool = False) -> int:
    """Comma-separated values below their names; how many rows.

    For a spreadsheet the file begins with the mark by which Excel knows UTF-8, and no cell is taken for a formula.
    """
    if spreadsheet:
        file.write("\ufeff")
    lines = csv.writer(file)
    lines.writerow(TABLES[what].types)
    cell: Callable[[Any], Any] = _harmless if spreadsheet else lambda value: value
    written = 0
    for row in found:
        lines.writerow([cell(value) for value in row.values()])
        written += 1
    return written


def _harmless(value: Any) -> Any:
    # What a page says may begin like a formula, and a spreadsheet would run it.
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


_FORMULA: Sequence[str] = ("=", "+", "-", "@", "\t", "\r")


def bound(wanted: Wanted) -> dict[str, str | bool | None]:
    """What is wanted, as the parameters of a query."""
    first = datetime.combine(wanted.after, time.min, CHINA) if wanted.after else None
    last = datetime.combine(wanted.before, time.max, CHINA) if wanted.before else None
    return {
        "site": wanted.site,
        "section": wanted.section,
        "kind": wanted.kind,
        "once": wanted.once,
        "after": wanted.after.isoformat() if wanted.after else None,
        "before": wanted.before.isoformat() if wanted.before else None,
        "since": utc(first) if first else None,
        "until": utc(last) if last else None,
    }
