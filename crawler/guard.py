"""What may be fetched: schemes, hosts with their ports, public addresses only, and no traps."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.on_behalf import site_of
from crawler.site import Site, host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

URL_LIMIT = 2048
# The deepest real column seen has nine steps (SITES.md section 6, 2026-11).
DEPTH_LIMIT = 16
# A step that comes back again and again is a relative link that feeds on itself: /a/b/a/b/a/b/.
REPEAT_LIMIT = 4
QUERY_LIMIT = 16
# The second is ASP.NET's without cookies: /(S(wtqx0f4b2nkyum55zzyn1l45))/list.aspx
SESSION = re.compile(
    r"(?:^|[;&?/])(?:jsessionid|phpsessid|aspsessionid\w*)=|/\((?:[A-Z]\([a-z0-9]{12,}\))+\)(?:/|$)", re.IGNORECASE
)


class Refused(IgnoreRequest):
    """A request that is not made: the guard or a robots.txt said no."""


class Unfetchable(Refused):
    """An address that a page led to and that the guard does not let through: a trap, another host, a private one."""


def refusal(url: str, site: Site) -> str | None:
    """Why this address must not be fetched for this site; None where it may be."""
    parts = urlsplit(url)
    host = host_of(url)
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}: is not fetched"
    if not host or parts.username is not None:
        return "the address has no host" if not host else "the address carries a user name"
    if site.private and host in site.hosts:
        return trap(url)
    if is_private_literal(parts.hostname or ""):
        return f"{parts.hostname} is not a public address"
    if site.private or not site.holds(url):
        return f"{host} is no host of this site"
    return trap(url)


def trap(url: str) -> str | None:
    """Why an address looks like one of endlessly many; None where it does not."""
    if len(url) > URL_LIMIT:
        return f"the address is longer than {URL_LIMIT} characters"
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if len(steps) > DEPTH_LIMIT:
        return f"the path has more than {DEPTH_LIMIT} steps"
    if steps and Counter(steps).most_common(1)[0][1] > REPEAT_LIMIT:
        return f"one step of the path comes more than {REPEAT_LIMIT} times"
    if parts.query.count("&") >= QUERY_LIMIT:
        return f"the query has more than {QUERY_LIMIT} parts"
    if SESSION.search(url):
        return "the address carries a session"
    return None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not loopback, private, link-local, multicast or reserved."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address in IPv6 clothes leads where the IPv4 address leads.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_private_literal(host: str) -> bool:
    """Whether a host is itself an address that is not public, in any form: 0x7f000001, 127.1, [::1]."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(name)))
    except OSError:
        return ":" in name and not is_public(name)


class PublicOnlyResolver(CachingThreadedResolver):
    """Name resolution that refuses an address which is not public, unless a private site claims the name.

    It sees the address that is about to be dialled, so a name that changes its address between two look-ups
    (DNS rebinding) gains nothing; which ports of a private name may be asked is for `Guard` to say.
    """

    private_names: ClassVar[set[str]] = set()
    refused: ClassVar[dict[str, str]] = {}
    """Names that were not dialled, and why: Twisted tells no more than that there was no result."""

    @classmethod
    def allow(cls, hosts: Iterable[str]) -> None:
        """Let the names of a private site resolve to whatever they are."""
        cls.private_names.update((urlsplit(f"//{host}").hostname or "") for host in hosts)

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  Twisted's name
        """Resolve a name; the answer is a `DNSLookupError` where the address is not public."""

        def check(address: str) -> str:
            if not is_public(address) and name.lower() not in self.private_names:
                self.refused[name.lower()] = f"{name} is {address}, which is not a public address"
                raise DNSLookupError(self.refused[name.lower()])
            return address

        return super().getHostByName(name, timeout).addCallback(check)


class Guard:
    """Downloader middleware that refuses what must not be fetched, redirect targets included."""

    def __init__(self, site: Site) -> None:
        self.site = site
        if site.private:
            PublicOnlyResolver.allow(site.hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Guard the site of the crawler's spider; other spiders, such as those of `scrapy shell`, have none."""
        return cls(site_of(crawler))

    def process_request(self, request: Request) -> None:
        """Raise `Refused` where the address must not be fetched."""
        reason = refusal(request.url, self.site)
        if reason:
            raise Unfetchable(reason)
