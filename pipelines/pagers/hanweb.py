"""Hanweb JCMS lists: records in a `<datastore>` inside the page, and more from `dataproxy.jsp`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from pipelines.pagers.list_document import ListDocument, unescaped
from pipelines.pagers.numbered import form_number, pages_for, query_number, urlsplit_safe, with_query
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.scripts import number, raw_calls, text

_PROXY = "/module/web/jpage/dataproxy.jsp"
_HREF = re.compile(r"""href\s*=\s*(["'])(.{1,4000}?)\1""", re.S)
_TOTAL_RECORDS = re.compile(r"<totalrecord>\s*(?:<!\[CDATA\[)?\s*(\d{1,9})", re.I)
_TOTAL_PAGES = re.compile(r"<totalpage>\s*(?:<!\[CDATA\[)?\s*(\d{1,9})", re.I)
_UNIT = re.compile(r"[\"']?#?([\w-]{1,60})[\"']?\s*\)\s*$")
_GROUP = 3
"""Pages that one call for more records brings, as the sites' own script asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Store:
    """One datastore: its records' markup and what it says of the rest."""

    records: list[str]
    next_href: str | None
    total_records: int | None
    total_pages: int | None
    unit: str


def read(page: ListDocument) -> Paging | None:
    """The paging and the records of a column page, or of an answer of dataproxy.jsp."""
    is_answer = "dataproxy.jsp" in urlsplit_safe(page.url)[2]
    if "datastore" not in page.text and not is_answer:
        return _from_script(page)
    stores = _stores(page.text)
    if not stores or not any(store.records for store in stores):
        # Some sites escape the markup once more than they should.
        stores = _stores(unescaped(page.text)) or stores
    if not stores:
        return _from_script(page) if not is_answer else None
    store = max(stores, key=lambda one: len(one.records))
    return _from_answer(page, store) if is_answer else _from_column(page, store)


def _stores(source: str) -> list[_Store]:
    found: list[_Store] = []
    position = 0
    while len(found) < 20:
        start = source.find("<datastore", position)
        if start < 0:
            return found
        end = source.find("</datastore", start)
        end = len(source) if end < 0 else end
        piece = source[start:end]
        group = _between(piece, "<nextgroup>", "</nextgroup>")
        link = _HREF.search(group[0]) if group else None
        records, pages = _TOTAL_RECORDS.search(piece), _TOTAL_PAGES.search(piece)
        before = re.findall(r"id\s*=\s*[\"']([\w-]{1,60})[\"']", source[max(0, start - 300) : start])
        found.append(
            _Store(
                records=[_uncovered(one) for one in _between(piece, "<record>", "</record>")],
                next_href=unescaped(link[2]).strip() if link else None,
                total_records=int(records[1]) if records else None,
                total_pages=int(pages[1]) if pages else None,
                unit=before[-1] if before else "",
            )
        )
        position = end
    return found


def _between(source: str, opening: str, closing: str) -> list[str]:
    found: list[str] = []
    position = 0
    while True:
        start = source.find(opening, position)
        if start < 0:
            return found
        end = source.find(closing, start)
        if end < 0:
            return found
        found.append(source[start + len(opening) : end])
        position = end


def _uncovered(record: str) -> str:
    record = record.strip()
    return record.removeprefix("<![CDATA[").removesuffix("]]>")


def _from_column(page: ListDocument, store: _Store) -> Paging:
    settings = _settings(page, store.unit)
    size = number(settings, "perPage", "perpage")
    records = number(settings, "totalRecord", "totalrecord")
    records = records if records is not None else store.total_records
    pages = pages_for(records, size) or store.total_pages
    held = len(store.records)
    next_url = incomplete = None
    if records is None or held < records:
        if store.next_href is not None:
            next_url, incomplete = _next_group(page, store.next_href)
        elif records is not None:
            next_url = _ranged(page, settings, held, size, records)
            incomplete = None if next_url else "the page names no unit to ask for more records"
    return Paging(
        family="hanweb",
        page=1,
        total_pages=pages,
        total_records=records,
        next_url=next_url,
        next_request=_request(next_url, page.url),
        held=pages_for(held, size) or 1,
        incomplete=incomplete,
        markup=_markup(store),
    )


def _from_answer(page: ListDocument, store: _Store) -> Paging:
    referer = _referer(page)
    next_url = incomplete = None
    this, held = None, 1
    start, end = (query_number(page.url, (key,)) for key in ("startrecord", "endrecord"))
    pages, records = store.total_pages, store.total_records
    size = query_number(page.url, ("perpage",))
    if start is not None and end is not None:
        # The range that came last is cut at the list's end; where the list has grown, the next one is whole again.
        span = size[1] * _GROUP if size and size[1] else end[1] - start[1] + 1
        # Where fewer came than were asked for, the server's limit is lower, and the next are those after what came.
        came = min(end[1], start[1] - 1 + len(store.records))
        if store.records and (records is None or came < records):
            last = came + span if records is None else min(came + span, records)
            next_url = with_query(page.url, startrecord=came + 1, endrecord=last)
        pages = pages_for(records, size[1]) if size and records else pages
        this = (start[1] - 1) // size[1] + 1 if size and size[1] else None
        held = pages_for(len(store.records), size[1] if size else None) or 1
    elif store.next_href is not None:
        next_url, incomplete = _next_group(page, store.next_href)
        if next_url == page.url or not store.records:
            next_url = None
    elif (asked := query_number(page.url)) is not None:
        this = asked[1]
        if store.records and pages is not None and this < pages:
            next_url = with_query(page.url, **{asked[0]: this + 1})
    return Paging(
        family="hanweb",
        page=this,
        total_pages=pages,
        total_records=records,
        next_url=next_url,
        next_request=_request(next_url, referer),
        held=held,
        incomplete=incomplete,
        markup=_markup(store),
    )


def _from_script(page: ListDocument) -> Paging | None:
    """Columns without a datastore, whose first records are asked for too."""
    if ".jpage" not in page.scripts:
        return None
    settings = _settings(page, "")
    records, size = number(settings, "totalRecord"), number(settings, "perPage")
    address = _ranged(page, settings, 0, size, records)
    if address is None:
        return None
    return Paging(
        family="hanweb",
        page=1,
        total_pages=pages_for(records, size),
        total_records=records,
        next_url=_ranged(page, settings, size or 15, size, records),
        next_request=_request(_ranged(page, settings, size or 15, size, records), page.url),
        start=_request(address, page.url),
    )


def _settings(page: ListDocument, unit: str) -> str:
    """The script text that sets this unit up: the options of its `jpage` call, then every script."""
    for match in re.finditer(r"\.jpage\s*\(", page.scripts):
        named = _UNIT.search(page.scripts[max(0, match.start() - 120) : match.start()])
        if not unit or (named and named[1] == unit):
            raw = next(raw_calls(page.scripts[match.start() :], ".jpage"), [])
            return ",".join(raw) + "\n" + page.scripts
    return page.scripts


def _next_group(page: ListDocument, href: str) -> tuple[str | None, str | None]:
    query = urlsplit_safe(href)[3]
    if form_number(query, ("columnid",)) is None and re.search(r"columnid=[^&]{6,}", query):
        return None, "the column and unit numbers are encrypted; only the records in the page can be read"
    return page.address(href), None


def _ranged(page: ListDocument, settings: str, held: int, size: int | None, records: int | None) -> str | None:
    """The address of the records after those that are held; records count from 1, both ends included."""
    column = re.search(r"/col/col(\d{1,12})", page.url)
    values = {
        "col": 1,
        "appid": number(settings, "appid") or 1,
        "webid": number(settings, "webid", "webId"),
        "path": text(settings, "path") or "/",
        "columnid": number(settings, "columnid", "columnId") or (int(column[1]) if column else None),
        "sourceContentType": number(settings, "sourceContentType") or 1,
        "unitid": number(settings, "unitid", "unitId"),
        "webname": text(settings, "webname") or "",
        "permissiontype": 0,
    }
    if values["columnid"] is None or values["unitid"] is None:
        return None
    size = size or 15
    end = held + size * _GROUP if records is None else min(held + size * _GROUP, records)
    if end <= held:
        return None
    proxy = text(settings, "proxyUrl", "proxyurl") or _PROXY
    form = urlencode({key: value for key, value in values.items() if value is not None})
    return page.address(f"{proxy.partition('?')[0]}?startrecord={held + 1}&endrecord={end}&perpage={size}&{form}")


def _request(url: str | None, referer: str) -> PageRequest | None:
    # Without the column page as Referer these servers answer 403 or nothing.
    headers = (("Referer", referer), ("X-Requested-With", "XMLHttpRequest"))
    return PageRequest(url=url, headers=headers) if url is not None else None


def _referer(page: ListDocument) -> str:
    if page.request is not None:
        for name, value in page.request.headers:
            if name.lower() == "referer":
                return value
    column = query_number(page.url, ("columnid",))
    scheme, netloc, *_ = urlsplit_safe(page.url)
    return f"{scheme}://{netloc}/col/col{column[1]}/index.html" if column else f"{scheme}://{netloc}/"


def _markup(store: _Store) -> str:
    # Rows of a table are lost by HTML parsers unless a table stands around them.
    joined = "\n".join(store.records)
    return f"<table>{joined}</table>" if re.match(r"\s*<t[rbh]", joined, re.I) else f"<div>{joined}</div>"
