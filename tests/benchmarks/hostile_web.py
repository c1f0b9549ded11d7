"""Servers on loopback that misbehave, each in one way: what `hostile.py` and `tests/e2e/test_hostile.py` crawl.

Every server has a list of three articles at `/xwfbh/`. Two are good; the second, or the list itself, is where it
misbehaves. `says` is what the archive must say of it: in a finding of the run, in the failure of a capture or in the
error of a reading.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import zstandard

MIB = 1024 * 1024
BAD = "/xwfbh/202611/t20261102_1002.shtml"
GOOD = ("/xwfbh/202611/t20261101_1001.shtml", "/xwfbh/202611/t20261103_1003.shtml")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as a server sees it."""

    path: str
    head: str
    out: asyncio.StreamWriter
    host: str
    number: int

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.out.write(piece)


Answer = Callable[[Asked], Awaitable[None] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One way to misbehave."""

    name: str
    bad: Answer
    says: str
    """What the archive must say of it; empty where nothing is amiss in the end."""
    at: str = BAD
    """The path, or the beginning of the paths, at which it misbehaves."""
    outcomes: tuple[str, ...] = ("partial",)
    costly: bool = False
    """Whether it takes more than a moment of processor time."""
    scheme: str = "http"
    section: str = ""
    """More lines of its section; {start} is its own address."""


def message(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """One whole answer."""
    body = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def article(number: int, text: str = "") -> str:
    words = text or f"云岭市召开新闻发布会，通报了第{number}批反诈案件的进展情况，并回答了记者的提问。" * 4
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>第{number}场新闻发布会</title>"
        f"<meta name='ArticleTitle' content='云岭市举行第{number}场新闻发布会'>"
        f"<meta name='PubDate' content='2026-11-{number % 28 + 1:02} 10:00'></head><body>"
        f"<h1>云岭市举行第{number}场新闻发布会</h1><div id='UCAP-CONTENT'><p>{words}</p></div></body></html>"
    )


def listing(*paths: str, following: str | None = None, first: int = 1) -> str:
    rows = "".join(
        f'<li><a href="{path}" title="云岭市举行第{n}场新闻发布会">云岭市举行第{n}场新闻发布会</a>'
        f"<span>2026-11-{n % 28 + 1:02}</span></li>"
        for n, path in enumerate(paths, start=first)
    )
    pager = f'<div class="page"><a href="{following}">下一页</a></div>' if following else ""
    return f"<html><head><meta charset='utf-8'></head><body><ul class='list'>{rows}</ul>{pager}</body></html>"


def always(answer: bytes) -> Answer:
    return lambda asked: asked.send(answer)


def page(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> Answer:
    return always(message(body, status, **headers))


def redirect(location: str, **headers: str) -> Answer:
    return page(b"", "302 Found", Location=location, **headers)


# --- answers that go on and on -----------------------------------------------------------------------------------


async def endless_body(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        asked.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        await asked.out.drain()


async def drip_body(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    while True:
        asked.send(b"x")
        await asked.out.drain()
        await asyncio.sleep(0.2)


async def drip_headers(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        asked.send(f"X-{number}: 1\r\n".encode())
        await asked.out.drain()
        await asyncio.sleep(0.2)


async def endless_headers(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        asked.send(b"X-More: and more\r\n" * 200)
        await asked.out.drain()


async def never(_asked: Asked) -> None:
    await asyncio.sleep(3600)


def reset(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhalf")
    asked.out.transport.abort()


# --- lists and redirects without end -----------------------------------------------------------------------------


def number_of(asked: Asked) -> int:
    digits = "".join(char for char in asked.path.partition("?")[2] if char.isdigit())
    return int(digits or 1)


def endless_chain(asked: Asked) -> None:
    asked.send(message(b"", "302 Found", Location=f"{BAD}?{number_of(asked) + 1}"))


def inventive_list(asked: Asked) -> None:
    if asked.path.startswith("/xwfbh/2"):
        asked.send(message(article(int(asked.path.rpartition("_")[2].partition(".")[0]))))
        return
    number = number_of(asked)
    items = [f"/xwfbh/202611/t20261101_{number * 100 + n}.shtml" for n in range(20)]
    asked.send(message(listing(*items, following=f"/xwfbh/?page={number + 1}", first=number * 100)))


def same_list(asked: Asked) -> None:
    asked.send(message(listing(*GOOD, following=f"/xwfbh/?page={number_of(asked) + 1}")))


def calendar(asked: Asked) -> None:
    asked.send(message(f"<html><body>本日无会<a href='/xwfbh/?day={number_of(asked) + 1}'>下一页</a></body></html>"))


def sessions(asked: Asked) -> None:
    items = [f"/xwfbh/202611/t20261101_{n}.shtml?PHPSESSID=0A{asked.number:04}{n}" for n in range(20)]
    asked.send(message(listing(*items, following=f"/xwfbh/?PHPSESSID=0B{asked.number:04}")))


def sessions_in_paths(asked: Asked) -> None:
    session = f"(S({asked.number:024}))"
    items = [f"/{session}/xwfbh/202611/t20261101_{n}.shtml" for n in range(20)]
    asked.send(message(listing(*items, following=f"/{session}/xwfbh/?page=2")))


def sitemap(asked: Asked) -> None:
    places = "".join(f"<url><loc>http://{asked.host}/xwfbh/202611/t1_{n}.shtml</loc></url>" for n in range(200_000))
    asked.send(message(f"<urlset>{places}</urlset>", Content_Type="application/xml"))


def index_of_itself(asked: Asked) -> None:
    places = "".join(
        f"<sitemap><loc>http://{asked.host}/sitemap.xml?{asked.number}{n}</loc></sitemap>" for n in range(9)
    )
    asked.send(message(f"<sitemapindex>{places}</sitemapindex>", Content_Type="application/xml"))


def deeper(asked: Asked) -> None:
    """Relative links that feed on themselves."""
    items = [f"a/b/{n}.shtml" for n in range(3)]
    asked.send(message(listing(*items, following="a/b/", first=10 * asked.path.count("/"))))


def permutations(asked: Asked) -> None:
    if "id=" in asked.path:
        asked.send(message(article(7)))
        return
    ways = itertools.permutations(["id=7", "col=3", "lang=zh", "v=1"])
    asked.send(message(listing(*(f"/xwfbh/show?{'&'.join(way)}" for way in ways))))


def long_list(asked: Asked) -> None:
    asked.send(message(listing(*(f"/xwfbh/202611/t20261101_{n}.shtml" for n in range(60_000)))))


def redirects_everywhere(asked: Asked) -> None:
    asked.send(message(listing(*(f"/to/{n}.shtml" for n in range(len(PRIVATE))))))


PRIVATE = (
    "http://169.254.169.254/latest/meta-data/", "http://2130706433/", "http://0x7f000001:22/", "http://0177.0.0.1/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://127.1:22/", "http://localhost:22/", "file:///etc/hostname",
    "javascript:alert(1)", "http://user@127.0.0.1/", "http://[64:ff9b::a9fe:a9fe]/", "http://10.0.0.1/",
)  # fmt: skip


def private(asked: Asked) -> None:
    if asked.path.startswith("/to/"):
        number = int(asked.path.removeprefix("/to/").partition(".")[0])
        asked.send(message(b"", "302 Found", Location=PRIVATE[number]))
    else:
        redirects_everywhere(asked)


def waits_for_cookie(asked: Asked) -> None:
    if "seen=1" in asked.head:
        asked.send(message(article(2)))
    else:
        asked.send(message(b"", "302 Found", Location=BAD, Set_Cookie="seen=1; Path=/"))


def script(to: str) -> str:
    return f"<html><head><title></title></head><body><script>location.href='{to}'</script></body></html>"


def refresh(to: str) -> str:
    return f"<html><head><meta http-equiv='refresh' content='0;url={to}'></head><body></body></html>"


@cache
def layers(count: int, size: int) -> bytes:
    return gzip.compress(layers(count - 1, size) if count > 1 else bytes(size), 9)


WALL = "<html><head><title>403</title></head><body><h1>您的请求已被网站防火墙拦截</h1></body></html>"


def behaviours() -> list[Behaviour]:
    """Every way to misbehave."""
    return [*bodies(), *heads(), *ways(), *lists(), *maps(), *doors()]


def bodies() -> list[Behaviour]:
    """Bodies that are too much, cut short, or compressed by somebody with intent."""
    b = Behaviour
    zeros, secret = layers(1, 64 * MIB), "16777216 bytes"
    brotlied = brotli.compress(bytes(64 * MIB), quality=1)
    chunks = always(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n")
    cut = always(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n")
    deep, flat = article(2, "<div>" * 100_000), article(2, "（" * 4 * MIB)
    either = ("ok", "partial")
    return [
        b(name="no end of the body", bad=endless_body, says=secret, costly=True),
        b(name="ten gigabytes announced", bad=page(b"x", Content_Length="10000000000"), says="10000000000 bytes"),
        b(name="shorter than announced", bad=page(b"half", Content_Length="900"), says="ResponseDataLoss"),
        b(name="connection reset midway", bad=reset, says="ResponseDataLoss"),
        b(name="impossible chunk sizes", bad=chunks, says="Chunk"),
        b(name="chunks that end midway", bad=cut, says="ResponseDataLoss"),
        b(name="gzip bomb", bad=page(zeros, Content_Encoding="gzip"), says=secret),
        b(name="bomb in a bomb", bad=page(layers(3, 64 * MIB), Content_Encoding="gzip, gzip, gzip"), says=secret),
        b(
            name="brotli bomb",
            bad=page(brotlied, Content_Encoding="br"),
            says=secret,
        ),
        b(name="zstd bomb", bad=page(zstandard.compress(bytes(64 * MIB)), Content_Encoding="zstd"), says=secret),
        b(name="below every size", bad=page(layers(1, 15 * MIB), Content_Encoding="gzip"), says="200 times its size"),
        b(name="nine encodings", bad=page(layers(1, 9), Content_Encoding=", ".join(["gzip"] * 9)), says="9 encodings"),
        b(name="an encoding of its own", bad=page(b"?", Content_Encoding="secret"), says="unknown Content-Encoding"),
        b(name="a hundred thousand divs deep", bad=page(deep), says="", outcomes=either, costly=True),
        b(name="twelve mebibytes of brackets", bad=page(flat), says="", outcomes=either, costly=True),
        b(name="noise for a page", bad=page(bytes(range(1, 256)) * 4000), says="", outcomes=either),
        b(name="304 to no question", bad=always(b"HTTP/1.1 304 Not Modified\r\n\r\n"), says="answered 304"),
    ]


def heads() -> list[Behaviour]:
    """Headers, status lines and the time between two bytes."""
    b = Behaviour
    interim = always(b"HTTP/1.1 100 Continue\r\n\r\n" * 9999)
    return [
        b(name="headers without end", bad=endless_headers, says="more than 256 header lines"),
        b(name="a header of a mebibyte", bad=page(b"", X_Long="x" * MIB), says="a header line of more than 16 KiB"),
        b(name="interim answers without end", bad=interim, says="256 header lines"),
        b(name="no status line", bad=always(b"BANANA 9 9\r\n\r\n"), says="DownloadFailed"),
        b(name="another protocol", bad=always(b"SSH-2.0-OpenSSH_9.2\r\n"), says="DownloadFailed"),
        b(name="a body byte now and then", bad=drip_body, says="took longer than"),
        b(name="a header now and then", bad=drip_headers, says="took longer than"),
        b(name="no answer", bad=never, says="took longer than"),
        b(name="hangs up", bad=lambda _asked: None, says="DownloadFailed"),
        b(name="no TLS where it should be", bad=never, at="/", says="SSL", outcomes=("failed",), scheme="https"),
    ]


def ways() -> list[Behaviour]:
    """Redirects, and pages that are one."""
    b = Behaviour
    return [
        b(name="back to itself with a cookie", bad=waits_for_cookie, says="cookies = true"),
        b(name="a circle of redirects", bad=redirect(BAD), says="redirected in a circle"),
        b(name="a chain without end", bad=endless_chain, says="redirected more than 5 times"),
        b(name="redirects to private addresses", bad=private, at="/", says="not a public address"),
        b(name="a location of nine thousand characters", bad=redirect("/" + "x" * 9000), says="longer than 2048"),
        b(name="refresh to itself", bad=page(refresh(BAD)), says="empty without a browser"),
        b(name="script to itself", bad=page(script(BAD)), says="empty without a browser"),
    ]


def lists() -> list[Behaviour]:
    """Lists and addresses without end."""
    b, at, limit = Behaviour, "/xwfbh/", "limit of 60 requests"
    return [
        b(name="a list that invents items", bad=inventive_list, at=at, says=limit),
        b(
            name="a list of sixty thousand",
            bad=long_list,
            at=at,
            says="to its end",
            outcomes=("partial", "failed"),
            costly=True,
        ),
        b(name="one list for all pages", bad=same_list, at="/xwfbh/?", says="nothing that earlier pages did not"),
        b(name="a calendar without end", bad=calendar, at=at, says=limit),
        b(name="sessions in all addresses", bad=sessions, at=at, says="carries a session"),
        b(name="sessions in all paths", bad=sessions_in_paths, at=at, says="carries a session"),
        b(name="links that feed on themselves", bad=deeper, at=at, says="comes more than 4 times"),
        b(name="one article, 24 addresses", bad=permutations, at=at, says="", outcomes=("ok",)),
    ]


def maps() -> list[Behaviour]:
    """Sitemaps of a section."""
    b, at, limit = Behaviour, "/sitemap.xml", "limit of 60 requests"
    section = "sitemap = '{start}/sitemap.xml'\narticle = '/xwfbh/\\d{{6}}/'\n"
    bomb, unread = layers(1, 64 * MIB), "cannot be read"
    encoded = page(bomb, Content_Encoding="gzip", Content_Type="application/xml")
    zipped = page(bomb, Content_Type="application/gzip")
    return [
        b(name="a sitemap that is a bomb", bad=encoded, at=at, says=unread, section=section),
        b(name="a zipped sitemap that is a bomb", bad=zipped, at=at, says=unread, section=section),
        b(name="a sitemap of two hundred thousand", bad=sitemap, at=at, says=limit, section=section, costly=True),
        b(name="sitemaps without end", bad=index_of_itself, at=at, says=limit, section=section),
    ]


def doors() -> list[Behaviour]:
    """robots.txt, Retry-After and firewalls."""
    b, at, away, shut = Behaviour, "/robots.txt", "staying away", ("blocked", "failed")
    bomb = page(layers(1, 64 * MIB), Content_Encoding="gzip")
    years = page(b"", "503 Busy", Retry_After="315360000")
    return [
        b(name="robots.txt without end", bad=endless_body, at=at, says=away, outcomes=shut, costly=True),
        b(name="robots.txt in a circle", bad=redirect(at), at=at, says=away, outcomes=shut),
        b(name="robots.txt is a bomb", bad=bomb, at=at, says=away, outcomes=shut),
        b(name="come back in ten years", bad=years, says="Retry-After asks", outcomes=("blocked",)),
        b(name="too many requests", bad=page(b"", "429 No"), at="/xwfbh/", says="answered 429", outcomes=shut),
        b(name="a firewall for everything", bad=page(WALL), at="/xwfbh/2", says="answered by a firewall"),
    ]


GOOD_SERVER = Behaviour(name="good", bad=page(article(2)), says="", outcomes=("ok",))


class Server:
    """One server while it is served; `host` names it."""

    def __init__(self, behaviour: Behaviour, key: str) -> None:
        self.behaviour, self.key = behaviour, key
        self.host = ""
        self.asked = 0

    async def open(self) -> None:
        server = await asyncio.start_server(self._exchange, "127.0.0.1", 0)
        self.host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def site_file(self, *, requests: int = 60) -> str:
        start = f"{self.behaviour.scheme}://{self.host}"
        return (
            f'name = "{self.behaviour.name}"\nhome = "{start}/"\nprivate = true\n[pace]\ndelay = 0\nconcurrency = 2\n'
            f'[limits]\nrequests = {requests}\n[[section]]\nname = "新闻发布会"\nstart = "{start}/xwfbh/"\n'
            f"{self.behaviour.section.format(start=start)}"
        )

    async def _exchange(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        try:
            if self.behaviour.scheme == "https":
                out.write(b"plain words\r\n")
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.asked += 1
            path = head.split(" ")[1]
            answered = self._answer(path)(Asked(path, head, out, self.host, self.asked))
            if answered is not None:
                await answered
            await out.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the visitor hung up, as it should, or all is over
        finally:
            out.close()

    def _answer(self, path: str) -> Answer:
        if path.startswith(self.behaviour.at) and (path != "/robots.txt" or self.behaviour.at == path):
            return self.behaviour.bad
        if path == "/xwfbh/":
            return page(
                listing(GOOD[0], BAD, GOOD[1], following="/xwfbh/?page=2" if "?" in self.behaviour.at else None)
            )
        if path in GOOD:
            return page(article(1 + GOOD.index(path)))
        return page(b"", "404 Not Found")


@contextmanager
def served(chosen: list[Behaviour], folder: Path) -> Iterator[list[Server]]:
    """Serve a good server and these behaviours, and write their site files into a folder."""
    servers = [Server(GOOD_SERVER, "good")]
    servers += [Server(behaviour, f"bad-{number}") for number, behaviour in enumerate(chosen, start=1)]
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    folder.mkdir(parents=True, exist_ok=True)
    for server in servers:
        asyncio.run_coroutine_threadsafe(server.open(), loop).result(10)
        (folder / f"{server.key}.toml").write_text(server.site_file(), encoding="utf-8")
    try:
        yield servers
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _end_all() -> None:
    """End the answers that never end by themselves."""
    exchanges = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in exchanges:
        task.cancel()
    await asyncio.gather(*exchanges, return_exceptions=True)
