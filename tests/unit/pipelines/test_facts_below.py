"""Facts in the lines below a text, or in the container above it, among tools and counters."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import read_article

TITLE = "云溪区开展环境综合整治"
TEXT = "近日，云溪区组织开展环境综合整治，清运垃圾四十余吨。\n下一步，该区将继续加大巡查力度，提升管理水平。"
BODY = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))


def read(*, inside: str = "", end: str = "", below: str = "", tag: str = TITLE) -> Article:
    page = (
        f"<html><head><title>{tag}</title></head><body><div class=m><h1>{TITLE}</h1>"
        f"<div class=zw>{inside}{BODY}{end}</div>{below}</div>"
        "<div class=side><h3>最新信息</h3><ul><li><a href=/n/1.html>全市重点项目建设提速</a><em>2021-12-05</em></li>"
        "</ul></div>"
        "</body></html>"
    )
    return read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    "below",
    [
        "<p>青砚晚报 2021-05-18 点击数：6248</p>",
        "<p><i></i>发布日期：2021-05-18 <i></i>青砚晚报 <i></i><a href=#>打印</a></p>",
        "<ul><li>2021年05月18日</li><li>青砚晚报</li></ul>",
        "<div><div>青砚晚报</div><div>录入时间：2021-05-18 15:30</div><div>校对：苏禾</div></div>",
        "<p>来源： <a href=http://x.cn/>青砚晚报</a></p><p>录入时间：2021.05.18</p>",
        "<p>分享到：<a></a> 来源：青砚晚报 2021-05-18 人气：2672</p>",
        "<p>字体：[<a>大</a> <a>小</a>] 信息来源：青砚晚报 发布时间：2021年05月18日15:56</p>",
        "<p>[发布人：要闻][来源：青砚晚报][2021.05.18]</p>",
        "<table><tr><td>编辑：何绍仁</td><td>2021.05.18</td><td>来源：青砚晚报</td></tr></table>",
    ],
)
def test_an_outlet_and_a_day_among_facts_below_the_text(below: str) -> None:
    article = read(below=below)
    assert (article.source, f"{article.published_at:%Y-%m-%d}", article.text) == ("青砚晚报", "2021-05-18", TEXT)


def test_who_signs_the_text_is_no_source() -> None:
    assert read(end="<p>云溪区城市管理局</p><p>2021年5月18日</p>").source is None


def test_the_site_that_signs_below_the_text_is_no_source() -> None:
    assert read(below="<p>青砚网 2021-05-18</p>", tag=f"{TITLE}-青砚网").source is None


def test_what_other_articles_are_from_is_no_source() -> None:
    assert read(below="<h4>相关阅读</h4><p>青砚晚报 2021-05-18</p>").source is None


@pytest.mark.parametrize(
    "inside",
    [
        "<p>2021-05-18</p><p>青砚晚报</p><p>阅读：12</p>",
        "<div>来源：青砚晚报</div><div>发布日期：2021-05-18</div><div>撰稿：苏禾</div><div>人气：40</div>",
        "<p>青砚晚报</p><p>发布时间：2021-05-18</p><p>所属栏目：要闻</p>",
    ],
)
def test_facts_alone_on_their_lines_above_a_text_are_none_of_it(inside: str) -> None:
    article = read(inside=inside)
    assert (article.source, article.text) == ("青砚晚报", TEXT)


@pytest.mark.parametrize(
    "end", ["<p>青砚晚报 2021年05月18日 作者：周启明</p>", "<p>7164次浏览 发表时间：2021年05月18日16:57 来源：</p>"]
)
def test_a_line_of_facts_that_ends_a_container_is_none_of_the_text(end: str) -> None:
    assert read(end=end).text == TEXT


def test_the_day_of_a_meeting_below_a_text_is_its_own() -> None:
    assert read(end="<p>时间：2021年5月18日 地点：区政府会议室</p>").text.endswith("区政府会议室")


def test_the_row_of_a_list_is_no_headline() -> None:
    page = (
        "<html><head><title>青砚市人民政府</title></head><body><ul><li><a href=/n/1.html>全市重点项目建设提速</a>"
        f"<em>2021-12-05</em></li></ul><div class=a><span>{TITLE}</span></div><div class=zw>{BODY}</div></body></html>"
    )
    assert read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html").title == TITLE


@pytest.mark.parametrize(
    "end",
    [
        "END",
        "[ 打 印 ] [ 关 闭 ]",
        "您是第 123 位访问者",
        "内容是否对您有帮助？",
        "附件下载：暂无附件",
        "视力保护色：",
        "责编 林若川\u3000校对 苏禾\u3000终审 何青",
        "一审一校：林若川 二审二校：苏禾 三审三校：何青",
        "编 辑：林若川</p><p>校 审：苏禾</p><p>签 发：何青",
        "责任编辑：林若川</p><p>投稿邮箱：qingyan@example.cn",
        "来源：青砚晚报</p><p>往期推荐</p><p><a href=/1.html>云溪区召开会议</a>",
        "文章评论</p><p>暂无评论",
    ],
)
def test_what_templates_print_below_a_text_is_none_of_it(end: str) -> None:
    assert read(end=f"<p>{end}</p>").text == TEXT


@pytest.mark.parametrize("facts", ["青砚晚报<br>2021年3月5日 星期五", "（2021-03-05　青砚晚报）"])
def test_an_outlet_beside_a_weekday_or_in_the_brackets_of_a_date(facts: str) -> None:
    article = read(inside=f"<p>{facts}</p>")
    assert article.source == "青砚晚报"


def test_the_imprint_of_a_hong_kong_press_release_dates_it_and_is_no_text() -> None:
    inside, end = "<p>****************</p>", "<p>完</p><p>2020年5月6日（星期三）</p><p>香港時間20時17分</p>"
    article = read(inside=inside, end=end)
    assert (article.text, f"{article.published_at:%Y-%m-%d %H:%M}") == (TEXT, "2020-05-06 20:17")


def test_a_break_before_an_element_begins_a_line() -> None:
    facts = f"<span class=title>{TITLE}</span><br><br>\n<font>青砚晚报　2021年05月18日 15:22　　记者：苏禾</font><hr>"
    page = f"<html><head><title>青砚网---{TITLE}</title></head><body><table><tr><td>{facts}{BODY}</table></body></html>"
    article = read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html")
    assert (article.source, article.author, article.text) == ("青砚晚报", "苏禾", TEXT)


def test_two_outlets_set_apart_wide() -> None:
    assert read(inside="<p>日期：2021-05-18　来源：市妇联　新闻中心</p>").source == "市妇联 新闻中心"


def test_a_script_that_asks_whether_words_are_words_prints_its_lines() -> None:
    writes = "document.write('<span>来源：青砚晚报</span>'); } document.write('<span>类型：原创</span>');"
    assert read(inside=f"""<p><script>if("青砚晚报" != ""){{ {writes}</script></p>""").source == "青砚晚报"


def test_an_office_above_its_title_belongs_to_it() -> None:
    head = "<title>青砚市税务局 关于调整征期日历的通告</title><meta name=ArticleTitle content=关于调整征期日历的通告>"
    body = f"<div class=t>青砚市税务局<br>关于调整征期日历的通告</div><p>发布时间：2021-05-18</p>{BODY}"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    article = read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html")
    assert article.title == "青砚市税务局关于调整征期日历的通告"


@pytest.mark.parametrize(
    "path",
    [
        "<div class=bread><a href=/>先锋网站</a> &gt; <a href=/x/>党务</a> &gt; 基层风采</div>",
        "<div class=breadcrumb>主頁 / 新聞 / 基层风采</div>",
        "<div>第02版：基层风采</div>",
        "<div class=pos>青砚日报 &gt; 2021-03-26 &gt; A06：基层风采</div>",
        "<p>您的位置 → <a href=/>首页</a> → <a href=/g/>基层风采</a> → 浏览正文</p>",
        "<ol class=breadcrumb><li><a href=/>首页</a></li><li><a href=/h/>先锋</a></li><li>基层风采</li></ol>",
        "<div><a href=/>青砚网云溪频道</a>&gt;&gt;<a href=/j/>基层风采</a></div>",
    ],
)
def test_the_column_of_a_path_or_a_sheet(path: str) -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body>{path}<h1>{TITLE}</h1><div class=zw>{BODY}</div></body></html>"
    )
    assert read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html").column == "基层风采"


def test_a_number_without_its_last_word_that_is_the_title() -> None:
    page = f"<html><head><title>青航警〔2023〕0141</title></head><body><h1>青航警〔2023〕0141</h1>{BODY}</body></html>"
    assert read_article(page.encode(), url="https://www.qingyan.gov.cn/a/1.html").doc_number == "青航警〔2023〕0141"
