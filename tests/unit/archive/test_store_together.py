from datetime import UTC, datetime

import pytest

from archive.capture import Capture
from archive.store import Archive


def capture(path):
    return Capture(url=f"http://www.yunling.example/{path}", captured_at=datetime.now(UTC), status=200, body=b"x")


def kept(archive):
    return [row["url"] for row in archive.db.query("SELECT url FROM captures ORDER BY id")]


def test_what_is_done_together_is_kept_together(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        with archive.together():
            archive.add_capture(capture("a"), run=None)
            archive.add_capture(capture("b"), run=None)
        assert len(kept(archive)) == 2


def test_what_is_done_together_fails_together(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        archive.add_capture(capture("before"), run=None)
        with pytest.raises(ValueError, match="no readings to keep"), archive.together():
            archive.add_capture(capture("a"), run=None)
            archive.add_readings([])
        assert kept(archive) == ["http://www.yunling.example/before"]
        archive.add_capture(capture("after"), run=None)
        assert len(kept(archive)) == 2
