"""Dates as Chinese pages print them, read as Asia/Shanghai with the precision they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from archive.article import Precision

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of every printed time; the pages never say it."""

EARLIEST, LATEST = 1994, 2100
"""Years outside are no dates of web pages; reading knows no clock, so the future is the archive's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A printed moment, and where it stood in the text it was found in."""

    moment: datetime
    """Aware; midnight where only the day was printed."""
    precision: Precision
    start: int = 0
    end: int = 0


# The parts may stand in elements of their own with nothing but a seam between ("2021", "12/02", "11:35"), and the
# colon may be any of three (2023-08-19 10∶08).
_GAP = r"[\s\x1f\xa0\u3000]*"
_SEPARATOR = rf"{_GAP}(?:[-/.．年_]|[-－—–]{{1,2}}|\\){_GAP}"
_TIME = (
    rf"(?:{_GAP}(?:星期[一二三四五六日天]|周[一二三四五六日天]|[（(][^（()）]{{1,4}}[)）])?{_GAP}(?:T|[，,|])?{_GAP}"
    rf"(?P<half>上午|下午|晚上|晚|凌晨|[AaPp][Mm])?{_GAP}"
    rf"(?P<hour>[01]?\d"
    rf"|2[0-4]){_GAP}[:：∶時时点]{_GAP}(?P<minute>[0-5]?\d)(?:{_GAP}[:：∶分]{_GAP}(?P<second>[0-5]\d)?)?"
    r"(?:\.\d{1,6})?(?P<zone>Z|[+-]\d{2}:?\d{2})?(?!\d))?"
)
_NUMERIC = re.compile(
    # What may not stand before a year is asked behind its first digits: so the engine looks for those alone.
    rf"(?P<year>(?:19|20)(?<![\d.]\d\d)\d\d)(?:{_SEPARATOR}|[\s\x1f]+)(?P<month>1[0-2]|0?[1-9])"
    rf"(?:{_GAP}[-/.．月_—–－\\]{{1,2}}{_GAP})(?P<day>3[01]|[12]\d|0?[1-9])(?!\d{{1}}(?![\d:：])){_GAP}(?:日"
    rf"|号)?{_TIME}"
)
_COMPACT = re.compile(
    rf"(?P<year>(?:19|20)(?<!\d\d\d)\d\d)(?P<month>0[1-9]|1[0-2])(?:/?)(?P<day>0[1-9]|[12]\d|3[01])(?!\d(?!\d:)){_TIME}"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY, _YEAR = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ENGLISH = (
    re.compile(rf"{_NAMED}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}{_TIME}"),
    re.compile(rf"(?<!\d){_DAY}\s{{1,3}}{_NAMED},?\s{{1,3}}{_YEAR}{_TIME}"),
    # What ASP.NET prints in America: 3/5/2021 10:20:00 AM.
    re.compile(
        r"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])/(?P<year>(?:19|20)\d\d)\s"
        r"(?P<hour>1[0-2]|0?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s(?P<half>[AaPp][Mm])(?P<zone>)"
    ),
    # What Java prints of a moment: Wed May 01 08:30:00 CST 2024.
    re.compile(
        rf"{_NAMED}\s{_DAY}\s(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)\s(?:CST\s)?{_YEAR}"
        r"(?P<half>)(?P<zone>)"
    ),
)
_DIGITS = {"〇": "0", "○": "0", "零": "0", "Ｏ": "0", "O": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
_DIGITS |= {"六": "6", "七": "7", "八": "8", "九": "9"}
_ONE = "[一二三四五六七八九]"
_WRITTEN = re.compile(
    r"(?P<year>[一二](?:\s*[〇○零Ｏ0O一二三四五六七八九]){3})\s*年\s*"
    rf"(?P<month>十[一二]?|{_ONE})\s*月\s*(?P<day>三十一?|二?十{_ONE}?|{_ONE})\s*日"
)


def find_stamps(text: str) -> Iterator[Stamp]:
    """Every date in a text, in order, or one in English; impossible days are passed over."""
    if "20" not in text and "19" not in text:
        return
    found = False
    for match in _NUMERIC.finditer(text):
        stamp = _numeric(match)
        if stamp is not None:
            found = True
            yield stamp
    if not found:
        for pattern in _ENGLISH:
            named = pattern.search(text)
            stamp = _numeric(named) if named is not None else None
            if stamp is not None:
                yield stamp
                return


def find_stamp(text: str) -> Stamp | None:
    """The first date in a text, numeric before written out, or None."""
    for stamp in find_stamps(text):
        return stamp
    for pattern, read in ((_COMPACT, _numeric), (_WRITTEN, _written)):
        match = pattern.search(text)
        found = read(match) if match is not None else None
        if found is not None:
            return found
    return None


def _numeric(match: re.Match[str]) -> Stamp | None:
    part = match.groupdict()
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    if part["half"] and part["half"] in ("下午", "晚上", "晚", "PM", "pm", "Pm") and hour < 12:
        hour += 12
    days, hour = (1, 0) if hour == 24 else (0, hour)
    precision: Precision = "second" if part["second"] else "minute" if part["minute"] else "day"
    if precision != "day" and (hour, minute, second, days) == (0, 0, 0, 0):
        # 2022-05-07 00:00:00 is what a database prints when it was given a day.
        precision = "day"
    return _stamp(
        match, (int(part["year"]), _number_of(part["month"]), int(part["day"])), (hour, minute, second), days, precision
    )


def _number_of(month: str) -> int:
    return int(month) if month.isdigit() else _MONTHS.index(month) + 1


def _written(match: re.Match[str]) -> Stamp | None:
    year = "".join(_DIGITS.get(sign, sign) for sign in match["year"] if not sign.isspace())
    if not year.isdigit():
        return None
    return _stamp(match, (int(year), _number(match["month"]), _number(match["day"])), (0, 0, 0), 0, "day")


def _number(text: str) -> int:
    """一 to 三十一."""
    tens, ten, ones = text.rpartition("十")
    return (int(_DIGITS[tens]) if tens else 1) * 10 * bool(ten) + (int(_DIGITS[ones]) if ones else 0)


def _stamp(
    match: re.Match[str], day: tuple[int, int, int], time: tuple[int, int, int], days: int, precision: Precision
) -> Stamp | None:
    if not EARLIEST <= day[0] <= LATEST:
        return None
    zone = match.groupdict().get("zone")
    try:
        moment = datetime(*day, *time, tzinfo=_zone(zone) or SHANGHAI) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return Stamp(moment=moment.astimezone(SHANGHAI), precision=precision, start=match.start(), end=match.end())


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


_CALENDAR = re.compile(
    r"(?<![\d.:/-])(?P<day>3[01]|[12]\d|0?[1-9])[\s\x1f]*(?:日|/)?[\s\x1f]+(?P<year>(?:19"
    r"|20)\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])(?![\d:-])"
)


def find_calendar(text: str) -> Stamp | None:
    """The date of a calendar leaf: the day large, year and month below it."""
    match = _CALENDAR.search(text)
    if match is None:
        return None
    return _stamp(match, (int(match["year"]), int(match["month"]), int(match["day"])), (0, 0, 0), 0, "day")


# --- addresses ------------------------------------------------------------------------------------------------------

_IN_ADDRESS = (
    re.compile(r"/t(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)_\d"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)[-/](?P<month>1[0-2]|0?[1-9])[-/](?P<day>3[01]|[12]\d|0?[1-9])(?=[/_-])"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])/"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)-?(?P<month>0[1-9]|1[0-2])/?(?P<day>0[1-9]|[12]\d|3[01])/"),
)


def stamp_in_address(url: str) -> Stamp | None:
    """The day that an article's address tells, as in `/t20230108_123.html` or `/art/2019/7/10/art_…`."""
    for pattern in _IN_ADDRESS:
        match = pattern.search(url)
        if match is not None:
            year, month, day = (int(match[name]) for name in ("year", "month", "day"))
            stamp = _stamp(match, (year, month, day), (0, 0, 0), 0, "day")
            if stamp is not None:
                return stamp
    return None
