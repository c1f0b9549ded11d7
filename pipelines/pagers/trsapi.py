"""Fujian's lists (`list2.trsapi`): the first pages stand in the file, a service that is not described has the rest."""

from __future__ import annotations

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import pages_for
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import number


def read(page: ListDocument) -> Paging | None:
    """The counts of such a list; what stands in the file is all that can be read without running its script."""
    if ".trsapi" not in page.scripts:
        return None
    records = number(page.scripts, "recordCount")
    if records is None:
        return None
    size = number(page.scripts, "prepage", "pageSize")
    static = number(page.scripts, "maxStaticIndex")
    reach = static * size if static is not None and size is not None else 0
    whole = reach >= records > 0
    return Paging(
        family="trsapi",
        page=1,
        total_pages=pages_for(records, size),
        total_records=records,
        held=static or 1,
        incomplete=None if whole else "older pages come from a service (.trsapi) that a script asks",
    )
