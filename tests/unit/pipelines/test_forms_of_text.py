"""What a text may be made of besides paragraphs: tables of numbers, preformatted lines, formulas, frames, players."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

TITLE = "关于开展项目申报工作的通知"
LEAD = ("各县区科技局：", "为贯彻落实科技创新大会精神，现就项目申报工作通知如下，请认真组织落实。")
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LEAD)


def read(body: str) -> Article:
    facts = "<p>发布时间：2024-03-05　来源：青砚晚报</p>"
    body = f"<div><h1>{TITLE}</h1>{facts}<div>{body}</div></div>"
    page = f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"
    return read_article(page.encode(), url="https://www.qingyan.gov.cn/tz/1.html")


def below(body: str) -> str:
    text = read(PARAGRAPHS + body).text
    assert text.startswith("\n".join(LEAD))
    return text.removeprefix("\n".join(LEAD)).strip("\n")


def test_a_row_of_numbers_alone_is_no_row_of_pages() -> None:
    rows = "<tr><th>序号</th><th>数量</th><th>金额</th></tr><tr><td>1</td><td>2</td><td>30</td></tr>"
    rows += "<tr><td>2</td><td></td><td>7</td></tr>"
    assert below(f"<table border=1>{rows}</table>") == "序号\t数量\t金额\n1\t2\t30\n2\t\t7"


def test_preformatted_lines_stay_lines() -> None:
    body = (
        "<pre>各县区科技局：\n    现就申报工作通知如下。\n<b>    一、申报时间为三月五日。\n二、</b>地点为市科技局。\n"
    )
    body += "三、请按时到场办理。</pre>"
    wanted = [
        "各县区科技局：",
        "现就申报工作通知如下。",
        "一、申报时间为三月五日。",
        "二、地点为市科技局。",
        "三、请按时到场办理。",
    ]
    assert read(body).text.split("\n") == wanted


def test_a_formula_is_text_and_its_source_is_none() -> None:
    source = "<annotation>E=mc^2</annotation>"
    formula = f"<math><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi></mrow>{source}</semantics></math>"
    assert below(f"<p>计算公式为{formula}，其中E为能量。</p>") == "计算公式为E=m，其中E为能量。"


def test_what_leads_to_a_table_with_long_cells_is_text() -> None:
    cell = "".join(f"<p>{step * 15}</p>" for step in ("登录系统填报，", "提交材料审核，", "领取结果。"))
    rows = f"<tr><td>事项</td><td>流程</td></tr><tr><td>申报</td><td>{cell}</td></tr>"
    assert below(f"<table border=1>{rows}</table>").startswith("事项")


@pytest.mark.parametrize(
    ("markup", "address", "label"),
    [
        ("<iframe src='/web/viewer.html?file=/u/1.pdf'></iframe>", "/u/1.pdf", ""),
        ("<embed src=/u/1.pdf type=application/pdf>", "/u/1.pdf", ""),
        ("<object data=/u/1.pdf title=全文></object>", "/u/1.pdf", "全文"),
        ("<video controls><source src=/v/1.mp4></video>", "/v/1.mp4", ""),
        ("<a href=# data-href=/u/1.doc>申报书</a>", "/u/1.doc", "申报书"),
        ("""<a href="javascript:void(0)" onclick="down('/u/1.doc')">申报书</a>""", "/u/1.doc", "申报书"),
    ],
)
def test_files_that_frames_players_and_scripts_hold(markup: str, address: str, label: str) -> None:
    files = [(each.href, each.label) for each in read(PARAGRAPHS + markup).attachments]
    assert files == [(f"https://www.qingyan.gov.cn{address}", label)]


def test_what_is_set_a_screen_beside_the_page_is_no_text() -> None:
    spam = "<div style='position:absolute;left:-9999px'>某某娱乐城，请点击进入。</div>"
    assert below(f"{spam}<p>特此通知，请按时报送材料。</p>") == "特此通知，请按时报送材料。"


def test_an_image_is_called_what_its_figure_says() -> None:
    images = read(f"{PARAGRAPHS}<figure><img src=/1.jpg><figcaption>专家评审会</figcaption></figure>").images
    assert [each.label for each in images] == ["专家评审会"]
