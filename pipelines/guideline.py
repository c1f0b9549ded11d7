"""The tags that 国办发〔2017〕47号 《政府网站发展指引》 prescribes, as far as a page's own are sane.

Seen on real pages: markup inside ArticleTitle, an empty ContentSource, a PubDate that is the day of a migration,
template words that were never replaced, keywords of the whole site. What a tag says is one witness; `facts` weighs it
against the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from pipelines.blocks import fold
from pipelines.dates import Stamp, find_stamp
from pipelines.document import Document

_MARKUP = re.compile(r"<[^<>]{0,300}>")
_PLACEHOLDER = re.compile(
    r"^(?:网站名称|网站域名|网站标识码|栏目名称|栏目类别|文章标题|信息标题|标题|来源|发布日期|发布时间|作者|关键词"
    r"|内容来源|null|none|undefined"
    r"|暂无|无|默认|[-—/*.]+|\$.*|\{.*\}|<.*>|%.*%|#.*#)$",
    re.I,
)
_LONGEST = 500_000
"""Characters of a tag's content that are looked at."""
_CODE = re.compile(r"(?:bm\d{8}|\d{10})", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """What the prescribed tags of a page say; None for missing, empty and placeholder values."""

    title: str | None = None
    published: Stamp | None = None
    source: str | None = None
    author: str | None = None
    column: str | None = None
    keywords: tuple[str, ...] = ()
    site_name: str | None = None
    site_domain: str | None = None
    site_code: str | None = None


def read_guideline(document: Document) -> Guideline:
    """The prescribed tags of a page; their names are written in any case, some of them twice."""
    date = _first(document, "pubdate", "publishdate", "article:published_time", "date", "dc.date")
    code = _first(document, "siteidcode")
    match = _CODE.search(code) if code else None
    return Guideline(
        title=_first(document, "articletitle"),
        published=find_stamp(date) if date else None,
        source=_first(document, "contentsource", "source"),
        author=_first(document, "author"),
        column=_first(document, "columnname"),
        keywords=_words(document),
        site_name=_first(document, "sitename"),
        site_domain=_first(document, "sitedomain"),
        site_code=match[0].lower() if match else None,
    )


def _first(document: Document, *names: str) -> str | None:
    for name in names:
        for content in document.meta.get(name, ()):
            value = plain(content[:_LONGEST])
            if value and not _PLACEHOLDER.match(value):
                return value
    return None


def _words(document: Document) -> tuple[str, ...]:
    value = _first(document, "keywords") or ""
    words = [word for word in re.split(r"[\s,，;；、|/]+", value) if word]
    # A sentence is no keyword, and a list of fifty describes a portal.
    return tuple(dict.fromkeys(word for word in words if len(word) <= 30)) if len(words) <= 30 else ()


def plain(text: str) -> str:
    """A value without the markup that editors paste into titles."""
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    return fold(text)
