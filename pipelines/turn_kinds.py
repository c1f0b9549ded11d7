"""What a turn is: a statement, a question, an answer, or moderation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.article import TurnKind
from pipelines.han_script import either_script
from pipelines.speakers import ASKING, Label, Voice

# Every alternative of these begins with a letter: then a search skips what cannot match, and takes a tenth of the time.
_TO_THEM = r"(?:朋友)?(?:们)?[，,]?(?:大家)?(?:上午|下午)?好"
_GREETING = either_script(
    r"各位|女士们|先生们|同志们|朋友们|网友们|大家(?:上午|下午|中午|早上|晚上|新年)?好|上午好|下午好|早上好|晚上好"
    rf"|网友{_TO_THEM}|主持人{_TO_THEM}|媒体{_TO_THEM}|记者{_TO_THEM}"
)
_ASKING = either_script(
    r"请问|请介绍|请谈|请您|请你|能否|可否|怎么看|如何看待|有[何什]|谈一?谈|介绍一下|说几句|证实|谈一下"
)
_HOST_ASKING = either_script(
    r"？|\?|请问|请您|请[二两几三各]位|您(?:能|可以|给|谈|说|介绍|怎么|如何|觉得|认为)|谈一?谈"
)
_QUESTIONS = r".{0,6}(?:提问|问答|答问)"
_FOR_WORDS = r"(?!主持人).{1,20}(?:介绍|回答|解答|发布|发言|解读|通报)"
# A host who passes the press's questions on says 请林局长回答; one who interviews says 请您谈谈.
_TO_GUEST = either_script(r"(?<!下面)请您(?:先|再|给|为|跟|和|就|简要|具体)?.{0,12}(?:介绍|谈|说|讲|解读|分享)")
_MODERATING = either_script(
    r"有请|请(?:到|来)|邀请.{1,40}|请.{1,30}(?:介绍|发布|通报|致辞|讲话|作|做|解读|回答|解答)|到此结束"
    rf"|开始{_QUESTIONS}|继续{_QUESTIONS}|进入{_QUESTIONS}|现场{_QUESTIONS}|感谢{_FOR_WORDS}|谢谢{_FOR_WORDS}"
    r"|欢迎.{0,20}(?:出席|参加|来到|收看|做客)"
)
# Words of a host to a guest alone, such as 「孔局长，您好！」: the reply to them answers.
_ADDRESS = re.compile(
    r".{0,20}[您你]好.{0,8}|.{0,20}欢迎[您你].{0,8}|[^各大们]{0,12}(?:新[春年]|节日|[上下]午|晚上)好.{0,8}"
)
_THANKS = either_script(r"(?:好的?|嗯|明白了?|知道了)?[，,。]?\s*(?:谢谢|感谢)[^？?]{0,16}")
_INTERPRETER = re.compile(r".{0,6}(?:翻译|译员)")
_ANSWERS = either_script(r"我们?(?:很|非常)?(?:愿意?|高兴|乐意)回答")
"""A spokesman who opens alone."""
_ADDING = re.compile(r"我?(?:再|来|也)?补充")
_LONGEST_QUESTION = 200
_TAIL = 120
# Without a question mark, words are a question only if they say so early.
_QUESTION_LENGTH = 400


@dataclass(slots=True, kw_only=True)
class Speech:
    """A turn before its kind is known."""

    label: Label
    pieces: list[tuple[int, str]]
    """Paragraph number and text of each part."""

    @property
    def text(self) -> str:
        """The words."""
        return "\n".join(text for _, text in self.pieces)

    @property
    def person(self) -> str:
        """What one speaker has in common under changing labels: the name, where the label gives one."""
        return self.label.name or self.label.speaker


def greets(text: str) -> bool:
    """Whether words begin with a greeting to an audience."""
    return _GREETING.search(text, 0, 60) is not None


def asks(text: str) -> bool:
    """Whether words ask for something."""
    return "？" in text or "?" in text or _ASKING.search(text, 0, _QUESTION_LENGTH) is not None


def is_mute(text: str) -> bool:
    """Whether nothing in a whole text asks or greets: nobody speaks in it, whatever its lines begin with."""
    return not ("？" in text or "?" in text or _ASKING.search(text) or _GREETING.search(text))


def moderates(text: str) -> bool:
    """Whether words invite, thank or close, as a host does."""
    return _MODERATING.search(text, 0, _QUESTION_LENGTH) is not None


def kinds(speeches: Sequence[Speech], lead: str) -> list[TurnKind]:
    """The kind of each turn, from who speaks, what was asked before, and what the host does."""
    hosts = _hosts(speeches, lead)
    asked_by_press = any(speech.label.voice in ASKING for speech in speeches)
    found: list[TurnKind] = []
    asked = False
    for n, speech in enumerate(speeches):
        following = speeches[n + 1] if n + 1 < len(speeches) else None
        if speech.label.voice in ASKING:
            thanked = bool(found) and found[-1] == "answer" and _THANKS.fullmatch(speech.text)
            found.append("statement" if thanked else "question")
        elif speech.label.voice is Voice.ANSWER:
            found.append("answer")
        elif _INTERPRETER.fullmatch(speech.label.speaker):
            found.append("statement")
        elif speech.person in hosts or speech.label.voice is Voice.HOST:
            guest = following is not None and following.label.voice not in ASKING and following.person != speech.person
            adds = asked and found[-1] == "answer" and _ADDING.match(speech.text)
            kind = _host_kind(speech.text, to_guest=guest, opening=not asked, press=asked_by_press)
            found.append("answer" if adds else kind)
        elif _asks_another(speech, following, hosts) and (not found or found[-1] != "question"):
            found.append("question")
        else:
            addressed = n > 1 and found[-1] == "moderation" and _ADDRESS.fullmatch(speeches[n - 1].text)
            leaves = bool(found) and found[-1] == "moderation" and _THANKS.fullmatch(speech.text)
            found.append("answer" if addressed or (asked and not leaves) else "statement")
        asked = asked or found[-1] == "question"
    return found


def _asks_another(speech: Speech, following: Speech | None, hosts: set[str]) -> bool:
    """Whether one guest asks another, in a conversation of several: 郑先生，您第一次上高原时多大？"""
    if following is None or following.person == speech.person or following.person in hosts:
        return False
    guests = speech.label.voice is Voice.PERSON and following.label.voice is Voice.PERSON
    return guests and len(speech.text) <= _LONGEST_QUESTION and speech.text.rstrip().endswith(("？", "?"))


def _host_kind(text: str, *, to_guest: bool, opening: bool, press: bool) -> TurnKind:
    """Whether a host moderates or asks a guest."""
    tail = text[-_TAIL:]
    if not to_guest or not _HOST_ASKING.search(tail):
        return "moderation"
    if opening and greets(text) and not text.rstrip().endswith(("？", "?")):
        return "moderation"
    if press and not text.rstrip().endswith(("？", "?")) and not _TO_GUEST.search(tail):
        return "moderation"
    return "question"


def _hosts(speeches: Sequence[Speech], lead: str) -> set[str]:
    """The people who moderate."""
    hosts = {speech.person for speech in speeches if speech.label.voice is Voice.HOST}
    people = {speech.person for speech in speeches if speech.label.voice not in ASKING}
    # 外交部发言人齐向东主持记者会, and answers: he is no host.
    alone = {speech.person for speech in speeches if _ANSWERS.search(speech.text, 0, _QUESTION_LENGTH)}
    people -= hosts | alone | {speech.person for speech in speeches if speech.label.voice is Voice.ANSWER}
    answering = {
        second.person
        for first, second in pairwise(speeches)
        if first.label.voice in ASKING and second.label.voice not in ASKING
    }
    hosts |= {person for person in people - answering if len(person) > 1 and _is_host_in(lead, person)}
    hosts |= _moderators(speeches) & (people - answering)
    first = speeches[0]
    others = people - {first.person}
    opens = first.person not in answering | alone and moderates(first.text) and greets(first.text)
    if not hosts and others and opens:
        hosts.add(first.person)
    if not hosts and len(people) == 2 and not any(speech.label.voice in ASKING for speech in speeches):
        hosts |= _interviewer(speeches)
    return hosts


def _moderators(speeches: Sequence[Speech]) -> set[str]:
    """Who speaks more than once, and mostly to invite, to thank and to close."""
    turns = Counter(speech.person for speech in speeches)
    moderated = Counter(speech.person for speech in speeches if turns[speech.person] > 1 and moderates(speech.text))
    return {person for person, count in moderated.items() if count * 2 >= turns[person]}


def _is_host_in(lead: str, person: str) -> bool:
    """Whether a lead says that somebody hosts: 「由李晓主持」, 「主持人：李晓」."""
    forms = (
        f"{person}主持",
        f"{person}同志主持",
        f"主持人{person}",
        f"主持人：{person}",
        f"主持人:{person}",
        f"主持人 {person}",
    )
    return any(form in lead for form in forms)


def _interviewer(speeches: Sequence[Speech]) -> set[str]:
    """The one of two people whose turns mostly end in questions."""
    turns = Counter(speech.person for speech in speeches)
    asked = Counter(speech.person for speech in speeches if _HOST_ASKING.search(speech.text[-_TAIL:]))
    asking = [person for person, count in asked.items() if count * 2 > turns[person]]
    return {asking[0]} if len(asking) == 1 and turns[asking[0]] > 1 else set()
