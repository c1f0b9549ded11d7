"""What the demonstration prints can be copied and run."""

from __future__ import annotations

import sys

import pytest

from crawler.demo import check_target, demonstrate
from crawler.demo_report import called_as


@pytest.fixture
def program(tmp_path, monkeypatch):
    program = tmp_path / "venv/bin/govpress"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program), "demo"])
    monkeypatch.chdir(tmp_path)
    return program


def test_the_path_is_printed_where_the_name_alone_would_not_do(program, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert called_as() == "venv/bin/govpress"


def test_the_name_is_printed_where_it_finds_this_program(program, monkeypatch):
    monkeypatch.setenv("PATH", str(program.parent))
    assert called_as() == "govpress"


def test_an_interrupted_demonstration_leaves_nothing_that_the_next_one_would_refuse(tmp_path, monkeypatch):
    db = tmp_path / "demo.db"

    def interrupted(*_arguments):
        for name in ("demo.db", "demo.db-wal"):
            (tmp_path / name).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("crawler.demo.visit_days", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demonstrate(db, as_json=True)
    assert not list(tmp_path.iterdir())
    check_target(db)
