from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import main
from tests.unit.archive import press_archive as press


@pytest.fixture(scope="session")
def press_file(tmp_path_factory) -> Path:
    return press.build(tmp_path_factory.mktemp("transfer") / "press.db")


@pytest.fixture
def run(press_file):
    def invoke(*arguments: object, db: Path = press_file, code: int = 0):
        answer = CliRunner().invoke(main, ["--db", str(db), *map(str, arguments)], catch_exceptions=False)
        assert answer.exit_code == code, answer.output
        return answer

    return invoke
