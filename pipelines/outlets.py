"""Outlets without a label: what stands beside a date and is the name of an organisation."""

from __future__ import annotations

import re

from pipelines.dates import find_stamp
from pipelines.labels import BLANK, NEXT_LABEL, SOURCE, is_organisation, organisation_at

_POSTED = re.compile(r"[\s\x1f\u3000]*(?:发[表布]于?|上传于?)[:：]?$")
_BETWEEN = BLANK + "·•|｜/–—-"
"""What may stand between a date and the outlet behind it."""
_PAPER = re.compile(r"《(?P<value>[^《》\x1f]{2,16})》[\s\x1f\u3000]*[（(]?[\s\x1f]*$")
"""《青砚日报》（2021年04月09日 第14版）."""
_COUNTED = re.compile(r"\d[\d.,]{0,8}万?\+?\s?(?:人?阅读|次?浏览|人看过)")
_COUNT = re.compile(r"\A\d[\d.,]{0,8}万?\+?[\s\x1f]*(?:[次人](?:阅读|浏览)?|阅读|浏览)?[\s\x1f\u3000|｜·]+")
"""How often a page was read, beside an icon and without a label."""
_DATE_LINE = re.compile(r"^[\s\x1f]*(?:https?://\S+|[\w.]+\.(?:com|cn|net|org)\S*)?[\s\x1f\u3000]*$", re.I)

_WEEKDAY = re.compile(r"\s?[（(]?(?:星期|周)[一二三四五六日天][）)]?")
_LONGEST, _LONGEST_DATE, _MOST_PIECES = 160, 36, 24
_CRUMBS = re.compile("[>»›＞]|位置")
_PIECES = re.compile(r"[\s\x1f\u3000\xa0|｜\[\]【】〔〕]+")
ALONE_LABEL = re.compile(
    r".{0,6}(?:[编編][辑輯]|责编|作者|记者|审核|校对|单位|部门|机构|机关|主体|科室|栏目|分类|类别|频道|标题|主办|承办|录入|发布[人者])|.*[:：]"
)
"""A piece whose value is the next one."""
_DATE_LABEL = re.compile(
    r"[\s\[【]*(?:(?:发[布表稿]|更新|录入|上传|信息|添加|创建|刊发|公开)?(?:时间|日期)|发布于?|发表于|更新于)?[\s\]】]*[:：]?[\s\x1f]*"
)


def unlabelled_source(line: str) -> str | None:
    """The organisation in a line that holds a date and nothing else: 2022-02-13 09:57 光明网."""
    line = line.strip("（）()" + BLANK) if line[:1] in "（(" else line
    stamp = find_stamp(line)
    if stamp is None or len(line) > 80:
        return None
    paper = _PAPER.search(line[: stamp.start])
    if paper is not None and is_organisation(paper["value"]):
        return paper["value"]
    before = _POSTED.sub("", line[: stamp.start].strip(_BETWEEN).removeprefix("来源").removeprefix("由").lstrip(BLANK))
    after = line[stamp.end :].strip(_BETWEEN)
    ends = not after or NEXT_LABEL.match(after) or after.startswith(("记者", "作者")) or _COUNTED.match(after)
    if ends and is_organisation(before):
        # 青砚日报 2023-02-03 07:10
        return before.strip("《》")
    if not _DATE_LINE.match(line[: stamp.start]):
        return None
    rest = _COUNT.sub("", line[stamp.end :].strip(_BETWEEN)).removeprefix("来源").lstrip(BLANK)
    value = organisation_at(rest)
    return value.strip("《》") if value is not None and rest.startswith(value) else None


def outlet_among_facts(line: str) -> str | None:
    """The one organisation among the labelled facts of a line: 发布时间：2023-02-03　青砚日报　阅读：12."""
    stamp = find_stamp(line) if len(line) <= _LONGEST else None
    if stamp is None or _CRUMBS.search(line) or SOURCE.pattern.search(line):
        return None
    found: set[str] = set()
    label = False
    for piece in _PIECES.split(f"{line[: stamp.start]} {line[stamp.end :]}")[:_MOST_PIECES]:
        if piece and not label and is_organisation(piece):
            found.add(piece)
        label = bool(piece) and ALONE_LABEL.fullmatch(piece) is not None and _DATE_LABEL.fullmatch(piece) is None
    return found.pop() if len(found) == 1 else None


def is_a_date(text: str) -> bool:
    """Whether a text is a date, with its label or without."""
    stamp = find_stamp(text) if len(text) <= _LONGEST_DATE else None
    if stamp is None or _WEEKDAY.sub("", text[stamp.end :]).strip(" ·|]】\x1f"):
        return False
    before = text[: stamp.start].strip(" ·|")
    return not before or _DATE_LABEL.fullmatch(before) is not None
