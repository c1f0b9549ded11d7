"""Guangdong's gkmlpt pages: `window._CONFIG` names the site, the fragment names the category, an API has the items."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.paging import PageRequest, Paging

_SITE = re.compile(r"[\"']?SID[\"']?\s*:\s*[\"']?(\d{1,12})")
_CATEGORY = re.compile(r"/gkmlpt/[\w/]*#(\d{1,18})$")


def read(page: ListDocument) -> Paging | None:
    """The request for the first page of a category; category 0 is everything."""
    if "/gkmlpt" not in page.url and "/gkmlpt/" not in page.text:
        return None
    if "_CONFIG" not in page.scripts or "TREE" not in page.scripts:
        return None
    site = _SITE.search(page.scripts)
    if site is None:
        return None
    category = _CATEGORY.search(page.url)
    head = page.url.partition("/gkmlpt")[0] if "/gkmlpt" in page.url else ""
    address = page.address(f"{head}/gkmlpt/api/all/{category[1] if category else 0}?page=1&sid={site[1]}")
    if address is None:
        return None
    return Paging(family="gkmlpt", start=PageRequest(url=address))
