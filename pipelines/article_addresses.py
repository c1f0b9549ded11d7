"""The dialects in which Chinese government sites write the addresses of articles, and of lists."""

from __future__ import annotations

import re

_ARTICLE = re.compile(
    r"""
    /t\d{8}_\d+\.s?html?$                             # TRS: t20201127_65399695.html
    | /t_?\d{4,}\.s?html?$                            # TRS without a date
    | /art_[\da-z]+(?:_\d+)?\.html$                   # Hanweb, old and new
    | /(?:content|c|i|article|post|mpost|news|show|view|detail|info)_?-?\d{3,}(?:_\d+)*\.(?:s?html?|jhtml|htm)$
    | [/_-](?:[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})
      (?:\.(?:s?html?|jhtml)|/c(?:ontent)?\.s?html?)?$
    | /c\d+/(?:\d{4,8}/)?c?[\da-z_]*\d{4,}(?:/content)?\.s?html?$
    | /c\d{4,}/content\.s?html?$
    | /\d{14,}(?:/index)?\.s?html?$
    | /\d{5,19}/index\.s?html?$
    | /(?:arti|pnidpv)[\da-z]+\.s?html?$
    | /info/\d+/\d+\.htm$                             # VSB
    | /c\d+a\d+/page\.(?:htm|psp)$                    # WebPlus: /2021/0625/c4310a110200/page.htm
    | /(?:19|20)\d{2}[-/]?\d{2}(?:[-/]?\d{2})?/(?:[\w-]*/)*[\w-]*\d[\w-]*\.(?:s?html?|jhtml)$
    | /(?:19|20)\d{2}/\d{1,2}/(?:\d{1,2}[-/])?[\w-]*\d[\w-]*\.(?:s?html?|jhtml)$
    | /p/\d+(?:\.html)?$
    | /\d{5,}\.(?:s?html?|jhtml|jspx|aspx?|php)$
    | [/_-]\d{6,}(?:[_-]\d+)*\.s?html?$
    | [/_-]\w{0,20}(?:detail|article|forward|content)[_-](?:\w{1,20}[_-])?\d{6,}/?$
    """,
    re.I | re.X,
)
_QUERY = re.compile(
    r"(?:^|[?&;])(?:\w*id|aid|nid|no|code|infoid|articleid|newsid|contentid|guid|sn)=[\w-]*\d[\w-]*", re.I
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|zip|rar|ofd|et|pptx?)$", re.I)
_LIST = re.compile(
    r"""
    /$ | /(?:index|default|main|home|node|channel|column|category)[_-]?\d{0,4}\.(?:s?html?|jsp|aspx?|php|jhtml)$
    | /\d{1,2}\.(?:s?html?|jsp|aspx?|php|jhtml)$
    | /(?:\w*[_-])?(?:list|lists|more|lanmu|channel|column|node)[_\d-]{0,12}\.(?:s?html?|jsp|aspx?|php|jhtml)$
    | /col/col\d+/index\.html$ | /col(?:umn)?/\d+(?:\.html)?$ | /(?:node|channel|column)_\d+\.s?html?$
    """,
    re.I | re.X,
)
_NUMBER = re.compile(r"\d{3,}")
_ORDINAL = re.compile(r"/\d{1,2}\.(?:s?html?|jhtml|aspx?|php|jsp)$", re.I)


def is_article(path: str, query: str = "") -> bool:
    """Whether a path is written like an article's; files that lists link to (PDF, DOC …) are too."""
    path = path[:1000]
    if _ARTICLE.search(path) or _FILE.search(path):
        return not path.lower().endswith("/list.html")
    return bool(query) and _QUERY.search(query[:1000]) is not None


def is_list(path: str, query: str = "") -> bool:
    """Whether a path is written like a column's or a home page's."""
    path = path[:1000]
    return not query and (not path or _LIST.search(path) is not None) and not is_article(path)


def is_ordinal(address: str) -> bool:
    """Whether an address is a low number: the twelfth article of a young site, or the twelfth page of a list."""
    return _ORDINAL.search(address[-40:]) is not None


def is_numbered(path: str) -> bool:
    """Whether the last part of a path carries a number, as nearly all articles' do and few columns'."""
    return _NUMBER.search(path[-200:].rpartition("/")[2]) is not None
