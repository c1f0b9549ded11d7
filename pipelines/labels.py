"""Labels and what follows them: 来源, 责任编辑, 作者, 发布时间, with the ways real pages print them.

A label's letters may stand apart (来 源), its colon may be one of several or a bar, its value may stand in the next
element or on the next line, and the next label may follow with nothing between (来源：本网发布时间：2018-03-20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.dates import find_stamp
from pipelines.filed import is_filed
from pipelines.layout import SEAM

_GAP = r"[\s\x1f\u3000]*"
BLANK = " \t\x1f\u3000\xa0"
"""What stands around a value."""
_BARS = "丨︰︱│┃∣▏▕"
_COLON = rf"{_GAP}(?:[】\]〗]{_GAP}[:：]?|[:：{_BARS}])"
"""What follows a label: a colon or a bar, or the bracket that closes around it (【来源】, [来源]：)."""
_LONGEST_LINE = 400
_LONGEST_WRAPPED = 40
_LONGEST_OUTLET = 20


def _spaced(word: str) -> str:
    """A word whose letters may stand apart; a set of letters counts as one."""
    return _GAP.join(re.findall(r"\[.*?\]|.", word))


@dataclass(frozen=True, slots=True)
class Label:
    """A label in all its forms, and a character that each of them has: most lines have none of these."""

    pattern: re.Pattern[str]
    hints: str


SOURCE = Label(
    re.compile(
        rf"(?<!图片)(?<!数据)(?<!素材)(?<!资料)(?<!视频)(?<!照片)(?<!资金)(?<!经费)(?<!收入)(?<!注明)(?<!“)(?:(?:信息|文章|稿件|新闻"
        rf"|内容|消息|文字|文稿|本文|原文|资讯)?{_spaced('[来來]源')}(?:于|自|单位|媒体|/作者)?"
        rf"|{_spaced('稿源')}|(?:信息|文章|稿件)?{_spaced('出处')}|{_spaced('转自')}|转载[于自]?|摘自|(?<![\u4e00-\u9fff])来自|文章出自|供稿(?:单位|部门|[科处]室)){_COLON}|本文来源于"
        # 来源/青砚日报; 来源/作者 are two.
        r"|来源/(?=[\u4e00-\u9fff])(?!作者)"
    ),
    "源处自稿载",
)
"""来源 and its variants; plain 来源：stands on two pages of three."""

PUBLISHER = Label(
    re.compile(
        rf"(?:(?:信息|稿件|文章)?(?:发布|提供|报送|上报|投稿|撰稿)(?:单位|机构|部门)|信息提供者?|供{_GAP}稿|来稿单位)"
        rf"(?:{_COLON}|(?=[\u4e00-\u9fff]{{4}}))"
    ),
    "单机部信供",
)
"""What names an outlet or an authority where no page says 来源: believed last, and for organisations alone."""

BARE_SOURCE = Label(
    re.compile(
        rf"(?:^|(?<=[\s\x1f\u3000|｜])){_GAP}(?:(?:(?:信息|文章|稿件|新闻|本文)?{_spaced('来源')}|稿源|供稿单位|来自)"
        r"[\s\x1f\u3000|｜/·▼—–-]+|来源[于自])(?=\d{0,2}[\u4e00-\u9fff《“])"
    ),
    "源供自",
)
"""来源 with nothing but a space or a stroke behind it."""

AUTHOR = Label(
    re.compile(
        rf"(?<![责编])(?:{_spaced('作者')}|撰稿人?|撰文|(?<!报){_spaced('记者')}){_COLON}"
        r"|(?<![\u4e00-\u9fff])(?:图文|文图|[文图]/[文图])\s?[:：]"
        r"|(?<![\u4e00-\u9fff])作者[\s\u3000]+(?!简介|介绍|信息|专栏)"
        r"(?=[\u4e00-\u9fff·]{2,4}(?:[ \u3000、][\u4e00-\u9fff·]{2,4}){0,3}(?:$|[\x1f|｜]|\s{2}))"
    ),
    "者撰文图",
)
"""作者 or 记者 with a colon; 作者 with a space where nothing but names can follow."""

RESPONSIBLE = Label(
    re.compile(
        rf"(?:{_spaced('[责責]任[编編][辑輯缉]')}|{_spaced('[责責][编編]')})(?:人员?|员)?{_GAP}(?:[】\]]{_GAP}[:：]?|[:：/｜|{_BARS}])"
        r"|(?:责任编辑|责编)\s[-–—](?=\s[\u4e00-\u9fff])"
        # A space does where nothing but a name can follow.
        r"|(?:责任编辑|责编)[\s\x1f\u3000]+(?=(?:[\u4e00-\u9fff·]{2,4}"
        r"|[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff])(?:$|[\s\x1f\u3000、，）)\]】|｜]))",
    ),
    "编編",
)
"""责任编辑 and 责编: believed before any other editor on the page."""

EDITOR = Label(
    re.compile(
        rf"(?<![总主副])(?:(?:网络|网站|本网|值班|执行|文字|新媒体)?{_spaced('[编編][辑輯]')}"
        rf"|网编|选稿)(?:人员?|员)?(?:{_GAP}(?:[】\]]{_GAP}[:：]?|[:：/｜|{_BARS}])|\s[-–—](?=\s[\u4e00-\u9fff]))"
    ),
    "编选编編",
)
"""编辑 and 选稿; with a stroke in lists such as 摄影/… 编辑/…."""

REVISER = Label(re.compile(rf"{_spaced('编审')}(?:人员?|员)?{_GAP}[:：/｜|{_BARS}]"), "编")
"""编审: an editor where no other is named."""

NEXT_LABEL = re.compile(
    r"[\s\x1f\u3000\[【（(〖|｜]*(?:发布(?:时|日|于|人|机构|单位|部门)|(?:发[\s\x1f]+布|(?<![\u4e00-\u9fff])发布)[\s\x1f]*(?:时|日|于|人|机构)|发表(?:时|日|于)|发稿|更新(?:时|日)"
    r"|时[\s\x1f]*间\s*[:：]"
    r"|日[\s\x1f]*期\s*[:：]|(?:发[布表]|更新)\s*[:：]|作[\s\x1f]*者|记者\s*[:：]|通讯员\s*[:：]|责任编辑|责编|编[\s\x1f]*辑\s*[:：]|审核|校对"
    r"|浏览|点击"
    r"|(?:发表|我要)评论|我来说|阅读(?:次|量|数|[:：])|访问(?:次|量|数|[:：])|查看|字[\s\x1f]*体|字[\s\x1f]*号|文字大小|打印|分享|收藏|关闭"
    r"|文[\s\x1f]*号"
    r"|选稿|撰稿|(?:信息|文章|稿件|新闻|消息|内容|题图|图片|本文|原文|素材|视频)?[来來][\s\x1f]*源\s*[:：]|稿源|索引号|主题词|关键[词字]|标签|保护视力|评论|转发到|扫一扫"
    r"|(?:所属)?(?:栏目|分类|类别)\s*[:：]"
    r"|信息类别|原文链接|查看原文|大[\s\x1f]*中[\s\x1f]*小|小[\s\x1f]*大|于?\s*\d{4}\s*[-/.年]\s*\d|\d+\s*次\b|人气|语音"
    r"|听新闻|供稿|摄影|录入[人员者]?\s*[:：]|(?<![\u4e00-\u9fff])(?:举报|保存|朗读|点赞|纠错|繁[體体])(?![\u4e00-\u9fff]))"
)
"""What follows a value."""
_VALUE_END = re.compile(
    r"(?<!^)(?:见习|特约)?(?:记者|通讯员)[\s\x1f]|[（(](?:本报|本网)?(?:记者|作者|通讯员|编辑|见习)|[|｜\[【〖\]】〗]|\u3000+|\s{2,}"
)
_ORGANISATION = re.compile(
    r"(?:[局厅委部办社报网台院府处科站校团队所馆署司室镇乡]|[协学商工总究金事合员]会|[残文妇侨]联|[科政]协|支行|分行|街道|中心|公司|客户端|频道|杂志|在线|大学|政府|集团|银行|微信|公众号"
    r"|课题组|调研组|编写组|报道组|评论员|融媒体?|发布|周刊|快讯|经济报道|参考消息|央视(?:新闻)?|央广)[》”]?$"
)
_ISSUE = re.compile(r"《[^《》]{2,20}》(?:19|20)\d\d(?:/\d{1,2}(?![\d/-])|年第\d{1,3}期)")
"""《青砚文稿》2023/16: the issue belongs to the name of a magazine."""
_SECOND = re.compile(r"\u3000(?P<value>[\u4e00-\u9fff]{3,16})(?=$|[\u3000\x1f])")
_NO_SOURCE = re.compile(
    r"^(?:[\W_]*|[{$<].*|undefined|A[+-].*|请.*|阅读|\d+次.*|举报|保存|朗读|点赞|纠错|繁[體体]|无|暂无|未知.*|不详|佚名|(?:互联)?网络?[，,。]?.*侵.*|(?:互联)?网络|互联网|null|none|原创|admin|转载|其它|其他|本文|(?:作者|编辑(?!部)|点击|浏览|字体|打印|分享"
    r"|发布|责任|大中小|我来说|我要|参与|评论|跟帖|手机看|扫[一码]).*)$",
    re.I,
)
_OF_A_DATE = re.compile(
    r"(?:录入|信息|上传|添加|创建|提交|入库|撰写|采集|制作|公布|公开|审核|修改|上网|报道|原文|报送|登载|上载|刊登)$"
)
OF_A_LABEL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:网络|网站|执行|值班|新媒体|信息|录入|上传|添加|提交)$")
"""What a label begins with that was cut from a name before it: 林远山网络编辑：."""
_LABEL_CELL = re.compile(r"[^\s\x1f:：]{2,8}[:：]")
_ANY_LABEL = re.compile(
    r"(?:所属|信息|责任|发文|公开|主题|文件|拟稿)?(?:栏目|分类|类别|类型|频道|部门|单位|机构|方式|时间|日期|热度|人气|标题|名称|通讯员|投稿人?|次数|量)$"
)
"""The end of a text before a colon that is a label of some other fact."""


def word(label: str) -> str:
    """A label without blanks and colon, as it is noted."""
    return re.sub(r"[\s\x1f\u3000:：丨/｜︰]", "", label)


def values(label: Label, lines: Sequence[str], *, wrap: bool = True) -> Iterator[tuple[str, str]]:
    """What follows each place of a label: the label, and the rest of its line or, where empty, the next short line."""
    together = "\n".join(lines)
    if not any(hint in together for hint in label.hints):
        return
    for position, raw in enumerate(lines):
        if len(raw) <= _LONGEST_LINE and any(hint in raw for hint in label.hints):
            for match in label.pattern.finditer(raw):
                rest = raw[match.end() :].strip(BLANK)
                if wrap and not rest.strip("]】）)") and position + 1 < len(lines):
                    rest = lines[position + 1].strip(BLANK)
                    # A cell that is the next label (发文机构：) says that this one has no value.
                    rest = (
                        rest
                        if len(rest) <= _LONGEST_WRAPPED and not is_filed(rest) and not _LABEL_CELL.fullmatch(rest)
                        else ""
                    )
                yield word(match[0]), rest


def source_at(rest: str) -> str | None:
    """The name of a source at the start of a text: up to the next label, a seam, or a wide gap."""
    issue = _ISSUE.match(rest)
    if issue is not None:
        return issue[0]
    if is_filed(rest):
        return None
    ends = [match.start() for match in (NEXT_LABEL.search(rest), _VALUE_END.search(rest)) if match is not None]
    end = min(ends, default=len(rest))
    second = _SECOND.match(rest, end)
    value = _before_a_label(rest[:end]).strip(BLANK)
    if second is not None and _ORGANISATION.search(value) and _ORGANISATION.search(second["value"]):
        # 团委　新闻中心: two, set apart wide.
        return f"{value} {second['value']}"
    if rest[end : end + 1] in ("时", "日"):
        # 录入时间：
        value = _OF_A_DATE.sub("", value)
    elif rest[end : end + 1] == "编":
        # 网络编辑：
        value = OF_A_LABEL.sub("", value)
    value = value.partition(SEAM)[0]
    kept, *more = value.split(" ")
    for part in more:
        # 新华社 中国政府网 are two sources; 人民网-文化频道 原创稿 is one and a remark.
        several = (
            _ORGANISATION.search(part)
            and part not in ("网站", "网络")
            and (_ORGANISATION.search(kept) or kept.isascii())
        )
        if not several and not (part.isascii() and part.isalpha() and kept.isascii()):
            break
        kept += " " + part
    kept = kept.strip(" \u3000：:;；,，、。()（）-—|")
    for opening, closing in ("（）", "()"):
        # A bracket that belongs to the name: 市文旅局（原市文广新局）.
        if kept.count(opening) > kept.count(closing) and rest.startswith(kept + closing):
            kept += closing
    if not 1 < len(kept) <= 60 or _NO_SOURCE.match(kept) or re.search("[。！？]", kept) or find_stamp(kept):
        return None
    return kept


def _before_a_label(value: str) -> str:
    """A value up to a label of no use here: 区政府 责任部门：区政府办, 区委宣传部类别：动态."""
    colon = re.search("[:：](?!//)", value)
    if colon is None:
        return value
    before, blank, _ = value[: colon.start()].rpartition(" ")
    glued = _ANY_LABEL.search(value[: colon.start()]) if not blank else None
    return before if blank else value[: glued.start()] if glued is not None else value


def organisation_at(rest: str) -> str | None:
    """The organisation at the start of a text; None where a person or anything else stands there."""
    value = source_at(rest)
    if value is None or len(value) > _LONGEST_OUTLET or re.search("[:：]", value) or not _ORGANISATION.search(value):
        return None
    return value


def is_organisation(line: str) -> bool:
    """Whether a line is the name of an organisation and nothing else."""
    return len(line) <= _LONGEST_OUTLET and organisation_at(line) == line.strip(BLANK)
