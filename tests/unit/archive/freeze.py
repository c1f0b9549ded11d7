"""Freeze the schema of a release, with a small archive in it, as SQL text that later schemas must be able to open.

    python -m tests.unit.archive.freeze 0.2.0

Run it when a version is released, and never for one that was: its file is what people have.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from archive.schema import APPLICATION_ID
from archive.store import Archive
from tests.unit.archive.simulated_site import Simulated, address, article

SCHEMAS = Path(__file__).parent / "schemas"


def fill(path: Path) -> None:
    """A run, and a second one in which some pages changed, went away, moved and failed."""
    template = "".join(f'<li><a href="/{number}.html">栏目{number}</a></li>' for number in range(110))
    with Archive(path) as archive:
        site = Simulated(archive)
        site.begin()
        site.list(*"abcde")
        for page in "abcde":
            site.read(page, source="云岭日报", template=template)
        site.end()
        site.begin()
        site.list("a", "c", "d", "e")
        site.read("a", "全市破获案件2215起。", template=template)
        site.answer("b", 404, headers=[("Date", "today"), ("Server", "nginx")])
        site.redirect("c", address("z"))
        site.read_as("z", article("z", title="通报c"), template=template)
        site.answer("d", 403)
        site.answer("e", 304)
        site.end("partial")


def thaw(script: Path, path: Path) -> None:
    """Make the archive file that a frozen script describes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(script.read_text())
        connection.execute("PRAGMA journal_mode = WAL")


def freeze(path: Path) -> str:
    """The whole of an archive as SQL text: what it is made of, then its rows, and last what guards them."""
    lines = [f"PRAGMA application_id = {APPLICATION_ID};", "BEGIN;"]
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        shadows = {name for kind, name, _ in made if kind == "table" and "_fts_" in name}
        lines += [f"{sql};" for kind, name, sql in made if kind == "table" and name not in shadows]
        for kind, name, _ in made:
            if kind == "table" and not name.endswith("_fts"):
                lines += [f"DELETE FROM {name};"] if name in shadows else []
                lines += [f"INSERT INTO {name} VALUES ({values});" for values in _rows(connection, name)]
        lines += [f"{sql};" for kind, _, sql in made if kind != "table"]
    return "\n".join([*lines, "COMMIT;"]) + "\n"


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    quoted = " || ', ' || ".join(f"quote({column})" for column in columns)
    return [row[0] for row in connection.execute(f"SELECT {quoted} FROM {table}")]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "press.db"
        fill(made)
        (SCHEMAS / f"{sys.argv[1]}.sql").write_text(freeze(made))
