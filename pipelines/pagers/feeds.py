"""RSS and Atom feeds, sitemaps (XML, or an address a line) and sitemap indexes."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from pipelines.listing_dates import find_date
from pipelines.pagers.list_document import absolute, resolve, unescaped
from pipelines.pagers.markup import local_name, parse_xml, words
from pipelines.pagers.paging import ListItem, Paging

_FORMS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap-index"}
_TAG = re.compile(r"<[^<>]{0,500}>")
_ROOT = re.compile(r"<(?:\w{1,20}:)?(rss|rdf|feed|urlset|sitemapindex)\b", re.I)
_PUBLISHED = ("pubdate", "published", "publication_date", "date", "updated")
"""Not `lastmod`: when a page was last changed is not when it was published."""
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,2048}")
_INDEX = "it is an index of sitemaps and no list: a section can name it as its sitemap"


def read(text: str, url: str) -> Paging | None:
    """The entries of a feed or sitemap; of a sitemap index, the sitemaps; None when the text is neither."""
    if not _ROOT.search(text[:2_000]):
        return _addresses(text, url)
    root = parse_xml(text)
    if root is None or (family := _FORMS.get(local_name(root))) is None:
        return None
    items: dict[str, ListItem] = {}
    following = None
    for element in root.iter("{*}item", "{*}entry", "{*}url", "{*}sitemap"):
        item = _entry(element, url)
        if item is not None:
            items.setdefault(item.href, item)
    for link in root.iter("{*}link"):
        if link.get("rel") == "next" and link.get("href"):
            following = resolve(url, link.get("href", ""))
    incomplete = _INDEX if family == "sitemap-index" else None
    return Paging(family=family, next_url=following, items=tuple(items.values()), incomplete=incomplete)


def _addresses(text: str, url: str) -> Paging | None:
    """A sitemap of plain text: an address a line and nothing else."""
    text = text.lstrip("\ufeff \t\r\n")
    if not _ADDRESS.match(text):
        return None
    lines = dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
    if not all(_ADDRESS.fullmatch(line) for line in lines):
        return None
    found = ((line, absolute(url, line)) for line in lines)
    items = tuple(ListItem(url=address, title="", href=line) for line, address in found if address)
    return Paging(family="sitemap", items=items)


def _entry(element: etree._Element, base: str) -> ListItem | None:
    fields: dict[str, str] = {}
    for child in element.iterdescendants("*"):
        name, value = local_name(child), words(child)
        if name == "link" and not value and child.get("rel", "alternate") == "alternate":
            value = (child.get("href") or "").strip()
        if value and name not in fields:
            fields[name] = value
    href = fields.get("link") or fields.get("loc") or ""
    if not href and fields.get("guid", "").startswith("http"):
        href = fields["guid"]
    found = absolute(base, href)
    if found is None:
        return None
    title = " ".join(unescaped(_TAG.sub("", fields.get("title", ""))).split())
    printed = next((fields[name] for name in _PUBLISHED if name in fields), "")
    return ListItem(url=found, title=title, date=_day(printed), href=href, changed=find_date(fields.get("lastmod", "")))


def _day(printed: str) -> date | None:
    """The day of an ISO date, or of the form that mail and RSS use."""
    day = find_date(printed)
    if day is None and printed:
        try:
            return parsedate_to_datetime(printed).date()
        except (ValueError, TypeError, IndexError):
            return None
    return day
