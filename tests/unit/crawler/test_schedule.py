import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.store import Archive
from crawler.appointments import Job, appointments, jobs_of, missed
from crawler.errors import CrawlError, SchedulerRunning
from crawler.schedule import Schedule
from crawler.site import Section, Site

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Sunday, eight in the morning in China.
NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


def site(key="yunling", *crons, host=None):
    host = host or f"{key}.example"
    sections = tuple(
        Section(name=f"栏目{number}", start=f"http://{host}/{number}/", schedule=cron)
        for number, cron in enumerate(crons, start=1)
    )
    return Site(key=key, name=key, home=f"http://{host}/", sections=sections, hosts=(host,))


def job(cron="0 6 * * *", *sections):
    return Job(site=site("yunling", cron), sections=sections or ("栏目1",), cron=cron)


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "press.db") as archive:
        yield archive


def run(
    archive, started_at, *, sections=("栏目1",), outcome="ok", site="yunling", monkeypatch, planned=None, took=None
):
    monkeypatch.setattr("archive.evidence.now", lambda: started_at)
    number = archive.start_run(site=site, sections=sections, planned_at=planned)
    if took:
        monkeypatch.setattr("archive.evidence.now", lambda: started_at + took)
    if outcome:
        archive.finish_run(number, outcome=outcome, stats={})
    return number


def test_sections_with_one_cron_line_are_visited_together():
    jobs = jobs_of([site("a", "0 6 * * *", "0 6 * * *", "0 7 * * *", None)])
    assert [(one.cron, one.sections) for one in jobs] == [("0 6 * * *", ("栏目1", "栏目2")), ("0 7 * * *", ("栏目3",))]


def test_cron_lines_are_meant_in_china():
    assert job("30 6 * * *").next_time(NOW) == datetime(2026, 11, 23, 6, 30, tzinfo=SHANGHAI)


def test_monday_is_monday():
    assert job("0 6 * * mon").next_time(NOW).strftime("%A") == "Monday"


def test_a_visit_that_was_missed_is_planned_for_the_time_it_was_missed_at(archive, monkeypatch):
    run(archive, NOW - timedelta(days=3), monkeypatch=monkeypatch)
    planned = missed(job(), archive, NOW)
    assert planned == datetime(2026, 11, 20, 6, 0, tzinfo=SHANGHAI)


def test_nothing_is_missed_while_the_next_time_is_to_come(archive, monkeypatch):
    run(archive, NOW - timedelta(minutes=30), monkeypatch=monkeypatch)
    assert missed(job(), archive, NOW) is None


def test_a_section_that_was_never_visited_has_missed_nothing(archive):
    assert missed(job(), archive, NOW) is None


@pytest.mark.parametrize("outcome", ["failed", "lost", None])
def test_a_visit_that_failed_or_was_killed_does_not_count(archive, monkeypatch, outcome):
    run(archive, NOW - timedelta(days=1, hours=3), monkeypatch=monkeypatch)
    run(archive, NOW - timedelta(minutes=30), outcome=outcome, monkeypatch=monkeypatch)
    assert missed(job(), archive, NOW) is not None


@pytest.mark.parametrize("outcome", ["ok", "partial", "blocked"])
def test_a_visit_that_came_to_something_counts(archive, monkeypatch, outcome):
    run(archive, NOW - timedelta(minutes=30), outcome=outcome, monkeypatch=monkeypatch)
    assert missed(job(), archive, NOW) is None


def test_a_visit_to_other_sections_does_not_count(archive, monkeypatch):
    run(archive, NOW - timedelta(days=3), monkeypatch=monkeypatch)
    run(archive, NOW - timedelta(minutes=30), sections=("栏目2",), monkeypatch=monkeypatch)
    assert missed(job(), archive, NOW) is not None


def test_each_section_is_listed_with_its_next_time_and_its_last_outcome(archive, monkeypatch):
    run(archive, NOW - timedelta(hours=2), outcome="partial", monkeypatch=monkeypatch)
    first, second, third = appointments([site("yunling", "0 6 * * *", "0 7 * * *", None)], archive, NOW)
    assert (first.next, first.outcome) == (datetime(2026, 11, 23, 6, 0, tzinfo=SHANGHAI), "partial")
    assert (second.last, second.outcome) == (None, None)
    assert third.next is None


def test_a_visit_under_way_is_listed_as_such(archive, monkeypatch):
    run(archive, NOW, outcome=None, monkeypatch=monkeypatch)
    [one] = appointments([site("yunling", "0 6 * * *")], archive, NOW)
    assert one.outcome == "under way"


SIX = datetime(2026, 11, 22, 6, 0, tzinfo=SHANGHAI)


def remarks(archive):
    [one] = appointments([site("yunling", "0 6 * * *")], archive, NOW)
    return one.remarks


def test_a_visit_that_was_missed_is_remarked_on(archive, monkeypatch):
    run(archive, NOW - timedelta(days=3), monkeypatch=monkeypatch)
    assert remarks(archive) == ("missed 2026-11-20 06:00",)


def test_a_visit_that_began_late_is_remarked_on(archive, monkeypatch):
    run(archive, SIX + timedelta(minutes=42), planned=SIX, monkeypatch=monkeypatch)
    assert remarks(archive) == ("late by 42 min",)


def test_a_visit_that_ran_into_the_next_is_remarked_on(archive, monkeypatch):
    before = SIX - timedelta(days=1)
    run(archive, before, planned=before, took=timedelta(hours=25), monkeypatch=monkeypatch)
    assert "still going on at 2026-11-22 06:00, when the next was due" in remarks(archive)


def test_a_visit_by_the_schedule_is_not_remarked_on(archive, monkeypatch):
    run(archive, SIX + timedelta(seconds=9), planned=SIX, took=timedelta(hours=1), monkeypatch=monkeypatch)
    assert remarks(archive) == ()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "sites"
    folder.mkdir()
    return folder


def write(folder, key, *, cron="0 6 * * *", host=None):
    host = host or f"{key}.example"
    (folder / f"{key}.toml").write_text(
        f'name = "{key}"\nhome = "http://{host}/"\n'
        f'[[section]]\nname = "要闻"\nstart = "http://{host}/yw/"\nschedule = "{cron}"\n',
        encoding="utf-8",
    )


def old_run(db, key, *, days=3):
    """A visit some days ago, so that one is missed now."""
    with Archive(db) as archive, pytest.MonkeyPatch.context() as patch:
        run(archive, datetime.now(UTC) - timedelta(days=days), sections=("要闻",), site=key, monkeypatch=patch)


def fake_crawl(log, until=None):
    """A crawl that writes down when it began and ended: at once, when told to, or when a crawl of another key began."""
    program = (
        "import json, pathlib, signal, sys, time\n"
        "begun = time.time()\n"
        "ended = []\n"
        "signal.signal(signal.SIGTERM, lambda *_: ended.append('drained'))\n"
        f"pathlib.Path({str(log)!r} + '.' + sys.argv[1]).touch()\n"
        f"other = {until!r} and pathlib.Path({str(log)!r} + '.' + {until!r})\n"
        "while other and not other.exists() and not ended: time.sleep(0.02)\n"
        "time.sleep(0.5 if other and not ended else 0)\n"
        f"open({str(log)!r}, 'a').write(json.dumps([sys.argv[1], sys.argv[2], begun, time.time(), *ended]) + chr(10))\n"
    )
    return lambda job, planned: [sys.executable, "-c", program, job.site.key, planned.isoformat()]


def keep(schedule, until, *, longer=0):
    """Keep a schedule until something is so, and some seconds longer."""

    def watch():
        wait_for(until)
        time.sleep(longer)
        schedule.stop()

    threading.Thread(target=watch).start()
    schedule.run()


def wait_for(condition):
    end = time.monotonic() + 600
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)


def logged(log):
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def test_what_was_missed_in_days_of_downtime_is_caught_up_by_one_visit(tmp_path, folder):
    write(folder, "yunling")
    old_run(tmp_path / "press.db", "yunling")
    log = tmp_path / "log"
    keep(Schedule([folder], db=tmp_path / "press.db", command=fake_crawl(log)), lambda: logged(log), longer=1)
    assert [line[0] for line in logged(log)] == ["yunling"]


def test_two_sites_on_one_host_take_turns_and_others_do_not_wait(tmp_path, folder):
    for key, host in (("a", "one.example"), ("b", "www.one.example"), ("c", "two.example")):
        write(folder, key, host=host)
        old_run(tmp_path / "press.db", key)
    log = tmp_path / "log"
    keep(
        Schedule([folder], db=tmp_path / "press.db", command=fake_crawl(log, until="c")), lambda: len(logged(log)) == 3
    )
    times = {key: (begun, ended) for key, _planned, begun, ended in logged(log)}
    first, second = sorted((times["a"], times["b"]))
    assert first[1] <= second[0]
    assert times["c"][0] < first[1]


def test_an_end_that_was_asked_for_lets_the_crawls_under_way_end_first(tmp_path, folder):
    write(folder, "yunling")
    old_run(tmp_path / "press.db", "yunling")
    log = tmp_path / "log"
    begun = tmp_path / "log.yunling"
    keep(Schedule([folder], db=tmp_path / "press.db", command=fake_crawl(log, until="none")), begun.exists)
    assert [line[4:] for line in logged(log)] == [["drained"]]


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="semaphores have no names here that could be looked at")
def test_a_crawl_that_does_not_end_is_killed_with_its_readers_and_leaves_no_semaphores(tmp_path, folder, monkeypatch):
    write(folder, "yunling")
    old_run(tmp_path / "press.db", "yunling")
    begun, mark = tmp_path / "begun", f"/mp-{tmp_path.name}-{os.getpid()}"
    program = f"""
import asyncio, multiprocessing, pathlib, signal
from pipelines.payload import Payload
from pipelines.reader_pool import ReaderPool

signal.signal(signal.SIGTERM, signal.SIG_IGN)
multiprocessing.current_process()._config["semprefix"] = {mark!r}

async def main():
    pool = ReaderPool(workers=1)
    await pool.read(Payload(url="http://a.example/", body=b"<p>x</p>", encoding=None, content_type=None))
    [reader] = multiprocessing.active_children()
    pathlib.Path({str(begun)!r} + ".part").write_text(str(reader.pid))
    pathlib.Path({str(begun)!r} + ".part").rename({str(begun)!r})
    await asyncio.sleep(600)

asyncio.run(main())
"""
    monkeypatch.setattr("crawler.schedule.GRACE", timedelta(seconds=0.1))
    schedule = Schedule([folder], db=tmp_path / "press.db", command=lambda *_: [sys.executable, "-c", program])
    held = []

    def semaphores():
        return sorted(Path("/dev/shm").glob(f"sem.{mark[1:]}*"))

    def reading():
        held[:] = semaphores()
        return begun.exists()

    keep(schedule, reading)
    assert len(held) > 1
    assert semaphores() == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)


def test_a_second_scheduler_on_the_same_archive_is_refused(tmp_path, folder):
    write(folder, "yunling")
    old_run(tmp_path / "press.db", "yunling")
    first = Schedule([folder], db=tmp_path / "press.db", command=fake_crawl(tmp_path / "log"))
    thread = threading.Thread(target=first.run)
    thread.start()
    wait_for((tmp_path / "log.yunling").exists)
    try:
        with pytest.raises(SchedulerRunning, match="another scheduler is running on"):
            Schedule([folder], db=tmp_path / "press.db").run()
    finally:
        first.stop()
        thread.join()


def test_a_schedule_without_any_cron_line_is_refused(tmp_path, folder):
    with pytest.raises(CrawlError, match="no section of these sites has a schedule"):
        Schedule([folder], db=tmp_path / "press.db").run()


def test_site_files_that_change_are_noticed_and_a_broken_one_keeps_its_jobs(tmp_path, folder):
    write(folder, "a")
    write(folder, "b")
    schedule = Schedule([folder], db=tmp_path / "press.db")
    schedule.reload()
    assert len(schedule.jobs) == 2
    write(folder, "b", cron="0 7 * * *")
    (folder / "a.toml").write_text("nmae = 1", encoding="utf-8")
    schedule.reload()
    assert sorted((job.site.key, job.cron) for job in schedule.jobs) == [("a", "0 6 * * *"), ("b", "0 7 * * *")]
    (folder / "a.toml").unlink()
    schedule.reload()
    assert [job.site.key for job in schedule.jobs] == ["b"]


def test_the_command_catches_up_by_a_crawl_in_a_process_of_its_own_and_ends_on_sigterm(desk):
    path = desk.sites / "yunling.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'schedule = "0 6 * * *"\n', encoding="utf-8")
    with Archive(desk.db) as archive, pytest.MonkeyPatch.context() as patch:
        run(archive, datetime.now(UTC) - timedelta(days=3), sections=("新闻发布会",), monkeypatch=patch)
    scheduler = subprocess.Popen(
        [*desk.command()[:2], "crawler.cli", "schedule", "yunling", "--db", str(desk.db), "--sites", str(desk.sites)],
        cwd=desk.folder,
        env=desk.environment(),
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 600
    while not any(row["outcome"] == "ok" and row["planned_at"] for row in desk.rows("SELECT * FROM runs")):
        assert time.monotonic() < end
        time.sleep(0.2)
    os.kill(scheduler.pid, signal.SIGTERM)
    _out, errors = scheduler.communicate(timeout=600)
    assert scheduler.returncode == 0, errors
    assert len(desk.rows("SELECT * FROM runs")) == 2
