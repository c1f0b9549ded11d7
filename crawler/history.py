"""The vital signs of a site's visits, from the archive: of the one that ends now, and those kept with earlier runs.

A visit's signs are kept in `runs.stats` when it ends, with the name of the reader whose readings they count. What a
newer reader leaves empty is its own doing, so shares of fields are compared with visits of the same reader alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from crawler.vitals import FEW_PAGES, FIELDS, WINDOW, Comparison, Sign, compare, of_reader

if TYPE_CHECKING:
    from archive.store import Archive
    from crawler.walk_report import WalkReport

# Firewalls and soft 404s are told of by other findings.
NOT_READ = ("BlockPage", "MissingPage")


def signs_of(
    archive: Archive, run: int, *, walks: Sequence[WalkReport], starts: Mapping[str, str], asked: int, seconds: float
) -> dict[str, Sign]:
    """The signs of a visit whose captures and readings are in the archive; `starts` has each section's address."""
    signs = _article_signs(archive, run) | _answer_signs(archive, run)
    for walk in walks:
        if walk.fullest:
            # A walk to the end meets short pages that an ordinary one never sees; both meet a full one.
            name = f"entries of a list page of {walk.section}"
            signs[name] = Sign(value=float(walk.fullest), of=walk.pages, example=starts.get(walk.section, ""))
    if asked >= FEW_PAGES:
        signs["seconds a request"] = Sign(value=seconds / asked, of=asked)
    return signs


def compared(
    archive: Archive, site: str, signs: Mapping[str, Sign], *, reader: str, run: int
) -> tuple[Comparison, ...]:
    """A visit's signs beside those of the visits before it."""
    before = list(_before(archive, site, run))
    same = [kept for by, kept in before if by == reader]
    every = [kept for _by, kept in before]
    ours = {name: sign for name, sign in signs.items() if of_reader(name)}
    theirs = {name: sign for name, sign in signs.items() if not of_reader(name)}
    return (*compare(ours, same), *compare(theirs, every))


def kept_signs(stats: Mapping[str, Any]) -> tuple[str, dict[str, Sign]]:
    """The reader and the signs that were kept with a run; nothing for a run of an older govpress."""
    kept = stats.get("vitals") or {}
    signs = {
        name: Sign(value=value, of=of, example=example) for name, (value, of, example) in kept.get("signs", {}).items()
    }
    return kept.get("reader", ""), signs


def _before(archive: Archive, site: str, run: int) -> Iterable[tuple[str, dict[str, Sign]]]:
    rows = archive.db.execute(
        "SELECT stats FROM runs WHERE site = ? AND id < ? AND outcome IN ('ok', 'partial')"
        " AND json_extract(stats, '$.vitals') IS NOT NULL ORDER BY id DESC LIMIT ?",
        (site, run, WINDOW),
    )
    for (stats,) in rows:
        yield kept_signs(json.loads(stats))


def _article_signs(archive: Archive, run: int) -> dict[str, Sign]:
    rows = archive.db.execute(
        "SELECT c.url, r.error_kind, length(r.text), r.published_at, r.source, r.author, r.editor, r.doc_number"
        " FROM captures AS c JOIN readings AS r ON r.capture = c.id WHERE c.run = ? AND c.purpose = 'article'",
        (run,),
    ).fetchall()
    tried = [row for row in rows if row[1] not in NOT_READ]
    read = [row for row in tried if row[1] is None]
    signs = {}
    if len(tried) >= FEW_PAGES:
        failed = [row[0] for row in tried if row[1] is not None]
        signs["unreadable"] = Sign(value=len(failed) / len(tried), of=len(tried), example=failed[0] if failed else "")
    if len(read) < FEW_PAGES:
        return signs
    for place, name in enumerate(FIELDS, start=3):
        empty = [row[0] for row in read if not row[place]]
        signs[f"{name} filled"] = Sign(
            value=1 - len(empty) / len(read), of=len(read), example=empty[0] if empty else ""
        )
    shortest = min(read, key=lambda row: row[2] or 0)
    lengths = [row[2] or 0 for row in read]
    signs["characters of an article"] = Sign(value=float(median(lengths)), of=len(read), example=shortest[0])
    return signs


def _answer_signs(archive: Archive, run: int) -> dict[str, Sign]:
    rows = archive.db.execute(
        "SELECT url, outcome, size FROM captures WHERE run = ? AND purpose = 'article' AND outcome <> 'forbidden'",
        (run,),
    ).fetchall()
    if len(rows) < FEW_PAGES:
        return {}
    # A page that is gone is news, and no fault of the visit.
    bad = [url for url, outcome, _size in rows if outcome in ("blocked", "error", "failed")]
    signs = {"answered": Sign(value=1 - len(bad) / len(rows), of=len(rows), example=bad[0] if bad else "")}
    bodies = [(size, url) for url, outcome, size in rows if outcome == "ok" and size]
    if len(bodies) >= FEW_PAGES:
        size = float(median(one for one, _url in bodies))
        signs["bytes of a page"] = Sign(value=size, of=len(bodies), example=min(bodies)[1])
    return signs


def usual_items(archive: Archive, site: str) -> dict[str, int]:
    """How many articles each section of a site listed on its last complete walk."""
    rows = archive.db.query("SELECT section, items FROM walks WHERE site = ? AND complete ORDER BY id", [site])
    return {row["section"]: row["items"] for row in rows}
