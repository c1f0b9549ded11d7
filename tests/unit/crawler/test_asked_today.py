"""How many requests a site has had today, in China."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.capture import Capture
from archive.store import Archive
from crawler.frontier import asked_today

NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 1, 16, tzinfo=UTC)


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """Keep a visit that asked at some moments and ended at another, or goes on."""
    with Archive(tmp_path / "press.db") as archive:

        def keep(*moments: datetime, ended: datetime | None, site: str = "yunling") -> Archive:
            run = archive.start_run(site=site)
            for place, moment in enumerate(moments):
                url = f"http://a.example/{run}/{place}"
                capture = Capture(url=url, captured_at=moment, status=200, headers=(), body=b"x")
                archive.add_capture(capture, run=run, site=site, section=None, purpose="article")
            if ended is not None:
                monkeypatch.setattr("archive.evidence.now", lambda: ended)
                archive.finish_run(run, outcome="ok", stats={})
            return archive

        yield keep


def test_what_was_asked_since_midnight_counts_whenever_its_run_began(visit):
    hour = timedelta(hours=1)
    visit(MIDNIGHT - 2 * hour, MIDNIGHT - hour, ended=MIDNIGHT - hour)
    visit(MIDNIGHT - hour, MIDNIGHT + hour, ended=MIDNIGHT + 2 * hour)
    visit(MIDNIGHT + hour, ended=MIDNIGHT + hour, site="other")
    assert asked_today(visit(MIDNIGHT + hour, ended=None), "yunling", NOW) == 2
