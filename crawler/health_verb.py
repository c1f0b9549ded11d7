"""`govpress health`: the last visit of each site beside the ones before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from archive.render import printable
from archive.store import Archive
from archive.terminal import as_json, table
from archive.verbs import chosen
from crawler.errors import RunFailed, UnknownSite
from crawler.history import compared, kept_signs
from crawler.verbs import CrawlVerb
from crawler.vitals import Comparison, shown

if TYPE_CHECKING:
    from sqlite_utils import Database


@click.command("health", cls=CrawlVerb)
@click.argument("keys", metavar="[SITE]...", nargs=-1)
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def health(keys: Sequence[str], json_: bool) -> None:
    """Show whether the last visit of each site was like those before it, and what drifted, with an example.

    Ends with 5 where the last visit of one of the sites was not ok.
    """
    with Archive(chosen().db, read_only=True) as archive:
        runs = _last_runs(archive.db)
        for key in keys:
            if key not in runs:
                raise UnknownSite(key, runs)
        found = [_site(archive, run) for site, run in runs.items() if not keys or site in keys]
    if json_:
        as_json(found)
    else:
        for one in found:
            _tell(one)
        if not found:
            click.echo("no visit has ended yet")
    bad = [f"{one['site']}: {one['outcome']}" for one in found if one["outcome"] != "ok"]
    if bad:
        raise RunFailed("; ".join(bad))


def _last_runs(db: Database) -> dict[str, dict[str, Any]]:
    """The last run of each site that has ended."""
    rows = db.query("SELECT id, site, started_at, outcome, stats FROM runs WHERE outcome IS NOT NULL ORDER BY site, id")
    return {row["site"]: row for row in rows}


def _site(archive: Archive, run: dict[str, Any]) -> dict[str, Any]:
    stats = json.loads(run["stats"] or "{}")
    reader, signs = kept_signs(stats)
    rows = [_row(one) for one in compared(archive, run["site"], signs, reader=reader, run=run["id"])]
    told = {name: run[name] for name in ("site", "started_at", "outcome")}
    said = {name: stats.get(name, []) for name in ("findings", "notes")}
    return told | {"run": run["id"]} | said | {"signs": rows}


def _row(one: Comparison) -> dict[str, Any]:
    verdict = "drifted" if one.drifted else "as usual" if one.usual is not None else "too few visits"
    return {
        "sign": one.name,
        "now": one.now,
        "usual": one.usual,
        "least": one.least,
        "most": one.most,
        "of": one.of,
        "visits": one.visits,
        "verdict": verdict,
        "example": one.example,
    }


def _tell(site: dict[str, Any]) -> None:
    began = site["started_at"][:16].replace("T", " ")
    click.echo(f"{site['site']}: {site['outcome']} (run {site['run']}, {began} UTC)")
    for finding in (*site["findings"], *site["notes"]):
        # It may quote what a server said.
        click.echo(f"  {printable(finding)}")
    rows = [
        {
            "sign": row["sign"],
            "now": shown(row["sign"], row["now"]),
            "usual": shown(row["sign"], row["usual"]) if row["usual"] is not None else "",
            "pages": row["of"],
            "visits": row["visits"],
            "verdict": row["verdict"],
            "example": row["example"] if row["verdict"] == "drifted" else "",
        }
        for row in site["signs"]
    ]
    columns = ["sign", "now", "usual", "pages", "visits", "verdict", "example"]
    table(rows, columns, empty="  fewer than 3 pages: nothing to compare")
