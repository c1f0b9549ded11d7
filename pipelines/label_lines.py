"""Speaker labels alone on their lines, without a colon: the words stand below."""

from __future__ import annotations

import re
from collections.abc import Container

from pipelines.han_script import simplified
from pipelines.names import HAN, is_name, is_post, split_post
from pipelines.speakers import OFFICE, OUTLET_NAME, PUBLIC, REPORTER, Form, Label, Voice

_LONGEST, _LONGEST_NICKNAME = 60, 16
_SHORTEST_NAME, _LONGEST_RARE_NAME = 2, 7
_NARRATED = re.compile("[的了着在是向与和对把给]")
_PUNCTUATION = re.compile(r"[，。：:\t]")
_SENTENCE_ENDS = "。！？!?；;：:，,、…”）)"
POST_LINE = re.compile(rf"\s*[{HAN}、（）]{{3,40}}[ \u3000]+([{HAN}]{{2,4}})\s*")
"""A line of a post and, behind a space, who may be its holder."""
_ALONE = {
    "主持人": Voice.HOST,
    "记者": Voice.REPORTER,
    "嘉宾": Voice.OFFICE,
    "问": Voice.QUESTION,
    "追问": Voice.QUESTION,
    "再问": Voice.QUESTION,
    "记者问": Voice.QUESTION,
    "答": Voice.ANSWER,
    "网友": Voice.PUBLIC,
    "网民": Voice.PUBLIC,
}
"""Labels that may stand alone on a line."""


def read_label_line(line: str, names: Container[str], *, bold: bool) -> Label | None:
    """A label alone on its line without a colon: 主持人, 新华社记者, or post and name."""
    text = line.strip()
    if not text or len(text) > _LONGEST or text[-1] in _SENTENCE_ENDS or _PUNCTUATION.search(text):
        return None
    plain = simplified("".join(text.split()))
    if (alone := _ALONE.get(plain)) is not None:
        return Label(speaker=text, voice=alone, form=Form.LINE, start=len(line))
    if plain.startswith("主持人") and ((name := plain[3:]) in names or is_name(name)):
        return Label(speaker=text, voice=Voice.HOST, form=Form.LINE, start=len(line), name=name)
    if (parts := _post_and_name(text, plain, names)) is not None:
        return Label(
            speaker=parts[1],
            voice=Voice.PERSON,
            form=Form.LINE,
            start=len(line),
            role=parts[0],
            name=simplified("".join(parts[1].split())),
            bold=bold,
        )
    if REPORTER.fullmatch(plain.removesuffix("追问").removesuffix("提问")) and not _NARRATED.search(plain):
        return Label(speaker=text, voice=Voice.REPORTER, form=Form.LINE, start=len(line))
    return None


def read_asking_line(line: str) -> Label | None:
    """The label of a line that is a medium or one of the public and nothing else, for pages that set speakers so."""
    text = line.strip()
    if not 2 <= len(text) <= _LONGEST_NICKNAME or text[-1] in "。！？!?；;：:，,、…" or _PUNCTUATION.search(text):
        return None
    plain = simplified("".join(text.split()))
    if PUBLIC.fullmatch(plain) is not None:
        return Label(speaker=text, voice=Voice.PUBLIC, form=Form.LINE, start=len(line))
    if OUTLET_NAME.fullmatch(plain) is not None:
        return Label(speaker=text, voice=Voice.OUTLET, form=Form.LINE, start=len(line))
    return None


def _post_and_name(text: str, plain: str, names: Container[str]) -> tuple[str, str] | None:
    """Post and name of a line that is nothing else, as printed."""
    words = text.split()
    for name, role in ((words[-1:], words[:-1]), (words[-2:], words[:-2]), (words[:1], words[1:])):
        printed = " ".join(name)
        bare = simplified("".join(name))
        if role and len(name) * len(bare) < 9 and (bare in names or is_name(bare)):
            office = "".join(role)
            if OFFICE.fullmatch(simplified(office)) and (len(name) == 1 or all(len(word) == 1 for word in name)):
                return " ".join(role), printed
    # Without a space it may be a caption as well; that is seen from the page.
    if len(words) != 1:
        return None
    if (found := split_post(plain)) and text.endswith(found[1]):
        return text.removesuffix(found[1]), found[1]
    for length in range(_SHORTEST_NAME, _LONGEST_RARE_NAME):
        if plain[-length:] in names and text.endswith(plain[-length:]) and is_post(plain[:-length]):
            return text[:-length], plain[-length:]
    return None
