"""`govpress sites add` and `govpress check`, the real commands, on the practice web and on columns of other systems."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.practice import PracticeWeb
from crawler.settings import USER_AGENT
from crawler.site_draft import Draft, write_draft
from crawler.site_file import read_site_file
from pipelines.profile import Profile
from tests.e2e.column_web import COUNT, ColumnWeb

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ("--private", "--delay", "0")


def govpress(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GOVPRESS")}
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *arguments],
        cwd=cwd, env={**clean, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, text=True, timeout=900,
        check=False,
    )  # fmt: skip


def add(url: str, folder: Path, *options: str) -> dict[str, Any]:
    """What `sites add` found, by what it looked at; the last finding of a name."""
    answer = govpress("sites", "add", url, "--key", "new", "--sites", str(folder), "--json", *LOCAL, *options)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["file"] == str(folder / "new.toml")
    return {finding["what"]: finding for finding in found["findings"]}


def write(web: ColumnWeb, folder: Path) -> None:
    """The site file that `sites add` writes for the column `hubei`, at once."""
    draft = Draft(
        key="new", name="清河县人民政府", start=web.url(), section="情况通报", delay=0, private=True,
        confirmed=date(2026, 11, 22), profile=Profile(family="trs", article=r"/\d{6}/t\d{8}_\d+\.html$"),
    )  # fmt: skip
    write_draft(draft, folder)


def check(folder: Path, *options: str, code: int = 0, db: Path | None = None) -> list[dict[str, Any]]:
    """What `check` says does not fit."""
    answer = govpress("check", "new", "--sites", str(folder), "--db", str(db or folder / "no.db"), "--json", *options)
    assert answer.returncode == code, answer.stdout + answer.stderr
    found = json.loads(answer.stdout)
    assert found["fits"] is (code == 0)
    assert db is not None or not (folder / "no.db").exists()
    return [finding for finding in found["findings"] if not finding["fits"]]


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeWeb]:
    with PracticeWeb((0, 0, 0, 0)) as web:
        yield web


@pytest.fixture
def column(request: pytest.FixtureRequest) -> Iterator[ColumnWeb]:
    with ColumnWeb(getattr(request, "param", "hubei")) as web:
        yield web


@pytest.mark.parametrize(
    ("folder", "path", "pager", "counted", "section"),
    [
        ("chenglan", "/chenglan/xwfbh/common_list.shtml", "ucap", "from 1", "新闻发布会"),
        ("shuoyuan", "/fabu/index.shtml", "links", "from 1", "朔原发布"),
        ("yuting", "/zwgk/zwyw/index.shtml", "trs", "from 0", "政务要闻"),
        ("mirror", "/html/video/ft/index.html", "none: one page", None, "访谈"),
    ],
)
def test_a_practice_site_is_added_and_fits(
    practice: PracticeWeb, tmp_path: Path, folder: str, path: str, pager: str, counted: str | None, section: str
):
    found = add(practice.url(folder, path), tmp_path)
    assert found["pager"]["found"] == pager
    assert counted is None or found["page 2"]["found"].endswith(f"counted {counted}")
    assert [what for what, one in found.items() if not one["fits"]] == ([] if counted else ["published_at"])
    site = read_site_file(tmp_path / "new.toml")
    assert [one.name for one in site.sections] == [section]
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("column", "page_2", "last"),
    [
        ("hubei", "it carries 1: counted from 0", "last page, 5"),
        ("longxun", "it carries 2: counted from 1", "last page, 5"),
        ("vsb", "it carries 4 and the last page 1: counted down", "last page, 5"),
        ("hanweb", "8 other items, says that it is page 4", None),
        ("jpaas", "it carries 2: counted from 1", None),
    ],
    indirect=["column"],
)
def test_a_column_of_another_system_is_added_and_fits(column: ColumnWeb, tmp_path: Path, page_2: str, last: str | None):
    found = add(column.url(), tmp_path)
    assert found["page 2"]["found"].endswith(page_2)
    assert last is None or found[last]["found"] == "3 items, and no page after it"
    assert [what for what, one in found.items() if not one["fits"]] == []
    site = read_site_file(tmp_path / "new.toml")
    assert (site.name, site.sections[0].name, site.sections[0].start) == ("清河县人民政府", "情况通报", column.url())
    assert all(re.search(site.profile.article or "", column.article(n)) for n in range(COUNT))
    assert not re.search(site.profile.article or "", column.url())
    assert check(tmp_path) == []


def test_an_added_site_is_crawled_to_its_last_article(column: ColumnWeb, tmp_path: Path):
    add(column.url(), tmp_path)
    answer = govpress("crawl", "new", "--sites", str(tmp_path), "--db", str(tmp_path / "press.db"), "--json")
    (site,) = json.loads(answer.stdout.splitlines()[-1])["sites"]
    assert (site["outcome"], site["changes"]) == ("ok", {"new": COUNT})


@pytest.mark.parametrize("column", ["miscounting"], indirect=True)
def test_a_pager_that_does_not_bear_out_is_shown_and_noted_in_the_file(column: ColumnWeb, tmp_path: Path):
    found = add(column.url(), tmp_path)
    assert (found["page 2"]["fits"], found["page 2"]["found"]) == (False, "answered 404")
    assert "# " in (note := (tmp_path / "new.toml").read_text(encoding="utf-8").partition("\nname")[0])
    assert "! page 2: answered 404" in note


def test_a_look_is_as_polite_as_a_crawl(column: ColumnWeb, tmp_path: Path):
    column.answers["/robots.txt"] = (200, "User-agent: govpress\nCrawl-delay: 1\nDisallow: /private/\n")
    found = add(column.url(), tmp_path)
    assert "Crawl-delay 1 s" in found["robots.txt"]["found"]
    assert column.paths()[0] == "/robots.txt"
    assert len(column.paths()) == len(set(column.paths())) == 7
    assert {agent for _path, agent in column.log} == {USER_AGENT}
    # The list, page 2, the last page and three articles: five pauses; the server's own clock is a little unsteady.
    assert column.times[-1] - column.times[1] >= 4.5


def refused(url: str, folder: Path, *options: str, words: str) -> None:
    answer = govpress("sites", "add", url, "--sites", str(folder), "--key", "new", *options)
    assert answer.returncode in (2, 5), answer.stdout
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (folder / "new.toml").exists()


def test_a_column_that_robots_txt_closes_is_not_asked_for(column: ColumnWeb, tmp_path: Path):
    column.answers["/robots.txt"] = (200, "User-agent: *\nDisallow: /hubei/\n")
    refused(column.url(), tmp_path, *LOCAL, words="robots.txt disallows it")
    assert column.paths() == ["/robots.txt"]


@pytest.mark.parametrize(("status", "moves"), [(301, True), (302, False)])
def test_a_start_moves_with_permanent_redirects_only(column: ColumnWeb, tmp_path: Path, status: int, moves: bool):
    column.moved["/old/"] = (status, column.column.start)
    add(column.url("/old/"), tmp_path)
    (section,) = read_site_file(tmp_path / "new.toml").sections
    assert section.start == (column.url() if moves else column.url("/old/"))


def test_a_site_that_does_not_answer_is_said_in_one_line(tmp_path: Path):
    refused("http://127.0.0.1:1/yw/", tmp_path, *LOCAL, words="cannot be had")


def test_loopback_is_asked_only_where_private_was_said(column: ColumnWeb, tmp_path: Path):
    refused(column.url(), tmp_path, words="--private")
    assert column.log == []


def test_an_article_is_no_column(column: ColumnWeb, tmp_path: Path):
    refused(column.article(0), tmp_path, *LOCAL, words="nothing was written")


def test_a_column_whose_articles_cannot_be_read_gets_no_file(column: ColumnWeb, tmp_path: Path):
    for n in range(COUNT):
        column.answers[column.column.address(n)] = (404, "")
    refused(column.url(), tmp_path, *LOCAL, words="answered 404")


def test_a_key_that_is_taken_is_refused_before_anything_is_fetched(column: ColumnWeb, tmp_path: Path):
    (tmp_path / "taken.toml").write_text("name = 1\n", encoding="utf-8")
    for key in ("taken", "lasa"):
        answer = govpress("sites", "add", column.url(), "--key", key, "--sites", str(tmp_path), *LOCAL)
        assert (answer.returncode, "--key" in answer.stderr) == (5, True), answer.stderr
    assert (tmp_path / "taken.toml").read_text(encoding="utf-8") == "name = 1\n"
    assert column.log == []


def test_without_a_folder_of_ones_own_nothing_is_fetched(column: ColumnWeb, tmp_path: Path):
    answer = govpress("sites", "add", column.url(), *LOCAL, cwd=tmp_path)
    assert answer.returncode == 5
    assert "GOVPRESS_SITES" in answer.stderr
    assert column.log == []


def test_the_folder_may_be_named_by_the_environment_and_the_table_is_plain_in_a_pipe(column: ColumnWeb, tmp_path: Path):
    folder = tmp_path / "mine"
    answer = govpress("sites", "add", column.url(), "--key", "new", *LOCAL, GOVPRESS_SITES=str(folder))
    assert answer.stdout.startswith("what\tfits\tfound\twhere\n")
    assert f"Wrote {folder / 'new.toml'}" in answer.stdout
    listed = govpress("sites", "--json", GOVPRESS_SITES=str(folder))
    assert "new" in [row["site"] for row in json.loads(listed.stdout)]


Change = Callable[[ColumnWeb], None]


def _empty_list(web: ColumnWeb) -> None:
    web.answers[web.column.start] = (200, "<html><body><p>栏目建设中</p></body></html>")


def _closed(web: ColumnWeb) -> None:
    web.answers["/robots.txt"] = (200, "User-agent: *\nDisallow: /\n")


def _blocked(web: ColumnWeb) -> None:
    web.answers[web.column.start] = (412, "")


def _new_addresses(web: ColumnWeb) -> None:
    status, text = web.answer(web.url())
    web.answers[web.column.start] = (status, re.sub(r"/zwgk/\d{6}/t\d{8}_(\d+)\.html", r"/zwgk/content_\1.html", text))


def _shells(web: ColumnWeb) -> None:
    for n in range(COUNT):
        web.answers[web.column.address(n)] = (
            200,
            "<html><body><div id='app'></div><script>go()</script></body></html>",
        )


@pytest.mark.parametrize(
    ("change", "what", "words"),
    [
        (_empty_list, "list", "no items"),
        (_closed, "robots.txt", "robots.txt disallows it"),
        (_blocked, "list", "answered 412 (blocked)"),
        (_new_addresses, "rule article", "matches 0 of 5"),
        (_shells, "article", "EmptyShell: "),
    ],
    ids=["an empty list", "robots.txt closed", "a firewall", "new addresses", "pages of scripts"],
)
def test_a_check_says_what_no_longer_fits(column: ColumnWeb, tmp_path: Path, change: Change, what: str, words: str):
    write(column, tmp_path)
    change(column)
    wrong = check(tmp_path, code=5)
    assert any(one["what"] == what and words in one["found"] for one in wrong), wrong
    assert {one["section"] for one in wrong} == {"情况通报"}


def test_a_check_compares_with_the_archive_and_stores_nothing(column: ColumnWeb, tmp_path: Path):
    db = tmp_path / "press.db"
    write(column, tmp_path)
    assert govpress("crawl", "new", "--sites", str(tmp_path), "--db", str(db)).returncode == 0
    before = db.read_bytes()
    assert check(tmp_path, db=db) == []
    column.editor = False
    (wrong,) = check(tmp_path, code=5, db=db)
    assert (wrong["what"], wrong["found"]) == ("editor", "empty; the archive has 闻人清河")
    assert db.read_bytes() == before


def test_a_section_that_is_not_there_is_said(column: ColumnWeb, tmp_path: Path):
    write(column, tmp_path)
    answer = govpress("check", "new", "--section", "没有的栏目", "--sites", str(tmp_path))
    assert (answer.returncode, "情况通报" in answer.stderr) == (5, True)
