"""What a page's own small scripts print where they stand: `var ly='…'; document.write(ly)` behind a label.

No script is run. A call whose argument is made of strings and of variables that a script sets to strings is read; any
other prints nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice

from pipelines.blocks import fold

CALL = "document.write"
"""What every such script holds."""
_LONGEST_PRINTING, _LONGEST = 1_000, 4_000
"""Characters; longer scripts print lists of other articles, or set no labels' values."""
_SHORTEST, _MOST = 2, 80
_MOST_SCRIPTS = 8
_ARGUMENT = re.compile(r"(?:ln)?\s{0,9}\((?P<parts>[^()]{1,300})\)")
"""No brackets: what a function gives only running it would tell."""
_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_PARTS = re.compile(rf"\s*(?:{_STRING}|[A-Za-z_$][\w$]*)(?:\s*\+\s*(?:{_STRING}|[A-Za-z_$][\w$]*))*\s*")
_PART = re.compile(rf"{_STRING}|[A-Za-z_$][\w$]*")
_CHOICE = re.compile(
    rf"\s*(?P<name>[A-Za-z_$][\w$]*)\s*(?:[!=]==?\s*(?:''|\"\")\s*)?\?\s*(?:{_STRING}|(?P=name))\s*:\s*(?:{_STRING}|(?P=name))\s*"
)
_VALUE = re.compile(rf"\s{{0,9}}=\s{{0,9}}(?P<value>{_STRING})")
_CONDITION = re.compile(r"\bif\s{0,9}\(\s{0,9}(?P<name>[\w$]*)|\?")
_OF_A_STRING = re.compile(r"\bif\s{0,9}\(\s{0,9}(?:\"[^\"\\\n]+\"|'[^'\\\n]+')\s{0,9}!==?\s{0,9}(?:\"\"|'')\s{0,9}\)")
_TAG = re.compile(r"<[^>]*>")
_WORDS = re.compile(r"[\u4e00-\u9fff]|\d{4}")


def written_by(script: str, earlier: Sequence[str] = ()) -> str | None:
    """The words that a script prints; None where it prints none, or what only running it would tell.

    `earlier` are the scripts above it on the page: its variables may be set there.
    """
    if len(script) > _LONGEST_PRINTING or "<a" in script:
        # What is printed as a link leads to another article.
        return None
    scripts = (script, *islice(reversed(earlier), _MOST_SCRIPTS))
    printed: list[str] = []
    for parts in _calls(script):
        names = [part for part in parts if part[0] not in "\"'"]
        values = {name: _string(name, scripts) for name in names}
        if None in values.values() or not (any(values.values()) if names else _is_unconditional(script, scripts)):
            continue
        words = fold(unescape(_TAG.sub("", "".join(values.get(part) or part[1:-1] for part in parts))))
        if _SHORTEST <= len(words) <= _MOST and _WORDS.search(words):
            printed.append(words)
    return "\u3000".join(printed) or None


def _calls(script: str) -> Iterator[list[str]]:
    """The parts of what each call prints: strings, and the names of variables.

    Of `ly == "" ? "本站" : ly` it is the variable.
    """
    at = script.find(CALL)
    while at >= 0:
        argument = _ARGUMENT.match(script, at + len(CALL))
        if argument is not None and not _is_comment(script, at):
            choice = _CHOICE.fullmatch(argument["parts"])
            if choice is not None:
                yield [choice["name"]]
            elif _PARTS.fullmatch(argument["parts"]):
                yield _PART.findall(argument["parts"])
        at = script.find(CALL, at + len(CALL))


def _is_unconditional(script: str, scripts: Sequence[str]) -> bool:
    """Whether plain words are printed: always, or because what is asked for is empty (else document.write('本站'))."""
    # What is compared with nothing is something: if ("青砚网" != "").
    asked = [match["name"] for match in _CONDITION.finditer(_OF_A_STRING.sub("", script))]
    return all(name and _string(name, scripts) == "" for name in asked)


def _string(name: str, scripts: Sequence[str]) -> str | None:
    """The string that a variable is set to in the nearest script; None where none sets it to one."""
    for script in scripts:
        at = script.find(name) if len(script) <= _LONGEST else -1
        while at >= 0:
            value = _VALUE.match(script, at + len(name))
            apart = not at or not (script[at - 1].isalnum() or script[at - 1] in "_$.")
            if value is not None and apart and not _is_comment(script, at):
                return value["value"][1:-1].strip()
            at = script.find(name, at + len(name))
    return None


def _is_comment(script: str, at: int) -> bool:
    """Whether a place in a script stands behind the strokes of a comment."""
    line = script[script.rfind("\n", 0, at) + 1 : at].lstrip()
    return line.startswith(("//", "/*"))
