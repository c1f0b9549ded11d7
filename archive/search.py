"""Chinese full text on SQLite's own FTS5: every run of one, two or more characters is found, and nothing else is.

Chinese is written without spaces, so SQLite's tokenizers find no two-character word in it. We cut the text before it
is indexed: a run of Chinese characters becomes each pair of neighbours and then its last character alone. So 电信诈骗
is indexed as `电信 信诈 诈骗 骗`, and

- two or more characters are the phrase of their pairs, 信诈骗 = `"信诈 诈骗"`;
- one character is every token that begins with it, 信 = `"信" *`;
- no phrase crosses from one run into the next, because the last character stands between them.

Latin words and numbers are whole tokens, as unicode61 cuts them. Both sides are folded first: NFKC (full width,
ligatures, radicals), lower case, traditional characters as simplified ones, invisible characters dropped. The index
is contentless: it holds no second copy of the text, and any SQLite with FTS5 can read it without our code.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from operator import add
from typing import Any, Protocol

from archive.variants import SIMPLIFIED, TRADITIONAL
from archive.width import narrow

SEGMENTER = 1
"""Raised whenever `segment` gives other tokens than before: an index of another number has to be rebuilt."""

CREATE_INDEX = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS articles_fts "
    "USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 2')"
)
"""The index; its rowid is `articles.id`."""

RANKING = "bm25(articles_fts, 5.0, 1.0)"
"""Best match first when ascending; a word in the title weighs five times one in the text."""

MERGED = 2_000
"""Leaves of the index that are merged at once, 16 MB of them: 0.3 seconds, and 1.3 where the file is not in memory."""

MOST_TERMS = 64
"""Terms of one query that are looked at; a whole page pasted into the search box is no more than that."""

# Han with its iteration and number marks, and kana and hangul, which are written without spaces or with endings.
_CHINESE = (
    "\u3005\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_RUN = re.compile(f"([{_CHINESE}]+)")
_UTF32 = f"utf-32-{sys.byteorder[0]}e"
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')

# Zero-width characters, soft hyphens and variation selectors: put between characters against copying.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"


class _Folding(dict[str, str]):
    """What one character is folded to, worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        code = ord(char)
        if code == 0 or 0xD800 <= code <= 0xDFFF:
            folded = " "  # NUL ends an FTS5 expression, and a lone surrogate cannot be stored
        elif char in _INVISIBLE or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            folded = ""
        else:
            folded = unicodedata.normalize("NFKC", char).lower().translate(_VARIANTS)
        self[char] = folded
        return folded


@cache
def _foldable() -> re.Pattern[str]:
    """Finds the characters that fold to others, one in ten of a Chinese text; Han ones fold by `_VARIANTS` only."""
    found = "".join({*filter(lambda char: _FOLDING[char] != char, _others()), *map(chr, _VARIANTS)})
    return re.compile(f"[{re.escape(found)}\U00010000-\U0010ffff]")


@cache
def _uneven() -> re.Pattern[str]:
    """Finds the characters that fold to none or to several."""
    found = "".join(filter(lambda char: len(_FOLDING[char]) != 1, _others()))
    return re.compile(f"[{re.escape(found)}\U00010000-\U0010ffff]")


def _others() -> Iterator[str]:
    """The characters of the first plane that are neither Han nor whole syllables of Korean."""
    return map(chr, (*range(0x3400), *range(0xA000, 0xAC00), *range(0xD7A4, 0xE000), *range(0xF900, 0x10000)))


# ○ and ◯ are written for 〇 in years: 二○二三年.
_VARIANTS = str.maketrans(TRADITIONAL + "○◯", SIMPLIFIED + "〇〇")
_FOLDING = _Folding()


class Executes(Protocol):
    """A sqlite3 connection or a sqlite_utils database."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any:
        """Run one statement with bound values."""


def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, simplified, without invisible characters."""
    # Character by character, and only those that need it, does the K ten times faster.
    return _foldable().sub(_folded, narrow(unicodedata.normalize("NFC", text)))


def segment(text: str) -> str:
    """The text as it is indexed: tokens with spaces between them."""
    parts = _RUN.split(fold(text))
    if len(parts) > 1:
        # All runs at once, as C does it: joined by NUL, which no folded text holds, every character with its next. Of
        # `电信 信NUL NUL诈 诈骗 骗` every second piece is the tokens of a run, behind a pair that begins with NUL.
        first, *others = _paired("\0".join(parts[1::2])).split("\0")[::2]
        parts[1::2] = [first, *(piece[2:] for piece in others)]
    return " ".join(parts)


def query(words: str) -> str:
    """The FTS5 expression that finds what a person typed: all terms, each a phrase; safe for any input.

    Terms are set apart by spaces; "quotes" keep several together. Operators mean nothing. Words without a letter,
    digit or character find nothing.
    """
    return " ".join(_phrase(parts) for parts in _terms(words)) or '""'


def snippet(text: str, words: str, *, width: int = 60, marks: tuple[str, str] = ("[", "]")) -> str:
    """About `width` characters of a text around the place where most of the words stand, with the words marked."""
    return "".join(f"{marks[0]}{piece}{marks[1]}" if hit else piece for piece, hit in excerpt(text, words, width=width))


def excerpt(text: str, words: str, *, width: int = 60) -> list[tuple[str, bool]]:
    """What `snippet` shows, as pieces of the text: (piece, whether it is one of the words)."""
    hits = list(_hits(text, words))
    start, end = _window(hits, len(text), width)
    # No word is cut in half.
    start = min([start, *(left for left, right in hits if left < start < right)])
    end = max([end, *(right for left, right in hits if left < end < right)])
    pieces = [("…", False)] if start else []
    at = start
    for left, right in hits:
        if right <= at or left >= end:
            continue
        pieces += [(text[at : max(left, at)], False), (text[max(left, at) : min(right, end)], True)]
        at = min(right, end)
    pieces += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return [(" ".join(piece.split("\n")), hit) for piece, hit in pieces if piece]


def holds(text: str, words: str) -> bool:
    """Whether a text holds every one of the words, as the index would find them."""
    folded = fold(text)
    patterns = [_pattern(parts) for parts in _terms(words)]
    return bool(patterns) and all(re.search(pattern, folded) for pattern in patterns)


def index(db: Executes, rowid: int, title: str, text: str) -> None:
    """Put one article into the index, within the caller's transaction; it must not be there yet."""
    index_tokens(db, rowid, segment(title), segment(text))


def index_tokens(db: Executes, rowid: int, title: str, text: str) -> None:
    """The same for title and text that `segment` has cut already."""
    db.execute("INSERT INTO articles_fts(rowid, title, text) VALUES (?, ?, ?)", (rowid, title, text))


def unindex(db: Executes, rowid: int, title: str, text: str) -> None:
    """Take one article out of the index; title and text must be those that were indexed."""
    db.execute(
        "INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (rowid, segment(title), segment(text)),
    )


def tidy(db: Executes) -> None:
    """Merge what has piled up, for a search looks into each segment; as much as is quickly done, and the rest later."""
    db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('merge', ?)", (MERGED,))


def clear(db: Executes) -> None:
    """Empty the index, before it is filled anew."""
    db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")


def _terms(words: str) -> Iterator[list[str]]:
    """Each term as its parts in order: Chinese runs, and stretches that hold a Latin word or a number."""
    found = 0
    for quoted, plain in _TERM.findall(fold(words)):
        parts = [part for part in _RUN.split(quoted or plain) if any(map(str.isalnum, part))]
        if parts:
            yield parts
            found += 1
        if found == MOST_TERMS:
            return


def _tokens(run: str) -> str:
    """Each pair of neighbours, then the last character alone."""
    return " ".join([*map(add, run, run[1:]), run[-1]])


def _paired(text: str) -> str:
    """Each character with the one behind it, set apart by spaces."""
    chars = array("I", text.encode(_UTF32))
    woven = array("I", [0x20]) * (3 * len(chars))
    woven[0::3] = chars
    woven[1:-3:3] = chars[1:]
    return woven.tobytes().decode(_UTF32)


def _folded(found: re.Match[str]) -> str:
    return _FOLDING[found[0]]


def _phrase(parts: Sequence[str]) -> str:
    *before, last = parts
    tokens = [_tokens(part) if _RUN.fullmatch(part) else part for part in before]
    if not _RUN.fullmatch(last):
        return f'"{" ".join([*tokens, last])}"'
    if len(last) == 1:
        return f'"{" ".join([*tokens, last])}" *'
    # Without the closing single character: the run may go on in the text.
    return f'"{" ".join([*tokens, _tokens(last)[:-2]])}"'


def _hits(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in a text: (start, end) in its own characters, without overlaps."""
    patterns = sorted({_pattern(parts) for parts in _terms(words)}, key=len, reverse=True)
    if not patterns:
        return
    if _uneven().search(text) is None:
        joined = _foldable().sub(_folded, narrow(text))
        places: Sequence[int] = range(len(text))
    else:
        folded = [_FOLDING[char] for char in text]
        joined, places = "".join(folded), _places(folded)
    for match in re.finditer("|".join(patterns), joined):
        yield places[match.start()], places[match.end() - 1] + 1


def _places(folded: Sequence[str]) -> list[int]:
    return [place for place, chars in enumerate(folded) for _ in chars]


def _pattern(parts: Sequence[str]) -> str:
    pattern = ""
    for place, part in enumerate(parts):
        if _RUN.fullmatch(part):
            # Two Chinese runs of one term had something between them.
            between = r"[\W_]+" if place and _RUN.fullmatch(parts[place - 1]) else r"[\W_]*"
            pattern += (between if place else "") + re.escape(part)
        else:
            tokens = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", part)))
            pattern += (r"[\W_]*" if place else "") + f"(?<![^\\W_{_CHINESE}]){tokens}(?![^\\W_{_CHINESE}])"
    return pattern


def _window(hits: Sequence[tuple[int, int]], length: int, width: int) -> tuple[int, int]:
    """The stretch of `width` characters that holds the most hits, the earliest of equals, a little before the first."""
    if length <= width:
        return 0, length
    best, most, right = 0, 0, 0
    for left, (start, _) in enumerate(hits):
        while right < len(hits) and hits[right][1] <= start + width:
            right += 1
        if right - left > most:
            best, most = start, right - left
    start = max(0, min(best - width // 4, length - width))
    return start, start + width
