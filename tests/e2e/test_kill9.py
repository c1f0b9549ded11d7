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
    # No more than was under way at each kill: one request of each host.
    assert result["twice"] <= 4 * len(result["rounds"])
