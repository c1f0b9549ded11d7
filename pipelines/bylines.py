"""Bylines in the text itself: who wrote it, in its first lines or its last words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.dates import find_stamp
from pipelines.labels import is_organisation
from pipelines.names import is_name
from pipelines.outlets import ALONE_LABEL

_PRINTED_NAME = (
    r"(?!通讯员|摄影|实习|编辑|记者|见习|本报|本网|简介|介绍)"
    r"(?:[\u4e00-\u9fff]{1,8}(?:[·•‧][\u4e00-\u9fff]{1,10}){1,3}|[\u4e00-\u9fff]{2,4})"
)
_ROLE = r"(?:(?:本报|本网)?(?:特约|实习|见习)?(?:通讯员|记者)|实习生)"
_PRINTED_NAMES = (
    rf"(?P<value>{_PRINTED_NAME}(?:[、，,\s\u3000]+(?:{_ROLE}[:：\s\u3000]{{0,3}})?{_PRINTED_NAME}){{0,5}})"
)
_BYLINE = re.compile(
    rf"^[\w\s“”《》·（(—□■◎●○▲△◆-]{{0,24}}?(?:(?:记者|通讯员|作者)\s*[:：\s\u3000/]"
    rf"|文/)\s*{_PRINTED_NAMES}\s*[）)]?(?:\s*(?:报道|摄影?|来源.*|(?:\S{{0,4}}通讯员|实习生|见习记者)[^，。]*"
    r"|[（(][^（）()。]{2,40}[）)]))?$"
)
_SIGNED = re.compile(
    r"。”?\s*[（(](?:[\u4e00-\u9fff]{0,8}记者|文(?:/图)?|作者)[\s\u3000:：/]*"
    rf"{_PRINTED_NAMES}"
    r"(?:[\s\u3000]*(?:通讯员|摄影|摄|文/?图|编辑)[^（()）]{0,20})?\s*[）)]$"
)
"""（记者 林远山　通讯员 苏禾） as the last words of a text."""
_DATELINE = re.compile(
    rf"^.{{0,40}}?(?:电|讯|消息|报道)?\s*[（(](?:本报|本网)?(?:全媒体)?(?:记者|通讯员)\s*[:：/]?\s*{_PRINTED_NAMES}"
)
_REPORTED = re.compile(
    rf"^[\u4e00-\u9fff]{{2,14}}(?:网站?|报社?|通讯社|新华社|电视台|客户端)[\s\u3000]+{_PRINTED_NAMES}[\s\u3000]*(?:报道|讯|消息)(?=\W)"
)
"""青砚文旅网站 林远山 报道, before the first sentence."""
_LONGEST_BYLINE, _LONGEST_PIECE, _LONGEST_FACTS = 80, 40, 120
_LEAST_PIECES, _LONGEST_PLACE = 3, 2
_ROLES = ("记者", "通讯员", "作者")
_BLANK = " \u3000\xa0"
_APART = re.compile(r"\x1f+|[|｜]|\s/\s|[ \xa0]{2,}|\u3000{2,}")
_SET_WIDE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\u3000([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""冉　樵."""
_BARE = re.compile(r"[\u4e00-\u9fff·]{2,8}")
_DATELINE_OF_NAMES = re.compile(rf"^.{{0,30}}?\d日[电讯]\s*[（(]{_PRINTED_NAMES}[）)]")
_SIGNED_BY_NAMES = re.compile(
    rf"(?:[。！]”?\s*|^)[（(]{_PRINTED_NAMES}(?:\s*(?:文/图|文图|图文|摄影报道|报道|撰文|供稿))?\s*[）)]$"
)
"""（林远山、苏禾） alone: names, if each looks like one; 试行 stands there too."""


def byline(line: str) -> str | None:
    """The people of a line that says who wrote the text and nothing else: 本报记者 林远山."""
    match = _BYLINE.match(_SET_WIDE.sub(r"\1\2", line)) if len(line) <= _LONGEST_BYLINE else None
    return _told(match) if match is not None else None


def author_in_an_element(raw: str) -> str | None:
    """Who wrote an article, in an element of its own among facts: 记者 林远山 in a span."""
    pieces = raw.split("\x1f") if "\x1f" in raw and any(role in raw for role in _ROLES) else ()
    told = (byline(piece.strip(_BLANK)) for piece in pieces if len(piece) <= _LONGEST_PIECE)
    return next((names for names in told if names is not None), None)


def author_among_facts(raw: str, tagged: str | None) -> str | None:
    """A bare name beside day and outlet, where the tag has it or it looks like none of a place (three characters)."""
    pieces = [piece.strip(_BLANK) for piece in _APART.split(raw)] if len(raw) <= _LONGEST_FACTS else []
    if len(pieces) < _LEAST_PIECES:
        return None
    found: str | None = None
    for before, piece in pairwise(("", *pieces)):
        names = _SET_WIDE.sub(r"\1\2", piece).split() if len(piece) <= _LONGEST_PIECE else []
        told = all(name in (tagged or "") or (len(name) > _LONGEST_PLACE and is_name(name)) for name in names)
        if names and told and all(map(_BARE.fullmatch, names)) and not ALONE_LABEL.fullmatch(before):
            found = " ".join(names)
            break
    # Asked last, for it is seldom asked: the outlet and the day beside the name.
    alone = found is None or find_stamp(raw) is None or is_organisation(found)
    return None if alone or not any(map(is_organisation, pieces)) else found


def _told(match: re.Match[str]) -> str:
    """The names alone: 林远山　通讯员苏禾 are two who wrote it."""
    return " ".join(re.sub(rf"(?<![^、，,\s]){_ROLE}[:：\s]*", "", match["value"]).split())


def author_in_text(paragraphs: Sequence[str]) -> str | None:
    """The reporter of a byline (半月谈记者 史卫燕), a first line (新华社北京5月9日电（记者邹伟）) or last words."""
    for line in (*paragraphs[:2], *paragraphs[-2:]):
        if (told := byline(line)) is not None:
            return told
    for line in paragraphs[:3]:
        match = _DATELINE.match(line[:80]) or _of_names(
            _DATELINE_OF_NAMES.match(line[:80]) or _REPORTED.match(line[:80])
        )
        if match is not None:
            return _told(match)
    for line in reversed(paragraphs[-2:]):
        match = _SIGNED.search(line[-60:]) or _of_names(_SIGNED_BY_NAMES.search(line[-60:]))
        if match is not None:
            return _told(match)
    return None


def _of_names(match: re.Match[str] | None) -> re.Match[str] | None:
    """The match, if all that it found look like names of people; among several one may have a rare surname."""
    if match is None:
        return None
    told = [is_name(each) for each in re.split(r"[、，,\s]+", _told(match))]
    return match if all(told) or (len(told) > 1 and sum(told) >= len(told) - 1) else None
