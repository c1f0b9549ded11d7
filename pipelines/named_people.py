"""People in a line of facts: who wrote or edited, set apart as printed, up to whatever follows them."""

from __future__ import annotations

import re

from pipelines.labels import BLANK, NEXT_LABEL, OF_A_LABEL, organisation_at
from pipelines.layout import SEAM

_LONGEST_PERSON = 5
_EDITOR_IN_BRACKETS = re.compile(
    r"[（(\[【][\w·]{0,12}(?:责任编辑|责编|编辑)\s+"
    r"(?P<value>[\u4e00-\u9fff·]{2,4}(?:[、，,\s]+[\u4e00-\u9fff·]{2,4}){0,3})\s*[）)\]】]"
    r"|^\s*(?:(?:责任编辑|责编)[\s\x1f\u3000]+|编辑[\s\x1f\u3000]+(?=.*(?:审|校|监制|签发)))"
    r"(?P<bare>[\u4e00-\u9fff·]{2,4}(?:[、，,\s\u3000]+[\u4e00-\u9fff·]{2,4}){0,2})"
    r"\s*(?:$|(?:审核|校对|审校|审稿|[初复终一二三]审|监制|责编|签发|来源|主编)[\s:：])"
)

_EDITOR_ALONE = re.compile(r"编[\s\u3000]?辑[\s\x1f\u3000]{1,3}(?P<value>[\u4e00-\u9fff]{2,3})")
"""编辑 林远山, alone on its line; 编辑 推荐 is no such line."""
_NAME = (
    r"(?:[\u4e00-\u9fff]{2,8}(?:管理员|编辑部|编辑室|编辑组)(?![\u4e00-\u9fff])"
    r"|[\u4e00-\u9fff][ \u3000]{1,3}[\u4e00-\u9fff]"
    r"(?![\u4e00-\u9fff:：]|[\s\u3000]{1,3}[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
    r"|[\u4e00-\u9fff]{1,6}(?:[·•・][\u4e00-\u9fff]{1,8}){1,2}|[\u4e00-\u9fff·•・]{2,5}+(?:_\w{2,8})?(?![\s\x1f\u3000]*[:：])|[A-Za-z][\w.\-]{1,19}(?:\s[A-Za-z.\-]{1,19})?)"
)
_PEOPLE = re.compile(
    rf"[\s\x1f\u3000（(【\[]*(?P<value>{_NAME}(?:[\s\x1f\u3000]*[、，,/&；;|\s\x1f][\s\x1f\u3000、，,/&；;"
    rf"|]*{_NAME}){{0,5}})"
)
_SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]{1,3}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""林　深: two characters set as wide as three."""
_AS_WELL = re.compile("(?:本报|本网)?(?:特约)?通讯员|实习生")
"""Between two names: both wrote it."""
_NO_PERSON = re.compile(
    r"^(?:审核|校对|来源|时间|日期|发布|打印|关闭|分享|字体|字号|浏览|点击|阅读|作者|责任编辑|责编|编辑|返回|上一篇"
    r"|下一篇|供稿"
    r"|摄影|相关|热门|热点|延伸|更多|单位|电话|邮箱|纠错|无$|暂无|监制|初审|复审|终审|二审|三审|签发|版权|主编|总编辑|投稿|热线|来稿|新闻热线|发表|推荐|删除|回复|精选|部$|出版|整理"
    r"|(?:实习|见习|执行|值班|网络|网站|美术|新媒体|添加|录入|上传|公开|提交|发文|成文|信息|稿件|文章|消息|内容|新闻|题图|图片)$"
    r"|次$|大$|中$|小$|系(?!统).{2})"
)
_OFFICE = re.compile(
    r"^[\s\x1f\u3000]*(?:本报|本网|本台|本站|特约|[\u4e00-\u9fff·]{2,14}(?=记者[\s\u3000]))?(?:记者|通讯员|实习生)(?:[\s\x1f\u3000:：/]+"
    r"|(?=[\u4e00-\u9fff]{2,4}(?:\W|$)))"
)
_NAMES_BEHIND = re.compile(
    rf"(?:记者|通讯员)?[ \u3000](?P<value>{_NAME}(?:[ \u3000、]{_NAME}){{0,4}})(?=$|[\u3000\x1f])"
)
"""内乡县人民法院 王庆珊 樊玉."""
_TRAINEE = re.compile(r"[（(](?:实习生?|见习生?|实习编辑|见习编辑)[)）]")
_SENTENCE = re.compile(r"[？！?!]|.{12}。")
"""记者：请问在药店买药能不能报销？ is a question in an interview, not a byline."""


def names_at(rest: str) -> str | None:
    """The people at the start of a text, set apart as printed; none where the text is a sentence that somebody says."""
    if _SENTENCE.search(rest.partition(SEAM)[0]):
        return None
    rest = _TRAINEE.sub("", rest)
    # The next label may follow with nothing between: 林远山编辑：苏禾.
    office = _OFFICE.match(rest)
    following = NEXT_LABEL.search(rest, office.end() if office is not None else 0)
    rest = OF_A_LABEL.sub("", rest[: following.start()]) if following is not None else rest
    organisation = organisation_at(rest)
    if organisation is not None and len(organisation) > _LONGEST_PERSON:
        of_it = _NAMES_BEHIND.match(rest, len(organisation)) if rest.startswith(organisation) else None
        return " ".join(of_it["value"].split()) if of_it is not None else organisation
    match = _PEOPLE.match(rest, office.end() if office is not None else 0)
    if match is None:
        return None
    followed = rest[match.end() : match.end() + 1]
    is_cut = "\u4e00" <= followed <= "\u9fff" if followed else False
    if is_cut and len(match["value"]) == _LONGEST_PERSON:
        # 方敏青砚大学经济学院教授: nothing tells where the name ends.
        return None
    if is_cut and "，" in match["value"]:
        # 林远山，青砚市社科院研究员: what is longer than a name is none.
        match = _PEOPLE.match(rest[: match.start("value") + match["value"].rindex("，")]) or match
    kept: list[str] = []
    for part in re.split(r"([、，,/&；;|\s\x1f\u3000]+)", _SPACED_NAME.sub(r"\1\2", match["value"])):
        if not part or not part.strip("、，,/&；;| \x1f\u3000"):
            kept.append("、" if part.strip(BLANK) else " ")
        elif _AS_WELL.fullmatch(part):
            kept[-1:] = []
        elif _NO_PERSON.match(part):
            break
        else:
            kept.append(part)
    return "".join(kept).strip("、 ") or None


def editor_in_brackets(line: str) -> str | None:
    """（松花江网编辑 孙桂芳）: no colon, but brackets; or 责任编辑 孙桂芳 alone on its line."""
    match = _EDITOR_IN_BRACKETS.search(line) if len(line) <= 60 and "编" in line else None
    if match is None:
        alone = _EDITOR_ALONE.fullmatch(line.strip(BLANK)) if len(line) <= 12 else None
        return alone["value"] if alone is not None and not _NO_PERSON.match(alone["value"]) else None
    return names_at(match["value"] or match["bare"])
