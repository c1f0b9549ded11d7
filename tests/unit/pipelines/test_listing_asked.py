"""Lists that a script or a library's table asks a service for: what is asked, and how the answers go on."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from pipelines.errors import EmptyShell
from pipelines.listing import Listing, PageRequest, read_listing

HOME = "http://www.yunling.example"
TABLE = '<table id="t"></table>'


def asked(script: str = "", markup: str = TABLE) -> PageRequest | None:
    page = f'<html><head><meta charset="utf-8"><title>公告</title></head><body><div>云岭市</div>{markup}<script>{script}</script></body></html>'
    return read_listing(page.encode(), url=f"{HOME}/tzgg/").following


def sent(request: PageRequest | None) -> tuple[str, str, dict[str, str]]:
    """Method, path and fields."""
    assert request is not None
    parts = urlsplit(request.url)
    return request.method, parts.path, dict(parse_qsl(f"{parts.query}&{request.body or ''}", keep_blank_values=True))


SCRIPTS = {
    "ajax with a size": (
        "$.ajax({url:'/api/list',type:'GET',data:{columnId:'12',pageNum:pageNum,pageSize:15}})",
        ("GET", "/api/list", {"columnId": "12", "pageNum": "1", "pageSize": "15"}),
    ),
    "fetch of a template": (
        "let p = 0; fetch(`/api/news?page=${p}&size=20`).then(draw)",
        ("GET", "/api/news", {"page": "0", "size": "20"}),
    ),
    "fetch of a sum that counts from one": (
        "var page = 1; fetch('/api/news?page=' + page + '&size=20').then(draw)",
        ("GET", "/api/news", {"page": "1", "size": "20"}),
    ),
    "axios with params": (
        "axios.get('/api/news', {params: {pageNo: this.no, pageSize: 10, type: 'gg'}})",
        ("GET", "/api/news", {"pageNo": "1", "pageSize": "10", "type": "gg"}),
    ),
    "bootstrap-table": (
        "$('#t').bootstrapTable({url:'/notice/page',sidePagination:'server',pageSize:15})",
        ("GET", "/notice/page", {"limit": "15", "offset": "0"}),
    ),
    "bootstrap-table with fields of its own": (
        "$('#t').bootstrapTable({url:'/notice/page',method:'post',sidePagination:'server',pageSize:20,queryParams:function(p){return {size:p.limit,page:p.offset/p.limit+1,kind:'gg'};}})",
        ("POST", "/notice/page", {"size": "20", "page": "1", "kind": "gg"}),
    ),
    "bootstrap-table that has all rows at once": (
        "$('#t').bootstrapTable({url:'/notice/all',pageSize:15})",
        ("GET", "/notice/all", {}),
    ),
    "DataTables": (
        "$('#t').DataTable({serverSide:true,pageLength:25,ajax:{url:'/gk/data',type:'POST'}})",
        ("POST", "/gk/data", {"draw": "1", "start": "0", "length": "25"}),
    ),
    "EasyUI": (
        "$('#t').datagrid({url:'/web/news.do',queryParams:{type:'gg'},pageSize:15})",
        ("POST", "/web/news.do", {"page": "1", "rows": "15", "type": "gg"}),
    ),
    "jqGrid": (
        "$('#t').jqGrid({url:'/web/wj.do?q=1',datatype:'json',rowNum:15})",
        ("GET", "/web/wj.do", {"q": "1", "page": "1", "rows": "15", "sidx": "", "sord": "desc"}),
    ),
    "layui": (
        "table.render({elem:'#t',url:'/api/gg',page:true,limit:30,where:{lm:'3'}})",
        ("GET", "/api/gg", {"page": "1", "limit": "30", "lm": "3"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("script", "expected"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_that_asks_for_a_page_of_a_size_is_asked_in_its_place(script, expected):
    assert sent(asked(script)) == expected


MARKUP = {
    "bootstrap-table": (
        '<table data-toggle="table" class="table" data-url="/notice/list" data-side-pagination="server" data-page-size="15"></table>',
        ("GET", "/notice/list", {"limit": "15", "offset": "0"}),
    ),
    "EasyUI": (
        '<table class="easyui-datagrid" data-options="url:\'/web/news.do\',pageSize:20"></table>',
        ("POST", "/web/news.do", {"page": "1", "rows": "20"}),
    ),
    "MiniUI": (
        '<div class="mini-datagrid" url="/web/zc.action" pageSize="15"></div>',
        ("POST", "/web/zc.action", {"pageIndex": "0", "pageSize": "15", "sortField": "", "sortOrder": ""}),
    ),
}


@pytest.mark.parametrize(("markup", "expected"), MARKUP.values(), ids=MARKUP)
def test_a_table_that_names_its_service_is_filled_from_there(markup, expected):
    assert sent(asked(markup=markup)) == expected


@pytest.mark.parametrize(
    "data", ["{channelId:'88',pageNo:this.page,pageSize:15}", "JSON.stringify({channelId:'88',pageNo:n,pageSize:15})"]
)
def test_a_post_that_takes_json_is_sent_json(data):
    script = (
        f"axios.post('/api/query', {data})"
        if data[0] == "{"
        else f"$.ajax({{url:'/api/query',type:'post',data:{data}}})"
    )
    request = asked(script)
    assert request is not None
    assert json.loads(request.body or "") == {"channelId": "88", "pageNo": 1, "pageSize": 15}
    assert dict(request.headers)["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    "script",
    ["$.ajax({url:'/api/hot',data:{pageSize:5}})", "$.get('/api/user?page=1')", "$('#t').datagrid({data:rows})", "fetch('/api/config')"],
    ids=["no page", "no size", "no address", "neither"],
)  # fmt: skip
def test_a_script_that_asks_for_no_page_of_a_list_is_left_alone(script):
    with pytest.raises(EmptyShell):
        asked(script)


def answer(value: object, query: str, *, body: str | None = None) -> Listing:
    url = f"{HOME}/api/list{query}"
    request = PageRequest(url=url, method="POST", body=body) if body is not None else None
    return read_listing(json.dumps(value, ensure_ascii=False).encode(), url=url, request=request)


def rows(count: int) -> list[dict[str, str]]:
    return [
        {"title": f"云岭市关于第{n}号事项的公告", "url": f"/gg/{n}.html", "time": "2024-03-18"} for n in range(count)
    ]


@pytest.mark.parametrize(
    ("query", "following"),
    [("?limit=15&offset=0", "?limit=15&offset=15"), ("?limit=15&offset=45", None), ("?draw=1&start=15&length=15", "?draw=1&start=30&length=15")],
)  # fmt: skip
def test_an_answer_from_an_offset_is_followed_by_the_next_offset(query, following):
    listing = answer({"recordsTotal": 53, "rows": rows(8 if following is None else 15)}, query)
    assert listing.next_url == (f"{HOME}/api/list{following}" if following else None)
    assert (listing.total_records, listing.total_pages) == (53, 4)


def test_an_offset_in_a_form_is_posted_on():
    listing = answer({"total": 53, "rows": rows(15)}, "", body="limit=15&offset=15&kind=gg")
    assert listing.following.body == "limit=15&offset=30&kind=gg"
    assert listing.page == 2


def test_an_offset_without_a_total_goes_on_while_pages_are_full():
    assert answer({"rows": rows(15)}, "?limit=15&offset=0").following is not None
    assert answer({"rows": rows(14)}, "?limit=15&offset=15").following is None


def test_a_grid_that_calls_its_pages_total_is_not_short_of_articles():
    listing = answer({"page": 1, "total": 4, "records": 53, "rows": rows(15)}, "?page=1&rows=15")
    assert (listing.total_pages, listing.total_records) == (4, 53)


@pytest.mark.parametrize("quote", [lambda text: text, lambda text: text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")], ids=["as it is", "escaped"])  # fmt: skip
def test_markup_in_an_answer_is_read_as_a_list(quote):
    markup = "".join(f'<li><a href="{one["url"]}">{one["title"]}</a><span>2024-03-18</span></li>' for one in rows(15))
    listing = answer({"status": 1, "totalCount": 53, "html": quote(f"<ul>{markup}</ul>")}, "?page=1&pageSize=15")
    assert len(listing.items) == 15
    assert listing.next_url == f"{HOME}/api/list?page=2&pageSize=15"
    assert listing.total_records == 53


def test_a_service_that_keeps_to_a_smaller_page_is_asked_for_that():
    listing = answer({"total": 53, "list": rows(10)}, "?page=1&size=20")
    assert listing.next_url == f"{HOME}/api/list?page=2&size=10"
    assert listing.total_pages == 6


@pytest.mark.parametrize("total", [8, 23])
def test_a_short_last_page_is_not_taken_for_a_smaller_one(total):
    query = "?page=1&size=15" if total == 23 else "?page=0&size=15"
    listing = answer({"total": total, "list": rows(8)}, query)
    assert listing.following is None or "size=15" in listing.next_url


def test_a_news_service_is_paged_by_names_of_its_own():
    value = {
        "data": {"list": [{"Title": "云岭市开渔", "LinkUrl": "/a/1.htm", "PubTime": "2024-03-18 09:00"}]},
        "totalnum": 31,
    }
    assert answer(value, "?nid=11&pgnum=2&cnt=1&tp=1").next_url == f"{HOME}/api/list?nid=11&pgnum=3&cnt=1&tp=1"
