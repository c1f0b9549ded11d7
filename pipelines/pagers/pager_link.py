"""One link of a pager: what it says, where it leads, and what it runs where it leads nowhere by itself."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import query_number

NEXT, LAST, PREVIOUS, NUMBER, ARROW = "next", "last", "previous", "number", "arrow"

_WORDS = (
    (
        NEXT,
        re.compile(
            r"[\[【(>›»]* ?(?:下一?页|下一頁|下頁|后一?页|(?:点击)?加载更多|next(?: ?page)?)"
            r"(?: ?[(（]\d{1,6}[)）])?[ >›»→\]】)]*",
            re.I,
        ),
    ),
    (LAST, re.compile(r"[\[【(]?(?:尾页|末页|最后一?页|最末页|尾頁|末頁|last(?: ?page)?)[ >›»|\]】)]*", re.I)),
    (PREVIOUS, re.compile(r"[<‹«]* ?(?:上一?页|前一?页|上一頁|prev(?:ious)?(?: ?page)?)", re.I)),
    (NUMBER, re.compile(r"[\[【(]? ?(?:第|页)? ?\d{1,6} ?页?[\]】)]?")),
    (ARROW, re.compile(r"[>›»]|>>")),
)
_ONCLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\s*\(|location\.(?:assign|replace)\s*\()\s*[\"']([^\"']{1,2000})[\"']"
    r"|(?:\w\s*\(|[\w\"']\s*,)\s*[\"']([^\"'\s]{1,500}\.(?:s?html?|jhtml|jsp|aspx?|php)(?:\?[^\"'\s]{0,500})?)[\"']"
)
_ADDRESS = re.compile(r"\.(?:s?html?|jhtml|jsp|aspx?|php|do)(?:\?|$)|\?\w+=|/$")
_POSTED = re.compile(r"__doPostBack\s*\(\s*[\"'][^\"']{1,300}[\"']\s*,\s*[\"'](?:Page\$)?(\d{1,6})[\"']")
_ARGUMENT = re.compile(r"(?:Page\$|[(,]\s*[\"']?)(\d{1,6})[\"']?\s*\)")
_DOTS = re.compile(r"\.{2,}|…+")
THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma of 1,207."""
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
"""What stands between the characters of 下 一 页."""
_NEXT_NAME = re.compile(r"(?:^|[-_ ])next(?:$|[-_ ]|page)", re.I)
_SUFFIX = re.compile(r"[_-](\d{1,6})\.\w{1,6}$|/(?:p|pg|page|list)[/_-]?(\d{1,6})/?$")
_INSIDE_A_LINK = 60
"""Elements; the link of a pager holds an image or a few spans."""


def is_address(value: str) -> bool:
    """Whether a value reads as the address of a page."""
    return _ADDRESS.search(value) is not None


def label_of(anchor: HtmlElement) -> str:
    """What a link or button says: its words, else its title or those of its image."""
    if anchor.tag == "input":
        return (anchor.get("value") or anchor.get("alt") or "").strip()
    inside = list(islice(anchor.iter(), _INSIDE_A_LINK))
    if len(inside) == _INSIDE_A_LINK:  # a link that was never closed holds the rest of the page
        return (anchor.text or "").strip()
    text = " ".join("".join(islice(anchor.itertext(), 12)).split())
    if text:
        return THOUSANDS.sub("", text) if "," in text else text
    image = next((one for one in inside if one.tag == "img"), None)
    alt = image.get("alt") or image.get("title") if image is not None else None
    return (anchor.get("title") or anchor.get("aria-label") or alt or "").strip()


def word_of(anchor: HtmlElement) -> str:
    """What a link is in a pager; empty for links that are of no pager."""
    label = _SPREAD.sub("", label_of(anchor))
    if anchor.get("rel") == "next" or (anchor.get("title") or "") in ("下一页", "下页"):
        return NEXT
    if len(label) > 12:
        return ""
    if not label and anchor.tag == "a" and _NEXT_NAME.search(name_of(anchor)):
        # An arrow drawn by its style sheet; those of sliders lead nowhere.
        return NEXT if is_address(anchor.get("href") or "") else ""
    word = next((word for word, pattern in _WORDS if pattern.fullmatch(label)), "")
    return NEXT if label == "→" and _NEXT_NAME.search(name_of(anchor)) else word


def target_of(page: ListDocument, anchor: HtmlElement) -> str | None:
    """The address that a link leads to, by itself or by a script that says it; None where it leads nowhere."""
    href = (anchor.get("href") or "").strip()
    found = page.address(href) if href else None
    if found is not None:
        return found
    for source in (anchor.get("onclick") or "", href):
        if match := _ONCLICK.search(source):
            return page.address(match[1] or match[2])
    # Where a library follows them.
    named = next((value for name in ("data-href", "data-url", "tagname") if (value := anchor.get(name))), "")
    return page.address(named) if is_address(named) else None


def carried_by(page: ListDocument, anchor: HtmlElement) -> int | None:
    """The number of a page that a link's address carries, or its post back; -1 where an address carries none."""
    target = target_of(page, anchor)
    if target is None:
        posted = _POSTED.search(script_of(anchor))
        return int(posted[1]) if posted is not None else None
    asked, named = query_number(target), _SUFFIX.search(target)
    return asked[1] if asked is not None else int(named[1] or named[2]) if named is not None else -1


def turned_to(anchor: HtmlElement) -> str:
    """The number of the page that a link's script turns to, a number or dots; empty for other links."""
    label = label_of(anchor)[:12]
    argument = _ARGUMENT.search(script_of(anchor)) if word_of(anchor) == NUMBER or _DOTS.fullmatch(label) else None
    return str(int(argument[1])) if argument is not None else ""


def script_of(anchor: HtmlElement) -> str:
    """All that a link runs, in its address or when clicked."""
    return f"{anchor.get('href') or ''};{anchor.get('onclick') or ''}"


def name_of(element: HtmlElement | None) -> str:
    """What an element is called: its class and id."""
    return "" if element is None else f"{element.get('class') or ''} {element.get('id') or ''}"
