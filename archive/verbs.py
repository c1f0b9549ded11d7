"""How every verb of the command line behaves: the archive it works on, and errors in one line.

`--db` and `--traceback` are understood before the verb and behind it. An error of one of the rooms is one line on
stderr, or one for each thing that is wrong, and its root's own exit code.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError

DEFAULT_DB = Path("press.db")


@dataclass(slots=True)
class Chosen:
    """What was chosen for all verbs, wherever on the command line it stood."""

    db: Path = DEFAULT_DB
    traceback: bool = False


def chosen() -> Chosen:
    """What was chosen in the command that is running."""
    found: Chosen = click.get_current_context().find_root().ensure_object(Chosen)
    return found


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value and option.name:
        setattr(context.find_root().ensure_object(Chosen), option.name, value)


def everywhere(*, with_env: bool) -> list[click.Option]:
    """The options that stand before the verb or behind it; the environment is asked once, before it."""
    return [
        click.Option(
            ["--db"],
            type=click.Path(dir_okay=False, path_type=Path),
            envvar="GOVPRESS_DB" if with_env else None,
            expose_value=False,
            callback=_remember,
            metavar="FILE",
            help=f"The archive; {DEFAULT_DB} here, or GOVPRESS_DB.",
        ),
        click.Option(
            ["--traceback"], is_flag=True, expose_value=False, callback=_remember, help="Show where an error came from."
        ),
    ]


class Verb(click.Command):
    """A verb that also takes the options that may stand before it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += everywhere(with_env=False)


class Verbs(click.Group):
    """A group of verbs whose errors are told without a traceback; `roots` are the errors it knows."""

    command_class = Verb

    def __init__(self, *args: Any, roots: Sequence[type[Exception]] = (ArchiveError,), **options: Any) -> None:
        super().__init__(*args, **options)
        self.roots = tuple(roots)
        self.params += everywhere(with_env=True)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; raises SystemExit with the root's exit code for an error of ours."""
        try:
            return super().invoke(ctx)
        except self.roots as error:
            if ctx.ensure_object(Chosen).traceback:
                raise
            told = "\n".join(" ".join(line.split()) for line in str(error).splitlines()) or type(error).__name__
            click.echo(f"{click.style('Error:', fg='red')} {told}", err=True)
            # What was printed so far comes before the exit; a closed pipe is not our news.
            with suppress(BrokenPipeError):
                sys.stdout.flush()
            sys.exit(int(getattr(error, "exit_code", 1)))
