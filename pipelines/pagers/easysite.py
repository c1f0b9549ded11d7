"""easysite/eportal lists (PBoC, customs, Liaoning): page addresses stand in `tagname` and `onclick`, not in `href`."""

from __future__ import annotations

import re

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.paging import Paging

_NUMBERED = re.compile(r"^(.*?(?:[\w/]-|/index))(\d{1,9})(\.s?html?)$")
_QUERY = re.compile(r"queryArticleByCondition\s*\(\s*this\s*,\s*[\"']([^\"']{1,1000})[\"']")
_CURRENT = re.compile(r"当前页\s*[:：]?\s*(?:<[^>]{0,60}>\s*)*(\d{1,9})")
_RECORDS = re.compile(r"总记录数\s*[:：]?\s*(?:<[^>]{0,60}>\s*)*(\d{1,9})")


def read(page: ListDocument) -> Paging | None:
    """The paging of an article-list portlet.

    The prefix is read from the printed addresses: with a uuid for a module id the path uses only its first 8 digits.
    """
    if "queryArticleByCondition" not in page.text and "article_paging_list_hidden" not in page.text:
        return None
    total = records = None
    for field in page.tree.iter("input"):
        if field.get("name") == "article_paging_list_hidden":
            printed = field.get("totalpage") or ""
            total = int(printed) if re.fullmatch(r"\d{1,9}", printed) else None
    addresses: dict[str, str] = {}
    for link in page.tree.iter("a"):
        query = _QUERY.search(link.get("onclick") or "")
        target = link.get("tagname") or (query[1] if query else "")
        if query and target.startswith("["):
            target = query[1]
        if target and not target.startswith("["):
            addresses.setdefault("".join(link.itertext()).strip() or link.get("title") or "", target)
    numbered = [match for match in map(_NUMBERED.match, addresses.values()) if match]
    if found := _RECORDS.search(page.text):
        records = int(found[1])
    if not numbered:
        return None if total is None else Paging(family="easysite", page=1, total_pages=total, total_records=records)
    current = _CURRENT.search(page.text)
    own = _NUMBERED.match(page.url)
    this = int(current[1]) if current else int(own[2]) if own and own[1].endswith(numbered[0][1]) else 1
    total = total or max(int(match[2]) for match in numbered)
    head, _, tail = numbered[0].groups()

    def address(number: int) -> str | None:
        return page.address(f"{head}{number}{tail}")

    return Paging(
        family="easysite",
        page=this,
        total_pages=total,
        total_records=records,
        next_url=address(this + 1) if this < total else None,
        last_url=address(total) if total > 1 else None,
    )
