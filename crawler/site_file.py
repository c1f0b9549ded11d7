"""Reading and checking one site file: every problem of it at once, each with its table, key and what was expected."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from crawler.errors import SiteFileError, SiteProblem
from crawler.hours import Hours
from crawler.site import Attachments, Limits, Notify, Pace, Reach, Section, Site, host_of
from crawler.site_table import Table, shown
from crawler.site_values import (
    address_check,
    cron_problem,
    empty_problem,
    expression_problem,
    family_problem,
    host_problem,
    parameter_problem,
    rule_problem,
    selector_problem,
)
from pipelines.profile import Profile

KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
LEAST_PUBLIC_DELAY: Final = 1.0
TOP: Final = (
    "name", "home", "family", "private", "confirmed", "hosts", "mobile", "sessions", "cookies", "scripts", "legacy_tls",
    "pace", "limits", "walk", "notify", "attachments", "section", "page",
)  # fmt: skip
OFFERS: Final = ("feed", "sitemap", "sitemaps")
FETCHED: Final = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "ofd", "zip", "rar", "csv", "images")
RULES: Final = ("title", "body", "published_at", "source", "author", "editor", "column", "remove", "items")
SELECTORS_ONLY: Final = frozenset({"remove", "items"})


def read_site_file(path: Path) -> Site:
    """Read one site file into a `Site`; raises `SiteFileError` with every problem found in it."""
    try:
        # Notepad sets a mark before UTF-8.
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise _unreadable(path, "it is not in UTF-8; save it as UTF-8 in your editor") from None
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, str(error)) from None
    problems: list[SiteProblem] = []
    top = Table(path, "", rows, problems, TOP)
    if not KEY.fullmatch(path.stem):
        top.note("file name", "lower-case letters, digits and hyphens, and .toml", found=repr(path.name))
    private = bool(top.take("private", bool, "true or false"))
    name = top.take("name", str, "the site's name", check=empty_problem, required=True)
    home = top.take("home", str, "an address", check=address_check(private), required=True)
    hosts = top.take_texts("hosts", 'a list of hosts, such as ["news.example.gov.cn"]', host_problem)
    family = top.take("family", str, "the name of a family", check=family_problem)
    confirmed = _confirmed(top)
    cookies = bool(top.take("cookies", bool, "true or false"))
    scripts = bool(top.take("scripts", bool, "true or false"))
    legacy_tls = bool(top.take("legacy_tls", bool, "true or false"))
    pace = _pace(top, private=private)
    limits = _limits(top)
    reach = _reach(top)
    notify = _notify(top)
    attachments = _attachments(top)
    sections = _sections(top, private=private)
    profile = _profile(top, family, home)
    if problems:
        raise SiteFileError(problems)
    named = (url for section in sections for url in (section.start, section.feed, section.sitemap) if url)
    own = (host_of(home), *map(host_of, named), *(host.lower() for host in hosts))
    return Site(
        key=path.stem, name=name, home=home, family=family, private=private, confirmed=confirmed,
        cookies=cookies, scripts=scripts, legacy_tls=legacy_tls, pace=pace, limits=limits, reach=reach, notify=notify,
        attachments=attachments, sections=sections, profile=profile, hosts=tuple(dict.fromkeys(own)), path=path,
    )  # fmt: skip


def _pace(top: Table, *, private: bool) -> Pace:
    table = top.table("pace", ("delay", "concurrency", "hours", "away_hours", "daily_requests"))
    least = 0.0 if private else LEAST_PUBLIC_DELAY
    words = f"seconds between two requests, a number from {least:g} to 3600"
    delay = table.take("delay", float, words, check=lambda value: None if least <= value <= 3600 else words)
    words_too = "requests under way to one host, a whole number from 1 to 16"
    concurrency = table.take("concurrency", int, words_too, check=lambda value: None if 1 <= value <= 16 else words_too)
    many = "requests a day, a whole number from 0 to 1000000"
    daily = table.take("daily_requests", int, many, check=lambda value: None if 0 <= value <= 1_000_000 else many)
    window = 'hours of the day in China, such as "08:00-20:00"'
    hours = table.take("hours", str, window, check=lambda value: None if Hours.of(value) else window)
    span = "hours, a number from 0 to 24"
    away = table.take("away_hours", float, span, check=lambda value: None if 0 <= value <= 24 else span)
    # Nobody is kept out of a network of one's own for being a nuisance.
    usual_away = 0.0 if private else Pace().away_hours
    return Pace(
        away_hours=usual_away if away is None else away,
        hours=Hours.of(hours) if hours else None,
        daily_requests=Pace().daily_requests if daily is None else daily,
        delay=Pace().delay if delay is None else delay,
        concurrency=Pace().concurrency if concurrency is None else concurrency,
    )


def _notify(top: Table) -> Notify:
    table = top.table("notify", ("command", "webhook"))
    words = 'a list with a program and its arguments, such as ["/usr/local/bin/tell-me", "press"]'
    command = table.take_texts("command", words, empty_problem)
    return Notify(command=command, webhook=table.take("webhook", str, "an address", check=address_check(True)))


def _attachments(top: Table) -> Attachments:
    table = top.table("attachments", ("fetch", "megabytes"))
    words = f"a list of {', '.join(FETCHED)}"
    fetch = table.take_texts("fetch", words, lambda value: None if value in FETCHED else words)
    size = "MiB of one file, a number above 0 and up to 16"
    megabytes = table.take("megabytes", float, size, check=lambda value: None if 0 < value <= 16 else size)
    return Attachments(fetch=fetch, megabytes=megabytes or Attachments().megabytes)


def _limits(top: Table) -> Limits:
    table = top.table("limits", ("requests", "megabytes", "hours"))
    words = "a whole number from 1 to 10000000"
    usual = Limits()

    def whole(value: int) -> str | None:
        return None if 1 <= value <= 10_000_000 else words

    requests = table.take("requests", int, words, check=whole)
    megabytes = table.take("megabytes", int, words, check=whole)
    span = "hours, a number above 0 and up to 1000"
    hours = table.take("hours", float, span, check=lambda value: None if 0 < value <= 1000 else span)
    return Limits(
        requests=requests or usual.requests, megabytes=megabytes or usual.megabytes, hours=hours or usual.hours
    )


def _reach(top: Table) -> Reach:
    table = top.table("walk", ("full_days", "known"))
    words = "days between two walks to a list's end, a number from 0 to 365"
    full_days = table.take("full_days", float, words, check=lambda value: None if 0 <= value <= 365 else words)
    words_too = "known articles in a row that end a walk, a whole number from 1 to 1000"
    known = table.take("known", int, words_too, check=lambda value: None if 1 <= value <= 1000 else words_too)
    return Reach(
        full_days=Reach().full_days if full_days is None else full_days,
        known=Reach().known if known is None else known,
    )


def _sections(top: Table, *, private: bool) -> tuple[Section, ...]:
    tables = top.tables("section", ("name", "start", "schedule", "article", *OFFERS), label="section")
    if "section" not in top.rows or top.rows["section"] == []:
        top.note("section", "at least one [[section]] with name and start", found="nothing")
    sections = []
    names: set[str] = set()
    for table in tables:
        name = table.take("name", str, "the section's name", check=empty_problem, required=True)
        start = table.take("start", str, "an address", check=address_check(private), required=True)
        schedule = table.take("schedule", str, "a cron line", check=cron_problem)
        article = table.take("article", str, "a regular expression", check=expression_problem)
        feed, sitemap = (table.take(key, str, "an address", check=address_check(private)) for key in OFFERS[:2])
        sitemaps = bool(table.take("sitemaps", bool, "true or false"))
        if (sitemap or sitemaps) and "article" not in table.rows:
            # A sitemap holds the whole site, and all of it would be filed under this section.
            table.note(
                "article", "the pattern of this section's articles, for a sitemap names everything", found="nothing"
            )
        if name in names:
            table.note("name", "a name that no other section of this file has", found=shown(name))
        if name and start:
            names.add(name)
            more = {"feed": feed, "sitemap": sitemap, "sitemaps": sitemaps}
            sections.append(Section(name=name, start=start, schedule=schedule, article=article, **more))
    return tuple(sections)


def _profile(top: Table, family: str | None, home: str | None) -> Profile:
    mobile = _mobile(top, home)
    table = top.table("page", ("article", "turns", "before", *RULES))
    before = []
    for older in table.tables("before", ("date", "article", "turns", *RULES), label="page.before"):
        until = older.take("date", date, "a date such as 2022-01-01, not in quotes", required=True)
        rules = _rules(older, family)
        if until:
            before.append((until, rules))
    rules = _rules(table, family, tuple(sorted(before, key=lambda rule: rule[0])), home=home if mobile else None)
    words = 'a list of query parameters that mean nothing, such as ["_sk"]'
    return replace(rules, mobile=mobile, sessions=top.take_texts("sessions", words, parameter_problem))


def _rules(
    table: Table, family: str | None, before: tuple[tuple[date, Profile], ...] = (), *, home: str | None = None
) -> Profile:
    article = table.take("article", str, "a regular expression", check=expression_problem)
    turns = table.take("turns", bool, "true or false")
    lists = {
        name: table.take_texts(
            name,
            f'a list of CSS selectors{"" if name in SELECTORS_ONLY else " or Chinese labels"}, such as [".title"]',
            selector_problem if name in SELECTORS_ONLY else rule_problem,
        )
        for name in RULES
    }
    return Profile(family=family, article=article, turns=turns, before=before, home=home, **lists)


def _unreadable(path: Path, why: str) -> SiteFileError:
    return SiteFileError([SiteProblem(file=path, table="", key="", expected=f"not readable as TOML: {why}")])


def _confirmed(top: Table) -> date | None:
    if top.rows.get("confirmed") == "never":
        return None
    return top.take("confirmed", date, '"never", or a date such as 2026-11-22, not in quotes')  # type: ignore[no-any-return]


def _mobile(top: Table, home: str | None) -> tuple[str, ...]:
    words = 'a list of hosts with the same pages under the same paths, such as ["m.example.gov.cn"]'
    hosts = tuple(host.lower() for host in top.take_texts("mobile", words, host_problem))
    if home and host_of(home) in hosts:
        top.note("mobile", "other hosts than that of home", found=shown(host_of(home)))
    return hosts
