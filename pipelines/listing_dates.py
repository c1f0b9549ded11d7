"""The dates that lists print beside their titles."""

from __future__ import annotations

import re
from datetime import date

_FULL = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})\s?(?:[-—–－/.．]|年)\s?(0?[1-9]|1[0-2])\s?(?:[-—–－/.．]|月)\s?(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_AMERICAN = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-/月](0?[1-9]|[12]\d|3[01])[-/,日 ]+((?:19|20)\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    # The calendar leaf: a large day over or under a small year and month.
    r"^\D{0,6}(0?[1-9]|[12]\d|3[01])\s?日?[\s/|]*((?:19|20)\d{2})\s?[-/.年]\s?(0?[1-9]|1[0-2])(?!\d)\s?月?\D{0,4}$"
)
_MONTH_FIRST = re.compile(
    r"^\D{0,6}((?:19|20)\d{2})\s?[-/.年]\s?(0?[1-9]|1[0-2])\s?月?[\s/|]+(0?[1-9]|[12]\d|3[01])\s?日?\D{0,4}$"
)
_YEAR_APART = re.compile(
    r"^\D{0,6}((?:19|20)\d{2})\s?年?[\s/|]+(0?[1-9]|1[0-2])\s?[-/.月]\s?(0?[1-9]|[12]\d|3[01])\s?日?\D{0,4}$"
)
_MONTH_DAY_YEAR = re.compile(
    r"^\D{0,6}(0?[1-9]|1[0-2])\s?[-/.月]\s?(0?[1-9]|[12]\d|3[01])\s?日?[\s/|]+((?:19|20)\d{2})\s?年?\D{0,4}$"
)
_DAY_MONTH_YEAR = re.compile(
    r"^\D{0,6}(0?[1-9]|[12]\d|3[01])\s?日?[\s/|]+(0?[1-9]|1[0-2])\s?月[\s/|,]*((?:19|20)\d{2})\s?年?\D{0,4}$"
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_NAMED_MONTH = re.compile(
    rf"(?P<han>十[一二]|[一二三四五六七八九十])月|(?P<english>{'|'.join(_ENGLISH_MONTHS)})[a-z]{{0,6}}\.?", re.I
)
_LONGEST_SHORT, _LONGEST_DATE = 14, 40
_MONTH_DAY = re.compile(r"(?<![\d.\-/])(0?[1-9]|1[0-2])\s?(?:[-/.]|月)\s?(0?[1-9]|[12]\d|3[01])(?!\d)\s?日?")
_SHORT_YEAR = re.compile(
    r"[\s\[【〔(（]{0,3}(9[5-9]|[012]\d|30)([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])[\s\]】〕)）]{0,3}"
)
"""23-12-28 and nothing else: the century is this one, or the one in which the first sites began."""
MADE = re.compile(r"成文|生成|印发|实施|生效|失效|废止|截止|有效")
"""Labels of a date that is the document's and not its publication's: it counts where the row prints no other."""
_LABEL = (
    r"(?:(?:发布|发文|成文|生成|公开|更新|印发|发稿|上传|公示|公告|添加|录入|访谈|直播)?(?:日期|时间)"
    r"|发布于|更新于|发布)"
)
_DATE_ONLY = re.compile(
    # A whole text that is nothing but a date: its brackets, its label, a time of day.
    rf"[\s\[【〔(（|/·:：]{{0,9}}{_LABEL}?\s?[:：]?[\s\[【〔(（]{{0,9}}"
    r"(?:(?:19|20)\d{2}\s?(?:[-—–－/.．]|年)\s?\d{1,2}\s?(?:[-—–－/.．]|月)\s?\d{1,2}\s?日?|(?:19|20)\d{6}"
    r"|\d{1,2}[-/]\d{1,2}[-/, ]{1,3}20\d{2}|\d{1,2}\s?(?:[-/]|月)\s?\d{1,2}\s?日?)"
    r"(?:[\sT]{0,9}\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?)?[\s\]】〕)）|·]{0,9}"
)


_AGO_ENDS = frozenset("前刚天")
_AGO = re.compile(r"\d{1,2}\s?(?:分钟|小时|个?小时|天|周|个月)前|刚刚|昨天|前天")
"""A date that only whoever looked at the page could tell."""


def find_date(text: str) -> date | None:
    """The first full date in a short text; None when there is none or it is no day of the calendar."""
    match = _FULL.search(text)
    if match is None and len(text) <= _LONGEST_SHORT and (short := _SHORT_YEAR.fullmatch(text)):
        return _day(f"{'19' if short[1] > '90' else '20'}{short[1]}", short[3], short[4])
    if match is None and (match := _COMPACT.search(text)) is None:
        if match := _AMERICAN.search(text):
            return _day(match[3], match[1], match[2])
        return None
    return _day(match[1], match[2], match[3])


def find_leaf(text: str) -> date | None:
    """The date of a calendar leaf, whose parts stand apart: `27 2020-11`, `2020.11 27`, `11-27 2020`, `27 Nov 2020`."""
    if named := _NAMED_MONTH.search(text):
        month = named["han"] or named["english"].lower()
        months = _WRITTEN_MONTHS if named["han"] else _ENGLISH_MONTHS
        text = f"{text[: named.start()]}{months.index(month) + 1}月{text[named.end() :]}"
    if match := _DAY_MONTH_YEAR.match(text):
        return _day(match[3], match[2], match[1])
    if match := _DAY_FIRST.match(text):
        return _day(match[2], match[3], match[1])
    if match := _MONTH_FIRST.match(text) or _YEAR_APART.match(text):
        return _day(match[1], match[2], match[3])
    if match := _MONTH_DAY_YEAR.match(text):
        return _day(match[3], match[1], match[2])
    return None


def find_month_day(text: str, address: str) -> date | None:
    """The date of `11-27` when the item's address tells the year of the same month and day; None otherwise."""
    match = _MONTH_DAY.search(text)
    if match is None:
        return None
    for found in re.finditer(r"(?<!\d)((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2]|[1-9])(?=[-/\d])", address[:2000]):
        if int(found[2]) == int(match[1]):
            return _day(found[1], match[1], match[2])
    return None


def find_day_of(year: str, text: str) -> date | None:
    """The date of `11-27` where the year stands elsewhere, above a block of rows."""
    match = _MONTH_DAY.search(text)
    return None if match is None else _day(year, match[1], match[2])


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else, in whatever dress."""
    if len(text) > _LONGEST_DATE:
        return False
    if _DATE_ONLY.fullmatch(text) is not None or _SHORT_YEAR.fullmatch(text) is not None:
        return True
    return text[-1:] in _AGO_ENDS and _AGO.fullmatch(text) is not None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
