"""The table of facts by which an office files a document, between its headline and its text."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article
from pipelines.filed import filed, is_filed

TITLE = "关于做好防汛工作的通知"
TEXT = "各乡镇人民政府：\n近日强降雨频繁，请各地加强巡查，落实责任，确保安全度汛。\n青砚市人民政府办公室\n2020年4月20日"
ROWS = (
    ("索 引 号", "5300/2020-1"),
    ("主题分类", "水利、防汛"),
    ("发布机构", "青砚市人民政府办公室"),
    ("成文日期", "2020-04-20"),
    ("发布日期", "2020-05-06"),
    ("文　　号", "青政办发〔2020〕6号"),
    ("标　　题", TITLE),
    ("时 效 性", "有效"),
    ("主 题 词", ""),
)


def read(table: str, *, wrapped: bool = False) -> Article:
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    inner = f"{table}<div>{body}</div>"
    if wrapped:
        inner = f"<table><tr><td>{table}</td></tr><tr><td>{body}</td></tr></table>"
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{inner}</body></html>"
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


def printed(form: str, rows: tuple[tuple[str, str], ...]) -> str:
    if form == "terms":
        return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in rows)}</dl>"
    if form == "cells":
        return f"<table>{''.join(f'<tr><td>{label}</td><td>{value}</td></tr>' for label, value in rows)}</table>"
    if form == "lines":
        return "".join(f"<p>{label}：{value}</p>" for label, value in rows)
    return f"<p>{' '.join(f'<span>{label}：{value}</span>' for label, value in rows)}</p>"


FORMS = ("terms", "cells", "lines", "spans")


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_the_table_is_no_text_and_the_text_below_it_is_whole(form: str, wrapped: bool) -> None:
    article = read(printed(form, ROWS), wrapped=wrapped)
    assert article.text == TEXT
    assert (article.source, article.doc_number) == (None, "青政办发〔2020〕6号")
    assert f"{article.published_at:%Y-%m-%d}" == "2020-05-06"


@pytest.mark.parametrize("place", [1, 5, 9])
@pytest.mark.parametrize("form", FORMS)
def test_the_source_among_its_rows(form: str, place: int) -> None:
    rows = (*ROWS[:place], ("来　　源", "青砚在线"), *ROWS[place:])
    assert read(printed(form, rows)).source == "青砚在线"


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_source_among_its_rows_is_none(form: str) -> None:
    assert read(printed(form, (*ROWS[:3], ("来源", ""), *ROWS[3:]))).source is None


@pytest.mark.parametrize(
    ("line", "is_row"),
    [
        ("索 引 号：5300/2020-1", True),
        ("发文机关\t市水文局", True),
        ("【发布机构】市水文局", False),
        ("来源", True),
        ("标题党乱象何时休", False),
        ("来源：", True),
        ("有效期至2025年", False),
        ("公开时间到了，代表们陆续入场。", False),
    ],
)
def test_a_row_begins_with_a_label_and_what_ends_it(line: str, is_row: bool) -> None:
    assert is_filed(line) is is_row


def test_two_labels_are_no_table() -> None:
    assert filed(["标题：通知", "来源：市水文局", "正文"]) == set()
