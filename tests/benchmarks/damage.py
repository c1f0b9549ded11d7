"""Ways to damage a page: what breaks on the wire, what broken systems print, and what somebody might do on purpose."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[bytes, random.Random], bytes]

FIVE_MB = 5_000_000
DEEP = 10_000
TAGS = (
    *("div", "p", "br", "a", "span", "table", "tr", "td", "li", "ul", "b", "font", "h1", "img", "form", "input", "dd"),
    *("style", "iframe", "noscript", "select", "option", "textarea", "article", "svg", "math", "frameset", "title"),
    *("script", "meta", "link", "base", "object", "template", "pre", "center", "x"),
)
WORDS = (
    *("来源：", "责任编辑：", "发布时间：2024-01-01", "作者：", "首页>新闻>", "【打印】", "（记者张三）", "主持人："),
    *("答：", "〔2024〕1号", "附件：", "一、", "“", "(", "_", "-", "\t"),
)
CHARSETS = ("gb18030", "big5", "utf-16", "utf-16-be", "utf-32", "shift_jis", "utf-7")
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"%PDF-1.4", b"\x1f\x8b\x08", b"{", b"<?xml?>")
OPENINGS = (b"<!--", b"<script>", b"<style>", b"<textarea>", b"<![CDATA[", b"<?", b"<%", b"<title>", b'<a href="', b"<")
SENTENCE = "一句话，两句话。"


def _place(page: bytes, dice: random.Random) -> int:
    return dice.randrange(len(page) + 1)


def _insert(page: bytes, dice: random.Random, piece: bytes) -> bytes:
    at = _place(page, dice)
    return page[:at] + piece + page[at:]


def _flip(page: bytes, dice: random.Random) -> bytes:
    broken = bytearray(page)
    for _ in range(dice.choice((1, 8, 64, 512))):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    return bytes(broken)


def _lose_middle(page: bytes, dice: random.Random) -> bytes:
    start, end = sorted((_place(page, dice), _place(page, dice)))
    return page[:start] + page[end:]


def _double(page: bytes, dice: random.Random) -> bytes:
    start, end = sorted((_place(page, dice), _place(page, dice)))
    return page[:end] + page[start:]


def _lose_all(page: bytes, dice: random.Random) -> bytes:
    return page.replace(dice.choice((b"</div>", b"</p>", b"</a>", b"</td>", b"</script>", b'"', b">", b"<", b"=")), b"")


def _rename(page: bytes, dice: random.Random) -> bytes:
    old, new = (dice.choice(TAGS).encode() for _ in range(2))
    return re.sub(rb"(</?)" + old + rb"\b", rb"\g<1>" + new, page)


def _nest(page: bytes, dice: random.Random) -> bytes:
    tag = dice.choice(TAGS).encode()
    return _insert(page, dice, b"<" + tag + b">" * DEEP if dice.random() < 0.1 else (b"<" + tag + b">") * DEEP)


def _nest_tables(page: bytes, dice: random.Random) -> bytes:
    return _insert(page, dice, b"<table><tr><td>" * dice.choice((100, 2_000, DEEP)))


def _nulls(page: bytes, dice: random.Random) -> bytes:
    if dice.random() < 0.5:
        return _insert(page, dice, b"\x00" * dice.choice((1, 1_000, 100_000)))
    return b"\x00".join(page[start : start + 200] for start in range(0, len(page), 200))


def _swap_charset(page: bytes, dice: random.Random) -> bytes:
    text = page.decode("utf-8", "ignore")
    return text.encode(dice.choice(CHARSETS), "ignore")


def _mark(page: bytes, dice: random.Random) -> bytes:
    return dice.choice(MARKS) + page


def _open_something(page: bytes, dice: random.Random) -> bytes:
    return _insert(page, dice, dice.choice(OPENINGS))


def _entities(page: bytes, dice: random.Random) -> bytes:
    names = (b"&nbsp;", b"&#xD800;", b"&#0;", b"&#1114112;", b"&lt;div&gt;", b"&amp;amp;", b"&nosuch;", b"&#x200b;")
    return _insert(page, dice, dice.choice(names) * dice.choice((1, 1_000, 50_000)))


def _words(page: bytes, dice: random.Random) -> bytes:
    words = "".join(dice.choices(WORDS, k=dice.choice((1, 3)))).encode()
    glue = dice.choice((b"", b" ", b"<br>", b"</p><p>", b"\n"))
    return _insert(page, dice, (words + glue) * (dice.choice((2_000, 200_000)) // len(words)))


def _attributes(page: bytes, dice: random.Random) -> bytes:
    names = (b'class="content zoom TRS_Editor" ', b'style="display:none" ', b'id="zoom" ', b"a=1 ", b'href="x.pdf" ')
    return _insert(page, dice, b"<div " + dice.choice(names) * dice.choice((10, 50_000)) + b">")


def _hide(page: bytes, dice: random.Random) -> bytes:
    tag = dice.choice((b"<div", b"<p", b"<td", b"<body", b"<span"))
    return page.replace(tag, tag + b' style="display:none"')


def _blanks(page: bytes, dice: random.Random) -> bytes:
    return _insert(page, dice, dice.choice((b" ", b"\n", b"\t ", b"\xe3\x80\x80", b"\xc2\xa0", b"\r\n")) * 200_000)


def _metas(page: bytes, dice: random.Random) -> bytes:
    name = dice.choice((b"ArticleTitle", b"PubDate", b"ContentSource", b"keywords", b"SiteName"))
    value = dice.choice((b"<b>" * 5_000, b"2024-01-01 " * 5_000, b"\xe5\xad\x97" * 50_000, b"&lt;" * 20_000, b""))
    return page.replace(b"<head>", b"<head><meta name=" + name + b' content="' + value + b'">', 1)


def _noise(page: bytes, dice: random.Random) -> bytes:
    return _insert(page, dice, dice.randbytes(dice.choice((100, 20_000))))


def _shuffle(page: bytes, dice: random.Random) -> bytes:
    pieces = page.split(b"<")
    dice.shuffle(pieces)
    return b"<".join(pieces)


SMALL: dict[str, Damage] = {
    "bytes flipped": _flip,
    "cut off": lambda page, dice: page[: _place(page, dice)],
    "head lost": lambda page, dice: page[_place(page, dice) :],
    "middle lost": _lose_middle,
    "part twice": _double,
    "one sign lost everywhere": _lose_all,
    "a tag renamed": _rename,
    "nested 10,000 deep": _nest,
    "tables nested": _nest_tables,
    "null bytes": _nulls,
    "another charset": _swap_charset,
    "a mark before it": _mark,
    "something left open": _open_something,
    "entities": _entities,
    "labels repeated": _words,
    "attributes repeated": _attributes,
    "hidden": _hide,
    "blanks": _blanks,
    "a tag's value blown up": _metas,
    "noise": _noise,
    "tags shuffled": _shuffle,
}
"""Damage that leaves a page of a page's size, more or less."""


def _fill(piece: bytes) -> bytes:
    return piece * (FIVE_MB // max(1, len(piece)))


def _tag_and_words(page: bytes, dice: random.Random) -> bytes:
    tag, words = (
        dice.choice(TAGS),
        dice.choice(("", "字", SENTENCE, SENTENCE * 5, "2024-01-01", "来源：")),
    )
    return _insert(page, dice, _fill(f"<{tag}>{words}{dice.choice(('', f'</{tag}>'))}".encode()))


def _rows(page: bytes, dice: random.Random) -> bytes:
    row = "<tr>" + "<td>张三</td>" * dice.choice((1, 3, 200)) + "</tr>"
    return _insert(page, dice, b"<table>" + _fill(row.encode()))


HUGE: dict[str, Damage] = {
    "5 MB of one tag": lambda page, dice: _insert(page, dice, _fill(f"<{dice.choice(TAGS)}>".encode())),
    "5 MB of one closing tag": lambda page, dice: _insert(page, dice, _fill(f"</{dice.choice(TAGS)}>".encode())),
    "5 MB of a tag with words": _tag_and_words,
    "5 MB of rows": _rows,
    "5 MB of one attribute": lambda page, dice: _insert(
        page, dice, b"<div " + _fill(b"a" * dice.choice((1, 50)) + b"=1 ") + b">"
    ),
    "5 MB in one attribute": lambda page, dice: _insert(page, dice, b'<div class="' + _fill(b"zoom ") + b'">'),
    "5 MB in one paragraph": lambda page, dice: _insert(page, dice, b"<p>" + _fill("会议指出，要加强领导。".encode())),
    "5 MB of a label": lambda page, dice: _insert(page, dice, b"<p>" + _fill(dice.choice(WORDS).encode())),
    "5 MB of null bytes": lambda page, dice: _insert(page, dice, _fill(b"\x00")),
    "5 MB of blanks": lambda page, dice: _insert(page, dice, _fill(dice.choice((b" ", b"\n ", b"\xe3\x80\x80")))),
    "5 MB of script": lambda page, dice: _insert(page, dice, b"<script>" + _fill(b'var pubdate="2020-13-01";')),
    "5 MB of comment": lambda page, dice: _insert(page, dice, b"<!--" + _fill(b"- -")),
    "5 MB of entities": lambda page, dice: _insert(page, dice, _fill(dice.choice((b"&nbsp;", b"&#23383;", b"&x;")))),
    "5 MB of links": lambda page, dice: _insert(page, dice, _fill('<a href="/a.html">通知</a>'.encode())),
    "5 MB of noise": lambda page, dice: _insert(page, dice, dice.randbytes(FIVE_MB)),
    "5 MB of that page": lambda page, _dice: _fill(page),
}
"""Damage that makes a page of five megabytes."""
