"""Static lists: every page a file whose script is told its place, each family in its own order of arguments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from crawler.practice.pagers.column import (
    Address,
    Answer,
    Asked,
    Lists,
    PagerFamily,
    Piece,
    PracticeColumn,
    frame,
    rows,
)

Script = Callable[[PracticeColumn, int], str]
"""The markup that tells a page's pager its place; pages are counted from 1."""


def dated(folder: str, ext: str = "html") -> Address:
    """TRS's addresses: /202609/t20260910_1.html below a folder."""
    return lambda piece: f"{folder}{piece.day:%Y%m}/t{piece.day:%Y%m%d}_{90000 + piece.number}.{ext}"


def hexed(folder: str) -> Address:
    """UCAP's addresses: /202609/ and 32 hexadecimal digits below a folder."""
    return lambda piece: f"{folder}{piece.day:%Y%m}/{piece.digest}.shtml"


def _files(path: str, name: str, ext: str, second: int, script: Script, *, form: str = "%Y-%m-%d") -> Lists:
    """Pages `name.ext`, then `name_{second}.ext` and on; those that are left over are not there."""

    def lists(column: PracticeColumn, asked: Asked) -> Answer | None:
        number = _number(asked.path, path, name, ext, second)
        if number is None:
            return None
        if not 1 <= number <= column.pages:
            return Answer(text="", status=404)
        items = rows(column.page(number), column.family.address, form=form)
        return Answer(text=frame(f'<ul class="list">{items}</ul><div class="page">{script(column, number)}</div>'))

    return lists


def _number(asked: str, path: str, name: str, ext: str, second: int) -> int | None:
    if asked in (path, f"{path}{name}.{ext}"):
        return 1
    match = re.fullmatch(rf"{re.escape(path + name)}_(\d+)\.{ext}", asked)
    return int(match[1]) - second + 2 if match and int(match[1]) >= second else None


def _call(code: str) -> Script:
    """A script in which `pages`, `records`, `zero` and `one` stand for the counts and the current page."""

    def script(column: PracticeColumn, number: int) -> str:
        counts = {"pages": column.pages, "records": len(column.pieces), "zero": number - 1, "one": number}
        told = re.sub(r"§(\w+)", lambda match: str(counts[match[1]]), code)
        return f"<script>{told}</script>"

    return script


def _henan(column: PracticeColumn, number: int) -> str:
    links = "".join(f'<a href="index_{one - 1}.html">{one}</a>' for one in range(2, column.pages + 1) if one != number)
    return f'<div id="pageDec" pagesize="{column.size}" pagecount="{column.pages}">{links}</div>'


def _shandong(column: PracticeColumn, asked: Asked) -> Answer | None:
    """The first three pages are one file; the later ones have a file each."""
    together = 3
    number = _number(asked.path, "/rsks/", "index", "shtml", together + 1)
    if number is None:
        return None
    start, end = (1, min(together, column.pages)) if number == 1 else (number + together - 1,) * 2
    if start > column.pages:
        return Answer(text="", status=404)
    pieces = [piece for page in range(start, end + 1) for piece in column.page(page)]
    items = "\n".join(
        f'<li class="pagedContent"><a href="{column.family.address(piece)}" title="{piece.title}">'
        f'<span class="news_box01_title">{piece.title}</span><span>{piece.day}</span></a></li>'
        for piece in pieces
    )
    counts = (
        f"var totalCount={len(column.pieces)};var perSize={column.size};var startPage={start};var endPage={end};"
        f"var logicTotalPage={column.pages};"
    )
    return Answer(text=frame(f'<ul class="news_box01">{items}</ul>', scripts=f"<script>{counts}</script>"))


def _trsapi(static: int) -> Lists:
    """A file with the first so many pages; a service that only the site's script can ask has the rest."""

    def lists(column: PracticeColumn, asked: Asked) -> Answer | None:
        if asked.path != "/zw/tzgg/":
            return None
        items = rows(column.pieces[: static * column.size], column.family.address)
        model = (
            "require(['/images/list2.trsapi'],function(){listModel({maxStaticIndex:"
            f"{static},pagebar:{{prepage:{column.size},recordCount:'{len(column.pieces)}'}}}})}})"
        )
        empty = '<ul class="gl-ul" ms-repeat="list"><li><a ms-attr-href="el.url">{{el.title}}</a></li></ul>'
        return Answer(text=frame(f'<ul class="gl-ul">{items}</ul>{empty}', scripts=f"<script>{model}</script>"))

    return lists


def _embedded(column: PracticeColumn, asked: Asked) -> Answer | None:
    """The whole list as JSON in a script, in groups of a page."""
    if asked.path != "/gbgz/gwykl/index.html":
        return None
    groups = [
        {
            "infolist": [
                {
                    "channelid": 68873,
                    "title": piece.title,
                    "daytime": f"{piece.day}",
                    "url": column.family.address(piece),
                }
                for piece in column.page(number)
            ]
        }
        for number in range(1, column.pages + 1)
    ]
    script = (
        f"var dataList={json.dumps(groups, ensure_ascii=False)};"
        f'var pagesData={{"curPageNo":1,"pageTotal":{column.pages}}};'
    )
    return Answer(text=frame('<div id="list"></div><div id="pager"></div>', scripts=f"<script>{script}</script>"))


def _family(
    key: str, path: str, file: str, *, second: int, code: str, size: int = 15, records: bool = False,
    address: Address | None = None, form: str = "%Y-%m-%d", body: str = "TRS_UEDITOR",
) -> PagerFamily:  # fmt: skip
    """A family whose second page has this number in its name; an index stands for its folder."""
    name, _, ext = file.partition(".")
    lists = _files(path, name, ext, second, _call(code), form=form)
    start = path if name == "index" else f"{path}{file}"
    return PagerFamily(
        key=key, start=start, address=address or dated(path, ext), size=size, lists=lists, records=records, body=body
    )


def _shanghai_address(piece: Piece) -> str:
    return f"/nw4411/{piece.day:%Y%m%d}/{piece.digest}.html"


def _henan_address(piece: Piece) -> str:
    return f"/{piece.day:%Y/%m-%d}/{310000 + piece.number}.html"


FAMILIES = (
    _family(
        "trs", "/zwgk/tzgg/", "index.html", second=1,
        code='createPageHTML(§pages, §zero, "index", "html","black2",§records);',
        records=True, form="%Y/%m/%d",
    ),
    _family(
        "trs-bare", "/xwdt/", "index.shtml", second=1,
        code='createPageHTML(§pages, §zero, "index", "shtml");', size=20,
    ),
    _family(
        "trs-mee", "/zcwj/", "index_7401.shtml", second=1,
        code='createPageHTML(§pages, §zero, "index_7401", "shtml");', size=20
    ),
    _family(
        "trs-most", "/tztg/", "index.html", second=1,
        code="var pagination_script_config = { pageNumber: '§zero', total: '§pages' };",
        size=20, body="#Zoom",
    ),
    _family(
        "ucap", "/bsyw/", "xlist.shtml", second=2,
        code="createPageHTML('page_div',§pages, §one,'xlist','shtml',§records);",
        records=True, address=hexed("/bsyw/"), body="#UCAP-CONTENT",
    ),
    _family(
        "hunan", "/tzgg/", "index.html", second=2,
        code="createPageHTML('paging',§pages,§one,'index','html',§records);",
        size=20, records=True,
    ),
    _family(
        "beijing", "/zwxx/", "index.html", second=1,
        code="createPageHTML(§records, §pages, §zero, 'index', 'html');", records=True,
    ),
    _family(
        "beijing-pager", "/zwdt/", "index.htm", second=1,
        code="Pager({size:§pages, current:§zero, prefix:'index',suffix:'htm'});",
    ),
    _family("chongqing", "/zwxx_166/", "index.html", second=1, code='createPage(§pages, §zero, "index","html")'),
    _family(
        "hubei", "/zfwj/", "index.shtml", second=1,
        code="pageControl(§pages, §zero, \"index\", \"shtml\", 10, 'pages-nav');",
        size=20,
    ),
    _family(
        "shanghai", "/nw4411/", "index.html", second=2,
        code='$(".pagination").pagination({ totalPage: §pages, isShow: true, count: 5 });'
        '$(".pagination").pagination("setPage",§one,§pages);',
        size=20, address=_shanghai_address, body="#ivs_content",
    ),
    PagerFamily(
        key="henan", start="/zwgk/gggs/", address=_henan_address, size=24,
        lists=_files("/zwgk/gggs/", "index", "html", 1, _henan),
    ),
    PagerFamily(
        key="shandong", start="/rsks/index.shtml", size=20, records=True, lists=_shandong,
        address=lambda piece: f"/rsks/articles/ch00232/{piece.day:%Y%m}/{piece.uuid}.shtml",
    ),
    PagerFamily(
        key="trsapi", start="/zw/tzgg/", address=dated("/zw/tzgg/", "htm"), size=20, records=True, lists=_trsapi(10)
    ),
    PagerFamily(
        key="trsapi-beyond", start="/zw/tzgg/", address=dated("/zw/tzgg/", "htm"), size=20, records=True,
        lists=_trsapi(4), reach=4,
    ),
    PagerFamily(
        key="embedded", start="/gbgz/gwykl/index.html", size=15, lists=_embedded,
        address=lambda piece: f"/gbgz/gwykl/{piece.day:%Y%m%d}/i{3200 + piece.number}.html",
    ),
)  # fmt: skip
"""The families whose lists are files."""
