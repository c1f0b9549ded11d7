"""How far a long piece of work has come, for a person at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[], None]
"""Called once for each piece that is done."""


def ignore() -> None:
    """Tell nobody."""


@contextmanager
def shown(label: str, total: int | None = None) -> Iterator[Advance]:
    """A bar on standard error while the work lasts; nothing where no person looks on."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield ignore
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415  at a terminal alone

    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
