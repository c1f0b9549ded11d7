"""Labels that are told by how the rest of the page sets its speakers: alone on their lines, or before a space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.label_lines import POST_LINE, read_asking_line
from pipelines.names import HAN, is_name, is_post
from pipelines.speakers import ASKING, Form, Label, Voice, read_label
from pipelines.transcript import Line

_SHORT, _LEAST_HEADED = 12, 2
_HEADING = (Voice.HOST, Voice.REPORTER, Voice.QUESTION)
_LEAST_SPACED = 3
_ASKS = re.compile(r"[？?]$|请介绍|请谈")
_ENDS = re.compile(r"[。！…”]$")
_BEFORE_SPACE = re.compile(rf"(?P<name>[{HAN}·]{{2,16}})[ \u3000]{{1,4}}(?=\S[^\t]{{4,}}[。！？?!…”]$)")
_TAKES_THE_FLOOR = re.compile(
    r"(?:谢谢|感谢)(?:主持人|您|你|各位|大家)|各位|大家(?:上午|下午|晚上)?好|主持人(?:您|你)?好"
)
_RARE_NAME = re.compile(rf"[{HAN}]{{2,6}}|[{HAN}]{{1,8}}(?:[·•][{HAN}]{{1,10}}){{1,2}}")


def name_lines_alike(lines: Sequence[Line], names: Container[str]) -> None:
    """Names alone on their lines, where the page sets speakers so.

    That it does, the same name with its post before says (市商务局局长 白云飞), or 主持人 alone on several lines: then
    a name that comes back so, or one of the lead, is a speaker, and so is 网友春暖花开. Without a host, people of the
    lead who take turns on lines of their own say so too.
    """
    headed = [line.label for line in lines if line.label is not None and line.label.form is Form.LINE]
    known: set[str] = {label.name for label in headed if label.name and (label.role or label.voice is Voice.HOST)}
    if known and len(headed) >= _LEAST_HEADED:
        # Among such headings a name of no known shape with a post before it is one as well.
        for line in lines:
            found = POST_LINE.fullmatch(line.text) if line.label is None else None
            role = line.text[: found.start(1)].strip() if found is not None else ""
            if found is not None and is_post("".join(role.split())):
                line.label = Label(
                    speaker=found[1], voice=Voice.PERSON, form=Form.LINE, start=len(line.text), role=role, name=found[1]
                )
                known.add(found[1])
    alone = Counter("".join(line.text.split()) for line in lines if line.label is None and len(line.text) <= _SHORT)
    of_lead = {name for name in alone if name in names}
    headed_by_voice = sum(label.voice in _HEADING for label in headed) >= _LEAST_HEADED
    headed_by_name = len(of_lead) >= _LEAST_HEADED and sum(alone[name] for name in of_lead) > _LEAST_HEADED * 2 - 1
    if headed_by_voice:
        known |= {name for name in alone if is_name(name)} | of_lead
    elif headed_by_name:
        known |= of_lead
    headed_by_post = sum(label.role is not None for label in headed) > _LEAST_HEADED
    with_media = headed_by_voice or headed_by_name or headed_by_post
    # Twice: who is believed below a question may have spoken before it.
    for _ in range(2):
        _name_alone(lines, known, with_media=with_media, with_rare_names=headed_by_voice)


def _name_alone(lines: Sequence[Line], known: set[str], *, with_media: bool, with_rare_names: bool) -> None:
    """Label the lines that are a name and nothing else; `known` learns who is believed."""
    asked = False
    for line, following in pairwise(lines):
        if with_media and line.label is None and following.label is None:
            line.label = read_asking_line(line.text)
        name = "".join(line.text.split()) if line.label is None else ""
        doubtful = following.label is not None and following.label.voice is Voice.UNKNOWN
        if name and name in known and doubtful:
            # 记住三句话：… is said by whose name stands above.
            following.label = None
        if name and following.label is None:
            if name in known:
                line.label = Label(speaker=name, voice=Voice.PERSON, form=Form.LINE, start=len(line.text), name=name)
            elif with_rare_names and _RARE_NAME.fullmatch(name) and _ENDS.search(following.text):
                # 强巴, alone below a question.
                vouched = asked or _TAKES_THE_FLOOR.match(following.text) is not None
                line.label = _alike(name, Form.LINE, len(line.text), vouched=vouched)
                known |= {name} if line.label is not None else set()
        asked = line.label.voice in ASKING if line.label is not None else asked and _ASKS.search(line.text) is not None


def name_spaced_alike(lines: Sequence[Line]) -> None:
    """Names and media before a space, where the page sets its speakers so (主持人　各位网友，大家好！)."""
    if sum(line.label is not None and line.label.form is Form.SPACED for line in lines) < _LEAST_SPACED:
        return
    heads = [(line, found) for line in lines if line.label is None and (found := _BEFORE_SPACE.match(line.text))]
    begun = {id(line): found for line, found in heads}
    known: set[str] = set()
    # Twice: who is believed below a question may have spoken before it.
    for _ in range(2):
        before: Label | None = None
        for line in lines:
            found = begun.get(id(line)) if line.label is None else None
            if found is not None:
                answers = before is not None and before.voice in ASKING
                vouched = (
                    answers or found["name"] in known or _TAKES_THE_FLOOR.match(line.text, found.end()) is not None
                )
                line.label = _alike(found["name"], Form.SPACED, found.end(), vouched=vouched)
                known |= {found["name"]} if line.label is not None else set()
            before = line.label or before


def _alike(name: str, form: Form, start: int, *, vouched: bool) -> Label | None:
    """The label of a name, a medium or one of the public; of any other short word where something vouches for it."""
    label = read_label(f"{name}：")
    if label is None or label.voice in (Voice.OFFICE, Voice.ANSWER):
        return None
    if label.voice is Voice.UNKNOWN:
        if not vouched or not _RARE_NAME.fullmatch(name):
            return None
        label = replace(label, voice=Voice.PERSON, name=name)
    return replace(label, form=form, start=start)
