import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from scrapy.utils.python import global_object_name

from crawler import settings
from crawler.settings import scrapy_settings
from crawler.site import Section, Site
from crawler.spiders import ITEM_PIPELINES


def site(**more):
    start = "http://www.yunling.example/"
    return Site(key="yunling", name="云岭", home=start, sections=(Section(name="要闻", start=start),), **more)


def components(group):
    """The components that Scrapy will run, and their places."""
    found = Settings(scrapy_settings()).get_component_priority_dict_with_base(group)
    return {global_object_name(load_object(name)): order for name, order in found.items() if order is not None}


def test_remote_control_and_telnet_are_off():
    assert settings.REMOTE_CONTROL_ENABLED is False
    assert settings.TELNETCONSOLE_ENABLED is False
    assert not [name for name in components("EXTENSIONS") if "remote_control" in name or "telnet" in name]


@pytest.mark.parametrize("scheme", ["file", "data", "ftp", "s3"])
def test_only_http_has_a_download_handler(scheme):
    assert settings.DOWNLOAD_HANDLERS[scheme] is None


def test_bodies_are_capped_at_sixteen_mebibytes_on_the_wire_and_decoded():
    from archive.encoding import PAYLOAD_LIMIT

    assert settings.DOWNLOAD_MAXSIZE == PAYLOAD_LIMIT == 16 * 1024 * 1024


def test_robots_txt_is_obeyed_by_our_own_middleware_and_not_by_scrapys():
    assert settings.ROBOTSTXT_OBEY is True
    assert [name for name in components("DOWNLOADER_MIDDLEWARES") if "robot" in name.lower()] == [
        "crawler.robots.SerialRobots"
    ]


def test_nothing_stands_between_the_recorder_and_the_network():
    orders = components("DOWNLOADER_MIDDLEWARES")
    assert max(orders, key=lambda name: orders[name]) == "crawler.recorder.Recorder"


def test_names_are_resolved_by_the_guard_and_no_proxy_resolves_them_in_its_place():
    assert settings.TWISTED_DNS_RESOLVER == "crawler.guard.PublicOnlyResolver"
    assert settings.HTTPPROXY_ENABLED is False


def test_nothing_shortens_or_shakes_the_delay():
    assert settings.AUTOTHROTTLE_ENABLED is False
    assert settings.DOWNLOAD_DELAY_JITTER == 0.0


def test_cookies_are_off_and_an_answer_takes_a_minute_at_most():
    assert settings.COOKIES_ENABLED is False
    assert settings.DOWNLOAD_TIMEOUT == 60


def test_a_site_file_lets_cookies_in_and_they_pass_outside_the_recorder():
    own = settings.site_settings(site(cookies=True))
    orders = own["DOWNLOADER_MIDDLEWARES"]
    [name] = set(orders) - set(settings.DOWNLOADER_MIDDLEWARES)
    assert own["COOKIES_ENABLED"] is True
    assert orders[name] < orders["crawler.recorder.Recorder"]
    assert "COOKIES_ENABLED" not in settings.site_settings(site())


def test_tls_before_1_2_is_spoken_only_where_a_site_file_says_so():
    assert settings.DOWNLOAD_TLS_MIN_VERSION == "TLSv1.2"
    assert "DOWNLOAD_TLS_MIN_VERSION" not in settings.site_settings(site())
    assert settings.site_settings(site(legacy_tls=True))["DOWNLOAD_TLS_MIN_VERSION"] == "TLSv1.0"


def test_every_component_that_the_settings_name_can_be_imported():
    for group in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
        assert components(group)
    assert all(load_object(name) for name in ITEM_PIPELINES)
    assert load_object(settings.SPIDER_LOADER_CLASS)
    assert load_object(settings.TWISTED_DNS_RESOLVER)
