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
_VARIANTS = dict(zip(_SIMPLE, _TRADITIONAL, strict=True))


def simplified(text: str) -> str:
    """A text with these characters in their simplified form; its length does not change."""
    # Translating costs ten times what looking does, and nearly every page is simplified.
    return text.translate(_TO_SIMPLE) if _ANY_TRADITIONAL.search(text) else text


def either_script(pattern: str) -> re.Pattern[str]:
    """A compiled pattern whose characters, outside of character classes, match in both scripts."""
    return re.compile("".join(f"[{char}{_VARIANTS[char]}]" if char in _VARIANTS else char for char in pattern))
