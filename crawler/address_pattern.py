"""From the addresses of a list's articles to a regular expression that they, and the next ones, match. Pure.

Numbers and digests become classes, words stay; folders before the first part that differs are left out where the rest
is telling enough, for the articles of other columns, and of next year, stand in others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipelines.article_addresses import is_article

_PART: Final = re.compile(
    r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
    r"|(?<![0-9a-z])(?P<hex>(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{24}|[0-9a-f]{16}))(?![0-9a-z])"
    r"|(?P<number>\d+)"
    r"|(?P<word>[_.-]+|[^\d/?&=_.-]+|.)",
    re.IGNORECASE,
)
_UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_DAY: Final = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])?(?:[0-3]\d)?")
_TELLING: Final = 6
"""Digits, counted at their least, that make a path tell an article from a column by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPattern:
    """The expression, and how it does on the addresses it was made from."""

    expression: str
    matched: int
    unmatched: tuple[str, ...] = ()
    """Addresses too unlike the others to be part of it."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def shape(self) -> str:
        """What two addresses of one form have in common here."""
        if self.kind == "hex":
            return f"hex{len(self.text)}"
        return self.text if self.kind == "word" else self.kind


def generalise(urls: Iterable[str], *, narrow: bool = False) -> AddressPattern | None:
    """The pattern of some article addresses; None where they have nothing in common that could be told.

    `narrow` keeps the folders of words that they stand in.

    A form that a single address has is part of it only where the address is written like an article's: a list often
    carries one link to a special page.
    """
    distinct = list(dict.fromkeys(url.partition("#")[0] for url in urls))
    forms: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for url in distinct:
        forms[_form(url)].append(url)
    kept = [group for group in forms.values() if _is_form(group, len(distinct))]
    expressions = list(dict.fromkeys(one for group in kept if (one := _expression(group, narrow=narrow))))
    if not expressions:
        return None
    whole = expressions[0] if len(expressions) == 1 else "|".join(sorted(expressions, key=len, reverse=True))
    unmatched = tuple(url for url in distinct if not re.search(whole, url))
    return AddressPattern(expression=whole, matched=len(distinct) - len(unmatched), unmatched=unmatched)


def _is_form(group: Sequence[str], total: int) -> bool:
    parts = urlsplit(group[0])
    return len(group) > max(1, total // 20) or total <= 2 or is_article(parts.path, parts.query)


def _form(url: str) -> tuple[str, ...]:
    """What addresses of one form share: how their last part is written, whether numbers stand above it, the query."""
    path, query = _split(url)
    *folders, last = path
    numbered = ["#" if _is_varied(folder) else "" for folder in folders]
    # Folders of words come and go; those with numbers are part of the form.
    first = numbered.index("#") if "#" in numbered else len(numbered)
    shapes = [_outline(folder) for folder in folders[first:]]
    keys = [part.partition("=")[0] for part in query.split("&")] if query else []
    return (*shapes, _name_outline(last), "?", *keys)


def _split(url: str) -> tuple[list[str], str]:
    parts = urlsplit(url)
    return parts.path.split("/"), parts.query


def _is_varied(segment: str) -> bool:
    return any(token.kind != "word" for token in _tokens(segment))


def _outline(segment: str) -> str:
    """A segment with its numbers as signs; words with digits among them keep only that they are such."""
    return "".join("#" if token.kind == "number" else token.shape for token in _tokens(segment))


def _name_outline(name: str) -> str:
    """The outline of a file's name; names of words, and of letters and digits in turn, are alike by their ending."""
    stem, dot, ending = name.rpartition(".")
    tokens = _tokens(stem if dot else name)
    words = [token for token in tokens if token.kind == "word" and token.text.strip("-_.")]
    if len(words) > 1 or (stem and not _is_varied(stem)):
        return f"*{dot}{ending}"
    return _outline(name)


def _tokens(segment: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _PART.finditer(segment):
        kind, text = match.lastgroup or "word", match[0]
        if kind == "hex" and text.isdigit() and len(text) != 32:
            kind = "number"
        if kind == "word" and found and found[-1].kind == "word":
            # Words are cut at their joints only to see the digests behind them.
            text = found.pop().text + text
        found.append(_Token(kind, text))
    return found


def _expression(group: Sequence[str], *, narrow: bool) -> str | None:
    """The expression of addresses of one form."""
    splits = [_split(url) for url in group]
    depth = min(len(path) for path, _query in splits)
    # Aligned from the end: what is above may be deeper in one column than in another.
    columns = [[path[position] for path, _query in splits] for position in range(-depth, 0)]
    first = next((place for place, column in enumerate(columns) if _tells(column, last=place == depth - 1)), None)
    query = _query_expression([query for _path, query in splits])
    if first is None:
        first = len(columns) - 1
        if len(set(columns[-1])) == 1 and not query:
            return None
    tail = "".join(f"/{_segment(column)}" for column in columns[first:])
    if narrow or not _is_telling(columns[first:], [query for _path, query in splits]):
        same = all(len(path) == depth for path, _query in splits)
        folders = [_segment(column) for column in columns[1 if same else 0 : first] if column[0]]
        host = r"^https?://[^/]+" if same else ""
        tail = host + "".join(f"/{folder}" for folder in folders) + tail
    elif tail.count(r"\d+") == 1 and r"\d{" not in tail and not query:
        # One number alone: a short one would be a page of the list.
        tail = tail.replace(r"\d+", r"\d{4,}")
    return f"{tail}{query}$"


def _tells(column: Sequence[str], *, last: bool) -> bool:
    """Whether a part of the path tells articles apart; a folder such as zcfg_62459 that all share is their column's."""
    shared = len(set(column)) == 1 and not column[0].isdigit()
    return any(map(_is_varied, column)) and (last or not shared)


def _is_telling(columns: Sequence[Sequence[str]], queries: Sequence[str]) -> bool:
    """Whether every address has digests, or digits enough, below the folders of words."""
    for number, query in enumerate(queries):
        tokens = [token for column in columns for token in _tokens(column[number])]
        tokens += _tokens(query)
        if any(token.kind in ("hex", "uuid") for token in tokens):
            continue
        if sum(len(token.text) for token in tokens if token.kind == "number") < _TELLING:
            return False
    return True


def _segment(values: Sequence[str]) -> str:
    """The expression of one part of the path, from its values."""
    if len(set(values)) == 1 and not _is_varied(values[0]):
        return re.escape(values[0])
    rows = [_tokens(value) for value in values]
    if len({tuple(token.shape if token.kind != "number" else "#" for token in row) for row in rows}) == 1:
        return "".join(_token([row[place] for row in rows]) for place in range(len(rows[0])))
    stems = [value.rpartition(".") for value in values]
    endings = {ending for _stem, dot, ending in stems if dot}
    if endings and all(dot and ending.isalpha() for _stem, dot, ending in stems):
        return rf"[\w-]+\.(?:{'|'.join(sorted(endings))})" if len(endings) > 1 else rf"[\w-]+\.{endings.pop()}"
    return r"[\w.-]+"


def _token(tokens: Sequence[_Token]) -> str:
    kind = tokens[0].kind
    if kind == "word":
        return re.escape(tokens[0].text).replace(r"\-", "-")
    if kind == "uuid":
        return _either_case(_UUID, tokens)
    if kind == "hex":
        return _either_case(f"[0-9a-f]{{{len(tokens[0].text)}}}", tokens)
    return _number([token.text for token in tokens])


def _either_case(expression: str, tokens: Sequence[_Token]) -> str:
    if all(token.text == token.text.lower() for token in tokens):
        return expression
    return expression.replace("a-f", "a-fA-F")


def _number(texts: Sequence[str]) -> str:
    lengths = {len(text) for text in texts}
    if len(lengths) == 1 and lengths <= {4, 6, 8} and all(_DAY.fullmatch(text) for text in texts):
        return rf"\d{{{lengths.pop()}}}"
    # The numbers of articles grow, and those of old ones are shorter than any that a first page shows.
    return r"\d+"


def _query_expression(queries: Sequence[str]) -> str:
    if not any(queries):
        return ""
    rows = [query.split("&") for query in queries]
    parts = []
    for place in range(len(rows[0])):
        values = [row[place].partition("=")[2] for row in rows]
        key = rows[0][place].partition("=")[0]
        if len(set(values)) == 1 and not _is_varied(values[0]):
            value = re.escape(values[0])
        elif all(value.isdigit() for value in values):
            value = r"\d+"
        else:
            value = "[^&#]+"
        parts.append(f"{re.escape(key)}={value}")
    return r"\?" + "&".join(parts)
