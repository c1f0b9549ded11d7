"""What `govpress sites add` and `govpress check` conclude from pages that were looked at; no network."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from archive.article import Article
from crawler.errors import SiteFileExists
from crawler.findings import misfits
from crawler.onlooker import Seen
from crawler.site import Section, Site
from crawler.site_draft import Draft, key_of_host, write_draft
from crawler.site_file import read_site_file
from crawler.survey import site_in_title
from crawler.survey_articles import ArticlePage, article_findings, choose
from crawler.survey_lists import Column, ListPage, paging_findings
from crawler.used_to_be import FIELDS, UsedToBe, lost_fields
from pipelines.pagers.paging import Listing, ListItem
from pipelines.payload import Reading
from pipelines.profile import Profile

HOME = "http://www.yunling.example"
SITE = Site(
    key="yunling", name="云岭", home=HOME, hosts=("www.yunling.example",),
    sections=(Section(name="要闻", start=f"{HOME}/yw/"),),
)  # fmt: skip


def listed(url, numbers, **fields):
    items = tuple(ListItem(url=f"{HOME}/yw/{n}.html", title=f"第{n}条", date=date(2024, 3, 1)) for n in numbers)
    return ListPage(
        seen=Seen(url=f"{HOME}{url}", asked=f"{HOME}{url}", status=200),
        listing=Listing(url=f"{HOME}{url}", items=items, family="trs", **fields),
    )


def unanswered(url, trouble="answered 404"):
    return ListPage(seen=Seen(url=HOME + url, asked=HOME + url, trouble=trouble), listing=None, error=trouble)


FIRST = listed("/yw/", range(5), total_pages=3, total_records=13, page=1, next_url=f"{HOME}/yw/index_1.html")
SECOND = listed("/yw/index_1.html", range(5, 10), page=2, next_url=f"{HOME}/yw/index_2.html")
LAST = listed("/yw/index_2.html", range(10, 13), page=3)


def wrong(first=FIRST, second=SECOND, last=LAST):
    column = Column(front=first.seen, first=first, second=second, last=last)
    return {finding.what: finding.found for finding in misfits(paging_findings(column))}


def test_a_column_whose_pages_bear_out_its_pager_fits():
    assert wrong() == {}


def test_a_second_page_that_is_not_there_is_said():
    assert wrong(second=unanswered("/yw/index_1.html")) == {"page 2": "answered 404"}


def test_a_second_page_that_repeats_the_first_is_said():
    assert wrong(second=listed("/yw/index_1.html", range(5))) == {"page 2": "lists what page 1 lists"}


def test_a_second_page_that_is_really_the_third_is_said():
    assert wrong(second=listed("/yw/index_1.html", range(10, 13), page=3))["page 2"] == "says that it is page 3"


def test_a_last_page_that_leads_on_is_said():
    onward = listed("/yw/index_2.html", range(10, 13), page=3, next_url=f"{HOME}/yw/index_3.html")
    assert wrong(last=onward)["last page, 3"] == f"leads on to {HOME}/yw/index_3.html"


def test_a_total_that_full_pages_do_not_come_to_is_said():
    inflated = replace(FIRST, listing=replace(FIRST.listing, total_records=400))
    assert wrong(first=inflated) == {"total": "400 advertised; 3 pages of 5, 3 on the last come to 13"}


@pytest.mark.parametrize(
    ("second", "last", "words"),
    [
        ("/yw/index_1.html", "/yw/index_2.html", "it carries 1: counted from 0"),
        ("/yw/list.html?page=2", "/yw/list.html?page=3", "it carries 2: counted from 1"),
        ("/yw/2.htm", "/yw/1.htm", "it carries 2 and the last page 1: counted down"),
    ],
)
def test_what_pages_are_counted_from_is_said(second, last, words):
    column = Column(
        front=FIRST.seen, first=FIRST, second=listed(second, range(5, 10)), last=listed(last, range(10, 13))
    )
    found = {finding.what: finding.found for finding in paging_findings(column)}
    assert found["page 2"].endswith(words)


def test_three_articles_are_the_newest_a_middle_one_and_the_oldest():
    chosen = choose([FIRST, SECOND, LAST], SITE, None)
    assert [own[0].title for own in chosen] == ["第0条", "第5条", "第12条"]


def test_each_article_has_a_stand_in_and_none_is_asked_for_twice():
    chosen = choose([FIRST], SITE, None)
    urls = [item.url for own in chosen for item in own]
    assert len(urls) == len(set(urls)) == 5


def test_files_other_hosts_and_other_addresses_are_no_articles_to_look_at():
    items = (
        ListItem(url=f"{HOME}/yw/1.pdf", title="附件"),
        ListItem(url="http://www.gov.example/yw/2.html", title="转载"),
        ListItem(url=f"{HOME}/zt/index.html", title="专题"),
        ListItem(url=f"{HOME}/yw/3.html", title="要闻"),
    )
    page = replace(FIRST, listing=replace(FIRST.listing, items=items))
    assert [[item.title for item in own] for own in choose([page], SITE, r"/yw/\d+")] == [["要闻"]]


def page(n, *, error=None, error_kind=None, **fields):
    url = f"{HOME}/yw/{n}.html"
    article = None
    if error is None:
        own = {"published_at": datetime(2024, 3, 1, tzinfo=UTC), "title": f"第{n}条", "text": "云岭市今天召开会议。"}
        article = Article(url=url, **(own | fields))
    return ArticlePage(
        item=ListItem(url=url, title=f"第{n}条"),
        seen=Seen(url=url, asked=url, status=200),
        reading=Reading(reader="r", article=article, error=error, error_kind=error_kind),
    )


def test_an_article_that_could_not_be_read_is_named_with_its_verdict():
    (finding,) = misfits(article_findings([page(1), page(2, error="no text without scripts", error_kind="EmptyShell")]))
    assert (finding.found, finding.where) == ("EmptyShell: no text without scripts", f"{HOME}/yw/2.html")


def test_articles_without_a_date_do_not_fit_and_without_an_author_do():
    found = {finding.what for finding in misfits(article_findings([page(1, published_at=None)]))}
    assert found == {"published_at"}


KEY = "example,yunling)/yw/1.html"


def usual(**known):
    return UsedToBe(
        articles=10, filled=dict.fromkeys(FIELDS, 0) | {"editor": 9}, known={KEY: known}
    )  # fmt: skip


def test_a_field_that_is_empty_on_an_article_that_had_it_is_lost():
    (finding,) = lost_fields([page(1)], usual(source="云岭日报"))
    assert (finding.what, finding.found, finding.fits) == ("source", "empty; the archive has 云岭日报", False)


def test_a_field_that_most_articles_had_and_three_of_today_have_not_is_lost():
    (finding,) = lost_fields([page(4), page(5), page(6)], usual())
    assert (finding.what, finding.found) == ("editor", "empty on 3; it was filled on 9 of 10")


def test_two_articles_without_a_field_are_too_few_to_tell():
    assert list(lost_fields([page(4), page(5)], usual())) == []


def test_without_an_archive_nothing_is_lost():
    assert list(lost_fields([page(1)], None)) == []


DRAFT = Draft(
    key="yunling", name='云岭"市"', start=f"{HOME}/yw/", section="要闻", delay=3.0, private=False,
    confirmed=date(2026, 11, 22), profile=Profile(family="trs", article=r"/t\d{8}_\d+\.html$", body=(".con",)),
    notes=("list: 5 items\nname = 'an injected line'",),
)  # fmt: skip


def test_a_written_file_says_what_was_drafted(tmp_path):
    site = read_site_file(write_draft(DRAFT, tmp_path / "new"))
    assert (site.name, site.home, site.confirmed) == ('云岭"市"', f"{HOME}/", date(2026, 11, 22))
    assert (site.profile, site.pace.delay) == (DRAFT.profile, 3.0)
    assert site.sections == (Section(name="要闻", start=f"{HOME}/yw/"),)


def test_words_of_a_page_cannot_add_lines_to_a_file():
    assert tomllib.loads(DRAFT.as_toml())["name"] == '云岭"市"'


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    path = write_draft(DRAFT, tmp_path)
    before = path.read_bytes()
    with pytest.raises(SiteFileExists, match="--key"):
        write_draft(replace(DRAFT, name="别的"), tmp_path)
    assert path.read_bytes() == before


def test_a_draft_that_would_be_no_valid_file_leaves_nothing_behind(tmp_path):
    with pytest.raises(Exception, match="public host"):
        write_draft(replace(DRAFT, start="http://127.0.0.1/yw/"), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.lasa.gov.cn/lasa/xwfbh/", "lasa"),
        ("https://wlj.lasa.gov.cn/", "wlj-lasa"),
        ("https://www.northnews.cn/", "northnews"),
        ("http://127.0.0.1:8711/", "127-0-0-1-8711"),
        ("http://www.gov.cn/", "gov-cn"),
    ],
)
def test_a_key_is_made_from_the_host(url, key):
    assert key_of_host(url) == key


@pytest.mark.parametrize(
    ("parts", "site"),
    [
        (["新闻发布会", "云岭市人民政府"], "云岭市人民政府"),
        (["云岭市人民政府", "新闻发布会"], "云岭市人民政府"),
        (["要闻", "云岭新闻网"], "云岭新闻网"),
        (["新闻发布会", "更多"], None),
        (["云岭市人民政府"], None),
    ],
)
def test_the_title_of_a_list_names_the_site_beside_the_column(parts, site):
    assert site_in_title(parts) == site
