"""Lists whose pages are plain links: 下一页, 尾页, numbers; VSB's, which count down, among them."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import plausible
from pipelines.pagers.pager_box import PagerBox, find_box
from pipelines.pagers.pager_link import LAST, NEXT
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.turning import turned_by

_OF = re.compile(r"(?<![\d/])(\d{1,6})\s*(?:页\s*)?/\s*(?:共|总)?\s*(\d{1,6})(?!\d|\s*[/条篇])")
_THIS = re.compile(r"(?:当前(?:是|为)?\s*[:：]?\s*第?|第)\s*(\d{1,6})\s*页|当前页(?:次|码|数)?\s*[:：]\s*(\d{1,6})")
_PAGES = re.compile(
    r"(?:共|总(?:页数|计|共)?)\s*[:：]?\s*[\[【]?\s*(\d{1,6})\s*[\]】]?\s*页|总页数\s*[:：]?\s*[\[【]?\s*(\d{1,6})"
    r"|条(?:记录|信息|数据|内容)?[\s,，/|]{0,4}(\d{1,6})\s*页"
    # A box to write a page in, and how many there are.
    r"|□\s*/\s*共?\s*(\d{1,6})\s*页"
)
_RECORDS = re.compile(
    r"(?:共有?|总计|总共|合计|一共)\s*[:：]?\s*[\[【]?\s*(\d{1,9})\s*[\]】]?\s*(?:条|篇|项|个|则|笔|封|件|记录)"
    r"|(?<!每页)(?<!每页 )(?<!本页)(?<!显示)(?<!显示 )(?<!第 )(?<![\d第/.-])(\d{1,9})\s?条"
    r"(?:信息|记录|数据)?(?![\d/]|\s?/)"
    r"|页\s*/\s*(\d{1,9})\s*条"
    r"|(?:总记录数?|记录总数|总条数|总数|总计)\s*[:：]?\s*(\d{1,9})(?!\s*页)"
)
_BEHIND_DOTS = re.compile(r"(?:\.{2,}|…|·{2,})\s*(?:第|页)?\s*(\d{1,6})(?!\d)")
_SECOND = re.compile(r"[_-]([12])\.\w{1,6}$")
_DIGITS = re.compile(r"\d{1,9}")


def read(page: ListDocument) -> Paging | None:
    """The paging that a reader of the page can click; None when there is nothing to click and no count."""
    box = find_box(page)
    if box is None:
        return _from_head(page)
    this, pages = _printed(box.text)
    records = box.records if box.records is not None else _first_number(_RECORDS, box.text)
    turned = _turned(page, box)
    counted = pages is not None or records is not None
    if not (turned or box.scripts or box.next or box.last or box.previous or box.numbers or counted):
        return _from_head(page)
    offset, counts_down = _numbering(box, page)
    if this is None:
        this = _current(box, page, None if counts_down else offset)
    if pages is None:
        pages = _counted_pages(box, None if counts_down else offset)
    if pages is None and this is not None and box.next is not None and box.next == box.last != page.url:
        pages = this + 1
    following = box.next
    if following is None and this is not None:
        following = box.numbers.get(this + 1)
    if following is None and turned is None and this is not None:
        turned = _sent(page, box.scripts.get(str(this + 1)))
        if turned is not None and turned.method == "GET":
            following, turned = turned.url, None
    if following == page.url or (this is not None and pages is not None and this >= pages):
        following = turned = None
    is_vsb = counts_down or 'class="p_pages"' in page.text or 'class="p_next' in page.text
    return Paging(
        family="vsb" if is_vsb else "links",
        page=this,
        total_pages=pages,
        total_records=plausible(records, pages),
        next_url=following,
        next_request=turned if following is None else None,
        last_url=box.last if box.last != page.url else None,
    )


def _turned(page: ListDocument, box: PagerBox) -> PageRequest | None:
    """The form that brings the next page; where scripts only put addresses together, these become the box's own."""
    if box.last is None and LAST in box.scripts:
        last = turned_by(page, box.scripts[LAST])
        box.last = last.url if last is not None and last.method == "GET" else None
    turned = _sent(page, box.scripts.get(NEXT)) if box.next is None else None
    if turned is not None and turned.method == "GET":
        box.next, turned = turned.url, None
    return turned


def _sent(page: ListDocument, script: str | None) -> PageRequest | None:
    """What a link's script asks for, unless this page came by just that."""
    turned = turned_by(page, script) if script is not None else None
    asked = page.request
    is_same = turned is not None and turned.body is not None and asked is not None and asked.body == turned.body
    return None if is_same else turned


def _from_head(page: ListDocument) -> Paging | None:
    for link in page.tree.iter("link"):
        if (link.get("rel") or "").lower() == "next" and (target := page.address(link.get("href") or "")):
            return Paging(family="links", next_url=target)
    return None


def _printed(text: str) -> tuple[int | None, int | None]:
    """This page and the number of pages, as the pager prints them."""
    if (match := _OF.search(text)) and 0 < int(match[1]) <= int(match[2]):
        return int(match[1]), int(match[2])
    return _first_number(_THIS, text), _first_number(_PAGES, text)


def _first_number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(next(group for group in match.groups() if group)) if match else None


def _numbering(box: PagerBox, page: ListDocument) -> tuple[int | None, bool]:
    """What to take from the number in an address to get its page, and whether the addresses count down."""
    known = sorted(_own_numbers(box).items())
    for (low, low_own), (high, high_own) in pairwise(known):
        if high_own < low_own:
            return None, True
        if high_own - low_own == high - low:
            return low_own - low, False
    if len(known) == 1:
        return known[0][1] - known[0][0], False
    if box.next is not None and box.previous is None:
        mine = _differing(page.url, box.next)
        if mine in (0, 1):
            # A first page that carries a number itself.
            return mine - 1, False
        second = _differing(box.next, box.last or page.url)
        if second is None and (match := _SECOND.search(box.next)):
            # With two pages the next is the last, and nothing differs.
            second = int(match[1])
        if second in (1, 2):
            return second - 2, False
    return None, False


def _own_numbers(box: PagerBox) -> dict[int, int]:
    """The numbers that the addresses of numbered links carry; the first page's seldom carries any."""
    addresses = [*box.numbers.values(), *filter(None, (box.last, box.next))]
    found = {}
    for number, address in list(box.numbers.items())[:30]:
        others = (other for other in addresses if other != address)
        own = next((own for other in others if (own := _differing(address, other)) is not None), None)
        if own is not None:
            found[number] = own
    return found


def _differing(url: str, other: str) -> int | None:
    """The one number in which an address differs from another; None when more differs, or nothing."""
    mine, theirs = _DIGITS.findall(url), _DIGITS.findall(other)
    if len(mine) != len(theirs) or _DIGITS.sub("0", url) != _DIGITS.sub("0", other):
        return None
    differing = [int(one) for one, two in zip(mine, theirs, strict=True) if one != two]
    return differing[0] if len(differing) == 1 else None


def _current(box: PagerBox, page: ListDocument, offset: int | None) -> int | None:
    for number, url in box.numbers.items():
        if url == page.url:
            return number
    sibling = box.next or box.last or box.previous or next(iter(box.numbers.values()), None)
    own = _differing(page.url, sibling) if sibling else None
    if offset is not None and own is not None:
        return own - offset
    # The one number that is printed without a link is this page's.
    linked = {*box.numbers, *(int(name) for name in box.scripts if name.isdecimal())}
    shown = {int(one) for one in re.findall(r"(?<![\d/])\d{1,5}(?![\d/])", box.text)} - linked
    bare = [number for number in sorted(shown) if number + 1 in linked or number - 1 in linked]
    if bare:
        return bare[0]
    if box.marked is not None:
        return box.marked
    is_first = box.next is not None and box.previous is None and box.next != page.url
    if is_first and own is None and offset is not None:
        return 1
    # Every later page of a list that has nothing but numbers is one of those that they lead to.
    return 1 if box.next is None and box.previous is None and own is None and {1, 2} & set(box.numbers) else None


def _counted_pages(box: PagerBox, offset: int | None) -> int | None:
    """The number of pages that the link to the last one tells, or the number behind the dots."""
    if box.last is None:
        match = _BEHIND_DOTS.search(box.text)
        return int(match[1]) if match is not None and int(match[1]) == max(box.numbers, default=0) else None
    for number, url in box.numbers.items():
        if url == box.last:
            return number
    sibling = box.next or box.previous or next(iter(box.numbers.values()), None)
    last = _differing(box.last, sibling) if sibling else None
    return last - offset if last is not None and offset is not None and last > offset else None
