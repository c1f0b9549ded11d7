"""Who is still heard when transcripts set speakers apart otherwise: those of ../shared/pages, altered.

Each way prints every label with a colon in another form; the words stay as they are, so the gold does too.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines import segment_turns
from tests.benchmarks.corpus import SHARED

Way = Callable[[str, str], list[str]]
WAYS: dict[str, Way] = {
    "as found": lambda speaker, words: [f"{speaker}：{words}"],
    "half-width colon": lambda speaker, words: [f"{speaker}: {words}"],
    "[label]": lambda speaker, words: [f"[{speaker}]{words}"],
    "【label】": lambda speaker, words: [f"【{speaker}】{words}"],
    "【label】：": lambda speaker, words: [f"【{speaker}】：{words}"],
    "【label：】": lambda speaker, words: [f"【{speaker}：】{words}"],
    "（label）": lambda speaker, words: [f"（{speaker}）{words}"],
    "label： alone": lambda speaker, words: [f"{speaker}：", words],
    "label alone": lambda speaker, words: [speaker, words],
    "wide space": lambda speaker, words: [f"{speaker}\u3000{words}"],
    "two wide spaces": lambda speaker, words: [f"{speaker}\u3000\u3000{words}"],
    "bar": lambda speaker, words: [f"{speaker}｜{words}"],
    "bullet": lambda speaker, words: [f"■{speaker}：{words}"],
    "[10:02:33] before": lambda speaker, words: [f"[10:02:33] {speaker}：{words}"],
    "[10:02:33] behind": lambda speaker, words: [f"{speaker}：{words} [10:02:33]"],
    "label 10:02:33 above": lambda speaker, words: [f"{speaker} 10:02:33", words],
    "10:02:33 label above": lambda speaker, words: [f"2023-05-06 10:02:33 {speaker}", words],
    "label（10:02:33）：": lambda speaker, words: [f"{speaker}（10:02:33）：{words}"],
    "cells": lambda speaker, words: [f"10:02:33\t{speaker}\t{words}"],
    "<label>": lambda speaker, words: [f"<{speaker}>{words}"],
    "a line of the time": lambda speaker, words: ["2023-05-06 10:02:33", f"{speaker}：{words}"],
}


def transcripts() -> Iterator[dict[str, Any]]:
    """The saved transcripts whose turns begin with labels and colons."""
    for path in sorted((SHARED / "transcripts").glob("*.json")):
        transcript = json.loads(path.read_text(encoding="utf-8"))
        if transcript["turns"] and len(_labelled(transcript)) * 5 >= len(transcript["turns"]) * 4:
            yield transcript


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _labelled(transcript: dict[str, Any]) -> dict[int, tuple[str, str]]:
    """The paragraphs that begin with a speaker of the gold: label and words."""
    speakers = {_squeezed(turn["speaker"]) for turn in transcript["turns"]}
    found = {}
    for number, paragraph in enumerate(transcript["paragraphs"]):
        match = re.match(r"\s*[\[【]?\s*(.{1,40}?)\s*[\]】]?\s*[：:]\s*", paragraph)
        if match and _squeezed(match[1]) in speakers:
            found[number] = (match[1], paragraph[match.end() :])
    return found


def altered(transcript: dict[str, Any], way: Way) -> list[str]:
    """The paragraphs of a transcript with its labels printed in one way; a label alone takes the next paragraph."""
    labelled, printed = _labelled(transcript), []
    waiting: str | None = None
    for number, paragraph in enumerate(transcript["paragraphs"]):
        speaker, words = labelled.get(number, (waiting, paragraph))
        waiting = speaker if number in labelled and not words else None
        if waiting is None:
            printed += [paragraph] if speaker is None else way(speaker, words)
    return [paragraph for paragraph in printed if paragraph.strip()]


def measure(way: Way) -> tuple[float, float]:
    """Precision and recall of turns, by speaker and words."""
    hit = told = gold = 0
    for transcript in transcripts():
        wanted = Counter((_squeezed(turn["speaker"]), _squeezed(turn["text"])) for turn in transcript["turns"])
        found = Counter(
            (_squeezed(turn.speaker), _squeezed(turn.text)) for turn in segment_turns(altered(transcript, way))
        )
        hit += (wanted & found).total()
        told, gold = told + found.total(), gold + wanted.total()
    return hit / max(1, told), hit / max(1, gold)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of the names of ways; all without any")
    given = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit("the saved pages are not here: ../shared/pages")
    table = Table("labels", "P", "R")
    for name, printing in WAYS.items():
        if not given.only or any(part in name for part in given.only):
            table.add_row(escape(name), *(f"{figure:.3f}" for figure in measure(printing)))
    Console().print(table)
