"""Lists that are split by years: a strip of years above the list, or a select; each year has pages of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.practice.pagers.column import Answer, Asked, PagerFamily, Piece, PracticeColumn, frame, rows
from crawler.practice.pagers.numbered import dated

_ELSEWHERE = (
    '<div class="side"><h3>政府工作报告</h3><a href="/zfgzbg/2025/">2025</a><a href="/zfgzbg/2024/">2024</a>'
    '<a href="/zfgzbg/2023/">2023</a></div>'
)
"""What every page of the city has as well: the years of another column."""


def _years(column: PracticeColumn) -> list[int]:
    return sorted({piece.day.year for piece in column.pieces}, reverse=True)


def _of(column: PracticeColumn, year: int, number: int) -> tuple[Sequence[Piece], int, int]:
    """The articles of one page of a year's list, how many pages it has, and how many articles."""
    held = [piece for piece in column.pieces if piece.day.year == year]
    return held[(number - 1) * column.size : number * column.size], -(-len(held) // column.size), len(held)


def _folders(column: PracticeColumn, asked: Asked) -> Answer | None:
    """TRS: the newest year is the column's own folder, each other one a folder below it."""
    match = re.fullmatch(r"/xwfbh/(?:(20\d\d)/)?(?:index(?:_(\d+))?\.html)?", asked.path)
    if match is None:
        return None
    years = _years(column)
    year, number = int(match[1] or years[0]), int(match[2] or 0) + 1
    held, pages, _records = _of(column, year, number)
    if year not in years or not 1 <= number <= pages or match[1] == str(years[0]):
        return Answer(text="", status=404)
    strip = "".join(
        f'<li class="on"><span>{one}年</span></li>'
        if one == year
        else f'<li><a href="/xwfbh/{"" if one == years[0] else f"{one}/"}">{one}年</a></li>'
        for one in years
    )
    script = f'<script>createPageHTML({pages}, {number - 1}, "index", "html");</script>'
    items = rows(held, column.family.address)
    return Answer(
        text=frame(
            f'<ul class="year">{strip}</ul><ul class="list">{items}</ul><div class="page">{script}</div>{_ELSEWHERE}'
        )
    )


def _query(column: PracticeColumn, asked: Asked) -> Answer | None:
    """A select whose script puts the address together; the pages of a year are counted, and its articles."""
    if asked.path != "/xwfb/list.jsp" or asked.query.get("cid") != "7":
        return None
    years = _years(column)
    year, number = int(asked.query.get("nf") or years[0]), int(asked.query.get("page") or 1)
    held, pages, records = _of(column, year, number)
    options = "".join(f'<option value="{one}"{" selected" if one == year else ""}>{one}年</option>' for one in years)

    def link(page: int, word: str) -> str:
        return f'<a href="list.jsp?cid=7&amp;nf={year}&amp;page={page}">{word}</a>' if 1 <= page <= pages else word

    return Answer(
        text=frame(
            f'<div class="nf">年份：<select id="nf" onchange="turnYear(this.value)">{options}</select></div>'
            f'<ul class="list">{rows(held, column.family.address)}</ul><div class="fenye">{link(1, "首页")} '
            f"{link(number - 1, '上一页')} {link(number + 1, '下一页')} {link(pages, '尾页')} "
            f"共{records}条 第{number}页/共{pages}页</div>{_ELSEWHERE}",
            scripts='<script>function turnYear(y){ location.href = "list.jsp?cid=7&nf=" + y; }</script>',
        )
    )


FAMILIES = (
    PagerFamily(
        key="year-folders", start="/xwfbh/", address=dated("/xwfbh/"), size=15, lists=_folders, every=9,
    ),
    PagerFamily(
        key="year-query", start="/xwfb/list.jsp?cid=7", size=15, lists=_query, records=True, body="con", every=9,
        address=lambda piece: f"/{piece.day:%Y-%m/%d}/content_{520000 + piece.number}.html",
    ),
)  # fmt: skip
