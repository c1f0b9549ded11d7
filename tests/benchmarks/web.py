"""A thousand article pages of about 40 KB on four loopback hosts, from a process that costs the crawler little.

Pages are drawn once, before the clock starts, and answered from memory with an ETag; `python -m tests.benchmarks.web`
serves until its standard input closes.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.request import urlopen

from crawler.practice.articles import CHINA, PracticeArticle, Words
from crawler.practice.pages import Press, load_practice_site
from crawler.practice.phases import Stage, Staged, load_phases
from tests.benchmarks.children import ROOT

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
LIST_SIZE = 50
_LIST_DEPTH = 3
"""Slashes in the address of a list page; articles have more."""
SURNAMES = "蔚钮郏蒯逄鄢殳枚逯仉宓濮宫岳闵卓南褟厍钭褚巫母"
SUBJECTS = (
    "社区民警",
    "网格员",
    "市公安局",
    "交警支队",
    "供水公司",
    "驻村工作队",
    "消防救援站",
    "窗口工作人员",
    "街道办事处",
    "志愿者队伍",
)
DOINGS = (
    "走访",
    "排查",
    "整改",
    "回访",
    "劝阻",
    "登记",
    "培训",
    "巡查",
    "调解",
    "返还",
    "核验",
    "公示",
    "抽检",
    "演练",
)
OBJECTS = (
    "出租房屋",
    "老旧小区",
    "沿街商铺",
    "施工工地",
    "校园周边",
    "易涝点位",
    "重点人群",
    "消防通道",
    "电动自行车",
    "供水泵房",
    "来电线索",
)
ENDS = (
    "比去年同期明显增加",
    "群众满意度稳步提高",
    "未发生一起责任事故",
    "做到当天受理当天反馈",
    "纳入年度考核",
    "由专人每周跟踪一次",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer in memory."""

    etag: str
    full: bytes
    unmodified: bytes


def sentence(chance: random.Random) -> str:
    """One sentence with its own numbers."""
    subject, doing, matter, end = (chance.choice(words) for words in (SUBJECTS, DOINGS, OBJECTS, ENDS))
    return f"{chance.randint(1, 12)}月份以来，{subject}共{doing}{matter}{chance.randint(12, 98765)}处（次），{end}。"


def article(host: int, number: int, *, sentences: int) -> PracticeArticle:
    """A transcript that no other page has."""
    chance = random.Random(f"{host}/{number}")
    names = [
        chance.choice(SURNAMES) + chance.choice("一二三四五六七八九十") + chance.choice("川舟溪桥") for _ in range(3)
    ]
    turns = [Words(paragraphs=(sentence(chance), f"出席发布会的有{'、'.join(names)}三位同志。"))]
    while sum(len(words.paragraphs) for words in turns) * 4 < sentences:
        answer = tuple("".join(sentence(chance) for _ in range(5)) for _ in range(chance.randint(2, 4)))
        question = Words(
            paragraphs=(f"请问{names[1]}同志，{sentence(chance)}下一步怎么办？",),
            form="colon",
            speaker="澄岚日报",
            kind="question",
        )
        turns += [question, Words(paragraphs=answer, form="colon", speaker=names[1], kind="answer")]
    digest = hashlib.md5(f"{host}/{number}".encode(), usedforsecurity=False).hexdigest()
    published = datetime(2024, 5, 1, 9, tzinfo=CHINA) - timedelta(hours=7 * number)
    return PracticeArticle(
        name=f"chenglan/{number:04}",
        path=f"/chenglan/xwfbh/{published:%Y%m}/{digest}.shtml",
        title=f"市政府新闻办举行第{host + 1}-{number}场新闻发布会",
        words=tuple(turns),
        published=published,
        source="市政府新闻办",
        editor="宫月疏",
        column="新闻发布会",
    )


def draw(host: int, pages: int, *, port: int, sentences: int) -> Mapping[str, Page]:
    """Every address of one host with its answer."""
    site = replace(load_practice_site("chenglan"), size=LIST_SIZE)
    articles = [article(host, number, sentences=sentences) for number in range(pages)]
    stage = Stage(
        phase=load_phases()[0],
        articles={one.name: Staged(article=one) for one in articles},
        designs={},
        challenges={},
        failing_lists={},
    )
    press = Press(site=site, stage=stage, host=f"{HOSTS[host]}:{port}")
    section = site.sections[0]
    bodies = {one.path: press.article(one, visits=1) for one in articles}
    for number in range(1, 2 + pages // LIST_SIZE):
        listing = press.listing(section, number)
        if listing is not None:
            bodies[section.page(number, first=2)] = listing
    bodies["/robots.txt"] = b"User-agent: *\nDisallow: /guestweb4/\n"
    return {path: _page(body) for path, body in bodies.items()}


def _page(body: bytes) -> Page:
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    head = f"ETag: {etag}\r\nServer: bench\r\n"
    full = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n{head}\r\n"
    return Page(etag=etag, full=full.encode() + body, unmodified=f"HTTP/1.1 304 Not Modified\r\n{head}\r\n".encode())


MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


COUNTED = "/counted.json"
"""Where the web tells how many requests for articles came, and for how many articles."""


async def exchange(
    pages: Mapping[str, Page],
    asked: Counter[str],
    pause: float,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """Answer the requests of one connection, and count those for articles by host and path."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            if path == COUNTED:
                writer.write(_page(json.dumps({"requests": asked.total(), "articles": len(asked)}).encode()).full)
                await writer.drain()
                continue
            page = pages.get(path)
            if path.count("/") > _LIST_DEPTH:
                asked[f"{writer.get_extra_info('sockname')[0]}{path}"] += 1
            wanted = next(
                (line.split(": ", 1)[1] for line in lines if line.lower().startswith("if-none-match: ")), None
            )
            if pause:
                await asyncio.sleep(pause)
            writer.write(MISSING if page is None else page.unmodified if wanted == page.etag else page.full)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the visitor hung up
    finally:
        writer.close()


async def serve(pages: int, *, sentences: int, pause: float) -> None:
    """Serve until standard input closes; the first line of output is the port."""
    servers = [await asyncio.start_server(lambda _reader, writer: writer.close(), HOSTS[0], 0)]
    port = servers[0].sockets[0].getsockname()[1]
    servers[0].close()
    asked: Counter[str] = Counter()
    for host, name in enumerate(HOSTS):
        share = pages // len(HOSTS) + (host < pages % len(HOSTS))
        answers = draw(host, share, port=port, sentences=sentences)
        servers.append(await asyncio.start_server(partial(exchange, answers, asked, pause), name, port))
    sizes = [len(page.full) for path, page in answers.items() if path.count("/") > _LIST_DEPTH]
    print(json.dumps({"port": port, "page_bytes": sum(sizes) // len(sizes)}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


@dataclass(frozen=True, slots=True)
class Served:
    """The web while it is served."""

    port: int
    page_bytes: int

    @property
    def starts(self) -> list[str]:
        """The first list page of each host."""
        return [f"http://{host}:{self.port}/chenglan/xwfbh/common_list.shtml" for host in HOSTS]

    def counted(self) -> tuple[int, int]:
        """How many requests for articles came so far, and for how many articles."""
        with urlopen(f"http://{HOSTS[0]}:{self.port}{COUNTED}") as answer:
            told = json.load(answer)
        return told["requests"], told["articles"]

    def site_files(self, concurrency: int = 8) -> dict[str, str]:
        """A site file for each host, by file name; no pause between requests."""
        return {
            f"bench-{number}.toml": (
                f'name = "bench {number}"\nhome = "http://{host}:{self.port}/"\nfamily = "ucap"\nprivate = true\n'
                f'[pace]\ndelay = 0\nconcurrency = {concurrency}\n[[section]]\nname = "新闻发布会"\nstart = "{start}"\n'
            )
            for number, (host, start) in enumerate(zip(HOSTS, self.starts, strict=True), start=1)
        }


@contextmanager
def served(pages: int, *, sentences: int = 60, pause: float = 0.0) -> Iterator[Served]:
    """Serve so many pages from another process."""
    options = [f"--pages={pages}", f"--sentences={sentences}", f"--pause={pause}"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.web", *options],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield Served(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait(timeout=10)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds to wait before each answer")
    given = parser.parse_args()
    asyncio.run(serve(given.pages, sentences=given.sentences, pause=given.pause))
