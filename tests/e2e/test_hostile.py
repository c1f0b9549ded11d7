"""Servers that misbehave, crawled by one process beside a good one; `tests.benchmarks.hostile` has the costly ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.hostile import MOST_MIB, Ended, crawl, said
from tests.benchmarks.hostile_web import Server, behaviours, served

CHOSEN = [behaviour for behaviour in behaviours() if not behaviour.costly]


@dataclass(frozen=True, slots=True)
class Crawled:
    ended: Ended
    servers: dict[str, Server]
    db: Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("hostile")
    with served(CHOSEN, folder / "sites") as servers:
        ended = crawl(folder / "press.db", folder / "sites", [server.key for server in servers], timeout=900)
        yield Crawled(ended, {server.behaviour.name: server for server in servers}, folder / "press.db")


def test_there_are_forty_behaviours():
    assert len({behaviour.name for behaviour in behaviours()}) >= 40


def test_the_good_site_of_the_same_crawl_is_visited_whole(crawled: Crawled):
    assert crawled.ended.outcomes["good"] == "ok"


def test_the_memory_of_the_crawls_own_process_stays_small(crawled: Crawled):
    assert crawled.ended.peak < MOST_MIB


@pytest.mark.parametrize("behaviour", CHOSEN, ids=lambda behaviour: behaviour.name)
def test_the_visit_ends_as_it_should_and_the_archive_says_what_happened(crawled: Crawled, behaviour):
    key = crawled.servers[behaviour.name].key
    assert crawled.ended.outcomes[key] in behaviour.outcomes
    words = said(crawled.db, key)
    assert any(behaviour.says in one for one in words) or not behaviour.says, words


def test_nothing_of_a_site_file_that_asks_for_little_is_asked_without_end(crawled: Crawled):
    assert max(server.asked for server in crawled.servers.values()) <= 60 + 8
