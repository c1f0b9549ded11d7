"""Lists that come as data: datastores, answers of list services, feeds and sitemaps."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines.listing import Listing, PageRequest, read_listing

HOME = "http://www.yunling.example"
COLUMN = HOME + "/col/col4296/index.html"


def read(body: str, url: str, request: PageRequest | None = None) -> Listing:
    return read_listing(body.encode(), url=url, request=request)


def query(url: str | None) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url or "").query, keep_blank_values=True).items()}


def titles(listing: Listing) -> list[tuple[str | None, str, date | None]]:
    return [(item.url, item.title, item.date) for item in listing.items]


# --- Hanweb jpage ---------------------------------------------------------------------------------------------------

RECORD = "<record><![CDATA[<li><a href=\"/art/2024/3/18/art_4296_{n}.html\" title='云岭市第{n}号公告'>云岭市第{n}号公告</a><span>2024-03-18</span></li>]]></record>"
NEXT = "/module/web/jpage/dataproxy.jsp?page=1&webid=28&path=/&columnid=4296&unitid=31227&webname=云岭市人民政府&permissiontype=0"


def datastore(count: int, inner: str = "", first: int = 7001) -> str:
    records = "\n".join(RECORD.format(n=n) for n in range(first, first + count))
    return f"<datastore>{inner}<recordset>{records}</recordset></datastore>"


def hanweb(store: str, script: str) -> str:
    return f'<html><head><meta charset="utf-8"></head><body><div id="31227"><script type="text/xml">{store}</script></div><script>{script}</script></body></html>'


JPAGE = "$('#31227').jpage({totalRecord:137,perPage:15,proxyUrl:'/module/web/jpage/dataproxy.jsp'});"


def test_a_datastore_s_records_are_items():
    listing = read(hanweb(datastore(45, f'<nextgroup><![CDATA[<a href="{NEXT}"></a>]]></nextgroup>'), JPAGE), COLUMN)
    assert len(listing.items) == 45
    assert titles(listing)[0] == (f"{HOME}/art/2024/3/18/art_4296_7001.html", "云岭市第7001号公告", date(2024, 3, 18))
    assert (listing.family, listing.page, listing.total_pages, listing.total_records) == ("hanweb", 1, 10, 137)


def test_a_datastore_s_next_group_is_the_next_page_and_wants_a_referer():
    listing = read(hanweb(datastore(45, f'<nextgroup><![CDATA[<a href="{NEXT}"></a>]]></nextgroup>'), JPAGE), COLUMN)
    assert listing.next_url == HOME + NEXT
    assert listing.following is not None
    assert dict(listing.following.headers)["Referer"] == COLUMN


def test_an_escaped_datastore_is_read():
    escaped = datastore(3).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert len(read(hanweb(escaped, JPAGE), COLUMN).items) == 3


def test_without_a_next_group_the_records_after_those_held_are_asked_for():
    script = "var p={columnid:4296,unitid:'31227',webid:28,webname:'云岭市人民政府',appid:1};" + JPAGE
    listing = read(hanweb(datastore(45), script), COLUMN)
    asked = query(listing.next_url)
    assert (asked["startrecord"], asked["endrecord"], asked["perpage"]) == ("46", "90", "15")
    assert (asked["columnid"], asked["unitid"], asked["webid"]) == ("4296", "31227", "28")


def test_column_numbers_of_ten_digits_are_asked_for_whole():
    group = NEXT.replace("columnid=4296", "columnid=1229160383")
    listing = read(hanweb(datastore(45, f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>'), JPAGE), COLUMN)
    assert (listing.next_url, listing.incomplete) == (HOME + group, None)
    script = "var p={columnid:1229160383,unitid:'31227',webid:28};" + JPAGE
    assert query(read(hanweb(datastore(45), script), COLUMN).next_url)["columnid"] == "1229160383"


def test_a_datastore_that_holds_every_record_has_no_next():
    script = "$('#31227').jpage({totalRecord:3,perPage:15});"
    assert (
        read(
            hanweb(datastore(3, f'<nextgroup><![CDATA[<a href="{NEXT}"></a>]]></nextgroup>'), script), COLUMN
        ).following
        is None
    )


def test_encrypted_unit_numbers_are_said_to_be_out_of_reach():
    secret = NEXT.replace("columnid=4296", "columnid=b64QzE3MzY5Nw%3D%3D")
    listing = read(hanweb(datastore(45, f'<nextgroup><![CDATA[<a href="{secret}"></a>]]></nextgroup>'), JPAGE), COLUMN)
    assert listing.following is None
    assert listing.incomplete is not None


def test_the_largest_of_several_datastores_is_the_list():
    two = hanweb(datastore(2, first=100), "") + hanweb(datastore(15), JPAGE)
    assert len(read(two, COLUMN).items) == 15


def test_a_record_range_s_answer_leads_to_the_next_range():
    url = HOME + "/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15&columnid=4296&unitid=31227"
    listing = read(datastore(45, "<totalrecord>137</totalrecord><totalpage>10</totalpage>"), url)
    asked = query(listing.next_url)
    assert (asked["startrecord"], asked["endrecord"]) == ("91", "135")
    assert (listing.page, listing.total_pages, listing.total_records) == (4, 10, 137)


def test_a_range_that_the_server_cut_is_followed_by_what_was_cut_off():
    url = HOME + "/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15&columnid=4296&unitid=31227"
    asked = query(read(datastore(15, "<totalrecord>137</totalrecord>"), url).next_url)
    assert (asked["startrecord"], asked["endrecord"]) == ("61", "105")


def test_the_last_record_range_has_no_next():
    url = HOME + "/module/web/jpage/dataproxy.jsp?startrecord=136&endrecord=137&perpage=15&columnid=4296&unitid=31227"
    assert read(datastore(2, "<totalrecord>137</totalrecord>"), url).following is None


def test_a_numbered_answer_leads_to_the_next_number():
    url = HOME + "/module/web/jpage/dataproxy.jsp?page=2&webid=28&columnid=4296&unitid=31227"
    listing = read(datastore(15, "<totalpage>10</totalpage>"), url)
    assert query(listing.next_url)["page"] == "3"
    assert read(datastore(15, "<totalpage>2</totalpage>"), url).following is None


def test_an_answer_s_next_group_is_followed_with_the_referer_of_its_request():
    url = HOME + NEXT
    following = NEXT.replace("page=1", "page=2")
    request = PageRequest(url=url, headers=(("Referer", COLUMN),))
    listing = read(datastore(45, f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>'), url, request)
    assert listing.next_url == HOME + following
    assert listing.following is not None
    assert ("Referer", COLUMN) in listing.following.headers


def test_an_empty_answer_ends_the_walk():
    listing = read("<datastore></datastore>", HOME + NEXT)
    assert listing.items == ()
    assert listing.following is None


def test_records_that_are_table_rows_are_read():
    store = (
        datastore(3)
        .replace("<li>", "<tr><td>")
        .replace("</a><span>", "</a></td><td>")
        .replace("</span></li>", "</td></tr>")
    )
    assert len(read(hanweb(store, JPAGE), COLUMN).items) == 3


# --- JPaaS ----------------------------------------------------------------------------------------------------------

UNIT = (
    """<div id="list"><script url="/api-gateway/jpaas-publish-server/front/page/build/unit" """
    """queryData="{'parseType':'bulidstatic','webId':'3096','tplSetId':'set1','pageType':'column','tagId':'当前栏目list','editType':'null','pageId':'1554467'}"></script>%s</div>"""
)
ROWS = "".join(
    f'<li><a href="/col/col1554467/art/2024/art_{n:032x}.html">云岭市第{n}号新闻通稿</a><b>2024-03-18</b></li>'
    for n in range(7001, 7004)
)


def test_a_jpaas_column_without_items_asks_for_its_unit():
    listing = read(f"<html><body>{UNIT % ''}</body></html>", HOME + "/col/col1554467/index.html")
    assert listing.items == ()
    assert listing.following is not None
    asked = query(listing.following.url)
    assert json.loads(asked["paramJson"])["pageNo"] == 1
    # Copied as the page has it, the vendor's misspelling included.
    assert (asked["parseType"], asked["pageId"], asked["tagId"]) == ("bulidstatic", "1554467", "当前栏目list")
    assert "Referer" in dict(listing.following.headers)


def test_a_jpaas_column_with_items_asks_for_its_second_page():
    pager = '<div class="pagination" rows="3" count="48" pageNo="1"></div>'
    listing = read(f"<html><body>{UNIT % f'<ul>{ROWS}</ul>{pager}'}</body></html>", HOME + "/col/col1554467/index.html")
    assert len(listing.items) == 3
    assert (listing.family, listing.page, listing.total_pages, listing.total_records) == ("jpaas", 1, 16, 48)
    assert json.loads(query(listing.next_url)["paramJson"]) == {"pageNo": 2, "pageSize": 3}


def test_a_jpaas_answer_leads_to_the_next_page():
    url = (
        HOME
        + "/api-gateway/jpaas-publish-server/front/page/build/unit?webId=3096&pageId=1554467&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A3%7D"
    )
    markup = f'<ul>{ROWS}</ul><div class="pagination" rows="3" count="9" pageNo="2"></div>'
    listing = read(json.dumps({"success": True, "data": {"html": markup}}), url)
    assert titles(listing)[0][1:] == ("云岭市第7001号新闻通稿", date(2024, 3, 18))
    assert (listing.page, listing.total_pages, listing.total_records) == (2, 3, 9)
    assert json.loads(query(listing.next_url)["paramJson"])["pageNo"] == 3


def test_a_jpaas_server_that_always_answers_page_1_shows_in_the_page_number():
    url = (
        HOME
        + "/api-gateway/jpaas-publish-server/front/page/build/unit?webId=1&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A3%7D"
    )
    markup = f'<ul>{ROWS}</ul><div class="pagination" rows="3" count="9" pageNo="1"></div>'
    assert read(json.dumps({"data": {"html": markup}}), url).page == 1


# --- Guangdong gkmlpt -----------------------------------------------------------------------------------------------


def test_a_gkmlpt_page_asks_its_api_for_the_category_in_its_fragment():
    body = "<html><body><script>window._CONFIG = {SID:'755031',TREE:[{id:2681,name:'通知公告'}]}</script></body></html>"
    listing = read(body, HOME + "/gkmlpt/index#2681")
    assert listing.next_url == HOME + "/gkmlpt/api/all/2681?page=1&sid=755031"
    assert read(body, HOME + "/gkmlpt/index").next_url == HOME + "/gkmlpt/api/all/0?page=1&sid=755031"


def test_a_gkmlpt_page_with_entries_is_walked_at_its_api():
    rows = "".join(
        f'<tr><td><a href="/gkmlpt/content/8/7/post_{n}.html">云岭市关于第{n}号事项的公告</a></td><td>2024-03-18</td></tr>'
        for n in (7001, 7000)
    )
    script = "<script>window._CONFIG = {SID:'755031',TREE:[{id:2681,name:'通知公告'}]}</script>"
    listing = read(f"<html><body>{script}<table>{rows}</table></body></html>", HOME + "/gkmlpt/index#2681")
    assert len(listing.items) == 2
    assert listing.following.url == HOME + "/gkmlpt/api/all/2681?page=1&sid=755031"


def test_a_gkmlpt_answer_is_read():
    articles = [
        {
            "id": 7001,
            "title": "云岭市关于第7001号事项的公告",
            "url": f"{HOME}/gkmlpt/content/8/7/post_7001.html",
            "display_publish_time": 1710691200,
            "document_number": "云府〔2024〕1号",
        },
        {
            "id": 7002,
            "title": "云岭市关于第7002号事项的公告",
            "url": "/gkmlpt/content/8/7/post_7002.html",
            "create_time": "2024-03-15 10:00:00",
        },
    ]
    listing = read(json.dumps({"total": 237, "articles": articles}), HOME + "/gkmlpt/api/all/2681?page=2&sid=755031")
    assert titles(listing) == [
        (f"{HOME}/gkmlpt/content/8/7/post_7001.html", "云岭市关于第7001号事项的公告", date(2024, 3, 18)),
        (f"{HOME}/gkmlpt/content/8/7/post_7002.html", "云岭市关于第7002号事项的公告", date(2024, 3, 15)),
    ]
    assert (listing.family, listing.page, listing.total_pages, listing.total_records) == ("gkmlpt", 2, 3, 237)
    assert listing.next_url == HOME + "/gkmlpt/api/all/2681?page=3&sid=755031"


# --- other services -------------------------------------------------------------------------------------------------


def records(count: int, **keys: str) -> list[dict[str, object]]:
    named = {"title": "title", "url": "url", "date": "date", **keys}
    return [
        {
            named["title"]: f"云岭市关于第{n}号事项的<em>公告</em>",
            named["url"]: f"/zwgk/202403/t20240318_{n}.html",
            named["date"]: "2024-03-18 10:00:00",
            "docId": n,
        }
        for n in range(7001, 7001 + count)
    ]


FIRST = (f"{HOME}/zwgk/202403/t20240318_7001.html", "云岭市关于第7001号事项的公告", date(2024, 3, 18))


def test_an_igs_answer_is_read():
    value = {
        "page": {
            "content": records(10, url="DOCPUBURL", date="PUBDATE", title="DOCTITLE"),
            "total": "137",
            "totalPages": 14,
            "number": 2,
        }
    }
    listing = read(
        json.dumps(value),
        HOME + "/igs/front/search/list.html?pageNumber=2&pageSize=10&siteId=71&filter%5BCHANNELID%5D=28135",
    )
    assert titles(listing)[0] == FIRST
    assert (listing.family, listing.page, listing.total_pages, listing.total_records) == ("igs", 2, 14, 137)
    assert (
        listing.next_url
        == HOME + "/igs/front/search/list.html?pageNumber=3&pageSize=10&siteId=71&filter%5BCHANNELID%5D=28135"
    )


def test_a_ucap_json_answer_is_read():
    value = {
        "data": {
            "total": 137,
            "page": 1,
            "rows": 15,
            "results": [
                {**one, "contentHtml": "<p>…</p>", "domainMetaList": []}
                for one in records(15, date="publishedTimeStr", title="titleHtml")
            ],
        }
    }
    listing = read(
        json.dumps(value), HOME + "/common/search/2cb303fd?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index"
    )
    assert titles(listing)[0] == FIRST
    assert (listing.family, listing.page, listing.total_pages, listing.total_records) == ("ucap-json", 1, 10, 137)
    assert query(listing.next_url)["page"] == "2"


def test_a_ucap_column_filled_by_script_asks_its_search_service():
    body = """<html><body><div id="list"></div><script>$.get("/common/search/2cb303fdee61?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index")</script></body></html>"""
    assert (
        read(body, HOME + "/xwzx/").next_url
        == HOME + "/common/search/2cb303fdee61?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index"
    )


def test_a_posted_form_s_next_page_is_a_posted_form():
    url = HOME + "/cms/JsonList"
    request = PageRequest(url=url, method="POST", body="channelCode=A0905&perPage=20&pageno=2")
    value = {"list": records(20, title="topic", url="infourl", date="pubtime"), "totalRec": 137}
    listing = read(json.dumps(value), url, request)
    assert titles(listing)[0] == FIRST
    assert (listing.page, listing.total_pages, listing.total_records) == (2, 7, 137)
    assert listing.next_url is None
    assert listing.following == PageRequest(url=url, method="POST", body="channelCode=A0905&perPage=20&pageno=3")


def test_a_posted_json_body_is_counted_on_too():
    url = HOME + "/getFileListByCodeId"
    request = PageRequest(
        url=url,
        method="POST",
        body='{"channelId":"c1","page":1,"size":10}',
        headers=(("Content-Type", "application/json"),),
    )
    listing = read(json.dumps({"results": {"data": {"total": 30, "results": records(10)}}}), url, request)
    assert listing.following is not None
    assert json.loads(listing.following.body or "") == {"channelId": "c1", "page": 2, "size": 10}
    assert listing.following.headers == request.headers


def test_a_service_with_its_own_names_for_counts_is_read():
    url = HOME + "/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15"
    request = PageRequest(url=url, method="POST", body="pageIndex=3&channel_id=c9")
    listing = read(json.dumps({"data": {"allRow": 137, "totalPage": 10, "list": records(15)}}), url, request)
    assert (listing.page, listing.total_pages, listing.total_records) == (3, 10, 137)
    assert listing.following is not None
    assert listing.following.body == "pageIndex=4&channel_id=c9"


def test_the_state_council_s_library_is_read():
    value = {
        "searchVO": {
            "totalCount": 137,
            "totalpage": 3,
            "listVO": [{**one, "pubtime": 1710691200000} for one in records(50, date="ignored")],
        }
    }
    listing = read(json.dumps(value), HOME + "/search-gov/data?t=zhengcelibrary_gw&p=1&n=50")
    assert titles(listing)[0] == FIRST
    assert (listing.total_pages, listing.total_records) == (3, 137)
    assert query(listing.next_url)["p"] == "2"


def test_a_bare_list_of_records_is_read():
    value = [
        {
            "TITLE": "云岭市关于第7001号事项的公告",
            "URL": "/zwgk/202403/t20240318_7001.html",
            "DOCRELPUBTIME": "2024-03-18",
        }
    ]
    listing = read(json.dumps(value), HOME + "/zhengce/zuixin/ZUIXINZHENGCE.json")
    assert titles(listing) == [FIRST]
    assert listing.following is None


def test_an_answer_in_a_call_is_read():
    value = json.dumps({"total": 1, "list": records(1)}, ensure_ascii=False)
    assert titles(read(f"jQuery3510_17({value});", HOME + "/list?page=1")) == [FIRST]


def test_the_last_page_of_a_service_has_no_next():
    value = {"total": 32, "rows": records(2)}
    assert read(json.dumps(value), HOME + "/api/list?pageNo=3&pageSize=15").following is None


def test_a_service_that_counts_from_0_ends_one_number_earlier():
    value = {"total": 15, "rows": records(15)}
    assert read(json.dumps(value), HOME + "/api/list?pageIndex=0&pageSize=15").following is None


def test_an_answer_without_records_ends_the_walk():
    listing = read(json.dumps({"total": 137, "rows": []}), HOME + "/api/list?pageNo=30&pageSize=15")
    assert listing.items == ()
    assert listing.following is None


def test_a_was5_answer_is_read():
    recs = "".join(
        f"<REC><TITLE><![CDATA[云岭市关于第{n}号事项的公告]]></TITLE><URL>/zwgk/202403/t20240318_{n}.html</URL><WH>云府〔2024〕1号</WH><DOCRELTIME>2024-03-18</DOCRELTIME><FWDW>云岭市人民政府</FWDW></REC>"
        for n in range(7001, 7021)
    )
    url = HOME + "/was5/web/search?channelid=231&page=2&prepage=20"
    listing = read(f'<?xml version="1.0" encoding="UTF-8"?><RESULT><RECORDCOUNT>137</RECORDCOUNT>{recs}</RESULT>', url)
    assert titles(listing)[0] == FIRST
    assert (listing.family, listing.page, listing.total_pages, listing.total_records) == ("was5", 2, 7, 137)
    assert query(listing.next_url)["page"] == "3"


def test_a_posted_was5_search_goes_on_as_a_post():
    url = HOME + "/was5/web/search"
    request = PageRequest(url=url, method="POST", body="channelid=231&searchword=&page=1&prepage=20")
    body = "<RESULT><RECORDCOUNT>137</RECORDCOUNT><REC><TITLE>云岭市关于第7001号事项的公告</TITLE><URL>/zwgk/202403/t20240318_7001.html</URL><DOCRELTIME>2024-03-18</DOCRELTIME></REC></RESULT>"
    listing = read(body, url, request)
    assert titles(listing) == [FIRST]
    assert listing.following is not None
    assert listing.following.body == "channelid=231&searchword=&page=2&prepage=20"
    assert listing.next_url is None


def test_embedded_records_are_items():
    groups = [
        {
            "infolist": [
                {
                    "channelid": 68873,
                    "title": "云岭市关于第7001号事项的公告",
                    "daytime": "2024-03-18",
                    "url": "/zwgk/202403/t20240318_7001.html",
                }
            ]
        }
    ]
    body = f'<html><body><script>var dataList={json.dumps(groups)};var pagesData={{"curPageNo":1,"pageTotal":1}};</script></body></html>'
    listing = read(body, HOME + "/zwgk/")
    assert titles(listing) == [FIRST]
    assert (listing.family, listing.page, listing.total_pages, listing.incomplete) == ("embedded", 1, 1, None)


def test_records_that_a_script_adds_to_a_list_one_by_one_are_items():
    added = "".join(
        f"list.push({{title:'第{n}号公告',link:'/gg/{n}.html',time:'2024-03-0{n}'}});" for n in range(4, 0, -1)
    )
    body = f"<html><meta charset=utf-8><body><ul></ul><script>var list=[];var other=[];{added}</script></body></html>"
    items = read_listing(body.encode(), url="http://www.yunling.example/gg/").items
    assert [(item.href, item.title, str(item.date)) for item in items] == [
        (f"/gg/{n}.html", f"第{n}号公告", f"2024-03-0{n}") for n in range(4, 0, -1)
    ]


def test_embedded_records_that_are_not_all_say_so():
    groups = [
        {
            "infolist": [
                {
                    "title": "云岭市关于第7001号事项的公告",
                    "daytime": "2024-03-18",
                    "url": "/zwgk/202403/t20240318_7001.html",
                }
            ]
        }
    ]
    body = f'<html><body><script>var jsonPageTotal=parseInt(10);var dataList={json.dumps(groups)};var pagesData={{"pageTotal":14}};</script></body></html>'
    listing = read(body, HOME + "/zwgk/")
    assert listing.total_pages == 14
    assert listing.incomplete is not None


# --- feeds and sitemaps ---------------------------------------------------------------------------------------------

FEEDS = {
    "rss": '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>要闻</title><link>http://www.yunling.example/</link>'
    "<item><title><![CDATA[云岭市关于第7001号事项的公告]]></title><link>http://www.yunling.example/zwgk/202403/t20240318_7001.html</link>"
    "<pubDate>Mon, 18 Mar 2024 10:00:00 +0800</pubDate></item></channel></rss>",
    "rss with a plain date": "<rss><channel><item><title>云岭市关于第7001号事项的公告</title><link>/zwgk/202403/t20240318_7001.html</link><pubDate>2024-03-18 10:00</pubDate></item></channel></rss>",
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>要闻</title><entry><title>云岭市关于第7001号事项的公告</title>'
    '<link rel="alternate" href="/zwgk/202403/t20240318_7001.html"/><published>2024-03-18T10:00:00+08:00</published></entry></feed>',
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<item rdf:about="x"><title>云岭市关于第7001号事项的公告</title><link>http://www.yunling.example/zwgk/202403/t20240318_7001.html</link><dc:date>2024-03-18</dc:date></item></rdf:RDF>',
}  # fmt: skip


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_s_entries_are_items(name: str):
    listing = read(FEEDS[name], HOME + "/rss.xml")
    assert titles(listing) == [FIRST]
    assert listing.family == "feed"


def test_a_feed_s_next_link_is_followed():
    body = '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/atom?page=2"/><entry><title>公告</title><link href="/a.html"/></entry></feed>'
    assert read(body, HOME + "/atom").next_url == HOME + "/atom?page=2"


def test_a_sitemap_s_addresses_are_items_without_titles():
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{FIRST[0]}</loc><lastmod>2024-04-01</lastmod></url></urlset>'
    listing = read(body, HOME + "/sitemap.xml")
    # When a page was last changed is not when it was published.
    assert titles(listing) == [(FIRST[0], "", None)]
    assert listing.family == "sitemap"


def test_a_sitemap_index_lists_its_sitemaps():
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{HOME}/sitemap1.xml</loc></sitemap></sitemapindex>'
    listing = read(body, HOME + "/sitemap.xml")
    assert [item.url for item in listing.items] == [HOME + "/sitemap1.xml"]
    assert listing.family == "sitemap-index"
    assert listing.incomplete is not None


def test_a_sitemap_says_when_a_page_was_last_changed():
    body = f"<urlset><url><loc>{FIRST[0]}</loc><lastmod>2024-04-01T08:00:00+08:00</lastmod></url></urlset>"
    assert [item.changed for item in read(body, HOME + "/sitemap.xml").items] == [date(2024, 4, 1)]


def test_a_sitemap_may_be_an_address_a_line():
    listing = read(f"\ufeff{FIRST[0]}\r\n\r\n{HOME}/a.html\r\n{FIRST[0]}\r\n", HOME + "/sitemap.txt")
    assert [item.url for item in listing.items] == [FIRST[0], HOME + "/a.html"]
    assert listing.family == "sitemap"


def test_a_text_with_addresses_in_it_is_no_sitemap():
    assert read(f"{FIRST[0]}\n另见上文\n", HOME + "/readme.txt").family != "sitemap"


def test_a_feed_s_entities_are_not_expanded():
    body = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&a;公告一</title><link>/a.html</link></item></channel></rss>'
    assert [item.title for item in read(body, HOME + "/rss.xml").items] == ["公告一"]
