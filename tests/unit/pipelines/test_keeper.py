import asyncio
from contextlib import contextmanager
from functools import partial

import pytest

from archive.kept import Kept
from pipelines import keeper as module
from pipelines.keeper import Keeper


class Ledger:
    """An archive that writes down what happens in which transaction."""

    def __init__(self):
        self.transactions = []

    @contextmanager
    def together(self):
        before = list(self.transactions)
        self.transactions.append([])
        self.inside = self.transactions[-1]
        try:
            yield
        except Exception:
            self.transactions = before
            raise
        finally:
            self.inside = None

    inside = None

    def write(self, word):
        if word == "broken":
            raise ValueError("it breaks")
        if self.inside is None:
            self.transactions.append([word])
        else:
            self.inside.append(word)
        return Kept(url=word, version=1)


@pytest.fixture
def ledger():
    return Ledger()


async def test_what_comes_within_a_moment_is_one_transaction(ledger):
    keeper = Keeper(ledger)
    kept = await asyncio.gather(*(keeper.keep(partial(ledger.write, word)) for word in "abc"))
    assert [one.url for one in kept] == ["a", "b", "c"]
    assert ledger.transactions == [["a", "b", "c"]]


async def test_what_comes_alone_is_not_kept_waiting(ledger, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.01)
    async with asyncio.timeout(1):
        await Keeper(ledger).keep(partial(ledger.write, "a"))


async def test_a_batch_that_is_full_is_written_at_once(ledger, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 60)
    keeper = Keeper(ledger)
    async with asyncio.timeout(5):
        await asyncio.gather(*(keeper.keep(partial(ledger.write, str(n))) for n in range(module.BATCH)))
    assert len(ledger.transactions) == 1


async def test_one_that_fails_fails_alone(ledger):
    keeper = Keeper(ledger)
    words = ["a", "broken", "b"]
    answers = await asyncio.gather(
        *(keeper.keep(partial(ledger.write, word)) for word in words), return_exceptions=True
    )
    assert [getattr(answer, "url", str(answer)) for answer in answers] == ["a", "it breaks", "b"]
    assert ledger.transactions == [["a"], ["b"]]


async def test_what_waits_is_written_when_the_visit_ends(ledger, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 60)
    keeper, told = Keeper(ledger), []
    keeper.keep_later(partial(ledger.write, "a"), told.append, told.append)
    keeper.flush()
    assert [kept.url for kept in told] == ["a"]


async def test_whoever_was_cancelled_does_not_hold_the_others_up(ledger):
    keeper = Keeper(ledger)
    first = asyncio.ensure_future(keeper.keep(partial(ledger.write, "a")))
    second = asyncio.ensure_future(keeper.keep(partial(ledger.write, "b")))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).url == "b"
    assert ledger.transactions == [["a", "b"]]
