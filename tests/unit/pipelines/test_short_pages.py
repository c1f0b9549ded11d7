"""Articles of a line, a table, names, files or pictures, in containers of no known name: read, and never refused."""

from __future__ import annotations

import pytest

from archive.article import Article
from pipelines import ReadError, read_article
from pipelines.errors import ListPage

FOOT = "<div class=foot><p>主办：青砚市人民政府办公室</p><p>联系电话：0599-1234567</p></div>"


def read(title: str, body: str, facts: str = "发布时间：2023-05-04 来源：市政府办") -> Article:
    page = (
        f"<title>{title}_通知公告_青砚市人民政府</title><div class=nav><a href=/>首页</a><a href=/tzgg/>公告</a></div>"
        f"<h1>{title}</h1><div class=i>{facts}</div><div class=c>{body}</div>{FOOT}"
    )
    return read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("关于开展食品安全检测工作的通知", "各市场监管所：定于下周开展食品安全检测，请做好配合。"),
        ("青砚公安抓获多名嫌疑人", "近日，青砚公安机关打掉一个非法攻击政务网站的犯罪团伙，抓获嫌疑人6名。"),
        ("关于系统升级的公告", "因系统升级，本网站将于5月6日22时至24时暂停访问，敬请谅解。"),
        ("关于登录方式的说明", "请用户输入手机验证码完成验证后登录，有效期五分钟。"),
        ("关于不实信息的声明", "网传信息不实，相关网页内容已被删除，请广大网友不信谣不传谣。"),
        ("两名儿童走失 民警迅速找回", "两名儿童在公园走丢了，民警接警后20分钟帮助找回。"),
        ("关于任职的通知", "江月同志任市统计局局长。"),
        ("公告", "该文件已废止。"),
    ],
)
def test_a_notice_of_one_line_is_an_article_whatever_its_words(title: str, line: str) -> None:
    article = read(title, f"<p>{line}</p>")
    assert (article.title, article.text) == (title, line)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>江月 苏禾 温言</p><p>何况 白露</p>", "江月 苏禾 温言\n何况 白露"),
        (
            "<table><tr><td>姓名</td><td>单位</td></tr><tr><td>江月</td><td>统计局</td></tr></table>",
            "姓名\t单位\n江月\t统计局",
        ),
        (
            "<ul><li><a href=1.pdf>第一批.pdf</a></li><li><a href=2.pdf>第二批.pdf</a></li></ul>",
            "第一批.pdf\n第二批.pdf",
        ),
        ("<p><img src=1.jpg></p>", ""),
        ("<iframe src=1.pdf></iframe>", ""),
    ],
)
def test_what_stands_below_the_headline_is_the_article(body: str, text: str) -> None:
    assert read("关于公布名单的通知", body).text == text


def test_paragraphs_beside_the_header_are_read_with_it() -> None:
    page = (
        "<title>关于公布名单的通知_青砚市</title><div class=nav><a href=/>首页</a></div><div class=w>"
        f"<h1>关于公布名单的通知</h1><p>2023-05-04 来源：市政府办</p><p>江月 苏禾</p><p>何况 白露</p></div>{FOOT}"
    )
    article = read_article(page.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert article.paragraphs == ("江月 苏禾", "何况 白露")


@pytest.mark.parametrize(
    "body", ["<p>您访问的页面不存在</p>", "<p>您的请求已被防火墙拦截，请稍后再试。</p><p>时间：2023-05-04</p>"]
)
def test_a_page_that_names_no_source_is_refused_for_the_same_words(body: str) -> None:
    with pytest.raises(ReadError):
        read("提示信息", body, facts="")


def test_links_without_a_line_of_text_are_still_a_list() -> None:
    links = "".join(f"<p><a href=/a/{n}.html>青砚市第{n}号规范性文件目录</a></p>" for n in range(9))
    with pytest.raises(ListPage):
        read("规范性文件", links, facts="")


def test_a_short_article_beside_lists_is_none_where_the_title_tag_names_the_site_alone() -> None:
    links = "".join(f"<li><a href=/{n}.html>全市第{n}次经济形势分析会召开</a> 2020-05-0{n}</li>" for n in range(1, 8))
    markup = (
        "<html><head><title>青砚网</title></head><body><div><h2>五月贷款利率按兵不动</h2>"
        "<div>2020-05-06 09:47 来源：青砚早报</div><div><p>青砚早报讯 5月6日公布的贷款利率与上月持平，"
        f"已连续三个月不变。</p></div><div>(编辑：顾言)</div></div><div><ul>{links}</ul></div></body></html>"
    )
    article = read_article(markup.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert (article.title, article.source, article.editor) == ("五月贷款利率按兵不动", "青砚早报", "顾言")


def test_lists_of_short_lines_under_headings_are_one_text() -> None:
    markup = (
        "<html><head><title>办事清单</title></head><body><h1>办事清单公布</h1><div>发布时间：2020-05-06</div>"
        "<div class=k>"
        "<h3>一、户籍类</h3><ul><li>户口迁移、身份证换领全程网办。</li></ul><h3>二、医保类</h3>"
        "<ul><li>异地就医备案、门诊慢特病认定全程网办。</li></ul></div></body></html>"
    )
    article = read_article(markup.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert len(article.paragraphs) == 4


DATED = "".join(f"<li><a href=/{n}.html>全市第{n}次经济形势分析会召开</a> 2020-05-0{n}</li>" for n in range(1, 8))


@pytest.mark.parametrize(
    "facts",
    ["发表时间：2024-2-9 08:41", "浏览次数：3 发布于 2024-2-9", "[2024-02-09 08:41]", "2024-02-09 08:41"],
)
@pytest.mark.parametrize("tag", ["青砚政务网", ""])
def test_a_notice_of_one_sentence_beside_a_list_of_others_is_an_article(facts: str, tag: str) -> None:
    title, text = "关于暂停办理不动产登记业务的公告", "因系统维护，5月20日暂停办理业务，敬请谅解。"
    markup = (
        f"<html><head><title>{tag}</title></head><body><div class=q><p class=bt>{title}</p><div>{facts}</div>"
        f"<div><p>{text}</p></div></div><div><h3>最新</h3><ul>{DATED}</ul></div>{FOOT}</body></html>"
    )
    article = read_article(markup.encode(), url="http://www.qingyan.gov.cn/a/1.html")
    assert (article.title, article.paragraphs) == (title, (text,))
    assert str(article.published_at).startswith("2024-02-09")


def test_a_telephone_number_in_a_footer_makes_no_article_of_a_list() -> None:
    markup = f"<html><head><title>通知公告</title></head><body><ul>{DATED}</ul>{FOOT}</body></html>"
    with pytest.raises(ReadError):
        read_article(markup.encode(), url="http://www.qingyan.gov.cn/a/1.html")
