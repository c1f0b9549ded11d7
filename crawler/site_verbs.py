"""The verbs about site files: `govpress sites`, `govpress sites add` and `govpress check`."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from archive.terminal import as_json, table
from archive.typed import address
from archive.verbs import chosen, everywhere
from crawler.errors import CrawlError, NoLongerFits, SiteFileError, SiteFileExists
from crawler.findings import Finding, counted, misfits
from crawler.site import Site
from crawler.site_draft import key_of_host, line
from crawler.site_file import KEY, LEAST_PUBLIC_DELAY
from crawler.site_folders import PACKAGED, choose_sites, site_folders, survey_sites
from crawler.site_values import HOST
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


@sites.command()
@click.argument("url", type=address)
@click.option("--key", help="The site's name on the command line, and its file's; else made from the host.")
@click.option("--name", help="The site's own name; else as its pages have it.")
@click.option("--section", help="The column's name; else as its pages have it.")
@click.option("--host", "hosts", metavar="HOST", multiple=True, help="A further host of the site; can be repeated.")
@click.option("--private", is_flag=True, help="The site is on a loopback or private address.")
@click.option("--scripts", is_flag=True, help="Render pages that are empty without their scripts (govpress[scripts]).")
@click.option(
    "--delay", metavar="SECONDS", type=click.FloatRange(0, 3600), default=3.0, show_default=True,
    help="Seconds between two requests, now and in the file.",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def add(  # noqa: PLR0917  click passes them by name
    url: str,
    key: str | None,
    name: str | None,
    section: str | None,
    hosts: Sequence[str],
    private: bool,
    scripts: bool,
    delay: float,
    json_: bool,
) -> None:
    """Look at a column, show what was found and where, and write a site file for it.

    About seven pages are fetched, as politely as in a crawl: the list, its second and its last page, three articles,
    and robots.txt. The file goes into your own folder of site files (--sites or GOVPRESS_SITES), which is made where it
    is not there. No file is ever overwritten, and no archive is touched.
    """
    # It brings Scrapy, which a list of sites does not need.
    from crawler.survey import Wanted, add_site  # noqa: PLC0415

    folder = _own_folder()
    key = key or key_of_host(url)
    if not KEY.fullmatch(key):
        raise click.BadParameter("lower-case letters, digits and hyphens", param_hint="--key")
    if not all(HOST.fullmatch(host) for host in hosts):
        raise click.BadParameter("a host such as news.example.gov.cn", param_hint="--host")
    if not private and delay < LEAST_PUBLIC_DELAY:
        raise click.BadParameter(f"at least {LEAST_PUBLIC_DELAY:g} on a public site", param_hint="--delay")
    _refuse_taken(key, folder)
    wanted = Wanted(
        url=url, key=key, folder=folder, name=name, section=section, private=private, delay=delay, hosts=tuple(hosts),
        scripts=scripts,
    )  # fmt: skip
    with _waiting(url):
        added = add_site(wanted)
    if json_:
        as_json({"site": added.key, "file": str(added.path), "findings": [one.as_row() for one in added.findings]})
        return
    _show(added.findings, ("what", "fits", "found", "where"))
    click.echo(f"\nWrote {added.path}; `govpress check {added.key} --sites {folder}` looks whether it fits.")
    wrong = misfits(added.findings)
    if wrong:
        click.echo(f"{counted(len(wrong), 'row')} above with `no` under `fits`: look there first.", err=True)


@click.command(cls=CrawlVerb)
@click.argument("key", metavar="SITE")
@click.option("--section", "sections", metavar="NAME", multiple=True, help="Only this section; can be repeated.")
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def check(key: str, sections: Sequence[str], json_: bool) -> None:
    """Look whether a site still is what its site file says: one list page and three articles of each section.

    Nothing is stored. Where an archive is there, the articles are compared with what it holds. Ends with 0 when
    everything fits, else with 5.
    """
    from crawler.check import check_site  # noqa: PLC0415  as above

    (site,) = choose_sites([key], site_folders(wishes().sites))
    with _waiting(site.name):
        findings = check_site(site, sections=sections, db=chosen().db)
    wrong = misfits(findings)
    if json_:
        as_json({"site": key, "fits": not wrong, "findings": [one.as_row() for one in findings]})
    else:
        _show(findings, ("section", "what", "fits", "found", "where"))
    if wrong:
        raise NoLongerFits("\n".join(f"{one.section}: {line(one)}" for one in wrong))


def _show(findings: Sequence[Finding], columns: Sequence[str]) -> None:
    rows = [finding.as_row() | {"fits": "yes" if finding.fits else "no"} for finding in findings]
    table(rows, columns, empty="nothing was looked at")


def _waiting(what: str) -> AbstractContextManager[object]:
    """Something that moves while a person waits at a terminal; with -v, a line for each page instead."""
    verbose = wishes().verbose
    if verbose:
        level = logging.INFO if verbose == 1 else logging.DEBUG
        logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    elif sys.stderr.isatty():
        return Console(stderr=True).status(escape(f"Looking at {what} …"))
    return nullcontext()


def _own_folder() -> Path:
    named = wishes().sites or os.environ.get("GOVPRESS_SITES")
    if not named:
        raise CrawlError("say where your own site files are, or are to be: --sites FOLDER, or GOVPRESS_SITES")
    folder = Path(named).expanduser()
    if folder.resolve() == PACKAGED.resolve():
        raise CrawlError("the packaged site files are replaced by the next upgrade: name a folder of your own")
    return folder


def _refuse_taken(key: str, folder: Path) -> None:
    """Say before anything is fetched that the file could not be written."""
    found, broken = survey_sites([PACKAGED, folder])
    if key in found or key in broken:
        raise SiteFileExists(key, found[key].path if key in found else folder / f"{key}.toml")
