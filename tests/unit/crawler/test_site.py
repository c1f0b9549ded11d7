from datetime import date
from pathlib import Path

import pytest

from crawler.errors import CrawlError, SiteFileError, UnknownSite
from crawler.site import Limits, Pace, Section, host_of
from crawler.site_file import read_site_file
from crawler.site_folders import choose_sites, load_sites, site_folders, survey_sites
from pipelines.profile import Profile

SMALL = """
name = "云岭市人民政府"
home = "http://www.yunling.example/"

[[section]]
name  = "新闻发布会"
start = "http://www.yunling.example/xwfbh/common_list.shtml"
"""

FULL = """
name = "云岭市人民政府"
home = "http://www.yunling.example/"
confirmed = 2026-11-01
cookies = true
legacy_tls = true
hosts = ["news.yunling.example"]

[pace]
delay = 5
concurrency = 2

[limits]
requests = 500
hours = 2

[[section]]
name     = "新闻发布会"
start    = "http://www.yunling.example/xwfbh/common_list.shtml"
schedule = "15 8-20/4 * * mon-fri"
article  = '/xwfbh/\\d{6}/'

[page]
article = '\\.shtml$'
editor  = ["责任编辑", ".editor"]
items   = [".list li a"]
turns   = true

[[page.before]]
date = 2022-01-01
body = [".text_content"]
"""


def write(folder: Path, text: str, key: str = "yunling") -> Path:
    path = folder / f"{key}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(SiteFileError) as caught:
        read_site_file(write(folder, text))
    return str(caught.value).splitlines()


def test_a_file_with_a_name_a_home_and_one_section_is_a_site(tmp_path):
    site = read_site_file(write(tmp_path, SMALL))
    assert (site.key, site.name, site.private, site.confirmed) == ("yunling", "云岭市人民政府", False, None)
    assert site.sections == (Section(name="新闻发布会", start="http://www.yunling.example/xwfbh/common_list.shtml"),)
    assert site.hosts == ("www.yunling.example",)


def test_a_site_that_says_nothing_is_visited_every_three_seconds_one_at_a_time(tmp_path):
    assert read_site_file(write(tmp_path, SMALL)).pace == Pace(delay=3.0, concurrency=1)


def test_every_key_of_a_full_file_is_read(tmp_path):
    site = read_site_file(write(tmp_path, FULL))
    assert site.confirmed == date(2026, 11, 1)
    assert site.pace == Pace(delay=5.0, concurrency=2)
    assert site.limits == Limits(requests=500, megabytes=2048, hours=2.0)
    assert (site.cookies, site.legacy_tls) == (True, True)
    assert site.sections[0].schedule == "15 8-20/4 * * mon-fri"
    assert site.sections[0].article == r"/xwfbh/\d{6}/"
    assert site.hosts == ("www.yunling.example", "news.yunling.example")
    assert site.profile.editor == ("责任编辑", ".editor")
    assert site.profile.turns is True
    assert site.profile.before[0][0] == date(2022, 1, 1)
    assert site.profile.before[0][1].body == (".text_content",)


def test_links_to_the_mobile_twin_are_those_of_the_sites_own_host(tmp_path):
    profile = read_site_file(write(tmp_path, 'mobile = ["M.yunling.example"]\n' + SMALL)).profile
    assert profile.canonical("https://m.yunling.example/a.shtml?b=1") == "http://www.yunling.example/a.shtml?b=1"
    assert profile.canonical("http://m.other.example/a.shtml") == "http://m.other.example/a.shtml"
    assert profile.canonical("http://[broken/") == "http://[broken/"


def test_the_reader_of_a_site_without_a_mobile_twin_keeps_its_name(tmp_path):
    site, twin = (read_site_file(write(tmp_path, text)) for text in (SMALL, 'mobile = ["m.yunling.example"]\n' + SMALL))
    assert site.profile.digest == Profile().digest != twin.profile.digest


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('mobile = ["http://m.yunling.example/"]', "a host such as"),
        ('mobile = "m.yunling.example"', "a list of hosts with the same pages"),
        ('mobile = ["www.yunling.example"]', "other hosts than that of home"),
        ('moblie = ["m.yunling.example"]', "did you mean 'mobile'?"),
    ],
)
def test_a_mobile_twin_is_a_list_of_other_hosts(tmp_path, line, words):
    [problem] = problems(tmp_path, f"{line}\n{SMALL}")
    assert words in problem


def test_an_unknown_key_is_named_with_its_file_its_table_and_the_nearest_known_key(tmp_path):
    [line] = problems(tmp_path, SMALL + "\n[pace]\ndelya = 3\n")
    assert str(tmp_path / "yunling.toml") in line
    assert "[pace] delya" in line
    assert "one of delay, concurrency, hours, away_hours, daily_requests" in line
    assert "did you mean 'delay'?" in line


def test_an_unknown_key_of_a_section_says_which_section(tmp_path):
    [line] = problems(tmp_path, SMALL + 'shedule = "0 8 * * *"\n')
    assert "[[section]] 1 shedule" in line
    assert "did you mean 'schedule'?" in line


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("www.yunling.example/a", "http:// or https://"),
        ("ftp://www.yunling.example/a", "http:// or https://"),
        ("file:///etc/hostname", "http:// or https://"),
        ("http://", "a host"),
        ("http://user@www.yunling.example/", "without a user name"),
        ("http://www.yunling.example:99999/", "Port out of range"),
        ("http://www.yunling.example/a b", "without spaces"),
        ("http://127.0.0.1:8711/", "private = true"),
        ("http://localhost/", "private = true"),
        ("http://[::1]/", "private = true"),
        ("http://192.168.1.4/", "private = true"),
    ],
)
def test_a_bad_address_says_what_was_expected(tmp_path, url, words):
    [line] = problems(tmp_path, SMALL.replace("http://www.yunling.example/xwfbh/common_list.shtml", url))
    assert "[[section]] 1 start" in line
    assert words in line


def test_a_private_site_may_be_on_a_loopback_address_and_be_visited_without_delay(tmp_path):
    text = SMALL.replace("www.yunling.example", "127.0.0.1:8711")
    site = read_site_file(write(tmp_path, "private = true\n" + text + "[pace]\ndelay = 0\n"))
    assert site.private
    assert site.pace.delay == 0
    assert site.hosts == ("127.0.0.1:8711",)


def test_a_public_site_is_not_visited_more_than_once_a_second(tmp_path):
    [line] = problems(tmp_path, SMALL + "\n[pace]\ndelay = 0.1\n")
    assert "[pace] delay: expected seconds between two requests, a number from 1 to 3600, found 0.1" in line


@pytest.mark.parametrize("cron", ["15 8 * *", "61 8 * * *", "0 8 * * funday", "daily"])
def test_a_bad_cron_line_says_what_was_expected(tmp_path, cron):
    [line] = problems(tmp_path, SMALL + f'schedule = "{cron}"\n')
    assert "[[section]] 1 schedule: expected a cron line of five fields in Asia/Shanghai" in line


@pytest.mark.parametrize("cron", ["0 8 * * 1", "0 8 * * 0-4", "0 8 * * mon,5"])
def test_a_day_of_the_week_by_number_is_refused(tmp_path, cron):
    [line] = problems(tmp_path, SMALL + f'schedule = "{cron}"\n')
    assert "the day of week by name" in line


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        ('[pace]\ndelay = "3"', "[pace] delay", "a number from 1 to 3600"),
        ("[pace]\ndelay = true", "[pace] delay", "a number from 1 to 3600"),
        ('[pace]\nhours = "8-20"', "[pace] hours", "hours of the day in China"),
        ("[pace]\naway_hours = 48", "[pace] away_hours", "a number from 0 to 24"),
        ("[pace]\ndaily_requests = -1", "[pace] daily_requests", "a whole number from 0 to 1000000"),
        ("[walk]\nknown = 0", "[walk] known", "a whole number from 1 to 1000"),
        ("[walk]\nfull_days = -1", "[walk] full_days", "a number from 0 to 365"),
        ("[walk]\nfulldays = 1", "[walk] fulldays", "did you mean"),
        ("[pace]\nconcurrency = 1.5", "[pace] concurrency", "a whole number from 1 to 16"),
        ("[limits]\nrequests = 0", "[limits] requests", "a whole number from 1"),
        ("[limits]\nmegabytes = 1.5", "[limits] megabytes", "a whole number from 1"),
        ("[limits]\nhours = -1", "[limits] hours", "a number above 0"),
        ("[page]\nturns = 'yes'", "[page] turns", "true or false"),
        ("[page]\neditor = '责任编辑'", "[page] editor", "a list of CSS selectors or Chinese labels"),
        ("[page]\nbody = [3]", "[page] body", "a list of CSS selectors"),
        ("[page]\nbody = ['..x[']", "[page] body", "a CSS selector"),
        ("[page]\nremove = ['扫一扫']", "[page] remove", "a CSS selector"),
        ("[page]\narticle = '('", "[page] article", "a regular expression"),
        ("[[page.before]]\ndate = '2022-01-01'", "[[page.before]] 1 date", "not in quotes"),
        ("[[page.before]]\nbody = ['.a']", "[[page.before]] 1 date", "a date such as 2022-01-01"),
    ],
)
def test_a_value_of_the_wrong_type_names_its_table_and_key_and_what_was_expected(tmp_path, table, key, expected):
    [line] = problems(tmp_path, SMALL + "\n" + table + "\n")
    assert f": {key}: expected " in line
    assert expected in line


def test_an_unknown_family_names_the_nearest(tmp_path):
    [line] = problems(tmp_path, 'family = "upac"\n' + SMALL)
    assert "family" in line
    assert "did you mean 'ucap'?" in line


def test_all_problems_of_a_file_are_named_at_once(tmp_path):
    lines = problems(tmp_path, 'hoem = "x"\n[pace]\ndelay = -1\n[[section]]\nname = ""\n')
    assert len(lines) == 6
    assert all(str(tmp_path / "yunling.toml") in line for line in lines)


def test_a_file_without_sections_is_refused(tmp_path):
    [line] = problems(tmp_path, 'name = "x"\nhome = "http://www.yunling.example/"\n')
    assert "at least one [[section]] with name and start" in line


def test_two_sections_of_one_name_are_refused(tmp_path):
    section = '[[section]]\nname = "要闻"\nstart = "http://www.yunling.example/"\n'
    [line] = problems(tmp_path, 'name = "x"\nhome = "http://www.yunling.example/"\n' + section * 2)
    assert "a name that no other section of this file has" in line


@pytest.mark.parametrize("text", ["name = ", "\udcff"])
def test_a_file_that_is_no_toml_is_one_line(tmp_path, text):
    path = tmp_path / "yunling.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SiteFileError) as caught:
        read_site_file(path)
    assert len(str(caught.value).splitlines()) == 1
    assert "not readable as TOML" in str(caught.value)


def test_a_file_as_notepad_writes_it_is_read_or_told_how_to_save_it(tmp_path):
    path = tmp_path / "yunling.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert read_site_file(path).key == "yunling"
    path.write_text('name = "云岭市"', encoding="gbk")
    with pytest.raises(SiteFileError, match="it is not in UTF-8; save it as UTF-8"):
        read_site_file(path)


def test_a_file_name_that_is_no_key_is_refused(tmp_path):
    with pytest.raises(SiteFileError, match="file name: expected lower-case letters"):
        read_site_file(write(tmp_path, SMALL, key="Yun Ling"))


def test_a_broken_file_does_not_hide_the_others(tmp_path):
    write(tmp_path, SMALL)
    write(tmp_path, "nmae = 1", key="broken")
    sites, broken = survey_sites([tmp_path])
    assert list(sites) == ["yunling"]
    assert list(broken) == ["broken"]


def test_loading_all_sites_names_the_problems_of_all_files(tmp_path):
    write(tmp_path, "nmae = 1", key="one")
    write(tmp_path, "nmae = 1", key="two")
    with pytest.raises(SiteFileError) as caught:
        load_sites([tmp_path])
    assert {problem.file.stem for problem in caught.value.problems} == {"one", "two"}


def test_a_file_of_ones_own_takes_the_place_of_a_packaged_one(tmp_path):
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.mkdir()
    own.mkdir()
    write(packaged, SMALL)
    write(packaged, SMALL, key="other")
    write(own, SMALL.replace("云岭市人民政府", "mine"))
    sites = load_sites([packaged, own])
    assert [site.name for site in sites.values()] == ["云岭市人民政府", "mine"]


def test_a_broken_file_of_ones_own_is_not_silently_replaced_by_the_packaged_one(tmp_path):
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.mkdir()
    own.mkdir()
    write(packaged, SMALL)
    write(own, "nmae = 1")
    with pytest.raises(SiteFileError):
        choose_sites(["yunling"], [packaged, own])


def test_an_unknown_site_names_the_nearest(tmp_path):
    write(tmp_path, SMALL)
    with pytest.raises(UnknownSite, match="did you mean yunling"):
        choose_sites(["yunlin"], [tmp_path])


def test_the_folder_of_ones_own_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVPRESS_SITES", str(tmp_path))
    assert site_folders()[-1] == tmp_path


def test_a_folder_that_does_not_exist_is_one_clear_line(tmp_path):
    with pytest.raises(CrawlError, match="does not exist"):
        site_folders(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://WWW.yunling.example:80/a", "www.yunling.example"),
        ("https://www.yunling.example:8443/a", "www.yunling.example:8443"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("mailto:a@b", ""),
        ("http://a:x/", ""),
    ],
)
def test_the_host_of_an_address_has_its_port_where_it_is_not_the_schemes_own(url, host):
    assert host_of(url) == host


def test_www_makes_no_difference_to_which_site_holds_a_page(tmp_path):
    site = read_site_file(write(tmp_path, SMALL))
    assert site.holds("https://yunling.example/a.shtml")
    assert not site.holds("https://yunling.example.evil.example/a.shtml")


def test_parameters_that_carry_a_session_are_left_out_of_every_address(tmp_path):
    profile = read_site_file(write(tmp_path, 'sessions = ["_sk", "token"]\n' + SMALL)).profile
    page = "http://www.yunling.example/a.jsp"
    asked = ["?_sk=1f&id=7&token=2", "?_sk=1f", "?task=1"]
    assert [profile.canonical(page + query) for query in asked] == [f"{page}?id=7", page, f"{page}?task=1"]


def test_a_session_is_the_name_of_a_parameter(tmp_path):
    with pytest.raises(SiteFileError, match="a query parameter's name"):
        read_site_file(write(tmp_path, 'sessions = ["_sk=1"]\n' + SMALL))
