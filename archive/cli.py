"""The verbs that look at an archive; `govpress` mounts them, and `python -m archive` has them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from archive.transfer.cli import export, head, snapshot
from archive.transfer.import_verbs import import_, merge
from archive.typed import address, cut, end_of, first_day, in_order, last_day, moment, most_rows
from archive.verbs import Verbs, chosen
from archive.verify_verb import verify

if TYPE_CHECKING:
    from rich.text import Text

    from archive.article import Article
    from archive.find import Hit
    from archive.store import Archive
    from archive.version import Version

KINDS = ("new", "edited", "retitled", "removed", "moved", "restored")
WHEN = "%Y-%m-%d %H:%M %z"
STATES = ("live", "suspect", "gone", "moved", "blocked")

json_option = click.option("--json", "json_", is_flag=True, help="Print JSON instead of a table.")


@contextmanager
def _opened() -> Iterator[Archive]:
    from archive.store import Archive

    with Archive(chosen().db, read_only=True) as archive:
        yield archive


@click.group(cls=Verbs)
def main() -> None:
    """Look at an archive: what pages say and said, what changed, and what proves it."""


@main.command()
@click.argument("url", type=address)
@click.option("--as-of", type=end_of, metavar="WHEN", help="As it was then: 2026-05-01, or 2026-05-01T09:30 in China.")
@click.option("--version", type=int, help="One of its versions, by number.")
@json_option
def show(url: str, as_of: datetime | None, version: int | None, json_: bool) -> None:
    """Show the article at URL as it is now, or as it was; of one that is no longer there, what became of it."""
    from archive.errors import VersionNotFound
    from archive.find import standing

    if as_of and version:
        raise click.UsageError("give --as-of or --version, not both")
    with _opened() as archive:
        versions = archive.versions(url)
        if as_of is None:
            article: Article | None = archive.article(url, version)
            seen = standing(archive.db.conn, url)
            one: Version | None = versions[version - 1 if version else -1]
        else:
            moment = archive.as_of(url, as_of)
            article, one, seen = moment.article, moment.version, {"as_of": as_of, "state": moment.state}
    if article is None or one is None:
        assert as_of is not None
        raise VersionNotFound(
            f"{url} was first seen after {as_of:{WHEN}}: at {versions[0].first_seen.astimezone(as_of.tzinfo):{WHEN}}"
        )
    seen |= {"version": one.number, "first_seen": one.first_seen, "last_seen": one.last_seen}
    _show(article, seen | {"capture": one.first_capture}, json_)


def _show(article: Article, seen: Mapping[str, Any], json_: bool) -> None:
    from dataclasses import asdict

    from archive.render import render_article
    from archive.terminal import as_json, console, shown

    if json_:
        as_json({**seen, **asdict(article)})
        return
    out = console()
    # An article that is there and current needs no word about it.
    if "as_of" in seen or seen["state"] != "live" or seen["version"] != seen["versions"]:
        out.print(
            " · ".join(f"{name} {shown(value)}" for name, value in seen.items() if value), style="dim", markup=False
        )
    out.print(render_article(article))


@main.command()
@click.argument("url", type=address)
@json_option
def history(url: str, json_: bool) -> None:
    """List what was seen of the page at URL: its versions, what happened to it, and the states it was in."""
    from archive.terminal import as_json, table

    with _opened() as archive:
        versions = archive.versions(url)
        changes, states, copies = archive.changes(url=url), archive.states(url), archive.copies(url)
        rows = [{**_row(version), "title": archive.article(url, version.number).title} for version in versions]
    if json_:
        as_json({"url": url, "versions": rows, "changes": changes, "states": states, "copies": copies})
        return
    table(rows[::-1], ["number", "first_seen", "last_seen", "title", "first_capture"], empty="no version")
    click.echo()
    columns = ["kind", "observed_after", "observed_by", "summary", "reason"]
    table([_row(change) for change in changes], columns, empty="nothing happened to it")
    click.echo()
    columns = ["state", "observed_after", "observed_by", "reason"]
    table([_row(state) for state in states[::-1]], columns, empty="always there when it was asked for")
    if copies:
        click.echo()
        table([{"also_at": copy} for copy in copies], ["also_at"], empty="")


def _row(record: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(record)


@main.command()
@click.argument("url", type=address)
@click.argument("a", type=int, required=False)
@click.argument("b", type=int, required=False)
@click.option("--context", default=1, show_default=True, help="Unchanged paragraphs around each change.")
@json_option
def diff(url: str, a: int | None, b: int | None, context: int, json_: bool) -> None:
    """Show what changed on the page at URL between version A and version B.

    Without A and B: between the last two versions; with A alone: from A to the current one.
    """
    from archive.diff import diff_articles
    from archive.errors import VersionNotFound
    from archive.render import colourful, diff_data, render_diff
    from archive.terminal import as_json, console

    with _opened() as archive:
        numbers = [version.number for version in archive.versions(url)]
        if a is None and len(numbers) < 2:
            raise VersionNotFound(f"{url} has one version only, there is nothing to compare")
        left, right = (numbers[-2] if a is None else a), (numbers[-1] if b is None else b)
        found = diff_articles(archive.article(url, left), archive.article(url, right))
    if json_:
        as_json({"url": url, "from_version": left, "to_version": right, **diff_data(found)})
        return
    out = console()
    out.print(f"{url} · version {left} → {right}", style="dim", markup=False)
    out.print(render_diff(found, context=context, colour=colourful(out)))


@main.command()
@click.option("--site", help="One site only.")
@click.option("--kind", type=click.Choice(KINDS), help="One kind only.")
@click.option("--since", type=moment, metavar="WHEN", help="Observed on this day (in China) or later.")
@click.option("--until", type=end_of, metavar="WHEN", help="Observed on this day or earlier.")
@click.option("--limit", type=most_rows, default=100, show_default=True, help="At most so many.")
@json_option
def changes(json_: bool, limit: int, **wanted: Any) -> None:
    """List what was seen to happen to pages, the latest first."""
    from archive.known_names import must_know
    from archive.terminal import as_json, table

    in_order(wanted["since"], wanted["until"], names=("--since", "--until"))
    with _opened() as archive:
        must_know(archive.db.conn, site=wanted["site"])
        found = cut(archive.changes(limit=limit + 1, **wanted), limit)
    if json_:
        as_json(found)
        return
    columns = ["observed_by", "kind", "site", "title", "summary", "url"]
    rows = [_row(change) for change in found]
    for row in rows:
        row["summary"] = row["reason"] if row["summary"] in ("", row["title"]) else row["summary"]
    table(rows, columns, empty="no such change was observed")


@main.command()
@click.option("--site", help="One site only.")
@click.option("--section", help="One section only.")
@click.option("--state", type=click.Choice(STATES), help="One state only.")
@click.option("--from", "after", type=first_day, metavar="DATE", help="Published on this day or later.")
@click.option("--to", "before", type=last_day, metavar="DATE", help="Published on this day or earlier.")
@click.option("--limit", type=most_rows, default=100, show_default=True, help="At most so many.")
@json_option
def articles(json_: bool, limit: int, **wanted: Any) -> None:
    """List the articles of the archive, the latest first."""
    from archive.find import articles_of
    from archive.known_names import must_know
    from archive.terminal import as_json, table

    in_order(wanted["after"], wanted["before"])
    with _opened() as archive:
        must_know(archive.db.conn, site=wanted["site"], section=wanted["section"])
        found = cut(articles_of(archive.db.conn, limit=limit + 1, **wanted), limit)
    if json_:
        as_json(found)
        return
    table(found, ["published_at", "site", "state", "versions", "title", "url"], empty="no such article")


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--site", help="One site only.")
@click.option("--from", "after", type=first_day, metavar="DATE", help="Published on this day or later.")
@click.option("--to", "before", type=last_day, metavar="DATE", help="Published on this day or earlier.")
@click.option("--speaker", help="Said by this person in one turn; part of the name is enough.")
@click.option("--limit", type=most_rows, default=20, show_default=True, help="At most so many.")
@json_option
def search(words: tuple[str, ...], json_: bool, limit: int, **wanted: Any) -> None:
    """Search titles and texts for WORDS, best first: any Chinese characters, words or numbers, all of them.

    Attached files whose text was read come after the articles, each with the article that it hangs on.
    """
    from archive.find import find
    from archive.known_names import must_know
    from archive.terminal import as_json

    in_order(wanted["after"], wanted["before"])
    with _opened() as archive:
        must_know(archive.db.conn, site=wanted["site"])
        hits = cut(find(archive.db.conn, " ".join(words), limit=limit + 1, **wanted), limit)
    if json_:
        as_json([{**_row(hit), "excerpt": "".join(piece for piece, _ in hit.excerpt)} for hit in hits])
        return
    if not hits:
        click.echo("nothing found", err=True)
    for hit in hits:
        _print_hit(hit, " ".join(words))


def _print_hit(hit: Hit, words: str) -> None:
    from rich.text import Text

    from archive.search import excerpt
    from archive.terminal import console, shown

    out = console()
    out.print(_marked(excerpt(hit.title, words, width=len(hit.title)), "bold"))
    facts = [(hit.published_at or "")[:10], hit.site, hit.state if hit.state != "live" else None, hit.speaker]
    out.print(Text(" · ".join(shown(fact) for fact in facts if fact), style="dim"))
    if hit.attachment is not None:
        out.print(Text(f"in the attached file {shown(hit.attachment)}, {shown(hit.href)}", style="dim"))
    out.print(_marked(hit.excerpt, ""))
    out.print(Text(shown(hit.url), style="dim"))
    out.print()


def _marked(pieces: Sequence[tuple[str, bool]], style: str) -> Text:
    """Pieces of a text with the words that were searched for in colour, or in brackets where there is none."""
    from rich.text import Text

    from archive.render import colourful, printable
    from archive.terminal import console

    colour = colourful(console())
    text = Text(style=style)
    for piece, hit in pieces:
        words = printable(piece)
        text.append(words if colour or not hit else f"[{words}]", style="bold yellow" if hit else None)
    return text


@main.command()
@json_option
def stats(json_: bool) -> None:
    """Count what the archive holds."""
    from archive.find import count
    from archive.terminal import as_json, table

    with _opened() as archive:
        counted = count(archive.db.conn)
    if json_:
        as_json(counted)
        return
    rows = [
        {"what": f"{name} {inner}".rstrip(), "count": value}
        for name, values in counted.items()
        for inner, value in (values.items() if isinstance(values, dict) else [("", values)])
    ]
    table(rows, ["what", "count"], empty="the archive is empty")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--immutable", is_flag=True, help="For a snapshot that nobody writes to; faster, and may be downloaded.")
def serve(host: str, port: int, immutable: bool) -> None:
    """Show the archive in a browser, with Datasette."""
    from archive.web.serving import serve as run

    with _opened():
        path = chosen().db
    try:
        run(path, host=host, port=port, immutable=immutable)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}; try another --port") from error


for _verb in (snapshot, export, import_, merge, head, verify):
    main.add_command(_verb)
