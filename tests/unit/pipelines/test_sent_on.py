"""Pages that hold nothing and send their visitor on."""

from __future__ import annotations

import pytest

from pipelines import read_article
from pipelines.errors import EmptyShell, LeadsOn

URL = "http://www.qingyan.gov.cn/a/1.html"


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta http-equiv="refresh" content="0;url=/b/2.html"></head><body></body></html>',
        "<html><head><META HTTP-EQUIV='Refresh' CONTENT='3; URL=/b/2.html'></head><body>正在跳转</body></html>",
        '<html><head><script>window.location.href="/b/2.html";</script></head><body></body></html>',
        "<html><body><script>location.replace('/b/2.html')</script></body></html>",
    ],
)
def test_the_verdict_names_the_address(page: str) -> None:
    with pytest.raises(LeadsOn, match=r"on to http://www\.qingyan\.gov\.cn/b/2\.html"):
        read_article(page.encode(), url=URL)


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta http-equiv="refresh" content="900;url=/a/1.html"></head><body></body></html>',
        '<html><head><meta http-equiv="refresh" content="0;url=/a/1.html"></head><body></body></html>',
        "<html><body><script>function go() { location.href = '/b/2.html'; }</script></body></html>",
        '<html><body><div id="app"></div><script src="/app.js"></script></body></html>',
    ],
)
def test_a_page_that_scripts_fill_is_none(page: str) -> None:
    with pytest.raises(EmptyShell):
        read_article(page.encode(), url=URL)


def test_an_article_that_refreshes_itself_is_read() -> None:
    text = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"
    page = (
        '<html><head><meta http-equiv="refresh" content="5;url=/a/1.html"><title>关于举办培训班的通知</title></head>'
        f"<body><h1>关于举办培训班的通知</h1><div>发布时间：2020-05-06</div><div><p>{text}</p><p>{text}</p></div></body></html>"
    )
    assert read_article(page.encode(), url=URL).paragraphs == (text, text)
