"""Stillness: when a page in a browser has filled itself. The page is asked: no clock knows how busy the machine is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as Wanted

STEP: Final = 0.5
"""Seconds between two questions to the page."""
QUIET: Final = 4
"""So many answers in a row, each the same and of a page that waits for nothing, are stillness."""
UNASKED: Final = 20
"""So many in a row without a fetch end it all the same: a clock ticks, a call was never answered, nothing comes."""
FEW: Final = 40
"""Characters under which a page has not filled itself, however quiet it is: `加载中…`, or nothing."""
STATE: Final = "() => [document.readyState, document.body ? document.body.innerText.trim().length : 0]"


class Stillness:
    """What one page has asked for, and whether it still waits for something."""

    def __init__(self) -> None:
        self.asked = 0
        """How often something was fetched for it."""
        self._fetching = 0
        self._open: set[Wanted] = set()
        self._moved = False

    def __enter__(self) -> None:
        self.asked += 1
        self._fetching += 1
        self._moved = True

    def __exit__(self, *_exc: object) -> None:
        self._fetching -= 1
        self._moved = True

    def watch(self, page: Page) -> None:
        """Hear of each request of the page, and of when the page itself has its answer: that is later than ours."""
        page.on("request", self._sent)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    async def come(self, page: Page) -> None:
        """Return when the page is still.

        Each question has to be answered by the page's own thread. On a busy machine the answers come late, and so does
        the end: two seconds by the clock were over there before the page had begun to read what it had been given.
        """
        quiet = unasked = 0
        before: list[object] = []
        while quiet < QUIET and unasked < UNASKED:
            self._moved = False
            state: list[object] = await page.evaluate(STATE)
            await asyncio.sleep(STEP)
            unasked = 0 if self._fetching or self._moved else unasked + 1
            loaded, size = state
            settled = state == before and loaded == "complete" and isinstance(size, int) and size >= FEW
            quiet = quiet + 1 if unasked and settled and not self._open else 0
            before = state

    def _sent(self, wanted: Wanted) -> None:
        self._open.add(wanted)

    def _ended(self, wanted: Wanted) -> None:
        self._open.discard(wanted)
