"""The verbs about site files: `govpress sites`, `govpress sites add` and `govpress check`."""

from __future__ import annotations

from typing import Any

import click

from archive.terminal import as_json, table
from archive.verbs import everywhere
from crawler.errors import SiteFileError
from crawler.site import Site, site_folders, survey_sites
from crawler.verbs import CrawlVerb, own_options, wishes


class SiteVerbs(click.Group):
    """`govpress sites` and the verbs below it, which take the options of every verb."""

    command_class = CrawlVerb

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += [*everywhere(with_env=False), *own_options(with_env=False)]


@click.group(cls=SiteVerbs, invoke_without_command=True)
@click.option("--json", "json_", is_flag=True, help="As JSON.")
@click.pass_context
def sites(context: click.Context, json_: bool) -> None:
    """List the sites that can be crawled, and what is wrong with site files that cannot be read.

    `govpress sites add URL` looks at a column and writes a new site file.
    """
    if context.invoked_subcommand is None:
        _list_sites(json_)


def _list_sites(json_: bool) -> None:
    found, broken = survey_sites(site_folders(wishes().sites))
    rows = [_site_row(site) for site in found.values()]
    if json_:
        as_json(rows)
    else:
        table([row | {"sections": ", ".join(row["sections"])} for row in rows], list(rows[0]), empty="no site")
    if broken:
        raise SiteFileError([problem for error in broken.values() for problem in error.problems])


def _site_row(site: Site) -> dict[str, Any]:
    return {
        "site": site.key,
        "name": site.name,
        "family": site.family,
        "confirmed": site.confirmed.isoformat() if site.confirmed else "never",
        "sections": [section.name for section in site.sections],
        "home": site.home,
    }
