"""The built wheel, installed in an empty environment, works outside the source tree and demonstrates itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GOVPRESS", "SCRAPY"))}
    answer = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]
    return answer


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands that the installed wheel brought."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("govpress-*.whl")
    venv.create(folder / "venv")
    commands = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    # This environment's pip installs into that one, and compiles nothing: most of what is installed is never imported.
    pip = (sys.executable, "-m", "pip", "--python", commands / "python", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-compile", wheel, cwd=folder)
    return commands


@pytest.fixture(scope="module")
def told(scripts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which the wheel's command demonstrated itself, and what it said."""
    folder = tmp_path_factory.mktemp("demonstrated")
    return folder, run(scripts / "govpress", "demo", cwd=folder, COLUMNS="120").stdout


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
def test_the_demonstration_says(told: tuple[Path, str], words: str):
    assert words in told[1]


def test_redesign_counter_firewall_and_errors_changed_nothing(told: tuple[Path, str]):
    quiet = told[1].partition("what changed nothing")[2]
    assert re.search(r"hit counters: 10 pages came with \d\d different bodies, one version each", quiet)
    assert re.search(r"new templates on two sites.*: 20 pages, no new version", quiet)
    assert re.search(r"a firewall .*: [1-9]\d* blocked answers, nothing called removed", quiet)
    assert re.search(r"server errors: [1-9]\d* answers 500", quiet)


def test_the_demonstration_never_writes_into_an_archive_that_is_there(scripts: Path, told: tuple[Path, str]):
    before = (told[0] / "demo.db").read_bytes()
    answer = subprocess.run([scripts / "govpress", "demo"], cwd=told[0], capture_output=True, text=True, check=False)
    assert answer.returncode not in (0, 1)
    assert "demo.db exists" in answer.stderr
    assert (told[0] / "demo.db").read_bytes() == before


def test_the_spiders_are_there(scripts: Path, tmp_path: Path):
    listed = run(scripts / "scrapy", "list", cwd=tmp_path, SCRAPY_SETTINGS_MODULE="crawler.settings").stdout.split()
    assert {"lasa", "northnews", "tianmen", "practice-yuting"} <= set(listed)


def test_datasette_finds_the_plugin_with_its_templates(scripts: Path, tmp_path: Path):
    plugins = json.loads(run(scripts / "datasette", "plugins", cwd=tmp_path).stdout)
    (ours,) = [plugin for plugin in plugins if plugin["name"] == "govpress"]
    assert ours["templates"]


def test_a_published_snapshot_is_shown_with_sql_off_and_downloads_on(
    scripts: Path, told: tuple[Path, str], tmp_path: Path
):
    run(scripts / "govpress", "--db", told[0] / "demo.db", "snapshot", "out.db", cwd=tmp_path)
    settings = [("default_allow_sql", "off"), ("allow_download", "on"), ("suggest_facets", "off")]
    given = [part for setting in settings for part in ("--setting", *setting)]
    for path, expected in (
        ("/", "What changed lately"),
        ("/out/-/changes.atom", "<feed"),
        ("/out/-/search?q=诈骗", "<mark>诈骗</mark>"),
        ("/robots.txt", "Disallow: /out/-/capture/"),
    ):
        assert expected in run(scripts / "datasette", "-i", "out.db", *given, "--get", path, cwd=tmp_path).stdout
    refused = subprocess.run(
        [scripts / "datasette", "-i", "out.db", *given, "--get", "/out.json?sql=select+1"],
        cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert "Forbidden" in refused.stdout
