"""The paragraphs of several pages as those of one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# A paragraph ends with 。, with what closes a quotation, or with a colon above a list.
_ENDED = re.compile(r"[。！？!?；;：:…”’」』）)》】〕\]]\s*$")
_RUNNING = 40
"""Characters; a shorter line without a full stop is a heading, a caption or a signature."""
_CUT = re.compile(r"[，、,“‘（(《]\s*$")
_BEGINS = re.compile(
    r"[一二三四五六七八九十\d]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章条节]"
    r"|[^\s，。；！？]{1,16}[：:]|[【\[●■◆△▲]"
)


class Passage(NamedTuple):
    """One paragraph, and the bold run that it begins with."""

    text: str
    bold: str | None = None


def join_pages(pages: Sequence[Sequence[Passage]]) -> list[Passage]:
    """The paragraphs of all pages in order; one that a page break cut in the middle of a sentence is whole again."""
    joined: list[Passage] = []
    for page in pages:
        rest = list(page)
        if joined and rest and _goes_on(joined[-1], rest[0]):
            joined[-1] = Passage(text=joined[-1].text + rest.pop(0).text, bold=joined[-1].bold)
        joined += rest
    return joined


def _goes_on(before: Passage, after: Passage) -> bool:
    """Whether a page ends within a sentence that the next one takes up."""
    if after.bold is not None or _BEGINS.match(after.text) or "\t" in before.text or "\t" in after.text:
        return False
    if _CUT.search(before.text):
        return True
    return len(before.text) > _RUNNING and _ENDED.search(before.text) is None
