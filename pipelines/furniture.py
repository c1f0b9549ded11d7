"""Furniture: the lines that stand around the text of Chinese official pages, recognised one by one.

What there is and how often, on 127 real pages, is in the design notes (SITES.md section 10). No rule looks at a site's
name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from archive.width import narrow


def any_of(words: str) -> str:
    """The alternatives of a pattern, written as words."""
    return "|".join(words.split())


def _written_out(words: str) -> str:
    """Alternatives, those that begin with a group once for each word of it: each begins with a letter."""
    found: list[str] = []
    for word in words.split():
        group = re.match(r"\(\?:([^()]*)\)(\??)", word)
        starts = [*group[1].split("|"), *([""] if group[2] else [])] if group is not None else [""]
        found += [start + word[group.end() if group is not None else 0 :] for start in starts]
    return "|".join(found)


_TOOL = re.compile(
    _written_out(
        r"""打印(?:本页|此页|本文|本条|文章|页面|预览|版)? 我要打印 关闭(?:窗口|本页|此页|页面|当前窗口|网页)?
        返回(?:顶部|列表|首页|上页|上一页)? (?:我要|内容|信息|在线|网页)?纠错
        (?:加入|添加|我要)?收藏(?:本文|本页|此页|文章|夹)? 复制(?:地址|链接)
        (?:一键|扫码)?分享(?:到|至)?(?:手机|微信|微博|朋友圈)? 转发到? 推荐给?朋友 发送给好友 点赞 点击
        (?:我要|发表|查看)?评论 我(?:来|也)说两句 举报 (?:浏览)?字[体号](?:大小)? 文字大小 显示 默认 放大 缩小 正常 特大
        较大 大 中 小 A\+ A- T\|T 保护视力色 视力保护色 阅读模式 语音播报 朗读 听全文 播放 暂停 微信
        新浪微博 腾讯微博 微博 QQ空间 QQ好友 QQ
        人人网? 豆瓣 更多 空间 百度贴吧 朋友圈 繁体 简体 (?:浏览|点击|阅读|访问)(?:次数|量|数|率)?
        (?:本文)?已被浏览 次浏览 次 人 手机版 保存 无障碍(?:浏览)? 长者模式 添加到收藏夹 Play\sVideo Loading
        暂无评论 有帮助 [没无]有?帮助"""
    )
)
_LEADING_TOOLS = re.compile(rf"^(?:[【\[（(]\s*(?:{_TOOL.pattern})\s*[】\]）)]\s*)++")
_LETTERS = "".join(sorted(set(re.findall(r"[^\W\d_]", _TOOL.pattern))))
_LETTER_OF_TOOLS = re.compile(f"[{_LETTERS}]")
_NO_TOOL = re.compile(rf"[^\s\W\d_xX{_LETTERS}]")
"""A letter that no word of a tool has; most lines of text begin with one."""
_NO_WORD = re.compile(r"[\W_]+")
_SIGNS = re.compile(r"[\s\W\d_xX]+")


def _finder(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Match where a pattern is anchored, search where it is not."""
    compiled = re.compile(pattern)
    return compiled.match if pattern.startswith("^") and "|^" not in pattern else compiled.search


_NO_ERRAND = r"^(?!.*(?:预约|报名|办理|申请|挂号|缴费|查询)).*?"
"""关注“…”公众号，点击“夜间门诊”预约 is advice; what the page itself asks for has no such word."""
_COUNTED = r"(?:点?赞|收藏|踩|转发|跟帖|参与|热度|人气|浏览|点击|阅读|访问|评论)"
"""What visitors do to a page, and the page counts."""
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
            "编 校 审 选稿 录入 发布 信息 供稿",
            _OPEN
            + r"(?:(?:值班|本期|网络|网站|新媒体|信息|录入)?\s*(?:责\s*任?\s*)?编\s*[辑缉审]|责\s*编|校\s*对|审\s*核"
            r"|选稿|录入|信息录入|发布[人者]|信息发布|信息员|供稿人?|初审|复审|终审|编发)(?:人员?|员)?"
            r"(?:\s*[】\]]?\s*[:：丨|｜/】\]]|\s[-–—]\s)",
        ),
        (
            "source",
            50,
            "来源 稿源",
            _OPEN + r"(?:(?:信息|文章|稿件|新闻|内容|消息|文字)?来源[于自]?|稿源)\s*[:：丨|｜]",
        ),
        # 时间：2020年5月6日上午9时 alone may be that of a meeting: only a header's is furniture.
        ("facts", 120, "时间 日期", _OPEN + r"(?:发布|发表|发稿|(?:最后)?更新)(?:时间|日期)\s*[:：]\s*\d{4}"),
        (
            "views",
            40,
            "浏览 点击 阅读 访问",
            _OPEN + r"(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]?\s*[\d\-]*\s*次?[\s\]］）)】]*$",
        ),
        (
            "counters",
            40,
            "赞 藏 踩 转发 跟帖 参与 热度 人气 浏览 点击 阅读 访问 评论",
            rf"^(?=.*(?:{_COUNTED}[数量率]*\s*[:：（(\[]?\s*\d|\d[\d,.]*\s*万?\s*[人次位名](?:网友)?已?(?:{_COUNTED})))"
            rf"(?:{_COUNTED}|[\s\d|｜/、,，.·（）()\[\]【】:：+]|网友|本[文页]|分享|[已被有共人次位名数量率了过总万顶])++$",
        ),
        (
            "clock",
            40,
            "时间 日期 今天是",
            r"^(?:打印|当前|系统)(?:时间|日期)\s*[:：]\s*\d|^今天是\s*[:：]?\s*\d{4}年\d{1,2}月\d{1,2}日[^，。]{0,16}$",
        ),
        (
            "pager",
            60,
            "",
            # 01 and 02 alone are sections' numbers.
            r"^(?!0\d$)"
            + _OPEN[1:]
            + r"(?:首页|上一页|下一页|尾页|末页|共?\s*\d+\s*页|第?\s*\d+\s*页|[\[【（(]?\d{1,3}[\]】）)]?)"
            r"(?:[\s|\[\]［］（）()【】<>«»…·\d/]+|首页|上一页|下一页|尾页|末页|第\d+页|共\d+页|跳转?到?)*+$",
        ),
        (
            "neighbours",
            300,
            "篇 条 则",
            # 前条规定的… is the law.
            _OPEN + r"(?:阅读)?(?:[上下前后]一[篇条则]|[上下][篇条则]\s*[:：])(?:文章|新闻|信息|稿件)?\s*[:：】\]）)]?",
        ),
        ("thanks", 200, "感谢", r"^感谢您对.{0,40}的关注"),
        (
            "report",
            120,
            "发现 举报",
            r"如您?发现.{0,4}(?:[本网页]|文章|链接|内容).{0,10}(?:有误|错误|问题).{0,20}(?:邮件|联系|反馈)|违法和?不良信息举报|^举报(?:电话|邮箱)\s*[:：]",
        ),
        (
            "copyright",
            400,
            "版权 opyright COPYRIGHT ights ICP 公网安备 标识码 © 转载 未经",
            r"版权所有(?![者人权])|copyright|Copyright|COPYRIGHT|all [Rr]ights [Rr]eserved|All [Rr]ights [Rr]eserved"
            # At the beginning.
            r"|ICP备|公网安备|网站标识码|©(?<!.©)"
            r"|转载请注明(?:出处|来源)"
            r"|未经.{0,20}(?:授权|许可|允许).{0,30}转载|未经(?:本[网站报]|书面).{0,40}(?:使用|复制)",
        ),
        (
            "breadcrumb",
            120,
            "位置 首页",
            r"^(?:您?(?:所在的?|当前的?|现在的?)?位置|您(?:现在|目前)?(?:所在|处|的)的?位置|当前所在位置)是?\s*[:：]?"
            r"|^(?:网站)?首页\s*(?:>+|»|/|→|＞|-->?)\s*\S",
        ),
        (
            "keywords",
            150,
            "关键 标 ag 热门",
            _OPEN + r"(?:(?:文章)?关键[词字]|热门搜索|标\s*签|[Tt]ags?)\s*[:：]\s*[^。；]{0,120}$",
        ),
        (
            "notice",
            120,
            "侵权 侵删",
            r"^[（(【*※]*(?:本文|文章|图片|部分|以上|内容|素材|资料|图文)[^。]{0,16}(?:来源于?|来自于?|源于|转自|转载自?)(?:互联)?网.{0,40}侵(?:权|删)",
        ),
        ("original title", 120, "标题", _OPEN + r"原(?:文)?标题\s*[:：]"),
        (
            "app",
            80,
            "客户端 APP App app",
            r"客户端下载[^。]*$|打开.{0,10}客户端.{0,6}(?:查看|阅读|体验|观看)|^[^，。]{0,12}下载\s?(?:APP|App|app)$|市场下载.{0,12}客户端|^.{0,6}下载.{0,12}客户端[^。]*$",
        ),
        ("follow", 60, "公众号 二维码", _NO_ERRAND + r"(?:长按.{0,6}二维码|关注.{0,20}公众号|公众号.{0,8}关注)"),
        (
            "share",
            40,
            "分享 点击 在看 帮助 您是",
            r"^[^，。]{0,8}(?:是否对您|对您是否)有帮助[？?]?$|^您是(?:本[站页])?第\s?\d+\s?位(?:访问者|访客)\W?$|^分享让更多人看到|^点(?:个|一?下).{0,2}(?:在看|赞)|^点击(?:进入|查看|阅读|了解).{0,24}(?:>{1,2}|》{2}|→)$",
        ),
        ("contact", 200, "联系", r"联系我们.{0,60}(?:电话|[Ee]-?[Mm]ail|邮箱)"),
        ("hosts", 120, "主办 承办 协办 技术支持 维护", r"^(?:主办|承办|协办|技术支持|维护)(?:单位)?\s*[:：].{0,60}$"),
    )
)
_STEP = re.compile(r"(?!.*(?:分享|朋友圈|当前页|关注|手机(?:打开|阅读|查看)|版权|转载)).*[。；]$")
_STEPS = frozenset(("qr", "app", "editor", "source"))
"""Rules whose words a guide for citizens uses too: 微信扫码登录后提交申请。"""
_HINT = re.compile("|".join(re.escape(hint) for _, _, hints, _ in _RULES for hint in hints.split()))
_CREDIT = (
    r"(?:(?:本报|本网|通讯|特约)?(?:记者|作者|撰稿|撰文|供稿|摄影|摄像|图片?|文字?|策划|制图|制作|视频|通讯员|(?:信息|文章|稿件|本文|素材|题图|图片)?来\s?源|稿源|转自|转载[于自]?|供稿单位|(?:栏目|本期)主编|(?:文字|图片|视频)?编辑|责编|责任编辑|编审|审核"
    r"|校对|[初复终一二三]审(?:[初复终一二三]校)?|总?监制|值班(?:编委|主任|编辑)|统筹|签发|审读|编排|美编)人?\s*[:：丨｜|/]\s*[^:：。！？丨｜|/]{2,24}?[\s、，；;|]*"
    r"|(?:发布|更新)?(?:时间|日期)\s*[:：]?\s*(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[\s|]*)"
)
SET_WIDE = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff])")
"""The space inside a word that is set wide: 编 辑."""
_STAFF_ALONE = re.compile(
    r"^(?:(?:责任编辑|责编|编辑|校对|审核|审校|监制|签发|摄影|[初复终一二三]审)[ \u3000]+"
    r"[\u4e00-\u9fff·]{2,4}[\s/|、]*){2,}$"
)
"""责编 林远山　校对 苏禾, without a colon."""
_CREDITS = re.compile(rf"^[\s\[［（(【▲▼■●◆*]*{_CREDIT}{{2,}}[\s\]］）)】]*$")
_EDITOR_IN_BRACKETS = re.compile(
    r"^(?:责任编辑|责编)\s+[\w·、，, ]{2,16}$"
    r"|^[（(\[【][^，。！？]{0,40}\s(?:责任编辑|责编|编辑)\s*[/／]\s*[\w·]{2,4}\s*[）)\]】]$"
    r"|^[初复终一二三]审(?:[初复终一二三]校)?\s*[:：丨|/]\s*[\u4e00-\u9fff·]{2,4}(?:[\s、]+[\u4e00-\u9fff·]{2,4})?$"
    r"|^[（(\[【]\s*[\w·]{0,12}(?:责任编辑|责编|编辑|校对|审核)\s*[:：]?\s*[\w·、，, ]{2,30}\s*[）)\]】]$"
)


_AUTHOR_ALONE = re.compile(
    r"^[\[【]\s*(?:作者|记者|摄影)\s*[:：]\s*[\w·、，, ]{2,30}\s*[\]】]$"
    r"|^作\s*者\s*[:：]\s*[\u4e00-\u9fff·]{2,4}(?:[\s、]+[\u4e00-\u9fff·]{2,4}){0,3}$"
)
IMPRINT = re.compile(
    r"完|Ends/.{3,40}|(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?[（(]星期.[）)]"
    r"|香港[時时][間间]\s?\d{1,2}[時时]\d{1,2}分|Issued at HKT.{3,12}"
)
"""What press releases of Hong Kong end with: 完, the day, the hour."""
_END_MARK = re.compile(r"^[-—–=\s·.]+(?i:the end|end)[-—–=\s·.]+$|^(?:END|THE END|The End)$")
"""- END -, below what was pasted from WeChat."""


_is_row_of_numbers = next(finds for why, _, _, finds in _RULES if why == "pager")


def why_furniture(text: str) -> str | None:
    """The rule by which a line, wherever it stands in a container, is furniture; None for the article's own lines."""
    size = len(text)
    if not text or size > 400:
        return None
    if size <= 120 and _is_tools(text):
        return "tools"
    if text[0] in "【[（(":
        # 【纠错】【责任编辑：方芷】: the rest of the line decides.
        text = _LEADING_TOOLS.sub("", text) or text
    if not _HINT.search(text):
        return _without_hint(text) if size <= 60 else None
    for why, longest, _, finds in _RULES:
        if size <= longest and finds(text) and not (why in _STEPS and _STEP.match(text)):
            return why
    if (
        size <= 120
        and ("编" in text or "审" in text or "校" in text)
        and (_STAFF_ALONE.match(text) or _CREDITS.match(SET_WIDE.sub("", text)))
    ):
        return "editor"
    return "editor" if size <= 60 and _EDITOR_IN_BRACKETS.match(text) else None


TIME_LABEL = (
    r"(?:(?:发布|發佈|發布|发表|发稿|发文|更新|信息|录入|上传)(?:时间|時間|日期)"
    r"|(?<![\u4e00-\u9fff])(?:时\s*间|日\s*期))"
)
"""时间 and 日期 of an article; 报名时间 is part of its text."""
_FACTS = re.compile(
    rf"{TIME_LABEL}\s*[:：]\s*(?:19|20)\d\d"
    r"|[来來]\s*源[于自]?\s*[:：]|发布[于:：]\s*(?:19|20)\d\d"
    r"|(?:浏览|点击|阅读|访问)[^，。；]{0,24}(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]|^\W*(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}(?!.*[，。])"
)


def _without_hint(text: str) -> str | None:
    # The cells of a table of data are numbers as well.
    if ("\t" not in text or "页" in text) and _is_row_of_numbers(text):
        return "pager"
    if text[0] in "[【作" and _AUTHOR_ALONE.match(text):
        return "editor"
    return "end" if text[0] in "-—–=·.ET" and _END_MARK.match(text) else None


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
    if _NO_TOOL.search(text) or not _LETTER_OF_TOOLS.search(text):
        return False
    words = SET_WIDE.sub("", text)
    rest = _TOOL.sub("", words)
    return len(rest) < len(words) and not _SIGNS.sub("", rest)


def normalised(text: str) -> str:
    """A line without white space, punctuation and width: what a heading is compared by."""
    value = unicodedata.normalize("NFKC", narrow(text))
    return (value if value.isalnum() else _NO_WORD.sub("", value)).lower()
