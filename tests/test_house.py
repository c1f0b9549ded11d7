"""The rules of the house as tests: what cannot be seen in any one file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("crawler", "pipelines", "archive")
# A file over about 300 lines is two; the tenth above that is for docstrings.
LONGEST_FILE = 330
LONGEST_FUNCTION = 60
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "handler",
    "misc",
    "data",
    "process",
}
PURE = [
    *(ROOT / "pipelines").glob("*.py"),
    *(ROOT / "pipelines/pagers").glob("*.py"),
    *(ROOT / f"archive/{name}.py" for name in ("capture", "article", "url", "version", "absence", "diff", "encoding")),
]
# Reading is pure; these three files of the room carry pages to and from it.
IMPURE = {"items.py", "cli.py", "pool.py", "payload.py", "reader_pool.py", "reread.py", "workers.py", "__init__.py"}
IO_MODULES = {
    "sqlite3",
    "sqlite_utils",
    "pathlib",
    "socket",
    "click",
    "subprocess",
    "requests",
    "urllib.request",
    "time",
}


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def tracked() -> list[Path]:
    """Every file git knows; all files where the tree was unpacked from an sdist."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if answer.returncode:
        return [path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*") if path.is_file()]
    return [path for name in answer.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_file_and_a_function_one_screen(path: Path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE, "this is two files"
    long = {
        f.name: f.end_lineno - f.lineno
        for f in functions(ast.parse(text))
        if f.end_lineno - f.lineno > LONGEST_FUNCTION
    }
    assert not long, "these are two functions"


def test_names_are_of_the_field():
    stems = {path.stem for path in sources()} | {path.parent.name for path in sources()}
    assert not stems & FORBIDDEN_NAMES


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", sorted(PURE), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_pure_module_imports_no_io(path: Path):
    if path.parent.name == "pipelines" and path.name in IMPURE:
        assert path.name in IMPURE
        return
    assert not imports(path) & IO_MODULES


def test_the_top_level_is_what_the_user_fixed():
    allowed = {"pyproject.toml", "README.md", "crawler", "pipelines", "archive", "tests", "scrapy.cfg", "LICENSE"}
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= allowed


def test_no_tracked_file_holds_a_decoding_error():
    assert not [path for path in tracked() if "\ufffd".encode() in path.read_bytes()]


def test_no_tracked_file_names_a_path_of_one_machine_or_a_registry():
    forbidden = re.compile(rb"(^|[^\w.])/(wo" + rb"rk|root)/|python" + rb"hosted|registry\.npm" + rb"js")
    assert not [path for path in tracked() if forbidden.search(path.read_bytes())]


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_its_readme(room: str):
    assert (ROOT / room / "README.md").stat().st_size > 1000


def verbs() -> list[str]:
    from crawler.cli import main

    return sorted(main.commands)


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_is_in_the_readme_and_has_help(verb: str):
    from click.testing import CliRunner

    from crawler.cli import main

    assert f"govpress {verb}" in (ROOT / "README.md").read_text(encoding="utf-8")
    answer = CliRunner().invoke(main, [verb, "--help"])
    assert answer.exit_code == 0
    assert len(answer.output) > 80


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["importlinter.cli"],
    ],
    ids=["ruff-check", "ruff-format", "mypy", "import-linter"],
)
def test_the_linters_find_nothing(command: list[str]):
    if command[0] == "importlinter.cli":
        argv = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    else:
        argv = [sys.executable, "-m", *command]
    answer = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-4000:]
