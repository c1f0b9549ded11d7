"""The verbs that look at an archive."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request

import click
import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.store import Archive
from archive.verbs import Verbs
from tests.unit.archive import press_archive as press


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory):
    return press.build(tmp_path_factory.mktemp("cli") / "press.db")


@pytest.fixture
def run(archive_file, monkeypatch):
    monkeypatch.setenv("GOVPRESS_DB", str(archive_file))

    def invoke(*arguments: str) -> str:
        answer = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert answer.exit_code == 0, answer.stderr
        return answer.stdout

    return invoke


def test_show_prints_the_article_as_it_is_now(run):
    shown = run("show", press.BRIEFING)
    assert shown.startswith("云岭市召开打击电信网络诈骗新闻发布会\npublished 2026-03-01 10:30\nsource 云岭日报\n")
    assert "诈骗案件2215起" in shown


def test_show_as_of_a_day_prints_what_it_said_at_the_end_of_that_day(run):
    told = json.loads(run("show", press.BRIEFING, "--as-of", "2026-03-02", "--json"))
    assert (told["version"], told["state"], told["capture"]) == (1, "live", 1)
    assert "诈骗案件2251起" in told["text"]


def test_show_takes_a_version(run):
    assert "诈骗案件2251起" in run("show", press.BRIEFING, "--version", "1")


def test_show_says_what_became_of_a_page_that_is_gone(run):
    told = json.loads(run("show", press.REGULATION, "--json"))
    assert (told["state"], told["version"], told["versions"]) == ("gone", 1, 1)
    assert run("show", press.REGULATION).startswith("state gone · reason ")


def test_an_address_may_lack_its_scheme(run):
    assert run("show", press.BRIEFING.removeprefix("http://")) == run("show", press.BRIEFING)


@pytest.mark.parametrize("verb", [["articles"], ["changes"], ["search", "云岭"]])
def test_what_a_limit_leaves_out_is_said_beside_the_rows(archive_file, verb):
    answer = CliRunner().invoke(main, ["--db", str(archive_file), *verb, "--limit", "1", "--json"])
    assert (len(json.loads(answer.stdout)), answer.stderr) == (1, "there is more than these 1: --limit N tells N\n")
    everything = CliRunner().invoke(main, ["--db", str(archive_file), *verb, "--limit", "99"])
    assert everything.stderr == ""


def test_history_lists_versions_and_what_happened(run):
    told = json.loads(run("history", press.BRIEFING, "--json"))
    assert [version["number"] for version in told["versions"]] == [1, 2]
    assert [change["kind"] for change in told["changes"]] == ["edited", "new"]
    assert "2251起 → 2215起" in run("history", press.BRIEFING)


def test_diff_shows_the_last_two_versions_with_marks_in_a_pipe(run):
    assert "诈骗案件[-2251-]{+2215+}起" in run("diff", press.BRIEFING)


def test_diff_takes_two_versions_in_any_order(run):
    told = json.loads(run("diff", press.BRIEFING, "2", "1", "--json"))
    assert (told["from_version"], told["to_version"], told["summary"]) == (2, 1, "2215起 → 2251起")


def test_changes_are_filtered_by_kind_site_and_time(run):
    assert [change["kind"] for change in json.loads(run("changes", "--json"))][:2] == ["removed", "edited"]
    assert len(json.loads(run("changes", "--kind", "new", "--json"))) == 4
    assert len(json.loads(run("changes", "--since", "2026-03-03", "--json"))) == 2
    assert len(json.loads(run("changes", "--until", "2026-03-02", "--json"))) == 4


def test_a_table_in_a_pipe_is_one_line_a_row_with_a_header(run):
    lines = run("changes", "--kind", "edited").splitlines()
    assert lines[0].split("\t") == ["observed_by", "kind", "site", "title", "summary", "url"]
    assert lines[1].split("\t")[4] == "2251起 → 2215起"
    assert len(lines) == 2


def test_articles_are_filtered_by_state_and_date(run):
    assert [row["url"] for row in json.loads(run("articles", "--state", "gone", "--json"))] == [press.REGULATION]
    assert [row["url"] for row in json.loads(run("articles", "--from", "2026-03-01", "--json"))] == [press.BRIEFING]
    assert [row["url"] for row in json.loads(run("articles", "--to", "2026-02-20", "--json"))] == [
        press.REGULATION,
        press.VISIT,
    ]


def test_search_marks_the_words_and_ranks_the_title_first(run):
    shown = run("search", "养老")
    assert shown.startswith("云岭市[养老]服务条例\n2026-02-20 · yunling · gone\n")
    assert "[養老]" in shown


def test_search_with_a_speaker_finds_only_that_persons_words(run):
    found = json.loads(run("search", "破获", "--speaker", "高远", "--json"))
    assert [(hit["url"], hit["speaker"], hit["excerpt"]) for hit in found] == [
        (press.BRIEFING, "高远山", "谢谢您的提问。全市共破获案件2251起。")
    ]
    assert json.loads(run("search", "破获", "--speaker", "草原日报", "--json")) == []


def test_search_filters_by_site_and_date(run):
    assert len(json.loads(run("search", "养老", "--json"))) == 2
    assert len(json.loads(run("search", "养老", "--from", "2026-02-01", "--site", "yunling", "--json"))) == 1
    assert len(json.loads(run("search", "养老", "--to", "2026-02-01", "--json"))) == 1


def test_stats_counts(run):
    told = json.loads(run("stats", "--json"))
    assert told["articles"] == {"gone": 1, "live": 3}
    assert (told["versions"], told["captures"]) == (5, {"missing": 2, "ok": 13})
    assert "changes edited\t1" in run("stats")


WITHOUT_ROWS = {"serve", "verify", "snapshot", "export", "import", "merge"}


@pytest.mark.parametrize("verb", sorted(set(main.commands) - WITHOUT_ROWS))
def test_hostile_text_never_steers_the_terminal(run, verb):
    needed = {"show": [press.HOSTILE], "history": [press.HOSTILE], "diff": [press.BRIEFING], "search": ["正文"]}
    assert "\x1b" not in run(verb, *needed.get(verb, []))


def failed(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(main, arguments)
    return answer.exit_code, answer.stderr


def test_a_missing_archive_is_one_line_and_the_roots_exit_code(tmp_path):
    code, said = failed("stats", "--db", str(tmp_path / "none.db"))
    assert (code, said) == (
        4,
        f"Error: there is no archive at {tmp_path / 'none.db'}; a crawl makes one, --db or GOVPRESS_DB names another\n",
    )
    assert not (tmp_path / "none.db").exists()


def test_the_archive_is_named_before_or_behind_the_verb(archive_file, tmp_path):
    for arguments in (["--db", str(archive_file), "stats"], ["stats", "--db", str(archive_file)]):
        assert CliRunner().invoke(main, arguments).exit_code == 0
    both = ["--db", str(tmp_path / "none.db"), "stats", "--db", str(archive_file)]
    assert CliRunner().invoke(main, both).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "http://nowhere.example/"], "no article was ever read"),
        (["show", press.BRIEFING, "--version", "9"], "has no version 9"),
        (["show", press.BRIEFING, "--as-of", "2026-03-01"], "23:59 +0800: at 2026-03-02 09:01 +0800"),
        (["show", press.LIST], "its last, is kept (status 200"),
        (["articles", "--site", "yunlin"], "nothing of a site 'yunlin' is in this archive; did you mean yunling?"),
        (["articles", "--section", "发布会"], "did you mean 新闻发布会?"),
        (["changes", "--site", "nowhere"], "it has yunling"),
        (["search", "养老", "--site", "nowhere"], "it has yunling"),
        (["diff", press.REGULATION], "one version only"),
        (["diff", press.BRIEFING, "1", "7"], "has no version 7"),
    ],
)
def test_what_is_not_there_is_one_line(archive_file, arguments, said):
    code, told = failed("--db", str(archive_file), *arguments)
    assert code == 4
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["changes", "--since", "yesterday"],
        ["articles", "--from", "2026-13-01"],
        ["changes", "--kind", "x"],
        ["articles", "--from", "2026", "--to", "2025-12"],
        ["search", "养老", "--from", "2026", "--to", "2025"],
        ["changes", "--since", "2026-03-03", "--until", "2026-03-02"],
        ["articles", "--limit", "0"],
        ["serve", "--port", "65536"],
        ["show", "云岭市"],
    ],
)
def test_a_mistyped_option_is_a_usage_error(archive_file, arguments):
    assert failed("--db", str(archive_file), *arguments)[0] == 2


def test_traceback_shows_where_an_error_came_from(tmp_path):
    answer = CliRunner().invoke(main, ["stats", "--traceback", "--db", str(tmp_path / "none.db")])
    assert type(answer.exception).__name__ == "ArchiveError"


def test_a_group_knows_the_roots_it_is_given():
    class Root(Exception):
        exit_code = 9

    @click.group(cls=Verbs, roots=(Root,))
    def group() -> None:
        pass

    @group.command()
    def fail() -> None:
        raise Root("one  problem\nanother\tone")

    answer = CliRunner().invoke(group, ["fail"])
    assert (answer.exit_code, answer.stderr) == (9, "Error: one problem\nanother one\n")


def test_an_empty_archive_is_said_to_be_empty_on_stderr(tmp_path):
    Archive(tmp_path / "press.db").close()
    answer = CliRunner().invoke(main, ["--db", str(tmp_path / "press.db"), "changes"])
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "", "no such change was observed\n")


def test_the_module_runs_alone(archive_file):
    command = [sys.executable, "-m", "archive", "--db", str(archive_file), "stats", "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)["turns"] == 3


def test_help_does_not_load_datasette_or_rich():
    code = (
        "import sys\nfrom archive.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print({'datasette', 'rich', 'sqlite_utils'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.endswith("set()\n")


def test_serve_shows_the_archive_until_it_is_interrupted(archive_file):
    command = [sys.executable, "-m", "archive", "serve", "--db", str(archive_file), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        address = server.stderr.readline().split()[0]
        try:
            search = f"{address}press/articles.json?_search=%E8%AF%88%E9%AA%97&_shape=array"
            with urllib.request.urlopen(search) as answer:
                found = [row["url"] for row in json.load(answer)]
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
    assert found == [press.BRIEFING]


def test_serve_says_so_when_the_port_is_taken(archive_file):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = failed("serve", "--db", str(archive_file), "--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "cannot listen on 127.0.0.1" in said
    assert said.count("\n") == 1
