import pytest


@pytest.fixture
def circle(desk):
    """An article that sends everybody without its cookie back to itself."""
    path, title = desk.titles(3)[1]

    def answer(asked):
        if "seen=1" in asked.headers.get("cookie", ""):
            return desk.web.routes["there"]
        return desk.web.routes["back"]

    desk.web.put("there", desk.article(title))
    desk.web.put("back", "", 302, Location=path, Set_Cookie="seen=1; Path=/")
    desk.web.routes[path] = answer
    return desk, path


def test_a_redirect_to_itself_with_a_cookie_is_asked_once_and_the_finding_names_the_key(circle):
    desk, path = circle
    crawl = desk.crawl()
    assert [capture["status"] for capture in desk.captures(path)] == [302]
    [finding] = crawl.site["findings"]
    assert "cookies = true" in finding
    assert desk.web.url(path) in finding
    assert crawl.site["outcome"] == "partial"


def test_with_cookies_in_the_site_file_it_is_read(circle):
    desk, path = circle
    desk.site(more="")
    file = desk.sites / "yunling.toml"
    file.write_text("cookies = true\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    crawl = desk.crawl()
    assert crawl.code == 0, crawl.errors
    assert [capture["status"] for capture in desk.captures(path)] == [302, 200]
    assert desk.rows("SELECT state FROM articles WHERE url = ?", desk.web.url(path)) == [{"state": "live"}]


def test_a_circle_of_redirects_is_walked_once_and_is_a_finding(desk):
    path = desk.titles(3)[0][0]
    desk.web.put(path, "", 302, Location="/a")
    desk.web.put("/a", "", 302, Location="/b")
    desk.web.put("/b", "", 302, Location="/a")
    crawl = desk.crawl()
    assert [len(desk.web.asked(one)) for one in (path, "/a", "/b")] == [1, 1, 1]
    assert any("redirected in a circle" in finding for finding in crawl.site["findings"])


def test_a_chain_of_redirects_ends_at_its_sixth(desk):
    path = desk.titles(3)[0][0]
    desk.web.put(path, "", 301, Location="/1")
    for number in range(1, 20):
        desk.web.put(f"/{number}", "", 301, Location=f"/{number + 1}")
    crawl = desk.crawl()
    assert len(desk.web.asked("/5")) == 1
    assert not desk.web.asked("/6")
    assert any("redirected more than 5 times" in finding for finding in crawl.site["findings"])


def test_a_list_that_redirects_to_itself_ends_its_walk_with_the_reason(desk):
    desk.web.put("/xwfbh/", "", 302, Location="/xwfbh/")
    crawl = desk.crawl()
    assert any("was not walked to its end" in one and "in a circle" in one for one in crawl.site["findings"])


@pytest.fixture
def twin(desk):
    """A site whose pages are on `localhost` as well, for phones."""
    desk.site(more="")
    file = desk.sites / "yunling.toml"
    host = desk.web.host.replace("127.0.0.1", "localhost")
    file.write_text(f'mobile = ["{host}"]\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    return desk, f"http://{host}"


def test_a_redirect_to_the_mobile_twin_is_followed_to_the_same_page_on_the_sites_own_host(twin):
    desk, mobile = twin
    path, title = desk.titles(3)[1]
    desk.web.put("/there.shtml", desk.article(title))
    desk.web.put(path, "", 302, Location=f"{mobile}/there.shtml")
    assert desk.crawl().code == 0
    assert [capture["status"] for capture in desk.captures("/there.shtml")] == [200]
    assert desk.rows("SELECT * FROM captures WHERE url LIKE ?", f"{mobile}%") == []


def test_a_site_that_sends_us_from_its_own_host_to_the_mobile_one_is_said_to(twin):
    desk, mobile = twin
    path, _ = desk.titles(3)[1]
    desk.web.put(path, "", 302, Location=f"{mobile}{path}")
    crawl = desk.crawl()
    assert [capture["status"] for capture in desk.captures(path)] == [302]
    assert any("redirected in a circle" in finding for finding in crawl.site["findings"])
