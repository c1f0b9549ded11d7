"""Rendering: what a page in the browser is waited for, one page at a time, and what one that never rests comes to."""

import asyncio

import pytest
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler import rendering, stillness
from crawler.rendering import RenderingHandler, rendering_request

URL = "http://www.yunling.example/xw/{}.shtml"
FILLED = "<p>云岭市举行新闻发布会</p>"


class Page:
    """A page that is complete; it answers nothing before the test lets it."""

    def __init__(self, answers: asyncio.Event) -> None:
        self.answers = answers
        self.asked = 0
        self.closed = False

    async def evaluate(self, _script: str) -> list[object]:
        self.asked += 1
        await self.answers.wait()
        return ["complete", stillness.FEW]

    async def content(self) -> str:
        return FILLED

    async def close(self) -> None:
        self.closed = True


class Browser(RenderingHandler):
    """A handler without a browser, and the pages that it was given."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self.answers = asyncio.Event()
        self.pages: list[Page] = []


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    async def show(self, request):
        assert not request.meta.get("playwright_page_methods")
        request.meta["rendering_page"] = Page(self.answers)
        self.pages.append(request.meta["rendering_page"])
        return HtmlResponse(request.url, body=b"<p></p>")

    monkeypatch.setattr(ScrapyPlaywrightDownloadHandler, "download_request", show)
    monkeypatch.setattr(stillness, "STEP", 0)
    return Browser()


def rendered(browser, number):
    request = rendering_request(URL.format(number), lambda: ("text/html", b"<p></p>"))
    return asyncio.ensure_future(browser.download_request(request))


async def under_way():
    for _turn in range(20):
        await asyncio.sleep(0)


async def test_a_page_is_asked_until_it_is_still_and_then_closed(browser):
    browser.answers.set()
    response = await rendered(browser, 1)
    [page] = browser.pages
    assert (response.text, page.asked > stillness.QUIET, page.closed) == (FILLED, True, True)


async def test_one_page_is_in_the_browser_at_a_time(browser):
    both = [rendered(browser, number) for number in (1, 2)]
    await under_way()
    assert len(browser.pages) == 1
    browser.answers.set()
    assert [(await one).text for one in both] == [FILLED] * 2


async def test_the_time_of_a_page_runs_from_its_own_turn_on(browser, monkeypatch):
    begun = []

    async def wait_for(task, seconds):
        begun.append(seconds)
        return await task

    monkeypatch.setattr(rendering.asyncio, "wait_for", wait_for)
    both = [rendered(browser, number) for number in (1, 2)]
    await under_way()
    assert begun == [rendering.PAGE_SECONDS]
    browser.answers.set()
    await asyncio.gather(*both)
    assert begun == [rendering.PAGE_SECONDS] * 2


async def test_a_page_that_never_comes_to_rest_is_closed_and_the_next_one_gets_its_turn(browser, monkeypatch):
    monkeypatch.setattr(rendering, "PAGE_SECONDS", 0.01)
    with pytest.raises(DownloadTimeoutError):
        await rendered(browser, 1)
    assert [page.closed for page in browser.pages] == [True]
    monkeypatch.setattr(rendering, "PAGE_SECONDS", 600)
    browser.answers.set()
    assert (await rendered(browser, 2)).text == FILLED
