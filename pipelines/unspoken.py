"""What stands on a transcript page and nobody says: time stamps, captions, editor lines, narration, credits."""

from __future__ import annotations

import re

from pipelines.furniture import IMPRINT
from pipelines.han_script import either_script
from pipelines.names import HAN
from pipelines.turn_kinds import Speech

_STAMP = r"(?:\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?)?\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_STAMP_LINE = re.compile(rf"[\[【(（［]?\s*{_STAMP}\s*[\]】)）］]?")
_STAMP_AT_END = re.compile(
    r"[\[［]\s*(?:(?:\d{4}-)?\d{1,2}-\d{1,2}\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*[\]］]\s*$"
    r"|(?<=[。！？!?…”])\s*\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?\s*$"
)
_STAMP_AT_START = re.compile(
    r"\s*[\[［(（]?\s*(?:\d{4}-\d{1,2}-\d{1,2}\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*[\]］)）]?\s*(?=[\[【［])"
)
STAMP_BEFORE = re.compile(
    r"[\[［(（]?\s*(?:\d{4}-\d{1,2}-\d{1,2}\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*[\]］)）]?\s*(?=[^\d\s:：])"
)
"""A time of day before a speaker."""
_LONGEST_STAMP = 30
_CAPTION = re.compile(
    r"(?:图为|图[一二三四\d]|上图|下图|资料图|[^，,。！？]{0,40}现场[（(。]?$).*|.{0,80}(?:\s摄|摄影?[）)]|供图[）)]?|[（(]图[）)])[。]?"
)
_EDITORIAL = either_script(
    r"[（(\[【]?\s*(?:责任编辑|责编|编辑|原标题|来源|稿源|审核|审校|校对|供稿|撰稿|摄影|监制|初审|复审|终审|值班编委|附件|相关链接|延伸阅读|打印|关闭)\s*(?:[：:]|[】\]]|\d?$).{0,80}"
)
_STAGE_NOTE = re.compile(r"[（(][^（）()]{1,40}[）)]|\W+")
"""（片头音乐）, （完）, a row of asterisks: nobody says them."""
_LONGEST_NARRATION = 60
_NARRATION = re.compile(
    rf"(?:最后|随后|接着|之后|会后|发布会最后|结束前)?[，,]?([{HAN}]{{2,8}}?)还?(?:宣布|预告|介绍|通报|回答|邀请|表示)了?"
    r"|(?:随后|接着|之后|会后|赛后|最后)[，,][^，。]{2,20}接受了?[^，。]{0,8}采访"
)
_CREDIT = re.compile(rf"[{HAN}]{{0,12}}(?:记者|编辑|校对|实习生|通讯员|摄影|审核|速记|统筹)")
_CLOSING = re.compile(
    rf"(?:{STAMP_BEFORE.pattern})?(?:[{HAN}]{{0,4}}直播(?:到此|已)?结束.{{0,20}}|推荐给.{{0,12}}|《[^《》]{{4,80}}》)"
    rf"|{IMPRINT.pattern}"
)
_AFTERWORD = re.compile(
    r"(?:免责声明|小贴士|(?:采访|记者)手记|编后|相关链接|延伸阅读|咨询电话|文图|图文|文字|视频(?:制作)?|[一二三]审)[:：]"
    r"|以上内容(?:根据|由|系)|本文根据"
)
_LONGEST_FURNITURE = 100
_EDITORIAL_STARTS = "（([【责編编責原来來稿审審校供撰摄攝监監初复终終值附相延打关關"


def bare(paragraph: str) -> str:
    """A paragraph without time stamps at its ends; empty where it is nothing but furniture."""
    text = paragraph.strip()
    if not text or (len(text) <= _LONGEST_FURNITURE and _is_furniture(text)):
        return ""
    if text[-1] in "]］0123456789" and (stamp := _STAMP_AT_END.search(text, len(text) - _LONGEST_STAMP)):
        text = text[: stamp.start()].rstrip()
    if text[0] in "[［(（0123456789" and (stamp := _STAMP_AT_START.match(text)):
        text = text[stamp.end() :]
    return text


def _is_furniture(text: str) -> bool:
    """Whether a line is a time stamp, a stage direction, a caption or an editor line."""
    # A look at a character or two spares most lines the patterns.
    if (text[0].isdigit() or text[0] in "[【(（［") and _STAMP_LINE.fullmatch(text):
        return True
    if not text[0].isalnum() and _STAGE_NOTE.fullmatch(text):
        return True
    if ("通讯员" in text or "校对" in text or "编辑" in text) and _is_credit(text):
        return True
    if ("摄" in text or "图" in text or "现场" in text) and _CAPTION.fullmatch(text):
        return True
    return text[0] in _EDITORIAL_STARTS and _EDITORIAL.fullmatch(text) is not None


def is_narrated(text: str, speech: Speech) -> bool:
    """Whether a short line tells of the speaker, or of the host, by name: 最后，程予安预告了下一场发布会的时间。"""
    if len(text) > _LONGEST_NARRATION or not speech.pieces:
        return False
    found = _NARRATION.match(text)
    return found is not None and (found[1] or "主持人") in (speech.person, speech.label.speaker, "主持人")


def without_afterword(pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The last speech without what follows it: notes on the interview, credits, links, that the broadcast has ended."""
    end = next((n for n, (_, text) in enumerate(pieces) if n and _AFTERWORD.match(text)), len(pieces))
    while end > 1 and (_CLOSING.fullmatch(text := pieces[end - 1][1]) or _is_credit(text)):
        end -= 1
    return pieces[:end]


def _is_credit(text: str) -> bool:
    """Whether a line is 青砚日报记者 林远山 编辑 程予安: who wrote it, and no words of anybody's."""
    words = re.split(r"[\s：:/、，]+", text.strip()) if len(text) <= _LONGEST_NARRATION else []
    posts = [_CREDIT.fullmatch(word) is not None for word in words]
    return any(posts[:1]) and all(
        post or (posts[n] and 2 <= len(word) <= 4)
        for n, (word, post) in enumerate(zip(words[1:], posts[1:], strict=True))
    )
