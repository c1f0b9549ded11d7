"""Canonical addresses and SURT keys."""

import pytest

from archive.url import canonical_url, is_home, resolve, surt


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Yunling.Example:80/A/b.html#top", "http://www.yunling.example/A/b.html"),
        ("https://yunling.example:443", "https://yunling.example/"),
        ("https://yunling.example:80/", "https://yunling.example:80/"),
        ("http://yunling.example/a/./b/../c.html", "http://yunling.example/a/c.html"),
        ("http://yunling.example/../../c/..", "http://yunling.example/"),
        ("http://yunling.example/%7Ea/%e4%ba%91/云", "http://yunling.example/~a/%E4%BA%91/%E4%BA%91"),
        ("http://yunling.example/s?w=%D4%C6", "http://yunling.example/s?w=%D4%C6"),
        ("http://yunling.example/100%", "http://yunling.example/100%25"),
        ("http://yunling.example/a?utm_source=x&id=3&spm=1.2", "http://yunling.example/a?id=3"),
        ("http://yunling.example/a?from=timeline&isappinstalled=0", "http://yunling.example/a"),
        (
            "http://yunling.example/a?from=市政府办",
            "http://yunling.example/a?from=%E5%B8%82%E6%94%BF%E5%BA%9C%E5%8A%9E",
        ),
        ("http://yunling.example/a;jsessionid=0A1B?x=1", "http://yunling.example/a?x=1"),
        ("http://yunling.example/a?", "http://yunling.example/a"),
        (" http://yunling.example\\a\\b\n", "http://yunling.example/a/b"),
        ("http://云岭.example/", "http://xn--9kqv75a.example/"),
        ("http://user:secret@yunling.example./", "http://yunling.example/"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ],
)
def test_what_no_server_looks_at_is_lost(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        *("", "yunling.example/a", "//yunling.example/a", "mailto:a@yunling.example", "javascript:void(0)", "http://"),
        *("http:///a", "http://yunling.example:99999/", "http://[::1/", "http://a b.example/", "file:///etc/hostname"),
        *("http://" + "a" * 300 + ".example/", "http://yunling.example/\ud800", "http://\ud800.example/", "http://.."),
    ],
)
def test_what_is_no_address_raises_value_error(url):
    with pytest.raises(ValueError, match=r"."):
        canonical_url(url)
    with pytest.raises(ValueError, match=r"."):
        surt(url)


@pytest.mark.parametrize(
    "twin",
    [
        "http://yunling.example/xw/a.shtml?b=2&a=1",
        "https://www.yunling.example/xw/a.shtml?a=1&b=2",
        "http://WWW.yunling.example:80/xw/./a.shtml?b=2&a=1#comments",
        "http://www.yunling.example/xw/a.shtml?b=2&utm_medium=wx&a=1",
        "http://www.yunling.example/xw/%61.shtml?b=2&a=1",
    ],
)
def test_addresses_of_one_page_have_one_key(twin):
    assert surt(twin) == "example,yunling)/xw/a.shtml?a=1&b=2"


@pytest.mark.parametrize("name", ["", "index.html", "index.shtml", "INDEX.HTM", "default.aspx", "index.jsp"])
def test_a_folder_and_its_index_are_one_page(name):
    assert surt(f"http://yunling.example/xw/{name}") == surt("https://www.yunling.example/xw")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://yunling.example/A.html", "http://yunling.example/a.html"),
        ("http://yunling.example/a?id=1", "http://yunling.example/a?id=2"),
        ("http://yunling.example/index_1.html", "http://yunling.example/index.html"),
        ("http://yunling.example:8711/", "http://yunling.example:8712/"),
        ("http://gaj.yunling.example/", "http://yunling.example/"),
        ("http://127.0.0.1:8711/a", "http://127.0.0.1:8712/a"),
        ("http://yunling.example/a%2Fb", "http://yunling.example/a/b"),
    ],
)
def test_different_pages_have_different_keys(one, other):
    assert surt(one) != surt(other)


def test_the_host_www_alone_stays():
    assert surt("http://www./") == "www)/"


@pytest.mark.parametrize("url", ["http://yunling.example", "https://www.yunling.example/index.html?utm_source=a"])
def test_the_front_page_is_home(url):
    assert is_home(url)


@pytest.mark.parametrize("url", ["http://yunling.example/xw/", "http://yunling.example/?id=1", "nonsense"])
def test_other_pages_are_not_home(url):
    assert not is_home(url)


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("/b.html", "http://yunling.example/b.html"),
        ("c.html", "http://yunling.example/xw/c.html"),
        ("//other.example/d", "http://other.example/d"),
        ("..\\e.html", "http://yunling.example/e.html"),
        ("javascript:history.back()", None),
        ("http://[", None),
    ],
)
def test_a_location_is_resolved_against_its_page(href, meant):
    assert resolve("http://yunling.example/xw/a.html", href) == meant
