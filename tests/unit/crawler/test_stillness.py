"""When a page in a browser has filled itself: told by the page, however long it takes to answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from crawler import stillness
from crawler.stillness import FEW, QUIET, UNASKED, Stillness

FULL = ["complete", FEW]


@dataclass
class Page:
    """A page that is asked for its state; `events` happen before the question with their number."""

    states: dict[int, list[object]] = field(default_factory=dict)
    """Its state from a question on."""
    events: dict[int, Callable[[Page], None]] = field(default_factory=dict)
    questions: int = 0
    heard: dict[str, Callable[[object], None]] = field(default_factory=dict)

    def on(self, event: str, hear: Callable[[object], None]) -> None:
        self.heard[event] = hear

    async def evaluate(self, _script: str) -> list[object]:
        self.events.get(self.questions, lambda _page: None)(self)
        self.questions += 1
        return next(state for since, state in sorted(self.states.items(), reverse=True) if since < self.questions)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stillness, "STEP", 0)


async def questions(page: Page) -> int:
    one = Stillness()
    one.watch(page)
    await asyncio.wait_for(one.come(page), 20)
    return page.questions


async def test_a_full_page_is_still_after_so_many_equal_answers():
    assert await questions(Page({0: FULL})) == QUIET + 1


@pytest.mark.parametrize("before", [["loading", FEW], ["complete", 0], ["interactive", 0]])
async def test_a_page_that_is_not_loaded_or_shows_next_to_nothing_is_not_still(before):
    assert await questions(Page({0: before, 10: FULL})) == 10 + QUIET + 1


async def test_a_script_that_was_given_to_the_browser_and_that_the_page_has_not_got_is_waited_for():
    page = Page(
        {0: FULL, 15: ["complete", 900]},
        {2: lambda page: page.heard["request"]("fill.js"), 15: lambda page: page.heard["requestfinished"]("fill.js")},
    )
    assert await questions(page) == 15 + QUIET + 1


async def test_a_request_that_failed_is_not_waited_for():
    page = Page({0: FULL}, {2: lambda page: [page.heard[name]("x.png") for name in ("request", "requestfailed")]})
    assert await questions(page) == QUIET + 1


async def test_what_is_being_fetched_for_the_page_is_waited_for_without_end():
    one = Stillness()
    page = Page({0: FULL}, {3: lambda _page: one.__enter__(), 3 + 2 * UNASKED: lambda _page: one.__exit__()})
    await asyncio.wait_for(one.come(page), 20)
    assert (page.questions, one.asked) == (3 + 2 * UNASKED + 1 + QUIET, 1)


async def test_a_page_that_never_stops_moving_is_taken_as_it_is():
    class Ticking(Page):
        async def evaluate(self, script: str) -> list[object]:
            return [(await super().evaluate(script))[0], self.questions]

    assert await questions(Ticking({0: FULL})) == UNASKED


async def test_a_page_that_stays_empty_and_a_request_that_is_never_answered_end_it_too():
    assert await questions(Page({0: ["complete", 0]})) == UNASKED
    unanswered = Page({0: FULL}, {0: lambda page: page.heard["request"]("poll")})
    assert await questions(unanswered) == UNASKED


async def test_a_page_that_asks_for_ever_and_gets_nothing_any_more_is_still():
    def ask_in_vain(page: Page) -> None:
        for event in ("request", "requestfailed"):
            page.heard[event]("poll")

    assert await questions(Page({0: FULL}, dict.fromkeys(range(99), ask_in_vain))) == QUIET + 1
