import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from crawler.cli import main
from crawler.errors import CrawlError

SITE = """name = "云岭市人民政府"
home = "http://www.yunling.example/"
[[section]]
name = "新闻发布会"
start = "http://www.yunling.example/xwfbh/"
schedule = "0 6 * * mon-fri"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVPRESS_DB", raising=False)
    monkeypatch.delenv("GOVPRESS_SITES", raising=False)
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "yunling.toml").write_text(SITE, encoding="utf-8")
    return folder


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def listed(*words):
    answer = call(*words)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


@pytest.mark.parametrize("before", [True, False])
def test_the_folder_of_site_files_is_named_before_or_after_the_verb(folder, before):
    words = ["--sites", folder, "sites", "--json"] if before else ["sites", "--json", "--sites", folder]
    assert "yunling" in {row["site"] for row in listed(*words)}


def test_the_folder_of_site_files_comes_from_the_environment_too(folder, monkeypatch):
    monkeypatch.setenv("GOVPRESS_SITES", str(folder))
    assert "yunling" in {row["site"] for row in listed("sites", "--json")}


def test_packaged_sites_say_when_their_addresses_were_last_confirmed(folder):
    rows = {row["site"]: row for row in listed("sites", "--json")}
    assert {"lasa", "northnews", "tianmen"} <= set(rows)
    assert rows["lasa"]["confirmed"] == "never"


def test_a_broken_site_file_is_named_line_by_line_and_the_others_are_listed(folder):
    (folder / "broken.toml").write_text("nmae = 1\nhoem = 2\n", encoding="utf-8")
    answer = call("--sites", folder, "sites")
    assert answer.exit_code == CrawlError.exit_code
    assert "yunling" in answer.stdout
    lines = [line for line in answer.stderr.splitlines() if "broken.toml" in line]
    assert any("nmae: expected one of" in line and "did you mean 'name'?" in line for line in lines)
    assert any("hoem: expected one of" in line and "did you mean 'home'?" in line for line in lines)


def test_an_unknown_site_is_one_line_with_the_nearest_and_the_exit_code_of_crawling(folder):
    answer = call("--sites", folder, "crawl", "yunlin")
    assert (answer.exit_code, answer.stderr) == (5, "Error: no site is called 'yunlin'; did you mean yunling?\n")


def test_an_address_in_place_of_a_site_is_told_the_verb_that_makes_one(folder):
    assert "`govpress sites add URL` makes a site" in call("--sites", folder, "crawl", "http://yunling.example/").stderr


def test_an_error_shows_where_it_comes_from_when_asked(folder):
    answer = call("crawl", "nowhere", "--traceback")
    assert isinstance(answer.exception, CrawlError)


def test_a_folder_that_is_not_there_is_one_line(folder):
    answer = call("--sites", folder / "nowhere", "sites")
    assert answer.exit_code == 5
    assert len(answer.stderr.splitlines()) == 1


def test_a_crawl_of_nothing_says_what_to_do(folder):
    answer = call("crawl")
    assert answer.exit_code == 2
    assert "name the sites to crawl, or say --all" in answer.stderr
    assert "not both" in call("crawl", "yunling", "--all").stderr


def test_the_schedule_is_listed_section_by_section(folder):
    rows = listed("--sites", folder, "--db", folder / "press.db", "schedule", "yunling", "--list", "--json")
    assert [(row["section"], row["schedule"], row["outcome"]) for row in rows] == [
        ("新闻发布会", "0 6 * * mon-fri", None)
    ]
    assert rows[0]["next"].endswith("06:00+08:00")
    assert not (folder / "press.db").exists()


def test_verbs_of_the_archive_take_the_same_archive(folder):
    answer = call("--db", folder / "nothing.db", "changes")
    assert answer.exit_code == 4
    assert "nothing.db" in answer.stderr


def test_verbs_of_every_room_are_there():
    assert {"crawl", "schedule", "sites", "demo", "read", "changes", "history", "search", "serve"} <= set(main.commands)


@pytest.mark.parametrize("word", ["scrapy", "twisted", "trafilatura", "lxml", "apscheduler", "rich", "sqlite_utils"])
def test_help_loads_nothing_heavy(word):
    program = (
        "import sys\nfrom crawler.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"sys.exit({word!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_the_command_crawls_and_ends_with_one_object(desk):
    done = subprocess.run(
        [*desk.command()[:2], "crawler.cli", "--db", desk.db, "--sites", desk.sites, "crawl", "yunling", "--json"],
        cwd=desk.folder,
        env=desk.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [line] = done.stdout.splitlines()
    summary = json.loads(line)
    assert summary["outcome"] == "ok"
    assert summary["sites"][0]["changes"] == {"new": 3}


def test_a_crawl_that_did_not_do_what_it_should_ends_with_the_exit_code_of_crawling(desk):
    desk.web.put("/robots.txt", "no", 503)
    done = subprocess.run(
        [*desk.command()[:2], "crawler.cli", "--db", desk.db, "--sites", desk.sites, "crawl", "yunling"],
        cwd=desk.folder,
        env=desk.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert done.stderr.splitlines()[-1] == "Error: yunling: blocked"
    assert "robots.txt cannot be had" in done.stdout
