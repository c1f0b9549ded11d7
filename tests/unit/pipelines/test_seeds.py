"""The three seed texts, dressed in the markup of the systems they come from, read to exactly what is expected."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from crawler.site_folders import load_sites
from pipelines import read_article

PACKAGED = Path(__file__).parents[3] / "crawler" / "sites"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
EXPECTED = json.loads((SEEDS / "expected.json").read_text("utf-8")) if SEEDS.is_dir() else []
BY_NUMBER = {one["seed"][:3]: one for one in EXPECTED}

pytestmark = pytest.mark.skipif(not EXPECTED, reason="../shared/seeds is not here")

# The names of northnews' four templates are those of SITES.md section 6.
NORTHNEWS = {
    "l-cont": '<div class="l-cont"><h1>{title}</h1><p class="name"><span>{source}</span><span>{editor}</span></p>'
    "{crumb}"
    '<div class="zhengwen">{body}</div>{after}</div>',
    "l-tit": '{crumb}<div class="l-tit"><h1>{title}</h1><p><span>{source}</span></p></div>'
    '<div class="picture-main"><div class="summary">{body}</div></div><p>{editor}</p>{after}',
    "wz-tit": '{crumb}<div class="wz-tit"><h1>{title}</h1></div><div class="auth"><span>{source}</span></div>'
    '<div class="zhengwen content">{body}<p>{editor}</p></div>{after}',
    "title": '{crumb}<div class="title"><h3>{title}</h3></div><div class="txt-content">{body}'
    '<div class="author"><p>{source}</p><p>{editor}</p></div>{after}</div>',
}


def lines(number: str) -> list[str]:
    text = (SEEDS / BY_NUMBER[number]["seed"]).read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def paragraphs(number: str, tag: str = "p") -> str:
    def one(text: str) -> str:
        if number == "004" and text.startswith("拉珍各位"):
            # The speaker's name is bold on the page, which is why it needs no colon there.
            return f"<{tag}><strong>拉珍</strong>{escape(text.removeprefix('拉珍'))}</{tag}>"
        return f"<{tag}>　　{escape(text)}</{tag}>"

    if tag == "br":
        return "<br><br>".join(
            one(text).replace("<br>", "", 1).replace("</br>", "") for text in BY_NUMBER[number]["body"]
        )
    return "\n".join(one(text) for text in BY_NUMBER[number]["body"])


def page(body: str, *, title: str, head: str = "") -> bytes:
    menu = "".join(
        f'<li><a href="/{name}/">{name}</a></li>' for name in ("首页", "要闻", "政务公开", "互动交流", "专题专栏")
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body>'
        f'<div class="nav"><ul>{menu}</ul></div>{body}'
        '<div class="footer"><p>主办单位：市人民政府办公室　网站标识码：5401000001</p><p>版权所有　不得转载</p></div>'
        "</body></html>"
    ).encode()


def folded(text: str | None) -> str | None:
    return unicodedata.normalize("NFKC", text).replace("　", " ").strip() if text is not None else None


def dressed_000(template: str, tag: str = "p") -> bytes:
    crumb, after = lines("000")[0], lines("000")[-5:]
    steps = " &gt; ".join(f'<a href="/{step}/">{step}</a>' if step != "正文" else step for step in crumb.split(" > "))
    return page(
        NORTHNEWS[template].format(
            crumb=f'<div class="crumb">{steps}</div>',
            title=escape(BY_NUMBER["000"]["title"]),
            source="信息来源: 内蒙古自治区公安厅",
            editor="[责任编辑:章颖慧]",
            body=paragraphs("000", tag),
            after="".join(f"<p>{escape(line)}</p>" for line in after),
        ),
        title=BY_NUMBER["000"]["title"] + "-正北方网",
    )


def dressed_003(container: str, tag: str = "p") -> bytes:
    title = lines("003")[0]
    return page(
        f'<div class="content"><h1 class="title">{escape(title)}</h1>'
        f'<div class="{container}">{paragraphs("003", tag)}</div>'
        "<div><p>扫描二维码</p><p>在您的设备上浏览本页</p></div></div>",
        title=title,
    )


def dressed_004(container: str, tag: str = "p", *, inside: bool = False) -> bytes:
    opening, closing = container.split("…")
    end = (
        "<p>责任编辑:陈灏</p><p>【我要纠错】【打印本文】【关闭】</p>"
        "<p>感谢您对拉萨市人民政府网的关注,如发现内容有误,请发送邮件至:lssysqgk@163.com</p>"
        "<div>X</div><p>扫一扫在手机打开当前页</p><p>扫一扫在手机打开当前页</p><span>点赞</span><span>收藏</span>"
    )
    return page(
        '<div class="breadcrumb">当前位置: <span><a href="/">首页</a></span> / <span><a href="/hd/">互动</a></span> / '
        '<span><a href="/lasa/xwfbh/">新闻发布会</a></span></div>'
        '<div class="detail_extend"><span>2021</span><br><span>12/02</span><br><span>11:35</span></div>'
        "<div>来源:</div><div>市政府新闻办</div><div>【字体:</div><div>浏览量:</div><div>标签</div>"
        f'<div class="detai_title">{escape(BY_NUMBER["004"]["title"])}</div><div>相关链接:</div>'
        f"{opening}{paragraphs('004', tag)}{end if inside else ''}{closing}{'' if inside else end}",
        title="市政府新闻办举行拉萨市刑事案件防范打击专项工作新闻发布会_拉萨市人民政府",
    )


DRESSED: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    **{
        f"000 northnews {name} <{tag}>": (
            "000",
            "http://inews.northnews.cn/2021/0111/1234567.shtml",
            lambda name=name, tag=tag: dressed_000(name, tag),
        )
        for name in NORTHNEWS
        for tag in ("p", "div", "br")
    },
    **{
        f"003 TRS .{name} <{tag}>": (
            "003",
            "http://www.example-mirror.com/hvf202205/t258831.html",
            lambda name=name, tag=tag: dressed_003(name, tag),
        )
        for name in ("TRS_Editor", "TRS_UEDITOR", "article-box")
        for tag in ("p", "div", "br")
    },
    **{
        f"004 UCAP {name} <{tag}>{' all inside' if inside else ''}": (
            "004",
            "http://www.lasa.gov.cn/lasa/xwfbh/202112/8215a330c5ca45149666eac966d802b8.shtml",
            lambda markup=markup, tag=tag, inside=inside: dressed_004(markup, tag, inside=inside),
        )
        for name, markup in {
            "#UCAP-CONTENT": '<div id="UCAP-CONTENT">…</div>',
            ".text_content": '<div class="text_content">…</div>',
            "ucapcontent": "<ucapcontent>…</ucapcontent>",
            "unnamed": "<div>…</div>",
        }.items()
        for tag in ("p", "div", "br")
        for inside in (False, True)
    },
}
# Every dressed page is read twice: as the page of an unknown site, and by the rules of the site's own file.
SITE_OF = {"000": "northnews", "003": "tianmen", "004": "lasa"}
DRESSED |= {
    f"{name} by {SITE_OF[number]}.toml": (number, url, make) for name, (number, url, make) in list(DRESSED.items())
}
FIELDS = ("title", "published_at", "source", "editor", "column", "flags")


@pytest.fixture(scope="module")
def readings() -> dict[str, Article]:
    sites = load_sites([PACKAGED])
    return {
        name: read_article(make(), url=url, profile=sites[SITE_OF[number]].profile if name.endswith(".toml") else None)
        for name, (number, url, make) in DRESSED.items()
    }


@pytest.mark.parametrize("name", DRESSED)
@pytest.mark.parametrize("field", FIELDS)
def test_a_dressed_seed_gives_the_expected_fact(readings: dict[str, Article], name: str, field: str) -> None:
    article, expected = readings[name], BY_NUMBER[DRESSED[name][0]]
    found: Any = getattr(article, field)
    if field == "published_at":
        # 000 and 003 print none; the address of the old portal tells its day.
        found = found.isoformat() if found is not None and dict(article.origins).get(field) != "address" else None
    elif field == "flags":
        found = [flag for flag in found if flag == "spam_title"]
    else:
        found = folded(found)
    assert found == (expected[field] if field != "title" else folded(expected[field]))


@pytest.mark.parametrize("name", DRESSED)
def test_a_dressed_seed_gives_the_body_paragraph_by_paragraph(readings: dict[str, Article], name: str) -> None:
    assert [folded(one) for one in readings[name].paragraphs] == [
        folded(one) for one in BY_NUMBER[DRESSED[name][0]]["body"]
    ]


def _turns(turns: Iterable[Any]) -> list[tuple[str | None, ...]]:
    return [
        tuple(
            folded(one[key] if isinstance(one, dict) else getattr(one, key))
            for key in ("speaker", "role", "kind", "text")
        )
        for one in turns
    ]


@pytest.mark.parametrize("name", DRESSED)
def test_a_dressed_seed_gives_every_turn(readings: dict[str, Article], name: str) -> None:
    assert _turns(readings[name].turns) == _turns(BY_NUMBER[DRESSED[name][0]]["turns"])
