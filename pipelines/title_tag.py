"""What stands in a `<title>` tag: the headline, and around it the names of site and column."""

from __future__ import annotations

import re

from pipelines.furniture import normalised
from pipelines.guideline import Guideline

SITE = re.compile(
    r"(?:门户网站|政府网站?|人民政府|政务网|委员会|办公室|管委会|新闻网|信息网|中心|频道|集团|公司|大学|学院|医院"
    r"|报社|日报|晚报|在线|官网|网站?|[省市县区州厅局委部院署办])$"
)
"""How the names of sites and offices end."""
_CUT = re.compile(
    r"\s*(?:[_|｜]+|-{2,}|\s[-–—]+\s|\s*[-–—](?=[^-–—_|]{2,40}(?:网|政府|门户|频道|厅|局|委|报|站|汽车|谈)\W*$))\s*"
)
_SECTION = re.compile(
    r"(?:政府|政务|法定主动)?信息公开(?:专栏|目录)?|(?:通知|公示|公告)(?:公告|公示)?|(?:工作|政务|部门|图片|新闻)(?:动态|要闻|新闻)"
    r"|新闻(?:中心|资讯)|办事指南|政策(?:文件|法规|解读)|要闻|详情页?|正文|内容(?:页|详情)?|首页"
)
_SHORTEST = 4
_CLOSING = {"）": "（", ")": "(", "》": "《", "”": "“", "】": "【"}


def as_written(title_tag: str, value: str) -> str:
    """The part of a title tag whose letters are those of `value`: the tag knows how lines of a headline are joined."""
    kept = [(position, sign) for position, sign in enumerate(title_tag) if normalised(sign)]
    start = "".join(normalised(sign) for _, sign in kept).find(value)
    sizes = [len(normalised(sign)) for _, sign in kept]
    if start < 0 or max(sizes, default=1) > 1:
        return value
    first, last = kept[start][0], kept[start + len(value) - 1][0] + 1
    # A bracket that opens in the headline closes in it.
    opening = _CLOSING.get(title_tag[last : last + 1])
    closed = opening is not None and opening in title_tag[first:last]
    return title_tag[first : last + 1 if closed else last]


def title_part(title_tag: str) -> str:
    """What stands before the first joint of a title tag."""
    return next((part for part in re.split(r"\s*[-_|｜–—]+\s*", title_tag) if part), "")


def names_a_site(text: str, guideline: Guideline) -> bool:
    """Whether a text is the name of the site or of a column and no headline."""
    value = normalised(text)
    names = {normalised(name) for name in (guideline.site_name, guideline.column) if name}
    return value in names or (len(value) <= 20 and SITE.search(text) is not None and not re.search("[，。：:的]", text))


def main_part(tag: str, guideline: Guideline) -> str | None:
    """The headline in a title tag: the part that names no site and no column."""
    parts = [part for part in _CUT.split(tag) if part]
    own = [
        part
        for part in parts
        if len(normalised(part)) >= _SHORTEST and not names_a_site(part, guideline) and not _SECTION.fullmatch(part)
    ]
    if not own:
        return None
    return max(own[:2], key=len)
