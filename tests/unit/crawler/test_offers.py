"""A column whose list shows the newest three articles, with a feed and sitemaps that name more, crawled twice."""

import gzip
import json
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def visited(open_desk):
    desk = open_desk()
    web = desk.web
    articles = desk.titles(9)
    desk.site()
    path = desk.sites / "yunling.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + f'feed = "{web.url("/rss.xml")}"\nsitemap = "{web.url("/broken.xml")}"\nsitemaps = true\n'
        + r"article = '/xwfbh/\d{6}/'",
        encoding="utf-8",
    )
    web.put_list("/xwfbh/", articles[:3])
    web.put_articles(articles)

    def entries(chosen):
        return "".join(f"<item><title>{title}</title><link>{web.url(path)}</link></item>" for path, title in chosen)

    def places(chosen, tag="url"):
        return "".join(f"<{tag}><loc>{web.url(path)}</loc></{tag}>" for path in chosen)

    web.put("/rss.xml", f"<rss><channel>{entries(articles[2:5])}</channel></rss>", Content_Type="application/rss+xml")
    web.put("/broken.xml", "no longer here", status=404)
    web.put("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {web.url('/index.xml')}\n", Content_Type="text/plain")
    children = places(("/map.xml.gz", "/map.txt"), "sitemap")
    web.put("/index.xml", f"<sitemapindex>{children}</sitemapindex>", Content_Type="application/xml")
    packed = f"<urlset>{places(('/about.html', articles[4][0], articles[5][0], articles[6][0]))}</urlset>"
    web.put("/map.xml.gz", gzip.compress(packed.encode()), Content_Type="application/gzip")
    web.put("/map.txt", "\n".join(web.url(path) for path, _ in articles[6:]), Content_Type="text/plain")
    first = desk.crawl()
    asked = web.paths()
    web.log.clear()
    # What only the sitemap named is gone from it, and the feed moved on.
    web.put("/map.txt", web.url(articles[6][0]), Content_Type="text/plain")
    web.put("/rss.xml", f"<rss><channel>{entries(articles[3:4])}</channel></rss>", Content_Type="application/rss+xml")
    web.put("/broken.xml", "<urlset/>", Content_Type="application/xml")
    second = desk.crawl("--full")
    return desk, articles, first, asked, second


def test_articles_that_only_a_feed_or_a_sitemap_names_are_asked_for_once_each(visited):
    _desk, articles, first, asked, _second = visited
    assert [asked.count(path) for path, _ in articles] == [1] * 9
    assert "/about.html" not in asked
    assert (first.site["listed"], first.site["offered"], first.site["read"]) == (3, 6, 9)


def test_they_are_filed_under_the_section_that_names_the_sitemap(visited):
    desk = visited[0]
    assert desk.rows("SELECT section, count(*) AS n FROM articles GROUP BY section") == [
        {"section": "新闻发布会", "n": 9}
    ]


def test_a_feed_or_sitemap_that_cannot_be_had_is_a_finding_with_its_address(visited):
    desk, _articles, first, _asked, _second = visited
    assert first.site["outcome"] == "partial"
    expected = f"1 page named as feed or sitemap that cannot be read, such as {desk.web.url('/broken.xml')}"
    assert expected in first.site["findings"]


def test_the_visit_says_how_many_articles_nothing_else_named(visited):
    first = visited[2]
    assert any("6 articles named by 5 feeds and sitemaps alone" in note for note in first.site["notes"])


def test_feeds_and_sitemaps_are_evidence_and_no_lists(visited):
    desk = visited[0]
    assert [row["status"] for row in desk.captures("/map.xml.gz")] == [200, 200]
    [row] = desk.rows("SELECT count(DISTINCT i.key) AS n FROM listed JOIN items AS i ON i.id = item")
    assert row["n"] == 3


def test_what_a_feed_or_sitemap_no_longer_names_is_not_taken_for_gone(visited):
    desk, articles, _first, _asked, second = visited
    assert second.site["outcome"] == "ok"
    assert (second.site["offered"], second.site["changes"]) == (0, {})
    assert desk.rows("SELECT DISTINCT state FROM articles") == [{"state": "live"}]
    assert not [path for path in desk.web.paths() if path in dict(articles)]


def test_an_ordinary_visit_reads_the_feed_and_no_sitemap(visited):
    desk = visited[0]
    desk.web.log.clear()
    desk.crawl()
    asked = desk.web.paths()
    assert "/rss.xml" in asked
    assert not {"/broken.xml", "/index.xml", "/map.txt"} & set(asked)


def test_a_check_says_whether_a_feed_and_a_sitemap_name_articles_of_the_section(visited):
    desk = visited[0]
    desk.web.put("/broken.xml", f"<urlset><url><loc>{desk.web.url(desk.titles(1)[0][0])}</loc></url></urlset>")
    text = (desk.sites / "yunling.toml").read_text(encoding="utf-8")
    changed = text.replace(desk.web.url("/rss.xml"), desk.web.url("/xwfbh/"))
    (desk.sites / "checked.toml").write_text(changed, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "check", "checked", "--sites", str(desk.sites), "--json"],
        cwd=desk.folder, env=desk.environment(), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    found = {row["what"]: (row["found"], row["fits"]) for row in json.loads(done.stdout)["findings"]}
    assert found["feed"] == ("neither a feed nor a sitemap", False)
    assert found["sitemap"] == ("1 of 1 entries are articles of this section", True)
