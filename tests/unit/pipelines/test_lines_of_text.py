"""Lines that look like furniture and are the text of a notice or a guide, and the furniture that they look like."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"


def read(*lines: str, after: str = "") -> Article:
    body = "".join(f"<p>{line}</p>" for line in (TEXT, TEXT, *lines))
    page = (
        "<title>关于举办培训班的通知</title><h1>关于举办培训班的通知</h1><div>发布时间：2020-05-06</div>"
        f"<div class=q>{body}{after}</div>"
    )
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    "line",
    [
        "报名时间：2023年3月1日至3月15日",
        "时间：2023年5月6日（星期六）上午9:00",
        "考试时间：2023-05-06",
        "日期：2023年5月6日",
        "联系方式：江月，电话0599-1234567，邮箱a@qingyan.example",
        "主办单位：青砚市人民政府",
        "举报电话：12345",
        "关键词：创新、协调、绿色",
        "前条规定的行为，由市场监督管理部门责令改正。",
        "微信扫码登录小程序，按提示填写信息。",
        "打开“青砚医保”客户端，点击“异地就医备案”。",
        "未经著作权人许可，不得复制、发行或者使用其作品。",
        "版权所有者应当依法登记。",
        "审核：由县级主管部门对材料进行审核。",
        "如发现问题线索，请及时与我们联系。",
        "来源：财政拨款。",
        "01",
        "已有三百人参与，共收藏作品56件。",
        "参与人数：1234",
        "今天是2024年5月12日，是第16个全国防灾减灾日。",
        "打印时间：8:30至11:30",
    ],
)
def test_a_line_amid_the_text_is_the_article_s_own(line: str) -> None:
    assert read(line, TEXT).paragraphs == (TEXT, TEXT, line, TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "主办单位：青砚市人民政府",
        "举报电话：12345",
        "- END -",
        "点个“在看”，分享给更多人",
        "一审：江月",
        "作者：江月 林远山",
        "(青砚台·云岭新闻/江月 林远山 编辑/方芷)",
        "打开微信，使用“扫一扫”即可将网页分享至朋友圈。",
        "如您发现本网页内容有误，请发邮件与我们联系。",
        "青砚日报客户端下载",
        "青砚新闻：下载APP",
        "分享让更多人看到",
        "责任编辑 苏禾",
        "长按二维码关注我们",
        "更多精彩内容请关注“青砚发布”微信公众号",
        "热门搜索：青砚 招聘 公积金",
        "最后更新时间：2023-05-06 10:20",
        "点击进入“青砚新闻”>>",
        "未经本网书面授权，不得复制或使用。",
        "一审：林深 二审：白露 三审：秦时",
        "上一条：市水利局召开会议",
    ],
)
def test_the_same_words_below_the_text_or_about_the_page_are_furniture(line: str) -> None:
    assert read(line).paragraphs == (TEXT, TEXT)


def test_pictures_below_a_line_of_facts_are_an_article_without_words() -> None:
    page = (
        "<title>一图读懂防汛条例_图解</title><div><h3>一图读懂防汛条例</h3>"
        "<div class=x>发布时间：2021-11-01 信息来源：市水文局</div>"
        "<div class=y><p><img src=1.jpg></p></div></div>"
        "<div class=foot><p>主办：青砚市人民政府办公室，欢迎您的访问。</p></div>"
    )
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert (article.text, [image.href for image in article.images], article.source) == (
        "",
        ["http://www.qingyan.gov.cn/a/1.jpg"],
        "市水文局",
    )


def test_the_title_that_a_table_of_facts_names() -> None:
    title = "关于规范电动自行车停放管理的通告"
    page = (
        f"<title>信息公开-青砚市公安局</title><table><tr><td>信息名称：</td><td>{title}</td></tr><tr><td>发布日期：</td>"
        f"<td>2021-03-15</td></tr></table><div class=z><p><strong>{title}</strong></p><p>{TEXT}</p><p>{TEXT}</p></div>"
    )
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert (article.title, article.paragraphs) == (title, (TEXT, TEXT))


def test_advice_to_follow_an_account_for_an_appointment_is_text():
    line = "市民可关注“青砚健康”公众号，点击“夜间门诊”预约，也可直接前往。"
    assert read(line).paragraphs[-1] == line


@pytest.mark.parametrize("count", [1, 2, 31_415])
@pytest.mark.parametrize(
    "line",
    [
        "已有{}人参与　点赞（{}）　收藏",
        "人气：{}",
        "赞({}) 踩(1)",
        "阅读 {}.2万 评论 34",
        "已有 {} 位网友点赞",
        "转发 {} 跟帖 12",
        "打印时间：2026-11-22 {}:36",
        "今天是2026年11月{}日 星期日",
    ],
)
def test_what_a_page_counts_of_its_visitors_below_the_text_is_no_edit(line: str, count: int) -> None:
    assert read(line.format(*[count % 24] * 2)).paragraphs == (TEXT, TEXT)
