"""Addresses that count: index_3.html, xlist_2.shtml, ?page=4.

The two traps of static pagers are decided here, from the page: whether its script counts from 0 or 1, and whether the
second page's file is `_1` or `_2`. The page's own address decides where it carries a number; else the first page's
count does. What was decided is a hypothesis that the crawler checks on page 2 and on the last page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.paging import Paging

PAGE_KEYS = (
    "page", "pageno", "pagenumber", "pageindex", "pagenum", "pageid", "currentpage", "curpage", "currpage", "curpageno",
    "p", "pg", "pn", "paged", "pgnum",
)  # fmt: skip
"""Query parameters that carry a page number, lower-cased, the clearest first."""
SIZE_KEYS = ("pagesize", "_pagesize", "perpage", "prepage", "rows", "size", "limit", "n", "length", "cnt")
"""Query parameters that carry the number of items a page."""
OFFSET_KEYS = ("offset", "start")
"""Query parameters that carry the number of items above a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """How a list's pages are named: `{name}.{ext}`, then `{name}_{number}.{ext}`."""

    name: str
    ext: str
    joint: str = "_"

    def own_number(self, url: str) -> int | None:
        """The number in the page's own address; None on the first page, or when the address is of another form."""
        file = urlsplit_safe(url)[2].rpartition("/")[2]
        match = re.fullmatch(rf"{re.escape(self.name + self.joint)}(\d{{1,9}})\.{re.escape(self.ext)}", file, re.I)
        return int(match[1]) if match else None

    def address(self, page: ListDocument, number: int | None) -> str | None:
        """The address of the page with a number; None as number means the first page."""
        suffix = "" if number is None else f"{self.joint}{number}"
        return page.address(f"{self.name}{suffix}.{self.ext}")


def files_of(url: str, current: int | None = None, *, ext: str = "html") -> Files:
    """How this address is named, its own page number left away; a folder's pages are called index.

    A number that is not near the current page's belongs to the name: `index_7401.html` has `index_7401_1.html` next.
    """
    file = urlsplit_safe(url)[2].rpartition("/")[2]
    match = re.fullmatch(r"(.+?)(?:_(\d{1,9}))?\.(s?html?|jhtml|aspx?|jsp|php)", file, re.I)
    if match is None:
        return Files(name="index", ext=ext)
    if match[2] and current is not None and (current == 0 or abs(int(match[2]) - current) > 1):
        return Files(name=f"{match[1]}_{match[2]}", ext=match[3])
    return Files(name=match[1], ext=match[3])


def counted(
    page: ListDocument,
    family: str,
    *,
    total: int,
    current: int,
    files: Files,
    records: int | None = None,
    counts_from: int = 0,
    second: int | None = None,
) -> Paging:
    """The paging of a static list whose script names the total and the current page.

    `counts_from` is what the family usually counts from and `second` the number in its second page's file name, where
    that does not follow from the count; the page's own address overrules both.
    """
    own = files.own_number(page.url)
    if own is None:
        if current in (0, 1):
            counts_from = current
        offset = (second if second is not None else counts_from + 1) - 2
    else:
        if own == current - 1:
            counts_from = 1
        elif own == current + 1:
            counts_from = 0
        offset = own - (current - counts_from + 1)
    # From here on pages count from 1, and the file of page k carries k + offset: -1 in 0-based lists, 0 in 1-based.
    this = current - counts_from + 1

    def address(number: int) -> str | None:
        return files.address(page, None if number == 1 else number + offset)

    return Paging(
        family=family,
        page=this,
        total_pages=total,
        total_records=plausible(records, total),
        next_url=address(this + 1) if 0 < this < total else None,
        last_url=address(total) if total > 1 else None,
    )


def plausible(records: int | None, pages: int | None) -> int | None:
    """A record count, unless it is too small for the pages: sites put the page size where the count belongs."""
    if records is None or (pages is not None and pages > 1 and records < pages):
        return None
    return records


def pages_for(records: int | None, size: int | None) -> int | None:
    """How many pages a number of records takes."""
    return -(-records // size) if records is not None and size else None


def urlsplit_safe(url: str) -> tuple[str, str, str, str, str]:
    """`urlsplit` that takes a broken address for a bare path."""
    try:
        return tuple(urlsplit(url))  # type: ignore[return-value]
    except ValueError:
        return ("", "", url, "", "")


def query_number(url: str, keys: tuple[str, ...] = PAGE_KEYS) -> tuple[str, int] | None:
    """The query parameter that carries a number of this kind, and the number."""
    return form_number(urlsplit_safe(url)[3], keys)


def form_number(form: str, keys: tuple[str, ...] = PAGE_KEYS) -> tuple[str, int] | None:
    """As `query_number`, in a form's text."""
    pairs: dict[str, tuple[str, str]] = {}
    for key, value in _pairs(form):
        pairs.setdefault(key.lower(), (key, value))
    for wanted in keys:
        key, value = pairs.get(wanted, ("", ""))
        if re.fullmatch(r"\d{1,18}", value):
            return key, int(value)
    return None


def with_query(url: str, **values: int | str) -> str:
    """The address with some of its query parameters set; the rest stays as it is written."""
    scheme, netloc, path, query, _ = urlsplit_safe(url)
    return urlunsplit((scheme, netloc, path, with_form(query, **values), ""))


def with_form(form: str, **values: int | str) -> str:
    """As `with_query`, for a form's text."""
    for key, value in values.items():
        setting = urlencode({key: value})
        parts = form.split("&") if form else []
        places = [place for place, part in enumerate(parts) if part.partition("=")[0] == key]
        if places:
            parts[places[0]] = setting
        else:
            parts.append(setting)
        form = "&".join(parts)
    return form


def _pairs(form: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(form[:8000], keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return []
