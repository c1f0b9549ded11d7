"""From the blocks of a body's container to the article's own, with a note of what went and why.

A rule looks at a line, at where it stands, and at what comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.article import Removed
from pipelines.blocks import Block
from pipelines.filed import filed, is_filed
from pipelines.furniture import IMPRINT, SET_WIDE, TIME_LABEL, any_of, is_facts, normalised, why_furniture
from pipelines.labels import is_organisation

_HEAD_OF_A_LIST = re.compile(
    r"^[\s\[［（(【▪●■·◆|｜>]*(?:"
    + any_of(
        """
        相关(?:链接|新闻|阅读|文章|报道|稿件|信息|内容|专题|文档|推荐|资讯|文件|政策|解读|附件|公告|视频|图片|评论|搜索|主题)
        延伸阅读 推荐(?:阅读|新闻|文章) 热点(?:推荐|新闻|搜索|排行) 精彩(?:推荐|图片|图集)
        热门(?:推荐|文章|新闻|评论|搜索|点击) 最新(?:文章|新闻|评论|信息|更新|动态) 友情链接 猜你喜欢
        (?:网友|用户|最新|热门|我要|文章|全部)评论 新闻排行 点击排行 阅读排行 编辑推荐 更多(?:新闻|精彩|访谈)
        今日(?:热点|推荐) 阅读下一篇 深度观察 附件下载 往期(?:回顾|推荐|精彩)"""
    )
    + r")[\s\]］）)】:：>».…更多]*+(?:TOP\d+)?$"
)
_HEAD_OF_OTHERS = re.compile(
    r"^[\s\[［（(【▪●■·◆|｜>]*(?:相关(?:链接|新闻|阅读|文章|报道|稿件|推荐)|延伸阅读|推荐阅读|热门(?:推荐|文章|新闻)|往期(?:回顾|推荐|精彩))"
    r"[\s\]］）)】:：>»]*$"
)
"""Heads that no list of files or laws has."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|ofd)\b", re.I)
_LONGEST_HEAD = 12
_EMPTY_LABEL = re.compile(r"^.{2,12}[:：]$")
_EMPTY_ATTACHMENTS = re.compile(r"^(?:相关)?附\s*件(?:列表|下载)?\s*[:：]?\s*(?:暂?无(?:附件)?)?$")
_LABEL = re.compile(
    rf"(?:{TIME_LABEL}|发布|来\s*源|作\s*者|记者|通讯员|浏览|阅读|点击|访问|字[体号]|编辑|选稿|稿源)(?:发布|次数|量|数|单位|机构"
    r"|大小)?[\s\u3000]*[:：]"
    r"|【(?:打印|关闭|字[体号])"
)
_MOMENT = re.compile(
    r"^(?:(?:https?://|www\.)[\w./-]+|\W{0,2})\s*(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：]\s*\d\d|[\s|｜]+来源)"
    r"[^，。；！？]{0,60}$"
)
"""A line that begins with day and time of day, or day and 来源, and is no sentence."""
_STAMPED = re.compile(r"^[^，。；！？]{0,80}(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}[^，。；！？]*$")
_RULE = re.compile(r"[*＊]{5,}")
_DAY = re.compile(r"\W{0,2}(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\W{0,2}")
"""A day and nothing else: below a headline that is of the same container, the day it was published."""
_FACT_ALONE = re.compile(
    r"\W{0,2}(?:(?:发布|发表|更新|录入|信息)?(?:时间|日期)|发布于)?\W{0,3}(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\W{0,2}"
    r"|\W{0,2}(?:人气|热度|阅读|浏览|点击|访问)(?:次数|量|数)?\W{0,3}\d{0,9}\W{0,2}次?\W{0,2}"
    r"|\W{0,2}(?:撰稿人?|(?:所属|信息)?(?:栏目|类别|分类)|发布[人者]|录入人?|字[体号])\s?[:：]\s?[^，。：:]{0,12}"
)
_FACTS_BELOW = re.compile(
    r"(?:来\s?源|稿源|作者|编辑|责编|浏览|点击|阅读|访问|人气)(?:次数|量|数)?\s{0,2}[:：]|(?:发[布表稿]|更新)(?:时间|日期|于)"
)
_FACTS = frozenset(("facts", "source", "editor", "views", "tools"))
_RUNS = re.compile(r"[。！？；：]$|.{60}")
"""A line of the text itself: below it a label is the article's own (考试时间：2023年5月6日)."""
_PLACE = re.compile(r"地\s*点\s*[:：]")
_BILL = re.compile(
    r"(?:时\s*间|日\s*期|地\s*点|主\s*题|主\s*持\s*人?|发\s*布\s*人|发\s*言\s*人|嘉\s*宾|访谈嘉宾|出席(?:人员|领导)?|参加人员|记录)\s*[:：]"
)
"""A line of the bill of an event: 时间, 地点, 主持人, 发布人."""
_VALUE = r"(?:人|员|单位)?\s{0,2}(?:[:：丨︱│｜|/／▼]|[-—–]{1,2})\s{0,2}[^，。！？；:：\t]{1,30}$"
_STAFF_NAMES = (
    r"(?:总?监制|签发|值班(?:主任|编委|总编)|统筹|总策划|审读|审签|终审|复审|初审|[一二三]审|编审|编排|美编|视觉|编发"
    r"|(?:信息|文章|稿件|本文|原文|内容)?来\s{0,2}源|稿源|转自|转载[于自]?|供稿(?:单位|部门))"
)
_STAFF = re.compile(rf"[\W_]{{0,4}}(?:{_STAFF_NAMES}{_VALUE}|(?:图片|素材|视频)来源\s?[:：]\s?(?:互联)?网络?$)")
_CREDITED = re.compile(
    rf"[\W_]{{0,4}}(?:{_STAFF_NAMES}|记者|通讯员|作者|撰稿|供稿|文字?|图片?|图文|文/图|摄影|摄像|视频|制图|制作|策划|审核|校对"
    rf"|(?:图片|素材|视频|资料)来源|校审|审校|投稿(?:邮箱|热线)|新闻热线|报料(?:电话|热线)){_VALUE}"
)
"""A credit alone on its line; who wrote and who photographed may sign the text itself."""
_AT_THE_END = frozenset(("hosts", "contact", "keywords", "report", "follow", "counters", "clock"))
"""Furniture only where no text follows: 主办单位：市文联 stands in many a notice."""
_FACTS_BEHIND = re.compile(r"[\s\u3000]+(?:(?:信息|文章)?来源[于自]?|(?:发布)?(?:时间|日期)|作者)\s*[:：].*$")
_LINE_OF_TEXT = 30
_LONGEST_HEADING = 150
_HEADER = 16
"""Blocks; a header in the body's container is no longer."""
_HEAD_OF_A_NOTICE = re.compile(
    r"^[\s\[［（(【*※]*(?:版权(?:声明|与免责声明|说明)|免责声明|特别声明|反侵权公告|郑重声明|网站声明"
    r"|法律声明)[\s\]］）)】:：]*$"
)
_NOTICE = re.compile(
    r"^[一1]?[、.]?凡.{0,4}(?:本网|本站)?.{0,6}注明|^(?:版权|免责|特别)?声明[:：].{0,80}(?:转载|侵权|本网|本站|版权)"
    r"|^本网站?(?:转载|刊登|所刊)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The article's own blocks, and what stood among them."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]


def clean(found: Sequence[Block]) -> Cleaned:
    """Leave out what is no part of the article; the order and the words of the rest are untouched."""
    own: list[Block] = []
    removed: list[Removed] = []
    reasons = [why_furniture(block.text) for block in found]
    _keep_amid_text(found, reasons)
    _leave_out_table(found, reasons)
    _leave_out_facts(found, reasons)
    _leave_out_facts_below(found, reasons)
    bill = _bill(found)
    reasons[bill.start : bill.stop] = [None] * len(bill)
    linked = _Linked()
    _leave_out_lists(found, reasons, linked)
    _leave_out_credits(found, reasons)
    end, why_end = _end_of_article(found, reasons, linked)
    end = _without_empty_labels(found, reasons, end, linked)
    in_header = True
    for position, (block, reason) in enumerate(zip(found, reasons, strict=True)):
        why = (why_end or "label") if position >= end and reason is None else reason
        in_header = in_header and position < _HEADER and len(block.text) <= _LONGEST_HEADING
        if why is None and in_header and position not in bill:
            why = _why_header(block.text)
        if why is None:
            in_header = in_header and not _RUNS.search(block.text)
            own.append(block)
        else:
            removed.append(Removed(text=block.text[:200], why=why))
    return Cleaned(blocks=tuple(own), removed=tuple(removed))


def _keep_amid_text(found: Sequence[Block], reasons: list[str | None]) -> None:
    """Take back the verdict on lines that are furniture only below the text."""
    if _AT_THE_END.isdisjoint(reasons):
        return
    running = [n for n, why in enumerate(reasons) if why is None and _RUNS.search(found[n].text)]
    for position in range(running[0], running[-1]) if running else ():
        if reasons[position] in _AT_THE_END:
            reasons[position] = None


def _leave_out_table(found: Sequence[Block], reasons: list[str | None]) -> None:
    """Judge the table of facts above the text (索引号, 发文机关, 成文日期); one below it is the document's own."""
    until = next((n for n, block in enumerate(found) if _RUNS.search(block.text) and not is_filed(block.text)), 0)
    for position in filed([block.text for block in found[:until]]):
        reasons[position] = reasons[position] or "facts"


def _leave_out_facts(found: Sequence[Block], reasons: list[str | None]) -> None:
    """Judge a date, a count of readers or an outlet that stands alone beside other facts above the text."""
    end = next((n for n, block in enumerate(found) if _RUNS.search(block.text) and reasons[n] is None), len(found))
    header = range(min(end, _HEADER))
    for position in (*reversed(header), *header):
        beside = {reasons[max(0, position - 1)], reasons[position + 1] if position + 1 < len(found) else None}
        text = found[position].text
        alone = reasons[position] is None and not _FACTS.isdisjoint(beside)
        if alone and (_FACT_ALONE.fullmatch(text) or is_organisation(text)):
            reasons[position] = "facts"


def _leave_out_facts_below(found: Sequence[Block], reasons: list[str | None]) -> None:
    """Judge a line of several facts, one of them its date, below the last line of the text."""
    imprint = next((n for n in range(len(found) - 1, 0, -1) if not IMPRINT.fullmatch(found[n].text)), 0) + 1
    if len(found) - imprint > 1:
        reasons[imprint:] = ["facts"] * (len(found) - imprint)
    for position in range(len(found) - 1, 0, -1):
        text = found[position].text
        if reasons[position] is None and _FACTS_BELOW.search(text) and _STAMPED.match(text):
            reasons[position] = "facts"
        if reasons[position] is None:
            return


def _bill(found: Sequence[Block]) -> range:
    """The lines at the head of a text that say when and where a press conference was held, and by whom."""
    place = next((n for n, block in enumerate(found[:_HEADER]) if _PLACE.match(block.text)), None)
    if place is None:
        return range(0)
    start = end = place
    while start and _BILL.match(found[start - 1].text):
        start -= 1
    while end < len(found) and _BILL.match(found[end].text):
        end += 1
    return range(start, end)


def _leave_out_lists(found: Sequence[Block], reasons: list[str | None], linked: _Linked) -> None:
    """Judge a list of other articles in the midst of a text: 相关阅读： and lines that are all link below it."""
    end = 0
    for position, block in enumerate(found):
        if position < end or len(block.text) > _LONGEST_HEAD or not _HEAD_OF_OTHERS.match(block.text):
            continue
        end = position + 1
        while end < len(found) and linked.fill(found[end]) and not _FILE.search(found[end].text):
            end += 1
        if end > position + 1:
            reasons[position:end] = ["related"] * (end - position)


def _leave_out_credits(found: Sequence[Block], reasons: list[str | None]) -> None:
    """Judge the credits that a text ends with: 监制：…, and whatever is credited below the editor or the source."""
    start = len(found)
    while start > max(0, len(found) - _HEADER):
        if not reasons[start - 1] and not _CREDITED.match(SET_WIDE.sub("", found[start - 1].text)):
            break
        start -= 1
    begun = start == 0
    for position in range(max(start, 1), len(found)):
        if begun or reasons[position] in ("editor", "source") or _STAFF.match(found[position].text):
            begun = True
            reasons[position] = reasons[position] or "editor"


def _why_header(text: str) -> str | None:
    """A line above the text: facts behind two labels, or a label with nothing behind it."""
    labels = len(_LABEL.findall(text))
    if (
        labels >= 2
        or (labels and (is_facts(text) or _STAMPED.match(text)))
        or _MOMENT.match(text)
        or _RULE.fullmatch(text)
    ):
        return "facts"
    # 相关链接： above the text, with nothing behind it.
    return "related" if _EMPTY_LABEL.match(text) and _HEAD_OF_A_LIST.match(text) else None


def _without_empty_labels(found: Sequence[Block], reasons: Sequence[str | None], end: int, linked: _Linked) -> int:
    """附件： as the last line, with no file behind it."""
    last = end
    for position in range(end - 1, 0, -1):
        if reasons[position] is None:
            if not _EMPTY_ATTACHMENTS.match(found[position].text) or linked.fill(found[position]):
                break
            last = position
    return last


def _end_of_article(found: Sequence[Block], reasons: Sequence[str | None], linked: _Linked) -> tuple[int, str]:
    """Where a list of other articles, or a legal notice, begins and the article ends."""
    total = sum(len(block.text) for block in found)
    before = 0
    behind: Sequence[int] = ()
    for position, block in enumerate(found):
        text = block.text
        if before and len(text) <= 60 and _HEAD_OF_A_LIST.match(text):
            behind = behind or _prose_behind(found, reasons, linked)
            if behind[position] * 5 < total:
                return position, "related"
        elif before and (_HEAD_OF_A_NOTICE.match(text) or (before * 3 > total and _NOTICE.match(text))):
            return position, "notice"
        if reasons[position] is None:
            before += len(text)
    return len(found), ""


def _prose_behind(found: Sequence[Block], reasons: Sequence[str | None], linked: _Linked) -> list[int]:
    """How much prose follows each block: below a head it is the article going on, unless every line is a link."""
    behind = [0] * len(found)
    for position in range(len(found) - 1, 0, -1):
        block = found[position]
        is_prose = reasons[position] is None and len(block.text) > _LINE_OF_TEXT and not linked.fill(block)
        behind[position - 1] = behind[position] + len(block.text) * is_prose
    return behind


class _Linked(dict[HtmlElement, int]):
    """How much of each element is links; counted once, for all lines that breaks set apart stand in one element."""

    def __missing__(self, element: HtmlElement) -> int:
        self[element] = sum(len("".join(link.itertext())) for link in element.iter("a"))
        return self[element]

    def fill(self, block: Block) -> bool:
        """Whether a block is links rather than words."""
        return self[block.element] * 2 > len(block.text)


def drop_title(
    found: tuple[Block, ...], title: str, printed: Iterable[str]
) -> tuple[tuple[Block, ...], tuple[Removed, ...]]:
    """Leave out the headline and what stands above it at the top of a body, and the headline again as its last line.

    `printed` are its other forms: one of them may be the site's name, which signs many a text.
    """
    wanted = {normalised(form) for form in (title, *printed)} - {""}
    values: list[str] = []
    for block in found[: min(_HEADER, len(found) - 1)]:
        if len(block.text) > _LONGEST_HEADING or (values and block.text.endswith(("。", "："))):
            break
        # Headline and facts share a line on some pages: 标题　来源于：…
        values.append(normalised(_FACTS_BEHIND.sub("", block.text)))
    start, end = max((_after_title(values, form) for form in wanted), default=0), len(found)
    if 0 < start < end - 1 and _DAY.fullmatch(found[start].text):
        start += 1
    if end - start > 1 and len(found[-1].text) <= _LONGEST_HEADING:
        end -= normalised(found[-1].text) == normalised(title) != ""
    cut = (*found[:start], *found[end:])
    return found[start:end], tuple(Removed(text=block.text[:200], why="title") for block in cut)


def _after_title(values: Sequence[str], wanted: str) -> int:
    """The block after the headline, which may stand on one line or over a few; 0 where it is not there."""
    for start in range(len(values)):
        joined = ""
        for end in range(start, min(start + 4, len(values))):
            joined += values[end]
            if joined == wanted:
                return end + 1
            if not wanted.startswith(joined):
                break
    return 0
