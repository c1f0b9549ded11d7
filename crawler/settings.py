"""Scrapy settings, each with its reason beside it. What is not here is Scrapy's own default."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from crawler.browser import browser_settings

if TYPE_CHECKING:
    from crawler.site import Site


def _version() -> str:
    try:
        return version("govpress")
    except PackageNotFoundError:
        # Run from an unpacked source tree that was never installed.
        return "0"


VERSION: Final = _version()
PROJECT: Final = "https://github.com/govpress/govpress"
BODY_LIMIT: Final = 16 * 1024 * 1024

BOT_NAME = "govpress"
SPIDER_MODULES = ["crawler.spiders"]
# One spider class for each site file, packaged or one's own; a broken file hides no other.
SPIDER_LOADER_CLASS = "crawler.spiders.SiteSpiders"

# Who is visiting and whom to write to: a site's operators must be able to complain. People name themselves with
# GOVPRESS_CONTACT, an address or a page; a line break there would be a header of its own.
CONTACT = " ".join(os.environ.get("GOVPRESS_CONTACT", "").split())
USER_AGENT = f"govpress/{VERSION} (+{PROJECT}{f'; {CONTACT}' if CONTACT else ''})"
# The product token that a robots.txt would name (RFC 9309 section 2.2.1).
ROBOTSTXT_USER_AGENT = "govpress"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Scrapy asks for English, and some of these sites answer with their English front page.
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    # What `archive.encoding` undoes without optional packages.
    "Accept-Encoding": "gzip, deflate",
}

# --- Doors that must stay shut, also for those who bring a component back that is left out below --------------------
# New in Scrapy 2.19 and on by default: a loopback server that evaluates the Python it is sent.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# A page must not make us read this machine's files or speak other protocols: Scrapy fetches file: and data: otherwise.
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
    # Headers have a limit in it, and the TLS version is kept.
    "http": "crawler.wire.LimitedHandler",
    "https": "crawler.wire.LimitedHandler",
}
# Refuses loopback, private and metadata addresses at the moment of dialling, whatever name or redirect led there.
TWISTED_DNS_RESOLVER = "crawler.guard.PublicOnlyResolver"
# Through a proxy the proxy would resolve names, and the resolver above would guard nothing.
HTTPPROXY_ENABLED = False
# Nobody logs in; a cookie would only let a site tell one visit from another. `site_settings` lets them in where a site
# file says `cookies = true`.
COOKIES_ENABLED = False
# Nothing older than this, unless a site file says `legacy_tls = true`.
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"
# Certificates of these sites are often broken, and what is read is public either way; what was answered is kept.
DOWNLOAD_VERIFY_CERTIFICATES = False

# --- Sizes and times ---------------------------------------------------------------------------------------------
# On the wire. What is compressed stays compressed until a reader undoes it within `archive.encoding.PAYLOAD_LIMIT`.
DOWNLOAD_MAXSIZE = BODY_LIMIT
DOWNLOAD_WARNSIZE = 0
# The whole answer, first to last byte: a server that drips is cut off. Scrapy waits three minutes.
DOWNLOAD_TIMEOUT = 60
DNS_TIMEOUT = 20
# Two permanent redirects and a change of scheme and host; more is a loop (`crawler.redirects` says which).
REDIRECT_MAX_TIMES = 5
# Refresh tags point at advertisements and at the page itself; a page that only refreshes is kept and said to be so, and
# the list reader names where a list page without items leads (`pipelines/pagers/elsewhere.py`).
METAREFRESH_ENABLED = False

# --- Manners -----------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True
# For a spider without a site file; `crawler.pace` holds each site's own pace and lets nothing shorten it.
DOWNLOAD_DELAY = 3.0
# Scrapy shortens and lengthens the delay by up to a half at random: what was asked for is the least.
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 16
# Scrapy starts so many tasks for every answer, a hundred by default, and an article page yields one item: the other
# ninety-nine cost a third of a crawl's time (2026-11).
CONCURRENT_ITEMS = 1
# It would erode a site's own delay and Crawl-delay down to DOWNLOAD_DELAY (2026-11).
AUTOTHROTTLE_ENABLED = False
# First listed, first asked: the newest articles. Scrapy takes the last first.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
RETRY_TIMES = 2
# 408, 429 and 5xx; 521 is a firewall's challenge on these sites, not a passing fault.
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# --- What a request and its answer pass through ------------------------------------------------------------------
# The lists below stand in place of Scrapy's own, not beside them: what is only switched off is imported all the same,
# and brings half a second of other web frameworks into every crawl. Left out of Scrapy's: Offsite (Guard checks hosts
# with their ports), RobotsTxt (lets the third and later waiters through, 2.14 to 2.19), HttpAuth, MetaRefresh, Cookies,
# HttpProxy, HttpCache, DownloaderStats, and HttpCompression (bodies are kept as they arrived and decoded by the reader:
# a crawl and a re-reading run the same function).
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES: dict[str, int] = {
    "crawler.guard.Guard": 90,
    "crawler.robots.SerialRobots": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "crawler.redirects.Redirects": 600,
    # Sees each answer right after it was recorded and counted.
    "crawler.limits.RunLimits": 930,
    "crawler.conditional.Conditional": 940,
    "crawler.pace.PaceKeeper": 945,
    # Nearest the network: sees robots.txt, redirects, 304, 404, retries and failures.
    "crawler.recorder.Recorder": 950,
}
# Without HttpError: the spider looks at every status itself, for a 404 is evidence.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    # Some list addresses answer only to those who come from their column's page.
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
}
# Without the remote control and the telnet console, above all; and without Scrapy's figures, which nobody would see.
EXTENSIONS_BASE: dict[str, int] = {
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
}

# --- What Scrapy need not look after -------------------------------------------------------------------------------
# It parses the source of each callback on its first call, to warn of a generator that returns a value: mypy does.
WARN_ON_GENERATOR_RETURN_VALUE = False

# --- Logs and exports --------------------------------------------------------------------------------------------
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
# The run's own figures are in the archive, in `runs`.
STATS_DUMP = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
FEED_EXPORT_ENCODING = "utf-8"

# --- govpress's own ----------------------------------------------------------------------------------------------
GOVPRESS_DB = os.environ.get("GOVPRESS_DB", "press.db")
GOVPRESS_SITES = os.environ.get("GOVPRESS_SITES", "")


def scrapy_settings(**overrides: Any) -> dict[str, Any]:
    """The settings of this module as a dictionary, for crawls that are not started by the `scrapy` command."""
    own = {name: value for name, value in globals().items() if name.isupper()}
    return own | overrides


def site_settings(site: Site) -> dict[str, Any]:
    """What one site file changes in these settings, for every spider that visits the site."""
    own: dict[str, Any] = {
        "DOWNLOAD_DELAY": site.pace.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": site.pace.concurrency,
    }
    if site.cookies:
        cookies = {"scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700}
        own |= {"COOKIES_ENABLED": True, "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES | cookies}
    if site.scripts:
        own |= browser_settings()
    if site.legacy_tls:
        own |= {"DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0", "GOVPRESS_LEGACY_TLS": True}
    return own
