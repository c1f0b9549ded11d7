"""Names that come back as labels: those that the lead mentions without a post, and surnames alone (冼：, 皮：)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.han_script import simplified
from pipelines.names import HAN, HONORIFIC, SURNAMES, is_name

_LABEL = re.compile(rf"\s*[\[【]?([{HAN}]{{2,4}})[\]】]?\s?[：:]")
_SURNAME = re.compile(rf"\s*([{SURNAMES}])\s?[：:]")
_LEAST, _LEAST_SURNAMES = 2, 2
_LONGEST_TEXT = 20_000


def recurring(paragraphs: Sequence[str], lead: str) -> set[str]:
    """The speakers of a conversation whom no post in its lead tells: 教授郑远山与青年教师陶然, both twice a label."""
    labels = Counter(simplified(found[1]) for found in map(_LABEL.match, paragraphs) if found is not None)
    names = {name for name, count in labels.items() if count >= _LEAST and name in lead and is_name(name)}
    return names | _surnames(paragraphs)


def _surnames(paragraphs: Sequence[str]) -> set[str]:
    """Surnames alone before a colon, twice or more, each of them somebody's who is called by it: 冼研究员, 皮师傅."""
    labels = Counter(simplified(found[1]) for found in map(_SURNAME.match, paragraphs) if found is not None)
    alone = [name for name, count in labels.items() if count >= _LEAST]
    text = simplified("\n".join(paragraphs)[:_LONGEST_TEXT]) if alone else ""
    called = {name for name in alone if re.search(rf"{name}[{HAN}]{{0,2}}{HONORIFIC}", text)}
    return called if len(called) >= _LEAST_SURNAMES or len(labels) == 1 else set()
