"""The errors of visiting.

CrawlError
├── UnknownSite
├── UnknownSection
├── SiteFileError
├── NotAColumn
├── SiteFileExists
├── NoLongerFits
├── HostBusy
├── SchedulerRunning
└── RunFailed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


class CrawlError(Exception):
    """A visit could not do what was asked; the message names the site or file and the next step."""

    exit_code = 5


class UnknownSite(CrawlError):
    """No site file has this name: take one of the nearest names, or `govpress sites` for all of them."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        self.key = key
        self.nearest = tuple(get_close_matches(key, sorted(known), n=3, cutoff=0.5))
        hint = f"did you mean {' or '.join(self.nearest)}?" if self.nearest else "`govpress sites` lists all"
        if "/" in key:
            hint = "`govpress sites add URL` makes a site of an address"
        super().__init__(f"no site is called {key!r}; {hint}")


class UnknownSection(CrawlError):
    """The site has no section of this name: take one of those that the message lists."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(f"no chosen site has a section {name!r}; sections are {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProblem:
    """One thing that is wrong in one site file."""

    file: Path
    table: str
    """The TOML table as written, `[pace]` or `[[section]] 2`; empty at the top of the file."""
    key: str
    expected: str
    found: str = ""
    nearest: str | None = None
    """The known key that a mistyped one resembles most."""

    def __str__(self) -> str:
        place = " ".join(part for part in (self.table, self.key) if part)
        found = f", found {self.found}" if self.found else ""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return (
            f"{self.file}: {place}: expected {self.expected}{found}{hint}" if place else f"{self.file}: {self.expected}"
        )


class SiteFileError(CrawlError):
    """A site file is not valid: mend what each line names; one line a problem."""

    def __init__(self, problems: Sequence[SiteProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotAColumn(CrawlError):
    """No site file could be made from an address: give that of a list of articles, or write the file by hand."""

    def __init__(self, url: str, why: str) -> None:
        self.url = url
        super().__init__(f"{url}: {why}; nothing was written")


class SiteFileExists(CrawlError):
    """A site of this key is there already, and no file is ever overwritten: choose another --key."""

    def __init__(self, key: str, path: Path | None) -> None:
        self.key = key
        super().__init__(f"a site is called {key!r} already ({path}); choose another --key, or mend that file")


class NoLongerFits(CrawlError):
    """What a site file says is no longer so: mend what the lines name, then `govpress check` again."""


class HostBusy(CrawlError):
    """Another crawl on this machine visits the host: wait for it, or let the scheduler take turns."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(f"another crawl is visiting {host}; try again when it has ended")


class SchedulerRunning(CrawlError):
    """Another scheduler works on this archive: stop that one first, or give this one another --db."""


class RunFailed(CrawlError):
    """A crawl ended blocked, failed or partial: read its findings in `runs`, then crawl again later."""
