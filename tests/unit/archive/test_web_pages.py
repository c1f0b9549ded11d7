"""Our own pages: articles, differences, captures, receipts, search, changes, sections, speakers, operations, feeds."""

import base64
import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from urllib.robotparser import RobotFileParser

import pytest
from datasette.app import Datasette

from archive.article import Article
from archive.store import Archive
from archive.web import article_page, receipt
from archive.web.citation import Citation
from archive.web.routes import PAGES_SHOWN
from archive.web.wording import Wording
from archive.web.wording_zh import CHINESE
from tests.unit.archive import press_archive as press
from tests.unit.archive.inert import inert

TEMPLATES = Path(article_page.__file__).parent / "templates"
BRIEFING = f"/press/-/article?url={quote(press.BRIEFING, safe='')}"
DIFF = f"/press/-/diff?url={quote(press.BRIEFING, safe='')}"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def archive_file(tmp_path_factory):
    return press.build(tmp_path_factory.mktemp("pages") / "press.db")


async def page(ds, path, status=200, **headers):
    answer = await ds.client.get(path, headers=headers)
    assert answer.status_code == status, answer.text[-2000:]
    return answer


async def told(ds, path):
    return (await page(ds, path)).json()


def shown(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


async def test_an_article_is_shown_with_its_words_facts_and_what_told_them(ds):
    html = (await page(ds, BRIEFING)).text
    assert f'<h1 lang="zh">{press.BRIEFING_ARTICLE.title}</h1>' in html
    assert "云岭市公安局今天上午召开新闻发布会。" in html
    assert 'id="p2"' in html
    assert "责任编辑" not in html
    assert "林晓岚" in html
    assert ">2026-03-01 10:30</time>" in html


async def test_a_transcript_is_laid_out_by_turns_and_every_paragraph_stands_once(ds):
    data = await told(ds, f"/press/-/article.json?url={quote(press.BRIEFING)}")
    lines = [line for passage in data["passages"] for line in passage["lines"]]
    assert [line["label"] + line["words"] for line in lines] == data["article"]["text"].split("\n")
    spoken = [passage for passage in data["passages"] if passage["turn"]]
    assert [(one["turn"]["speaker"], one["turn"]["kind"]) for one in spoken] == [
        ("草原日报记者", "question"),
        ("高远山", "answer"),
    ]
    assert data["roster"][1] == {"speaker": "高远山", "role": "市公安局局长", "kind": "answer", "turns": 1, "first": 4}


async def test_an_article_as_it_was_on_a_day_is_the_version_of_that_day(ds):
    before = await told(ds, f"/press/-/article.json?url={quote(press.BRIEFING)}&as_of=2026-03-02")
    assert "2251起" in before["article"]["text"]
    assert (before["version"]["number"], before["current"]) == (1, False)
    assert "This is version 1 of 2" in shown((await page(ds, f"{BRIEFING}&as_of=2026-03-02")).text)


async def test_an_article_before_it_was_first_seen_is_not_kept(ds):
    assert "first seen 2026-03-02" in (await page(ds, f"{BRIEFING}&as_of=2020-01-01", 404)).text


async def test_a_version_is_named_by_any_capture_that_showed_it(ds):
    data = await told(ds, f"/press/-/article.json?url={quote(press.BRIEFING)}")
    first, second = data["versions"]
    for capture, number in ((first["first_capture"], 1), (second["first_capture"], 2), (second["last_capture"], 2)):
        shown_then = await told(ds, f"/press/-/article.json?url={quote(press.BRIEFING)}&capture={capture}")
        assert shown_then["version"]["number"] == number


async def test_a_page_that_is_gone_says_so_and_since_when(ds):
    html = (await page(ds, f"/press/-/article?url={quote(press.REGULATION)}")).text
    assert "It is gone from the site" in html
    data = await told(ds, f"/press/-/article.json?url={quote(press.REGULATION)}")
    assert [one["state"] for one in data["timeline"]["absent"]] == ["gone"]


async def test_a_citation_has_the_forms_of_gb_t_7714_and_bibtex():
    seen = datetime.fromisoformat("2026-03-03T01:00:00+00:00")
    article = Article(url="http://a.example/1_2.html", title="50%的{目标}", text="", source="云岭_日报")
    cited = Citation(article=article, seen=seen, digest="sha256:ab")
    assert cited.gbt7714 == "云岭_日报. 50%的{目标}[EB/OL]. [2026-03-03]. http://a.example/1_2.html."
    assert r"title = {50\%的\{目标\}}" in cited.bibtex
    assert r"author = {{云岭\_日报}}" in cited.bibtex
    dated = Citation(article=press.BRIEFING_ARTICLE, seen=seen, digest=None)
    assert dated.gbt7714.startswith("云岭日报. 云岭市召开打击电信网络诈骗新闻发布会[EB/OL]. (2026-03-01)[2026-03-03].")


@pytest.mark.parametrize("view", ["inline", "side"])
async def test_a_difference_names_the_numbers_first_and_marks_them_in_the_text(ds, view):
    html = (await page(ds, f"{DIFF}&view={view}")).text
    assert html.index("<del>2251起</del> → <ins>2215起</ins>") < html.index("诈骗案件<del>2251</del>")
    assert "<ins>2215</ins>起，抓获犯罪嫌疑人120名。" in html


async def test_a_differences_permalink_names_captures_and_outlives_a_rereading(archive_file, tmp_path):
    copy = tmp_path / "press.db"
    copy.write_bytes(archive_file.read_bytes())
    ds = Datasette([str(copy)])
    await ds.invoke_startup()
    permalink = (await told(ds, DIFF.replace("/diff?", "/diff.json?")))["permalink"]
    before = (await told(ds, permalink.replace("/diff?", "/diff.json?")))["numbers"]
    with Archive(copy) as archive:
        archive.rebuild()
    assert (await told(ds, permalink.replace("/diff?", "/diff.json?")))["numbers"] == before == [["2251起", "2215起"]]


async def test_a_capture_is_shown_with_its_headers_digest_and_place_in_the_ledger(ds):
    data = await told(ds, "/press/-/capture/1.json")
    html = (await page(ds, "/press/-/capture/1")).text
    for said in (data["capture"]["digest"], data["capture"]["chain"], data["before"], str(data["capture"]["seq"])):
        assert said in html
    assert ["Content-Type", "text/html"] in data["capture"]["headers"]
    assert "sandbox src=" in html


async def test_the_bytes_of_a_capture_are_a_download_and_inert_to_look_at(ds, archive_file):
    with Archive(archive_file, read_only=True) as archive:
        body = archive.capture(1).body
    for part in ("body", "shown"):
        answer = await page(ds, f"/press/-/capture/1/{part}")
        assert answer.content == body, "nothing in these bytes loads anything"
        assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await page(ds, "/press/-/capture/1/body")).headers["content-disposition"].startswith("attachment")


def checked(path, *arguments):
    script = "archive/web/static/check_receipt.py"
    return subprocess.run([sys.executable, "-I", script, path, *arguments], capture_output=True, text=True, check=False)


async def test_a_receipt_is_checked_by_the_standard_library_alone(ds, tmp_path, archive_file):
    kept = tmp_path / "receipt.json"
    kept.write_bytes((await page(ds, "/press/-/capture/1/receipt.json?until=9")).content)
    with Archive(archive_file, read_only=True) as archive:
        chain = archive.db.execute("SELECT hex(chain) FROM ledger WHERE ledger = 1 AND seq = 9").fetchone()[0].lower()
    assert checked(kept, chain).stdout.startswith(f"TRUE: {press.BRIEFING} answered 200")
    assert "not the head" in checked(kept, "00" * 32).stderr


async def test_a_receipt_that_was_tampered_with_is_told(ds, tmp_path):
    sound = json.loads((await page(ds, "/press/-/capture/1/receipt.json?until=9")).content)
    forged = [
        {**sound, "body": base64.b64encode(b"other words").decode()},
        {**sound, "entry": {**sound["entry"], "captured_at": "2020-01-01T00:00:00+00:00"}},
        {**sound, "following": [{**sound["following"][0], "entry": {"kind": "run"}}, *sound["following"][1:]]},
    ]
    for number, one in enumerate(forged):
        kept = tmp_path / f"{number}.json"
        kept.write_text(json.dumps(one), encoding="utf-8")
        assert checked(kept).stderr.startswith("FALSE")


async def test_the_receipt_shows_the_script_that_checks_it(ds):
    assert "hashlib.sha256" in (await page(ds, "/press/-/capture/1")).text
    assert (await told(ds, "/press/-/capture/1/receipt.json"))["check"] == receipt.CHECK


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=诈骗", [press.BRIEFING]),
        ("q=养老", [press.REGULATION, press.VISIT]),
        ("q=养老&year=2026&from=2026-02-01", [press.REGULATION]),
        ("kind=transcript&q=公安", [press.BRIEFING]),
        ("kind=document", [press.REGULATION]),
        ("speaker=高远山&q=2215", [press.BRIEFING]),
        ("source=云岭日报", [press.BRIEFING]),
        ("q=天地玄黄", []),
    ],
)
async def test_a_search_is_narrowed_by_its_facets(ds, asked, found):
    data = await told(ds, f"/press/-/search.json?{asked}")
    assert sorted(hit["url"] for hit in data["results"]) == sorted(found)
    assert data["count"] == len(found)


async def test_a_search_marks_the_words_and_counts_its_facets(ds):
    html = (await page(ds, "/press/-/search?q=诈骗")).text
    assert "<mark>诈骗</mark>" in html
    facets = (await told(ds, "/press/-/search.json?q=诈骗"))["facets"]
    assert facets["kind"] == [{"value": "transcript", "count": 1}]
    assert {"value": "高远山", "count": 1} in facets["speaker"]
    assert facets["year"] == [{"value": "2026", "count": 1}]


async def test_results_come_as_csv_that_no_spreadsheet_takes_for_formulas(archive_file, tmp_path):
    path = tmp_path / "press.db"
    with Archive(path) as archive:
        article = Article(url="http://a.example/1.html", title="=HYPERLINK(1)", text="公安", source="@x")
        press.Press(archive).visit({"http://a.example/1.html": article})
    ds = Datasette([str(path)])
    await ds.invoke_startup()
    text = (await page(ds, "/press/-/search.csv?q=公安")).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["title"], row["source"]) == ("'=HYPERLINK(1)", "'@x")


async def test_changes_are_listed_by_kind_and_site_and_words(ds):
    every = await told(ds, "/press/-/changes.json")
    assert {change["kind"] for change in every["changes"]} == {"edited", "removed"}
    assert [c["url"] for c in (await told(ds, "/press/-/changes.json?kind=removed"))["changes"]] == [press.REGULATION]
    assert [c["url"] for c in (await told(ds, "/press/-/changes.json?q=诈骗"))["changes"]] == [press.BRIEFING]
    assert (await told(ds, "/press/-/changes.json?site=nowhere"))["changes"] == []


async def test_a_section_shows_what_it_listed_on_a_day(ds):
    asked = "/press/-/section.json?site=yunling&section=新闻发布会"
    assert press.REGULATION in {item["url"] for item in (await told(ds, f"{asked}&on=2026-03-02"))["items"]}
    now = await told(ds, asked)
    assert press.REGULATION not in {item["url"] for item in now["items"]}
    assert now["walk"]["complete"] == 1
    assert len(now["walks"]) == 3


async def test_a_speakers_page_has_every_turn_and_an_outlets_page_every_question(ds):
    said = await told(ds, "/press/-/speaker.json?name=高远山")
    assert [(turn["kind"], turn["url"]) for turn in said["turns"]] == [("answer", press.BRIEFING)]
    assert said["roles"] == [{"role": "市公安局局长", "turns": 1}]
    asked = await told(ds, "/press/-/outlet.json?name=草原日报")
    assert [turn["speaker"] for turn in asked["turns"]] == ["草原日报记者"]
    assert (await told(ds, "/press/-/outlet.json?name=云岭日报"))["sourced_count"] == 1


async def test_the_operations_page_shows_runs_coverage_and_growth(ds):
    data = await told(ds, "/press/-/operations.json")
    assert {run["outcome"] for run in data["runs"]} == {"ok"}
    assert sum(data["growth"]["new"]) == 4
    assert sum(data["growth"]["edited"]) == 1
    assert [one["site"] for one in data["calendar"]] == ["yunling"]


@pytest.mark.parametrize("feed", ["changes.atom", "changes.atom?kind=edited&site=yunling", "search.atom?q=诈骗"])
async def test_a_feed_is_valid_atom(ds, feed):
    answer = await page(ds, f"/press/-/{feed}")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    ids = [node.text for node in root.iterfind(".//a:id", ATOM)]
    assert len(ids) == len(set(ids)) == len(root.findall("a:entry", ATOM)) + 1
    for node in (root, *root.iterfind("a:entry", ATOM)):
        assert node.find("a:title", ATOM).text
        assert datetime.fromisoformat(node.find("a:updated", ATOM).text).tzinfo
    assert all(link.get("href").startswith("http://localhost/press/-/") for link in root.iterfind(".//a:link", ATOM))


async def test_a_changes_feed_carries_the_difference(ds):
    root = ET.fromstring((await page(ds, "/press/-/changes.atom?kind=edited")).content)
    assert "<del>2251</del><ins>2215</ins>" in root.find("a:entry/a:content", ATOM).text


async def test_every_page_has_its_json_and_both_speak_of_errors(ds):
    for path, status in (
        ("article?url=http://nowhere.example/", 404),
        ("article", 400),
        ("article?url=x&as_of=yesterday", 400),
        ("capture/999", 404),
        ("search?page=0", 400),
        ("search?kind=nonsense", 400),
        ("speaker", 400),
        ("section", 400),
    ):
        name, mark, asked = path.partition("?")
        said = {404: "This is not kept here", 400: "This address asks for something else"}[status]
        assert f"<h1>{said}</h1>" in (await page(ds, f"/press/-/{path}", status)).text
        assert (await page(ds, f"/press/-/{name}.json{mark}{asked}", status)).json()["error"]


async def test_an_address_of_nothing_is_not_there_and_fails_nothing(ds, capsys):
    for path in ("/press/-/capture/abc", "/press/-/capture/1/nothing", "/a/b/c/d/e"):
        assert (await ds.client.get(path)).status_code == 404
    assert "Traceback" not in capsys.readouterr().out


async def test_months_and_years_are_dates_here_too(ds):
    for asked, first, last in (("from=2026&to=2026-02", "2026-01-01", "2026-02-28"), ("to=2025年", "", "2025-12-31")):
        told = (await page(ds, f"/press/-/search.json?q=云岭&{asked}")).json()
        assert [told["asked"].get(name, "") for name in ("from", "to")] == [first, last]


async def test_robots_are_kept_from_endless_combinations(ds):
    rules = RobotFileParser()
    rules.parse((await page(ds, "/robots.txt")).text.splitlines())
    allowed = {
        path: rules.can_fetch("any", path) for path in ("/", BRIEFING, DIFF, "/press/-/search?q=x", "/press/turns")
    }
    assert list(allowed.values()) == [True, True, False, False, False]


async def test_pages_are_only_of_archives(ds):
    await page(ds, "/_memory/-/search", 404)
    await page(ds, "/nothing/-/search", 404)


@pytest.mark.parametrize(
    ("accept", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("en-GB,en;q=0.9", "en"), ("fr, zh-TW;q=0.3, en;q=0.7", "en"), ("", "en")],
)
async def test_the_language_is_the_browsers_wish(ds, accept, language):
    html = (await page(ds, BRIEFING, **{"accept-language": accept})).text
    assert f'<html lang="{language}">' in html


async def test_what_the_archive_says_of_its_own_is_told_in_the_readers_language(ds):
    assert "<dt>published at</dt>" in (await page(ds, BRIEFING)).text
    assert "<dt>发布时间</dt>" in (await page(ds, BRIEFING, **{"accept-language": "zh"})).text
    changes = re.sub("<[^>]+>", "", (await page(ds, "/press/-/changes", **{"accept-language": "zh"})).text)
    assert "在 2026-03-02 01:01 与 2026-03-03 01:01 之间" in changes
    missing = await page(ds, "/press/-/article?url=http://nowhere.example/", 404, **{"accept-language": "zh"})
    assert "从未在此网址读到文章：http://nowhere.example/" in missing.text


@pytest.mark.parametrize(
    ("phrase", "one"),
    [
        ("{n} articles at least", "1 article at least"),
        ("in {n} articles", "in 1 article"),
        ("{n} attached files", "1 attached file"),
        ("{n} more sites: choose one above", "1 more site: choose one above"),
        ("and {n} more", "and 1 more"),
    ],
)
def test_one_thing_is_not_told_as_several(phrase, one):
    assert Wording(language="en")(phrase, n=1) == Wording(language="en")(phrase, n="1") == one
    assert Wording(language="en")(phrase, n=11) == phrase.format(n=11)


async def test_a_switch_of_language_is_remembered(ds):
    answer = await page(ds, f"{BRIEFING}&lang=zh")
    assert "谁" in answer.text or "发言人" in answer.text
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert '<html lang="zh-CN">' in (await page(ds, "/press/-/changes", cookie=cookie)).text


def test_every_phrase_of_the_templates_has_its_chinese():
    said = set()
    for template in TEMPLATES.glob("*.html"):
        said |= {
            phrase
            for quoted in re.findall(r"""\bt\(("[^"]*"|'[^']*')\s*[,)]""", template.read_text(encoding="utf-8"))
            for phrase in [quoted[1:-1]]
        }
    assert said - set(CHINESE) == set()
    assert len(said) > 100


async def test_no_page_has_an_inline_script_or_style_and_every_page_a_strict_policy(ds):
    asked = {
        "article": f"?url={quote(press.BRIEFING)}",
        "diff": f"?url={quote(press.BRIEFING)}",
        "section": "?site=yunling&section=新闻发布会",
        "speaker": "?name=高远山",
        "outlet": "?name=草原日报",
    }
    names = [one.name.replace(r"(?P<capture>\d+)", "1") for one in PAGES_SHOWN]
    for path in ["/", *(f"/press/-/{name}{asked.get(name, '')}" for name in names)]:
        answer = await page(ds, path)
        assert inert(answer.text) == [], path
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
    for path in ("/press", "/press/articles", "/press/as_of", "/press?sql=select+1", "/press/runs/1"):
        answer = await page(ds, path)
        assert inert(answer.text, styles=True) == [], path
        assert "script-src 'self';" in answer.headers["content-security-policy"]
