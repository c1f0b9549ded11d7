"""Rendering: what is done when a page in the browser hangs."""

import pytest
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse

from crawler.rendering import RenderingHandler, rendering_request

URL = "http://www.yunling.example/xw/1.shtml"


class Hanging(RenderingHandler):
    """A handler whose browser lets so many pages hang before it shows one."""

    def __init__(self, hang: int) -> None:  # no browser, no crawler
        self.hang = hang
        self.given: list[bytes] = []

    async def _render(self, request):
        self.given.append(request.meta.pop("rendering_of")()[1])
        if len(self.given) <= self.hang:
            raise DownloadTimeoutError("the page did not come to rest")
        return HtmlResponse(request.url, body=b"<p>filled</p>")


@pytest.fixture
def request_():
    return rendering_request(URL, lambda: ("text/html", b"<p></p>"))


async def test_a_page_that_hung_once_is_rendered_again_from_the_same_bytes(request_):
    handler = Hanging(1)
    response = await handler.download_request(request_)
    assert response.body == b"<p>filled</p>"
    assert handler.given == [b"<p></p>"] * 2


async def test_a_page_that_hangs_twice_is_given_up(request_):
    with pytest.raises(DownloadTimeoutError):
        await Hanging(2).download_request(request_)
