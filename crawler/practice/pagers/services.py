"""Lists that a service answers: gkmlpt, IGS, UCAP's search, WAS5, the State Council's library, CAC's and Suzhou's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from crawler.practice.pagers.column import (
    CITY,
    Address,
    Answer,
    Asked,
    Lists,
    PagerFamily,
    Piece,
    PracticeColumn,
    frame,
)

_JSON = "application/json;charset=UTF-8"


def _json(value: object) -> Answer:
    return Answer(text=json.dumps(value, ensure_ascii=False), kind=_JSON)


def _milliseconds(piece: Piece) -> int:
    """The moment it was published, half past nine in China."""
    return int(datetime(piece.day.year, piece.day.month, piece.day.day, 1, 30, tzinfo=UTC).timestamp() * 1000)


def _number(values: Mapping[str, str], key: str, otherwise: int = 1) -> int:
    text = values.get(key, "")
    return int(text) if text.isdigit() and int(text) > 0 else otherwise


def _page(column: PracticeColumn, number: int, size: int) -> Sequence[Piece]:
    """A page of the size that was asked for."""
    return column.pieces[(number - 1) * size : number * size]


def _shell(script: str) -> Answer:
    """A column page that holds no item: a script fills it."""
    return Answer(
        text=frame('<ul id="list" class="list"></ul><div id="page"></div>', scripts=f"<script>{script}</script>")
    )


def _gkmlpt(column: PracticeColumn, asked: Asked) -> Answer | None:
    """`window._CONFIG` names the site, the fragment of the address the category; 100 articles a page."""
    if asked.path == "/gkmlpt/index":
        tree = '[{"id":2681,"name":"通知公告","parent_id":2600,"children":[]}]'
        return _shell(f"window._CONFIG = {{SID:'755031',NAME:'{CITY}人民政府',TREE:{tree}}};")
    if asked.path != "/gkmlpt/api/all/2681" or asked.query.get("sid") != "755031":
        return None
    articles = [
        {
            "id": 7000000 + piece.number,
            "title": piece.title,
            "url": f"http://{{host}}{column.family.address(piece)}",
            "post_url": "",
            "publisher": f"{CITY}人民政府办公室",
            "create_time": f"{piece.day} 08:12:00",
            "display_publish_time": _milliseconds(piece) // 1000,
            "document_number": f"榆府〔2026〕{piece.number}号",
            "identifier": f"00000000-2026-{piece.number:05d}",
            "abstract": "",
            "is_expired": 0,
            "is_abolished": 0,
            "attachment": [],
        }
        for piece in column.page(_number(asked.query, "page"))
    ]
    return _json({"classify": {"id": 2681, "name": "通知公告"}, "total": len(column.pieces), "articles": articles})


_IGS = (
    "/igs/front/search/list.html?index=yt-index-alias&type=governmentdocuments&pageNumber={}&pageSize=10&siteId=14"
    "&filter[SITEID]=3&filter[CHANNELID]=28135&filter[AVAILABLE]=true&orderProperty=PUBDATE&orderDirection=desc"
)


def _igs(column: PracticeColumn, asked: Asked) -> Answer | None:
    """An index is asked for a channel's pages."""
    if asked.path == "/zwgk/zcwj/":
        address = _IGS.replace("{}", '"+pageNumber+"')
        return _shell(
            f'var pageNumber=1;function load(){{$.getJSON("{address}",function(data){{show(data.page)}})}}load();'
        )
    if asked.path != "/igs/front/search/list.html" or asked.query.get("filter[CHANNELID]") != "28135":
        return None
    number, size = _number(asked.query, "pageNumber"), _number(asked.query, "pageSize", column.size)
    content = [
        {
            "_id": piece.digest,
            "DOCTITLE": piece.title,
            "DOCPUBURL": f"http://{{host}}{column.family.address(piece)}",
            "PUBDATE": f"{piece.day}T09:30:00.000+0800",
            "fileNum": f"榆政〔2026〕{piece.number}号",
        }
        for piece in _page(column, number, size)
    ]
    page = {
        "content": content, "total": str(len(column.pieces)), "totalPages": -(-len(column.pieces) // size),
        "number": number, "pageNumber": number, "pageSize": size,
    }  # fmt: skip
    return _json({"success": True, "page": page})


_CHANNEL = "817052cbb3a94d0d8217824e7a3aca53"


def _ucap_lists(service: str, column_page: str, script: str, metas: str = "") -> Lists:
    def lists(column: PracticeColumn, asked: Asked) -> Answer | None:
        if asked.path == column_page:
            return Answer(text=frame('<div id="list"></div>', metas=metas, scripts=f"<script>{script}</script>"))
        if asked.path != f"{service}{_CHANNEL}" or asked.query.get("_isJson") != "true":
            return None
        number, size = _number(asked.query, "page"), _number(asked.query, "_pageSize", column.size)
        results = [
            {
                "title": piece.title,
                "url": f"//{{host}}{column.family.address(piece)}",
                "publishedTime": _milliseconds(piece),
                "publishedTimeStr": f"{piece.day} 09:30:00",
                "manuscriptId": piece.digest,
                "contentHtml": f"<p>{CITY}召开情况通报会。</p>",
                "domainMetaList": [{"resultList": [{"key": "wh", "name": "文号", "value": f"榆政办{piece.number}号"}]}],
            }
            for piece in _page(column, number, size)
        ]
        counts = {"page": number, "rows": size, "total": len(column.pieces), "channelId": _CHANNEL}
        return _json({"code": 200, "msg": "操作成功", "data": {**counts, "results": results}})

    return lists


def _was5(column: PracticeColumn, asked: Asked) -> Answer | None:
    """A search without a word, posted; XML with upper-case fields."""
    if asked.path == "/zfxxgk/":
        return _shell(
            'function query(page){$.ajax({type:"POST",url:"/was5/web/search",dataType:"xml",'
            f'data:{{channelid:"229105",searchword:"",page:page,prepage:"{column.size}",orderby:"-docreltime"}},'
            "success:function(xml){show(xml)}})}query(1);"
        )
    if asked.path != "/was5/web/search":
        return None
    if asked.method != "POST" or asked.form.get("channelid") != "229105":
        return Answer(text="", status=404)
    records = "".join(
        f"<REC><TITLE><![CDATA[{piece.title}]]></TITLE><URL><![CDATA[http://{{host}}{column.family.address(piece)}]]></URL>"
        f"<WH>榆府〔2026〕{piece.number}号</WH><DOCRELTIME>{piece.day:%Y.%m.%d}</DOCRELTIME><FWDW>{CITY}人民政府</FWDW></REC>"
        for piece in _page(column, _number(asked.form, "page"), _number(asked.form, "prepage", column.size))
    )
    text = f"<RESULT><RECORDCOUNT>{len(column.pieces)}</RECORDCOUNT>{records}</RESULT>"
    return Answer(text=f'<?xml version="1.0" encoding="UTF-8"?>{text}', kind="text/xml;charset=UTF-8")


def _library(column: PracticeColumn, asked: Asked) -> Answer | None:
    """The State Council's library: 50 documents an answer, times in milliseconds."""
    if asked.path != "/search-gov/data":
        return None
    number, size = _number(asked.query, "p"), _number(asked.query, "n", column.size)
    documents = [
        {
            "title": piece.title,
            "url": f"http://{{host}}{column.family.address(piece)}",
            "pcode": f"榆府〔2026〕{piece.number}号",
            "puborg": f"{CITY}人民政府",
            "pubtime": _milliseconds(piece),
        }
        for piece in _page(column, number, size)
    ]
    found = {
        "totalCount": len(column.pieces), "totalpage": -(-len(column.pieces) // size), "currentPage": number,
        "pageSize": size, "listVO": documents,
    }  # fmt: skip
    return _json({"code": 200, "msg": "操作成功", "searchVO": found})


def _rolling(column: PracticeColumn, asked: Asked) -> Answer | None:
    """The State Council's rolling list: one file with everything."""
    if asked.path != "/zhengce/zuixin/ZUIXINZHENGCE.json":
        return None
    return _json(
        [
            {
                "TITLE": piece.title,
                "SUB_TITLE": "",
                "URL": f"http://{{host}}{column.family.address(piece)}",
                "DOCRELPUBTIME": f"{piece.day}",
            }
            for piece in column.pieces
        ]
    )


def _cac(column: PracticeColumn, asked: Asked) -> Answer | None:
    """A posted form with the channel, the page's size and its number."""
    if asked.path == "/wxfb/A0937index_1.htm":
        return _shell(
            "var getItemById = function (id) {var channelCode = 'A0937';"
            "$.ajax({type: 'POST', url: '/cms/JsonList', "
            f"data: {{channelCode:channelCode,perPage:'{column.size}',pageno:id}}, dataType: 'json', "
            "success: function(data){ fill(data.list, data.totalRec); }});};getItemById(1);"
        )
    if asked.path != "/cms/JsonList":
        return None
    if asked.method != "POST" or asked.form.get("channelCode") != "A0937":
        return _json({"list": [], "totalRec": 0})
    found = [
        {
            "topic": piece.title,
            "infourl": f"//{{host}}{column.family.address(piece)}",
            "pubtime": f"{piece.day} 09:30:00.0",
        }
        for piece in _page(column, _number(asked.form, "pageno"), _number(asked.form, "perPage", column.size))
    ]
    return _json({"list": found, "totalRec": len(column.pieces)})


def _suzhou(column: PracticeColumn, asked: Asked) -> Answer | None:
    """The size stands in the query, the page's number and the channel in a posted form."""
    if asked.path == "/szsrmzf/zfwj/nav_list.shtml":
        return _shell(
            'var channelId = "82bc8e4e2a0143be81f36dd5b8c2bd8e";function loadData(pageIndex){$.post('
            f'"/szinf/xxgk/interfacesWebZcwj/loadData?pageSize={column.size}",'
            "{pageIndex:pageIndex,channel_id:channelId},function(res){draw(res.data.list)},'json');}loadData(1);"
        )
    if asked.path != "/szinf/xxgk/interfacesWebZcwj/loadData":
        return None
    if asked.method != "POST" or not asked.form.get("channel_id"):
        return Answer(text="", status=405)
    number, size = _number(asked.form, "pageIndex"), _number(asked.query, "pageSize", column.size)
    found = [
        {
            "TITLE": piece.title,
            "URL": f"http://{{host}}{column.family.address(piece)}",
            "C_WJBH": f"榆府〔2026〕{piece.number}号",
            "PUBLISHED_TIME_FORMAT": f"{piece.day}",
            "MANUSCRIPT_ID": piece.uuid,
        }
        for piece in _page(column, number, size)
    ]
    return _json(
        {
            "data": {
                "allRow": len(column.pieces),
                "totalPage": -(-len(column.pieces) // size),
                "pageIndex": number,
                "list": found,
            }
        }
    )


def _below(folder: str, ext: str = "shtml") -> Address:
    return lambda piece: f"{folder}{piece.day:%Y%m}/{piece.digest}.{ext}"


def _content(piece: Piece) -> str:
    return f"/c100015/c{5251000 + piece.number}/content.shtml"


FAMILIES = (
    PagerFamily(
        key="gkmlpt", start="/gkmlpt/index#2681", size=100, lists=_gkmlpt, records=True, body="news_cont_d_wrap",
        address=lambda piece: f"/gkmlpt/content/12/12612/post_{12612000 + piece.number}.html",
    ),
    PagerFamily(
        key="igs", start="/zwgk/zcwj/", size=10, lists=_igs, records=True, body="trs_editor_view",
        address=lambda piece: f"/zwgk/zcwj/t{12612000 + piece.number}.shtml",
    ),
    PagerFamily(
        key="ucap-json", start="/c108375/zfxxgk.shtml", address=_content, size=15, records=True, body="#UCAP-CONTENT",
        lists=_ucap_lists(
            "/common/search/", "/c108375/zfxxgk.shtml",
            f'var url="/common/search/{_CHANNEL}?page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index'
            '&_rangeTimeGte=&_channelName=";$.get(url,function(res){draw(res.data.results)});',
        ),
    ),
    PagerFamily(
        key="ucap-list", start="/c100028/common_xq_list.shtml", address=_content, size=18, records=True,
        body="detail-news",
        lists=_ucap_lists(
            "/searchList/", "/c100028/common_xq_list.shtml",
            'var channelid=$("meta[name=channelid]").attr("content");$.get("/searchList/"+channelid+'
            '"?_isAgg=true&_isJson=true&_pageSize=18&_template=index&_rangeTimeGte=&_channelName=&page="+page);',
            metas=f'<meta name="channelid" content="{_CHANNEL}">',
        ),
    ),
    PagerFamily(
        key="was5", start="/zfxxgk/", address=_below("/zfxxgk/"), size=20, lists=_was5, records=True,
    ),
    PagerFamily(
        key="library", size=50, lists=_library, records=True, body="#UCAP-CONTENT",
        start=f"/search-gov/data?t=zhengcelibrary_gw&q=&timetype=timezd&sort=pubtime&sortType=1&p=1&n=50&type={quote('gwyzcwjk')}",
        address=lambda piece: f"/zhengce/content/{piece.day:%Y%m}/content_{7000000 + piece.number}.htm",
    ),
    PagerFamily(
        key="rolling", start="/zhengce/zuixin/ZUIXINZHENGCE.json", size=1000, lists=_rolling, body="#UCAP-CONTENT",
        address=lambda piece: f"/zhengce/content/{piece.day:%Y%m}/content_{7000000 + piece.number}.htm",
    ),
    PagerFamily(
        key="cac", start="/wxfb/A0937index_1.htm", size=20, lists=_cac, records=True, body="#BodyLabel",
        address=lambda piece: f"/{piece.day:%Y-%m/%d}/c_{1700000000 + piece.number}.htm",
    ),
    PagerFamily(
        key="suzhou", start="/szsrmzf/zfwj/nav_list.shtml", address=_below("/szsrmzf/zfwj/"), size=15, lists=_suzhou,
        records=True, body="#zoomcon",
    ),
)  # fmt: skip
"""The families whose lists come from a service."""
