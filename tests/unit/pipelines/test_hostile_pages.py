"""Hostile and broken pages read, or fail with a verdict, in time that grows with their size."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from archive.article import Article
from pipelines import ReadError, read_article
from pipelines.errors import NotAnArticle

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。".encode()
HEAD = "<html><head><meta charset=utf-8><title>通知</title></head><body>".encode()
ITEM = "<li><a href=/1>某某市召开工作会议部署</a>2020-01-01</li>".encode()
GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/*/page.html"))
# CPU seconds for half a megabyte, with an ample margin for slow machines; what grows with the square needs minutes.
LONGEST = 4.0

HOSTILE = {
    "ten thousand divisions": HEAD + b"<div>" * 10_000 + TEXT + b"</div>" * 10_000,
    "ten thousand open tables": HEAD + b"<table><tr><td>" * 10_000 + TEXT,
    "ten thousand cells in cells": HEAD + b"<table><tr><td>x</td><td>" * 10_000 + TEXT,
    "ten thousand links": HEAD + b"<a href=x>" * 10_000 + TEXT,
    "fifty thousand open spans": HEAD + b"<span>" * 50_000 + TEXT,
    "half a megabyte of paragraphs": HEAD + b"<p>" * 170_000,
    "half a megabyte of breaks": HEAD + b"<br>" * 125_000,
    "half a megabyte of cells": b"<table><tr>" + b"<td>" * 125_000,
    "half a megabyte of rows": b"<table>" + b"<tr><td>1</td><td>2</td>" * 20_000,
    "half a megabyte of items": HEAD + b"<ul>" + ITEM * 8_000,
    "half a megabyte of attributes": HEAD + b"<div " + b"a=1 " * 125_000 + b">",
    "half a megabyte of class": HEAD + b'<div class="' + b"zoom " * 100_000 + b'">',
    "half a megabyte of labels": HEAD + b"<p>" + "来源：".encode() * 55_000,
    "half a megabyte of editors": HEAD + b"<p>" + "编辑：张三 ".encode() * 30_000,
    "half a megabyte of dates": HEAD + b"<p>" + b"2020-01-01 " * 45_000,
    "half a megabyte of names": HEAD + "<p>责任编辑：".encode() + "张三、".encode() * 55_000,
    "half a megabyte of speakers": HEAD + b"<div>" + "<p>主持人：大家好，欢迎</p>".encode() * 13_000,
    "half a megabyte of signs": HEAD + b"<" * 500_000,
    "half a megabyte of blanks": HEAD + b"<p>x" + b" \n" * 250_000 + b"y",
    "half a megabyte of comment": HEAD + b"<!--" + b"-" * 500_000,
    "half a megabyte of title": b"<title>" + TEXT * 6_000,
    "half a megabyte of a tag's title": b'<meta name=ArticleTitle content="' + b"<" * 500_000 + b'">',
    "half a megabyte of script dates": HEAD + b"<script>" + b'var pubdate="2020-13-01";' * 20_000,
    "half a megabyte of one word": HEAD + b"<p>" + b"a" * 500_000,
    "half a megabyte of Hanzi": HEAD + b"<p>" + "责".encode() * 170_000,
    "half a megabyte of tools": HEAD + "<p>打印大中小关闭分享</p>".encode() * 14_000,
    "a page lost in fifty thousand attributes": HEAD + b"<div " + b"a=1 " * 50_000 + b"><!--" + TEXT * 500,
    "a page of which no tag ends": (HEAD + (b"<p a b c d e f g h>" + TEXT + b"</p>") * 2_000).replace(b">", b""),
    "a line of a million wide blanks": HEAD + "<p>各位记者".encode() + "\u3000".encode() * 1_000_000 + TEXT * 20,
    "page numbers and links in one element": HEAD + b"<div>" + b"12<br><a href=/a_2.html>2</a><br>" * 8_000 + TEXT,
    "heads of lists among links in one element": HEAD + "相关链接：<br><a href=/a>一</a><br>".encode() * 6_000 + TEXT,
    "heads of lists among paragraphs": HEAD + TEXT + ("<p>相关链接：</p><p>" + "会议" * 20 + "</p>").encode() * 4_000,
    "null bytes": b"\x00" * 500_000,
    "null bytes in a page": HEAD + b"<p>" + TEXT * 20 + b"\x00" * 50_000,
    "noise": random.Random(1).randbytes(500_000),
    "Hanzi noise": bytes(random.Random(2).choices(range(0x81, 0xFE), k=500_000)),
    "broken addresses": b'<base href="http://[">' + HEAD + b'<a href="http://[x.pdf">1</a><img src="//[">' + TEXT * 5,
    "a lone surrogate": HEAD + b"<p>&#xD800;" + TEXT * 5,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused_in_time(name: str) -> None:
    started = time.process_time()
    try:
        assert isinstance(read_article(HOSTILE[name], url="http://www.qingyan.gov.cn/a.html"), Article)
    except ReadError as error:
        assert str(error)
    assert time.process_time() - started < LONGEST


def mutated(page: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(page))
    match dice.randrange(6):
        case 0:
            broken = bytearray(page)
            for _ in range(dice.randrange(1, 60)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            return bytes(broken)
        case 1:
            return page[:place]
        case 2:
            return page[:place] + b"<div>" * dice.randrange(1, 3000) + page[place:]
        case 3:
            return page[:place] + b"\x00" * dice.randrange(1, 500) + page[place:]
        case 4:
            return page[:place] + page[place + dice.randrange(1, 900) :]
    return page[:place] + page[dice.randrange(len(page)) :][: dice.randrange(1, 3000)] + page[place:]


@pytest.mark.parametrize("seed", range(8))
def test_mutated_pages_never_crash_the_reader(seed: int) -> None:
    dice = random.Random(seed)
    pages = [path.read_bytes() for path in GOLDEN]
    for _ in range(60):
        try:
            article = read_article(mutated(dice.choice(pages), dice), url="http://www.qingyan.gov.cn/a.html")
        except ReadError as error:
            assert str(error)
        else:
            assert "\ufffd" not in article.text or "damaged_text" in article.flags


@pytest.mark.parametrize("line", ["<p>一", "一<br>", "<hr>一", "<tr><td>一"])
def test_a_page_of_more_lines_than_any_page_has_is_no_article(line: str) -> None:
    with pytest.raises(NotAnArticle, match="more than 50,000 lines"):
        read_article(
            HEAD + b"<div class=TRS_Editor>" + TEXT + line.encode() * 50_100, url="http://www.qingyan.gov.cn/a.html"
        )


@pytest.mark.parametrize("url", ["", "x", "http://[bad", "http://[::1]/a", "http://a.cn:x/", "\x00", "javascript:1"])
def test_a_broken_address_does_not_break_the_reading(url: str) -> None:
    assert read_article(HEAD + b"<p>" + TEXT * 5 + b"<a href=1.pdf>x</a>", url=url).text


def test_reading_the_same_bytes_twice_gives_the_same_article() -> None:
    body = GOLDEN[0].read_bytes()
    try:
        assert read_article(body, url="http://a.cn/") == read_article(body, url="http://a.cn/")
    except ReadError as error:
        with pytest.raises(type(error)):
            read_article(body, url="http://a.cn/")
