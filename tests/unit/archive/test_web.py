"""The archive in Datasette: search, descriptions, queries and cells."""

import re
import sqlite3
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from archive.web import counted, described, queries, searched
from archive.web.functions import unzstd
from archive.web.serving import application
from archive.web.wording import marked
from tests.unit.archive import press_archive as press


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory):
    return press.build(tmp_path_factory.mktemp("web") / "press.db")


async def page(ds: Datasette, path: str) -> str:
    answer = await ds.client.get(path)
    assert answer.status_code == 200, answer.text[-2000:]
    return answer.text


async def rows(ds: Datasette, path: str) -> list[dict]:
    answer = await ds.client.get(f"{path}{'&' if '?' in path else '?'}_shape=array")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("公安", {press.BRIEFING}),
        ("诈骗", {press.BRIEFING}),
        ("拉萨", {press.VISIT}),
        ("養老", {press.REGULATION, press.VISIT}),
        ("2215", {press.BRIEFING}),
        ("新闻 嫌疑人", {press.BRIEFING}),
        ('"安局', {press.BRIEFING}),
        ("*", set()),
        ("天地玄黄", set()),
    ],
)
async def test_datasettes_own_search_box_finds_chinese(ds, words, urls):
    assert {row["url"] for row in await rows(ds, f"/press/articles.json?_search={quote(words)}")} == urls


@pytest.mark.parametrize("most", [0, 1, 100])
async def test_what_is_found_is_the_same_however_many_articles_hold_the_words(ds, monkeypatch, most):
    monkeypatch.setattr(searched, "MOST_LOOKED_UP", most)
    found = (await ds.client.get(f"/press/articles.json?_search={quote('云岭')}&_shape=objects")).json()
    assert found["filtered_table_rows_count"] == len(found["rows"]) == 3
    assert "search matches" in found["human_description_en"]
    html = await page(ds, f"/press/articles?_search={quote('云岭')}")
    assert re.search('<input[^>]*name="_search"[^>]*value="云岭"', html)


async def test_words_can_be_given_to_the_index_as_they_are(ds):
    query = quote("诈骗 OR 拉萨")
    assert len(await rows(ds, f"/press/articles.json?_searchmode=raw&_search={query}")) == 2
    assert await rows(ds, f"/press/articles.json?_search={query}") == []


async def test_the_articles_page_offers_the_search_box_and_facets(ds):
    html = await page(ds, "/press/articles")
    assert 'name="_search"' in html
    assert {"site", "section", "state"} <= set((await ds.client.get("/press/articles.json")).json()["facet_results"])


@pytest.mark.parametrize("asked", ["", "_search=云岭", "state=live", "site=yunling&section=新闻发布会"])
async def test_facets_that_are_counted_together_tell_what_datasettes_own_tell(ds, asked):
    columns = ("site", "section", "state")
    own = "&".join(f"_facet={column}" for column in columns)
    found = (await ds.client.get(f"/press/articles.json?{asked}&{own}")).json()["facet_results"]
    assert found["site"]["results"]
    for column in columns:
        each = [{**found[name], "hideable": None, "toggle_url": None} for name in (column, f"{column}_2")]
        assert each[0] == each[1]


async def test_growth_of_all_sites_counts_what_that_of_their_only_one_does(ds):
    every, one = [(await ds.client.get(f"/press/-/growth.json{asked}")).json() for asked in ("", "?site=yunling")]
    assert every == one
    assert len(every["days"]) > 1
    assert sum(every["new"]) > 1
    assert sum(every["edited"]) == sum(every["removed"]) == 1


async def test_facets_that_take_too_long_are_named(ds, monkeypatch):
    execute = ds.execute

    async def slow(database, sql, *given, **named):
        if "group by" in sql:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, None)
        return await execute(database, sql, *given, **named)

    monkeypatch.setattr(ds, "execute", slow)
    html = await page(ds, "/press/articles")
    assert "These facets timed out: site, section, state" in html


async def test_articles_come_latest_first_and_their_texts_are_cut_in_the_table(ds):
    html = await page(ds, "/press/articles")
    assert html.index("云岭市召开打击电信网络诈骗新闻发布会") < html.index("云岭市养老服务条例")
    assert press.VISIT_ARTICLE.text not in html
    assert press.VISIT_ARTICLE.text in (await page(ds, f"/press/article?url={press.VISIT}"))


async def test_only_the_public_names_are_in_sight(ds):
    told = (await ds.client.get("/press.json")).json()
    seen = {table["name"] for table in told["tables"] if not table["hidden"]} | {view["name"] for view in told["views"]}
    assert seen == set(described.PUBLIC)


async def test_every_table_has_a_title_and_opens(ds):
    for name in described.PUBLIC:
        html = await page(ds, f"/press/{name}")
        assert described.TABLES[name]["description"].split(":")[0] in html.replace("&#39;", "'")


async def test_descriptions_name_columns_that_are_there(ds):
    for name, told in described.TABLES.items():
        columns = set(await ds.databases["press"].table_columns(name))
        assert columns, f"{name} is no table"
        named = {*told.get("columns", ()), *told.get("facets", ())}
        named |= {told[key] for key in ("sort_desc", "label_column", "fts_pk") if key in told}
        assert named <= columns, name


ASKED = {
    "what_changed": ("", {"kind": "edited", "summary": "2251起 → 2215起", "url": press.BRIEFING}),
    "what_disappeared": ("?site=yunling", {"url": press.REGULATION, "reason": "404"}),
    "said_by": ("?speaker=高远&words=破获", {"speaker": "高远山", "url": press.BRIEFING, "kind": "answer"}),
    "as_of": (f"?date=2026-03-02&url={press.BRIEFING}", {"number": 1, "text": press.BRIEFING_ARTICLE.text}),
    "section_list": ("?section=新闻发布会", {"url": press.BRIEFING, "position": 0, "state": "live"}),
    "captures_behind": ("?words=案件2251起，抓获", {"number": 1, "url": press.BRIEFING, "first_capture": 1}),
    "history": (f"?url={press.BRIEFING}", {"number": 2, "kind": "edited", "summary": "2251起 → 2215起"}),
    "article": (f"?url={press.BRIEFING}", {"fact": "title", "value": press.BRIEFING_ARTICLE.title}),
}


@pytest.mark.parametrize("name", sorted(queries.canned()))
async def test_each_canned_query_answers_its_question(ds, name):
    asked, wanted = ASKED[name]
    found = await rows(ds, f"/press/{name}.json{asked}")
    assert any(wanted.items() <= row.items() for row in found), found
    await page(ds, f"/press/{name}{asked}")


@pytest.mark.parametrize("name", sorted(queries.canned()))
async def test_each_canned_query_opens_with_nothing_filled_in(ds, name):
    await page(ds, f"/press/{name}")


@pytest.mark.parametrize(
    ("date", "there"),
    [("2026-03-01", False), ("2026-03-02", True), ("2026-03-02T01:30:00", True), ("2026-03-02 00:30", False)],
)
async def test_a_bare_date_means_the_end_of_that_day_in_china(ds, date, there):
    assert bool(await rows(ds, f"/press/as_of.json?date={date}&url={press.REGULATION}")) is there


async def test_a_page_that_was_gone_is_not_in_the_archive_as_of_then(ds):
    assert press.REGULATION in {row["url"] for row in await rows(ds, "/press/as_of.json?date=2026-03-02")}
    assert press.REGULATION not in {row["url"] for row in await rows(ds, "/press/as_of.json?date=2026-03-05")}


async def test_an_article_is_found_by_any_spelling_of_its_address(ds):
    found = await rows(ds, f"/press/article.json?url={quote('HTTP://Yunling.example:80/xwfb/1.html#top')}")
    assert found[0]["value"] == press.BRIEFING_ARTICLE.title


async def test_snippets_mark_the_words_in_sql(ds):
    asked = quote("select cn_snippet(text, '拉萨', 12) as s from articles where cn_snippet(text, '拉萨') like '%【%'")
    assert (await rows(ds, f"/press.json?sql={asked}")) == [{"s": "…天到訪【拉薩】，交流養老服務…"}]


async def test_a_payload_comes_back_as_it_was_received(ds):
    asked = quote("select cast(unzstd(bytes) as text) as body, size from payloads where id = 1")
    (row,) = await rows(ds, f"/press.json?sql={asked}")
    assert row["body"] == repr(press.BRIEFING_ARTICLE)
    assert row["size"] == len(row["body"].encode())


def test_a_payload_beyond_the_limit_is_refused():
    import zstandard

    bomb = zstandard.ZstdCompressor().compress(bytes(20 * 1024 * 1024))
    with pytest.raises(ValueError, match="larger than"):
        unzstd(bomb)


def test_a_page_that_begins_like_a_trained_dictionary_is_a_dictionary_as_it_is():
    import zstandard

    page = b"\x37\xa4\x30\xec" + b"".join(b"<li>%d</li>" % number for number in range(900))
    raw = zstandard.ZstdCompressionDict(page, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    stored = zstandard.ZstdCompressor(dict_data=raw).compress(page + b"<p>new</p>")
    assert unzstd(stored, page) == page + b"<p>new</p>"


@pytest.mark.parametrize(("stored", "body"), [(None, None), ("text", None), (b"\x1f\x8bplain", b"\x1f\x8bplain")])
def test_what_is_not_compressed_comes_back_as_it_is(stored, body):
    assert unzstd(stored) == body


async def test_titles_lead_to_the_article_and_addresses_to_the_live_page_too(ds):
    html = await page(ds, "/press/changes")
    assert f'<a href="/press/-/article?url={quote(press.BRIEFING, safe="")}" lang="zh">' in html
    assert f'href="{press.BRIEFING}" rel="noreferrer noopener"' in html


async def test_a_page_that_prints_no_time_of_day_shows_none(ds):
    html = await page(ds, "/press/articles")
    assert ">2026-02-20</time>" in html
    assert ">2026-03-01 10:30</time>" in html


async def test_captures_are_linked_by_number(ds):
    assert '<a href="/press/-/capture/1">1</a>' in await page(ds, "/press/versions")


def test_a_summary_marks_what_went_and_what_came():
    assert marked("title: 旧 → 新; 2251起 → 2215起; removed 「甲」") == (
        "title: <del>旧</del> → <ins>新</ins>; <del>2251起</del> → <ins>2215起</ins>; removed 「甲」"
    )
    assert marked("<b> → </b>") == "<del>&lt;b&gt;</del> → <ins>&lt;/b&gt;</ins>"


PAGES = [
    "/",
    "/press",
    *(f"/press/{name}" for name in described.PUBLIC),
    *(f"/press/{name}" for name in queries.canned()),
    f"/press/article?url={quote(press.HOSTILE, safe='')}",
    f"/press/history?url={quote(press.HOSTILE, safe='')}",
    "/press/said_by?speaker=script",
    "/press/as_of?date=2026-03-09",
    "/press/captures_behind?words=正文",
    "/press/articles?_search=alert",
    "/press/pages/4",
    "/press/readings/4",
]


@pytest.mark.parametrize("path", PAGES)
async def test_hostile_text_is_inert_on_every_page(ds, path):
    html = await page(ds, path)
    assert "<script>alert" not in html
    assert not re.search(r"<(img|svg)[^>]*\bon\w+=", html)
    assert not re.search(r"href=[\"']?\s*(javascript|data):", html, re.IGNORECASE)


async def test_the_settings_of_serve_open_every_table(archive_file):
    ds = application(archive_file)
    await ds.invoke_startup()
    for name in described.PUBLIC:
        await page(ds, f"/press/{name}")
    assert "Suggested facets" not in await page(ds, "/press/articles")


async def test_a_snapshot_is_searched_like_the_archive(archive_file, tmp_path):
    snapshot = tmp_path / "snapshot.db"
    connection = sqlite3.connect(archive_file)
    connection.execute("VACUUM INTO ?", (str(snapshot),))
    connection.close()
    ds = application(snapshot, immutable=True)
    await ds.invoke_startup()
    assert len(await rows(ds, "/snapshot/articles.json?_search=公安")) == 1
    assert "What changed lately" in await page(ds, "/")


async def test_captures_are_sorted_by_their_number_which_runs_with_time(ds):
    html = await page(ds, "/press/captures")
    assert "_sort=id" in html
    assert "_sort=captured_at" not in html


async def test_tables_that_people_query_are_counted_and_those_of_the_index_are_not(ds):
    counts = {table["name"]: table["count"] for table in (await ds.client.get("/press.json")).json()["tables"]}
    assert {name for name, count in counts.items() if count is not None} == counted.COUNTED
    assert counts["readings"] == 5
    assert counts["articles_fts_data"] is None
