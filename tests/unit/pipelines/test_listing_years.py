"""Which years above a list are lists of its own column, and which are something else's."""

import pytest

from pipelines.listing import read_listing
from pipelines.pagers.paging import PageRequest

HOME = "http://www.yunling.example"
ITEMS = "".join(
    f'<li><a href="/xwfbh/202403/t202403{n:02d}_{4000 + n}.html" title="云岭市第{n}场新闻发布会实录">'
    f"云岭市第{n}场新闻发布会实录</a><span>2024-03-{n:02d}</span></li>"
    for n in range(1, 9)
)


def years(strip, url=f"{HOME}/xwfbh/", request=None, below=""):
    page = f'<html><body>{strip}<ul class="list">{ITEMS}</ul>{below}</body></html>'
    listing = read_listing(page.encode(), url=url, request=request)
    assert len(listing.items) == 8
    return [(one.year, one.request.url.removeprefix(HOME) if one.request else None, one.own) for one in listing.years]


def strip(*links, kind="year"):
    return f'<div class="{kind}">{"".join(links)}</div>'


def link(year, href, **more):
    return f'<a href="{href}"{"".join(f" {name}={value!r}" for name, value in more.items())}>{year}</a>'


TABS = [
    ("folders, this year without a link", f"{HOME}/xwfbh/",
     strip("<span class='on'>2024</span>", link(2023, "2023/"), link(2022, "2022/")),
     [(2024, None, True), (2023, "/xwfbh/2023/", False), (2022, "/xwfbh/2022/", False)]),
    ("files, this year among them", f"{HOME}/xwfbh/index_2024.html",
     strip(link("2022年", "index_2022.html"), link("2024年", "index_2024.html"), link("2023年", "index_2023.html")),
     [(2024, "/xwfbh/index_2024.html", True), (2023, "/xwfbh/index_2023.html", False),
      (2022, "/xwfbh/index_2022.html", False)]),
    ("columns with numbers of their own", f"{HOME}/col/col811/index.html",
     strip(link(2024, "/col/col811/"), link(2023, "/col/col640/"), link(2022, "/col/col577/")),
     [(2024, "/col/col811/", True), (2023, "/col/col640/", False), (2022, "/col/col577/", False)]),
    ("a query", f"{HOME}/list.jsp?cid=7",
     strip(link("全部", "list.jsp?cid=7"), link(2024, "?cid=7&nf=2024", id="y", **{"class": "cur"}),
           link(2023, "?cid=7&nf=2023")),
     [(2024, "/list.jsp?cid=7&nf=2024", True), (2023, "/list.jsp?cid=7&nf=2023", False)]),
    ("pages named after the column's", f"{HOME}/zwgk/xwfbh.htm",
     strip(link("2024年", "xwfbh/a2024n.htm"), link("2023年及以前", "xwfbh/a2023n.htm")),
     [(2024, "/zwgk/xwfbh/a2024n.htm", False), (2023, "/zwgk/xwfbh/a2023n.htm", False)]),
    ("a select of addresses", f"{HOME}/xwfbh/",
     "<select onchange='location.href=this.value'><option value='./'>2024年</option>"
     "<option value='2023.html'>2023年</option></select>",
     [(2024, "/xwfbh/", True), (2023, "/xwfbh/2023.html", False)]),
    ("a select that sends its form", f"{HOME}/xwfbh/",
     "<form method='get' action='/xwfbh/'><select name='nd' onchange='this.form.submit()'>"
     "<option value=''>全部</option>"
     "<option selected>2024</option></select><select name='nf' onchange='this.form.submit()'>"
     "<option value='2024'>2024</option><option value='2023'>2023</option></select></form>",
     [(2024, "/xwfbh/?nd=2024&nf=2024", False), (2023, "/xwfbh/?nd=2024&nf=2023", False)]),
]  # fmt: skip


@pytest.mark.parametrize(("url", "above", "expected"), [row[1:] for row in TABS], ids=[row[0] for row in TABS])
def test_the_years_of_a_column_are_its_further_lists(url, above, expected):
    assert years(above, url) == expected


OTHERS = [
    ("another column's", strip(link(2024, "/tjnj/2024/"), link(2023, "/tjnj/2023/"))),
    ("another department's", strip(*(link(y, f"http://tjj.yunling.example/xwfbh/{y}/") for y in (2024, 2023)))),
    ("yearly reports", strip(*(link(f"{y}年度", f"{y}03/t{y}0312_{y}1.html") for y in (2023, 2022, 2021)))),
    ("the pages of a long list", strip(link(1, "./"), *(link(n, f"index_{n}.html") for n in (2019, 2020, 2021)))),
    ("a year alone", strip(link(2024, "2024/"))),
    ("years among other columns", strip(link("公报", "gb/"), link(2024, "2024/"), link(2023, "2023/"))),
    ("scripts that only the browser knows", strip(*(link(y, "javascript:;") for y in (2024, 2023, 2022)))),
    ("a search form", "<form action='/s'><select name=y><option>2024</option><option>2023</option></select></form>"),
    ("the same year twice", strip(link(2024, "2024/"), "2024年")),
]


@pytest.mark.parametrize("above", [row[1] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_other_years_are_left_alone(above):
    assert years(above) == []


def test_the_second_page_of_a_posted_list_knows_its_own_year():
    sent = PageRequest(url=f"{HOME}/xwfbh/list.do", method="POST", body="y=2024")
    assert years(strip("<b>2024</b>", link(2023, "list.do?y=2023")), sent.url, sent)[0] == (2024, None, True)
