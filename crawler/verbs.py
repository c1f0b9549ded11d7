"""What every verb of the `govpress` command takes besides the archive: the folder of site files, and -v."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from archive.verbs import Chosen, Verb, chosen


@dataclass(slots=True)
class Wishes(Chosen):
    """What was chosen for all verbs, those of crawling included."""

    sites: Path | None = None
    verbose: int = 0


def wishes() -> Wishes:
    """What was chosen in the command that is running."""
    found = chosen()
    assert isinstance(found, Wishes)
    return found


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value and option.name:
        setattr(context.find_root().ensure_object(Wishes), option.name, value)


def own_options(*, with_env: bool) -> list[click.Parameter]:
    """The options that every verb of crawling has; the environment is asked once, before the verb."""
    return [
        click.Option(
            ["--sites"],
            type=click.Path(file_okay=False, path_type=Path),
            envvar="GOVPRESS_SITES" if with_env else None,
            expose_value=False,
            callback=_remember,
            metavar="FOLDER",
            help="Your own site files, beside the packaged ones; or GOVPRESS_SITES.",
        ),
        click.Option(
            ["-v", "--verbose"],
            count=True,
            expose_value=False,
            callback=_remember,
            help="Log what is done; twice, everything.",
        ),
    ]


class CrawlVerb(Verb):
    """A verb that takes every option which may stand before it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += own_options(with_env=False)
