"""What must differ before a page has a new version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from archive.article import Article, Attachment, Removed
from pipelines.dates import SHANGHAI
from pipelines.fingerprint import fingerprint

ARTICLE = Article(
    url="http://a.cn/1",
    title="标题，一",
    text="第一段。\n第二段 text",
    published_at=datetime(2020, 1, 2, 3, 4, tzinfo=SHANGHAI),
    source="青砚日报",
    attachments=(Attachment(href="http://a.cn/1.pdf", label="附件"),),
)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "标题，二"},
        {"text": "第一段。\n第二段 test"},
        {"text": "第一段。第二段 text"},
        {"published_at": datetime(2020, 1, 2, 3, 5, tzinfo=SHANGHAI)},
        {"source": None},
        {"author": "顾言"},
        {"editor": "方芷"},
        {"doc_number": "青政发〔2020〕1号"},
        {"attachments": ()},
        {"attachments": (Attachment(href="http://a.cn/2.pdf", label="附件"),)},
    ],
)
def test_words_and_facts_count(change: dict[str, Any]) -> None:
    assert fingerprint(replace(ARTICLE, **change)) != fingerprint(ARTICLE)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "标题,一"},
        {"text": "第一段。\n第二段  ｔｅｘｔ"},
        {"column": "要闻"},
        {"keywords": ("甲",)},
        {"site_name": "青砚"},
        {"site_code": "5309990001"},
        {"images": (Attachment(href="http://a.cn/1.jpg", label="", kind="image"),)},
        {"flags": ("spam_title",)},
        {"method": "density:div"},
        {"origins": (("title", "x"),)},
        {"removed": (Removed(text="打印", why="tools"),)},
        {"url": "http://a.cn/2"},
    ],
)
def test_width_white_space_and_the_template_do_not_count(change: dict[str, Any]) -> None:
    assert fingerprint(replace(ARTICLE, **change)) == fingerprint(ARTICLE)


def test_a_fingerprint_says_its_algorithm() -> None:
    assert fingerprint(ARTICLE).startswith("sha256:")
    assert len(fingerprint(ARTICLE)) == 71
