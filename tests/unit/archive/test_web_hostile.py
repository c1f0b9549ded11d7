"""Sixty hostile strings in every field of a page are inert in every view and feed."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.article import Article, Attachment, Turn
from archive.store import Archive
from archive.web.routes import FILES, PAGES_SHOWN
from tests.unit.archive import press_archive as press
from tests.unit.archive.inert import inert

HOSTILE = json.loads((Path(__file__).parent / "hostile.json").read_text(encoding="utf-8"))
ATOM = "{http://www.w3.org/2005/Atom}"


def file(number: int, words: str) -> str:
    return f"http://hostile.example/{number}.pdf?a={quote(words)}"


def article(number: int, words: str, edited: str = "") -> Article:
    url = f"http://hostile.example/{number}.html?a={quote(words)}"
    return Article(
        url=url,
        title=f"公安{words}{edited}",
        text=f"公安{words}\n{words}：公安{words}{edited}",
        source=words,
        author=words,
        editor=words,
        column=words,
        doc_number=words,
        keywords=(words,),
        site_name=words,
        flags=(words,),
        method=words,
        origins=(("source", words), ("title", words)),
        turns=(Turn(speaker=words, role=words, kind="question", text=f"公安{words}{edited}", paragraph=1),),
        attachments=(Attachment(href=words, label=words), Attachment(href=file(number, words), label=words)),
        images=(Attachment(href=words, label=words, kind="image"),),
    )


@pytest.fixture(scope="module")
def archive_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "press.db"
    with Archive(path) as archive:
        kept = press.Press(archive)
        first = [article(number, words) for number, words in enumerate(HOSTILE)]
        then = [article(number, words, "改") for number, words in enumerate(HOSTILE)]
        for articles, edited in ((first, ""), (then, "改")):
            files = {file(number, words): f"公安{words}{edited}" for number, words in enumerate(HOSTILE)}
            kept.visit({one.url: one for one in articles}, files)
    return path


def test_there_are_sixty_hostile_strings_and_more():
    assert len(set(HOSTILE)) >= 60


VIEWS = (
    "article?url={url}",
    "diff?url={url}",
    "diff?url={url}&view=side",
    "speaker?name={name}",
    "outlet?name={name}",
    "search?q=公安&source={name}",
    "search?q=公安&in=files&source={name}",
)


@pytest.mark.parametrize("view", VIEWS)
async def test_hostile_words_are_inert_in_every_view_of_an_article(ds, view):
    for number, words in enumerate(HOSTILE):
        named = {"url": quote(article(number, words).url, safe=""), "name": quote(words, safe="")}
        answer = await ds.client.get(f"/press/-/{view.format(**named)}")
        assert answer.status_code in (200, 400), answer.text[:2000]
        assert inert(answer.text) == [], words
        assert "49" not in answer.text.split("<h1")[1].split("</h1>")[0], words


async def test_hostile_words_are_inert_in_every_list_feed_and_table(ds):
    names = [page.name for page in PAGES_SHOWN if page.name in ("search", "changes", "sections", "operations")]
    for path in (
        "/",
        *(f"/press/-/{name}?q=公安" for name in names),
        "/press/-/section?site=yunling&section=新闻发布会",
        "/press/-/due?site=yunling",
    ):
        answer = await ds.client.get(path)
        assert answer.status_code == 200
        assert inert(answer.text) == []
    for table in ("articles", "versions", "changes", "turns", "attachments", "readings", "captures"):
        answer = await ds.client.get(f"/press/{table}?_size=100")
        assert inert(answer.text, styles=True) == [], table
    for feed in ("changes.atom", "search.atom?q=公安"):
        answer = await ds.client.get(f"/press/-/{feed}")
        root = ET.fromstring(answer.content)
        for content in root.iter(f"{ATOM}content"):
            assert inert(f"<div>{content.text}</div>") == []
        assert all(link.get("href").startswith("http://localhost/") for link in root.iter(f"{ATOM}link"))


async def test_hostile_words_come_whole_in_json(ds):
    one = article(7, HOSTILE[7])
    told = json.loads((await ds.client.get(f"/press/-/article.json?url={quote(one.url, safe='')}")).content)
    assert told["article"]["source"] == one.source


def test_every_page_and_file_is_covered_here_or_in_the_tests_of_pages():
    assert len(PAGES_SHOWN) == 11
    assert len(FILES) == 7
