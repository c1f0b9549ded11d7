"""TRS WCM static lists: `createPageHTML(9, 0, "index", "html")`, its inline variables, and kin that count from 0."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import Files, counted, files_of, pages_for
from pipelines.pagers.paging import Paging
from pipelines.pagers.scripts import Argument, calls, number

_CALLS = (
    ("createPageHTML", "trs"),
    ("createPageHtml", "trs"),
    ("createPage", "chongqing"),
    ("pageControl", "hubei"),
)
_TOTALS = ("countPage", "nPageCount", "_PAGE_COUNT", "m_nPageCount")
_CURRENTS = ("currentPage", "nCurrIndex", "_PAGE_INDEX", "m_nCurrPage")
_LOOSE_TOTALS = ("pageCount", "totalPage", "totalPages", "page_count", "PAGE_COUNT", "maxPage")
_LOOSE_CURRENTS = ("curPage", "currPage", "nowPage", "pageIndex", "page_index", "PAGE_INDEX", "thisPage")
_FILE = re.compile(r"[\"']([\w-]{1,60})[\"']\s{0,9}\+\s{0,9}[\"']_[\"']")
_EXT = re.compile(r"[\"']\.?[\"']?\s{0,9}\+?\s{0,9}[\"']?\.?(s?html?)\\?[\"']")

# document.write("<a href=\\"index_"+nextPage+".shtml\\">下一页</a>")
_WRITTEN = re.compile(
    r"(?<![\w-])([\w-]{1,60})_[\"']\s{0,9}\+\s{0,9}\(?[\w$]{1,40}(?:\s{0,9}[+-]\s{0,9}\d)?\)?\s{0,9}\+\s{0,9}[\"']\.(s?html?)\b"
)
_SAID = re.compile(r"\.write(?:ln)?\s{0,9}\(\s{0,9}[\"']共\s{0,9}(\d{1,9})\s{0,9}条")
"""document.write("共283条记录")"""


def read(page: ListDocument) -> Paging | None:
    """The paging of a list whose script is given total, current page, file name and extension, in this order."""
    for name, family in _CALLS:
        for arguments in calls(page.scripts, name):
            found = _from_call(page, family, arguments)
            if found is not None:
                return found
    return _from_variables(page)


def _from_call(page: ListDocument, family: str, arguments: tuple[Argument, ...]) -> Paging | None:
    match arguments:
        case (int(total), int(current), str(name), str(ext), *rest):
            # Only TRS's own call ends in the number of records; pageControl's is the number of links it draws.
            records = rest[-1] if family == "trs" and rest and isinstance(rest[-1], int) else None
            if records is None and (said := _SAID.search(page.scripts)) is not None:
                records = int(said[1])
            files = Files(name=name or files_of(page.url, current).name, ext=ext.lstrip("."))
            return counted(page, family, total=total, current=current, files=files, records=records)
        case _:
            return None


def _from_variables(page: ListDocument) -> Paging | None:
    """Templates that write the links themselves, from `countPage` and `currentPage`."""
    scripts = page.scripts
    name = _FILE.search(scripts)
    # Other names for the two are believed where the script also builds file names: "index" + "_" + i.
    total = number(scripts, *_TOTALS, *(_LOOSE_TOTALS if name else ()))
    current = number(scripts, *_CURRENTS, *(_LOOSE_CURRENTS if name else ()))
    records = number(scripts, "countnum", "m_nRecordCount", "recordCount", "total")
    if total is None and "m_nRecordCount" in scripts:
        total = pages_for(records, number(scripts, "m_nPageSize"))
    if total is None and "pagination_script_config" in scripts:
        config = scripts.partition("pagination_script_config")[2][:500]
        total, current, records = number(config, "total"), number(config, "pageNumber"), None
    if total is None or current is None:
        return None
    own, ext = files_of(page.url, current), _EXT.search(scripts) if name else None
    files = Files(name=name[1] if name else own.name, ext=ext[1] if ext else own.ext)
    if name is None and (written := _WRITTEN.search(scripts)) is not None:
        files = Files(name=written[1], ext=written[2])
    return counted(page, "trs", total=total, current=current, files=files, records=records)
