"""The verbs that bring into an archive what others captured."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.transfer.cli import Formats, json_option, opened, tell
from archive.verbs import Verb

if TYPE_CHECKING:
    from archive.transfer.warc_import import Imported

# ruff: noqa: PLC0415  imports inside commands keep `govpress --help` fast

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import", cls=Formats)
def import_() -> None:
    """Bring what others captured into the archive."""


def warc_options(verb: Callable[..., None]) -> Callable[..., None]:
    """The arguments of `import warc`, wherever it is mounted."""
    options = (
        click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE..."),
        click.option("--site", help="The site that all of it is of; else found by page and host."),
        click.option("--pages-only", is_flag=True, help="Leave out images, scripts and other files of pages."),
        json_option,
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


@import_.command("warc")
@warc_options
def import_warc(files: tuple[Path, ...], site: str | None, pages_only: bool, json_: bool) -> None:
    """Keep the answers in WARC files as captures: of Browsertrix, wget, Heritrix, Scrapy or govpress itself.

    Also WACZ packages, ARC files, and files that break off: what stands before is kept. Importing again adds nothing.
    `govpress reread` reads what was imported.
    """
    imported = bring_in(files, site=site, pages_only=pages_only)
    if json_:
        click.echo(json.dumps(summary(imported), ensure_ascii=False))
    else:
        tell_imported(imported)
    raise_damage(imported)


def bring_in(
    files: tuple[Path, ...], *, site: str | None, pages_only: bool, site_of: Callable[[str], str | None] | None = None
) -> Imported:
    """Import some files into the chosen archive."""
    from archive.transfer.progress import shown
    from archive.transfer.warc_import import import_warc as bring

    with opened(read_only=False) as archive, shown("importing captures") as advance:
        return bring(archive, files, site=site, site_of=site_of, pages_only=pages_only, advance=advance)


def summary(imported: Imported) -> dict[str, Any]:
    """What an import came to, as JSON knows it."""
    sites = sorted(site for site in imported.sites if site is not None)
    return asdict(replace(imported, passed=Counter())) | {"passed": dict(imported.passed), "sites": sites}


def tell_imported(imported: Imported) -> None:
    """Say what an import came to, for a person."""
    click.echo(
        f"{imported.captures} captures are new, {imported.known} were there before; "
        f"{imported.articles} of the new may be articles"
    )
    for reason, count in sorted(imported.passed.items()):
        click.echo(f"passed over: {count} × {reason}", err=True)
    if imported.unresolved:
        click.echo(
            f"{len(imported.unresolved)} revisits stand for bodies in other files; import those, then this again: "
            f"{imported.unresolved[0]} …",
            err=True,
        )


def raise_damage(imported: Imported) -> None:
    """Raise WarcDamaged where a file was; whatever was good in it is kept by now."""
    from archive.transfer.warc_records import WarcDamaged

    if imported.damaged:
        raise WarcDamaged("\n".join(imported.damaged))


@click.command(cls=Verb)
@click.argument("other", type=FILE)
@json_option
def merge(other: Path, json_: bool) -> None:
    """Bring in all that the archive OTHER has seen and this one has not.

    Its evidence is checked on the way and keeps its own ledger; pages are derived anew from what both saw. All of it
    comes in or nothing. Merging again, or the other way round, gives the same captures and the same pages.
    """
    from archive.store import Archive
    from archive.transfer.merge import merge as join
    from archive.transfer.progress import shown

    with Archive(other, read_only=True) as theirs, opened(read_only=False) as archive, shown("merging") as advance:
        merged = join(archive, theirs, advance=advance)
    line = f"{merged.captures} captures and {merged.runs} runs are new; {merged.pages} pages were derived"
    tell(asdict(merged), line, json_=json_)
