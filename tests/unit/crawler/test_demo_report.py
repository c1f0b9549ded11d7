"""What the demonstration prints can be copied and run."""

from __future__ import annotations

import json
import sys

import pytest

from crawler.demo import check_target, demonstrate
from crawler.demo_report import Findings, called_as
from crawler.errors import RunFailed


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


@pytest.fixture
def found(monkeypatch):
    """Has a demonstration of no days find what a test says."""

    def found(*wrong: str) -> None:
        monkeypatch.setattr("crawler.demo.visit_days", lambda *_arguments: ())
        monkeypatch.setattr("crawler.demo.gather", lambda *_a, **_k: Findings(found=(), quiet={}, wrong=wrong))
        monkeypatch.setattr("crawler.demo.render", lambda *_arguments: "")
        monkeypatch.setattr("crawler.demo.render_commands", lambda *_arguments: "")

    return found


def test_json_is_one_object_and_nothing_else(found, tmp_path, capsys):
    found()
    demonstrate(tmp_path / "demo.db", as_json=True)
    summary = json.loads(capsys.readouterr().out)
    assert (summary["as_expected"], summary["wrong"], summary["days"]) == (True, [], [])
    assert summary["db"] == str(tmp_path / "demo.db")


def test_what_was_not_found_fails_the_demonstration_by_name(found, tmp_path, capsys):
    found("an edit was not noticed")
    with pytest.raises(RunFailed, match="an edit was not noticed"):
        demonstrate(tmp_path / "demo.db", as_json=True)
    assert json.loads(capsys.readouterr().out)["as_expected"] is False
