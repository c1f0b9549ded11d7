"""Lists whose pages are reached by links: plain words, VSB's that count down, eportal's in `tagname`, Anhui's."""

from __future__ import annotations

import re

from crawler.practice.pagers.column import Answer, Asked, PagerFamily, Piece, PracticeColumn, frame, rows


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _links(column: PracticeColumn, asked: Asked) -> Answer | None:
    """首页 上一页 下一页 尾页, with the page in the query."""
    number = _whole(asked.query.get("page", "1"))
    if asked.path != "/list.jsp" or number is None:
        return None
    number = min(max(number, 1), column.pages)

    def link(page: int, word: str) -> str:
        on = 1 <= page <= column.pages and page != number
        return f'<a href="/list.jsp?cid=52&amp;page={page}">{word}</a>' if on else f"<span>{word}</span>"

    links = link(1, "首页") + link(number - 1, "上一页") + link(number + 1, "下一页") + link(column.pages, "尾页")
    items = rows(column.page(number), column.family.address)
    counts = f"共{len(column.pieces)}条 第{number}页/共{column.pages}页"
    return Answer(text=frame(f'<ul>{items}</ul><div class="fenye">{links} {counts}</div>'))


def _column_index(column: PracticeColumn, asked: Asked) -> Answer | None:
    """column-index-1.shtml and on, 下一页 and 尾页 alone."""
    match = re.fullmatch(r"/xwzx/column-index-(\d+)\.shtml", asked.path)
    if match is None or not 1 <= int(match[1]) <= column.pages:
        return None
    number = int(match[1])
    links = ""
    if number > 1:
        links += f'<a href="column-index-{number - 1}.shtml">上一页</a>'
    if number < column.pages:
        links += f'<a href="column-index-{number + 1}.shtml">下一页</a>'
        links += f'<a href="column-index-{column.pages}.shtml">尾页</a>'
    items = rows(column.page(number), column.family.address)
    return Answer(text=frame(f'<ul>{items}</ul><div class="pagination">{links}</div>'))


def _vsb(column: PracticeColumn, asked: Asked) -> Answer | None:
    """The first page is zbgg.htm, the second zbgg/{pages-1}.htm, the last zbgg/1.htm; all move when pages are added."""
    match = re.fullmatch(r"/zbgg(?:/(\d+))?\.htm", asked.path)
    if match is None:
        return None
    number = column.pages - int(match[1]) + 1 if match[1] else 1
    if not 1 <= number <= column.pages or (match[1] and number == 1):
        return Answer(text="", status=404)
    folder, top = ("zbgg/", "zbgg.htm") if number == 1 else ("", "../zbgg.htm")

    def link(page: int, word: str, kind: str) -> str:
        if not 1 <= page <= column.pages or page == number:
            return f'<span class="{kind}_d p_fun_d">{word}</span>'
        file = top if page == 1 else f"{folder}{column.pages - page + 1}.htm"
        return f'<span class="{kind} p_fun"><a href="{file}">{word}</a></span>'

    near = sorted({1, *range(max(1, number - 2), min(column.pages, number + 2) + 1), column.pages})
    numbers = "".join(
        f'<span class="p_no_d">{page}</span>' if page == number else link(page, str(page), "p_no") for page in near
    )
    pager = (
        f'<div class="pb_sys_common pb_sys_normal pb_sys_style1"><span class="p_t">共{len(column.pieces)}条</span>'
        f'<span class="p_pages">{link(1, "首页", "p_first")}{link(number - 1, "上页", "p_prev")}{numbers}'
        f"{link(number + 1, '下页', 'p_next')}{link(column.pages, '尾页', 'p_last')}</span>"
        f'<span class="p_t">{number}/{column.pages}</span></div>'
    )
    up = "" if number == 1 else "../"
    items = "\n".join(
        f'<li id="line_u7_{place}"><a href="{up}{column.family.address(piece).removeprefix("/")}" '
        f'title="{piece.title}">{piece.title}</a><span>{piece.day}</span></li>'
        for place, piece in enumerate(column.page(number))
    )
    return Answer(
        text=frame(f'<ul class="list">{items}</ul>{pager}', scripts="<script>_showDynClickBatch([],[])</script>")
    )


def _eportal(column: PracticeColumn, asked: Asked) -> Answer | None:
    """A portlet: page addresses stand in `tagname`, of a module's uuid only the first eight digits."""
    folder, module = "/goutongjiaoliu/113456/113469/", "3b3662a6db7145c0a025d2d410570ae1"
    match = re.fullmatch(rf"{folder}(?:index|{module[:8]}-(\d+))\.html", asked.path)
    if match is None and asked.path != folder:
        return None
    number = int(match[1]) if match and match[1] else 1
    if not 1 <= number <= column.pages:
        return Answer(text="", status=404)

    def link(page: int, word: str, sign: str) -> str:
        if not 1 <= page <= column.pages or page == number:
            return f'<a style="cursor:default" class="pagingNormal" tagname="[{sign}]">{word}</a>'
        target = f"{folder}{module[:8]}-{page}.html"
        return (
            f"""<a style="cursor:pointer" class="pagingNormal" onclick="queryArticleByCondition(this,'{target}')" """
            f'tagname="{target}">{word}</a>'
        )

    items = "".join(
        '<table width="100%"><tr><td height="22" align="left" class="hei12jj"><font class="newslist_style">'
        f'<a href="{column.family.address(piece)}" onclick="void(0)" target="_blank" title="{piece.title}" '
        f'istitle="true">{piece.title}</a></font><span class="hui12">{piece.day}</span></td></tr></table>'
        for piece in column.page(number)
    )
    pager = (
        f'<table class="Normal"><tr><td>{link(1, "首页", "HOMEPAGE")}{link(number - 1, "上一页", "PREVIOUSPAGE")}'
        f"{link(number + 1, '下一页', 'NEXTPAGE')}{link(column.pages, '尾页', 'LASTPAGE')}</td><td>"
        f'总记录数:{len(column.pieces)},每页显示{column.size}条记录,当前页: <font color="red">{number}</font>'
        f"/{column.pages}</td></tr></table>"
        f'<input type="hidden" name="article_paging_list_hidden" moduleid="{module}" totalpage="{column.pages}">'
        '<span id="eprotalCurrentPageId" style="display:none">113469</span>'
    )
    return Answer(text=frame(f'<div opentype="page">{items}{pager}</div>'))


def _longxun(column: PracticeColumn, asked: Asked) -> Answer | None:
    """A script writes the page number behind an address."""
    number = _whole(asked.query.get("pageIndex", "1"))
    if asked.path != "/content/column/6791573" or number is None or not 1 <= number <= column.pages:
        return None
    script = (
        "Ls.pagination(\"#page_6791573\", function(pageIndex){ location.href='/content/column/6791573?pageIndex=' "
        f"+ pageIndex;}},{{currPage: ({number - 1}+1),pageCount:{column.pages}}});"
    )
    items = rows(column.page(number), column.family.address)
    return Answer(
        text=frame(
            f'<ul class="doc_list">{items}</ul><div id="page_6791573"></div>', scripts=f"<script>{script}</script>"
        )
    )


def _eportal_address(piece: Piece) -> str:
    return f"/goutongjiaoliu/113456/113469/{piece.day:%Y%m%d}09301{piece.number:05d}/index.html"


FAMILIES = (
    PagerFamily(
        key="links", start="/list.jsp?cid=52", size=20, lists=_links, records=True, body="con",
        address=lambda piece: f"/{piece.day:%Y-%m/%d}/content_{520000 + piece.number}.html",
    ),
    PagerFamily(
        key="column-index", start="/xwzx/column-index-1.shtml", size=20, lists=_column_index, body="con",
        address=lambda piece: f"/xwzx/{piece.day:%Y/%m/%d}/{52000 + piece.number}.shtml",
    ),
    PagerFamily(
        key="vsb", start="/zbgg.htm", size=15, lists=_vsb, records=True, body="#vsb_content",
        address=lambda piece: f"/info/1011/{4100 + piece.number}.htm",
    ),
    PagerFamily(
        key="eportal", start="/goutongjiaoliu/113456/113469/index.html", size=20, lists=_eportal, records=True,
        address=_eportal_address, body="#zoom",
    ),
    PagerFamily(
        key="longxun", start="/content/column/6791573", size=15, lists=_longxun, body="j-fontContent",
        address=lambda piece: f"/content/article/{16780000 + piece.number}",
    ),
)  # fmt: skip
"""The families whose lists are walked by links."""
