"""UCAP (开普) static lists: `createPageHTML('page_div', 10, 1, 'xlist', 'shtml', 189)`, counting from 1."""

from __future__ import annotations

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import Files, counted
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import calls


def read(page: ListDocument) -> Paging | None:
    """The paging of a list whose script is given an element's id first; Hunan's departments use the same call."""
    for arguments in calls(page.scripts, "createPageHTML"):
        match arguments:
            case (str(element), int(total), int(current), str(name), str(ext), *rest):
                return counted(
                    page,
                    "hunan" if element == "paging" else "ucap",
                    total=total,
                    current=current,
                    files=Files(name=name, ext=ext.lstrip(".")),
                    records=rest[0] if rest and isinstance(rest[0], int) else None,
                    counts_from=1,
                )
    return None
