"""After a visit: did it do what it should, and is it like the section's usual one? Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from crawler.hours import OUTSIDE
from crawler.site import host_of
from crawler.walk_report import LISTS_NOTHING, WalkReport

Verdict = Literal["ok", "partial", "blocked", "failed"]

# A section that lists less than half of what it listed before lost its pager or its template, not its articles.
SHRUNK: Final = 0.5
# So many blocks in a row are no accident, and asking on would be rude.
BLOCKS_IN_A_ROW: Final = 5
# Each was asked for three times, ever more slowly: a server that errs on and on is not helped by more requests.
FAULTS_IN_A_ROW: Final = 10
ERRING: Final = "failed"
RENDERS_THEM: Final = "scripts = true in the site file renders them"
"""What to do about pages that are empty without a browser."""
# Of a page that cannot be read, what a person can or should do something about; that a link leads to a picture is none.
TROUBLES: Final = {
    "EmptyShell": f"empty without a browser ({RENDERS_THEM})",
    "LeadsOn": "that only send their visitors on, by a tag or a script",
    "PayloadError": "whose body cannot be decoded within the limits",
    "PageTimeout": "that take too long to read",
    "ReaderFault": "that the reader fails on",
}


@dataclass(slots=True)
class Trouble:
    """One kind of thing that went wrong with pages of a visit."""

    count: int = 0
    example: str = ""
    """The first address it happened at."""


@dataclass(slots=True)
class Tally:
    """What one visit has counted so far."""

    asked: int = 0
    """Requests that were made, robots.txt, redirects and retries included."""
    answers: int = 0
    """HTTP answers of any kind, robots.txt and retries included."""
    bytes: int = 0
    lists: int = 0
    """List pages read."""
    listed: int = 0
    """Distinct articles on them."""
    pages: int = 0
    """Article pages that were answered, 304 included, or that an earlier visit had left unread."""
    read: int = 0
    """Of these, the ones that were read as articles."""
    unchanged: int = 0
    """Known pages, asked again or read again, that say what they said."""
    unmodified: int = 0
    """Answers 304."""
    unreadable: int = 0
    missing: int = 0
    blocked: int = 0
    errors: int = 0
    """Requests that came to nothing after every retry, and faults of ours."""
    refused: int = 0
    """Requests that robots.txt or the guard forbade."""
    offered: int = 0
    """Articles asked for that a feed or sitemap named, and neither a list nor an earlier visit."""
    resumed: int = 0
    """Articles asked for that an earlier visit listed and did not fetch."""
    not_due: int = 0
    """Known pages that were left alone because they were looked at lately enough."""
    over_budget: int = 0
    """Known pages that were due and left for another day."""
    continued: int = 0
    """Articles that were read with their further pages (1 2 3 下一页 inside the body)."""
    blocks_in_a_row: int = 0
    faults_in_a_row: Counter[str] = field(default_factory=Counter)
    """By host: pages that came to nothing since its last answer."""
    changes: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    """By the words that a finding says of the pages."""

    def block(self, url: str) -> None:
        """Count a page that a firewall answered in the site's place."""
        self.blocked += 1
        self.blocks_in_a_row += 1
        self.trouble("answered by a firewall in the site's place", url)

    def fault(self, url: str) -> None:
        """Count a page that came to nothing after every retry, by the server's fault or ours."""
        self.errors += 1
        if url:
            self.faults_in_a_row[host_of(url)] += 1
        self.trouble("without an answer after every retry", url)

    def answered(self, url: str) -> None:
        """Note that a host is well: it answered something that is neither an error nor a block."""
        self.faults_in_a_row.pop(host_of(url), None)

    def hopeless(self) -> str | None:
        """Why the visit should end now, as Scrapy's finish reason; None where it may go on."""
        if self.blocks_in_a_row >= BLOCKS_IN_A_ROW:
            return "blocked"
        for host, count in self.faults_in_a_row.items():
            if count >= FAULTS_IN_A_ROW:
                return f"{ERRING}: {count} pages of {host} in a row came to nothing"
        return None

    def trouble(self, words: str, url: str) -> None:
        """Count a page of which a finding will say these words, with the first one's address."""
        known = self.troubles.setdefault(words, Trouble(example=url))
        known.count += 1

    def as_stats(self) -> dict[str, Any]:
        """The figures as they are kept in `runs.stats`."""
        figures = asdict(self)
        del figures["blocks_in_a_row"], figures["faults_in_a_row"], figures["troubles"]
        return figures | {"changes": dict(self.changes)}


def judge(
    tally: Tally, walks: Sequence[WalkReport], usual: Mapping[str, int], reason: str, drifts: Sequence[str] = ()
) -> tuple[Verdict, tuple[str, ...]]:
    """What a visit came to, and every finding a person should know about, one line each.

    `usual` has, for each section that was walked completely before, how many articles it listed then; `reason` is
    Scrapy's finish reason, `drifts` what `crawler.vitals` found unlike the site's earlier visits.
    """
    findings = [*_walk_findings(walks, usual), *_page_findings(tally), *drifts]
    if reason != "finished":
        findings.append(f"the visit was ended early: {reason}")
    return _verdict(tally, walks, findings, reason), tuple(findings)


def _verdict(tally: Tally, walks: Sequence[WalkReport], findings: Sequence[str], reason: str) -> Verdict:
    if reason.startswith("blocked") or (tally.blocked and not tally.lists and not tally.read):
        return "blocked"
    if reason.startswith(ERRING):
        return "failed"
    if reason.startswith(OUTSIDE):
        return "partial"
    if walks and not tally.lists and not tally.pages:
        # Nothing was let in, or nothing answered.
        return "blocked" if tally.refused and tally.answers and not tally.errors else "failed"
    if not findings:
        return "ok"
    return "partial"


def _walk_findings(walks: Sequence[WalkReport], usual: Mapping[str, int]) -> list[str]:
    findings = []
    for walk in walks:
        before = usual.get(walk.section)
        is_empty = not walk.items and walk.stopped in (None, LISTS_NOTHING)
        if walk.stopped and not walk.wanted and not is_empty:
            findings.append(f"section {walk.section} was not walked to its end: {walk.stopped}")
        elif not walk.items:
            findings.append(f"section {walk.section} lists no articles" + (f"; it listed {before}" if before else ""))
        elif before and not walk.wanted and walk.items < before * SHRUNK:
            findings.append(f"section {walk.section} lists {walk.items} articles; it listed {before}")
    return findings


def _page_findings(tally: Tally) -> list[str]:
    return [
        f"{trouble.count} {_pages(trouble.count)} {words}" + (f", such as {trouble.example}" if trouble.example else "")
        for words, trouble in tally.troubles.items()
    ]


def _pages(count: int) -> str:
    return "page" if count == 1 else "pages"
