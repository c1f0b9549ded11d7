"""Files, images and the next page of an article."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article
from pipelines.attachments import is_file

URL = "http://www.qingyan.gov.cn/zwgk/202306/t20230603_77.html"
TEXT = "<p>各县人民政府要加强领导，落实责任，确保各项工作取得实效。</p>"


def read(inside: str = "", after: str = "", url: str = URL) -> Article:
    page = (
        "<html><head><title>关于印发工作要点的通知</title></head><body><div class=wrap><div class=box>"
        "<h1>关于印发工作要点的通知</h1>"
        f"<div>2023-06-03</div><div class=TRS_Editor>{TEXT}{inside}</div>{after}</div></div></body></html>"
    )
    return read_article(page.encode(), url=url)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("http://a.cn/P020230603.pdf", True),
        ("http://a.cn/a.DOCX", True),
        ("http://a.cn/a.et", True),
        ("http://a.cn/%E9%99%84%E4%BB%B6.xls", True),
        ("http://a.cn/download.jsp?id=3", True),
        ("http://a.cn/system/_content/download.jsp?wbfileid=1", True),
        ("http://a.cn/api/file?name=a.docx", True),
        ("http://a.cn/a.html", False),
        ("http://a.cn/download/index.html", False),
        ("http://a.cn/1.jpg", False),
        ("http://[broken.pdf", False),
    ],
)
def test_an_address_of_a_file(address: str, file: bool) -> None:
    assert is_file(address) is file


def test_files_inside_and_beside_the_body_are_found_with_their_names() -> None:
    article = read(
        '<p>附件：<a href="./P01.pdf">1.工作要点.pdf</a></p>',
        '<ul><li><a href="/f/2.docx" title="报名表">报名表.docx</a></li></ul>',
    )
    assert [(one.href, one.label, one.kind) for one in article.attachments] == [
        ("http://www.qingyan.gov.cn/zwgk/202306/P01.pdf", "1.工作要点.pdf", "file"),
        ("http://www.qingyan.gov.cn/f/2.docx", "报名表.docx", "file"),
    ]


def test_a_file_linked_twice_is_one_file_with_the_name_that_is_printed() -> None:
    article = read('<a href="a.pdf"><img src="pdf.gif"></a><a href="a.pdf">工作要点</a>')
    assert [(one.href[-5:], one.label) for one in article.attachments] == [("a.pdf", "工作要点")]


def test_images_are_absolute_and_icons_are_left_out() -> None:
    article = read(
        '<img src="./W01.jpg" alt="W01.jpg"><img src="data:image/gif;base64,R0" data-src="/i/2.png" alt="发布会现场">'
        '<img src="/ueditor/fileTypeImages/icon_pdf.gif"><img src="x.gif" width=1 height=1><img>'
    )
    assert [(one.href, one.label, one.kind) for one in article.images] == [
        ("http://www.qingyan.gov.cn/zwgk/202306/W01.jpg", "", "image"),
        ("http://www.qingyan.gov.cn/i/2.png", "发布会现场", "image"),
    ]


@pytest.mark.parametrize(
    ("pager", "address"),
    [
        (
            '<span>1</span><a href="t20230603_77_2.html">2</a><a href="t20230603_77_2.html">下一页</a>',
            "t20230603_77_2.html",
        ),
        ('<a href="t20230603_77.html">【1】</a><a href="t20230603_77-2.html">【2】</a>', "t20230603_77-2.html"),
        ('1 <a href="?page=2">下一页</a>', "t20230603_77.html?page=2"),
        ('1 <a href="javascript:;">下一页</a>', None),
        ('<a href="index_2.html">下一页</a>', None),
        ('下一页 <a href="t20230603_78.html">另一篇</a>', None),
    ],
)
def test_the_next_page_is_one_with_the_same_name(pager: str, address: str | None) -> None:
    expected = f"http://www.qingyan.gov.cn/zwgk/202306/{address}" if address else None
    article = read(f"<div class=fenye>{pager}</div>")
    assert article.next_page == expected


def test_the_last_page_has_no_next_one() -> None:
    pager = '<div><a href="t20230603_77.html">1</a> <span>2</span></div>'
    assert read(pager, url="http://www.qingyan.gov.cn/zwgk/202306/t20230603_77_2.html").next_page is None


def test_the_rows_of_a_pager_are_no_text() -> None:
    article = read(
        '<div><span>1</span> <a href="t20230603_77_2.html">2</a> <a href="t20230603_77_2.html">下一页</a></div>'
    )
    assert "下一页" not in article.text
    assert [cut.why for cut in article.removed] == ["pager"]
