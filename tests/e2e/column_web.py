"""Columns of a fictional county, one for each of several pagers, on loopback: small pages in the markup of real systems."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

# ruff: noqa: E501  markup stands on one line, as the sites write it

COUNT, SIZE = 23, 5
PAGES = -(-COUNT // SIZE)
THINGS = (
    "城区道路养护",
    "汛期值守",
    "老旧小区加装电梯",
    "农田灌溉轮水",
    "校园周边治理",
    "夜间公交延时",
    "燃气管网更新",
)

Address = Callable[[int], str]


def day(n: int) -> date:
    return date(2024, 3, 18) - timedelta(days=n)


def title(n: int) -> str:
    return f"清河县{THINGS[n % len(THINGS)]}工作第{COUNT - n}次情况通报会"


def row(n: int, address: Address) -> str:
    return f'<li><a href="{address(n)}" title="{title(n)}">{title(n)}</a><span>{day(n):%Y-%m-%d}</span></li>'


def rows(page: int, address: Address) -> str:
    return "".join(row(n, address) for n in range((page - 1) * SIZE, min(page * SIZE, COUNT)))


def frame(body: str, name: str = "情况通报") -> str:
    """A page of the county: its tags, its menu, its imprint."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="SiteName" content="清河县人民政府">'
        f'<meta name="ColumnName" content="{name}"><title>{name}_清河县人民政府</title></head><body>'
        '<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a></div>'
        f'{body}<div class="footer">主办：清河县人民政府办公室　备案号：不适用</div></body></html>'
    )


def listed(page: int, address: Address, pager: str) -> str:
    return frame(f'<div class="list"><ul>{rows(page, address)}</ul></div><div class="page">{pager}</div>')


def article(n: int, container: str = '<div class="con">{}</div>', *, editor: bool = True) -> str:
    thing = THINGS[n % len(THINGS)]
    text = "".join(
        f"<p>{words}</p>"
        for words in (
            f"{day(n):%m月%d日}上午，清河县召开{thing}工作情况通报会，介绍近期进展和下一步安排，回应群众关心的问题。",
            f"县有关部门负责人说，今年以来全县{thing}工作共安排项目{n + 11}个，已经完成{n + 3}个，其余项目将在年底前完成。",
            "会议要求，各乡镇和有关部门要把群众满意作为标准，公开进度，接受监督，做到件件有着落、事事有回音。",
        )
    )
    credit = '<p class="edit">责任编辑：闻人清河</p>' if editor else ""
    return frame(
        f'<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 情况通报</div>'
        f"<h1>{title(n)}</h1><div class='info'>发布时间：{day(n):%Y-%m-%d} 09:30　来源：清河县融媒体中心</div>"
        f"{container.format(text)}{credit}"
    ).replace("<title>情况通报_", f"<title>{title(n)}_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: where it begins, how its articles are addressed, what it answers to a request for a list page."""

    start: str
    address: Address
    lists: Callable[[str, dict[str, str]], str | None]
    container: str = '<div class="con">{}</div>'


def _number(path: str) -> int | None:
    tail = path.rpartition(".")[0].rpartition("_")[2]
    return int(tail) if tail.isdigit() else None


def _trs(n: int) -> str:
    return f"/zwgk/{day(n):%Y%m}/t{day(n):%Y%m%d}_{90000 - n}.html"


def _hubei(path: str, _query: dict[str, str]) -> str | None:
    if path not in ("/hubei/", *(f"/hubei/index_{k}.shtml" for k in range(1, PAGES))):
        return None
    current = _number(path) or 0
    return listed(current + 1, _trs, f'<script>pageControl({PAGES}, {current}, "index", "shtml", 10, "nav")</script>')


def _miscounting(path: str, _query: dict[str, str]) -> str | None:
    """It says that its pages are counted from 0, and names the second one _2."""
    if path not in ("/miscounting/", *(f"/miscounting/index_{k}.html" for k in range(2, PAGES + 1))):
        return None
    current = (_number(path) or 1) - 1
    return listed(current + 1, _trs, f'<script>createPageHTML({PAGES}, {current}, "index", "html")</script>')


def _longxun_article(n: int) -> str:
    return f"/content/article/{16780000 - n}"


def _longxun(path: str, query: dict[str, str]) -> str | None:
    if path != "/content/column/6791573":
        return None
    page = int(query.get("pageIndex", "1"))
    script = (
        "Ls.pagination('#page_1', function(pageIndex){location.href='/content/column/6791573?pageIndex='+pageIndex;},"
        f"{{currPage:{page},pageCount:{PAGES}}});"
    )
    return listed(page, _longxun_article, f"<script>{script}</script>")


def _vsb_article(n: int) -> str:
    return f"/info/1011/{4100 - n}.htm"


def _vsb(path: str, _query: dict[str, str]) -> str | None:
    """Counts its pages down: the last one is 1.htm."""
    if path == "/qktb.htm":
        page, folder = 1, "qktb/"
    elif path in {f"/qktb/{k}.htm" for k in range(1, PAGES)}:
        page, folder = PAGES - int(path.rpartition("/")[2].removesuffix(".htm")) + 1, ""
    else:
        return None
    following = f'<span class="p_next p_fun"><a href="{folder}{PAGES - page}.htm">下页</a></span>'
    last = f'<span class="p_last p_fun"><a href="{folder}1.htm">尾页</a></span>'
    more = following + last if page < PAGES else ""
    return listed(
        page, _vsb_article,
        f'<div class="pb_sys_common"><span class="p_t">共{COUNT}条</span>{more}<span class="p_t">{page}/{PAGES}</span></div>',
    )  # fmt: skip


def _hanweb_article(n: int) -> str:
    return f"/art/{day(n).year}/{day(n).month}/{day(n).day}/art_64511_{9000 - n}.html"


def _store(numbers: range, inner: str = "") -> str:
    records = "".join(f"<record><![CDATA[{row(n, _hanweb_article)}]]></record>" for n in numbers)
    return f"<datastore>{inner}<recordset>{records}</recordset></datastore>"


def _hanweb(path: str, query: dict[str, str]) -> str | None:
    if path == "/module/web/jpage/dataproxy.jsp":
        first, last = int(query["startrecord"]), int(query["endrecord"])
        return _store(range(first - 1, min(last, COUNT)), f"<totalrecord>{COUNT}</totalrecord>")
    if path != "/col/col64511/index.html":
        return None
    script = (
        f"var p={{columnid:64511,unitid:'464148',webid:3}};$('#464148').jpage({{totalRecord:{COUNT},perPage:{SIZE}}});"
    )
    store = _store(range(min(3 * SIZE, COUNT)))
    return frame(f'<div id="464148"><script type="text/xml">{store}</script></div><script>{script}</script>')


def _jpaas_article(n: int) -> str:
    return f"/zwgk/art/{day(n).year}/art_{md5(str(n).encode(), usedforsecurity=False).hexdigest()}.html"


def _jpaas(path: str, query: dict[str, str]) -> str | None:
    if path == "/api-gateway/jpaas-publish-server/front/page/build/unit":
        page = json.loads(query["paramJson"])["pageNo"]
        pager = f'<div class="pagination" rows="{SIZE}" count="{COUNT}" pageNo="{page}"></div>'
        return json.dumps({"success": True, "data": {"html": f"<ul>{rows(page, _jpaas_article)}</ul>{pager}"}})
    if path != "/col/col2/index.html":
        return None
    data = "{'parseType':'buildstatic','webId':'1','pageId':'2','tagId':'当前栏目列表'}"
    return frame(f'<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{data}"></script>')


COLUMNS = {
    "hubei": Column(start="/hubei/", address=_trs, lists=_hubei, container='<div class="TRS_UEDITOR">{}</div>'),
    "miscounting": Column(start="/miscounting/", address=_trs, lists=_miscounting),
    "longxun": Column(
        start="/content/column/6791573", address=_longxun_article, lists=_longxun,
        container='<div class="j-fontContent">{}</div>',
    ),
    "vsb": Column(
        start="/qktb.htm", address=_vsb_article, lists=_vsb,
        container='<div id="vsb_content"><div class="v_news_content">{}</div></div>',
    ),
    "hanweb": Column(
        start="/col/col64511/index.html", address=_hanweb_article, lists=_hanweb, container='<div id="zoom">{}</div>'
    ),
    "jpaas": Column(start="/col/col2/index.html", address=_jpaas_article, lists=_jpaas),
}  # fmt: skip


class ColumnWeb:
    """One of the columns while it is served; a context manager. What is put in `answers` goes before the column's own."""

    def __init__(self, name: str) -> None:
        self.column = COLUMNS[name]
        self.answers: dict[str, tuple[int, str]] = {}
        self.moved: dict[str, tuple[int, str]] = {}
        """Status and target of redirects."""
        self.editor = True
        self.log: list[tuple[str, str]] = []
        """Path with query, and User-Agent, of every request."""
        self.times: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._exchange())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str | None = None) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path or self.column.start}"

    def article(self, n: int) -> str:
        return self.url(self.column.address(n))

    def paths(self) -> list[str]:
        return [path for path, _agent in self.log]

    def answer(self, url: str) -> tuple[int, str]:
        parts = urlsplit(url)
        if parts.path in self.answers:
            return self.answers[parts.path]
        for n in range(COUNT):
            if self.column.address(n) == parts.path:
                return 200, article(n, self.column.container, editor=self.editor)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        body = self.column.lists(parts.path, query)
        return (200, body) if body is not None else (404, "")

    def _exchange(web) -> type[BaseHTTPRequestHandler]:  # noqa: N805  `self` is the handler below
        class Exchange(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                web.times.append(time.monotonic())
                web.log.append((self.path, self.headers.get("User-Agent", "")))
                status, target = web.moved.get(self.path, (0, ""))
                text = ""
                if not target:
                    status, text = web.answer(self.path)
                body = text.encode()
                self.send_response(status)
                kind = "application/json" if text.startswith("{") else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind if self.path != "/robots.txt" else "text/plain")
                self.send_header("Content-Length", str(len(body)))
                if target:
                    self.send_header("Location", target)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, _format: str, *_args: object) -> None:
                pass

        return Exchange
