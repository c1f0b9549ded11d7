"""Numbers and names in a text: what a comparison never cuts in two, and calls by name when it changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from archive.article import Article
from archive.pieces import Piece

_DIGITS = r"\d+(?:[.,:/：\-]\d+)*(?:[余多]?[十百千万亿]+)?[%％‰]?"
_NUMERALS = "[〇零一二三四五六七八九十百千万亿两]+"
_NUMBER = re.compile(f"{_DIGITS}|{_NUMERALS}")
_WORD = "[A-Za-z]+"
# Counted things; any other single character behind a number is shown too, these are the longer ones.
_UNIT = re.compile(
    "(?:[余多])?(?:个百分点|平方公里|平方米|立方米|公里|公斤|公顷|千米|千瓦|小时|分钟|个月|"
    "万元|亿元|美元|万人|人次|万户|万吨|万亩|[\u4e00-\u9fff])"
)
_HAN_BEFORE = re.compile("[\u4e00-\u9fff]{1,4}$")
# A name stands between a post and what its bearer does.
_POSTS = "长|书记|主任|主席|主持人|记者|发言人|经理|委员|政委|检察官|法官|代表|教授|专家|同志"
_DOES = "介绍|表示|指出|强调|主持|出席|通报|发布|回答|说|作|同志|等|在|和|与|就|对|为"
_BEARER = re.compile(
    f"(?:{_POSTS})([\u4e00-\u9fff]{{2,4}}?|[\u4e00-\u9fff]{{2,6}}[·•][\u4e00-\u9fff]{{2,6}})(?=[\\W]|{_DOES}|$)"
)
_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}[·•][\u4e00-\u9fff]{2,6}")
_MOST_NAMES = 500
_LONGEST_WORD = 16
_AROUND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """One short stretch in another's place."""

    kind: Literal["number", "name", "word"]
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The names two readings know, and how a text is cut so that they and all numbers stay whole."""

    names: frozenset[str]
    token: re.Pattern[str]

    def replacements(self, pieces: Sequence[Piece]) -> Iterator[Replacement]:
        """Each place where something short stands for something else short."""
        for place in range(len(pieces) - 1):
            old, new = pieces[place], pieces[place + 1]
            if (old.op, new.op) == ("removed", "added"):
                before = pieces[place - 1].text if place else ""
                after = pieces[place + 2].text if place + 2 < len(pieces) else ""
                yield from self._replaced(old.text, new.text, before, after)

    def _replaced(self, old: str, new: str, before: str, after: str) -> Iterator[Replacement]:
        if len(old) > 20 * _LONGEST_WORD or len(new) > 20 * _LONGEST_WORD:
            return
        olds, news = self.token.findall(old), self.token.findall(new)
        numbers = [_numbers(side, before, after) for side in (olds, news)]
        names = [[token for token in side if token in self.names] for side in (olds, news)]
        named = False
        if len(numbers[0]) == len(numbers[1]):
            for left, right in zip(*numbers, strict=True):
                if unicodedata.normalize("NFKC", left) != unicodedata.normalize("NFKC", right):
                    named = True
                    yield Replacement(kind="number", old=left, new=right)
        if len(names[0]) == len(names[1]):
            for left, right in zip(*names, strict=True):
                if left != right:
                    named = True
                    yield Replacement(kind="name", old=left, new=right)
        if named and self._frame(olds) == self._frame(news):
            return
        if max(len(old), len(new)) <= _LONGEST_WORD:
            left, right = _tail(before), _head(after)
            yield Replacement(kind="word", old=f"{left}{old}{right}", new=f"{left}{new}{right}")

    def _frame(self, tokens: Sequence[str]) -> list[str]:
        """The tokens with each number and each name left open."""
        return ["" if _NUMBER.fullmatch(token) or token in self.names else token for token in tokens]


def find_mentions(*articles: Article) -> Mentions:
    """The names that some readings of one page know: of speakers, authors and editors, and those behind a post."""
    names: dict[str, None] = {}
    for article in articles:
        labels = [turn.speaker for turn in article.turns] + [article.author or "", article.editor or ""]
        for label in labels:
            names |= dict.fromkeys(_NAME.findall(label) if len(label) <= 30 else ())
        behind = (match[1] for match in _BEARER.finditer(article.text))
        names |= dict.fromkeys(islice(behind, _MOST_NAMES))
    known = sorted(list(names)[:_MOST_NAMES], key=len, reverse=True)
    parts = [*map(re.escape, known), _DIGITS, _NUMERALS, _WORD, "."]
    return Mentions(names=frozenset(known), token=re.compile("|".join(parts), re.DOTALL))


def _numbers(tokens: Sequence[str], before: str, after: str) -> list[str]:
    """The numbers of one side of an edit, each with its unit, or with what stands before it where it has none."""
    found = []
    for place, token in enumerate(tokens):
        if _NUMBER.fullmatch(token):
            behind = "".join(tokens[place + 1 : place + 6]) + after[:6]
            front = before[-6:] + "".join(tokens[max(0, place - 6) : place])
            unit = _UNIT.match(behind)
            ordinal = "第" if front.endswith("第") else ""
            lead = _HAN_BEFORE.search(front)
            if re.search("[:：/-]", token):  # a time, a date or a telephone number stands for itself
                found.append(token)
            elif unit or token[-1] in "%％‰":
                found.append(f"{ordinal}{token}{unit[0] if unit and token[-1] not in '%％‰' else ''}")
            else:
                found.append(f"{lead[0] if lead else ''}{token}")
    return found


def _tail(text: str) -> str:
    end = text[-_AROUND:]
    return re.split(r"[\W_]", end)[-1]


def _head(text: str) -> str:
    return re.split(r"[\W_]", text[:_AROUND])[0]
