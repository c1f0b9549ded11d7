"""One article that a CMS files under several columns: which page is the article, and which are its copies."""

from urllib.parse import quote

import pytest
from datasette.app import Datasette

from archive.transfer.rows import Wanted, rows
from archive.url import article_id, surt
from tests.unit.archive.simulated_site import address

FIRST, SECOND, THIRD = (f"{column}/t20240301_1234567" for column in ("xwfb", "zwyw", "bmdt"))


def seen(site, **words):
    """A visit that reads each page, in this order."""
    site.begin()
    for page, text in words.items():
        site.read(page, text, title="全市通报")
    site.end()


def copies(archive):
    return {row["url"]: row["copy_of"] for row in archive.db.query("SELECT url, copy_of FROM articles")}


def test_the_page_seen_first_is_the_article_and_the_others_are_copies_of_it(site, archive):
    seen(site, **{SECOND: "破获案件2251起。", FIRST: "破获案件2251起。", THIRD: "破获案件2251起。"})
    first = address(SECOND)
    assert copies(archive) == {first: None, address(FIRST): first, address(THIRD): first}
    assert archive.copies(address(FIRST)) == [first, address(THIRD)]
    assert archive.copies(first) == [address(FIRST), address(THIRD)]


def test_pages_of_one_id_with_other_words_are_two_articles(site, archive):
    seen(site, **{FIRST: "破获案件2251起。", SECOND: "明日上午停水。"})
    assert set(copies(archive).values()) == {None}
    assert archive.copies(address(FIRST)) == []


def test_a_copy_stays_one_when_only_one_of_the_pages_is_edited(site, archive):
    seen(site, **{FIRST: "破获案件2251起。", SECOND: "破获案件2251起。"})
    seen(site, **{FIRST: "破获案件2215起。"})
    assert copies(archive)[address(SECOND)] == address(FIRST)


def test_the_same_words_under_ids_of_their_own_are_articles_of_their_own(site, archive):
    seen(site, **{FIRST: "破获案件2251起。", "zwyw/t20240301_7654321": "破获案件2251起。"})
    assert set(copies(archive).values()) == {None}


def test_an_export_can_have_each_article_once(site, archive):
    seen(site, **{FIRST: "破获案件2251起。", SECOND: "破获案件2251起。"})
    for what in ("articles", "changes"):
        assert [row["url"] for row in rows(archive.db.conn, what, Wanted(once=True))] == [address(FIRST)]
        assert len(list(rows(archive.db.conn, what, Wanted()))) == 2


async def test_the_page_of_an_article_links_to_its_copies(site, archive):
    seen(site, **{FIRST: "破获案件2251起。", SECOND: "破获案件2251起。"})
    shown = Datasette([str(archive.path)])
    await shown.invoke_startup()
    html = (await shown.client.get(f"/press/-/article?url={quote(address(FIRST), safe='')}")).text
    assert "The same article under other columns" in html
    assert f">{address(SECOND)}</a>" in html


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.example/xwfb/202403/t20240301_1234567.html", "https://a.example/zwyw/t20240301_1234567.shtml"),
        ("http://a.example/art/2024/3/1/art_12_34567.html", "http://a.example/art/2024/3/1/art_78_34567.html"),
        (
            "http://a.example/c1/202403/0f3b7a0c51d2e84f6f9a1c7e5508d4b2.shtml",
            "http://a.example/c2/art_0F3B7A0C51D2E84F6F9A1C7E5508D4B2.html",
        ),
        (
            "http://a.example/xinwen/2024-03/01/content_5655392.htm",
            "http://a.example/zhengce/content/2024-03/01/content_5655392.htm",
        ),
    ],
)
def test_a_cms_calls_an_article_the_same_in_each_column(one, other):
    assert article_id(surt(one)) == article_id(surt(other)) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/xwfb/index.html",
        "http://a.example/xwfb/1234567.html",
        "http://a.example/xwfb/t20240301_1234567_1.html",
        "http://a.example/show.jsp?id=content_1234567.html",
    ],
)
def test_an_address_without_an_id_of_the_cms_has_none(url):
    assert article_id(surt(url)) is None


def test_two_hosts_share_no_article():
    ids = {article_id(surt(f"http://{host}.example/x/t20240301_1234567.html")) for host in "ab"}
    assert len(ids) == 2
