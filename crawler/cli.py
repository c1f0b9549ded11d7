"""The `govpress` command: thin verbs, imports inside commands so that help comes at once."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli import main as archive_verbs
from archive.errors import ArchiveError
from archive.typed import address, first_day, moment
from archive.verbs import DEFAULT_DB, Verbs, chosen
from crawler.errors import CrawlError
from crawler.verbs import CrawlVerb, Wishes, own_options, wishes

if TYPE_CHECKING:
    from crawler.site import Site

DEMO_DB = Path("demo.db")


class LazyVerb(click.Command):
    """A verb of another room, imported when it is called or asked for its own help."""

    def __init__(self, name: str, target: str, line: str) -> None:
        super().__init__(name, help=line)
        self._target = target

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the real verb."""
        from importlib import import_module

        module, _, attribute = self._target.partition(":")
        return _mounted(getattr(import_module(module), attribute)).make_context(info_name, args, parent, **extra)


class CommandLine(Verbs):
    """The verbs of all rooms."""

    command_class = CrawlVerb

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, roots=(ArchiveError, CrawlError), **options)
        self.params += own_options(with_env=True)

    @property
    def roots(self) -> tuple[type[Exception], ...]:
        """The errors that are told in one line; asked for when there is one, for reading is slow to import."""
        from pipelines.errors import ReadError

        return (*self._roots, ReadError)

    @roots.setter
    def roots(self, roots: Sequence[type[Exception]]) -> None:
        self._roots = tuple(roots)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """A context in which choices are remembered."""
        return super().make_context(info_name, args, parent, **({"obj": Wishes()} | extra))


def _mounted(verb: click.Command) -> click.Command:
    """A verb of another room with the options that it lacks."""
    twin = copy.copy(verb)
    known = {name for option in verb.params for name in option.opts}
    twin.params = [*verb.params, *(option for option in own_options(with_env=False) if not known & set(option.opts))]
    return twin


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="govpress")
def main() -> None:
    """Crawl, read and keep what Chinese government press pages say, and show what changed."""


for _verb in archive_verbs.commands.values():
    main.add_command(_mounted(_verb))
main.add_command(
    LazyVerb("read", "pipelines.cli:read", "Read saved pages as articles or lists; no network, no archive.")
)
main.add_command(
    LazyVerb("sites", "crawler.site_verbs:sites", "List the sites that can be crawled; `sites add` makes a new one.")
)
main.add_command(
    LazyVerb("health", "crawler.health_verb:health", "Show whether the last visit of each site was as usual.")
)
# In the place of the archive's own, which reads nothing.
main.add_command(LazyVerb("import", "crawler.import_verbs:import_", "Bring what others captured in, and read it."))
main.add_command(
    LazyVerb("check", "crawler.site_verbs:check", "Look whether a site still is what its site file says; keep nothing.")
)


@main.command()
@click.argument("keys", metavar="[SITE]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every site but those of the practice web.")
@click.option("--section", "sections", metavar="NAME", multiple=True, help="Only this section; can be repeated.")
@click.option("--since", metavar="DAY", type=first_day, help="Leave older articles alone.")
@click.option("--max-pages", metavar="N", type=click.IntRange(min=1), help="At most N list pages of each section.")
@click.option(
    "--revisit", type=click.Choice(["all", "due", "none"]), default="due", show_default=True,
    help="Which known articles to ask again: all, those that are due by their age, or none.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Walk lists to their end, also where articles are known that stand below.")
@click.option(
    "--resume/--no-resume",
    default=True,
    show_default=True,
    help="Ask for what earlier visits listed and did not fetch.",
)  # fmt: skip
@click.option("--anyway", is_flag=True, help="Visit also a site that blocked the last visit a short while ago.")
@click.option("--wait", is_flag=True, help="Wait for another crawl of the same host instead of giving up.")
@click.option("--json", "json_", is_flag=True, help="End with one summary object on standard output.")
def crawl(  # noqa: PLR0917  click passes them by name
    keys: Sequence[str],
    everything: bool,
    sections: Sequence[str],
    since: date | None,
    max_pages: int | None,
    revisit: Any,
    full: bool,
    resume: bool,
    anyway: bool,
    wait: bool,
    json_: bool,
) -> None:
    """Visit sites side by side: their lists, every article on them, and known articles that are due again.

    A crawl that was killed is completed by the next one. Ends with 0 when every visit did what it should, else with 5.
    """
    from pipelines.reader_pool import ReaderPool

    sites = _chosen(keys, everything)
    # What readers are forked from takes as long to start as all that follows: both start together.
    ReaderPool.prepare()

    from crawler.errors import RunFailed
    from crawler.plan import Plan
    from crawler.progress import tell, worst
    from crawler.run import crawl as visit

    terminal = _start_logging()
    reports = visit(
        sites,
        db=chosen().db,
        plan=Plan(
            sections=tuple(sections),
            since=since,
            max_pages=max_pages,
            revisit=revisit,
            full=full,
            resume=resume,
            anyway=anyway,
        ),
        wait=-1 if wait else 0,
        terminal=terminal,
    )
    tell(reports, as_json=json_, write=lambda text: click.echo(text, nl=False))
    if worst(reports) != "ok":
        raise RunFailed("; ".join(f"{report.site}: {report.outcome}" for report in reports if report.outcome != "ok"))


@main.command()
@click.argument("keys", metavar="[SITE]...", nargs=-1)
@click.option("--list", "only_list", is_flag=True, help="Show when each section is visited next, and how it last went.")
@click.option("--json", "json_", is_flag=True, help="With --list: as JSON.")
def schedule(keys: Sequence[str], only_list: bool, json_: bool) -> None:
    """Keep the schedules of the site files in the foreground, until SIGTERM or Ctrl-C.

    Each crawl is a process of its own, one at a time for each host. What was missed while this was not running is
    caught up once.
    """
    from crawler.schedule import Schedule
    from crawler.site_folders import choose_sites, site_folders

    folders = site_folders(wishes().sites)
    choose_sites(keys, folders)
    if only_list:
        _list_schedule(keys, json_)
        return
    _start_logging()
    Schedule(folders, db=chosen().db, keys=keys).run()


@main.command()
@click.option("--site", "keys", metavar="KEY", multiple=True, help="Only what was captured of this site; repeatable.")
@click.option(
    "--since", metavar="DAY", type=moment,
    help="Only pages with a body captured on this day (in China) or later, each with its whole history.",
)  # fmt: skip
@click.option("--url", metavar="URL", type=address, help="Only this page, or this list.")
@click.option("--all", "everything", is_flag=True, help="Also what today's reader has read already.")
@click.option("--search-only", is_flag=True, help="Read nothing; build the search index again.")
@click.option("--json", "json_", is_flag=True, help="End with one summary object on standard output.")
def reread(  # noqa: PLR0917  click passes them by name
    keys: Sequence[str], since: datetime | None, url: str | None, everything: bool, search_only: bool, json_: bool
) -> None:
    """Read the captures of the archive with today's rules, and tell what those rules alone changed.

    No network. Versions compare readings of one reader only, so better rules never look like an edit by a site. What
    today's reader has read already is passed over: after an interruption the same command goes on where it ended.
    """
    from crawler.rereading import build_index, tell
    from crawler.rereading import reread as read_again
    from crawler.site_folders import site_folders
    from pipelines.reread import Choice

    write = partial(click.echo, nl=False)
    if search_only:
        build_index(chosen().db, as_json=json_, write=write)
        return
    choice = Choice(sites=frozenset(keys), since=since, url=url, everything=everything)
    terminal = _start_logging()
    progress = read_again(chosen().db, folders=site_folders(wishes().sites), choice=choice, terminal=terminal)
    tell(progress, as_json=json_, write=write)
    if progress.interrupted:
        click.get_current_context().exit(130)


@main.command()
@click.option("--serve", is_flag=True, help="Go straight on to the pages of the archive.")
@click.option("--json", "json_", is_flag=True, help="End with one object of figures and findings.")
def demo(serve: bool, json_: bool) -> None:
    """See the whole of it in a minute: a small web that changes, crawled day after day, and what was found.

    Writes a new archive, demo.db unless --db names another.
    """
    from crawler.demo import demonstrate

    chosen().db = DEMO_DB if chosen().db == DEFAULT_DB else chosen().db
    context = click.get_current_context()
    demonstrate(chosen().db, as_json=json_, then=(lambda: context.invoke(main.commands["serve"])) if serve else None)


def _chosen(keys: Sequence[str], everything: bool) -> list[Site]:
    from crawler.site_folders import PACKAGED, choose_sites, site_folders, survey_sites

    folders = site_folders(wishes().sites)
    if keys and everything:
        raise click.UsageError("name the sites to crawl, or say --all, not both")
    if keys:
        return choose_sites(keys, folders)
    if not everything:
        raise click.UsageError("name the sites to crawl, or say --all; `govpress sites` lists them")
    found, broken = survey_sites(folders)
    for error in broken.values():
        click.echo(str(error), err=True)
    sites = [site for site in found.values() if not (site.private and site.path and site.path.parent == PACKAGED)]
    if not sites:
        raise CrawlError("no site file can be read")
    return sites


def _list_schedule(keys: Sequence[str], json_: bool) -> None:
    from dataclasses import asdict
    from datetime import UTC

    from archive.store import Archive
    from archive.terminal import as_json, table
    from crawler.appointments import ZONE, appointments
    from crawler.site_folders import site_folders, survey_sites

    found, _broken = survey_sites(site_folders(wishes().sites))
    wanted = [site for site in found.values() if not keys or site.key in keys]
    # Who looks before the first visit has no archive yet, and gets none from looking.
    with Archive(chosen().db, read_only=True) if chosen().db.exists() else nullcontext() as archive:
        rows = [asdict(one) for one in appointments(wanted, archive, datetime.now(UTC))]
    for row in rows:
        for name in ("next", "last"):
            # In the zone in which the site files mean their cron lines.
            row[name] = row[name].astimezone(ZONE).isoformat(sep=" ", timespec="minutes") if row[name] else None
        row["remarks"] = "; ".join(row["remarks"])
    if json_:
        as_json(rows)
    else:
        table(rows, list(rows[0]), empty="no section")


def _start_logging() -> bool:
    """Log to standard error as the place and -v ask for; whether there is a person at a terminal."""
    import logging
    import os
    import sys

    terminal = sys.stderr.isatty() and not os.environ.get("CI")
    asked = wishes().verbose
    level = (logging.WARNING if terminal else logging.INFO, logging.INFO, logging.DEBUG)[min(asked, 2)]
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return terminal and not asked


if __name__ == "__main__":
    main()
