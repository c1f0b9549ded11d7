"""Speaker labels: what stands before someone's words on a transcript page, and what kind of speaker it names.

One line is judged by itself here; whether the page is a transcript, and whether a doubtful label is a speaker in it,
is for `pipelines.turns` to decide from the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto

from pipelines.han_script import simplified
from pipelines.names import NAME, ORGANISATION, OUTLET, POST, is_name, split_post, titled_name


class Voice(Enum):
    """The kind of speaker a label names."""

    QUESTION = auto()
    """问, 追问, 记者提问, Q1: the question itself."""
    ANSWER = auto()
    """答, 负责人答, A1."""
    HOST = auto()
    """主持人, 开场语, 主持人何绍仁."""
    REPORTER = auto()
    """新华社记者, 记者."""
    PUBLIC = auto()
    """网友, 听众, 市民."""
    OUTLET = auto()
    """法制日报, 新华社: a medium without the word 记者."""
    PERSON = auto()
    """A name, with or without a post: 张志华, 外交部部长王毅, 孔局长."""
    OFFICE = auto()
    """A post or an authority without a name: 有关负责人, 市公安局."""
    UNKNOWN = auto()
    """A short label of no known shape: a name without a known surname, or no speaker at all."""


class Form(Enum):
    """How a label is set apart from the words."""

    COLON = auto()
    BRACKET = auto()
    """[主持人]各位网友, 【李克强】首先."""
    LINE = auto()
    """Alone on its line without a colon."""
    SPACED = auto()
    """Set apart by a space alone: 问　为什么要修订？"""
    GLUED = auto()
    """拉珍各位媒体朋友们: in the page the name is bold."""


ASKING = frozenset({Voice.QUESTION, Voice.REPORTER, Voice.PUBLIC, Voice.OUTLET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A possible speaker label at the beginning of a line."""

    speaker: str
    """As printed, without colon and enclosing brackets."""
    voice: Voice
    form: Form
    start: int
    """Where the words begin in the line."""
    role: str | None = None
    """The post, where the page sets it apart from the name."""
    name: str | None = None
    """The person's name inside the label, if one can be told."""
    bold: bool = False


_LONGEST = 60
_REACH = 300
"""How far into a line its label may reach, with all blanks and signs around it."""
_LONGEST_GLUED = 8
_COLON = re.compile(r"[\s■●◆▲★◇○□◎※►▶▪•*]*([^：:﹕︰∶。！!？?；;…\t]{1,60}?)\s*([：:﹕︰丨｜])")
_BRACKET = re.compile(r"\s*[\[【〔［]\s*([^\]】〕］\[【：:，,。！？!?]{1,40}?)\s*[：:]?\s*[\]】〕］]\s*[：:]?")
_BRACKET_OF_PUBLIC = re.compile(
    r"\s*[\[【]\s*((?:网友|网民|市民|听众|记者|群众|读者)\s?[：:][^\[\]【】]{1,24}?)\s*[\]】]\s*[：:]?"
)
"""【网友：老农问事】."""
_PARENTHESIS = re.compile(r"\s*（([^（）：:，,。！？!?]{1,24})）\s*[：:]?(?=\S)")
_SPEAKING = frozenset((Voice.HOST, Voice.REPORTER, Voice.PUBLIC, Voice.PERSON))
"""（一） and （此件公开发布） stand in the same brackets: only these are speakers there."""
# 「问　为什么要修订？」: only these words are labels without any mark.
_SPACED = re.compile(
    r"(主持人|记者|(?:记者|[提追])?问|答"
    r"|[\u4e00-\u9fff]{2,10}记者(?= \S{0,16}(?:请问|[您你]好|想问|关注|注意到)))[ \u3000]{1,4}(?=\S)"
)
_SPACED_SPEAKER = re.compile(
    r"([\u4e00-\u9fff、·“”-]{2,40}?(?:[（(][^（）()，。]{2,40}[）)])?|[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,3})"
    r"(?:\u3000{1,2}| {2,4}\b)(?=\S[^\u3000]{3,}[，。！？])"
)
"""「龙渊　感谢局长。下面请提问。」: a speaker and a wide space."""
_PARENTHESES = re.compile(r"[（(][^（）()]*[）)]$")
_NAME_AND_POST = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,4}})[ \u3000]+[\u4e00-\u9fff、]{{0,30}}{POST}")
_POST_AND_NAME = re.compile(rf"[\u4e00-\u9fff、]{{2,40}}{POST}[ \u3000]+(?P<name>[\u4e00-\u9fff]{{2,5}})")
_ORGANISATION_AND_NAME = re.compile(
    rf"[\u4e00-\u9fff、]{{3,40}}{ORGANISATION}[\u4e00-\u9fff]{{0,12}}[ \u3000]+(?P<name>[\u4e00-\u9fff·]{{2,12}})"
)
_NUMBERING = re.compile(r"(?:[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．]|[①-⑳])\s*(?=\D)")
_QUESTION = re.compile(
    r"(?:(?:会后有|(?!有)[^有]{0,24}?)(?:记者|网友|网民|媒体|市民|主持人))?(?:提|追|再|又|继续)?问(?:题|者)?[一二三四五六七八九十\d]{0,3}|Q(?:uestion)?\d{0,2}"
)
_ANSWER = re.compile(r"(?:.{0,24}(?<![问解作应报对]))?答\d{0,2}|回答|A(?:nswer)?\d{0,2}")
_HOST = re.compile(
    rf".{{0,40}}主持人(?:{NAME}|.{{1,4}}|[A-Z\d])?|[男女]?主持|{NAME}主持|开场[语白词]|结束语|结语|主播|解说|旁白|画外音"
)
REPORTER = re.compile(
    rf"(?!各位|广大|有|请|诸位|欢迎|感谢|亲爱|在场|众).{{0,30}}(?<!答)记者(?:{NAME}|[A-Z][A-Za-z.'-]{{1,30}}|[A-Z\d一二三四五六甲乙丙丁])?"
)
"""新华社记者, 青砚日报记者林远山, Qingyan News记者 Lin Yuan."""
PUBLIC = re.compile(
    r"(?:热心|(?:(?:手机|电话)?尾号\d+|来自[\u4e00-\u9fff]{2,6})的)?(?:网友|网民|听众|观众|市民|读者|来电人|投资者|纳税人|参保人|家长)(?!.{0,6}(?:可以|能够|应当|应该|需要|必须|可通过|可拨打)).{0,12}"
)
"""网友“青砚小城”, 热心市民."""
OUTLET_NAME = re.compile(rf".{{1,24}}{OUTLET}(?:[·•].{{1,12}})?|央视|央广")
"""法制日报, 齐鲁晚报·齐鲁壹点."""
OFFICE = re.compile(rf".{{0,40}}(?:{POST}|{ORGANISATION}|嘉宾|工作人员|翻译|译员)[一二三四甲乙ABC\d]?")
"""A post or an authority and nothing else."""

_SHAPES = (
    (Voice.QUESTION, _QUESTION),
    (Voice.ANSWER, _ANSWER),
    (Voice.HOST, _HOST),
    (Voice.REPORTER, REPORTER),
    (Voice.PUBLIC, PUBLIC),
)
# What somebody begins with whose name the page glued to the words.
_OPENING = re.compile(
    r"各位|大家(?:上午|下午|晚上)?好|女士们|先生们|同志们|朋友们|(?:谢谢|感谢)主持人|好的[，,。]|您好|你好"
)

# Words addressed to listeners, and words that report speech, are no labels.
_AUDIENCE = re.compile(
    r"(?:尊敬|亲爱|各位|诸位|同志|朋友|女士|先生|大家|全体|广大|你们|您|你好|乡亲|父老)|.{0,24}(?:朋友们?|同志们|先生们|女士们|同学们|网友们|代表们|委员们|记者们|同胞们?)$"
)
_REPORTED = re.compile(
    r".*(?:(?<!解)说|[道称曰]|表示|指出|强调|认为|介绍|坦言|谈到|告诉.{0,4}记者|透露|解释|建议|宣布|写道|获悉|了解到|问到|看到|显示)$"
)
_METADATA = re.compile(
    r"(?:来源|信息来源|文章来源|稿源|原标题|标题|作者|文|图|摄影|摄像|责任编辑|责编|编辑|审核|审校|校对|初审|复审|终审|监制|通讯员|供稿|撰稿|附件|附|注|备注|时间|日期|地点|地址"
    r"|电话|联系人?|联系电话|传真|邮编|邮箱|网址|主题|主办.*|承办.*|协办.*|简介|摘要|导读|关键词|标签|链接|相关.*|发布人|发布时间|访谈.*|直播.*|栏目|说明|提示|温馨提示|编者按|来信|回复|答复"
    r"|(?:读者|市民|群众|网友|网民)?(?:来信|来函|来电|留言)|(?:咨询|留言|回复|来信|答复)(?:内容|单位|部门|标题|时间|日期|结果)"
    r"|.{0,16}(?:局|委|办|厅|政府|中心|单位|部门|街道|镇)(?:回复|答复)"
    r"|.{0,8}(?:时间|地点|单位|主题|电话|人员|名单|日期))"
)
# What no name and no outlet contains, and what section labels are made of.
_NO_SPEAKER = re.compile(
    r"[我你您他她它这那哪是的了吗呢吧即将把被让使请要可能会应须需若如果因为对于等]|第.|^[一二三四五六七八九十两几各每某]|^有|\d|[“”‘’\"《》]"
    r"|首先|其次|最后|此外|另外|总之|同时|例如|具体|方面|情况|问题|目标|原则|措施|内容|方式|方法|建议|要求|重点|特点|亮点|成效|背景|意义|数据|结果|标准|条件|范围|流程|材料|对象|政策|依据|解读|通报|公告|通知|消息"
)


def read_label(line: str, *, bold: str | None = None, names: Container[str] = ()) -> Label | None:
    """The label that a line begins with, or None.

    *bold* is the bold run at the beginning of the line, *names* the people known from the lead: with either,
    a name glued to the words is a label too.
    """
    bold = bold.strip().rstrip("：:﹕︰").strip(" \u3000[]【】") if bold else None
    if (found := _BRACKET.match(line, 0, _REACH) or _BRACKET_OF_PUBLIC.match(line, 0, _REACH)) and (
        label := _label(found[1], Form.BRACKET, found.end(), names, bold)
    ):
        return label
    if line[:1] == "（" and (found := _PARENTHESIS.match(line, 0, _REACH)):
        label = _label(found[1], Form.BRACKET, found.end(), names, bold)
        return label if label is not None and _speaks_in_parentheses(label) else None
    if (found := _COLON.match(line, 0, _REACH)) and not _is_figure(line, found.end()):
        label = _label(found[1], Form.COLON, found.end(), names, bold)
        # 「CCTV: How do you…」 below 「央视记者：请问…」 is its translation.
        if label is not None and not (line[: found.end() + 20].isascii() and len(line) > found.end()):
            return label
    if bold and len(bold) < len(line.strip()) and line.lstrip().startswith(bold):
        start = line.index(bold) + len(bold)
        label = _label(bold, Form.GLUED, start, names, bold)
        if label is not None and line[start : start + 1] not in "，,、的":
            return label
    found = _SPACED.match(line)
    # 主持人 何绍仁 stands above the words.
    found = None if found is not None and is_name(line[found.end() :].strip()) else found
    if found is None and ("\u3000" in line[:_LONGEST] or "  " in line[:_LONGEST]):
        found = _SPACED_SPEAKER.match(line)
    if found is None:
        known = line.partition(" ")[0] if " " in line[:_LONGEST_GLUED] else ""
        # 程予安 今年全市计划招生一万二千人。
        of_lead = known in names and line[-1] in "。！？?…”"
        return _label(known, Form.SPACED, len(known) + 1, names, bold) if of_lead else None
    label = _label(found[1], Form.SPACED, found.end(), names, bold)
    # An outlet asks and is answered, or it is no speaker: that is seen from the page.
    speaking = label is not None and (
        label.voice in _SPEAKING
        or label.voice is Voice.OUTLET
        or label.speaker.endswith("问")
        or label.speaker.isascii()
    )
    return label if found.re is _SPACED or speaking else None


def _speaks_in_parentheses(label: Label) -> bool:
    """Whether （label） is a speaker's: （问） is, the （A） of a list of choices is not."""
    asked = label.voice in (Voice.QUESTION, Voice.ANSWER) and not label.speaker.isascii()
    return asked or label.voice in _SPEAKING


def read_glued(line: str, names: Container[str]) -> Label | None:
    """The label of a line that begins with a known name and, without a colon, a greeting: 拉珍各位媒体朋友们."""
    for length in range(2, _LONGEST_GLUED + 1):
        if (name := line[:length]) in names and _OPENING.match(line, length):
            return Label(speaker=name, voice=Voice.PERSON, form=Form.GLUED, start=length, name=name)
    return None


def _label(text: str, form: Form, start: int, names: Container[str], bold: str | None) -> Label | None:
    """A label from its printed text, if the text may name a speaker at all."""
    core = _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text
    numbered = core != text
    bare = _PARENTHESES.sub("", core).strip()
    plain = simplified("".join(bare.split()))
    if not plain or "，" in plain or "," in plain or _AUDIENCE.match(plain) or _METADATA.fullmatch(plain):
        return None
    voice, name = _voice(plain, names)
    if name is None and voice in (Voice.UNKNOWN, Voice.OFFICE) and " " in bare.replace("\u3000", " "):
        # 寿小莉 新闻局副局长, 副部长 才让卓玛: what stands beside a post is a name, unless it is an authority.
        found = _NAME_AND_POST.fullmatch(bare) or _POST_AND_NAME.fullmatch(bare)
        if found is not None and not OFFICE.fullmatch(found["name"]):
            voice, name = Voice.PERSON, simplified(found["name"])
        elif (found := _ORGANISATION_AND_NAME.fullmatch(bare)) and is_name(simplified(found["name"])):
            # 岚溪市林业局总飞行师 钱伟: whatever the post is called.
            voice, name = Voice.PERSON, simplified(found["name"])
    if voice is Voice.PERSON and "记者" in simplified(core[len(bare) :]):
        voice = Voice.REPORTER
    if voice is Voice.UNKNOWN and (len(plain) > 16 or _NO_SPEAKER.search(plain) or len(plain) < 2):
        return None
    if _REPORTED.fullmatch(plain) and voice not in (Voice.QUESTION, Voice.ANSWER) and name is None:
        return None
    if numbered and voice not in (Voice.QUESTION, Voice.ANSWER, Voice.REPORTER, Voice.PUBLIC):
        return None
    is_bold = bold is not None and bold.startswith(core[: len(bold)])
    return Label(speaker=core, voice=voice, form=form, start=start, name=name, bold=is_bold)


def _voice(plain: str, names: Container[str]) -> tuple[Voice, str | None]:
    """The kind of speaker and the name in a label without spaces and parentheses."""
    if plain in names or is_name(plain):
        return Voice.PERSON, plain
    for voice, shape in _SHAPES:
        if shape.fullmatch(plain):
            return voice, _name_at_end(plain, names) if voice is Voice.HOST else None
    if (titled := titled_name(plain)) is not None:
        return Voice.PERSON, titled or None
    name = _name_at_end(plain, names)
    if name is not None:
        return Voice.PERSON, name
    if OUTLET_NAME.fullmatch(plain[1:-1] if plain[0] == "《" and plain[-1] == "》" else plain):
        return Voice.OUTLET, None
    return (Voice.OFFICE if OFFICE.fullmatch(plain) else Voice.UNKNOWN), None


def _name_at_end(plain: str, names: Container[str]) -> str | None:
    """The name that a label ends with: known from the lead, or after a post."""
    for length in range(min(len(plain) - 1, 6), 1, -1):
        if plain[-length:] in names:
            return plain[-length:]
    if "主持人" in plain and is_name(rest := plain.rpartition("主持人")[2]):
        return rest
    found = split_post(plain)
    return found[1] if found else None


def _is_figure(line: str, end: int) -> bool:
    """Whether a colon stands in a time or a ratio (11:35) or an address (http://)."""
    # A1：2023年 begins with the number of an answer.
    figure = line[end : end + 1].isdigit() and line[end - 2 : end - 1].isdigit() and line.lstrip()[:1] not in "QAqa问答"
    return figure or line[end : end + 2] == "//"
