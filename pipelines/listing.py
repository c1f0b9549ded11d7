"""List pages: their items, the next page, what they say the whole list has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from pipelines.decode import decode
from pipelines.document import parse_tree
from pipelines.errors import EmptyShell, LeadsOn, ListPage, ReadError
from pipelines.listing_items import find_items
from pipelines.page import open_page
from pipelines.pagers import asked, elsewhere
from pipelines.pagers.asked import is_file
from pipelines.pagers.embedded import read_any
from pipelines.pagers.feeds import read as read_feed
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import urlsplit_safe
from pipelines.pagers.paging import Listing, ListItem, PageRequest, Paging
from pipelines.pagers.readers import read_answer, read_pager
from pipelines.pagers.records import holds_rows, load
from pipelines.pagers.unread import loads_more, why_unread
from pipelines.pagers.years import read_years
from pipelines.profile import Profile
from pipelines.verdicts import refuse_at_sight

__all__ = ["ListItem", "Listing", "PageRequest", "read_listing"]


def read_listing(
    body: bytes,
    *,
    url: str,
    charset: str | None = None,
    profile: Profile | None = None,
    request: PageRequest | None = None,
) -> Listing:
    """Read a list page: markup, a feed, a sitemap, or the answer of a list service.

    `request` is the request that brought the body, where it was a POST or carried headers of its own: the next one is
    made from it. Links to a site's mobile twin are taken for those to its own host. A page without items gives an empty
    `Listing`; raises `ReadError` only: for bytes that are no text or no page, and for pages that have nothing of a list
    and say that they are blocked or missing.
    """
    profile = profile or Profile()
    decoded = decode(body, charset)
    text = decoded.text
    feed = read_feed(text, url)
    if feed is not None:
        return _listing(url, feed, feed.items or (), profile)
    page = ListDocument(url=url, text=text, tree=parse_tree(text), request=request, charset=decoded.charset)
    paging = read_answer(page) or read_pager(page)
    if paging is not None and paging.items is not None:
        if not paging.items and is_file(url) and holds_rows(load(text)):
            raise EmptyShell("a file that a page's script asks for, without an entry that can be told")
        return _listing(url, paging, paging.items, profile)
    if paging is not None and paging.markup is not None:
        tree = parse_tree(paging.markup)
        page = ListDocument(url=url, text=paging.markup, tree=tree, charset=decoded.charset)
    items = find_items(page, selectors=profile.items, article=profile.article)
    if not items and (paging is None or paging.start is None) and (kept := read_any(page)) is not None:
        return _listing(url, kept, kept.items or (), profile)
    if paging is None and not items:
        paging = elsewhere.read(page)
        # That it is a list is no reproach here, nor that it is empty where it says who is not.
        pardoned: tuple[type[ReadError], ...] = (ListPage,) if paging is None else (ListPage, EmptyShell, LeadsOn)
        with suppress(*pardoned):
            refuse_at_sight(open_page(body, url=url, charset=charset, profile=profile))
    found = replace(_listing(url, paging, items, profile), years=read_years(page))
    if items and found.following is None and found.incomplete is None and not found.years:
        if (service := _rest(page, paging)) is not None:
            found = replace(found, next_request=service)
        else:
            found = replace(found, incomplete=_unread(page, items, paging))
    if profile.article is None or found.total_records is None:
        return found
    # A total counts every entry of the list, whatever the site file takes for an article.
    own = {item.href for item in items}
    entries = find_items(page, selectors=profile.items)
    together = own <= {item.href for item in entries}
    return replace(found, left_out=tuple(item for item in entries if item.href not in own) if together else ())


def _rest(page: ListDocument, paging: Paging | None) -> PageRequest | None:
    """The request to the service that has the rest of a page's entries: it begins with those that are here already."""
    if paging is not None and paging.family == "gkmlpt":
        return paging.start
    if loads_more(page) is None:
        return None
    told = paging if paging is not None and paging.start is not None else asked.read(page)
    start = told.start if told is not None else None
    # Another host is asked only where the site file names it, and a list that goes on there is not whole.
    return start if start is not None and urlsplit_safe(start.url)[1] == urlsplit_safe(page.url)[1] else None


def _unread(page: ListDocument, items: tuple[ListItem, ...], paging: Paging | None) -> str | None:
    return why_unread(page, [item.date for item in items if item.date], has_pager=paging is not None)


def _listing(url: str, paging: Paging | None, items: tuple[ListItem, ...], profile: Profile) -> Listing:
    if profile.mobile or profile.sessions:
        items = tuple(replace(item, url=profile.canonical(item.url)) if item.url else item for item in items)
    if paging is None:
        return Listing(url=url, items=items)
    if not items and paging.start is not None:
        # The page is a frame that a script fills: its first page is still to be asked for.
        paging = replace(paging, page=None, next_url=None, last_url=None, next_request=paging.start)
    following = paging.next_request
    return Listing(
        url=url,
        items=items,
        next_url=following.url if following is not None and following.method == "GET" else paging.next_url,
        total_pages=paging.total_pages,
        total_records=paging.total_records,
        family=paging.family,
        page=paging.page,
        last_url=paging.last_url,
        next_request=following,
        held=paging.held,
        incomplete=paging.incomplete,
    )
