"""Who said what: the turns of a press conference, an interview or a question-and-answer page.

A line may begin with a speaker label (`pipelines.speakers`). The page as a whole decides whether it is a transcript and
which doubtful labels are speakers: a question that a labelled answer follows, a greeting to the audience, a lead that
names people, a label that comes back. A page without such evidence has no turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from archive.article import Turn
from pipelines.han_script import simplified
from pipelines.label_lines import POST_LINE, read_label_line
from pipelines.latin_lines import name_latin_lines
from pipelines.names import HAN, POST, is_name, is_post
from pipelines.recurring import recurring
from pipelines.roster import cast, roster, vouched
from pipelines.set_alike import name_lines_alike, name_spaced_alike
from pipelines.set_apart import read_set_apart
from pipelines.speakers import ASKING, Form, Label, Voice, read_glued, read_label
from pipelines.transcript import Line, speaker_lines
from pipelines.turn_kinds import Speech, is_mute, kinds
from pipelines.unspoken import STAMP_BEFORE, bare, is_narrated, without_afterword

# The lead names people; further down, people are merely spoken of.
_LEAD_LINES = 8
_LEAD_LENGTH = 1500
_SHORTEST_LEAD = 15

_SHORT_LABEL = re.compile(
    rf"[\s\[【<「（(\d:：-]{{0,24}}([{HAN}]{{2,4}}|[{HAN}]{{2,8}}·[{HAN}]{{2,8}})(?:[：:﹕\]】>」（(\d|｜\t]|\s?$|\s\d|\s[|｜])"
)
_NAME_BEHIND_POST = re.compile(rf"[^，。！？；：:]{{1,40}}?{POST}[ \u3000]?([{HAN}]{{2,6}})\s?(?:[：:】\]]|$)")
_SPEAKER_WITHIN = re.compile(r"(?<=\S)\s{0,3}(?=[\[【][^\[\]【】\d\s，。]{1,16}[\]】]\s?[:：])")
_INLINE_ANSWER = re.compile(r"(?<=[？?。])\s*(?=答\s*[：:])")
_QUOTED_HEADING = re.compile(r"“[^“”。！]{2,20}”")
_ENDINGS = "。！？!?…”’」』；;：:）)】]》>.~～—"
_LONGEST_HEADING = 45
_NUMBERED = re.compile(r"(?:问题|提问)[一二三四五六七八九十\d]{1,3}[：:]?")
"""问题一：, above who asks it."""
_MOST_HEADINGS = 3
_LEAST_MARKS = 2
_LONGEST_NAME = 20


def segment_turns(
    paragraphs: Sequence[str], *, bold: Sequence[str | None] = (), title: str | None = None
) -> tuple[Turn, ...]:
    """The turns of a transcript, in page order; none for a page that is no transcript.

    *bold* holds, for each paragraph, the bold run it begins with: a name in bold needs no colon. Lead, captions, time
    stamps, editor lines and headings between turns belong to no turn; every other character belongs to one at most.
    """
    if is_mute("\n".join(paragraphs)):
        return ()
    lines, names, lead = _read_lines(paragraphs, bold, title)
    labels = speaker_lines(lines, names)
    if not labels:
        return ()
    speeches = _collect(lines, labels)
    found = kinds(speeches, lead)
    return tuple(
        Turn(
            speaker=speech.label.speaker,
            role=speech.label.role,
            kind=kind,
            text=speech.text,
            paragraph=speech.pieces[0][0],
        )
        for speech, kind in zip(speeches, found, strict=True)
    )


def lead_of(paragraphs: Sequence[str], title: str | None) -> str:
    """Where a transcript says who takes part: its title and its first sentences, one a line."""
    sentences = islice((paragraph for paragraph in paragraphs if len(paragraph) >= _SHORTEST_LEAD), _LEAD_LINES)
    return "\n".join([title or "", *sentences])[:_LEAD_LENGTH]


def _read_lines(
    paragraphs: Sequence[str], bold: Sequence[str | None], title: str | None
) -> tuple[list[Line], frozenset[str], str]:
    """The lines that may belong to a turn, with their possible labels; the people the lead names; the lead."""
    lead = simplified(lead_of(paragraphs, title))
    names = frozenset(roster(lead.split("\n")))
    names |= vouched(lead, _unknown_names(paragraphs) - names)
    billed = cast(paragraphs)
    names |= billed.keys() | recurring(paragraphs, lead)
    lines: list[Line] = []
    for number, paragraph in _one_speaker_each(paragraphs):
        text = bare(paragraph)
        if not text:
            continue
        run = bold[number] if number < len(bold) else None
        label = read_set_apart(text, names) or read_label(text, bold=run, names=names)
        if label is None and (stamp := STAMP_BEFORE.match(text)):
            # [10:02:33] 主持人：… and no sentence that begins with a time of day.
            label = read_label(text[stamp.end() :], names=names)
            label = label if label is not None and label.form in (Form.COLON, Form.BRACKET) else None
            text = text[stamp.end() :] if label is not None else text
        label = label or read_label_line(text, names, bold=bool(run))
        if label is not None and label.voice is Voice.QUESTION and (split := _INLINE_ANSWER.search(text, label.start)):
            lines.append(Line(paragraph=number, text=text[: split.start()], label=label))
            text = text[split.end() :]
            label = read_label(text, names=names)
        lines.append(Line(paragraph=number, text=text, label=label))
    name_latin_lines(lines)
    lines = _join_headings(lines)
    name_lines_alike(lines, names)
    name_spaced_alike(lines)
    for line in lines:
        if line.label is not None and line.label.voice is Voice.PERSON and billed.get(line.label.name or ""):
            line.label = replace(line.label, voice=Voice.HOST)
    people = names.union(_short_name(line.label) for line in lines if line.label) - {""}
    for line in lines:
        line.label = line.label or read_glued(line.text, people)
    return lines, names, lead


def _one_speaker_each(paragraphs: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs with their numbers; one with several speakers ([主持人]：… [10:03] [程予安]：…) in parts."""
    for number, paragraph in enumerate(paragraphs):
        marks = paragraph.count("]") + paragraph.count("】")
        if marks < _LEAST_MARKS or len(places := [one.start() for one in _SPEAKER_WITHIN.finditer(paragraph)]) < 2:
            yield number, paragraph
            continue
        for start, end in pairwise((0, *places, len(paragraph))):
            yield number, paragraph[start:end]


def _unknown_names(paragraphs: Sequence[str]) -> set[str]:
    """What may be a name: before a colon, a time or another mark, alone, or behind a post and nothing else."""
    found = set()
    for paragraph in paragraphs:
        match = _SHORT_LABEL.match(paragraph) or POST_LINE.fullmatch(paragraph)
        if match is None and ("：" in paragraph[:_LONGEST_HEADING] or len(paragraph) <= _LONGEST_HEADING):
            match = _NAME_BEHIND_POST.match(paragraph)
        if match:
            found.add(simplified(match[1]))
    return found


def _short_name(label: Label) -> str:
    """The name a label gives, known by its shape or not; empty where it is too long for one."""
    return label.name or (label.speaker if label.voice is Voice.UNKNOWN and len(label.speaker) <= 6 else "")


def _join_headings(lines: Sequence[Line]) -> list[Line]:
    """Headings printed on several lines made one: 主持人, below it 宣传司副司长, below it 米锋."""
    joined: list[Line] = []
    names = [line.label is None and len(line.text) <= _LONGEST_NAME and is_name(line.text) for line in lines]
    names.append(False)
    n = 0
    while n < len(lines):
        line, end = lines[n], n + 1
        if names[n + 1] and _is_post_line(line):
            line, end = _heading(lines[n : n + 2], name=lines[n + 1].text, role=line.text), n + 2
        elif names[n] and n + 1 < len(lines) and _is_post_line(lines[n + 1]):
            end = next((m for m in range(n + 1, len(lines)) if not _is_post_line(lines[m])), len(lines))
            line = _heading(lines[n:end], name=line.text, role=lines[n + 1].text)
        if line.label and line.label.role and joined and _is_bare_host(joined[-1]):
            text = f"{joined.pop().text}\n{line.text}"
            label = replace(line.label, voice=Voice.HOST, start=len(text))
            line = Line(paragraph=line.paragraph, text=text, label=label)
        joined.append(line)
        n = end
    return joined


def _is_post_line(line: Line) -> bool:
    """Whether a line is a post and nothing else."""
    return line.label is None and len(line.text) <= _LONGEST_HEADING and is_post(line.text)


def _heading(lines: Sequence[Line], *, name: str, role: str) -> Line:
    """Lines with a name and a post as one line with a label."""
    text = "\n".join(line.text for line in lines)
    label = Label(speaker=name, voice=Voice.PERSON, form=Form.LINE, start=len(text), role=role, name=name)
    return Line(paragraph=lines[0].paragraph, text=text, label=label)


def _is_bare_host(line: Line) -> bool:
    """Whether a line is 主持人 and nothing else."""
    return line.label is not None and line.label.voice is Voice.HOST and not line.text[line.label.start :].strip()


def _collect(lines: Sequence[Line], labels: Mapping[int, Label]) -> list[Speech]:
    """The words of each turn; neighbouring turns of one speaker are one."""
    speeches: list[Speech] = []
    for n, line in enumerate(lines):
        label = labels.get(n)
        if label is None:
            if speeches and not is_narrated(line.text, speeches[-1]):
                speeches[-1].pieces.append((line.paragraph, line.text))
            continue
        speech = Speech(label=label, pieces=[])
        if not speeches or speeches[-1].person != speech.person:
            if speeches:
                _drop_heading(speeches[-1], label)
            speeches.append(speech)
        if words := line.text[label.start :].strip():
            speeches[-1].pieces.append((line.paragraph, words))
    if speeches:
        speeches[-1].pieces = without_afterword(speeches[-1].pieces)
    return [speech for speech in speeches if speech.pieces]


def _drop_heading(speech: Speech, following: Label) -> None:
    """Take the heading of what follows, or the caption of who follows, from the end of a turn."""
    kept = len(speech.pieces)
    while kept > 1 and _is_heading(speech.pieces[kept - 1][1]):
        kept -= 1
    above = [text for _, text in speech.pieces[kept:]]
    # More lines than that, or lines after a colon, are a list.
    if not 0 < len(above) <= _MOST_HEADINGS or speech.pieces[kept - 1][1][-1] in "：:；;":
        return
    headed = following.voice in ASKING or following.voice is Voice.HOST or following.form is Form.LINE
    if headed or (following.name and any(text.endswith(following.name) for text in above)):
        del speech.pieces[kept:]


def _is_heading(text: str) -> bool:
    if _NUMBERED.fullmatch(text) or _QUOTED_HEADING.fullmatch(text):
        return True
    return len(text) <= _LONGEST_HEADING and text[-1] not in _ENDINGS and "谢谢" not in text and "\t" not in text
