"""What the pages of a list say of the whole of it while it is walked: records, pages, and whether it moved. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.pagers.paging import Listing


@dataclass(slots=True, kw_only=True)
class Totals:
    """The totals that the pages of a list print, as one after the other comes."""

    records: int | None = None
    """As the last page that says so has it."""
    pages: int | None = None
    """As the first page that says so has it."""
    held: int = 0
    """Pages that stood on the file of another one."""
    moved: bool = False
    """Whether the totals changed while the list was walked."""
    _pages_now: int | None = None
    _grown: int = 0

    def take(self, listing: Listing) -> int:
        """Note what a page says; by how many records the list has grown since the page before."""
        said, before = listing.total_records, self.records
        pages, self._pages_now = self._pages_now, listing.total_pages
        self.pages = self.pages if self.pages is not None else listing.total_pages
        if said is None:
            self.moved = self.moved or (None not in (pages, listing.total_pages) and pages != listing.total_pages)
            return 0
        self.records = said
        grown = said - before if before is not None else 0
        self._grown += max(0, grown)
        self.moved = self.moved or grown != 0
        return grown

    def repeated(self, most_items: int) -> int:
        """So many pages of a list that grew while it is walked list what earlier ones did."""
        pages = (self._pages_now or 0) - (self.pages or 0)
        return max(pages, -(-self._grown // most_items) if most_items else 0)

    def short_of(self, walked: int) -> str | None:
        """That fewer pages were walked than advertised, where nothing but pages is counted."""
        if self.records is not None or self.pages is None or walked + self.held >= self.pages:
            return None
        return f"{walked} list pages were found and {self.pages} advertised"
