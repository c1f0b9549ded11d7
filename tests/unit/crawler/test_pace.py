from datetime import UTC, datetime

import pytest
from scrapy import Request

from crawler.pace import SWAY, HostPace, PacedSlot, retry_after, slot_of

NOW = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)


def test_the_delay_is_the_site_files_where_nobody_asks_for_more():
    assert HostPace(own=3).delay(last=100, now=100) == 3


def test_crawl_delay_lengthens_the_delay_and_never_shortens_it():
    pace = HostPace(own=3)
    pace.at_least(10)
    pace.at_least(1)
    assert pace.delay(last=100, now=100) == 10


def test_good_answers_erode_nothing():
    pace = HostPace(own=3)
    pace.at_least(5)
    for _ in range(100):
        pace.answered(well=True)
    assert pace.delay(last=100, now=100) == 5


def test_faults_double_the_back_off_up_to_five_minutes():
    pace = HostPace(own=3)
    delays = []
    for _ in range(9):
        pace.answered(well=False)
        delays.append(pace.delay(last=0, now=0))
    assert delays == [6, 12, 24, 48, 96, 192, 300, 300, 300]


def test_good_answers_undo_the_back_off_step_by_step():
    pace = HostPace(own=3)
    for _ in range(3):
        pace.answered(well=False)
    delays = []
    for _ in range(4):
        pace.answered(well=True)
        delays.append(pace.delay(last=0, now=0))
    assert delays == [12, 6, 3, 3]


def test_retry_after_counts_from_its_answer_and_not_from_the_request():
    pace = HostPace(own=3)
    # Asked at 100, answered at 104: nothing before 134.
    pace.wait(30, now=104)
    assert 100 + pace.delay(last=100, now=104) == 134


def test_retry_after_ends():
    pace = HostPace(own=3)
    pace.wait(30, now=104)
    assert pace.delay(last=134, now=134) == 3


def test_a_site_whose_pace_is_off_has_no_back_off_and_still_heeds_retry_after():
    pace = HostPace(own=0)
    pace.answered(well=False)
    assert pace.delay(last=0, now=0) == 0
    pace.wait(2, now=10)
    assert pace.delay(last=10, now=10) == 2


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Sun, 22 Nov 2026 08:01:30 GMT", 90),
        ("Sun Nov 22 08:01:30 2026", 90),
        ("Sun, 22 Nov 2026 07:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_two_names_of_one_server_share_one_slot_and_two_ports_do_not():
    assert slot_of("http://www.yunling.example/a") == slot_of("https://yunling.example/b")
    assert slot_of("http://127.0.0.1:8711/") != slot_of("http://127.0.0.1:8712/")


@pytest.fixture
def clock(monkeypatch):
    """The monotonic clock, set by hand."""
    now = [1000.0]
    monkeypatch.setattr("crawler.pace.monotonic", lambda: now[0])
    return now


def wait(slot, now):
    """How long the downloader waits for what was asked before it hands out the next request, as it works that out."""
    return pytest.approx(slot.download_delay() - now[0] + slot.lastseen - SWAY)


def hand_out(slot, now, url="http://yunling.example/1"):
    request = Request(url)
    slot.lastseen = now[0]
    slot.transferring.add(request)
    return request


def test_the_delay_counts_from_the_answer_which_proves_that_the_request_had_left(clock):
    slot = PacedSlot(1, HostPace(own=3))
    request = hand_out(slot, clock)
    clock[0] += 2
    slot.transferring.remove(request)
    assert wait(slot, clock) == 3


def test_while_a_request_is_unanswered_the_delay_counts_from_when_it_was_handed_out(clock):
    slot = PacedSlot(4, HostPace(own=3))
    first = hand_out(slot, clock)
    clock[0] += 3
    hand_out(slot, clock)
    clock[0] += 1
    slot.transferring.remove(first)
    assert wait(slot, clock) == 2


def test_a_slow_fault_is_not_followed_at_once(clock):
    pace = HostPace(own=3)
    slot = PacedSlot(1, pace)
    request = hand_out(slot, clock)
    clock[0] += 60
    # The downloader looks for the next request before any middleware sees the answer.
    slot.transferring.remove(request)
    assert wait(slot, clock) == 3
    pace.wait(30, now=clock[0])
    assert wait(slot, clock) == 30


def test_a_slot_that_was_dropped_and_made_anew_remembers_the_last_request(clock):
    pace = HostPace(own=3)
    pace.at_least(300)
    slot = PacedSlot(1, pace)
    slot.transferring.remove(hand_out(slot, clock))
    clock[0] += 70
    assert wait(PacedSlot(1, pace), clock) == 230


def test_the_first_request_of_a_host_waits_for_nothing(clock):
    assert PacedSlot(1, HostPace(own=3)).download_delay() - clock[0] <= 0


def test_a_request_that_travels_faster_than_the_one_before_still_comes_late_enough(clock):
    slot = PacedSlot(1, HostPace(own=3))
    slot.transferring.remove(hand_out(slot, clock))
    assert slot.download_delay() >= 3.01


def test_without_a_pace_nothing_waits(clock):
    slot = PacedSlot(8, HostPace(own=0))
    slot.transferring.remove(hand_out(slot, clock))
    assert slot.download_delay() == 0
