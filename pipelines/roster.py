"""Who is named in a press conference's lead, with which post, and who hosts it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pipelines.names import HAN, NAME, POST, is_name, split_post

# A name without a known surname (强巴, 尼玛次仁) is a name only where 同志, 先生 or 主持 says so.
_NAMED = re.compile(
    rf"{POST}[ \u3000]?(?:"
    rf"(?P<han>{NAME})(?=同志|先生|女士|主持|介绍|出席|参加|参会|作|做|就|向|围绕|通报|发布|回答|解读|主发布|和|与|及|等|致辞|讲话|表示|说"
    rf"|[，,、。；;：:（()）\s]|$)"
    rf"|(?P<any>[{HAN}]{{2,6}}?)(?=同志|先生|女士|主持[，,。；;、召发本今会]|主持$))"
)
# The post begins after the last of these.
_BEFORE_POST = re.compile(
    r"[，,。；;：:“”！？!?（）()\t\n]|(?:邀请|特邀|请来|请到|请|由|他们是|分别是|请出|出席.{0,12}的?有|是)了?|(?:同志|先生|女士)[、和与及]*"
)
_DATE = re.compile(r"^(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚)?")
_LONGEST_POST = 60
_LONGEST_NAME = 12
_POST_WORD = 8
"""Characters; no word that ends a post is longer, with the letter and the space beside it."""
_ENDS_IN_POST = re.compile(rf"{POST}[ \u3000]?\Z")


def roster(paragraphs: Sequence[str]) -> dict[str, str]:
    """Names with the posts that stand before them: 「邀请市公安局副局长李永平同志」 → 李永平: 市公安局副局长.

    The first post given to a name counts. Pass the lead; in a whole transcript, people who are merely spoken of
    are named in the same way.
    """
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        end = 0
        for match in _NAMED.finditer(paragraph):
            name = match["han"] or match["any"]
            if match["han"] and not is_name(name):
                continue
            start = match.start("han") if match["han"] else match.start("any")
            post = _post(paragraph[max(end, start - _LONGEST_POST) : start])
            end = match.end()
            if post:
                found.setdefault(name, post)
    return found


_BILL = re.compile(
    r"\s*[【\[（(]?(?P<part>主持人?|(?:访谈|特邀|出席|做客|受访|本期|直播)?嘉宾|(?:主)?发布人|(?:新闻)?发言人|出席(?:人员|领导)|主讲人|解读人|受访人)"
    r"[】\]）)]?\s*[:：]\s*(?P<people>[^。！？!?]{2,120})"
)
_APART = re.compile(r"[、，,；;（）()\s]+")
_BILL_LINES = 12


def cast(paragraphs: Iterable[str]) -> dict[str, bool]:
    """The people that a bill above a transcript names, and whether each is its host: 主持人：市委宣传部 徐静."""
    found: dict[str, bool] = {}
    for paragraph in islice(paragraphs, _BILL_LINES):
        match = _BILL.fullmatch(paragraph)
        if match is None:
            continue
        for word in _APART.split(match["people"]):
            parts = split_post(word)
            name = word if is_name(word) else parts[1] if parts is not None else ""
            if is_name(name):
                found.setdefault(name, match["part"].startswith("主持"))
    return found


def introduced(lead: Sequence[str], speakers: Iterable[str]) -> dict[str, str]:
    """The speakers whom a lead names right after a post, and that post.

    The labels of the transcript say where a name ends: 副部长岳清和主持 is 岳清和, where the roster alone sees 岳清.
    """
    names = sorted({name for name in speakers if 2 <= len(name) <= _LONGEST_NAME}, key=len, reverse=True)
    found: dict[str, str] = {}
    if not names:
        return found
    anyone = re.compile("|".join(map(re.escape, names)))
    for paragraph in lead:
        end = 0
        for match in anyone.finditer(paragraph):
            before = paragraph[max(end, match.start() - _LONGEST_POST) : match.start()]
            post = _post(before) if _ENDS_IN_POST.search(before[-_POST_WORD:]) else ""
            end = match.end()
            if post:
                found.setdefault(match[0], post)
    return found


def vouched(lead: str, labels: Iterable[str]) -> set[str]:
    """Those of some short texts that a lead names right after a post: 副局长殳向晚、政委强巴 need no known surname.

    A text counts only if it stands before words of its own elsewhere, as a label; the lead alone would not say where
    such a name ends.
    """
    return {label for label in labels if any(_ENDS_IN_POST.search(before) for before in _all_before(lead, label))}


def _all_before(lead: str, label: str) -> Iterator[str]:
    """The few characters before each place of a text in a lead."""
    at = lead.find(label)
    while at >= 0:
        yield lead[max(0, at - _POST_WORD) : at]
        at = lead.find(label, at + 1)


def _post(before: str) -> str:
    """The post at the end of the text before a name."""
    start = 0
    for boundary in _BEFORE_POST.finditer(before):
        # 由 and 是 inside a post's own words would leave nothing to the left of the name.
        if boundary.end() < len(before):
            start = boundary.end()
    return _DATE.sub("", before[start:].strip("、和与及以 \u3000"))
