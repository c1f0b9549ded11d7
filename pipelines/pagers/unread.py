"""Why the rest of a list cannot be reached where its page shows that there is more: no list is silently short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lxml.html import HtmlElement

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.years import years_by_script

_LOADS = re.compile(
    r"[+↓▼∨\s]*(?:请?(?:点击|点此|下拉|上拉|向下滑动))?(?:加载|载入)(?:更多|下一页)(?:新闻|信息|内容|数据|文章)?[+↓▼∨.…\s]*"
    r"|load more",
    re.I,
)
_MONTH = re.compile(r"((?:19|20)\d{2})\s*[年.-]\s*(\d{1,2})\s*月?")
_COUNTED = re.compile(
    r"\b(?:total_?pages?|page_?count|count_?pages?|page_?total)[\"']?\s{0,3}[:=]\s{0,3}[\"']?([2-9]|[1-9]\d{1,4})\b",
    re.I,
)
_LONGEST = 16


def loads_more(page: ListDocument) -> str | None:
    """What the page calls the button behind which a script loads more of its list; None where there is none."""
    for element in page.tree.iter("a", "button", "input", "div", "span", "p"):
        words = _words(element)
        if 0 < len(words) <= _LONGEST and _LOADS.fullmatch(words):
            return words
    return None


def _words(element: HtmlElement) -> str:
    return ((element.get("value") if element.tag == "input" else element.text) or "").strip()


def why_unread(page: ListDocument, days: Sequence[date], *, has_pager: bool) -> str | None:
    """What keeps more of a list whose page has no address of a next one; `days` are the dates of its items."""
    if not has_pager and (counted := _COUNTED.search(page.scripts)) is not None:
        return f"a script counts {counted[1]} pages of it, and none leads to the next ({counted[0].strip()})"
    if (words := loads_more(page)) is not None:
        return f"a script loads the rest of it ({words})"
    found = (_MONTH.fullmatch(words) for one in page.tree.iter("a", "option") if len(words := _words(one)) <= _LONGEST)
    months = {(int(match[1]), int(match[2])) for match in found if match is not None}
    shown = {(day.year, day.month) for day in days}
    if len(months) > 1 and len(shown) == 1 and shown <= months:
        return f"it is split by months, and only one of {len(months)} is read"
    years = years_by_script(page)
    if years and {year for year, _month in shown} == {years[0]}:
        return f"a script loads its lists of other years ({', '.join(map(str, years[1:]))})"
    return None
