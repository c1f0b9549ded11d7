"""`govpress import`: what others captured is kept, and read by the rules of the sites it is of."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import click

from archive.transfer.cli import Formats
from archive.transfer.import_verbs import bring_in, raise_damage, summary, tell_imported, warc_options
from archive.verbs import chosen
from crawler.rereading import reread, tell
from crawler.rereading import summary as reading_summary
from crawler.site_folders import site_folders, survey_sites
from crawler.verbs import CrawlVerb, wishes
from pipelines.reread import Choice


class ImportFormats(Formats):
    """`govpress import` and the formats behind it."""

    command_class = CrawlVerb


@click.group("import", cls=ImportFormats)
def import_() -> None:
    """Bring what others captured into the archive."""


@import_.command("warc")
@click.option("--no-read", is_flag=True, help="Only keep it; `govpress reread` reads it later.")
@warc_options
def warc(files: tuple[Path, ...], site: str | None, pages_only: bool, no_read: bool, json_: bool) -> None:
    """Keep the answers in WARC files as captures, and read them: of Browsertrix, wget, Heritrix, Scrapy or govpress.

    Also WACZ packages, ARC files, and files that break off: what stands before is kept. Importing again adds nothing.
    A page is of the site whose file names its host, unless --site says otherwise.
    """
    folders = site_folders(wishes().sites)
    found, _broken = survey_sites(folders)

    def site_of(url: str) -> str | None:
        return next((key for key, each in found.items() if each.holds(url)), None)

    imported = bring_in(files, site=site, pages_only=pages_only, site_of=site_of)
    if not json_:
        tell_imported(imported)
    write = partial(click.echo, nl=False)
    progress = None
    if imported.captures and not no_read:
        known = frozenset(key for key in imported.sites if key is not None)
        choice = Choice(sites=known if None not in imported.sites else frozenset())
        progress = reread(chosen().db, folders=folders, choice=choice, terminal=sys.stderr.isatty())
    if json_:
        read = reading_summary(progress) if progress else None
        write(json.dumps(summary(imported) | {"read": read}, ensure_ascii=False) + "\n")
    elif progress:
        tell(progress, as_json=False, write=write)
    raise_damage(imported)
    if progress and progress.interrupted:
        click.get_current_context().exit(130)
