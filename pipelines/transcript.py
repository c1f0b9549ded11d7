"""Whether a page is a transcript, and which of its possible labels are speakers.

No single label decides. A label is believed for what stands around it: a question that it answers, an answer that
follows its question, a greeting, a lead or a host that names it. What is believed once is believed everywhere on
the page. A page on which nobody asks and is answered and nobody greets an audience is no transcript.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.names import HAN, POST, is_name
from pipelines.speakers import ASKING, Form, Label, Voice
from pipelines.turn_kinds import asks, greets, moderates

_ADDRESSED = re.compile(rf"[{HAN}]{{0,4}}?(?:{POST}|同志|先生|女士)")
_WORDS = 800
_LONGEST_NAME, _LONGEST_LATIN = 12, 40
_SHORTEST_NAME = 2
# What hosts and askers say is searched for names up to here; a page of many thousand labels stays linear.
_CALLS = 20_000
_PLACES = 8
_HEADED = 4
_CERTAIN = (Voice.QUESTION, Voice.REPORTER, Voice.PUBLIC, Voice.HOST)
_REPORT = re.compile(r"(?:各位)?(?:代表|委员|同志们|同志)[、，：:！!]")
"""How a report to a congress begins, or a speech at a meeting: one person reads it and nobody answers."""
_HANDED_OVER = re.compile(r"[请由].{2,24}(?:回答|作答|介绍|解答|说明|补充|通报)")
"""这个问题请州水务局的同志回答。"""
_LAST_WORDS = 60
_SENTENCE = re.compile("[。！？!?，,；;…]")
_SENTENCE_END = re.compile(r"[。！？!?…：；]|[a-z]\.(?:\s|$)")


@dataclass(slots=True, kw_only=True)
class Line:
    """A paragraph, or the part of one, with the label it may begin with."""

    paragraph: int
    text: str
    label: Label | None = None


def speaker_lines(lines: Sequence[Line], names: Container[str | None]) -> dict[int, Label]:
    """The labels that are speakers, by the index of their line; empty where the page is no transcript."""
    listed = _listed(lines)
    candidates = [n for n, line in enumerate(lines) if line.label is not None and n not in listed]
    if not candidates:
        return {}
    page = _Page(lines, candidates, names)
    trusted: dict[str, Voice] = {}
    accepted: dict[int, Label] = {}
    # Twice: a speaker believed late, after a question, may have spoken before it.
    for _ in range(2):
        accepted = page.accept(trusted)
        trusted = {key: label.voice for label in accepted.values() for key in (label.name, label.speaker) if key}
    if not page.is_transcript(accepted):
        return {}
    return {**page.unlabelled_questions(accepted), **accepted}


class _Page:
    """The candidates of one page and the words that follow each."""

    def __init__(self, lines: Sequence[Line], candidates: list[int], names: Container[str | None]) -> None:
        self.lines = lines
        self.candidates = candidates
        self.names = names
        self.labels: list[Label] = []
        self.words: list[str] = []
        for n, index in enumerate(candidates):
            label = lines[index].label
            assert label is not None
            self.labels.append(label)
            until = candidates[n + 1] if n + 1 < len(candidates) else len(lines)
            self.words.append(_words(lines, index, until, label.start))
        self.places: dict[str, list[int]] = {}
        for n, label in enumerate(self.labels):
            self.places.setdefault(label.speaker, []).append(n)
        headed = [label.voice in _CERTAIN for label in self.labels if label.form is Form.LINE]
        self.is_headed = len(headed) >= _HEADED and any(headed)
        """Whether the page sets its speakers on lines of their own."""
        calling = (
            w
            for label, w in zip(self.labels, self.words, strict=True)
            if label.voice in ASKING or label.voice is Voice.HOST
        )
        self.calls = "\n".join(calling)[:_CALLS]

    def accept(self, trusted: Mapping[str, Voice]) -> dict[int, Label]:
        """One pass over the candidates, with the speakers that an earlier pass believed."""
        accepted: dict[int, Label] = {}
        previous: int | None = None
        for n, label in enumerate(self.labels):
            if self._is_listing(n, bool(accepted)):
                continue
            voice = trusted.get(label.speaker) or trusted.get(label.name or "")
            if voice is not None and self.words[n]:
                believed: Label | None = replace(label, voice=voice) if label.voice is Voice.UNKNOWN else label
            else:
                believed = self._believe(n, previous, begun=bool(accepted or trusted))
            if believed is not None:
                accepted[self.candidates[n]] = believed
                previous = n
        return accepted

    def is_transcript(self, accepted: Mapping[int, Label]) -> bool:
        """Whether anybody asks and is answered, or speaks to an audience."""
        numbers = [n for n, index in enumerate(self.candidates) if index in accepted]
        if len({self.labels[n].speaker for n in numbers}) == 1 and _REPORT.match(self.words[numbers[0]]):
            return False
        if any(self._addresses_audience(n) for n in numbers):
            return True
        exchanges = [(a, b) for a, b in pairwise(numbers) if self._is_exchange(a, b, accepted)]
        # Two lines of a digest may look like a medium that asks and a person who answers; four seldom do.
        if len(exchanges) > 1 or any(self._is_certain(a, b) for a, b in exchanges):
            return True
        # Questions printed as headings, answers labelled.
        return sum(self._answers_heading(n) for n in numbers) > 1

    def _is_certain(self, a: int, b: int) -> bool:
        """Whether one exchange is enough: the label says who asks, or bold type or the lead vouches for a medium."""
        asker, other = self.labels[a], self.labels[b]
        vouched = (asker.bold and other.bold) or other.name in self.names
        return asker.voice in _CERTAIN or (asker.voice is Voice.OUTLET and vouched)

    def _addresses_audience(self, n: int) -> bool:
        label = self.labels[n]
        speaking = label.voice in (Voice.HOST, Voice.PERSON, Voice.OFFICE) or label.form is Form.BRACKET or label.bold
        return greets(self.words[n]) and (speaking or self._is_addressed(label))

    def _is_exchange(self, a: int, b: int, accepted: Mapping[int, Label]) -> bool:
        """Whether the second of two speakers answers the first in sentences."""
        first, second = accepted[self.candidates[a]], accepted[self.candidates[b]]
        if self.labels[a].voice is self.labels[b].voice is Voice.UNKNOWN:
            return False
        # People quoted one after another ask rhetorically; who interviews comes back.
        if first.voice in (Voice.PERSON, Voice.OFFICE) and len(self.places[first.speaker]) == 1:
            return False
        answers = first.speaker != second.speaker and second.voice not in ASKING and first.voice is not Voice.ANSWER
        return answers and asks(self.words[a]) and _SENTENCE_END.search(self.words[b].partition("\n")[0]) is not None

    def unlabelled_questions(self, accepted: Mapping[int, Label]) -> dict[int, Label]:
        """The lines that 答 answers where the page prints its questions as headings."""
        if any(label.voice in ASKING for label in accepted.values()):
            return {}
        heading = Label(speaker="问", voice=Voice.QUESTION, form=Form.LINE, start=0)
        return {self.candidates[n] - 1: heading for n in range(len(self.candidates)) if self._answers_heading(n)}

    def _believe(self, n: int, previous: int | None, *, begun: bool) -> Label | None:
        """The label, if what stands around it makes it a speaker."""
        label, words = self.labels[n], self.words[n]
        answering = previous is not None and previous == n - 1 and self._invites(previous, label)
        if label.voice is Voice.UNKNOWN:
            return self._believe_unknown(n, answering)
        if label.voice in ASKING:
            believed = self._is_asking(n, begun)
        elif label.voice is Voice.ANSWER:
            believed = answering or self._answers_heading(n)
        elif label.form is Form.LINE:
            asked = previous is not None and self.labels[previous].voice in ASKING
            comes_back = answering and (asked or len(self.places[label.speaker]) > 1)
            of_lead = label.role is None and label.name in self.names
            closes = self.is_headed and moderates(words)
            believed = greets(words) or comes_back or (begun and (of_lead or closes or self._is_set_apart(n)))
        else:
            believed = answering or greets(words) or self._is_printed_as_speaker(n)
        return label if believed and words else None

    def _is_printed_as_speaker(self, n: int) -> bool:
        """Whether a label needs no context: a host, or a person who is known, bold or bracketed."""
        label = self.labels[n]
        if label.voice is not Voice.PERSON:
            return label.voice is Voice.HOST
        if label.name in self.names or self._is_addressed(label) or self._moderates(label):
            return True
        # Two characters in bold or in brackets may be a heading: 【金句】, 【高光】.
        marked = label.bold or label.form not in (Form.COLON, Form.SPACED)
        return marked and (len(label.speaker) > _SHORTEST_NAME or len(self.places[label.speaker]) > 1)

    def _is_addressed(self, label: Label) -> bool:
        """Whether a host or an asker calls the label's owner by name and post: 「感谢强巴支队长」."""
        name = label.name or label.speaker
        at = self.calls.find(name)
        return at >= 0 and _ADDRESSED.match(self.calls, at + len(name)) is not None

    def _moderates(self, label: Label) -> bool:
        """Whether a label comes back with a host's words."""
        places = self.places[label.speaker]
        if len(places) < 2 or len(label.speaker) > _LONGEST_NAME:
            return False
        return sum(moderates(self.words[n]) for n in places[:_PLACES]) > 1

    def _is_set_apart(self, n: int) -> bool:
        """Whether a line has a space between post and name; without one it may be a caption."""
        return len(self.lines[self.candidates[n]].text.split()) > 1 or self.labels[n].voice is not Voice.PERSON

    def _is_asking(self, n: int, begun: bool) -> bool:
        """Whether a label of the asking kind really asks."""
        label, words = self.labels[n], self.words[n]
        if label.voice is Voice.OUTLET:
            return asks(words) and self._is_answered(n)
        if label.voice is Voice.QUESTION and label.speaker.rstrip("一二三四五六七八九十0123456789").endswith("题"):
            # 问题 is as often a section of a report.
            return self._next_voice(n) is Voice.ANSWER
        return asks(words) or (begun and (label.form is not Form.LINE or self.is_headed))

    def _believe_unknown(self, n: int, answering: bool) -> Label | None:
        """A label of no known shape: a name without a known surname, a medium, or nothing."""
        label, words = self.labels[n], self.words[n]
        if answering and len(label.speaker) <= (_LONGEST_LATIN if label.speaker.isascii() else _LONGEST_NAME):
            return replace(label, voice=Voice.PERSON)
        if asks(words) and self._is_answered(n) and self._is_plain_speaker(n + 1):
            return replace(label, voice=Voice.OUTLET)
        marked = label.bold or label.form is Form.BRACKET
        printed = (label.bold and self._is_plain_speaker(n)) or (marked and greets(words))
        known = printed or self._is_addressed(label) or self._moderates(label)
        return replace(label, voice=Voice.PERSON) if known else None

    def _invites(self, n: int, label: Label) -> bool:
        """Whether the words before a label ask somebody, or announce the label's owner."""
        before = self.labels[n]
        words = self.words[n]
        if before.speaker == label.speaker or before.voice is Voice.ANSWER:
            return False
        if before.voice in ASKING:
            return True
        if label.voice is Voice.PERSON and _HANDED_OVER.search(words[-_LAST_WORDS:]):
            return True
        return asks(words) or (before.voice is Voice.HOST and (label.voice is Voice.PERSON or label.speaker in words))

    def _is_answered(self, n: int) -> bool:
        """Whether the next label can be that of an answer."""
        if n + 1 >= len(self.labels):
            return False
        following = self.labels[n + 1]
        return following.voice not in ASKING and following.speaker != self.labels[n].speaker

    def _answers_heading(self, n: int) -> bool:
        """Whether an answer follows an unlabelled question."""
        if self.labels[n].voice is not Voice.ANSWER or not self.candidates[n] or self.labels[n].speaker.startswith("A"):
            return False
        before = self.lines[self.candidates[n] - 1]
        return before.label is None and before.text.endswith(("？", "?"))

    def _is_plain_speaker(self, n: int) -> bool:
        """Whether a label is a speaker's by its shape, or comes back: one doubtful label does not vouch for another."""
        label = self.labels[n]
        return label.voice is not Voice.UNKNOWN or len(self.places[label.speaker]) > 1

    def _next_voice(self, n: int) -> Voice | None:
        return self.labels[n + 1].voice if n + 1 < len(self.labels) else None

    def _is_listing(self, n: int, begun: bool) -> bool:
        """Whether a label heads a fact: 「主持人：李四」 above an interview, 「记者：王五」 below it."""
        label = self.labels[n]
        rest = self.lines[self.candidates[n]].text[label.start :].strip()
        if not rest or len(rest) > 60 or _SENTENCE.search(rest) or greets(rest):
            return False
        return not begun or all(is_name(word) for word in rest.split())


def _listed(lines: Sequence[Line]) -> set[int]:
    """The lines of lists of people, each with post and name: they head nothing."""
    found: set[int] = set()
    for n, (above, line) in enumerate(pairwise(lines), start=1):
        first, second = above.label, line.label
        if first and second and first.role and second.role and first.name != second.name:
            found.add(n - 1)
            below = lines[n + 1] if n + 1 < len(lines) else None
            # The last of a list may head the words of whoever opens.
            if below is None or below.label is not None or not greets(below.text):
                found.add(n)
    return found


def _words(lines: Sequence[Line], index: int, until: int, start: int) -> str:
    """What follows a label up to the next candidate, as far as it is needed to judge it."""
    words = lines[index].text[start:].strip()
    for line in lines[index + 1 : until]:
        if len(words) > _WORDS:
            break
        words = f"{words}\n{line.text}" if words else line.text
    return words
