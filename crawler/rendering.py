"""Rendering: a page that is empty without its scripts, filled by the machine's Chromium from what we fetch for it.

The browser never touches the network. It is given the page as it was recorded at the wire, and each script and each
call of the page is fetched as any other request of the crawl: guard, robots.txt, pace, limits and recorder are the
same, and so are the captures. What else a page wants (pictures, styles, frames, other pages, other hosts) is not
fetched. What it shows in the end becomes a capture of its own, with the protocol `rendered`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse
from scrapy.http.request import NO_CALLBACK
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from archive.encoding import decode_content
from crawler.browser import PAGE_SECONDS
from crawler.settings import USER_AGENT
from crawler.stillness import Stillness
from crawler.wire import LimitedHandler

if TYPE_CHECKING:
    from playwright.async_api import Page, Route
    from playwright.async_api import Request as Wanted
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from archive.store import Archive

log = logging.getLogger("govpress")

Arrived = Callable[[], tuple[str | None, bytes]]
"""A page as it arrived: its Content-Type, and its body without encodings."""

MOST_REQUESTS: Final = 40
"""Of one page: more is a page that polls."""
FETCHED: Final = frozenset({"script", "xhr", "fetch"})
SENT: Final = ("accept", "content-type", "x-requested-with")
"""Headers of the page's own calls that are passed on."""
CONTEXT: Final = {
    "service_workers": "block", "accept_downloads": False, "user_agent": USER_AGENT,
    "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
}  # fmt: skip


class RenderingHandler(ScrapyPlaywrightDownloadHandler, LimitedHandler):  # type: ignore[misc]
    """Download handler that renders the requests of `rendering_request`, and fetches all others as usual."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._scripts: dict[str, tuple[dict[str, str], bytes]] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    async def download_request(self, request: Request) -> Response:
        """Render, one page at a time and each within `PAGE_SECONDS`, or fetch."""
        if "rendering" not in request.meta:
            fetched: Response = await LimitedHandler.download_request(self, request)
            return fetched
        async with self._turn:  # those that wait have not begun: their time does not run
            return await self._render(request)

    async def _render(self, request: Request) -> Response:
        request.meta.update(
            playwright=True,
            playwright_context_kwargs=CONTEXT,
            # Whether it ever finishes loading is for the page to say, and it may say no.
            playwright_page_goto_kwargs={"wait_until": "commit"},
            playwright_page_init_callback=self._receive,
            playwright_include_page=True,
            rendering_stillness=Stillness(),
        )
        try:
            return await asyncio.wait_for(self._show(request), PAGE_SECONDS)
        except TimeoutError:
            raise DownloadTimeoutError(f"the page did not come to rest within {PAGE_SECONDS:g} seconds") from None
        finally:
            page: Page | None = request.meta.get("rendering_page")
            if page is not None:
                await page.close()
            for name in ("playwright_page_init_callback", "playwright_page", "rendering_page", "rendering_stillness"):
                request.meta.pop(name, None)

    async def _show(self, request: Request) -> Response:
        """What the page shows once it is still.

        Not as a page method of scrapy-playwright: after each it waits for the event `load`, which never comes where
        a page wants to leave before it is loaded.
        """
        await super().download_request(request)
        page: Page = request.meta["rendering_page"]
        stillness: Stillness = request.meta["rendering_stillness"]
        await stillness.come(page)
        # The answer's headers were made for the browser; what it shows is text, and we say how it is written down.
        shown, kind = (await page.content()).encode(), {"Content-Type": "text/html; charset=utf-8"}
        return HtmlResponse(request.url, headers=kind, body=shown, encoding="utf-8", request=request)

    async def _receive(self, page: Page, request: Request) -> None:
        """Answer every request of the page; the handler that is added last is asked first."""
        request.meta["rendering_page"] = page
        stillness: Stillness = request.meta["rendering_stillness"]
        stillness.watch(page)

        async def answer(route: Route) -> None:
            # Playwright keeps no hold of who answers, and the loop only a weak one: the collector may take it away in
            # the middle of a fetch, and the page would wait until its time is up.
            task = asyncio.ensure_future(answered(route))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
            await task

        async def answered(route: Route) -> None:
            wanted = route.request
            if wanted.is_navigation_request():
                await self._give_page(route, request, first=wanted.frame == page.main_frame)
                return
            if wanted.resource_type not in FETCHED or stillness.asked >= MOST_REQUESTS:
                await route.abort()
                return
            with stillness:
                given = await self._fetch(wanted, request)
            if given is None:
                await route.abort()
            else:
                await route.fulfill(status=200, headers=given[0], body=given[1])

        await page.route("**", answer)

    async def _give_page(self, route: Route, request: Request, *, first: bool) -> None:
        """The page as it arrived, once; wherever it wants to go then, it stays."""
        page: Arrived | None = request.meta.pop("rendering_of", None) if first else None
        if page is None:
            # Failed, it would show the browser's own page of excuses.
            await route.abort("aborted")
            return
        kind, payload = page()
        await route.fulfill(status=200, headers={"content-type": kind or "text/html"}, body=payload)

    async def _fetch(self, wanted: Wanted, request: Request) -> tuple[dict[str, str], bytes] | None:
        """What a script or a call of the page is answered with; None where nothing good came of it."""
        if wanted.url in self._scripts:
            return self._scripts[wanted.url]
        sent = {name: value for name, value in wanted.headers.items() if name in SENT}
        engine = self._crawler.engine
        assert engine is not None
        try:
            asked = Request(
                wanted.url, method=wanted.method, headers=sent | {"Referer": request.url},
                body=wanted.post_data_buffer or b"", callback=NO_CALLBACK,
                meta={"purpose": "page", "section": request.meta.get("section")},
            )  # fmt: skip
            response = await engine.download_async(asked)
            encoding = response.headers.get(b"Content-Encoding")
            body = decode_content(response.body, encoding.decode("latin-1") if encoding else None)
        except Exception as error:  # noqa: BLE001  the page goes without; what was answered is recorded
            log.info("%s went without %s: %s", request.url, wanted.url, error)
            return None
        if response.status != 200:
            return None
        kind = response.headers.get(b"Content-Type")
        given = ({"content-type": kind.decode("latin-1") if kind else "text/plain"}, body)
        if wanted.resource_type == "script":
            self._scripts[wanted.url] = given
        return given


def captured_page(archive: Archive, capture: int) -> Arrived:
    """The page of a capture; it is read from the archive when the browser asks for it."""
    return partial(_arrived, archive, capture)


def _arrived(archive: Archive, capture: int) -> tuple[str | None, bytes]:
    captured = archive.capture(capture)
    return captured.header("content-type"), captured.payload


def rendering_request(url: str, page: Arrived, **options: Any) -> Request:
    """A request that brings no page from the site, but shows what one that arrived looks like in a browser."""
    meta = options.pop("meta", {}) | {"rendering": True, "rendering_of": page, "dont_retry": True}
    return Request(url, meta=meta, dont_filter=True, **options)
