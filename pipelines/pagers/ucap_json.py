"""UCAP columns that a script fills from `/common/search/{channel}` or `/searchList/{channel}`."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import query_number, with_query
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.scripts import text

_SEARCH = re.compile(
    r"[\"'(](/?(?:[\w.:/-]{0,200}/)?(?:common/search|searchList)/(\w{0,64})(?:\?[^\"'\s<>)]{0,500})?)[\"')\s]"
)
_ASK = "_isAgg=true&_isJson=true&_pageSize=15&_template=index"


def read(page: ListDocument) -> Paging | None:
    """The request for the first page of the channel's search service."""
    if "common/search/" not in page.text and "searchList/" not in page.text:
        return None
    found = _SEARCH.search(page.text)
    if found is None:
        return None
    channel = found[2] or text(page.scripts, "channelId", "channelid") or _channel_of(page)
    address = page.address(found[1].replace("&amp;", "&"))
    if not channel or address is None:
        return None
    path, _, query = address.partition("?")
    address = f"{path if found[2] else path + channel}?{query or _ASK}"
    asked = query_number(address)
    return Paging(family="ucap-json", start=PageRequest(url=with_query(address, **{asked[0] if asked else "page": 1})))


def _channel_of(page: ListDocument) -> str:
    """The channel that the page's own tags name."""
    for tag in page.tree.iter("meta"):
        if (tag.get("name") or "").lower() == "channelid":
            return (tag.get("content") or "").strip()
    return ""
