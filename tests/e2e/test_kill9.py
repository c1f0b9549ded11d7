"""A crawl that is killed loses nothing that was recorded, and the next one completes what was missing."""

from __future__ import annotations

import os

from tests.benchmarks.kill9 import measure


def test_a_killed_crawl_loses_nothing_and_the_next_one_completes_it():
    # GOVPRESS_KILLS=10 is what the benchmark of the same name does.
    result = measure(int(os.environ.get("GOVPRESS_KILLS", "2")), pages=120)
    assert [one["integrity"] for one in result["rounds"]] == ["ok"] * len(result["rounds"])
    assert sum(one["lost"] for one in result["rounds"]) == result["lost"] == 0
    assert (result["articles"], result["unread"], result["integrity"]) == (120, 0, "ok")
    assert set(result["run_outcomes"]) <= {"ok", "lost"}
    assert result["again"] == 0
    # No more than was under way at each kill. Without a delay that is of each host one request, and one answer on its
    # way into the archive: the host gets its next request when the answer has come.
    assert result["twice"] <= 2 * 4 * len(result["rounds"])
