"""Pages of one thing, five megabytes or fifty thousand lines of it: each is to be read or refused within a second.

`python -m tests.benchmarks.masses [--only TEXT] [--json]` reads 3,000 of them and prints the longest. What is slow here
grows with the square of something, or begins a search anew at every letter.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.benchmarks.damage import DEEP, FIVE_MB, SENTENCE, TAGS, WORDS
from tests.benchmarks.damaged import outcome_of
from tests.benchmarks.saved import SavedPage

LIMIT = 1.0
WORST = 40
HEAD = (
    '<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="META"><title>TITLE市里召开会议</title>'
    "</head><body><h1>HEADLINE市里召开会议</h1><p>FACTS来源：青砚日报 2024-01-01</p>ABOVE<div class=TRS_Editor>"
    # libxml2 knows the names of tags that it has met: a search for others ends before it begins.
    "<p><a href=/x.html>链接</a><img src=/a.png><font size=2>字</font><b>粗</b><span class=x>体</span><em>写</em></p>"
    "<table><caption>表</caption><tr><td>甲</td><td>乙</td></tr></table><p>市里召开会议，研究部署下一步工作，落实各方责任。</p>"
)
TAIL = "BODY<p>会议指出，要加强领导。</p></div><p>BELOW责任编辑：张三</p></body></html>"
PAGE = HEAD + TAIL
MORE_WORDS = (
    *(
        "来 源 ",
        "来源：青砚日报 ",
        "责任编辑：张三 ",
        "编辑 张三 ",
        "发布时间：",
        "2024",
        "9",
        "12 ",
        "2024年1月1日",
        "二〇二四年",
    ),
    *(
        "May 1, 2024 ",
        "10:00 ",
        "张三：",
        "张三：好的。",
        "市长张三：您好？",
        "市长",
        "局",
        "主持人 ",
        "记者",
        "《青砚日报》",
        "（",
        "“",
    ),
    *(
        "[",
        "《",
        "（张三）",
        "相关链接：",
        "版权声明",
        "版权所有",
        "首页>",
        "当前位置：",
        "下一页 ",
        "1 2 3 ",
        "共1页",
        "上一篇：",
        "扫一扫",
    ),
    *(
        "打印 关闭 ",
        "关注公众号",
        "电话：",
        "地点：",
        "图为会议现场",
        "阿·",
        "张三 李四 ",
        "字",
        "字\u3000",
        "会议指出要加强",
        "。",
        "，",
    ),
    *(
        "：",
        "？",
        ">",
        "|",
        "*",
        "%",
        "-",
        ".",
        "/",
        "\\",
        "a",
        "word ",
        "http://a.cn/b ",
        "&",
        "&amp;",
        "&nbsp;",
        "&#23383;",
        "< ",
    ),
    *(
        " ",
        "\u3000",
        "\xa0",
        "\u200b",
        "\n",
        " \n",
        "\ufffd",
        "{{a}}",
        "${",
        "document.write(",
        "开云",
        "張(zhāng)",
        "各位朋友，",
    ),
)

Make = Callable[[], str]


def _fill(piece: str) -> str:
    return piece * (FIVE_MB // len(piece.encode()))


def _in(place: str, text: str) -> str:
    return PAGE.replace(place, text, 1)


def _tags() -> Iterator[tuple[str, Make]]:
    for tag in (
        *TAGS,
        "i",
        "u",
        "em",
        "strong",
        "hr",
        "button",
        "label",
        "nav",
        "footer",
        "blockquote",
        "tbody",
        "col",
    ):
        forms = (f"<{tag}>", f"</{tag}>", f"<{tag}></{tag}>", f"<{tag}>{SENTENCE}", f"<{tag}>{SENTENCE * 5}</{tag}>")
        for form in forms:
            yield f"5 MB of {form[:20]}", lambda form=form: _in("BODY", _fill(form))
        yield f"<{tag}> nested", lambda tag=tag: _in("BODY", f"<{tag}>{SENTENCE}" * DEEP)
        yield f"<{tag}> nested further", lambda tag=tag: _in("BODY", f"<{tag}>字" * 10 * DEEP)


def _words() -> Iterator[tuple[str, Make]]:
    for word in (*WORDS, *MORE_WORDS):
        for place in ("META", "TITLE", "HEADLINE", "FACTS", "ABOVE", "BODY", "BELOW"):
            yield f"5 MB of {word!r} in {place}", lambda word=word, place=place: _in(place, _fill(word))
        link, eighty = f"<a href=/a_2.html>{word}</a>", word * (80 // len(word) + 1)
        lines = {
            "5 MB of {} alone": _fill(word),
            "5 MB of {} in <pre>": _in("BODY", f"<pre>{_fill(word)}</pre>"),
            "5 MB of {} in a script": _in("BODY", f"<script>{_fill(word)}</script>"),
            "5 MB of {} in a class": _in("BODY", f"<div class='{_fill(word)}'>"),
            "5 MB of {} in an address": _in("BODY", f"<a href='{_fill(word)}'>名</a><img src='{_fill(word)}'>"),
            "paragraphs of {}": _in("BODY", f"<p>{word}</p>" * 49_000),
            "lines of {}": _in("BODY", f"{word}<br>" * 49_000),
            "lines of {} above the body": _in("ABOVE", f"<div>{word}<br>{link}<br>" * 9_000),
            "lines and links of {}": _in("BODY", f"{word}<br>{link}<br>{SENTENCE * 5}<br>" * 12_000),
            "paragraphs and links of {}": _in("BODY", f"<p>{word}</p><p>{link}</p><p>{SENTENCE * 5}</p>" * 12_000),
            "long lines of {}": _in("BODY", f"<p>{eighty}</p>" * 20_000),
        }
        for name, text in lines.items():
            yield name.format(repr(word)), lambda text=text: text


def _others() -> Iterator[tuple[str, Make]]:
    yield "attributes", lambda: _in("BODY", f"<div {' '.join(f'a{n}=1' for n in range(500_000))}>")
    yield "classes", lambda: _in("BODY", f'<div class="{" ".join(f"a{n}" for n in range(600))}">字</div>' * 1_500)
    yield "files", lambda: _in("BODY", "".join(f"<a href=/a{n}.pdf>名</a>" for n in range(70_000)))
    yield "images", lambda: _in("BODY", "".join(f"<img src=/a{n}.jpg>" for n in range(140_000)))
    yield "rows", lambda: _in("BODY", "<table>" + "<tr><td>张三</td><td>李四</td></tr>" * 24_000)
    yield "cells", lambda: _in("BODY", "<table><tr>" + "<td>张三</td>" * 49_000)
    yield "tables", lambda: _in("BODY", f"<table><tr><td>{SENTENCE}</td></tr></table>" * 24_000)
    yield "tables in tables", lambda: _in("BODY", f"<table><tr><td>{SENTENCE}" * 3_000)
    yield "meta tags", lambda: PAGE.replace("<title>", "<meta name=ContentSource content=''>" * 90_000 + "<title>")
    yield "scripts that print", lambda: _in("BODY", "<script>document.write('来源：'+ly)</script>" * 49_000)
    yield "containers", lambda: _in("BODY", f"<div id=zoom class='content TRS_Editor'>{SENTENCE}</div>" * 49_000)
    yield "hidden", lambda: _in("BODY", f"<div style='display:none'>{SENTENCE}</div>" * 49_000)
    yield "headlines", lambda: _in("ABOVE", "<h2>青砚市召开会议</h2>" * 49_000)
    for tag in ("p", "div", "td", "li"):
        text = f"<{tag}>{SENTENCE * 2}</{tag}>"
        yield f"<{tag}> in no container", lambda text=text: _in("BODY", text * 40_000).replace("TRS_Editor", "box")


def measure(only: str) -> list[tuple[float, str, str, int]]:
    """Read each such page: the seconds it took, what became of it, its name and size; the longest first."""
    rows = []
    for name, make in chain(_tags(), _words(), _others()):
        if only in name:
            body = make().encode()
            page = SavedPage(name, "http://www.qingyan.gov.cn/xw/t20240101_1.html", "utf-8", body)
            told, seconds = outcome_of(page, body)
            rows.append((seconds, told, name, len(body)))
    return sorted(rows, reverse=True)


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = measure(given.only)
    if given.json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    outcomes = Counter(told.partition(":")[0] for _, told, _, _ in rows)
    table = Table(
        title=f"{len(rows):,} pages, {sum(row[0] > LIMIT for row in rows)} above {LIMIT:.0f} s: {dict(outcomes)}"
    )
    for heading in ("seconds", "outcome", "page of", "bytes"):
        table.add_column(heading)
    for seconds, told, name, size in rows[:WORST]:
        table.add_row(f"{seconds:.2f}", escape(told), escape(name), f"{size:,}")
    Console().print(table)


if __name__ == "__main__":
    main()
