"""Lists that are split by years: the strip of years above a list, or its select, and where each of them leads.

A strip is a piece of a page that has no links but years, two at least. It is the column's own where the page is one of
the lists that it leads to, or where these are files of the column's own name or in its own folder; all other years on a
page (yearly reports, another column's archive, the pages 2019 and 2020 of a long list) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from pipelines.article_addresses import is_article
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import urlsplit_safe
from pipelines.pagers.paging import PageRequest, YearList
from pipelines.pagers.turning import sent_with, turned_by

_YEAR = re.compile(
    r"[\[【(（<]?\s*((?:19[89]|20[0-4])\d)\s*"
    r"(?:年度?)?(?:[及之]?以?前)?(?:新闻发布会|发布会|度|份)?\s*[\]】)）>]?"
)
_BESIDE = re.compile(
    r"\s*(?:全部|所有|不限|更多|往年|历年|以往|往期|早期|年份|年度|选择年份|请选择(?:年份|年度)?|[<>«»‹›]*)\s*"
)
_CURRENT = re.compile(r"(?:^|[-_ ])(?:cur(?:r|rent)?|active|on|selected|now|hover|checked)(?:$|[-_ \d])", re.I)
_ADDRESS = re.compile(r"/|\?|\.(?:s?html?|jhtml|jsp|aspx?|php|do)$")
_CHANGED = re.compile(r"([A-Za-z_$][\w$]{0,60})\s*\(\s*this(?:\.value|\.options\[[^\]]{1,60}\]\.value)?\s*\)")
_MOST = 60
"""Links that are looked at in one piece of a page, and years in a strip."""
_LEVELS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    year: int
    request: PageRequest | None
    """How to ask for its list; None where it leads nowhere, as this page's own often does."""
    marked: bool


def read_years(page: ListDocument) -> tuple[YearList, ...]:
    """The lists of the years that the column is split by, newest first, this page's among them; none for one list."""
    for strip in (*_strips(page), *_selects(page)):
        distinct = {one.year for one in strip}
        if not 2 <= len(distinct) == len(strip) <= _MOST or not _leads_to_lists(page, strip):
            continue
        own = _this_page(page, strip)
        if own is not None or _is_this_column(page, strip):
            own = own or next((one for one in strip if one.marked), None)
            found = [YearList(year=one.year, request=one.request, own=one is own) for one in strip]
            return tuple(sorted(found, key=lambda one: -one.year))
    return ()


def years_by_script(page: ListDocument) -> tuple[int, ...]:
    """The years, newest first, of a strip that only its script can follow and whose newest is the one shown."""
    for anchors in _pieces(page):
        years = [_year_of(_words(anchor)) for anchor in anchors]
        if len(set(years)) < 2 or None in years or any(_asked(page, anchor) is not None for anchor in anchors):
            continue
        newest = anchors[years.index(max(year for year in years if year is not None))]
        if _is_marked(newest):
            return tuple(sorted((year for year in set(years) if year is not None), reverse=True))
    return ()


def _leads_to_lists(page: ListDocument, strip: list[_Year]) -> bool:
    _, _, path, _, _ = urlsplit_safe(page.url)
    addresses = [urlsplit_safe(one.request.url) for one in strip if one.request is not None]
    return bool(addresses) and not any(is_article(there[2], there[3]) for there in addresses if there[2] != path)


def _this_page(page: ListDocument, strip: list[_Year]) -> _Year | None:
    """The entry that is this page: the one that asks for it, else the one that asks for nothing."""
    own = next((one for one in strip if one.request is not None and _same(one.request, page)), None)
    return own or next((one for one in strip if one.request is None), None)


def _is_this_column(page: ListDocument, strip: list[_Year]) -> bool:
    """Whether all entries are lists of this page's column, though none is this page."""
    _, host, path, _, _ = urlsplit_safe(page.url)
    addresses = [urlsplit_safe(one.request.url) for one in strip if one.request is not None]
    return all(there[1] == host and _is_beside(path, there[2]) for there in addresses)


def _same(request: PageRequest, page: ListDocument) -> bool:
    asked = page.request or PageRequest(url=page.url)
    return (_bare(request.url), request.body) == (_bare(asked.url), asked.body)


def _bare(url: str) -> str:
    """An address without its scheme and without the name of a folder's own page."""
    return re.sub(
        r"/(?:index|default|list)\.(?:s?html?|jsp|aspx?|php)$", "/", url.partition("://")[2].partition("#")[0]
    )


def _is_beside(here: str, there: str) -> bool:
    """Whether a path is in the column's own folder, is named after its page, or differs from it in the year alone."""
    folder, _, file = here.rpartition("/")
    stem = file.partition(".")[0]
    if there == here or _without_year(there) == _without_year(here):
        return True
    if stem and stem not in ("index", "default", "list"):
        return there.startswith((f"{folder}/{stem}/", f"{folder}/{stem}_", f"{folder}/{stem}-"))
    return len(folder) > 1 and there.startswith(f"{folder}/")


def _without_year(path: str) -> str:
    return re.sub(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)", "0", path)


# Strips of links.


def _strips(page: ListDocument) -> Iterator[list[_Year]]:
    yield from (_in_strip(page, around) for around in _around_years(page))


def _pieces(page: ListDocument) -> Iterator[list[HtmlElement]]:
    """The links with years of each strip."""
    for around in _around_years(page):
        yield [anchor for anchor in around.iter("a") if _year_of(_words(anchor)) is not None]


def _around_years(page: ListDocument) -> Iterator[HtmlElement]:
    seen: set[HtmlElement] = set()
    years = (anchor for anchor in page.tree.iter("a") if _year_of(_words(anchor)) is not None)
    for anchor in islice(years, _MOST):
        if anchor in seen:
            continue
        around = _around(anchor)
        seen.update(around.iter("a"))
        yield around


def _around(anchor: HtmlElement) -> HtmlElement:
    """As far up from a year as there are no links but years."""
    best = anchor
    for above in islice(anchor.iterancestors(), _LEVELS):
        links = list(islice(above.iter("a"), _MOST + 1))
        words = [_words(link) for link in links]
        if above.tag in ("body", "html") or len(links) > _MOST:
            break
        if not all(_year_of(text) is not None or _BESIDE.fullmatch(text) for text in words):
            break
        best = above
    return best


def _in_strip(page: ListDocument, strip: HtmlElement) -> list[_Year]:
    found: dict[int, _Year] = {}
    for anchor in strip.iter("a"):
        year = _year_of(_words(anchor))
        if year is None or year in found:
            continue
        found[year] = _Year(year=year, request=_asked(page, anchor), marked=_is_marked(anchor))
    # The year of this page is often no link.
    for text in islice(strip.itertext(), 4 * _MOST):
        year = _year_of(text.strip())
        if year is not None and year not in found:
            found[year] = _Year(year=year, request=None, marked=True)
    unlinked = [one for one in found.values() if one.request is None]
    return list(found.values()) if len(unlinked) <= 1 else []


def _asked(page: ListDocument, anchor: HtmlElement) -> PageRequest | None:
    """What a click asks for; None where it leads nowhere, or only the browser could tell."""
    href = (anchor.get("href") or "").strip()
    target = page.address(href) if href else None
    return PageRequest(url=target) if target is not None else turned_by(page, f"{href};{anchor.get('onclick') or ''}")


def _is_marked(anchor: HtmlElement) -> bool:
    return any(_CURRENT.search(one.get("class") or "") for one in (anchor, anchor.getparent()) if one is not None)


# Selects.


def _selects(page: ListDocument) -> Iterator[list[_Year]]:
    for select in page.tree.iter("select"):
        options = list(islice(select.iter("option"), _MOST + 1))
        words = [" ".join((option.text or "").split()) for option in options]
        if all(_year_of(text) is not None or _BESIDE.fullmatch(text) for text in words):
            chosen = next((option for option in options if option.get("selected") is not None), None)
            years = [
                _Year(year=year, request=_chosen(page, select, option), marked=option is chosen)
                for option, text in zip(options, words, strict=True)
                if (year := _year_of(text)) is not None
            ]
            if all(one.request is not None for one in years):
                yield years


def _chosen(page: ListDocument, select: HtmlElement, option: HtmlElement) -> PageRequest | None:
    """What a browser asks for once an option is chosen; None where nothing happens before a button is pressed."""
    value, script = (option.get("value") or "").strip(), select.get("onchange") or ""
    if _ADDRESS.search(value):
        target = page.address(value)
        return PageRequest(url=target) if target is not None else None
    if match := _CHANGED.search(script):
        return turned_by(page, f"{match[1]}('{value}')")
    form = next((above for above in select.iterancestors("form")), None)
    if "submit" in script and form is not None and select.get("name"):
        return sent_with(page, form, {select.get("name") or "": value})
    return None


def _words(element: HtmlElement) -> str:
    return " ".join("".join(islice(element.itertext(), 6)).split())


def _year_of(text: str) -> int | None:
    match = _YEAR.fullmatch(text) if len(text) <= 16 else None
    return int(match[1]) if match else None
