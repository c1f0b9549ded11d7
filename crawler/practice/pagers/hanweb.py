"""Hanweb's lists: a datastore with its next group, record ranges from dataproxy.jsp, and JPaaS's units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from crawler.practice.pagers.column import (
    CITY,
    Answer,
    Asked,
    Lists,
    PagerFamily,
    Piece,
    PracticeColumn,
    frame,
    rows,
)  # fmt: skip

_PROXY = "/module/web/jpage/dataproxy.jsp"
_COLUMN, _UNIT = "64511", "464148"
_TOGETHER = 3
"""Pages of records that the column page brings."""


def _address(piece: Piece) -> str:
    day = piece.day
    return f"/art/{day.year}/{day.month}/{day.day}/art_{_COLUMN}_{7000 + piece.number}.html"


def _record(piece: Piece) -> str:
    return (
        f'<record><![CDATA[<li><a title="{piece.title}" href="{_address(piece)}" target="_blank">{piece.title}</a>'
        f"<b>{piece.day}</b></li>]]></record>"
    )


def _store(pieces: Sequence[Piece], inner: str = "") -> str:
    return f"<datastore>{inner}<recordset>{''.join(map(_record, pieces))}</recordset></datastore>"


def _place(column: PracticeColumn, store: str, more: str = "") -> str:
    jpage = (
        f"$('#{_UNIT}').jpage({{totalRecord:{len(column.pieces)},perPage:{column.size},proxyUrl:'{_PROXY}'{more}}});"
    )
    return frame(
        f'<div id="{_UNIT}" class="default_pgContainer"><script type="text/xml">{store}</script></div>',
        scripts=f"<script>{jpage}</script>",
    )


def _is_refused(asked: Asked) -> bool:
    # Without the column page as Referer these servers answer 403.
    return f"/col/col{_COLUMN}/" not in asked.referer


def _grouped(*, escaped: bool = False, sealed: bool = False) -> Lists:
    """Each answer brings three pages of records and names the request for the next three.

    Some sites escape the store's markup once too often; some seal the column's number and answer nothing.
    """

    def lists(column: PracticeColumn, asked: Asked) -> Answer | None:
        if asked.path == f"/col/col{_COLUMN}/index.html":
            group = 1
        elif asked.path == _PROXY and not sealed:
            if _is_refused(asked):
                return Answer(text="", status=403)
            group = int(asked.query["page"])
        else:
            return Answer(text="<datastore></datastore>") if asked.path == _PROXY else None
        span = column.size * _TOGETHER
        pieces = column.pieces[(group - 1) * span : group * span]
        following = ""
        if group * span < len(column.pieces):
            number = "b64QzY0NTEx%3D" if sealed else _COLUMN
            query = (
                f"page={group + 1}&webid=28&path=/&columnid={number}&unitid={_UNIT}"
                f"&webname={quote(CITY + '人民政府')}&permissiontype=0"
            )
            following = f'<nextgroup><![CDATA[<a href="{_PROXY}?{query}"></a>]]></nextgroup>'
        groups = -(-len(column.pieces) // span)
        totals = f"<totalrecord>{len(column.pieces)}</totalrecord><totalpage>{groups}</totalpage>"
        if group == 1:
            store = _store(pieces, following)
            return Answer(text=_place(column, escape(store, quote=False) if escaped else store))
        return Answer(text=_store(pieces, following + totals), kind="text/html;charset=UTF-8")

    return lists


def _ranged(column: PracticeColumn, asked: Asked) -> Answer | None:
    """Records are asked for by their numbers, from 1 and both ends included; in the query or in a posted form."""
    if asked.path == f"/col/col{_COLUMN}/index.html":
        setting = (
            f",appid:'1',webid:'3',path:'/',columnid:'{_COLUMN}',sourceContentType:'1',unitid:'{_UNIT}',"
            f"webname:'{CITY}人民政府',permissiontype:0"
        )
        return Answer(text=_place(column, _store(column.pieces[: column.size * _TOGETHER]), setting))
    if asked.path != _PROXY:
        return None
    given = {**asked.query, **asked.form}
    if _is_refused(asked) or given.get("columnid") != _COLUMN or given.get("unitid") != _UNIT:
        return Answer(text="", status=403)
    first, last = int(given["startrecord"]), int(given["endrecord"])
    last = min(last, first - 1 + column.size * _TOGETHER)
    pieces = column.pieces[first - 1 : last]
    totals = f"<totalrecord>{len(column.pieces)}</totalrecord><totalpage>{column.pages}</totalpage>"
    return Answer(text=_store(pieces, totals), kind="text/html;charset=UTF-8")


def _jpaas_address(piece: Piece) -> str:
    return f"/zwgk/zcwj/art/{piece.day.year}/art_{piece.digest}.html"


_UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNIT_DATA = {
    "parseType": "bulidstatic", "webId": "8d828e408d90447786ddbe128d495e9e",
    "tplSetId": "209741b2109044b5b7695700b2bec37e",
    "pageType": "column", "tagId": "右侧内容", "editType": "null", "pageId": "1b56e5adc362428299dfc3eb444fe23a",
}  # fmt: skip


def _unit_html(column: PracticeColumn, number: int) -> str:
    pager = (
        f'<div class="pagination" rows="{column.size}" count="{len(column.pieces)}" pageNo="{number}" '
        'queryData="{}" unitUrl=""></div>'
    )
    return f'<ul class="cf">{rows(column.page(number), _jpaas_address)}</ul>{pager}'


def _jpaas(*, stuck: bool = False) -> Lists:
    """The column page names a unit and its parameters; the unit answers with a page of markup in JSON.

    To visitors from abroad some sites answer the first page, whatever they ask for.
    """

    def lists(column: PracticeColumn, asked: Asked) -> Answer | None:
        if asked.path == "/zwgk/zcwj/index.html":
            values = ",".join(f"'{key}':'{value}'" for key, value in _UNIT_DATA.items())
            script = f'<script type="text/javascript" url="{_UNIT_PATH}" queryData="{{{values}}}"></script>'
            return Answer(text=frame(f'<div id="{_UNIT_DATA["tagId"]}">{script}</div>'))
        if asked.path != _UNIT_PATH:
            return None
        if not asked.referer or any(asked.query.get(key) != value for key, value in _UNIT_DATA.items()):
            return Answer(text="", status=403)
        # A number outside paramJson is not read: the first page is answered.
        number = 1 if stuck else json.loads(asked.query.get("paramJson", "{}")).get("pageNo", 1)
        value = {"success": True, "code": "200", "data": {"html": _unit_html(column, number)}}
        return Answer(text=json.dumps(value, ensure_ascii=False), kind="application/json;charset=UTF-8")

    return lists


def _store_family(key: str, lists: Lists, reach: int | None = None) -> PagerFamily:
    return PagerFamily(
        key=key, start=f"/col/col{_COLUMN}/index.html", address=_address, size=15, lists=lists, records=True,
        body="#zoom", reach=reach,
    )  # fmt: skip


def _unit_family(key: str, lists: Lists, reach: int | None = None) -> PagerFamily:
    return PagerFamily(
        key=key, start="/zwgk/zcwj/index.html", address=_jpaas_address, size=24, lists=lists, records=True,
        body="#zoomcon", reach=reach,
    )  # fmt: skip


FAMILIES = (
    _store_family("hanweb-group", _grouped()),
    _store_family("hanweb-escaped", _grouped(escaped=True)),
    _store_family("hanweb-sealed", _grouped(sealed=True), reach=_TOGETHER),
    _store_family("hanweb-range", _ranged),
    _unit_family("jpaas", _jpaas()),
    _unit_family("jpaas-stuck", _jpaas(stuck=True), reach=1),
)
"""Hanweb's families."""
