"""Calls and variables in a page's scripts, read as data: nothing is ever run."""

from __future__ import annotations

import re
from collections.abc import Iterator

Argument = int | str | None
"""A number, a text, or None for anything else (a function, an object, a sum)."""

_CALL_LIMIT = 3_000
"""Characters of one call's arguments."""
_CALLS = 40
"""Calls of one name that are looked at; a page has one or two."""
_NUMBER = re.compile(r"\(?\s*(?:parseInt\s*\(\s*)?[\"']?(\d{1,18})[\"']?\s*(?:,\s*10\s*)?\)*$")
_SUM = re.compile(r"\(?\s*(\d{1,9})\s*\+\s*(\d{1,3})\s*\)?$")
_TEXT = re.compile(r"([\"'])((?:(?!\1).)*)\1$", re.S)
_NAME = re.compile(r"[A-Za-z_$][\w$.]*$")


def calls(scripts: str, name: str) -> Iterator[tuple[Argument, ...]]:
    """The arguments of each call of a function; definitions, and calls that are commented out, are passed over."""
    for arguments in raw_calls(scripts, name):
        yield tuple(_value(one, scripts) for one in arguments)


def raw_calls(scripts: str, name: str) -> Iterator[list[str]]:
    """As `calls`, with the arguments as they are written."""
    if name not in scripts:
        return
    for _, match in zip(range(_CALLS), re.finditer(rf"(?<![\w$]){re.escape(name)}\s*\(", scripts), strict=False):
        before = scripts[max(0, match.start() - 200) : match.start()].rpartition("\n")[2]
        if before.rstrip().endswith("function") or re.search(r"(?<!:)//", before):
            continue
        arguments = _split(scripts[match.end() : match.end() + _CALL_LIMIT])
        if arguments is not None:
            yield arguments


def number(scripts: str, *names: str) -> int | None:
    """The whole number that a variable or a property of one of these names is set to."""
    for name in names:
        if name not in scripts:
            continue
        match = re.search(
            rf"(?<![\w$.]){re.escape(name)}[\"']?\s{{0,9}}[:=]\s{{0,9}}"
            r"(\(?\s{0,9}(?:parseInt\s{0,9}\(\s{0,9})?[\"']?\d{1,18}(?!\d)[\"']?(?:\s{0,9}\+\s{0,9}\d{1,3})?)",
            scripts,
        )
        if match:
            value = _value(match[1].replace("parseInt", "").replace("(", "").strip(), "")
            if isinstance(value, int):
                return value
    return None


def text(scripts: str, *names: str) -> str | None:
    """The text that a variable or a property of one of these names is set to."""
    for name in names:
        if name not in scripts:
            continue
        match = re.search(
            rf"(?<![\w$.]){re.escape(name)}[\"']?\s{{0,9}}[:=]\s{{0,9}}([\"'])([^\"'\n]{{0,300}})\1", scripts
        )
        if match:
            return match[2]
    return None


def _value(argument: str, scripts: str) -> Argument:
    argument = argument.strip()
    if match := _NUMBER.match(argument):
        return int(match[1])
    if match := _SUM.match(argument):
        return int(match[1]) + int(match[2])
    if match := _TEXT.match(argument):
        return match[2]
    if scripts and _NAME.match(argument):
        found = number(scripts, argument)
        return found if found is not None else text(scripts, argument)
    return None


def _split(source: str) -> list[str] | None:
    """The arguments up to the closing bracket of a call; None when it does not close."""
    depth = 0
    quote = ""
    start = 0
    found: list[str] = []
    skip = False
    for position, character in enumerate(source):
        if skip:
            skip = False
        elif quote:
            if character == "\\":
                skip = True
            elif character == quote:
                quote = ""
        elif character in "\"'`":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            if depth == 0:
                last = source[start:position].strip()
                return [*found, last] if last or found else []
            depth -= 1
        elif character == "," and depth == 0:
            found.append(source[start:position].strip())
            start = position + 1
    return None
