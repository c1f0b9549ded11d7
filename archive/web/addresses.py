"""Where the pages of an archive are: every address says by itself what it shows, and goes on doing so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PAGES = "/-"
"""What the addresses of our own pages begin with, behind the archive's; no table can be called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The addresses of one archive's pages."""

    base: str
    """Where the archive is: `/press`, behind a prefix where Datasette has one."""

    def page(self, name: str, /, **asked: Any) -> str:
        """The address of one of our pages; what is None or empty is left out."""
        given = {key: value for key, value in asked.items() if value not in (None, "", ())}
        return f"{self.base}{PAGES}/{name}" + (f"?{urlencode(given, doseq=True)}" if given else "")

    def article(self, url: str, /, **asked: Any) -> str:
        """An article as it is now, or in one of its versions (`capture=`), or on a day (`as_of=`)."""
        return self.page("article", url=url, **asked)

    def diff(self, url: str, old: int, new: int, /, **asked: Any) -> str:
        """What differs between two versions, each named by a capture that showed it: that stays true for ever."""
        return self.page("diff", url=url, a=old, b=new, **asked)

    def capture(self, number: int, part: str = "") -> str:
        """A capture, or a part of it: `shown`, `body`, `receipt.json`."""
        return self.page(f"capture/{number}" + (f"/{part}" if part else ""))

    def table(self, name: str, /, **asked: Any) -> str:
        """One of Datasette's own pages: a table or a canned query."""
        given = {key: value for key, value in asked.items() if value is not None}
        return f"{self.base}/{name}" + (f"?{urlencode(given)}" if given else "")
