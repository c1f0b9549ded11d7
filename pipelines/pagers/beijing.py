"""Beijing's static lists: `createPageHTML(records, pages, current, …)` and `Pager({size:25, current:0, …})`."""

from __future__ import annotations

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import Files, counted, files_of
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import calls, number, raw_calls, text


def read(page: ListDocument) -> Paging | None:
    """The paging of a list whose script is given three numbers first, or an object with size and current."""
    for arguments in calls(page.scripts, "createPageHTML"):
        match arguments:
            case (int(records), int(pages), int(current), *rest):
                texts = [one for one in rest if isinstance(one, str)]
                files = (
                    Files(name=texts[0], ext=texts[1].lstrip(".")) if len(texts) > 1 else files_of(page.url, current)
                )
                return counted(
                    page,
                    "beijing",
                    total=min(records, pages),
                    current=current,
                    files=files,
                    records=max(records, pages),
                    second=1,
                )
    for raw in raw_calls(page.scripts, "Pager"):
        options = raw[0] if raw else ""
        total, this = number(options, "size"), number(options, "current")
        if total is not None and this is not None:
            own = files_of(page.url, this)
            files = Files(
                name=text(options, "prefix") or own.name, ext=(text(options, "suffix") or own.ext).lstrip(".")
            )
            return counted(page, "beijing", total=total, current=this, files=files, second=1)
    return None
