"""Simplified and traditional characters: enough of both to know a label and a question by, not a converter."""

from __future__ import annotations

import re

# Pages of Hong Kong, of Taiwan media and of the big5 gateways of government sites.
_TRADITIONAL = (
    "記問網題報電視臺灣長張劉陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸韋賈鄒閆龍賀龔萬錢嚴賴龐蘭蘆魯畢聶齊莊塗開場結語負責專員發會國廣聞眾聽觀縣"
    "區處級學術廳辦華鳳東經濟導財時體頻應務們請歡進現繼續環節講話詞緒紹佈釋覺認為證實麼談給說參來編輯攝監終關"
)
_SIMPLE = (
    "记问网题报电视台湾长张刘陈杨黄赵吴孙马郑谢许韩邓冯萧叶苏吕卢钟谭陆韦贾邹闫龙贺龚万钱严赖庞兰芦鲁毕聂齐庄涂开场结语负责专员发会国广闻众听观县"
    "区处级学术厅办华凤东经济导财时体频应务们请欢进现继续环节讲话词绪绍布释觉认为证实么谈给说参来编辑摄监终关"
)
_TO_SIMPLE = str.maketrans(_TRADITIONAL, _SIMPLE)
_ANY_TRADITIONAL = re.compile(f"[{_TRADITIONAL}]")
_PART = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|.", re.S)
_VARIANTS = dict(zip(_SIMPLE, _TRADITIONAL, strict=True))


def simplified(text: str) -> str:
    """A text with these characters in their simplified form; its length does not change."""
    # Translating costs ten times what looking does, and nearly every page is simplified.
    return text.translate(_TO_SIMPLE) if _ANY_TRADITIONAL.search(text) else text


def either_script(pattern: str) -> re.Pattern[str]:
    """A compiled pattern whose characters, outside of character classes, match in both scripts.

    An alternative's first letter is written out in both: the engine skips what cannot match only where every
    alternative begins with a plain letter.
    """
    forms = [
        first + alternative[1:]
        for alternative in _alternatives(pattern)
        for first in (alternative[0], _VARIANTS.get(alternative[0], ""))
        if first
    ]
    later = (
        form[0] + "".join(f"[{char}{_VARIANTS[char]}]" if char in _VARIANTS else char for char in form[1:])
        for form in forms
    )
    return re.compile("|".join(later))


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, not those inside its groups."""
    depth = 0
    found = [""]
    for part in _PART.findall(pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += part
    return found
