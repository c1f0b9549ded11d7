import socket

import pytest
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.guard import PublicOnlyResolver, is_private_literal, is_public, refusal, trap
from crawler.site import Section, Site


def site(*hosts: str, private: bool = False) -> Site:
    section = Section(name="要闻", start=f"http://{hosts[0]}/")
    return Site(
        key="yunling", name="云岭", home=f"http://{hosts[0]}/", sections=(section,), hosts=hosts, private=private
    )


PUBLIC = site("www.yunling.example")
PRIVATE = site("127.0.0.1:8711", private=True)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "data:text/html,hello",
        "ftp://www.yunling.example/a",
        "gopher://www.yunling.example/",
        "javascript:alert(1)",
        "about:blank",
    ],
)
def test_only_http_and_https_are_fetched(url):
    assert refusal(url, PUBLIC)


@pytest.mark.parametrize("url", ["http://www.yunling.example/a", "https://yunling.example/xwfbh/list_2.shtml?page=2"])
def test_pages_of_the_site_are_fetched(url):
    assert refusal(url, PUBLIC) is None


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "[fd00::1]",
        "169.254.169.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_a_private_address_is_refused_in_every_form(host):
    assert is_private_literal(host.strip("[]"))
    # Even where a site file of a public site should name it.
    assert "not a public address" in (refusal(f"http://{host}/latest/meta-data/", site(host)) or "")


@pytest.mark.parametrize("host", ["www.yunling.example", "8.8.8.8", "2001:4860:4860::8888"])
def test_a_public_host_is_no_private_literal(host):
    assert not is_private_literal(host)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_public(address):
    assert is_public(address)


def test_what_is_no_address_is_not_public():
    assert not is_public("www.yunling.example")


def test_a_private_site_may_ask_exactly_its_own_host_and_port():
    assert refusal("http://127.0.0.1:8711/a", PRIVATE) is None
    assert refusal("http://127.0.0.1:8712/a", PRIVATE)
    assert refusal("http://127.0.0.1/a", PRIVATE)
    assert refusal("http://localhost:8711/a", PRIVATE)
    assert refusal("http://169.254.169.254/", PRIVATE)


def test_a_private_site_does_not_wander_into_the_open_internet():
    assert refusal("http://www.yunling.example/", PRIVATE)


def test_other_hosts_are_refused():
    assert refusal("http://www.yunling.example.evil.example/", PUBLIC) == (
        "www.yunling.example.evil.example is no host of this site"
    )
    assert refusal("http://www.yunling.example:8080/", PUBLIC)


def test_an_address_with_a_user_name_is_refused():
    assert refusal("http://www.yunling.example@evil.example/", PUBLIC) == "the address carries a user name"


@pytest.mark.parametrize(
    "path",
    [
        "/a" * 17,
        "/a/b" * 5,
        "/?" + "&".join(f"a{i}={i}" for i in range(30)),
        "/list.jsp;jsessionid=0A1B2C",
        "/(S(wtqx0f4b2nkyum55zzyn1l45))/list.aspx",
        "/list?PHPSESSID=0a1b2c",
        "/" + "x" * 2100,
    ],
)
def test_traps_are_refused(path):
    assert trap(f"http://www.yunling.example{path}")


def test_the_deepest_real_addresses_are_no_traps():
    url = "http://www.yunling.example/module/web/jpage/dataproxy.jsp?page=2&webid=28&path=%2F&columnid=4296&unitid=31227&webname=a&permissiontype=0"
    assert trap(url) is None
    assert trap("http://www.yunling.example/zwgk/zc/qtzdgk/zfxxgk/fdzdgk/2021/12/02/t20211202_1930964.shtml") is None


@pytest.fixture
def resolve(monkeypatch):
    def resolve(name, address):
        monkeypatch.setattr(
            "scrapy.resolver.CachingThreadedResolver.getHostByName",
            lambda _self, _name, _timeout=(): defer.succeed(address),
        )
        found = []
        resolver = object.__new__(PublicOnlyResolver)
        resolver.getHostByName(name).addBoth(found.append)
        return found[0]

    monkeypatch.setattr(PublicOnlyResolver, "private_names", set())
    monkeypatch.setattr(PublicOnlyResolver, "refused", {})
    return resolve


def test_a_name_that_resolves_to_a_private_address_is_not_dialled(resolve):
    answer = resolve("www.yunling.example", "169.254.169.254")
    assert answer.check(DNSLookupError)
    assert "not a public address" in str(answer.value)


def test_a_name_that_resolves_to_a_public_address_is_dialled(resolve):
    assert resolve("www.yunling.example", "93.184.216.34") == "93.184.216.34"


def test_the_name_of_a_private_site_may_resolve_to_a_private_address_and_no_other_name_may(resolve):
    PublicOnlyResolver.allow(["127.0.0.1:8711"])
    assert resolve("127.0.0.1", "127.0.0.1") == "127.0.0.1"
    assert resolve("www.yunling.example", "127.0.0.1").check(DNSLookupError)


def test_a_public_sites_name_that_leads_to_a_private_address_is_refused_when_it_is_dialled(desk):
    name = socket.gethostname().lower()
    try:
        address = socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine cannot resolve its own name")
    if is_public(address):
        pytest.skip("this machine's own name is public")
    port = desk.web.host.partition(":")[2]
    desk.site(host=f"{name}:{port}")
    path = desk.sites / "yunling.toml"
    text = path.read_text(encoding="utf-8").replace("private = true", "").replace("delay = 0", "delay = 1")
    path.write_text(text, encoding="utf-8")
    crawl = desk.crawl()
    assert crawl.site["outcome"] == "failed"
    assert not desk.web.log
    failures = desk.rows("SELECT failure FROM captures WHERE outcome = 'failed'")
    assert failures
    assert all("not a public address" in row["failure"] for row in failures)
