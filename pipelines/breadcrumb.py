"""The column: the last section step of the breadcrumb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.furniture import normalised
from pipelines.layout import SEAM, Line

_HEAD = re.compile(
    r"^[\s\x1f\[【]*(?:您|你|本页|当前页面?)?(?:现在|当前|目前)?(?:所在|所处|的)?的?(?:位置|导航)\s*(?:是|在)?\s*[:：】\]\x1f]?"
)
_HOME = re.compile(
    r"^[\s\x1f>»›→]*(?:[\w·]{0,14}(?:首[页頁]|主[页頁])|Home)(?=[\s\x1f]*(?:[>»›/\\|→＞]|--|-|::|$))", re.I
)
_STEP = re.compile(
    r"[\s\x1f]*(?:>+|»+|›+|＞+|→|/|\\|::|-{1,2}>|--|·(?=\x1f)|\|(?=\x1f)|(?<=\x1f)\s?-(?=[\s\x1f]))[\s\x1f]*|\x1f+"
)
_GOES_ON = re.compile(r"[\s\x1f]*[>»›/＞→]")
_OF_LINKS = re.compile(r"[\s\x1f]*\w{1,10}(?:网|在线|频道)[\s\x1f]*[>»›＞→]")
"""青砚网 > 新闻 > 要闻, all of them links."""
_NO_STEP = re.compile(
    r"^(?:正文|详情页?|内容|文章|浏览(?:文章|信息|新闻|内容|正文)?|(?:文章|信息|新闻)(?:内容|浏览)|查看|文章详[情细]|详细(?:信息|内容)?|信息(?:内容|详情)|内容页|阅读|(?:网站|返回)?首[页頁]"
    r"|主[页頁]|当前位置"
    r"|您的位置|[\W_]*)$"
)
_ARTICLE = re.compile(r"[>»›＞][\s\x1f]*正文[\s\x1f]*$")
"""中国网 >> 观点 >> 正文."""
_SHEET = re.compile(r"第?\s?[A-D]?\d{1,2}\s?版?\s?[：:]\s?(?P<name>[\u4e00-\u9fff·]{2,8})")
"""第02版：综合新闻, above an article of a paper."""
_WORDS = re.compile(r"[\W_]+")
_SITE = re.compile(r"(?:网|网站|首页)$")
_NAMES = re.compile(
    r"crumb|\bbread\b|position|curmb|weizhi|dqwz|\bpos\b|location|path(?:\b|_)|senav|l-pos|cru\b|lujing|siteurl", re.I
)
_CRUMBS = re.compile(r"breadcrumb|\bcrumbs?\b", re.I)
_SITE_ALONE = re.compile(r"(?:网|网站|首页|在线)$")
_MOST_STEPS = 8


def find_column(lines: Sequence[Line], title: str) -> str | None:
    """The column, from the breadcrumb nearest above the body; `lines` end where the body begins."""
    known = normalised(title)
    for position in range(len(lines) - 1, -1, -1):
        if len(lines[position].text) <= 150 and _begins_here(lines, position):
            steps = [step for step in _steps(lines, position) if not _NO_STEP.match(step)]
            if len(steps) > 1 and len(steps[0]) <= 12 and _SITE.search(steps[0]):
                # 人民网>>文化: the first step is the site itself.
                del steps[0]
            elif len(steps) == 1 and _ARTICLE.search(lines[position].raw) and _SITE_ALONE.search(steps[0]):
                continue
            while steps and _is_title(normalised(steps[-1]), known):
                del steps[-1]
            if steps and len(steps[-1]) <= 30:
                sheet = _SHEET.fullmatch(steps[-1])
                return sheet["name"] if sheet is not None else steps[-1]
    sheets = {found["name"] for line in lines if not line.linked and (found := _SHEET.fullmatch(line.text))}
    return sheets.pop() if len(sheets) == 1 else None


def _is_title(step: str, title: str) -> bool:
    """The last step may be the headline itself, whole or cut short."""
    return step == title or (len(step) >= 8 and title.startswith(step))


def _begins_here(lines: Sequence[Line], position: int) -> bool:
    raw = lines[position].raw
    if _HEAD.match(raw):
        return True
    home = _HOME.match(raw)
    if home is None and _CRUMBS.search(_name_above(lines[position].element)):
        # Each step an item of a list that is called so, with nothing printed in between.
        return position == 0 or _name_above(lines[position - 1].element) != _name_above(lines[position].element)
    if home is None:
        # 新华网 > 时政 > 正文: no 首页, but a class that says what it is.
        steps = re.search("[>»›＞→]", raw) is not None
        linked = _OF_LINKS.match(raw) is not None and len(_WORDS.sub("", raw)) <= lines[position].linked
        return steps and (linked or _ARTICLE.search(raw) is not None or _is_named(lines[position].element))
    follows = position + 1 < len(lines) and _GOES_ON.match(lines[position + 1].raw) is not None
    return follows or re.search("[>»›/＞→]", raw[home.end() :]) is not None or _is_named(lines[position].element)


def _name_above(item: HtmlElement) -> str:
    """The name of the list that an item is in; empty for anything else."""
    above = item.getparent() if item.tag == "li" else None
    return f"{above.get('class') or ''} {above.get('id') or ''}" if above is not None else ""


def _steps(lines: Sequence[Line], position: int) -> list[str]:
    """The steps on a line, and on those after it where each stands in a cell or an item of its own."""
    head = _HEAD.match(lines[position].raw)
    steps = _split(lines[position].raw[head.end() if head is not None else 0 :])
    for following in lines[position + 1 : position + 1 + _MOST_STEPS]:
        in_list = _CRUMBS.search(_name_above(following.element)) is not None
        is_step = len(following.text) <= 24 and (following.linked or in_list or _GOES_ON.match(following.raw))
        if not is_step or not (_GOES_ON.match(following.raw) or _is_named(following.element)):
            break
        steps += _split(following.raw)
    return steps


def _split(raw: str) -> list[str]:
    steps = (step.replace(SEAM, "").strip(" \u3000：:>»") for step in _STEP.split(raw))
    return [step for step in steps if step]


def _is_named(element: HtmlElement | None) -> bool:
    for _ in range(4):
        if element is None:
            return False
        if _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False
