"""The verb `verify`, of which the archive's own command line and `govpress` are hung."""

from __future__ import annotations

import click

from archive.verbs import Verb, chosen

# ruff: noqa: PLC0415  imports inside commands keep `govpress --help` fast


@click.command(cls=Verb)
@click.option("--head", "heads", multiple=True, metavar="LINE", help="A line that `govpress head` printed earlier.")
@click.option("--all", "all_", is_flag=True, help="Name everything that is wrong, not only the first.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def verify(heads: tuple[str, ...], all_: bool, json_: bool) -> None:
    """Check every body, every link of the ledger and every row against its evidence, offline.

    Names the first thing that is wrong and exits with 4; changes nothing. A published head proves that nothing before
    it was taken away since.
    """
    from collections import Counter
    from dataclasses import asdict
    from itertools import islice

    from archive.errors import FixityError
    from archive.store import Archive
    from archive.terminal import as_json
    from archive.transfer.progress import shown
    from archive.verify import verify as check

    checked: Counter[str] = Counter()
    with Archive(chosen().db, read_only=True) as archive, shown("verifying") as advance:

        def told(stage: str) -> None:
            checked[stage] += 1
            advance()

        try:
            findings = list(islice(check(archive, heads=heads, told=told), None if all_ else 1))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--head") from error
    if json_:
        as_json({"ok": not findings, "checked": dict(checked), "findings": [asdict(each) for each in findings]})
    elif not findings:
        counts = ", ".join(f"{count:,} {stage}" for stage, count in checked.items() if stage not in ("file", "head"))
        click.echo(f"{chosen().db}: all of it is as it was written ({counts})")
    for finding in findings if not json_ else ():
        click.echo(f"{finding.where}: {finding.what}")
    if findings:
        first = findings[0]
        raise FixityError(f"{chosen().db} is not what was written: {first.where}: {first.what}")
