"""A transcript laid out: which paragraphs of a text are whose words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.article import Article, Turn

_FARTHEST = 40
"""Paragraphs that are looked at for the next line of a turn; what stands between belongs to nobody."""


def passages(article: Article) -> list[dict[str, Any]]:
    """The text as it stands on the page: what one person said in a row, and what belongs to nobody.

    Each passage has its `turn` (position, speaker, role, kind), or None, and `lines`: paragraph number from 1, the
    label as printed (or empty), and the words. Every paragraph is in exactly one passage, in its order.
    """
    paragraphs = article.paragraphs
    owners: list[int | None] = [None] * len(paragraphs)
    labels = [""] * len(paragraphs)
    for position, turn in enumerate(article.turns):
        for place, label in _places(turn, paragraphs):
            owners[place], labels[place] = position, label
    found: list[dict[str, Any]] = []
    for place, words in enumerate(paragraphs):
        owner = owners[place]
        if not found or found[-1]["owner"] != owner:
            found.append({"owner": owner, "turn": _who(article, owner), "lines": []})
        label = labels[place]
        found[-1]["lines"].append({"number": place + 1, "label": label, "words": words[len(label) :]})
    return found


def roster(article: Article) -> list[dict[str, Any]]:
    """Who speaks, in the order of their first words: name, role, how often, and where first."""
    found: dict[str, dict[str, Any]] = {}
    for turn in article.turns:
        begun = {"speaker": turn.speaker, "role": None, "kind": turn.kind, "turns": 0, "first": turn.paragraph + 1}
        one = found.setdefault(turn.speaker, begun)
        one["role"] = one["role"] or role(article, turn)
        one["turns"] += 1
    return list(found.values())


def role(article: Article, turn: Turn) -> str | None:
    """The role that a turn's label gives, else the one with which the lead introduces its speaker."""
    introduced = {person.name: person.role for person in article.introduced}
    return turn.role or introduced.get(turn.speaker)


def _places(turn: Turn, paragraphs: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs of a turn, each with what of it stands before the words: the printed label."""
    at = turn.paragraph
    for number, line in enumerate(turn.text.split("\n")):
        reach = range(at, min(len(paragraphs), at + _FARTHEST))
        place = next((place for place in reach if line and line in paragraphs[place]), None)
        if place is None:
            continue
        yield place, paragraphs[place][: paragraphs[place].index(line)] if number == 0 else ""
        at = place + 1


def _who(article: Article, owner: int | None) -> dict[str, Any] | None:
    if owner is None:
        return None
    turn = article.turns[owner]
    return {"position": owner + 1, "speaker": turn.speaker, "role": role(article, turn), "kind": turn.kind}
