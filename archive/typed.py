"""What a person types behind a verb: days, moments, addresses, how many rows."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

Row = TypeVar("Row")

CHINA = ZoneInfo("Asia/Shanghai")

# 2020, 2020-5, 2020/5/1, 2020.5.1, 2020年5月1日, 20200501
_DAY = re.compile(r"(\d{4})年?(?:(?:(?<=年)|[-/.])(\d{1,2})月?(?:(?:(?<=月)|[-/.])(\d{1,2})日?)?)?|(\d{4})(\d\d)(\d\d)")
_HOST = re.compile(r"(?:[^\s/?#@:]+(?:\.[^\s/?#@:]+)+|localhost)(?::\d+)?(?:[/?#]|$)")

most_rows = click.IntRange(min=1)
"""The type of `--limit`."""


def first_day(typed: str) -> date:
    """A day, or the first one of a month or year."""
    return _span(typed)[0]


def last_day(typed: str) -> date:
    """A day, or the last one of a month or year."""
    return _span(typed)[1]


def moment(typed: str) -> datetime:
    """A time, or the first moment of a day, month or year; without a zone it is China's."""
    return _moment(typed, 0, time.min)


def end_of(typed: str) -> datetime:
    """A time, or the last moment of a day, month or year; without a zone it is China's."""
    return _moment(typed, 1, time.max)


def _span(typed: str) -> tuple[date, date]:
    found = _DAY.fullmatch(typed.strip())
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        match parts:
            case [year, month, day]:
                return (date(year, month, day),) * 2
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        pass  # the month is no month, or has no such day
    raise click.BadParameter(f"{typed!r} is no date like 2026-05-01, 2026-05 or 2026")


def _moment(typed: str, end: int, of_day: time) -> datetime:
    try:
        found = datetime.combine(_span(typed)[end], of_day)
    except click.BadParameter:
        try:
            found = datetime.fromisoformat(typed)
        except ValueError as error:
            raise click.BadParameter(
                f"{typed!r} is no date (2026-05-01, 2026-05 or 2026) and no time (2026-05-01T09:30)"
            ) from error
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def address(typed: str) -> str:
    """An address as it stands in a browser, which leaves `http://` out."""
    if typed.lower().startswith(("http://", "https://")):
        return typed
    if _HOST.match(typed) is None:
        raise click.BadParameter(f"{typed!r} is no address such as http://www.example.gov.cn/xwfb/1.html")
    return f"http://{typed}"


def in_order(first: date | None, last: date | None, *, names: tuple[str, str] = ("--from", "--to")) -> None:
    """Raise UsageError where what was asked for ends before it begins, so that nothing could be found."""
    if first is not None and last is not None and first > last:
        raise click.UsageError(f"{names[0]} {_said(first)} is later than {names[1]} {_said(last)}")


def _said(when: date) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if isinstance(when, datetime) else when.isoformat()


def cut(found: Sequence[Row], limit: int) -> list[Row]:
    """The first rows of what was asked for with one more than the limit; says on stderr that there are more."""
    if len(found) > limit:
        click.echo(f"there is more than these {limit:,}: --limit N tells N", err=True)
    return list(found[:limit])
