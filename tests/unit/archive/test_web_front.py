"""The front page, the security headers, and good manners beside other databases."""

import re
import sqlite3

import pytest
from datasette.app import Datasette

from archive.store import Archive
from archive.web.guarded import guard
from tests.unit.archive import press_archive as press


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory):
    return press.build(tmp_path_factory.mktemp("front") / "press.db")


@pytest.fixture
def other_file(tmp_path):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, url TEXT, state TEXT, summary TEXT);
        INSERT INTO articles VALUES (1, 'Some running text', 'http://other.example/', 'TX', 'a → b');
        CREATE VIRTUAL TABLE articles_search
          USING fts5(title, content='articles', content_rowid='id', tokenize='porter');
        INSERT INTO articles_search(rowid, title) SELECT id, title FROM articles;
        CREATE TABLE pages (id INTEGER PRIMARY KEY);
        """
    )
    connection.close()
    return path


async def opened(*files) -> Datasette:
    ds = Datasette([str(file) for file in files])
    await ds.invoke_startup()
    return ds


async def test_the_front_page_tells_what_it_is_what_changed_and_where_to_search(archive_file):
    html = (await (await opened(archive_file)).client.get("/")).text
    assert "<title>govpress archive</title>" in html
    assert "<del>2251起</del> → <ins>2215起</ins>" in html
    assert "破获电信网络诈骗案件<del>2251</del><ins>2215</ins>起" in html
    shown = " ".join(re.sub("<[^>]+>", "", html).split())
    assert "between 2026-03-02 01:01 and 2026-03-03 01:01" in shown
    assert "yunling · 404 · between 2026-03-02 01:02 and 2026-03-03 01:02" in shown
    assert 'action="/press/-/search"' in html
    assert '<a href="/press/-/changes?kind=removed">1</a>' in html
    assert "1 of 1 sections walked to the end" in shown


async def test_the_front_page_of_an_empty_archive_says_how_to_fill_it(tmp_path):
    Archive(tmp_path / "press.db").close()
    html = (await (await opened(tmp_path / "press.db")).client.get("/")).text
    assert "Nothing is kept yet" in html


async def test_the_front_page_without_changes_shows_the_newest_articles(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        press.Press(archive).visit({press.BRIEFING: press.BRIEFING_ARTICLE})
    html = (await (await opened(tmp_path / "press.db")).client.get("/")).text
    assert "Newest articles" in html
    assert press.BRIEFING_ARTICLE.title in html


async def test_the_front_page_keeps_an_archive_from_those_who_may_not_see_it(archive_file):
    ds = Datasette([str(archive_file)], metadata={"databases": {"press": {"allow": {"id": "editor"}}}})
    await ds.invoke_startup()
    assert "What changed lately" not in (await ds.client.get("/")).text
    cookie = {"ds_actor": ds.sign({"a": {"id": "editor"}}, "actor")}
    assert "What changed lately" in (await ds.client.get("/", cookies=cookie)).text


async def test_the_front_page_keeps_to_a_prefix(archive_file):
    ds = Datasette([str(archive_file)], settings={"base_url": "/archive/"})
    await ds.invoke_startup()
    answer = await ds.client.get("/")
    assert 'action="/archive/press/-/search"' in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/press",
        "/press/articles",
        "/press/articles.json",
        "/press/nothing",
        "/-/static/app.css",
        "/-/plugins.json",
    ],
)
async def test_every_answer_about_an_archive_carries_the_security_headers(archive_file, path):
    headers = (await (await opened(archive_file)).client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


async def test_a_header_that_an_answer_sets_itself_stays(archive_file):
    async def app(scope, receive, send):
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"Content-Security-Policy", b"sandbox")]}
        )

    sent = []

    async def send(message):
        sent.append(message)

    await guard(app, await opened(archive_file))({"type": "http", "path": "/press"}, None, send)
    assert [value for name, value in sent[0]["headers"] if name.lower() == b"content-security-policy"] == [b"sandbox"]


async def test_another_database_beside_an_archive_looks_and_answers_as_without_us(archive_file, other_file):
    ds = await opened(archive_file, other_file)
    page = await ds.client.get("/other/articles")
    assert "content-security-policy" not in page.headers
    assert "gp-badge" not in page.text
    assert "govpress.css" not in page.text
    assert "a → b" in page.text
    told = (await ds.client.get("/other.json")).json()
    assert {table["name"] for table in told["tables"] if not table["hidden"]} == {"articles", "pages"}
    assert told["queries"] == []
    found = (await ds.client.get("/other/articles.json?_search=run&_shape=array")).json()
    assert [row["id"] for row in found] == [1]


async def test_an_archive_beside_another_database_is_still_guarded_and_searched(archive_file, other_file):
    ds = await opened(archive_file, other_file)
    answer = await ds.client.get("/press/articles.json?_search=公安&_shape=array")
    assert len(answer.json()) == 1
    assert "content-security-policy" in answer.headers
    front = await ds.client.get("/")
    assert "What changed lately" in front.text
    assert '<a href="/other">other</a>' in front.text
    assert "content-security-policy" in front.headers


async def test_without_an_archive_datasette_is_as_it_was(other_file):
    ds = await opened(other_file)
    front = await ds.client.get("/")
    assert 'class="hero"' not in front.text
    assert "<title>Datasette: other</title>" in front.text
    assert "content-security-policy" not in front.headers


async def test_an_archive_that_is_attached_later_is_known(archive_file, other_file):
    from datasette.database import Database

    ds = await opened(other_file)
    ds.add_database(Database(ds, path=str(archive_file)), name="press")
    await ds.client.get("/press")
    assert "search matches" in (await ds.client.get("/press/articles?_search=公安")).text


async def test_a_persons_own_metadata_wins(archive_file):
    own = {"title": "My press", "databases": {"press": {"tables": {"articles": {"facets": ["source"]}}}}}
    ds = Datasette([str(archive_file)], metadata=own)
    await ds.invoke_startup()
    assert "<title>My press</title>" in (await ds.client.get("/")).text
    assert set((await ds.client.get("/press/articles.json")).json()["facet_results"]) == {"source"}
    assert len((await ds.client.get("/press/articles.json?_search=公安&_shape=array")).json()) == 1
