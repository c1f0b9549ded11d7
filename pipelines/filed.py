"""The table of facts by which an office files a document: 索引号, 主题分类, 发文机关, 成文日期, one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LABEL = re.compile(
    r"(?:信息)?索引(?:号|编号)?|(?:统一|规范性文件)?(?:登记|编)号|(?:主题|信息|体裁|组配|服务对象|公开|所属|文件|公文|栏目)?(?:分类|类别|主题|种类)"
    r"|(?:发文|发布|制定|公开|公布|印发|信息所属|(?:公开)?责任|主办|起草|制发|签发)(?:机关|机构|单位|部门|主体)"
    r"|(?:成文|生成|生效|发文|签发|制发|印发|公开|公布|发布|登记|废止|失效|施行|实施)(?:日期|时间)|有效期限?|发布时间"
    r"|(?:发文|文件|公文)?(?:文号|字号|编号)|(?:文件|信息|公文)?(?:标题|名称)|主题词|关键[词字]|(?:有效|时效)性|(?:文件|效力|有效)?状态|效力"
    r"|内容(?:概述|概要|摘要)|(?:信息)?来源|公开(?:方式|范围|形式|属性|程序|时限)|语种|载体类型"
)
_APART = re.compile(r"[\t\x1f:：]")
_FIRST = frozenset(
    "信索统规登编主体组服公所文栏发制印责起签成生有失废施实内来语载标名关效时状分类种字[【 \u3000\xa0\t\x1f"
)
"""What a label begins with: most lines begin otherwise."""
_SENTENCE_ENDS = ("。", "：", ":")
_LONGEST_LABEL = 16
_LEAST = 3


def is_filed(text: str) -> bool:
    """Whether a line begins with a label of such a table: 索 引 号：0153/2021, 发文机关 in a cell, 有效性： alone."""
    if text[:1] not in _FIRST:
        return False
    label = _APART.split(text[:_LONGEST_LABEL], maxsplit=1)[0]
    if len(label) == _LONGEST_LABEL:
        return False
    return _LABEL.fullmatch("".join(label.split()).strip("[]【】")) is not None


def filed(texts: Sequence[str]) -> set[int]:
    """The places of the lines of such a table among a few: the labelled ones, and the value below a label alone."""
    found: set[int] = set()
    labels = 0
    for position, text in enumerate(texts):
        if is_filed(text):
            found.add(position)
            labels += 1
        elif (
            found and position - 1 in found and text[-1:] not in _SENTENCE_ENDS and _is_label_alone(texts[position - 1])
        ):
            found.add(position)
    return found if labels >= _LEAST else set()


def _is_label_alone(text: str) -> bool:
    return _LABEL.fullmatch("".join(_APART.sub("", text).split()).strip("[]【】")) is not None
