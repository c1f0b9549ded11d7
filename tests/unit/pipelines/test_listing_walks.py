"""Whole walks: 137 articles listed by each family, followed from page to page, none lost and none twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines.listing import PageRequest, read_listing

# ruff: noqa: E501  markup stands on one line, as the sites write it

HOME = "http://www.qinghe.example"
COUNT = 137
SIZE = 15
PAGES = -(-COUNT // SIZE)

Server = Callable[[PageRequest], str]


def article(n: int) -> tuple[str, str, str]:
    """The address, title and day of the article with a number, the newest first."""
    day = date(2024, 3, 18) - timedelta(days=n)
    return f"/zwgk/{day:%Y%m}/t{day:%Y%m%d}_{9000 - n}.html", f"清河县关于第{COUNT - n}号事项的公告", f"{day:%Y-%m-%d}"


def row(n: int) -> str:
    href, title, day = article(n)
    return f'<li><a href="{href}">{title}</a><span>{day}</span></li>'


def record(n: int) -> dict[str, str]:
    href, title, day = article(n)
    return {"title": title, "url": href, "pubdate": day}


def numbers(page: int, size: int = SIZE) -> range:
    return range((page - 1) * size, min(page * size, COUNT))


def markup(page: int, pager: str) -> str:
    navigation = '<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>'
    return f"<html><body>{navigation}<ul>{''.join(map(row, numbers(page)))}</ul>{pager}</body></html>"


def suffix(url: str) -> int:
    """The number before the extension; 0 for the first page."""
    stem = urlsplit(url).path.rpartition(".")[0]
    tail = stem.rpartition("_")[2]
    return int(tail) if tail.isdigit() else 0


def query(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


def from_0(pager: str) -> Server:
    """A static list whose second page is _1; the pager's text is given the current page from 0."""
    return lambda request: markup(
        suffix(request.url) + 1, pager.format(pages=PAGES, current=suffix(request.url), records=COUNT)
    )


def from_1(pager: str) -> Server:
    """A static list whose second page is _2; the pager's text is given the current page from 1."""

    def serve(request: PageRequest) -> str:
        page = suffix(request.url) or 1
        return markup(page, pager.format(pages=PAGES, current=page, records=COUNT))

    return serve


def links(request: PageRequest) -> str:
    page = suffix(request.url) or 1
    following = f'<a href="list_{page + 1}.html">下一页</a>' if page < PAGES else "<span>下一页</span>"
    before = '<a href="list.html">首页</a><a href="list_1.html">上一页</a>' if page > 1 else ""
    return markup(page, f'<div class="page">{before}{following}<a href="list_{PAGES}.html">尾页</a></div>')


def vsb(request: PageRequest) -> str:
    path = urlsplit(request.url).path
    page = 1 if path.endswith("/tzgg.htm") else PAGES - int(path.rpartition("/")[2].removesuffix(".htm")) + 1
    folder = "tzgg/" if page == 1 else ""
    following = (
        f'<span class="p_next p_fun"><a href="{folder}{PAGES - page}.htm">下页</a></span>' if page < PAGES else ""
    )
    return markup(
        page,
        f'<div class="pb_sys_common"><span class="p_t">共{COUNT}条</span>{following}<span class="p_t">{page}/{PAGES}</span></div>',
    )


def easysite(request: PageRequest) -> str:
    path = urlsplit(request.url).path
    page = int(path.rpartition("-")[2].removesuffix(".html")) if "-" in path else 1
    target = f"/zwgk/tzgg/3b3662a6-{page + 1}.html"
    following = (
        f"""<a onclick="queryArticleByCondition(this,'{target}')" tagname="{target}">下一页</a>"""
        if page < PAGES
        else ""
    )
    hidden = f'<input type="hidden" name="article_paging_list_hidden" moduleid="3b3662a6db7145c0a025d2d410570ae1" totalpage="{PAGES}">'
    return markup(page, f"{following}<td>总记录数:{COUNT},当前页:{page}/{PAGES}</td>{hidden}")


def longxun(request: PageRequest) -> str:
    page = int(query(request.url).get("pageIndex", "1"))
    code = "Ls.pagination('#page_1', function(pageIndex){location.href='/content/column/1?pageIndex=' + pageIndex;},{currPage:%d,pageCount:%d});"
    return markup(page, f"<script>{code % (page, PAGES)}</script>")


def hanweb_store(held: range, inner: str) -> str:
    records = "".join(f"<record><![CDATA[{row(n)}]]></record>" for n in held)
    return f"<datastore>{inner}<recordset>{records}</recordset></datastore>"


def hanweb_ranges(request: PageRequest) -> str:
    asked = query(request.url)
    if "startrecord" in asked:
        held = range(int(asked["startrecord"]) - 1, min(int(asked["endrecord"]), COUNT))
        return hanweb_store(held, f"<totalrecord>{COUNT}</totalrecord>")
    script = (
        f"var p={{columnid:64511,unitid:'464148',webid:3}};$('#464148').jpage({{totalRecord:{COUNT},perPage:{SIZE}}});"
    )
    return f'<html><body><div id="464148"><script type="text/xml">{hanweb_store(range(3 * SIZE), "")}</script></div><script>{script}</script></body></html>'


def hanweb_groups(request: PageRequest) -> str:
    group = int(query(request.url).get("page", "0"))
    more = (group + 1) * 3 * SIZE < COUNT
    href = f"/module/web/jpage/dataproxy.jsp?page={group + 1}&columnid=64511&unitid=464148"
    store = hanweb_store(
        numbers(group + 1, 3 * SIZE), f'<nextgroup><![CDATA[<a href="{href}"></a>]]></nextgroup>' if more else ""
    )
    if group:
        return store
    return f'<html><body><div id="464148"><script type="text/xml">{store}</script></div><script>$("#464148").jpage({{totalRecord:{COUNT},perPage:{SIZE}}});</script></body></html>'


def jpaas(request: PageRequest) -> str:
    asked = query(request.url)
    if "paramJson" not in asked:
        return """<html><body><script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'parseType':'buildstatic','webId':'1','pageId':'2'}"></script></body></html>"""
    page = json.loads(asked["paramJson"])["pageNo"]
    html = f'<ul>{"".join(map(row, numbers(page)))}</ul><div class="pagination" rows="{SIZE}" count="{COUNT}" pageNo="{page}"></div>'
    return json.dumps({"success": True, "data": {"html": html}})


def gkmlpt(request: PageRequest) -> str:
    if "/api/" not in request.url:
        return "<html><body><script>window._CONFIG = {SID:'755031',TREE:[]}</script></body></html>"
    page = int(query(request.url)["page"])
    return json.dumps({"total": COUNT, "articles": [record(n) for n in numbers(page, 100)]})


def igs(request: PageRequest) -> str:
    page = int(query(request.url)["pageNumber"])
    return json.dumps({"page": {"content": [record(n) for n in numbers(page)], "total": COUNT, "totalPages": PAGES}})


def ucap_json(request: PageRequest) -> str:
    asked = query(request.url)
    if not asked:
        return f"<html><body><script>load('/common/search/2cb303fd?page=1&_pageSize={SIZE}&_isAgg=true&_isJson=true')</script></body></html>"
    return json.dumps({"data": {"total": COUNT, "results": [record(n) for n in numbers(int(asked["page"]))]}})


def was5(request: PageRequest) -> str:
    page = int(query(request.url)["page"])
    recs = "".join(
        f"<REC><TITLE>{title}</TITLE><URL>{href}</URL><DOCRELTIME>{day}</DOCRELTIME></REC>"
        for href, title, day in map(article, numbers(page))
    )
    return f"<RESULT><RECORDCOUNT>{COUNT}</RECORDCOUNT>{recs}</RESULT>"


def posted(request: PageRequest) -> str:
    page = int(query(f"?{request.body}")["pageno"])
    return json.dumps({"list": [record(n) for n in numbers(page)], "totalRec": COUNT})


STATIC = "<script>{}</script>"
WALKS: dict[str, tuple[PageRequest, Server, int]] = {
    "trs": (PageRequest(url=HOME + "/zwgk/"), from_0(STATIC.format('createPageHTML({pages}, {current}, "index", "html")')), PAGES),
    "ucap": (PageRequest(url=HOME + "/zwgk/xlist.shtml"), from_1(STATIC.format("createPageHTML('page_div',{pages}, {current},'xlist','shtml',{records});")), PAGES),
    "hunan": (PageRequest(url=HOME + "/zwgk/index.html"), from_1(STATIC.format("createPageHTML('paging',{pages},{current},'index','html',{records});")), PAGES),
    "beijing": (PageRequest(url=HOME + "/zwgk/"), from_0(STATIC.format('createPageHTML({records}, {pages}, {current}, "index", "html")')), PAGES),
    "chongqing": (PageRequest(url=HOME + "/zwgk/"), from_0(STATIC.format('createPage({pages}, {current}, "index", "html")')), PAGES),
    "hubei": (PageRequest(url=HOME + "/zwgk/"), from_0(STATIC.format("pageControl({pages}, {current}, \"index\", \"shtml\", 10, 'nav')")), PAGES),
    "shanghai": (PageRequest(url=HOME + "/zwgk/index.html"), from_1(STATIC.format('$(".pagination").pagination("setPage",{current},{pages});')), PAGES),
    "henan": (PageRequest(url=HOME + "/zwgk/"), from_0(f'<div id="pageDec" pagesize="{SIZE}" pagecount="{{pages}}"></div>'), PAGES),
    "longxun": (PageRequest(url=HOME + "/content/column/1"), longxun, PAGES),
    "easysite": (PageRequest(url=HOME + "/zwgk/tzgg/index.html"), easysite, PAGES),
    "vsb": (PageRequest(url=HOME + "/tzgg.htm"), vsb, PAGES),
    "links": (PageRequest(url=HOME + "/zwgk/list.html"), links, PAGES),
    "hanweb, by ranges": (PageRequest(url=HOME + "/col/col64511/index.html"), hanweb_ranges, 4),
    "hanweb, by groups": (PageRequest(url=HOME + "/col/col64511/index.html"), hanweb_groups, 4),
    "jpaas": (PageRequest(url=HOME + "/col/col2/index.html"), jpaas, PAGES + 1),
    "gkmlpt": (PageRequest(url=HOME + "/gkmlpt/index"), gkmlpt, 3),
    "igs": (PageRequest(url=HOME + f"/igs/front/search/list.html?pageNumber=1&pageSize={SIZE}&siteId=71"), igs, PAGES),
    "ucap-json": (PageRequest(url=HOME + "/zwgk/"), ucap_json, PAGES + 1),
    "was5": (PageRequest(url=HOME + f"/was5/web/search?channelid=231&page=1&prepage={SIZE}"), was5, PAGES),
    "posted": (PageRequest(url=HOME + "/cms/JsonList", method="POST", body=f"channelCode=A1&perPage={SIZE}&pageno=1"), posted, PAGES),
}  # fmt: skip


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_finds_every_article_once(name: str):
    request, serve, requests = WALKS[name]
    following: PageRequest | None = request
    found: list[str | None] = []
    asked = 0
    totals = set()
    while following is not None and asked < 40:
        asked += 1
        listing = read_listing(serve(following).encode(), url=following.url, request=following)
        found += [item.url for item in listing.items]
        totals.add(listing.total_records)
        following = listing.following
    assert found == [HOME + article(n)[0] for n in range(COUNT)]
    assert asked == requests
    assert totals <= {COUNT, None}
