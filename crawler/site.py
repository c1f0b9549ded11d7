"""Site, Section, Pace: what a site file says, as typed objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.hours import Hours
from pipelines.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One column (栏目) of a site: a list of articles."""

    name: str
    start: str
    """The address of the first list page."""
    schedule: str | None = None
    """A cron line in Asia/Shanghai, day of week by name; None leaves the section to crawls by hand."""
    article: str | None = None
    """A regular expression that article addresses of this section match; None takes the site's."""
    feed: str | None = None
    """The address of an RSS or Atom feed that names its newest articles; read on each visit."""
    sitemap: str | None = None
    """The address of a sitemap, or of an index of them, that names its articles; read when its list is walked whole."""
    sitemaps: bool = False
    """Whether the sitemaps that robots.txt names are read as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How gently a site is visited."""

    delay: float = 3.0
    """Seconds between two requests to one host; Crawl-delay, Retry-After and back-off only ever lengthen it."""
    concurrency: int = 1
    hours: Hours | None = None
    """When the site may be visited; None is always. A visit that lasts longer ends, and the next one goes on."""
    away_hours: float = 1.0
    """How long the site is left alone after it blocked a visit, doubled by each blocked visit in a row, up to a day."""
    daily_requests: int = 2000
    """Requests a day, of all visits together, within which known pages are asked for again; what is listed and new is
    asked for all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one visit takes from a site; what reaches them ends, outcome `partial`, and the next goes on."""

    requests: int = 20_000
    megabytes: int = 2048
    """MiB of bodies, as received."""
    hours: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far down its lists a site is walked."""

    full_days: float = 7.0
    """Days between two walks to the end of a list; 0 walks each to its end on every visit."""
    known: int = 20
    """So many known articles in a row end an ordinary walk; more than the list pins to its top (置顶)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Which files that hang on its articles are fetched: none, unless the site file says so."""

    fetch: tuple[str, ...] = ()
    """Extensions, and `images` for the pictures of the body."""
    megabytes: float = 8.0
    """MiB of one file; a larger one is not fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Who is told of a visit that has findings: both get them as JSON."""

    command: tuple[str, ...] = ()
    """A program with its arguments; it reads the JSON from standard input, and no shell is involved."""
    webhook: str | None = None
    """An address to which the JSON is posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site: where its sections are, how gently it is visited, how its pages read."""

    key: str
    """The name of its file without `.toml`; what `govpress crawl` and `scrapy crawl` call it."""
    name: str
    home: str
    sections: tuple[Section, ...]
    family: str | None = None
    private: bool = False
    """Whether its own addresses may be loopback or private ones."""
    confirmed: date | None = None
    """When its addresses were last confirmed on the live site; None is never."""
    pace: Pace = field(default_factory=Pace)
    limits: Limits = field(default_factory=Limits)
    cookies: bool = False
    """Whether it may set cookies; they are forgotten at the end of the visit."""
    scripts: bool = False
    """Whether pages that are empty without their scripts are rendered with the machine's Chromium."""
    legacy_tls: bool = False
    """Whether TLS 1.0 and 1.1 and the ciphers of their time will do; each capture says what was spoken."""
    reach: Reach = field(default_factory=Reach)
    notify: Notify = field(default_factory=Notify)
    attachments: Attachments = field(default_factory=Attachments)
    profile: Profile = field(default_factory=Profile)
    hosts: tuple[str, ...] = ()
    """Every host its pages may be on, with the port where it is not the scheme's own; never empty once loaded."""
    path: Path | None = None
    """The file it was read from."""

    def section(self, name: str) -> Section | None:
        """The section of this name, if there is one."""
        return next((section for section in self.sections if section.name == name), None)

    def holds(self, url: str) -> bool:
        """Whether an address is on one of this site's hosts; `www.` makes no difference."""
        return bare_host(host_of(url)) in {bare_host(host) for host in self.hosts}


def host_of(url: str) -> str:
    """Host of an address in lower case, with the port where it is not the scheme's own; empty where it has none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port and port != {"http": 80, "https": 443}.get(parts.scheme) else host


def bare_host(host: str) -> str:
    """A host without the `www.` that half of a site's own links leave out."""
    return host.removeprefix("www.")
