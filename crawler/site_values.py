"""What one value of a site file must be: each check says what was expected, or None where the value is fit."""

from __future__ import annotations

import ipaddress
import re
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from crawler.site_table import Check

HOST: Final = re.compile(r"(?:[\w-]+\.)*[\w-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?", re.IGNORECASE)
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


def cron_problem(line: str) -> str | None:
    """What is wrong with a cron line, or None.

    Days of the week are named: APScheduler counts Monday as 0 where cron counts Sunday, so a digit there would crawl
    on the wrong day without anybody noticing (2026-11).
    """
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415  only files with a schedule need it

    shape = "a cron line of five fields in Asia/Shanghai, such as '15 8-20/4 * * mon-fri'"
    parts = line.split()
    if len(parts) != 5:
        return shape
    if re.search(r"\d", parts[4]):
        return f"{shape}, with the day of week by name (mon, tue, wed, thu, fri, sat, sun)"
    try:
        CronTrigger.from_crontab(line, timezone="Asia/Shanghai")
    except ValueError as error:
        return f"{shape} ({error})"
    return None


def address_check(private: bool) -> Check:
    """What says of an address why it cannot stand in a site file, public or private."""

    def check(url: str) -> str | None:
        shape = "an address such as http://www.example.gov.cn/"
        if re.search(r"[\s<>\"\\]", url):
            return f"{shape}, without spaces or quotes"
        try:
            parts = urlsplit(url)
            host, user = parts.hostname, parts.username
            parts.port  # noqa: B018  an impossible port raises
        except ValueError as error:
            return f"{shape} ({error})"
        if parts.scheme not in ("http", "https") or not host:
            return f"{shape}, with http:// or https:// and a host"
        if user is not None:
            return f"{shape}, without a user name"
        if not private and _is_private(host):
            return "a public host, or private = true at the top of the file"
        return None

    return check


def _is_private(host: str) -> bool:
    if host.rstrip(".") == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def family_problem(value: str) -> str | None:
    """What is wrong with the name of a family, with the nearest that there is, or None."""
    from pipelines.families import FAMILIES  # noqa: PLC0415  only files that name a family need it

    if value in FAMILIES:
        return None
    nearest = get_close_matches(value, list(FAMILIES), n=1, cutoff=0.4)
    return f"one of {', '.join(sorted(FAMILIES))}" + (f" (did you mean {nearest[0]!r}?)" if nearest else "")


def parameter_problem(value: str) -> str | None:
    """What is wrong with the name of a query parameter, or None."""
    return None if re.fullmatch(r"[\w.$-]+", value) else "a query parameter's name"


def empty_problem(value: str) -> str | None:
    """What is expected where a text is blank, or None."""
    return None if value.strip() else "some text"


def host_problem(value: str) -> str | None:
    """What is wrong with a host, or None; a port may follow it."""
    return None if HOST.fullmatch(value) else "a host such as news.example.gov.cn, without http:// and without a path"


def expression_problem(value: str) -> str | None:
    """What is wrong with a regular expression, or None."""
    try:
        re.compile(value)
    except re.error as error:
        return f"a regular expression ({error})"
    return None


def rule_problem(value: str) -> str | None:
    """What is wrong with a rule of a profile, a CSS selector or a Chinese label, or None."""
    return None if CHINESE.search(value) else _selector(value)


def selector_problem(value: str) -> str | None:
    """What is wrong with a rule that can be no label, or None."""
    return "a CSS selector, no Chinese label" if CHINESE.search(value) else _selector(value)


def _selector(value: str) -> str | None:
    from cssselect import SelectorError, parse  # noqa: PLC0415  only files with rules need it

    try:
        parse(value)
    except SelectorError as error:
        return f"a CSS selector ({error})"
    return None
