import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

import pipelines.payload
from archive.article import Article
from pipelines import reader_pool
from pipelines.errors import NotAPage
from pipelines.pagers.paging import PageRequest
from pipelines.payload import Payload, charset_of, read_list_payload, read_payload
from pipelines.reader_pool import ReaderPool

PAGE = """<html><head><meta name="ArticleTitle" content="云岭市举行新闻发布会"><title>新闻发布会</title></head>
<body><div id="UCAP-CONTENT"><p>云岭市召开新闻发布会，通报了全市反诈工作的进展情况。</p></div></body></html>"""


def payload(body: bytes | str = PAGE, **fields) -> Payload:
    body = body.encode() if isinstance(body, str) else body
    usual = {"encoding": None, "content_type": "text/html", "captured_at": datetime(2026, 11, 22, tzinfo=UTC)}
    return Payload(url="http://www.yunling.example/a.shtml", body=body, **(usual | fields))


@pytest.fixture
async def pool():
    pool = ReaderPool(workers=1)
    yield pool
    pool.close()


async def test_a_page_is_read_in_another_process(pool):
    reading = await pool.read(payload())
    assert isinstance(reading.article, Article)
    assert reading.article.title == "云岭市举行新闻发布会"
    assert reading.fingerprint.startswith("sha256:")


async def test_the_event_loop_goes_on_while_a_page_is_read(pool):
    await pool.read(payload())
    ticks = 0
    reading = asyncio.ensure_future(pool.read(payload("<p>云岭</p>" * 50_000)))
    while not reading.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks > 3


async def test_a_list_page_is_read_in_the_pool(pool):
    rows = "".join(f'<li><a href="/a/202611/t20261101_{n}.html">第{n}场新闻发布会</a></li>' for n in range(1000, 1008))
    reading = await pool.read_list(payload(f"<ul class='list'>{rows}</ul>"))
    assert len(reading.listing.items) == 8


@pytest.mark.parametrize(
    ("body", "encoding", "kind"),
    [("<html><body></body></html>", None, "EmptyShell"), (b"\x1f\x8b\x08broken", "gzip", "PayloadError")],
)
def test_what_cannot_be_read_says_why(body, encoding, kind):
    reading = read_payload(payload(body, encoding=encoding))
    assert reading.article is None
    assert reading.error_kind == kind
    assert reading.error


def test_a_fault_of_the_reader_costs_the_page_its_reading_and_not_the_crawl(monkeypatch):
    def broken(*_args, **_named):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("pipelines.read.read_pages", broken)
    reading = read_payload(payload())
    assert (reading.error_kind, reading.error) == ("ReaderFault", "ZeroDivisionError: a fault of ours")


@pytest.mark.parametrize(
    ("limit", "pause"), [("TIME_LIMIT", 0), ("PATIENT_LIMIT", 0.01)], ids=["works too long", "waits too long"]
)
def test_a_page_that_takes_too_long_is_cut_off(monkeypatch, limit, pause):
    def endless(*_args, **_named):
        while True:
            if pause:
                time.sleep(pause)

    monkeypatch.setattr("pipelines.read.read_pages", endless)
    monkeypatch.setattr(pipelines.payload, limit, 0.2)
    assert read_payload(payload()).error_kind == "PageTimeout"


def test_time_that_other_programs_take_is_not_the_page_s(monkeypatch):
    def waiting(*_args, **_named):
        time.sleep(1.2)
        raise NotAPage("read to its end")

    monkeypatch.setattr("pipelines.read.read_pages", waiting)
    monkeypatch.setattr(pipelines.payload, "TIME_LIMIT", 1)
    assert read_payload(payload()).error_kind == "NotAPage"


def _kill_worker(_payload: Payload) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_a_page_that_kills_its_reader_is_given_up_and_the_others_are_read(pool, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(reader_pool, "read_payload", _kill_worker)
        deadly = asyncio.ensure_future(pool.read(payload()))
        await asyncio.sleep(0)
    readings = await asyncio.gather(deadly, *(pool.read(payload()) for _ in range(3)))
    assert [reading.error_kind for reading in readings] == ["ReaderFault", None, None, None]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
async def test_pages_are_read_though_what_workers_are_forked_from_was_ended_meanwhile(pool, monkeypatch):
    make, refused = reader_pool.new_executor, [ConnectionRefusedError("no server"), EOFError()]

    def ended(workers):
        executor = make(workers)
        if refused:
            monkeypatch.setattr(executor, "submit", lambda *_args: (_ for _ in ()).throw(refused.pop(0)))
        return executor

    monkeypatch.setattr(reader_pool, "new_executor", ended)
    readings = await asyncio.wait_for(asyncio.gather(*(pool.read(payload()) for _ in range(3))), 600)
    assert [reading.error for reading in readings] == [None] * 3
    assert refused == []


def test_workers_end_with_a_crawl_that_was_killed():
    # Read from standard input and without a main guard: workers must not run the program that started them.
    program = """
import asyncio, multiprocessing
from datetime import UTC, datetime
from pipelines.payload import Payload
from pipelines.reader_pool import ReaderPool

now = datetime.now(UTC)
page = Payload(url="http://a.example/", body=b"<p>x</p>", encoding=None, content_type=None, captured_at=now)

async def main():
    pool = ReaderPool(workers=2)
    await asyncio.gather(*(pool.read(page) for _ in range(4)))
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""
    crawl = subprocess.Popen([sys.executable, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    crawl.stdin.write(program)
    crawl.stdin.close()
    workers = [int(number) for number in crawl.stdout.readline().split()]
    assert workers
    crawl.kill()
    crawl.wait()
    end = time.monotonic() + 120
    while any(_is_alive(number) for number in workers):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="stops by signal")
def test_a_crawl_ends_though_its_workers_were_killed_while_pages_were_written_to_them():
    program = """
import asyncio, multiprocessing, os, signal
from pipelines.payload import Payload
from pipelines.reader_pool import ReaderPool

small, large = (
    Payload(url="http://a.example/", body=b"<p>x</p>" * many, encoding=None, content_type=None) for many in (1, 100_000)
)

async def main():
    pool = ReaderPool(workers=1)
    await pool.read(small)
    (worker,) = multiprocessing.active_children()
    os.kill(worker.pid, signal.SIGSTOP)
    waiting = [asyncio.ensure_future(pool.read(large)) for _ in range(2)]
    await asyncio.sleep(0.5)
    os.kill(worker.pid, signal.SIGKILL)
    readings = await asyncio.gather(*waiting)
    pool.close()
    print(*(reading.error_kind for reading in readings))

asyncio.run(main())
"""
    ended = subprocess.run(
        [sys.executable, "-"], input=program, capture_output=True, text=True, timeout=600, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.split() == ["NotAnArticle"] * 2


async def test_workers_are_renewed_after_so_many_batches_and_nothing_is_lost(pool, monkeypatch):
    monkeypatch.setattr(reader_pool, "BATCHES_A_WORKER", 2)
    made, make = [], reader_pool.new_executor
    monkeypatch.setattr(reader_pool, "new_executor", lambda workers: made.append(workers) or make(workers))
    readings = await asyncio.gather(*(pool.read(payload()) for _ in range(40)))
    assert [reading.error for reading in readings] == [None] * 40
    assert len(made) > 3


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=GB2312", "GB2312"),
        ("text/html;charset='utf-8'", "utf-8"),
        ('text/html; Charset = "gbk"', "gbk"),
        ("text/html", None),
        (None, None),
    ],
)
def test_the_charset_is_taken_from_the_content_type(header, charset):
    assert charset_of(header) == charset


def test_the_next_page_of_a_posted_list_is_made_from_the_request_that_brought_this_one():
    items = [{"topic": f"云岭市第{n}场新闻发布会", "infourl": f"/2026-11/0{n}/c_{n}.htm"} for n in range(1, 6)]
    asked = PageRequest(
        url="http://www.yunling.example/cms/JsonList", method="POST", body="channelCode=A1&perPage=5&pageno=1"
    )
    answer = payload(json.dumps({"list": items, "total": 12}), content_type="application/json", request=asked)
    following = read_list_payload(answer).listing.following
    assert (following.method, following.body) == ("POST", "channelCode=A1&perPage=5&pageno=2")


def imported(script: str) -> set[str]:
    """The modules of the house that a program has imported when it prints them."""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    return {name for name in told.split() if name.startswith(("pipelines", "archive"))}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no fork servers")
def test_what_workers_are_forked_from_outlives_ctrl_c_while_it_starts():
    script = """
import os, signal, time
from multiprocessing import forkserver
from pipelines.workers import start_origin
start_origin()
origin = forkserver._forkserver._forkserver_pid
time.sleep(0.2)
os.kill(origin, signal.SIGINT)
time.sleep(0.2)
print(os.waitpid(origin, os.WNOHANG), signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (told.stdout, told.stderr) == ("(0, 0) False\n", "")


def test_a_worker_imports_nothing_for_its_first_page():
    ready = "import sys, pipelines.reader_origin\n"
    page = (
        f'Payload(url="http://www.yunling.example/a.shtml", body={PAGE.encode()!r}, encoding=None, content_type=None)'
    )
    reads = (
        "from pipelines.payload import Payload, read_list_payload, read_payload\n"
        f"assert read_payload({page}).article\nread_list_payload({page})\n"
    )
    show = "print(*sys.modules)"
    assert imported(ready + reads + show) == imported(ready + show)


def test_a_crawls_own_process_imports_no_reader_of_pages_and_compares_no_texts():
    crawl = imported("import sys, crawler.run, crawler.spiders.press; print(*sys.modules)")
    assert not crawl & {"pipelines.read", "pipelines.pagers.readers", "archive.diff"}


async def test_pages_that_wait_together_are_each_answered_for(pool):
    pages = [payload(PAGE.replace("反诈", f"第{number}次反诈")) for number in range(30)]
    readings = await asyncio.gather(*(pool.read(page) for page in pages), pool.read_list(payload()))
    assert [f"第{number}次反诈" in reading.article.text for number, reading in enumerate(readings[:30])] == [True] * 30
    assert readings[30].error_kind == "ListPage" or readings[30].listing is not None


async def test_closing_cancels_what_waits_and_starts_nothing(pool):
    waiting = [asyncio.ensure_future(pool.read(payload())) for _ in range(60)]
    await waiting[0]
    pool.close()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert sum(isinstance(one, asyncio.CancelledError) for one in done) > 30
    assert pool._pool is None
