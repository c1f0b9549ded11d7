"""What stands around the text: the furniture of Chinese official pages, recognised line by line.

`clean` takes the blocks of a body's container and gives back the article's own, with a note of what went and why. A
rule looks at one line, at where it stands, and at what comes after it; none looks at a site's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.article import Removed
from pipelines.document import Block


def _any(words: str) -> str:
    """The alternatives of a pattern, written as words."""
    return "|".join(words.split())


_TOOL = re.compile(
    _any(
        r"""打印(?:本页|此页|本文|本条|文章|页面|预览|版)? 我要打印 关闭(?:窗口|本页|此页|页面|当前窗口|网页)?
        返回(?:顶部|列表|首页|上页|上一页)? (?:我要|内容|信息|在线|网页)?纠错
        (?:加入|添加|我要)?收藏(?:本文|本页|此页|文章|夹)? 复制(?:地址|链接)
        (?:一键|扫码)?分享(?:到|至)?(?:手机|微信|微博|朋友圈)? 转发到? 推荐给?朋友 发送给好友 点赞 点击
        (?:我要|发表|查看)?评论 我来说两句 举报 (?:浏览)?字[体号](?:大小)? 文字大小 显示 默认 放大 缩小 正常 特大
        较大 大 中 小 A\+ A- T\|T 保护视力色 阅读模式 语音播报 朗读 听全文 播放 暂停 微信 新浪微博 腾讯微博 微博
        QQ空间 QQ好友 QQ 人人网? 豆瓣 更多 空间 百度贴吧 朋友圈 繁体 简体 (?:浏览|点击|阅读|访问)(?:次数|量|数|率)?
        (?:本文)?已被浏览 次浏览 次 人 手机版 无障碍(?:浏览)? 长者模式 添加到收藏夹 Play\sVideo Loading"""
    )
)
_NO_TOOL = re.compile(r"[^\s\W\d_xX" + "".join(sorted(set(re.findall(r"\w", _TOOL.pattern)))) + "]")
"""A letter that no word of a tool has; most lines of text begin with one."""
_NO_WORD = re.compile(r"[\W_]+")
_SIGNS = re.compile(r"[\s\W\d_xX]+")


def _finder(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Match where a pattern is anchored, search where it is not."""
    compiled = re.compile(pattern, re.I)
    return compiled.match if pattern.startswith("^") and "|^" not in pattern else compiled.search


_OPEN = r"^[\s\[［（(【「▪●■·◆<>«»|]*"
_RULES: tuple[tuple[str, int, str, Callable[[str], re.Match[str] | None]], ...] = tuple(
    # A rule's hints are strings one of which every match holds; a line that holds none of any rule costs one search.
    (why, longest, hints, _finder(pattern))
    for why, longest, hints, pattern in (
        (
            "qr",
            60,
            "扫 二维码 手机 设备",
            r"扫一扫|扫描?(?:下方|上方|右侧|左侧)?二维码|扫码(?:查看|分享|关注|阅读|下载)|微信扫|^二维码$"
            r"|手机上?(?:打开|查看|扫).{0,4}当前页|在您的设备上浏览本页",
        ),
        (
            "editor",
            70,
            "编 校对 审核 选稿 录入 发布 信息 供稿",
            _OPEN
            + r"(?:责任?编辑|责编|编辑|编审|校对|审核|值班编辑|本期编辑|网络编辑|网站编辑|新媒体编辑|选稿|录入|信息录入"
            r"|发布人|信息发布|信息员|供稿人?)\s*[:：丨|｜/]",
        ),
        ("source", 50, "来源", _OPEN + r"(?:信息|文章|稿件|新闻|内容|消息|文字)?来源\s*[:：]"),
        ("facts", 120, "时间 日期", _OPEN + r"(?:发布|发表|发稿|更新)?(?:时间|日期)\s*[:：]\s*\d{4}"),
        (
            "views",
            40,
            "浏览 点击 阅读 访问",
            _OPEN + r"(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]?\s*[\d\-]*\s*次?[\s\]］）)】]*$",
        ),
        (
            "pager",
            60,
            "",
            _OPEN + r"(?:首页|上一页|下一页|尾页|末页|共?\s*\d+\s*页|第?\s*\d+\s*页|[\[【（(]?\d{1,3}[\]】）)]?)"
            r"(?:[\s|\[\]［］（）()【】<>«»…·\d/]+|首页|上一页|下一页|尾页|末页|第\d+页|共\d+页|跳转?到?)*+$",
        ),
        (
            "neighbours",
            300,
            "篇 条 则",
            _OPEN + r"(?:阅读)?[上下前后]一?[篇条则](?:文章|新闻|信息|稿件)?\s*[:：】\]）)]?",
        ),
        ("thanks", 200, "感谢", r"^感谢您对.{0,40}的关注"),
        (
            "report",
            120,
            "发现 举报",
            r"如发现.{0,12}(?:有误|错误|问题).{0,20}(?:邮件|联系|反馈)|违法和?不良信息举报|^举报(?:电话|邮箱)\s*[:：]",
        ),
        (
            "copyright",
            400,
            "版权 opyright COPYRIGHT ights ICP 公网安备 标识码 © 转载 未经",
            r"版权所有|Copyright|All Rights Reserved|ICP备|公网安备|网站标识码|^©|转载请注明(?:出处|来源)"
            r"|未经.{0,20}(?:授权|许可|允许).{0,30}(?:转载|使用|复制)",
        ),
        (
            "breadcrumb",
            120,
            "位置 首页",
            r"^(?:您?(?:所在的?|当前的?|现在的?)?位置|您(?:现在|目前)?(?:所在|处|的)的?位置|当前所在位置)是?\s*[:：]?"
            r"|^(?:网站)?首页\s*(?:>+|»|/|→|＞|-->?)\s*\S",
        ),
        ("keywords", 150, "关键 标 ag", _OPEN + r"(?:关键[词字]|标\s*签|Tags?)\s*[:：]\s*[^。；]{0,120}$"),
        ("original title", 120, "标题", _OPEN + r"原(?:文)?标题\s*[:：]"),
        ("app", 80, "客户端", r"(?:点击)?下载.{0,12}客户端|打开.{0,10}客户端|^客户端下载"),
        ("contact", 200, "联系", r"(?:联系方式|联系我们).{0,60}(?:电话|E-?mail|邮箱)"),
        ("hosts", 120, "主办 承办 协办 技术支持 维护", r"^(?:主办|承办|协办|技术支持|维护)(?:单位)?\s*[:：].{0,60}$"),
    )
)
_HINT = re.compile("|".join(re.escape(hint) for _, _, hints, _ in _RULES for hint in hints.split()))
_EDITOR_IN_BRACKETS = re.compile(
    r"^[（(\[【]\s*[\w·]{0,12}(?:责任编辑|责编|编辑|校对|审核)\s*[:：]?\s*[\w·、，, ]{2,30}\s*[）)\]】]$"
)

_HEAD_OF_A_LIST = re.compile(
    r"^[\s\[［（(【▪●■·◆|｜>]*(?:"
    + _any(
        """
        相关(?:链接|新闻|阅读|文章|报道|稿件|信息|内容|专题|文档|推荐|资讯|文件|政策|解读|附件|公告|视频|图片|评论|搜索|主题)
        延伸阅读 推荐(?:阅读|新闻|文章) 热点(?:推荐|新闻|搜索|排行) 精彩(?:推荐|图片|图集)
        热门(?:推荐|文章|新闻|评论|搜索|点击) 最新(?:文章|新闻|评论|信息|更新|动态) 友情链接 猜你喜欢
        (?:网友|用户|最新|热门|我要)评论 新闻排行 点击排行 阅读排行 编辑推荐 更多(?:新闻|精彩) 今日(?:热点|推荐)
        阅读下一篇 深度观察 附件下载 往期回顾"""
    )
    + r")[\s\]］）)】:：>».…更多]*+(?:TOP\d+)?$"
)
_EMPTY_HEAD = re.compile(r"^.{2,12}[:：]$")
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


_is_row_of_numbers = next(finds for why, _, _, finds in _RULES if why == "pager")


def why_furniture(text: str) -> str | None:
    """The rule by which a line, wherever it stands in a container, is furniture; None for the article's own lines."""
    size = len(text)
    if size > 400:
        return None
    if size <= 120 and _is_tools(text):
        return "tools"
    if not _HINT.search(text):
        return "pager" if size <= 60 and _is_row_of_numbers(text) else None
    for why, longest, _, finds in _RULES:
        if size <= longest and finds(text):
            return why
    return "editor" if size <= 60 and _EDITOR_IN_BRACKETS.match(text) else None


_FACTS = re.compile(
    r"(?:发布|发表|发稿|更新)?(?:时间|日期)\s*[:：]\s*(?:19|20)\d\d|来源\s*[:：]|^\W*(?:19"
    r"|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}(?!.*[，。])"
)


def is_pager(text: str) -> bool:
    """Whether a line is a row of page numbers."""
    return len(text) <= 80 and _is_row_of_numbers(text) is not None


def is_facts(text: str) -> bool:
    """Whether a line above the body gives date or source."""
    return len(text) <= 120 and _FACTS.search(text) is not None


def _is_tools(text: str) -> bool:
    """Nothing but words of tools: 【打印】【关闭】 字体：大 中 小 分享到, or the X of a box."""
    if text in ("X", "x", "×", "✕"):
        return True
    if _NO_TOOL.search(text):
        return False
    rest = _TOOL.sub("", text)
    return len(rest) < len(text) and not _SIGNS.sub("", rest)


def normalised(text: str) -> str:
    """A line without white space, punctuation and width: what a heading is compared by."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def clean(found: Sequence[Block]) -> Cleaned:
    """Leave out what is no part of the article; the order and the words of the rest are untouched."""
    own: list[Block] = []
    removed: list[Removed] = []
    reasons = [why_furniture(block.text) for block in found]
    end, why_end = _end_of_article(found, reasons)
    for position, (block, reason) in enumerate(zip(found, reasons, strict=True)):
        why = why_end if position >= end else reason
        if why is None and position < _HEADER and _EMPTY_HEAD.match(block.text) and _HEAD_OF_A_LIST.match(block.text):
            # 相关链接： above the text, with nothing behind it.
            why = "related"
        if why is None:
            own.append(block)
        else:
            removed.append(Removed(text=block.text[:200], why=why))
    return Cleaned(blocks=tuple(own), removed=tuple(removed))


def _end_of_article(found: Sequence[Block], reasons: Sequence[str | None]) -> tuple[int, str]:
    """Where a list of other articles, or a legal notice, begins and the article ends."""
    total = sum(len(block.text) for block in found)
    before = 0
    for position, block in enumerate(found):
        text = block.text
        if before and len(text) <= 60 and _HEAD_OF_A_LIST.match(text):
            # Prose after such a head is the article going on, unless every line of it is a link.
            prose = sum(
                len(other.text)
                for other, reason in zip(found[position + 1 :], reasons[position + 1 :], strict=True)
                if reason is None and len(other.text) > 60 and not _is_link(other)
            )
            if prose * 5 < total:
                return position, "related"
        elif before and (_HEAD_OF_A_NOTICE.match(text) or (before * 3 > total and _NOTICE.match(text))):
            return position, "notice"
        if reasons[position] is None:
            before += len(text)
    return len(found), ""


def _is_link(block: Block) -> bool:
    linked = sum(len("".join(link.itertext())) for link in block.element.iter("a"))
    return linked * 2 > len(block.text)


def drop_title(found: tuple[Block, ...], titles: Iterable[str]) -> tuple[tuple[Block, ...], tuple[Removed, ...]]:
    """Leave out the headline and what stands above it at the top of a body, and the headline again as its last line."""
    wanted = {normalised(title) for title in titles} - {""}
    values: list[str] = []
    for block in found[: min(_HEADER, len(found) - 1)]:
        if len(block.text) > _LONGEST_HEADING:
            break
        values.append(normalised(block.text))
    start, end = max((_after_title(values, title) for title in wanted), default=0), len(found)
    if end - start > 1 and len(found[-1].text) <= _LONGEST_HEADING:
        end -= normalised(found[-1].text) in wanted
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
