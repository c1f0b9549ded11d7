"""Rows for people at a terminal, for pipes, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.render import colourful, printable

Row = Mapping[str, Any]


def console() -> Console:
    """The console of this process; what is piped is never folded."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=100_000)


def as_json(value: Any) -> None:
    """Print data as JSON; a list has one item a line, so that it can be read with `jq`, `grep` or `head`."""
    if isinstance(value, list):
        lines = ",\n".join(json.dumps(_plain(item), ensure_ascii=False) for item in value)
        click.echo(f"[\n{lines}\n]" if lines else "[]")
    else:
        click.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2))


def table(rows: Sequence[Row], columns: Sequence[str], *, empty: str) -> None:
    """Print rows: as a table at a terminal, as tab-separated lines with a header in a pipe.

    `empty` is what to say, on stderr, where there are none.
    """
    if not rows:
        click.echo(empty, err=True)
        return
    out = console()
    if not out.is_terminal:
        click.echo("\t".join(columns))
        for row in rows:
            click.echo("\t".join(shown(row[column]).replace("\t", " ") for column in columns))
        return
    grid = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold", no_wrap=column in _NARROW)
    for row in rows:
        grid.add_row(*(_cell(column, row[column], colour=colourful(out)) for column in columns))
    out.print(grid)


def shown(value: Any) -> str:
    """A value in one line, safe for a terminal: times as minutes in UTC, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
    return printable(" ".join(str(value).split()))


_NARROW = {"kind", "state", "number", "observed_after", "observed_by", "first_seen", "last_seen", "published", "count"}
_KINDS = {
    "removed": "red",
    "gone": "red",
    "edited": "yellow",
    "retitled": "yellow",
    "suspect": "yellow",
    "blocked": "yellow",
    "moved": "blue",
    "restored": "green",
    "new": "green",
}


def _cell(column: str, value: Any, *, colour: bool) -> Text:
    words = shown(value)
    if not colour:
        return Text(words)
    if column == "summary" and "→" in words:
        return _difference(words)
    style = _KINDS.get(words, "") if column in ("kind", "state") else "dim" if column == "url" else ""
    return Text(words, style=style)


def _difference(summary: str) -> Text:
    text = Text()
    for place, part in enumerate(summary.split("; ")):
        old, arrow, new = part.partition(" → ")
        text.append("; " if place else "")
        text.append(old, style="red" if arrow else "")
        text.append(arrow)
        text.append(new, style="green")
    return text


def _plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
