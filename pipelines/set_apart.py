"""Speakers that a time, a cell of a table or other marks set apart from their words, where no colon does.

`程予安 10:05:17` above the words, `10:05:17 程予安：…`, a row of time, name and words, `<程予安>…`, `程予安 | …`.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from pipelines.speakers import Form, Label, Voice, read_label

_TIME = r"(?:(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[ \u3000T]*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_DATE_OR_TIME = rf"[\[［(（【]?\s?{_TIME}\s?[\]］)）】]?"
_SIGNS = r"\s\d|:：，。！？!?；;、（）()\[\]【】<>"
_NAME = rf"(?P<name>[^{_SIGNS}]{{1,24}}(?:[ \u3000][^{_SIGNS}]{{2,12}}){{0,2}})"
_HEADS = (
    # 程予安 10:05:17, and nothing else; or 程予安（10:05:17）：…
    re.compile(rf"{_NAME}\s?[:：]?\s{{0,4}}{_DATE_OR_TIME}(?:\s?[:：]|\t|$)"),
    # 10:05:17 程予安, and nothing else; or the first two cells of a row.
    re.compile(rf"{_DATE_OR_TIME}\s{{0,4}}{_NAME}(?:\s?[:：]|\t|$)"),
)
_CLOCK = re.compile(r"\d[:：]\d\d")
_CELL_OF_PUBLIC = re.compile(r"(?P<name>(?:网友|网民|市民|纳税人|群众)[^\s，。：:]{1,20})\t(?=[^\t]{4,}[，。！？?])")
"""网友138****6621, in a cell."""
_CELL = re.compile(rf"{_NAME}\s?(?:\t|[|｜]\s?)(?=[^\t]{{4,}}[，。！？?])")
_BRACKETS = re.compile(rf"[<「]{_NAME}[>」]\s?[:：]?(?=[^\t]{{4,}}[，。！？?])")
_REACH = 64
_SPEAKING = frozenset(
    (Voice.HOST, Voice.REPORTER, Voice.PUBLIC, Voice.OUTLET, Voice.PERSON, Voice.QUESTION, Voice.ANSWER)
)


def read_set_apart(text: str, names: Container[str]) -> Label | None:
    """The label of a line whose speaker stands beside a time, in a cell or between other marks; None for any other."""
    start = text[:_REACH]
    if _CLOCK.search(start) is not None:
        for head in _HEADS:
            found = head.match(text)
            if found is not None:
                return _label(found, names, Form.COLON)
    if "\t" in start or "|" in start or "｜" in start:
        found = _CELL.match(text) or _CELL_OF_PUBLIC.match(text)
    else:
        found = _BRACKETS.match(text) if start[0] in "<「" else None
    label = _label(found, names, Form.SPACED) if found is not None else None
    return label if label is not None and label.voice in _SPEAKING else None


def _label(found: re.Match[str], names: Container[str], form: Form) -> Label | None:
    """The label of a name that the marks around it have told, its words behind them."""
    label = read_label(f"{found['name']}：", names=names)
    return replace(label, form=form, start=found.end()) if label is not None else None
