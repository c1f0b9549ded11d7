from datetime import date

import pytest

from crawler.errors import SiteFileError
from crawler.offered import MOST_FILES, Offered
from crawler.site import Section, Site
from crawler.site_file import read_site_file
from crawler.walk import Walk
from pipelines.pagers.paging import Listing, ListItem

HOME = "http://www.yunling.example"
SECTION = Section(name="要闻", start=f"{HOME}/yw/", article=r"/yw/\d+\.shtml$", sitemap=f"{HOME}/sitemap.xml")
SITE = Site(key="yunling", name="云岭", home=HOME, sections=(SECTION,), hosts=("www.yunling.example",))


def listed(*urls, family="sitemap", changed=None, following=None):
    items = tuple(ListItem(url=url, title="", href=url, changed=changed) for url in urls)
    return Listing(url=SECTION.sitemap, items=items, family=family, next_url=following)


def offered(**fields):
    one = Offered(site=SITE, section=SECTION, **fields)
    one.add([SECTION.sitemap])
    return one


def left(one):
    return list(iter(one.following, None))


def test_only_what_the_section_s_pattern_matches_on_the_site_s_hosts_is_taken():
    found = offered().take(
        listed(f"{HOME}/yw/1.shtml", f"{HOME}/zwgk/2.shtml", "http://other.example/yw/3.shtml", f"{HOME}/yw/")
    )
    assert [item.url for item in found] == [f"{HOME}/yw/1.shtml"]


def test_the_sitemaps_of_an_index_are_asked_for_each_once_and_those_of_other_hosts_not():
    one = offered()
    one.following()
    one.take(
        listed(
            f"{HOME}/a.xml",
            f"{HOME}/a.xml",
            "http://other.example/b.xml",
            HOME + "/sitemap.xml",
            family="sitemap-index",
        )
    )
    assert left(one) == [f"{HOME}/a.xml"]


def test_the_sitemaps_that_changed_last_are_asked_for_first():
    one = offered()
    one.following()
    items = [
        ListItem(url=f"{HOME}/{day}.xml", title="", changed=date(2026, 11, day) if day else None)
        for day in (0, 3, 9, 5)
    ]
    one.take(Listing(url=SECTION.sitemap, items=tuple(items), family="sitemap-index"))
    assert left(one) == [f"{HOME}/{day}.xml" for day in (9, 5, 3, 0)]


def test_so_many_files_are_read_and_no_more():
    one = offered()
    one.take(listed(*(f"{HOME}/{number}.xml" for number in range(MOST_FILES + 5)), family="sitemap-index"))
    assert (len(left(one)), one.files, one.beyond) == (MOST_FILES, MOST_FILES, 6)


def test_a_feed_s_next_page_is_asked_for():
    one = offered()
    one.following()
    one.take(listed(f"{HOME}/yw/1.shtml", family="feed", following=f"{HOME}/feed?page=2"))
    assert left(one) == [f"{HOME}/feed?page=2"]


def test_what_did_not_change_since_the_day_asked_for_cannot_be_newer():
    one = offered(since=date(2026, 11, 5))
    assert one.take(listed(f"{HOME}/yw/1.shtml", changed=date(2026, 11, 4))) == []
    assert len(one.take(listed(f"{HOME}/yw/2.shtml", changed=date(2026, 11, 5)))) == 1


def test_a_feed_in_place_of_a_list_is_never_a_complete_walk_and_no_fault():
    walk = Walk(site=SITE, section=SECTION)
    walk.take(listed(f"{HOME}/yw/1.shtml", family="feed"))
    report = walk.report()
    assert (report.complete, report.wanted, report.stopped) == (False, True, "a feed names only what is newest")


def site_file(folder, section):
    path = folder / "yunling.toml"
    path.write_text(
        f'name = "云岭"\nhome = "{HOME}/"\n[[section]]\nname = "要闻"\nstart = "{HOME}/yw/"\n{section}',
        encoding="utf-8",
    )
    return path


def test_a_section_names_its_feed_and_its_sitemap_and_their_hosts_are_the_site_s(tmp_path):
    site = read_site_file(
        site_file(
            tmp_path,
            'feed = "http://rss.yunling.example/yw.xml"\nsitemap = "http://map.yunling.example/1.xml"\n'
            "sitemaps = true\narticle = '/yw/'\n",
        )
    )
    [section] = site.sections
    assert (section.feed, section.sitemap) == ("http://rss.yunling.example/yw.xml", "http://map.yunling.example/1.xml")
    assert (section.sitemaps, site.hosts) == (
        True,
        ("www.yunling.example", "rss.yunling.example", "map.yunling.example"),
    )


@pytest.mark.parametrize("line", ["sitemaps = true", 'sitemap = "http://www.yunling.example/sitemap.xml"'])
def test_a_sitemap_without_the_section_s_own_pattern_is_an_error(tmp_path, line):
    with pytest.raises(SiteFileError, match="a sitemap names everything"):
        read_site_file(site_file(tmp_path, line))
