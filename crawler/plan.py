"""Plan: what was asked of a crawl."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.errors import CrawlError
from crawler.revisit import Revisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked of a crawl."""

    sections: tuple[str, ...] = ()
    """Names of the sections to visit; none means all."""
    since: date | None = None
    """Leave articles alone that their list dates before this day, and end a walk among them."""
    max_pages: int | None = None
    """The most list pages of each section."""
    revisit: Revisit = "due"
    full: bool = False
    """Walk each list to its end, however much of it is known ground."""
    resume: bool = True
    """Ask for what earlier visits listed and did not fetch."""
    anyway: bool = False
    """Visit a site also where it blocked the last visit a short while ago."""

    @classmethod
    def of_arguments(cls, arguments: Mapping[str, str]) -> Plan:
        """The plan that `scrapy crawl NAME -a section=… -a since=…` spells out."""
        unknown = set(arguments) - {"section", "since", "max_pages", "revisit", "full", "resume"}
        if unknown:
            known = "section, since, max_pages, revisit, full and resume"
            raise CrawlError(f"spiders take {known}, not {', '.join(sorted(unknown))}")
        revisit = arguments.get("revisit", "due")
        if revisit not in ("all", "due", "none"):
            raise CrawlError(f"revisit is all, due or none, not {revisit!r}")
        try:
            since = date.fromisoformat(arguments["since"]) if arguments.get("since") else None
            max_pages = int(arguments["max_pages"]) if arguments.get("max_pages") else None
        except ValueError as error:
            raise CrawlError(f"since is a day such as 2021-01-01 and max_pages a number: {error}") from None
        sections = tuple(name for name in arguments.get("section", "").split(",") if name)
        chosen = {name: arguments[name] == "true" for name in ("full", "resume") if name in arguments}
        return cls(sections=sections, since=since, max_pages=max_pages, revisit=revisit, **chosen)  # type: ignore[arg-type]

    def as_options(self) -> dict[str, Any]:
        """The plan as it is kept in `runs`."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "max_pages": self.max_pages,
            "revisit": self.revisit,
            "full": self.full,
            "resume": self.resume,
        }
