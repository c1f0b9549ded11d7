"""What differs between two readings of one page: paragraphs, then characters; numbers, names, turns and fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from archive.align import Budget, Row, RowKind, align
from archive.article import Article, Turn
from archive.mentions import Mentions, Replacement, find_mentions
from archive.pieces import Piece, pieces

FIELDS = ("title", "published_at", "source", "author", "editor", "column", "doc_number")
"""The facts that are compared; attachments are compared one by one, as the field `attachment`."""

_LONGEST_SUMMARY = 120
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphChange:
    """One paragraph of the old text, of the new text, or of both."""

    kind: RowKind
    """`same`, `changed`, `moved` (perhaps also changed), `added` or `removed`."""
    old: int | None
    """Its place in the old article's paragraphs, from 0; None where it was added."""
    new: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One fact that is not what it was; None stands for not given."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnChange:
    """One turn of a transcript that went, came, was edited, or was given to somebody else."""

    kind: Literal["removed", "added", "edited", "relabelled"]
    old: Turn | None
    new: Turn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What became of one text: enough to show it, to count it, and to make the new text from the old one."""

    paragraphs: tuple[ParagraphChange, ...]
    """Every paragraph of both texts, in the new text's order; removed ones where they stood."""
    fields: tuple[FieldChange, ...]
    turns: tuple[TurnChange, ...]
    numbers: tuple[tuple[str, str], ...]
    """Numbers that changed, with their unit: ("2251起", "2215起")."""
    names: tuple[tuple[str, str], ...]
    """Names of people that changed."""
    words: tuple[tuple[str, str], ...]
    """Other short replacements, with a little of what stands around them."""
    chars_added: int
    chars_removed: int
    """Characters of the text that came and went; a paragraph that only moved counts nothing."""
    summary: str = ""
    """One short line; empty where nothing differs."""

    @property
    def changed(self) -> tuple[ParagraphChange, ...]:
        """The paragraphs that are not the same."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.kind != "same")


def diff_articles(old: Article | None, new: Article) -> Diff:
    """What differs between two readings of one page; a page that was not there before is all new.

    Takes bounded time on any input: a text of many thousand paragraphs or of one enormous one is compared more
    coarsely, never wrongly.
    """
    budget = Budget()
    before: Sequence[str] = old.paragraphs if old else ()
    after = new.paragraphs
    mentions = find_mentions(*(article for article in (old, new) if article))
    paragraphs = tuple(_paragraph(row, before, after, mentions, budget) for row in align(before, after, budget))
    found = dict.fromkeys(
        replacement for paragraph in paragraphs for replacement in mentions.replacements(paragraph.pieces)
    )
    diff = Diff(
        paragraphs=paragraphs,
        fields=tuple(_fields(old, new)) if old else (),
        turns=tuple(_turns(old.turns, new.turns, budget)) if old and old.turns and new.turns else (),
        numbers=_of_kind("number", found),
        names=_of_kind("name", found),
        words=_of_kind("word", found),
        chars_added=_count("added", paragraphs),
        chars_removed=_count("removed", paragraphs),
    )
    return replace(diff, summary=_summary(diff) if old else _short(new.title, _LONGEST_SUMMARY))


def _paragraph(
    row: Row, before: Sequence[str], after: Sequence[str], mentions: Mentions, budget: Budget
) -> ParagraphChange:
    if row.old is None:
        parts: tuple[Piece, ...] = (Piece(op="added", text=after[row.new or 0]),)
    elif row.new is None:
        parts = (Piece(op="removed", text=before[row.old]),)
    elif before[row.old] == after[row.new]:
        parts = (Piece(op="same", text=after[row.new]),)
    else:
        parts = pieces(before[row.old], after[row.new], mentions.token, budget)
    return ParagraphChange(kind=row.kind, old=row.old, new=row.new, pieces=parts)


def _fields(old: Article, new: Article) -> Iterator[FieldChange]:
    for name in FIELDS:
        if name == "published_at":
            before, after = _printed_times(old, new)
        else:
            before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldChange(name=name, old=before, new=after)
    gone, come = _attachments(old), _attachments(new)
    for href in [*gone, *(href for href in come if href not in gone)]:
        if gone.get(href) != come.get(href):
            yield FieldChange(name="attachment", old=gone.get(href), new=come.get(href))


def _printed_times(old: Article, new: Article) -> tuple[str | None, str | None]:
    """Both times of publication as printed, as precisely as the coarser of them."""
    precisions = {old.published_precision, new.published_precision}
    form = "%Y-%m-%d" if "day" in precisions else "%Y-%m-%d %H:%M" if "minute" in precisions else "%Y-%m-%d %H:%M:%S"

    def printed(moment: datetime | None) -> str | None:
        return moment.strftime(form) if moment else None

    return printed(old.published_at), printed(new.published_at)


def _attachments(article: Article) -> dict[str, str]:
    return {attached.href: f"{attached.label} <{attached.href}>".lstrip() for attached in article.attachments}


def _turns(old: Sequence[Turn], new: Sequence[Turn], budget: Budget) -> Iterator[TurnChange]:
    for row in align([turn.text for turn in old], [turn.text for turn in new], budget):
        before = None if row.old is None else old[row.old]
        after = None if row.new is None else new[row.new]
        if before is None:
            yield TurnChange(kind="added", old=None, new=after)
        elif after is None:
            yield TurnChange(kind="removed", old=before, new=None)
        elif (before.speaker, before.role, before.kind) != (after.speaker, after.role, after.kind):
            yield TurnChange(kind="relabelled", old=before, new=after)
        elif before.text != after.text:
            yield TurnChange(kind="edited", old=before, new=after)


def _of_kind(kind: str, found: dict[Replacement, None]) -> tuple[tuple[str, str], ...]:
    return tuple((replacement.old, replacement.new) for replacement in found if replacement.kind == kind)


def _count(op: str, paragraphs: Sequence[ParagraphChange]) -> int:
    return sum(len(piece.text) for paragraph in paragraphs for piece in paragraph.pieces if piece.op == op)


def _summary(diff: Diff) -> str:
    """What matters most, first: the title, words that somebody is no longer on record with, numbers, names."""
    told = [f"{field.name}: {_pair(field.old, field.new)}" for field in diff.fields if field.name == "title"]
    told += [line for turn in diff.turns if (line := _turn_told(turn))]
    told += [_pair(*pair) for pair in (*diff.numbers, *diff.names, *diff.words)]
    kinds = {turn.kind for turn in diff.turns}
    for paragraph in diff.changed:
        if paragraph.kind == "changed":
            told += _lone_pieces(paragraph.pieces)
        elif paragraph.kind == "moved":
            told.append(f"moved 「{_short(paragraph.pieces[0].text, 16)}」")
        elif paragraph.kind not in kinds:
            told.append(f"{paragraph.kind} 「{_short(paragraph.pieces[0].text, 16)}」")
    told += [f"{field.name}: {_pair(field.old, field.new)}" for field in diff.fields if field.name != "title"]
    more = f"; {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
    return _short("; ".join(told[:_MOST_NAMED]), _LONGEST_SUMMARY - len(more)) + more


def _lone_pieces(parts: Sequence[Piece]) -> Iterator[str]:
    """What went without anything in its place, or came so; and what was replaced at length."""
    for place, piece in enumerate(parts):
        after = parts[place + 1].op if place + 1 < len(parts) else "same"
        before = parts[place - 1].op if place else "same"
        replaced = (piece.op == "removed" and after == "added") or (piece.op == "added" and before == "removed")
        if piece.op != "same" and (not replaced or len(piece.text) > 16):
            yield f"{piece.op} 「{_short(piece.text, 16)}」"


def _turn_told(turn: TurnChange) -> str:
    if turn.kind == "removed" and turn.old:
        return f"the {turn.old.kind} by {turn.old.speaker} is gone"
    if turn.kind == "added" and turn.new:
        return f"new {turn.new.kind} by {turn.new.speaker}"
    if turn.kind == "relabelled" and turn.old and turn.new and turn.old.speaker != turn.new.speaker:
        return f"words of {turn.old.speaker} now given to {turn.new.speaker}"
    return ""


def _pair(old: str | None, new: str | None) -> str:
    """Old → new; of two long texts only the part that differs, with a little before it."""
    left, right = old or "–", new or "–"
    if max(len(left), len(right)) > 32:
        start = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
        start = max(0, start - 6)
        left, right = ("…" * (start > 0) + text[start:] for text in (left, right))
    return f"{_short(left, 32)} → {_short(right, 32)}"


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
