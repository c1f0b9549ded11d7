"""The verbs that bring an archive's contents out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from archive.typed import address, first_day, in_order, last_day
from archive.verbs import Verb, chosen, everywhere

if TYPE_CHECKING:
    from archive.store import Archive
    from archive.transfer.rows import Wanted, What

    Write = Callable[[Iterator[Mapping[str, Any]], What, IO[str]], int]

KINDS = {
    "turns": ("statement", "question", "answer", "moderation"),
    "changes": ("new", "edited", "retitled", "removed", "moved", "restored"),
}
OUT = click.Path(dir_okay=False, path_type=Path)

json_option = click.option("--json", "json_", is_flag=True, help="End with one JSON object.")
overwrite_option = click.option("--overwrite", is_flag=True, help="Replace OUT where it is there already.")


class Formats(click.Group):
    """A verb with a format behind it: `govpress export csv`."""

    command_class = Verb

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += everywhere(with_env=False)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb of a format; an error names the formats."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(
                f"{error.message} First comes one of {', '.join(self.list_commands(ctx))}.", ctx
            ) from error


def _filters(verb: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--site", help="One site only."),
        click.option("--section", help="One section only."),
        click.option("--from", "after", type=first_day, metavar="DATE", help="This day (in China) or later."),
        click.option("--to", "before", type=last_day, metavar="DATE", help="This day or earlier."),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def _table(verb: Callable[..., None]) -> Callable[..., None]:
    kind = click.option("--kind", help="One kind only: of turns (question …) or of changes (edited …).")
    once = click.option("--once", is_flag=True, help="Not the copies of an article under other columns of its site.")
    what = click.argument("what", type=click.Choice(["articles", "turns", "changes"]))
    return what(click.argument("out", type=OUT)(_filters(kind(once(overwrite_option(json_option(verb)))))))


@contextmanager
def opened(*, read_only: bool = True) -> Iterator[Archive]:
    """The chosen archive."""
    from archive.store import Archive

    with Archive(chosen().db, read_only=read_only) as archive:
        yield archive


def tell(result: Mapping[str, Any], line: str, *, json_: bool, beside: bool = False) -> None:
    """Say what came of it; on standard error where standard output holds the rows themselves."""
    import json

    click.echo(json.dumps(result, ensure_ascii=False) if json_ else line, err=beside)


@click.command(cls=Verb)
@click.argument("out", type=OUT)
@overwrite_option
@json_option
def snapshot(out: Path, overwrite: bool, json_: bool) -> None:
    """Copy the archive as it is now to the new file OUT, while a crawl may be writing.

    The copy is one compact file without a write-ahead log: publish it, or show it with `datasette -i OUT`.
    """
    from archive.transfer.progress import shown
    from archive.transfer.snapshot import snapshot as copy

    with shown(f"copying to {out}"):
        copy(chosen().db, out, overwrite=overwrite)
    size = out.stat().st_size
    tell({"out": str(out), "bytes": size}, f"{out}: {size:,} bytes", json_=json_)


@click.command(cls=Verb)
@json_option
def head(json_: bool) -> None:
    """Print the head of the archive's ledger: one line that proves, wherever it is published, all that came before.

    Archives that were merged into this one have their own ledgers and heads.
    """
    from archive.terminal import as_json
    from archive.transfer.head import heads

    with opened() as archive:
        found = heads(archive.db.conn)
    if json_:
        as_json(found)
        return
    for each in found:
        click.echo(f"{each['ledger']} {each['seq']} {each['chain']}")


@click.group(cls=Formats)
def export() -> None:
    """Write articles, turns, changes or captures to a file for other programs.

    A file is there whole or not at all.
    """


@export.command()
@_table
def jsonl(what: What, out: Path, kind: str | None, overwrite: bool, json_: bool, **filters: Any) -> None:
    """Write articles, turns or changes as JSON lines, in UTF-8; OUT may be - for standard output."""
    from archive.transfer.rows import write_jsonl

    _write_text(what, out, _wanted(what, kind, filters), write_jsonl, overwrite=overwrite, json_=json_)


@export.command("csv")
@click.option(
    "--spreadsheet", is_flag=True, help="For Excel: with its mark for UTF-8, and no cell taken for a formula."
)
@_table
def csv_(  # noqa: PLR0917  click passes them by name
    what: What, out: Path, kind: str | None, spreadsheet: bool, overwrite: bool, json_: bool, **filters: Any
) -> None:
    """Write articles, turns or changes as comma-separated values, in UTF-8; OUT may be - for standard output."""
    from functools import partial

    from archive.transfer.rows import write_csv

    write = partial(write_csv, spreadsheet=spreadsheet)
    _write_text(what, out, _wanted(what, kind, filters), write, overwrite=overwrite, json_=json_)


@export.command()
@_table
def parquet(what: What, out: Path, kind: str | None, overwrite: bool, json_: bool, **filters: Any) -> None:
    """Write articles, turns or changes as a Parquet file with typed columns.

    Needs pyarrow: pip install 'govpress[parquet]'.
    """
    from archive.transfer.outfile import whole_file
    from archive.transfer.parquet import pyarrow, write_parquet

    pyarrow()
    wanted = _wanted(what, kind, filters)
    with _rows(what, wanted) as found, whole_file(out, overwrite=overwrite) as part:
        written = write_parquet(found, what, part)
    tell({"out": str(out), "rows": written}, f"{out}: {written} {what}", json_=json_)


@export.command("warc")
@click.argument("out", type=OUT)
@_filters
@click.option("--url", type=address, help="Only the captures of this page.")
@overwrite_option
@json_option
def export_warc(out: Path, url: str | None, overwrite: bool, json_: bool, **filters: Any) -> None:
    """Write captures as a WARC/1.1 file: requests, responses, revisits, and what was read of them.

    --from and --to are days of capture. Gzipped record by record where OUT ends with .gz. What is not exactly as it
    was on the wire is said in the file's first record.
    """
    from archive.known_names import must_know
    from archive.transfer.outfile import whole_file
    from archive.transfer.progress import shown
    from archive.transfer.rows import bound
    from archive.transfer.warc_out import chosen as captures_of
    from archive.transfer.warc_out import write_warc

    wanted = _wanted("captures", None, filters)
    with opened() as archive:
        archive.db.conn.execute("BEGIN")  # one moment of the archive, whoever writes to it meanwhile
        must_know(archive.db.conn, site=wanted.site)
        numbers = captures_of(archive.db.conn, bound(wanted))
        if url is not None:
            of_page = set(archive.captures(url))
            numbers = [number for number in numbers if number in of_page]
        with (
            whole_file(out, overwrite=overwrite) as part,
            shown("writing captures", len(numbers)) as advance,
            part.open("wb") as file,
        ):
            gzip = out.name.endswith(".gz")
            written = write_warc(archive, numbers, file, name=out.name, gzip=gzip, advance=advance)
    result = {"out": str(out), "captures": written.captures, "records": written.records}
    records = ", ".join(f"{count} {kind}" for kind, count in sorted(written.records.items()))
    tell(result, f"{out}: {written.captures} captures ({records})", json_=json_)


@contextmanager
def _rows(what: What, wanted: Wanted) -> Iterator[Iterator[dict[str, Any]]]:
    from archive.known_names import must_know
    from archive.transfer.progress import shown
    from archive.transfer.rows import count, rows

    with opened() as archive:
        connection = archive.db.conn
        connection.execute("BEGIN")
        must_know(connection, site=wanted.site, section=wanted.section)
        with shown(f"writing {what}", count(connection, what, wanted)) as advance:

            def told() -> Iterator[dict[str, Any]]:
                for row in rows(connection, what, wanted):
                    advance()
                    yield row

            yield told()


def _write_text(what: What, out: Path, wanted: Wanted, write: Write, *, overwrite: bool, json_: bool) -> None:
    import io
    import sys

    from archive.transfer.outfile import whole_file

    with _rows(what, wanted) as found:
        if str(out) == "-":
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="")
            written = write(found, what, sys.stdout)
        else:
            with whole_file(out, overwrite=overwrite) as part, part.open("w", encoding="utf-8", newline="") as file:
                written = write(found, what, file)
    tell({"out": str(out), "rows": written}, f"{out}: {written} {what}", json_=json_, beside=str(out) == "-")


def _wanted(what: str, kind: str | None, filters: Mapping[str, Any]) -> Wanted:
    from archive.transfer.rows import Wanted

    in_order(filters["after"], filters["before"])
    if kind is not None and kind not in KINDS.get(what, ()):
        named = ", ".join(KINDS[what]) if what in KINDS else "none"
        raise click.BadParameter(f"kinds of {what}: {named}", param_hint="--kind")
    return Wanted(kind=kind, **filters)
