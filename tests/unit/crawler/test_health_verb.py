"""A site that is visited day after day, and one day has lost its 来源: what the run, the verb and the hook say."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


@pytest.fixture(scope="module")
def told(open_desk):
    desk = open_desk()
    hook = desk.folder / "hook.py"
    hook.write_text(
        "import pathlib, sys\npathlib.Path(sys.argv[1]).write_text(sys.stdin.read(), encoding='utf-8')\n",
        encoding="utf-8",
    )
    command = json.dumps([sys.executable, str(hook), str(desk.folder / "told.json")])
    desk.site(more=f"[notify]\ncommand = {command}\n")
    crawls = []
    for day in range(1, 5):
        titles = desk.titles(4, first=day * 10)
        desk.web.put_list("/xwfbh/", titles)
        desk.web.put_articles(titles)
        if day == 4:
            for path, title in titles:
                page = desk.article(title).replace('<meta name="ContentSource" content="云岭日报">', "")
                desk.web.put(path, page)
        crawls.append(desk.crawl())
    return desk, crawls


def verb(desk, *more):
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", "health", "--db", str(desk.db), *more],
        cwd=desk.folder, env=desk.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_visits_as_usual_are_ok_and_tell_nobody(told):
    _desk, crawls = told
    assert [crawl.code for crawl in crawls[:3]] == [0, 0, 0]


def test_a_field_that_is_lost_makes_the_visit_partial_and_the_finding_has_an_example(told):
    _desk, crawls = told
    [finding] = crawls[3].site["findings"]
    assert finding.startswith("source filled: 0%, usually 100%, such as http://")
    assert (crawls[3].code, crawls[3].site["outcome"]) == (5, "partial")


def test_the_hook_gets_the_findings_as_json_on_its_standard_input(told):
    desk, crawls = told
    heard = json.loads((desk.folder / "told.json").read_text(encoding="utf-8"))
    assert (heard["site"], heard["outcome"]) == ("yunling", "partial")
    assert heard["findings"] == crawls[3].site["findings"]


def test_the_verb_names_what_drifted_and_ends_with_the_exit_code_of_crawling(told):
    desk, _crawls = told
    answer = verb(desk)
    assert answer.returncode == 5
    [line] = [line for line in answer.stdout.splitlines() if line.startswith("source filled\t")]
    assert line.split("\t")[:6] == ["source filled", "0%", "100%", "4", "3", "drifted"]


def test_as_json_every_sign_has_its_range(told):
    desk, _crawls = told
    [site] = json.loads(verb(desk, "yunling", "--json").stdout)
    [sign] = [sign for sign in site["signs"] if sign["sign"] == "source filled"]
    assert sign["verdict"] == "drifted"
    assert sign["least"] <= 0.75
    assert {sign["verdict"] for sign in site["signs"] if sign["sign"] == "published_at filled"} == {"as usual"}


def test_a_site_that_was_never_visited_is_answered_with_the_nearest(told):
    desk, _crawls = told
    answer = verb(desk, "yunlin")
    assert answer.returncode == 5
    assert "did you mean yunling" in answer.stderr


# --- the hook alone -----------------------------------------------------------------------------------------------


def report(*findings):
    from crawler.visit import VisitReport

    stats = {"pages": 3, "changes": {}}
    return VisitReport(site="yunling", run=7, outcome="partial", findings=findings, stats=stats)


def test_a_hook_that_fails_or_never_ends_is_logged_and_nothing_more(caplog):
    from crawler.notify import tell_of
    from crawler.site import Notify

    tell_of(report("a"), Notify(command=("/no/such/program",)))
    tell_of(report("a"), Notify(command=(sys.executable, "-c", "import time; time.sleep(60)")), patience=0.5)
    tell_of(report("a"), Notify(command=(sys.executable, "-c", "raise SystemExit(3)")))
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3


def test_no_shell_reads_what_is_told_or_whom(tmp_path):
    from crawler.notify import tell_of
    from crawler.site import Notify

    written = tmp_path / "written"
    tell_of(report("a"), Notify(command=(sys.executable, "-c", "", f"; touch {written}")))
    assert not written.exists()


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.heard = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args):
        pass


def test_a_webhook_gets_the_findings_as_json():
    from crawler.notify import tell_of
    from crawler.site import Notify

    with HTTPServer(("127.0.0.1", 0), _Hook) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        tell_of(report("源不见了"), Notify(webhook=f"http://127.0.0.1:{server.server_port}/hook"))
        assert server.heard["findings"] == ["源不见了"]


def test_nobody_is_told_of_a_visit_without_findings(caplog):
    from crawler.notify import tell_of
    from crawler.site import Notify

    tell_of(report(), Notify(command=("/no/such/program",)))
    assert not caplog.records


def test_without_a_site_files_word_the_environment_says_whom_to_tell(monkeypatch):
    from crawler.notify import notify_of
    from crawler.site import Notify

    monkeypatch.setenv("GOVPRESS_NOTIFY_COMMAND", "tell-me 'two words'")
    assert notify_of(Notify()) == Notify(command=("tell-me", "two words"))
    assert notify_of(Notify(webhook="http://a.example/")) == Notify(webhook="http://a.example/")
