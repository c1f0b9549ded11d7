"""Capture: one HTTP answer as it arrived."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime

import pytest

from archive.capture import Capture, Outcome, outcome_of

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (206, "ok"),
        (301, "redirect"),
        (308, "redirect"),
        (304, "unmodified"),
        (404, "missing"),
        (410, "missing"),
        (403, "blocked"),
        (412, "blocked"),
        (521, "blocked"),
        (400, "error"),
        (500, "error"),
        (None, "failed"),
    ],
)
def test_the_outcome_follows_from_the_status_alone(status, outcome):
    assert outcome_of(status) == outcome
    assert Capture(url="http://a.example/", captured_at=NOW, status=status).outcome == outcome


def test_who_refused_to_ask_says_forbidden():
    capture = Capture(
        url="http://a.example/", captured_at=NOW, status=None, outcome=Outcome.FORBIDDEN, failure="robots"
    )
    assert capture.outcome is Outcome.FORBIDDEN


def test_the_digest_is_of_the_bytes_as_received_and_the_payload_is_decoded():
    body = gzip.compress("云岭".encode())
    capture = Capture(
        url="http://a.example/", captured_at=NOW, status=200, headers=(("Content-Encoding", "gzip"),), body=body
    )
    assert capture.digest == "sha256:" + hashlib.sha256(body).hexdigest()
    assert capture.payload == "云岭".encode()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Capture(url="http://a.example/", captured_at=datetime(2026, 1, 1), status=200)  # noqa: DTZ001


def test_a_location_counts_on_a_redirect_only():
    headers = (("Location", "/new.html"),)
    assert Capture(url="http://a.example/", captured_at=NOW, status=301, headers=headers).location == "/new.html"
    assert Capture(url="http://a.example/", captured_at=NOW, status=200, headers=headers).location is None
