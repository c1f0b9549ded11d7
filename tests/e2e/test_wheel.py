"""The built wheel, installed in an empty environment, works outside the source tree."""

from __future__ import annotations

import json
import os
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
        cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]
    return answer


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands that the installed wheel brought."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("govpress-*.whl")
    venv.create(folder / "venv", with_pip=True)
    commands = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(commands / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    return commands


@pytest.fixture(scope="module")
def demonstrated(scripts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the wheel's command demonstrated itself, and what it said."""
    folder = tmp_path_factory.mktemp("demonstrated")
    (folder / "said.json").write_text(run(scripts / "govpress", "demo", "--json", cwd=folder).stdout, encoding="utf-8")
    return folder


def test_the_demonstration_runs_from_the_wheel(demonstrated: Path):
    assert json.loads((demonstrated / "said.json").read_text(encoding="utf-8"))["as_expected"] is True


def test_the_spiders_are_there(scripts: Path, tmp_path: Path):
    listed = run(scripts / "scrapy", "list", cwd=tmp_path, SCRAPY_SETTINGS_MODULE="crawler.settings").stdout.split()
    assert {"lasa", "northnews", "tianmen", "practice-yuting"} <= set(listed)


def test_datasette_finds_the_plugin_with_its_templates(scripts: Path, tmp_path: Path):
    plugins = json.loads(run(scripts / "datasette", "plugins", cwd=tmp_path).stdout)
    (ours,) = [plugin for plugin in plugins if plugin["name"] == "govpress"]
    assert ours["templates"]


def test_a_published_snapshot_is_shown_with_sql_off_and_downloads_on(scripts: Path, demonstrated: Path, tmp_path: Path):
    run(scripts / "govpress", "--db", demonstrated / "demo.db", "snapshot", "out.db", cwd=tmp_path)
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
        cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert "Forbidden" in refused.stdout
