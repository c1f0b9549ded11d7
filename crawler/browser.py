"""Which browser renders the pages of a site whose file says `scripts = true`, and Scrapy's settings for it."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Any, Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGE_SECONDS: Final = 120.0
"""What one page gets to fill itself, the pauses between its own requests included."""
# Nothing leaves the browser by itself: every request of a page is answered by us, and what is none of a page's finds a
# proxy that is not there.
ARGUMENTS: Final = (
    "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu", "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)  # fmt: skip


def browser_path() -> str | None:
    """The machine's Chromium: `GOVPRESS_CHROMIUM`, or the first found on the PATH; none is ever downloaded."""
    named = os.environ.get("GOVPRESS_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def why_no_browser() -> str | None:
    """Why pages cannot be rendered on this machine; None where they can."""
    if find_spec("scrapy_playwright") is None:
        return "scrapy-playwright is not installed: pip install 'govpress[scripts]'"
    if browser_path() is None:
        return "no Chromium was found on the PATH: install one, or name it with GOVPRESS_CHROMIUM"
    return None


def browser_settings() -> dict[str, Any]:
    """Scrapy's settings for a crawl whose pages are rendered; none where they cannot be."""
    if why_no_browser():
        return {}
    handler = "crawler.rendering.RenderingHandler"
    launch = {
        "executable_path": browser_path(),
        "headless": True,
        "args": list(ARGUMENTS),
        # Chromium refuses to run in its sandbox as root.
        "chromium_sandbox": os.name == "posix" and os.geteuid() != 0,
    }
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "file": None, "data": None, "ftp": None, "s3": None},
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": PAGE_SECONDS * 1000,
    }
