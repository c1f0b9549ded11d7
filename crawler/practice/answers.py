"""What a practice site answers to one request on one day."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from crawler.practice.made_files import make_docx, make_pdf
from crawler.practice.pages import PracticeSite, Press, load_design, load_practice_site
from crawler.practice.phases import Staged, load_phases, stage

NOT_FOUND = (
    "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr></body></html>"
)
ERROR = (
    "<html><head><title>500</title></head><body><h1>Internal Server Error</h1><p>系统繁忙，请稍后再试</p></body></html>"
)
CHALLENGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>安全验证</title>
<script>var token="{token}";(function(){{var s=0;for(var i=0;i<token.length;i++){{s=(s*31+token.charCodeAt(i))|0;}}
document.cookie="__waf_check="+s+";path=/";setTimeout(function(){{location.reload();}},1500);}})();</script></head>
<body><div class="waf"><h2>正在进行安全检查</h2><p>您的访问请求可能存在风险，请开启JavaScript并刷新该页。</p>
<p>网站防火墙　事件编号：{token}</p></div></body></html>"""
HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer of a practice site, before the server adds validators and compression."""

    status: int
    body: bytes
    content_type: str = HTML
    location: str | None = None
    changed: datetime | None = None
    """When these bytes last changed; None where the page is built anew for every visitor."""

    @property
    def etag(self) -> str:
        """A strong validator of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def find_answer(folder: str, path: str, *, phase: int, host: str, visits: int) -> Answer:
    """What one site answers to a request for one path on one day; `visits` counts the requests so far."""
    site = load_practice_site(folder)
    today = stage(phase)
    status = today.challenges.get(folder)
    if status is not None:
        token = hashlib.sha256(f"{path}{visits}".encode()).hexdigest()[:32]
        return Answer(
            status=status, body=CHALLENGE.format(token=token).encode(), content_type="text/html; charset=utf-8"
        )
    if path == "/robots.txt":
        return _robots(site)
    return _in_the_way(site, path, phase, host) or _file(folder, path, phase) or _page(site, path, phase, host, visits)


def _in_the_way(site: PracticeSite, path: str, phase: int, host: str) -> Answer | None:
    """The redirect, refusal or failure that stands where a page is or was; None where nothing does."""
    for staged in stage(phase).articles.values():
        if staged.article.site == site.folder and path in (*staged.article.paths, staged.moved_from):
            number = staged.article.paths.index(path) + 1 if path in staged.article.paths else 1
            if staged.failing_page == number:
                return Answer(status=staged.status, body=ERROR.encode())
            if staged.condition != "there":
                return _refusal(site, staged, phase, host)
            if staged.moved_from == path:
                return Answer(status=301, body=b"", location=staged.article.path)
    failing = _failing_list(site, path, phase)
    return Answer(status=failing, body=ERROR.encode()) if failing else None


def _file(folder: str, path: str, phase: int) -> Answer | None:
    """An attached file; None where there is none at a path."""
    found = _file_body(folder, path, phase)
    if found is None:
        return None
    since = phase
    while since and _file_body(folder, path, since - 1) == found:
        since -= 1
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Answer(status=200, body=found, content_type=kind, changed=load_phases()[since].day)


@lru_cache(maxsize=256)
def _file_body(folder: str, path: str, phase: int) -> bytes | None:
    for staged in stage(phase).articles.values():
        if staged.article.site == folder and path in staged.article.files and staged.condition == "there":
            lines = staged.article.files[path][1].split("\n")
            return make_pdf(lines) if path.endswith(".pdf") else make_docx(lines)
    return None


def _page(site: PracticeSite, path: str, phase: int, host: str, visits: int) -> Answer:
    same_for_all = bool(site.validators)
    if same_for_all:
        body = _standing(site.folder, path, phase, host)
    else:
        body = draw(site.folder, path, phase=phase, host=host, visits=visits)
    if body is None:
        return Answer(status=404, body=NOT_FOUND.encode())
    rules = load_design(site.folder, stage(phase).designs.get(site.folder, site.design))
    charset = "" if rules["encoding"] == "gb18030" else "; charset=utf-8"
    changed = _changed(site.folder, path, phase, host) if same_for_all else None
    return Answer(status=200, body=body, content_type=f"{HTML}{charset}", changed=changed)


def draw(folder: str, path: str, *, phase: int, host: str, visits: int = 0) -> bytes | None:
    """The page that stands at a path on one day when nothing is in its way; None where there is none."""
    site = load_practice_site(folder)
    today = stage(phase)
    press = Press(site=site, stage=today, host=host)
    if path in ("/", f"/{folder}/index.shtml"):
        return press.home()
    for section in site.sections:
        if path == section.path:
            return press.listing(section, 1)
        for number in range(1, 1 + len(today.articles)):
            if path == section.page(number, first=site.second):
                return press.listing(section, number)
    for staged in today.articles.values():
        article = staged.article
        if staged.condition == "there" and article.site == folder and path in article.paths:
            return press.article(article, visits=visits, number=article.paths.index(path) + 1)
    return None


@lru_cache(maxsize=2048)
def _standing(folder: str, path: str, phase: int, host: str) -> bytes | None:
    """A page that is the same for every visitor of the day."""
    return draw(folder, path, phase=phase, host=host)


def _robots(site: PracticeSite) -> Answer:
    if not site.robots:
        return Answer(status=404, body=NOT_FOUND.encode())
    return Answer(
        status=200, body=site.robots.lstrip().encode(), content_type="text/plain", changed=load_phases()[0].day
    )


def _refusal(site: PracticeSite, staged: Staged, phase: int, host: str) -> Answer:
    if staged.condition == "homeward":
        return Answer(status=302, body=b"", location="/")
    if staged.condition == "soft404":
        press = Press(site=site, stage=stage(phase), host=host)
        return Answer(status=200, body=press.notice("您访问的页面不存在或已被删除"), content_type=HTML)
    if staged.condition == "failing":
        return Answer(status=staged.status, body=ERROR.encode())
    return Answer(status=404 if staged.condition == "unpublished" else staged.status, body=NOT_FOUND.encode())


def _failing_list(site: PracticeSite, path: str, phase: int) -> int | None:
    for (folder, name, number), status in stage(phase).failing_lists.items():
        if folder == site.folder and any(
            section.name == name and path == section.page(number, first=site.second) for section in site.sections
        ):
            return status
    return None


def _changed(folder: str, path: str, phase: int, host: str) -> datetime:
    """The day on which the page at a path last became what it is."""
    body = _standing(folder, path, phase, host)
    while phase and _standing(folder, path, phase - 1, host) == body:
        phase -= 1
    return load_phases()[phase].day
