"""What the demonstration found, checked against what really happened on the practice web, and told."""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from archive.diff import diff_articles
from archive.kept import Change
from archive.render import STYLES, short_pieces
from archive.store import Archive
from crawler.practice import PracticeWeb, expected_by, load_articles, load_phases, stage
from crawler.practice.pages import load_practice_site
from crawler.practice.visits import VisitedDay

HEADINGS = {
    "edited": "silently edited",
    "retitled": "retitled",
    "removed": "removed, each with two witnesses",
    "moved": "moved",
    "restored": "back again",
    "new": "new since the first visit",
}
COLOURS = {
    "edited": "yellow",
    "retitled": "yellow",
    "removed": "red",
    "moved": "blue",
    "restored": "green",
    "new": "green",
}
AROUND = 16
"""Characters of context on each side of edited words."""

QUIET = {
    # Pages that were sent with other bytes on each visit, and yet have one version.
    "counters": """
        SELECT count(DISTINCT c.url) AS pages, count(DISTINCT c.digest) AS bodies FROM captures AS c
        JOIN articles AS a ON a.url = c.url
        WHERE c.site = 'practice-chenglan' AND c.purpose = 'article' AND c.status = 200 AND a.versions = 1
    """,
    "redesign": """
        SELECT count(DISTINCT c.url) AS pages, count(DISTINCT c.digest) AS bodies FROM captures AS c
        WHERE c.run IN ({runs}) AND c.site IN ('practice-chenglan', 'practice-shuoyuan') AND c.purpose = 'article'
        AND c.status = 200
    """,
    "firewall": """
        SELECT count(*) AS answers FROM captures AS c LEFT JOIN readings AS r ON r.capture = c.id
        WHERE c.run IN ({runs}) AND c.purpose = 'article' AND (c.outcome = 'blocked' OR r.error_kind = 'BlockPage')
    """,
    "broken": "SELECT count(*) AS answers FROM captures WHERE run IN ({runs}) AND outcome = 'error'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the archive says happened, as it is told."""

    kind: str
    site: str
    title: str
    url: str
    summary: str
    words: Text
    """The changed words in their context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that the demonstration found."""

    found: tuple[Finding, ...]
    quiet: dict[str, dict[str, int]]
    """Figures of what must not have made a change, by day."""
    wrong: tuple[str, ...]
    """Where the archive and the practice web disagree; nothing, when all is well."""

    def as_data(self) -> dict[str, Any]:
        """The findings for JSON."""
        found = [{name: value for name, value in asdict(one).items() if name != "words"} for one in self.found]
        return {"found": found, "quiet": self.quiet, "as_expected": not self.wrong, "wrong": list(self.wrong)}


def gather(db: Path, web: PracticeWeb, days: Sequence[VisitedDay], *, colour: bool) -> Findings:
    """Ask the archive what happened, and compare with the table of what really did."""
    with Archive(db, read_only=True) as archive:
        changes = sorted(archive.changes(), key=lambda change: change.observed_by)
        first = days[0].runs
        found = tuple(
            _finding(archive, change, colour)
            for change in changes
            if not (change.kind == "new" and change.run in first)
        )
        quiet = {day: _quiet(archive, day, days) for day in QUIET}
        return Findings(found=found, quiet=quiet, wrong=tuple(_differences(archive, web, changes, days[-1])))


def _finding(archive: Archive, change: Change, colour: bool) -> Finding:
    return Finding(
        kind=change.kind,
        site=load_practice_site((change.site or "").removeprefix("practice-")).name,
        title=change.title,
        url=change.url,
        summary=change.summary,
        words=_words(archive, change, colour),
    )


def _words(archive: Archive, change: Change, colour: bool) -> Text:
    if change.kind in ("edited", "retitled") and change.from_version and change.to_version:
        old, new = (archive.article(change.url, number) for number in (change.from_version, change.to_version))
        diff = diff_articles(old, new)
        lines = [
            _replaced("" if field.name == "title" else f"{field.name} ", field.old or "–", field.new or "–", colour)
            for field in diff.fields
            if (field.name == "title") == (change.kind == "retitled")
        ]
        if change.kind == "edited":
            lines += [
                Text.assemble(*(_styled(piece.op, piece.text, colour) for piece in short_pieces(row.pieces, AROUND)))
                for row in diff.changed
            ]
        return Text("\n").join(lines)
    if change.kind == "moved":
        target = next((row["moved_to"] for row in archive.db["articles"].rows_where("url = ?", [change.url])), None)
        return Text(f"{change.url}\n→ {target}")
    if change.kind == "removed":
        assert change.observed_after is not None
        window = " and ".join(f"{moment:%H:%M:%S}" for moment in (change.observed_after, change.observed_by))
        return Text(f"{change.reason}, between {window} UTC")
    return Text(change.summary if change.kind == "restored" else "", style="dim")


def _replaced(label: str, old: str, new: str, colour: bool) -> Text:
    return Text.assemble((label, "dim"), _styled("removed", old, colour), " → ", _styled("added", new, colour))


def _styled(op: str, words: str, colour: bool) -> tuple[str, str] | str:
    if op == "same":
        return words
    return (words, STYLES[op]) if colour else f"[-{words}-]" if op == "removed" else f"{{+{words}+}}"


def _quiet(archive: Archive, day: str, days: Sequence[VisitedDay]) -> dict[str, int]:
    runs = next((visited.runs for visited in days if visited.phase.name == day), ())
    query = QUIET[day].format(runs=", ".join("?" * len(runs)))
    return dict(next(archive.db.query(query, list(runs) if "?" in query else [])))


def _differences(archive: Archive, web: PracticeWeb, changes: Sequence[Change], last: VisitedDay) -> Iterator[str]:
    """Each page of which the archive does not say what really happened."""
    rows = {row["url"]: row for row in archive.db["articles"].rows}
    kinds = defaultdict(list)
    for change in changes:
        kinds[change.url].append(change.kind)
    for name, expected in expected_by(last.phase.number).items():
        original = load_articles()[name]
        url = web.url(original.site, original.path)
        row = rows.pop(url, None)
        got = (tuple(sorted(kinds.pop(url, ()))), row and row["versions"], row and row["state"])
        wanted = (expected.changes, expected.versions, expected.state)
        if got != wanted:
            yield f"{name}: the archive says {got}, the practice web did {wanted}"
    moved_to = {
        web.url(staged.article.site, staged.article.path)
        for staged in stage(last.phase.number).articles.values()
        if staged.moved_from
    }
    yield from (f"{url}: unexpected changes {found}" for url, found in kinds.items())
    yield from (f"{url}: not a page of the practice web" for url in rows if url not in moved_to)


def render(findings: Findings, days: Sequence[VisitedDay]) -> RenderableType:
    """The report for a terminal."""
    parts: list[RenderableType] = [Rule("what the archive found", style="dim")]
    for kind, heading in HEADINGS.items():
        group = [finding for finding in findings.found if finding.kind == kind]
        if group:
            parts.append(Text(f"\n{heading}", style=f"bold {COLOURS[kind]}"))
        for finding in group:
            parts.append(Text.assemble("  ", finding.title, (f"  {finding.site}", "dim")))
            if finding.words:
                parts += [Text.assemble("    ", line) for line in finding.words.split("\n")]
    parts += [
        Text("\nwhat changed nothing", style="bold"),
        *(Text(f"  {line}") for line in _quiet_lines(findings.quiet)),
    ]
    parts.append(Text())
    if findings.wrong:
        parts.append(Text("The archive and the practice web disagree:", style="bold red"))
        parts += [Text(f"  {line}", style="red") for line in findings.wrong]
    else:
        seconds = sum(day.seconds for day in days)
        pages = len(expected_by(days[-1].phase.number))
        told = f"All that happened to {pages} pages was found, and nothing else: {len(days)} visits, {seconds:.0f} s."
        parts.append(Text(told, style="bold green"))
    return Group(*parts)


def called_as() -> str:
    """What to type for `govpress` here: the name where that finds this program, else the path it was called by."""
    called = Path(sys.argv[0])
    found = shutil.which("govpress")
    if called.name != "govpress" or (found is not None and Path(found).samefile(called)):
        return "govpress"
    return os.path.relpath(called)


def render_commands(findings: Findings, db: Path) -> Text:
    """The two commands for looking further, to be printed unwrapped so that they can be copied."""
    edited = next((finding.url for finding in findings.found if finding.kind == "edited"), "URL")
    program = called_as()
    lines = (f"  {program} serve --db {db}", f"  {program} history {edited} --db {db}")
    return Text("\n").join([Text("\nlook further", style="bold"), *map(Text, lines)])


def _quiet_lines(quiet: dict[str, dict[str, int]]) -> Iterator[str]:
    counters, redesign = quiet["counters"], quiet["redesign"]
    yield f"hit counters: {counters['pages']} pages came with {counters['bodies']} different bodies, one version each"
    yield f"new templates on two sites, another charset on one: {redesign['pages']} pages, no new version"
    yield f"a firewall for a day on two sites: {quiet['firewall']['answers']} blocked answers, nothing called removed"
    yield f"server errors: {quiet['broken']['answers']} answers 500, and a 404 for one day; nothing called removed"


def render_day(day: VisitedDay, since: int) -> Text:
    """One line on one visit, with the days that passed since the one before."""
    changes = sum(sum(site["changes"].values()) for site in day.sites)
    passed = " ".join(phase.name for phase in load_phases()[since : day.phase.number + 1])
    figures = f"{day.total('pages'):>3} pages {changes:>3} changes {day.seconds:>5.1f} s  "
    mark = ("• ", "green" if changes else "dim")
    return Text.assemble(mark, (f"{day.phase.name:<10}", "bold"), figures, (passed, "dim"))
