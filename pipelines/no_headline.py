"""Lines near a headline that are none: facts, furniture, addresses, steps of a path."""

from __future__ import annotations

import re

from pipelines.furniture import why_furniture

# Apart, so that the engine skips what cannot match: each alternative of a search begins with a letter, or all with a
# digit.
_LABEL = re.compile(
    r"来\s*源[于自]?\s*[:：]|來\s*源[于自]?\s*[:：]|发[布表稿](?:时间|日期|時間)|發[佈布](?:时间|日期|時間)|更新(?:时间|日期|時間)"
    r"|时\s*间\s*[:：]|日\s*期\s*[:：]|作\s*者\s*[:：]"
)
_DATE = re.compile(
    # 关于2014年3月17日拟审批项目的公示 is a headline.
    r"\d{4}(?:\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}|(?:(?<![\u4e00-\u9fff]\d{4})|(?<=[布表]于\d{4}))\s*年\s*\d{1,2}\s*月\s*\d{1,2}(?!\s*日(?!星期|来源|作者)[\u4e00-\u9fff]{3}))"
)
_NO_HEADLINE = re.compile(
    r"https?://|www\.|\.gov\.cn|>>|»|℃"
    r"|^(?:最新|热门|热点|推荐|相关|点击|阅读|浏览|专题|栏目)(?:信息|新闻|文章|排行|推荐|动态|专栏|导航|阅读|资讯)$|^第\w{1,4}版|^\d+$"
    r"|^.{0,14}[〔\[【（(](?:19|20)\d\d[〕\]】）)]第?\d{1,5}号$"
    r"|^欢迎(?:访问|光临)|电话[:：]\s?[\d(（+]"
)
_FACT = re.compile(
    r"\W*\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d\d)?\W*$"
    r"|\W*(?:人气|热度)\s?[:：]"
    r"|\W*(?:成文|发布|公开|生成)(?:日期|时间)\W*$"
    r"|(?:(?:信息|稿件)?(?:发布|提供|供稿)(?:单位|机构|部门|者|人)|供稿|录入|责任编辑|责编)[:：]"
    r"|(?:\w{3,9}\s)?(?:\d{1,2}\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\s[\d:, CST]+$"
)
"""[ 05-06 08:30 ], 发布单位：市教育局 and May 6, 2020."""


def is_no_headline(text: str) -> bool:
    """Facts, furniture, addresses, steps of a path."""
    return (
        _FACT.match(text) is not None
        or why_furniture(text) is not None
        or holds_facts(text)
        or _NO_HEADLINE.search(text) is not None
    )


def holds_facts(text: str) -> bool:
    """Whether a line holds a label of facts, or a date."""
    return _LABEL.search(text) is not None or _DATE.search(text) is not None
