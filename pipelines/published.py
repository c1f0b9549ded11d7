"""When an article was published: the witnesses, weighed.

A printed label is believed first. The guideline's PubDate gives the time of day where the page prints only the day,
and speaks alone where nothing is printed; where it names another day it is the day of a migration (three of the sites
seen).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise

from pipelines.dates import LATEST, Stamp, find_calendar, find_stamp, find_stamps, stamp_in_address
from pipelines.labels import is_organisation

_GAP = r"[\s\x1f\u3000]*"
_PUBLISHED = re.compile(
    rf"(?P<label>[发發]{_GAP}[布佈]{_GAP}(?:[时時]{_GAP}[间間]|日{_GAP}期|于|於)|(?:发表|发稿|刊发|上传|上网|录入|公开|公布|添加|创建|提交|信息|答复|回复|办结)(?:时间"
    rf"|日期|于)|(?<![\u4e00-\u9fff])发布(?={_GAP}[:：]))"
    rf"{_GAP}[】\])）]?{_GAP}[:：丨︰]?{_GAP}"
)
_ISSUED = re.compile(rf"(?P<label>发{_GAP}文{_GAP}(?:时{_GAP}间|日{_GAP}期)){_GAP}[】\])）]?{_GAP}[:：丨︰]?{_GAP}")
"""In a table of facts the day of the document; published it was on that day or later."""
_AIRED = re.compile(rf"(?P<label>(?:访谈|直播)时间){_GAP}[:：]{_GAP}")
"""A transcript that says nothing else is from the day of the interview."""
_PLAIN = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<label>[时時]{_GAP}[间間]|日{_GAP}期|更新(?:时间|日期)|最后更新"
    rf"|修改时间){_GAP}[:：丨︰]{_GAP}"
)
_SHORT_YEAR = re.compile(r"[0-4]\d([-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)(?:\s+\d\d:\d\d(?::\d\d)?)?")
_EVENT = re.compile(r"[^\n]{0,20}\n[\s\x1f\u3000]*地[\s\u3000]*点[\s\u3000]*[:：]")
"""时间： above 地点： is that of a press conference."""
_OTHER = re.compile(
    r"(?:今天是?|今日是?|现在是|当前(?:时间|日期)是?)[\s\x1f\u3000:：]*$|(?:成文|发文|生成|印发|签发|制发|生效|失效|废止"
    r"|施行|实施|截止|有效期|有效(?=[\s\x1f\u3000]*[时日至])|开始|结束|到期|访谈|直播|(?:来信|来函|写信|提问|留言|咨询|诉求|受理)|活动|会议|举办|开会"
    r"|开标|投标|报名"
    r"|公示|采购|登记|批准|出生)[\s\x1f\u3000]*(?:时[\s\x1f\u3000]*间|日[\s\x1f\u3000]*期|期限|至|起"
    r"|止)?[\s\x1f\u3000]*[:：]?[\s\x1f\u3000]*$"
)
_QUOTED = re.compile(r"""["'](?P<value>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'<>]{0,20})["']""")
_NAMED_DATE = re.compile(
    r"""(?:var\s+\w{0,20}(?:dat[ea]|time|riqi|shijian|fbsj)\w{0,20}|["']?(?:datePublished|pubDate|publish_?date|publish_?time|pubTime)["']?)\s*[:=]\s*$""",
    re.I,
)
GUESS = "htmldate"
"""The origin of a date that none of our witnesses told; the article is flagged."""
SIGNATURE = "signature"
"""The origin of a date that stands alone at the end of the text: that of the document, flagged as well."""
_FACT = re.compile(r"(?:来\s?源|稿源|作者|编辑|责编|记者|浏览|阅读|点击|访问|人气)(?:次数|量|数)?\s{0,2}[:：]")
_BARE = re.compile(
    r"[\W_]{0,3}(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s{0,3}\d{1,2}:\d\d(?::\d\d)?)?[\W_]{0,3}"
)
"""A date alone on its line: that of the article where a line beside it is one of facts."""
_IMPRINT = re.compile(
    r"(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)\s?[（(]星期.[）)]\n香港[時时][間间]\s?(?P<hour>\d{1,2})[時时](?P<minute>\d{1,2})分"
)
_LONGEST_FACTS = 120
_NEAR = 8
_MOST_QUOTED = 10_000
"""Dates between quotation marks that are looked at, in scripts and attributes."""
_LONGEST_LABEL = 6
_LONGEST_SIGNATURE = 16
_MIGRATION = timedelta(days=8)
"""An address made on one day and a PubDate a week later still belong together: drafts wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A moment of publication, what told it, and the tag that says otherwise, if one does."""

    stamp: Stamp
    origin: str
    contradicted_by: Stamp | None = None


def find_publication(
    under: Sequence[str],
    over: Sequence[str],
    below: Sequence[str],
    *,
    tag: Stamp | None,
    url: str,
    source: str,
    ending: Sequence[str] = (),
) -> Publication | None:
    """Weigh the lines under and over the headline and below the body, the PubDate tag, the scripts and the address.

    `ending` are the last lines of the body: a date that stands there by itself is the last witness but htmldate.
    """
    printed = _labelled(under) or _plain(under) or _labelled(over)
    if tag is not None and printed is not None and printed.stamp.moment.date() != tag.moment.date():
        # A date of facts that the tag bears out, and a labelled one that came along with a text from elsewhere.
        plain = _plain(under)
        printed = plain if plain is not None and plain.stamp.moment.date() == tag.moment.date() else printed
    above = _plain(over[-_NEAR:], lowest=True) if printed is None else None
    beneath = [line for line in below if line not in ending][:_NEAR]
    behind = _behind(beneath) if printed is None and above is not None and tag is None else None
    if behind is not None:
        # Facts below the text are the article's; an unlabelled date far above it is the reader's own.
        printed = behind
    elif above is not None and (tag is None or tag.moment.date() == above.stamp.moment.date()):
        # Above the headline stands today's date as often as the article's; the tag decides.
        printed = above
    printed = printed or _labelled(below, " below the body") or _behind(beneath) or _imprint(below)
    if printed is not None:
        return _with_tag(printed, tag)
    address = stamp_in_address(url)
    issued = _labelled((*under, *over), patterns=(_ISSUED, _AIRED))
    agrees = tag is not None and (
        address is None
        or abs(tag.moment - address.moment) < _MIGRATION
        # The page moved; the tag remained, and the table of facts bears it out.
        or (issued is not None and issued.stamp.moment.date() == tag.moment.date())
    )
    witnesses = (
        (tag if agrees else None, "PubDate"),
        (_in_scripts(source), "script"),
        (address, "address"),
        (tag, "PubDate"),
    )
    for stamp, origin in witnesses:
        if stamp is not None:
            return Publication(stamp=stamp, origin=origin, contradicted_by=tag if stamp is not tag else None)
    if issued is not None:
        return issued
    for line in reversed(ending):
        stamp = find_stamp(line) if len(line) <= _LONGEST_SIGNATURE else None
        if stamp is not None and not line[: stamp.start].strip("（( ") and not line[stamp.end :].strip("）)。 印发"):
            return Publication(stamp=stamp, origin=SIGNATURE)
    guess = _guess(source, url)
    if guess is None or guess.moment.date() in _other_days((*over, *under, *below)):
        return None
    return Publication(stamp=guess, origin=GUESS)


def _guess(source: str, url: str) -> Stamp | None:
    """What htmldate makes of the page without its extensive search, which takes a copyright year for a date."""
    from htmldate import find_date  # noqa: PLC0415  few pages need it

    # Its own upper bound is today; reading has no clock.
    found = find_date(source, extensive_search=False, original_date=True, url=url, max_date=f"{LATEST}-01-01")
    return find_stamp(found) if found else None


def _in_scripts(source: str) -> Stamp | None:
    """JSON-LD's datePublished, or a variable such as `var pubdata='…'`."""
    for match in islice(_QUOTED.finditer(source), _MOST_QUOTED):
        if _NAMED_DATE.search(source[max(0, match.start() - 60) : match.start()]):
            stamp = find_stamp(match["value"])
            if stamp is not None:
                return stamp
    return None


def _with_tag(printed: Publication, tag: Stamp | None) -> Publication:
    if tag is None:
        return printed
    if tag.moment.date() == printed.stamp.moment.date():
        if printed.stamp.precision != "day" or tag.precision == "day":
            return printed
        return Publication(stamp=tag, origin=f"PubDate, on the day of {printed.origin}")
    return Publication(stamp=printed.stamp, origin=printed.origin, contradicted_by=tag)


def _labelled(
    lines: Sequence[str], where: str = "", patterns: Sequence[re.Pattern[str]] = (_PUBLISHED, _PLAIN)
) -> Publication | None:
    text = "\n".join(lines)
    for pattern in patterns:
        for label in pattern.finditer(text):
            stamp = find_stamp(text[label.end() : label.end() + 40]) or _of_this_century(text, label.end())
            if (
                stamp is not None
                and stamp.start <= 4
                and not _EVENT.match(text, label.end() + stamp.end)
                # 来源：市政府常务会议　时间：… is no 会议时间.
                and (
                    text[label.start() - 1 : label.start()] in ("\x1f", "\u3000")
                    or not _OTHER.search(text[max(0, label.start() - 12) : label.start()].rpartition("\n")[2])
                )
            ):
                name = re.sub(r"[\s\x1f\u3000]", "", label["label"])
                return Publication(stamp=stamp, origin=f"label {name}{where}")
    return None


def _behind(near: Sequence[str]) -> Publication | None:
    """The date in a line of facts right below the text: behind its label, or beside source, editor or views."""
    found = _labelled(near, " below the body")
    if found is not None:
        return found
    for position, line in enumerate(near):
        beside = near[max(0, position - 1) : position + 2] if _BARE.fullmatch(line) else (line,)
        told = any((len(each) <= _LONGEST_FACTS and _FACT.search(each)) or is_organisation(each) for each in beside)
        stamp = find_stamp(line) if told else None
        if stamp is not None and not _is_another_date(line, stamp.start):
            return Publication(stamp=stamp, origin="date below the body")
    return None


def _imprint(below: Sequence[str]) -> Publication | None:
    """The day and the hour that a press release of Hong Kong ends with, each on its line."""
    found = _IMPRINT.search("\n".join(below))
    stamp = find_stamp(f"{found['day']} {found['hour']}:{found['minute']:0>2}") if found is not None else None
    return Publication(stamp=stamp, origin="imprint") if stamp is not None else None


def _of_this_century(text: str, start: int) -> Stamp | None:
    """21-03-05 right behind a label."""
    match = _SHORT_YEAR.match(text, start)
    return find_stamp(f"20{match[0]}") if match is not None else None


def _plain(lines: Sequence[str], *, lowest: bool = False) -> Publication | None:
    """A date without a label in a line of facts: the first, or the first of the lowest such line."""
    text = "\n".join(lines)
    stamps = [
        stamp for stamp in find_stamps(text) if _in_facts_line(text, stamp) and not _is_another_date(text, stamp.start)
    ]
    if stamps:
        bottom = text.count("\n", 0, stamps[-1].start)
        chosen = [stamp for stamp in stamps if not lowest or text.count("\n", 0, stamp.start) == bottom]
        # （2019年1月18日） below a headline is the day of the speech, where another date is printed.
        first = next((stamp for stamp in chosen if text[stamp.start - 1 : stamp.start] not in ("（", "(")), chosen[0])
        return Publication(stamp=first, origin="date above the body")
    for above, line in pairwise(("", *lines)):
        # 二〇二一年六月三十日 alone on its line.
        plain = len(line) <= _LONGEST_SIGNATURE and not re.search("[0-9]", line) and _OTHER.search(above) is None
        written = find_stamp(line) if plain else None
        if written is not None and not (line[: written.start] + line[written.end :]).strip("（）() \x1f"):
            return Publication(stamp=written, origin="date above the body")
    calendar = find_calendar(text)
    return Publication(stamp=calendar, origin="calendar above the body") if calendar is not None else None


def _is_another_date(text: str, start: int) -> bool:
    """Whether a label before a date says that it is not that of publication (成文日期, 有效期至)."""
    above, broken, here = text[max(0, start - 14) : start].rpartition("\n")
    if not broken or here.strip():
        return _OTHER.search(here) is not None
    # A label on the line above ends in a colon or is a cell by itself; any other line that ends so is the headline.
    alone = "\n" in above and len(above.rpartition("\n")[2].strip()) <= _LONGEST_LABEL
    return _OTHER.search(above) is not None and (alone or above.rstrip().endswith((":", "：")))


def _other_days(lines: Sequence[str]) -> set[date]:
    """The days that the page prints as those of something else."""
    text = "\n".join(lines)
    return {stamp.moment.date() for stamp in find_stamps(text) if _is_another_date(text, stamp.start)}


def _in_facts_line(text: str, stamp: Stamp) -> bool:
    """A date in a line of facts, not in a sentence."""
    start = text.rfind("\n", 0, stamp.start) + 1
    end = text.find("\n", stamp.end)
    line = text[start : end if end >= 0 else len(text)]
    return len(line) <= 120 and not re.search("[，。；]", line)
