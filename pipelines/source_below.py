"""来源 below the text: behind its label, unlabelled in a line of facts, or in the brackets that the text ends with."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.dates import find_stamp
from pipelines.filed import filed
from pipelines.labels import BARE_SOURCE, BLANK, SOURCE, is_organisation, organisation_at, source_at, word
from pipelines.outlets import is_a_date, outlet_among_facts, unlabelled_source
from pipelines.surroundings import Surroundings

_ABOVE = 2
_NEAR = 6
_LONGEST_FACTS = 90
_LONGEST_CREDIT = 200
_ALONE_OR_AMONG_CREDITS = re.compile(
    r"^[\W\d_大中小]*$|编\s?辑|责编|作者|记者|通讯员|时间|日期|审[核校]|[初复终一二三]审|签发|监制|统筹|校对|浏览|阅读|点击|访问|摄影|供稿|标题"
    r"|人气|热度|字[体号]|打印|关闭|收藏|分享|朗读|A[+-]|保存|栏目|类别|分类|发布|录入|^[\W_大中小]*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]"
)
"""What stands before a label below the text: 主要污染来源： ends a report, 文物修复记 来源：… is of another article."""
_QUOTED_AT_THE_END = re.compile(
    r"^[（(](?:据|转自|摘自|摘编自|原载于?|选自)\s*(?P<value>[^，。；]{2,24}?)(?:\d{1,2}月\d{1,2}日)?[电讯]?[）)]$"
)
_SIGNED = re.compile(
    r"[（(](?:信息|文章|稿件|本文)?来源\s*[:：]\s*(?P<value>[^（()）:：]{2,24})(?:\s[^（()）]{1,30})?[）)]$"
    r"|[。！”]\s*(?:文章|稿件|本文)?来源\s*[:：]\s*(?P<bare>[^，。；:：（()）]{2,20})$"
)
"""（来源：青砚日报） as the last words of a text, or the same after the last sentence without brackets."""
_SENT_IN = re.compile(r"[（(](?P<value>[^（()），。；:：]{2,24}?)\s?供稿[）)]$")
"""（市城管局供稿）."""
_RELATED = re.compile(
    r"[\W_]{0,3}(?:相关|热门|热点|推荐|延伸|精彩|更多|猜你|为您)(?:新闻|阅读|链接|文章|推荐|资讯|信息|稿件|报道|内容|喜欢)"
)
"""The heading of a list of other articles: what stands below it has sources of its own."""

Told = tuple[str, str]
"""A source and what told it."""


def labelled_below(around: Surroundings) -> Told | None:
    """The source on a line of its own, or among credits, below the text."""
    related = False
    for raw in around.below:
        related = related or _RELATED.match(raw) is not None
        if related and "编" not in raw:
            continue
        for match in SOURCE.pattern.finditer(raw) if len(raw) <= _LONGEST_CREDIT else ():
            value = source_at(raw[match.end() :].strip(BLANK))
            if value is not None and _ALONE_OR_AMONG_CREDITS.search(raw[: match.start()]):
                return value, f"label {word(match[0])} below the body"
        bare = BARE_SOURCE.pattern.search(raw) if len(raw) <= _LONGEST_FACTS else None
        value = organisation_at(raw[bare.end() :].strip(BLANK)) if bare is not None else None
        if value is not None:
            return value, "label 来源 below the body"
    return None


def unlabelled_below(around: Surroundings, title_tag: str) -> Told | None:
    """The outlet beside the date right below the text, where no date stands at the headline."""
    if any(find_stamp(line.raw) for line in around.under[around.headed :]):
        return None
    # A signature below the text is the office's, not an outlet's.
    near = [raw for raw in around.below if raw not in around.ending][:_NEAR]
    if filed(around.below):
        return None
    for raw, following in pairwise((*near, "")):
        if _RELATED.match(raw) is not None:
            return None
        value = unlabelled_source(raw) or outlet_among_facts(raw)
        for one, other in ((raw, following), (following, raw)):
            if value is None and is_a_date(other) and is_organisation(one):
                value = one.strip(BLANK)
        if value is not None and value not in title_tag:
            return value, "beside the date below the body"
    return None


def credited(around: Surroundings) -> Told | None:
    """（来源：新华社） or （据新华社） as the last words of the text."""
    for line in around.ending[-_ABOVE:]:
        signed = _SIGNED.search(line[-_LONGEST_CREDIT:])
        if signed is not None and (told := source_at(signed["value"] or signed["bare"])) is not None:
            return told, "brackets at the end of the text"
        match = _QUOTED_AT_THE_END.match(line) or _SENT_IN.search(line[-_LONGEST_CREDIT:])
        value = organisation_at(match["value"]) if match is not None else None
        if value is not None:
            return value, "brackets at the end of the text"
    return None
