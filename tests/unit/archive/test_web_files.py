"""Files that hang on articles, as the pages show them: what holds them, what was swapped, which words are in them."""

import csv
import io
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest

from archive.article import Attachment
from archive.capture import digest
from archive.store import Archive
from tests.unit.archive import press_archive as press
from tests.unit.archive.asked_pages import shown, told

PLAN, SCAN, GONE, NEVER = (f"{press.HOME}/xwfb/{name}" for name in ("plan.pdf", "scan.pdf", "gone.pdf", "never.pdf"))
OLD = "养老服务救助站点名录\n东关街设救助站点三处"
NEW = "养老服务救助站点名录\n东关街设救助站点五处"
VISIT = press.replace(
    press.VISIT_ARTICLE,
    attachments=(
        Attachment(href=PLAN, label="附件2：救助站点名录"),
        Attachment(href=SCAN, label=""),
        Attachment(href=GONE, label="附件3"),
        Attachment(href=NEVER, label="附件4"),
    ),
)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def archive_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "press.db"
    with Archive(path) as archive:
        kept = press.Press(archive)
        pages = {press.VISIT: VISIT, press.BRIEFING: press.BRIEFING_ARTICLE}
        kept.visit(pages, {PLAN: OLD, SCAN: "", GONE: 404})
        kept.visit(pages, {PLAN: NEW, SCAN: "", GONE: 404})
    return path


async def test_each_file_of_an_article_leads_to_the_capture_that_holds_it(ds):
    plan, scan, gone, never = (await told(ds, f"article.json?url={press.VISIT}"))["article"]["attachments"]
    assert plan["digest"] == digest(f"%PDF {NEW}".encode())
    held = await told(ds, f"capture/{plan['held']['capture']}.json")
    assert (held["capture"]["url"], held["capture"]["digest"]) == (PLAN, plan["digest"])
    assert [one["url"] for one in held["hangs_on"]] == [press.VISIT]
    assert press.VISIT_ARTICLE.title in await shown(ds, f"capture/{plan['held']['capture']}")
    assert (plan["held"]["size"], plan["held"]["searchable"]) == (held["capture"]["size"], 1)
    assert (scan["held"]["searchable"], scan["tried"]) == (0, None)
    assert (gone["held"], gone["tried"]["outcome"]) == (None, "missing")
    assert (never["held"], never["tried"]) == (None, None)


async def test_an_article_as_it_was_has_the_files_of_that_day(ds):
    plan = (await told(ds, f"article.json?url={press.VISIT}&as_of=2026-03-02"))["article"]["attachments"][0]
    assert plan["digest"] == digest(f"%PDF {OLD}".encode())


async def test_an_articles_page_says_of_each_file_whether_it_is_kept_and_searchable(ds):
    html = await shown(ds, f"article?url={press.VISIT}")
    for said in ("its text is searchable", "its text is not searchable", "asked for, and not had", "not kept here"):
        assert html.count(said) == 1


async def test_a_swapped_file_is_named_with_both_captures_and_the_words_that_changed_in_it(ds):
    data = await told(ds, f"diff.json?url={press.VISIT}")
    (file,) = data["files"]
    assert (file["href"], file["name"]) == (PLAN, "附件2：救助站点名录")
    assert [(await told(ds, f"capture/{side['held']['capture']}.json"))["capture"]["digest"] for side in
            (file["old"], file["new"])] == [side["digest"] for side in (file["old"], file["new"])]  # fmt: skip
    html = await shown(ds, f"diff?url={press.VISIT}")
    assert "救助站点<del>三</del><ins>五</ins>处" in html
    assert "Another file" in html
    assert "The text is the same." in html


async def test_a_page_whose_files_are_the_same_names_no_swap(ds):
    assert (await told(ds, f"diff.json?url={press.BRIEFING}"))["files"] == []


async def test_a_swap_is_told_in_chinese_too(ds):
    answer = await ds.client.get("/press/-/changes?lang=zh")
    assert "附件已更换：附件2：救助站点名录" in answer.text


async def test_words_of_a_file_are_found_and_said_to_stand_in_the_file(ds):
    data = await told(ds, f"search.json?q={quote('东关街')}")
    assert (data["results"], data["count"], data["file_count"]) == ([], 0, 1)
    (hit,) = data["files"]
    assert (hit["href"], hit["url"]) == (PLAN, press.VISIT)
    assert ["东关街", True] in hit["excerpt"]
    html = await shown(ds, f"search?q={quote('东关街')}")
    assert "The words stand in the file" in html
    assert f'href="/press/-/capture/{hit["held"]["capture"]}"' in html
    assert "Nothing was found." not in html


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("q=救助站点", 1),
        ("q=三处", 0),  # of the file that was swapped
        ("q=救助站点&site=elsewhere", 0),
        ("q=救助站点&from=2026-02-01", 0),
        ("q=救助站点&speaker=高远山", 0),
        ("q=救助站点&sort=newest&in=files", 1),
        ("q=诈骗&in=files", 0),
        ("in=files", 0),
    ],
)
async def test_files_are_narrowed_by_what_is_asked_of_their_articles(ds, asked, count):
    data = await told(ds, f"search.json?{asked}")
    assert (data["file_count"], len(data["files"])) == (count, count)
    assert data["results"] == [] or "in" not in data["asked"]
    await shown(ds, f"search?{asked}")


async def test_articles_come_before_files_in_the_feed_and_in_csv(ds):
    root = ET.fromstring((await ds.client.get(f"/press/-/search.atom?q={quote('养老')}")).content)
    article, file = root.iter(f"{ATOM}entry")
    assert "In the attached file" not in article.find(f"{ATOM}content").text
    assert "In the attached file 附件2：救助站点名录" in file.find(f"{ATOM}content").text
    assert "<mark>养老</mark>" in file.find(f"{ATOM}content").text
    text = (await ds.client.get(f"/press/-/search.csv?q={quote('养老')}")).content.decode("utf-8-sig")
    assert [row["file"] for row in csv.DictReader(io.StringIO(text))] == ["", PLAN]
