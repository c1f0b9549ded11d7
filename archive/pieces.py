"""How one paragraph became another, character by character, with numbers and names whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from archive.align import Budget, equal_pairs

Op = Literal["same", "removed", "added"]

_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]|[^。！？；!?;\n]+")
_LONGEST_ISLAND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch that stayed, went or came."""

    op: Op
    text: str


Step = tuple[Op, str]
Edit = tuple[list[str], list[str], list[str]]
"""What stayed before an edit, what went, what came."""


def pieces(old: str, new: str, token: re.Pattern[str], budget: Budget) -> tuple[Piece, ...]:
    """How one paragraph became the other; `token` says what is never cut in two, a number or a name.

    The pieces that stayed or went spell the old paragraph, those that stayed or came the new one. Where the budget
    does not allow characters, whole sentences are compared.
    """
    if budget.spend(len(old) * len(new)):
        return _joined(_by_token(token.findall(old), token.findall(new)))
    olds, news = _SENTENCE.findall(old), _SENTENCE.findall(new)
    steps: list[Step] = []
    at = (0, 0)
    for left, right in [*equal_pairs(olds, news, budget), (len(olds), len(news))]:
        before, after = "".join(olds[at[0] : left]), "".join(news[at[1] : right])
        if before and after and budget.spend(len(before) * len(after)):
            steps += _by_token(token.findall(before), token.findall(after))
        else:
            steps += [("removed", before), ("added", after)]
        steps += [("same", sentence) for sentence in olds[left : left + 1]]
        at = (left + 1, right + 1)
    return _joined(steps)


def _by_token(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    steps: list[Step] = []
    for code in Indel.opcodes(old, new):
        before, after = "".join(old[code.src_start : code.src_end]), "".join(new[code.dest_start : code.dest_end])
        steps += [("same", before)] if code.tag == "equal" else [("removed", before), ("added", after)]
    return steps


def _joined(steps: Sequence[Step]) -> tuple[Piece, ...]:
    """Neighbours joined, and a word that stayed between two edits no shorter than it told as part of one edit."""
    merged: list[Edit] = []
    reach = 0  # the length of the last edit
    for same, removed, added in _edits(steps):
        island = "".join(same)
        length = max(sum(map(len, removed)), sum(map(len, added)))
        if merged and island.isalnum() and len(island) <= min(reach, length, _LONGEST_ISLAND):
            merged[-1][1].extend([island, *removed])
            merged[-1][2].extend([island, *added])
            reach += len(island) + length
        else:
            merged.append((same, removed, added))
            reach = length
    ops: tuple[Op, Op, Op] = ("same", "removed", "added")
    return tuple(
        Piece(op=op, text=text)
        for edit in merged
        for op, parts in zip(ops, edit, strict=True)
        if (text := "".join(parts))
    )


def _edits(steps: Sequence[Step]) -> list[Edit]:
    edits: list[Edit] = [([], [], [])]
    for op, text in steps:
        if not text:
            continue
        if op == "same" and (edits[-1][1] or edits[-1][2]):
            edits.append(([], [], []))
        edits[-1][("same", "removed", "added").index(op)].append(text)
    return edits
