"""`govpress demo` ends in under a minute and says what happened."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=180, check=False,
        env={**os.environ, "COLUMNS": "120", "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    answer = run("demo", cwd=folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder, answer.stdout


@pytest.mark.parametrize(
    "words",
    [
        "[-2214-]{+2187+}起",
        "source [-朔原日报-] → {+省水利厅+}",
        "[-本周三起全省有一次大风降温过程-] → {+本周三起全省气温有所下降+}",
        "市政府新闻办举行澄岚市消防安全集中除患攻坚行动新闻发布会",
        "redirect to the home page",
        "soft 404",
        "t20240229_715571.shtml",
        "with other words",
        "All that happened to 34 pages was found, and nothing else",
        "govpress serve --db demo.db",
        "govpress history http://127.0.0.1:",
    ],
)
def test_it_says(told: tuple[Path, str], words: str):
    assert words in told[1]


def test_redesign_counter_firewall_and_errors_changed_nothing(told: tuple[Path, str]):
    quiet = told[1].partition("what changed nothing")[2]
    assert re.search(r"hit counters: 10 pages came with \d\d different bodies, one version each", quiet)
    assert re.search(r"new templates on two sites.*: 20 pages, no new version", quiet)
    assert re.search(r"a firewall .*: [1-9]\d* blocked answers, nothing called removed", quiet)
    assert re.search(r"server errors: [1-9]\d* answers 500", quiet)


def test_it_never_writes_into_an_archive_that_is_there(told: tuple[Path, str]):
    before = (told[0] / "demo.db").read_bytes()
    answer = run("demo", cwd=told[0])
    assert answer.returncode not in (0, 1)
    assert "demo.db exists" in answer.stderr
    assert (told[0] / "demo.db").read_bytes() == before
