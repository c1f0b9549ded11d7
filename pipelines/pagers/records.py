"""Lists that come as JSON records: which of the values are the items, and which keys are title, address and date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone

from pipelines.listing_dates import find_date
from pipelines.pagers.list_document import absolute, unescaped
from pipelines.pagers.paging import ListItem

TITLES = (
    "title", "titlehtml", "doctitle", "topic", "showtitle", "title_full", "name", "subject", "maintitle", "bt",
    "articletitle",
)  # fmt: skip
ADDRESSES = (
    "url", "post_url", "infourl", "docpuburl", "puburl", "linkurl", "link", "href", "pageurl", "detailurl", "weburl",
    "docurl", "arturl", "htmlurl", "publishurl",
)  # fmt: skip
DATES = (
    "display_publish_time", "publishedtimestr", "publishedtime", "publishtime", "publish_time", "pubtime", "pubdate",
    "docreltime", "docrelpubtime", "opublishedtime", "releasetime", "releasedate", "publishdate", "daytime",
    "published_time_format", "c_fwrq_format", "trs_time", "deploytime", "date", "time", "showdate", "infodate",
    "savedate", "createdate", "created_at", "create_time", "createtime", "crtime",
)  # fmt: skip
RECORDS = (
    "totalcount", "total", "totalrec", "totalrecord", "totalrecords", "totalelements", "allrow", "recordcount",
    "rowcount", "count", "totalnum", "totalsize", "recordstotal", "records",
)  # fmt: skip
PAGES = ("totalpages", "totalpage", "pagetotal", "pagecount", "pages", "totalpagenum")
CURRENT = ("curpageno", "currentpage", "currpage", "curpage", "pageno", "pagenumber", "pageindex", "page")
"""Keys of records and of counts, lower-cased, the clearest first."""

_TAG = re.compile(r"<[^<>]{0,500}>")
_LINK = re.compile(r"(?:<|&lt;)a\s[^<>]{0,500}href", re.I)
_JSONP = re.compile(r"^\s*[\w$.]{1,100}\s*\(\s*(?=[\[{])")
_DEPTH = 8
_VALUES = 200_000
"""Values of one answer that are looked at."""
_CHINA = timezone(timedelta(hours=8))


def load(text: str) -> object:
    """JSON, or JSON in a call (JSONP); None when it is neither."""
    text = text.strip().lstrip("\ufeff")
    call = _JSONP.match(text)
    if call:
        text = text[call.end() :].rstrip().rstrip(";").rstrip().removesuffix(")")
    if not text.startswith(("{", "[")):
        return None
    try:
        value: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def find_records(value: object) -> list[Mapping[str, object]]:
    """The list of records that look like items: the longest whose records have a title and an address."""
    best: list[Mapping[str, object]] = []
    for candidate in _lists(value):
        records: list[Mapping[str, object]] = [
            one for one in candidate if isinstance(one, dict) and title_of(one) and href_of(one)
        ]
        if len(records) > len(best):
            best = records
    return best


def holds_rows(value: object) -> bool:
    """Whether there is a list of anything in an answer."""
    return any(_lists(value))


def find_markup(value: object) -> str | None:
    """The longest of an answer's texts that holds links, escaped once more or not; None where no text does."""
    texts = (text for one in _mappings(value) for text in one.values() if isinstance(text, str))
    best = max((text for text in texts if _LINK.search(text)), key=len, default=None)
    return unescaped(best) if best is not None and best.lstrip().startswith("&lt;") else best


def items_of(records: list[Mapping[str, object]], base: str) -> tuple[ListItem, ...]:
    """The items that records stand for, each address once."""
    found: dict[str, ListItem] = {}
    for record in records:
        href = href_of(record)
        url = absolute(base, href)
        if url is None and base:
            continue
        found.setdefault(href, ListItem(url=url, title=title_of(record), date=date_of(record), href=href))
    return tuple(found.values())


def integer(value: object, names: tuple[str, ...]) -> int | None:
    """The first whole number under one of these keys, looked for from the outside in."""
    for mapping in _mappings(value):
        lowered = {str(key).lower(): one for key, one in mapping.items()}
        for name in names:
            one = lowered.get(name)
            if isinstance(one, str) and re.fullmatch(r"\d{1,9}", one.strip()):
                return int(one)
            if isinstance(one, int) and not isinstance(one, bool) and 0 <= one < 10**9:
                return one
    return None


def title_of(record: Mapping[str, object]) -> str:
    """The record's title as text."""
    text = _text(record, TITLES)
    return " ".join(unescaped(_TAG.sub("", text)).split())


def href_of(record: Mapping[str, object]) -> str:
    """The record's address as it stands."""
    return _text(record, ADDRESSES).strip()


def date_of(record: Mapping[str, object]) -> date | None:
    """The record's day: printed, or seconds or milliseconds since 1970."""
    lowered = {str(key).lower(): one for key, one in record.items()}
    for name in DATES:
        value = lowered.get(name)
        if isinstance(value, str) and re.fullmatch(r"\d{10}|\d{13}", value.strip()):
            value = int(value)
        if isinstance(value, str):
            found = find_date(value)
            if found is not None:
                return found
        elif isinstance(value, int | float) and not isinstance(value, bool) and value > 10**8:
            seconds = value / 1000 if value > 10**11 else value
            if seconds < 4 * 10**9:
                return datetime.fromtimestamp(seconds, _CHINA).date()
    return None


def _text(record: Mapping[str, object], names: tuple[str, ...]) -> str:
    lowered = {str(key).lower(): value for key, value in record.items()}
    for name in names:
        value = lowered.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _lists(value: object) -> Iterator[list[object]]:
    for one in _walk(value):
        if isinstance(one, list):
            yield one


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    for one in _walk(value):
        if isinstance(one, dict):
            yield one


def _walk(value: object) -> Iterator[object]:
    """All lists and objects, the outer ones first."""
    level = [value]
    seen = 0
    for _ in range(_DEPTH):
        below: list[object] = []
        for one in level:
            if isinstance(one, dict | list):
                yield one
                inner = one.values() if isinstance(one, dict) else one
                below += [child for child in inner if isinstance(child, dict | list)]
                seen += len(inner)
            if seen > _VALUES:
                return
        level = below
