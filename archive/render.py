"""A diff as something to look at: lines with colour or marks for a terminal, plain data for everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Literal

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.article import Article
from archive.diff import Diff, ParagraphChange
from archive.pieces import Piece

STYLES = {"same": "", "removed": "red strike", "added": "green", "moved": "blue", "changed": "yellow", "quiet": "dim"}
# What stands for colour where there is none: the marks of wdiff.
MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
GUTTERS = {"same": " ", "changed": "~", "moved": ">", "added": "+", "removed": "-"}
AROUND = 40
"""Characters that are shown on each side of an edit in a long paragraph."""

_CONTROLS = dict.fromkeys(
    [code for code in (*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)) if code != 9]
)

Line = tuple[Text, Text]
"""What stands in the margin, and the words."""


def diff_data(diff: Diff) -> dict[str, Any]:
    """The diff as data for JSON: every paragraph that is not the same, with its pieces, and all that was named."""
    return {
        "summary": diff.summary,
        "chars_added": diff.chars_added,
        "chars_removed": diff.chars_removed,
        "fields": [asdict(field) for field in diff.fields],
        "numbers": [{"old": old, "new": new} for old, new in diff.numbers],
        "names": [{"old": old, "new": new} for old, new in diff.names],
        "words": [{"old": old, "new": new} for old, new in diff.words],
        "turns": [asdict(turn) for turn in diff.turns],
        "paragraphs": [asdict(paragraph) for paragraph in diff.changed],
    }


def render_diff(diff: Diff, *, context: int = 1, colour: bool = True) -> RenderableType:
    """The diff for a terminal; without colour, removed and added words stand in `[-…-]` and `{+…+}`.

    `context` is how many unchanged paragraphs are shown on each side of a change.
    """
    lines = [*_named(diff, colour), *_paragraphs(diff, context, colour)]
    if not lines:
        return Text("Nothing differs.")
    if not colour:
        return Group(*(Text.assemble(margin, " ", words, no_wrap=True, overflow="ignore") for margin, words in lines))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for margin, words in lines:
        grid.add_row(margin, words)
    return grid


def render_article(article: Article) -> RenderableType:
    """An article for a terminal: title, facts, and the text with its speakers set off."""
    facts = [(name, getattr(article, name)) for name in ("source", "author", "editor", "column", "doc_number")]
    if article.published_at:
        form = "%Y-%m-%d" if article.published_precision == "day" else "%Y-%m-%d %H:%M"
        facts.insert(0, ("published", article.published_at.strftime(form)))
    speakers = {turn.paragraph: turn.speaker for turn in article.turns}
    parts: list[RenderableType] = [Text(printable(article.title), style="bold")]
    parts += [Text.assemble((f"{name} ", STYLES["quiet"]), printable(value)) for name, value in facts if value]
    parts.append(Text(""))
    for place, paragraph in enumerate(article.paragraphs):
        line = Text(printable(paragraph))
        speaker = printable(speakers.get(place, ""))
        start = line.plain.find(speaker, 0, len(speaker) + 60)
        if speaker and start >= 0:
            line.stylize("bold cyan", start, start + len(speaker))
        parts.append(line)
    for attached in article.attachments:
        parts.append(Text(printable(f"{attached.label} {attached.href}"), style=STYLES["quiet"]))
    return Group(*parts)


def short_pieces(pieces: Sequence[Piece], around: int = AROUND) -> Iterator[Piece]:
    """The pieces with the middle of long unchanged stretches left out."""
    for place, piece in enumerate(pieces):
        before, after = place > 0, place < len(pieces) - 1
        keep = around * (before + after)
        if piece.op != "same" or len(piece.text) <= keep + 10 or not keep:
            yield piece
            continue
        start = piece.text[:around] if before else ""
        end = piece.text[-around:] if after else ""
        yield Piece(op="same", text=f"{start}…{end}")


def printable(words: str) -> str:
    """The words without what could steer a terminal: escape sequences, other controls, overrides of direction."""
    return words.translate(_CONTROLS)


def colourful(console: Console) -> bool:
    """Whether a console shows colour, so that marks can be left out."""
    return console.color_system is not None and not console.no_color


def _named(diff: Diff, colour: bool) -> Iterator[Line]:
    """What is told by name, above the text: fields, numbers, names, turns."""
    for field in diff.fields:
        yield Text(field.name, style="bold"), _replaced(field.old or "–", field.new or "–", colour)
    for name, pairs in (("number", diff.numbers), ("name", diff.names)):
        for old, new in pairs:
            yield Text(name, style="bold"), _replaced(old, new, colour)
    for turn in diff.turns:
        if turn.kind in ("removed", "added"):
            who = turn.old or turn.new
            if who:
                line = Text.assemble((f"{who.kind} by ", ""), (printable(who.speaker), "bold"), f" {turn.kind}")
                yield Text("turn", style="bold"), line
        elif turn.kind == "relabelled" and turn.old and turn.new:
            old, new = (f"{side.role or ''}{side.speaker} ({side.kind})" for side in (turn.old, turn.new))
            yield Text("turn", style="bold"), _replaced(old, new, colour)


def _paragraphs(diff: Diff, context: int, colour: bool) -> Iterator[Line]:
    changed = [place for place, paragraph in enumerate(diff.paragraphs) if paragraph.kind != "same"]
    shown = {near for place in changed for near in range(place - context, place + context + 1)}
    skipped = 0
    for place, paragraph in enumerate(diff.paragraphs):
        if place not in shown:
            skipped += 1
            continue
        if skipped:
            yield Text("…", style="dim"), _unchanged(skipped)
            skipped = 0
        yield _margin(paragraph), _words(paragraph, colour)
    if skipped and changed:
        yield Text("…", style="dim"), _unchanged(skipped)


def _unchanged(paragraphs: int) -> Text:
    return Text(f"{paragraphs} unchanged paragraph{'s' * (paragraphs > 1)}", style="dim italic")


def _margin(paragraph: ParagraphChange) -> Text:
    places = [str(place + 1) for place in (paragraph.old, paragraph.new) if place is not None]
    number = "→".join(places) if paragraph.kind == "moved" else places[-1]
    return Text(
        f"{GUTTERS[paragraph.kind]} {number}", style=STYLES["quiet" if paragraph.kind == "same" else paragraph.kind]
    )


def _words(paragraph: ParagraphChange, colour: bool) -> Text:
    text = Text()
    if paragraph.kind == "same":
        words = printable(paragraph.pieces[0].text)
        return Text(words if len(words) <= 2 * AROUND else words[: 2 * AROUND] + "…", style=STYLES["quiet"])
    for piece in short_pieces(paragraph.pieces):
        text.append_text(_piece(piece.op, piece.text, colour))
    return text


def _replaced(old: str, new: str, colour: bool) -> Text:
    return Text.assemble(_piece("removed", old, colour), " → ", _piece("added", new, colour))


def _piece(op: Literal["same", "removed", "added"], words: str, colour: bool) -> Text:
    words = printable(words)
    if colour or op == "same":
        return Text(words, style=STYLES[op])
    start, end = MARKS[op]
    return Text(f"{start}{words}{end}")
