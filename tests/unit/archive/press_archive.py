"""A small archive of a fictional city, filled through the archive's own interface, for tests of what shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from archive.article import Article, Attachment, Turn
from archive.capture import Capture
from archive.files import NewFile
from archive.store import Archive

HOME = "http://yunling.example"
LIST = f"{HOME}/xwfb/index.html"
BRIEFING = f"{HOME}/xwfb/1.html"
REGULATION = f"{HOME}/xwfb/2.html"
VISIT = f"{HOME}/xwfb/3.html"
HOSTILE = f"{HOME}/xwfb/4.html?a=%22%3E%3Cscript%3E"
CHINA = timezone(timedelta(hours=8))
FIRST_DAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

QUESTION = "草原日报记者：请问今年电信网络诈骗的破案率是多少？"
ANSWER = "高远山：谢谢您的提问。全市共破获案件2251起。"
BRIEFING_ARTICLE = Article(
    url=BRIEFING,
    title="云岭市召开打击电信网络诈骗新闻发布会",
    text="\n".join(
        [
            "云岭市公安局今天上午召开新闻发布会。",
            "今年以来，全市公安机关共破获电信网络诈骗案件2251起，抓获犯罪嫌疑人120名。",
            QUESTION,
            ANSWER,
        ]
    ),
    published_at=datetime(2026, 3, 1, 10, 30, tzinfo=CHINA),
    published_precision="minute",
    source="云岭日报",
    editor="林晓岚",
    turns=(
        Turn(speaker="草原日报记者", kind="question", text=QUESTION.partition("：")[2], paragraph=2),
        Turn(speaker="高远山", role="市公安局局长", kind="answer", text=ANSWER.partition("：")[2], paragraph=3),
    ),
    attachments=(Attachment(href=f"{HOME}/xwfb/1.pdf", label="附件1"),),
)
BRIEFING_EDITED = replace(
    BRIEFING_ARTICLE, text=BRIEFING_ARTICLE.text.replace("诈骗案件2251起", "诈骗案件2215起"), url=BRIEFING
)
REGULATION_ARTICLE = Article(
    url=REGULATION,
    title="云岭市养老服务条例",
    text="第一条　为了规范养老服务，制定本条例。\n第二条　本条例自公布之日起施行。",
    published_at=datetime(2026, 2, 20, tzinfo=CHINA),
    published_precision="day",
    doc_number="云政发〔2026〕3号",
)
VISIT_ARTICLE = Article(
    url=VISIT,
    title="雲嶺市代表團到訪拉薩",
    text="雲嶺市代表團昨天到訪拉薩，交流養老服務經驗。" * 30,
    published_at=datetime(2026, 1, 5, tzinfo=CHINA),
    published_precision="day",
)
HOSTILE_ARTICLE = Article(
    url=HOSTILE,
    title="<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    text="javascript:alert(1)\n<b>正文</b>\x1b[2J",
    source='"><script>alert(2)</script>',
    author="javascript:alert(3)",
    turns=(Turn(speaker="<script>alert(4)</script>", kind="statement", text="</script><script>", paragraph=0),),
    attachments=(Attachment(href="javascript:alert(5)", label="<svg onload=alert(6)>"),),
)


def print_of(article: Article) -> str:
    words = repr((article.title, article.text, article.published_at, article.source, article.author, article.editor))
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


@dataclass
class Press:
    """The archive while it is filled: one visit a day."""

    archive: Archive
    day: datetime = FIRST_DAY
    run: int = 0
    captures: list[int] = field(default_factory=list)
    dress: Callable[[Article], bytes] = lambda article: repr(article).encode()
    """The page that says an article."""

    def visit(self, articles: dict[str, Article | int], files: Mapping[str, str | int] | None = None) -> None:
        """One run over some pages and files: each says an article or a text, or answers with a status."""
        self.run = self.archive.start_run(site="yunling", sections=["新闻发布会"])
        for url, answer in articles.items():
            self.day += timedelta(minutes=1)
            body = self.dress(answer) if isinstance(answer, Article) else b""
            number = self.archive.add_capture(
                Capture(
                    url=url,
                    captured_at=self.day,
                    status=200 if isinstance(answer, Article) else answer,
                    headers=(("Content-Type", "text/html"), ("X-Powered-By", "<script>alert(7)</script>")),
                    body=body,
                ),
                run=self.run,
                site="yunling",
                section="新闻发布会",
                purpose="article",
            )
            self.captures.append(number)
            if isinstance(answer, Article) and self.archive.payload_capture(number) == number:
                self.archive.add_reading(number, reader="test 1", article=answer, fingerprint=print_of(answer))
            else:
                self.archive.touch(number)
        looks = self.captures[-len(articles) :]
        for href, said in (files or {}).items():
            self._file(href, said)
        for number in looks if files else ():
            self.archive.touch(number)
        self._walk([url for url, answer in articles.items() if isinstance(answer, Article)])
        self.archive.finish_run(self.run, outcome="ok", stats={"pages": len(articles)})
        self.day = (self.day + timedelta(days=1)).replace(hour=1, minute=0)

    def _file(self, href: str, said: str | int) -> None:
        self.day += timedelta(seconds=1)
        status, body = (said, b"") if isinstance(said, int) else (200, f"%PDF {said}".encode("utf-8", "replace"))
        capture = Capture(url=href, captured_at=self.day, status=status, body=body)
        number = self.archive.add_capture(capture, run=self.run, site="yunling", purpose="attachment")
        if isinstance(said, str) and self.archive.payload_capture(number) == number:
            self.archive.add_file(NewFile(capture=number, reader="test 1", digest=capture.digest, text=said or None))

    def _walk(self, urls: list[str]) -> None:
        listing = Capture(url=LIST, captured_at=self.day, status=200, body=repr(urls).encode())
        number = self.archive.add_capture(listing, run=self.run, site="yunling", section="新闻发布会", purpose="list")
        self.archive.add_listing(number, reader="test 1", items=[(url, f"标题 {url}", "2026-03-01") for url in urls])
        self.archive.add_walk(
            run=self.run, site="yunling", section="新闻发布会", complete=True, pages=1, items=len(urls), advertised=None
        )


def build(path: Path, dress: Callable[[Article], bytes] = lambda article: repr(article).encode()) -> Path:
    """An archive in which one article was edited, one has gone, one is traditional Chinese and one is hostile."""
    with Archive(path) as archive:
        press = Press(archive, dress=dress)
        first: dict[str, Article | int] = {
            BRIEFING: BRIEFING_ARTICLE,
            REGULATION: REGULATION_ARTICLE,
            VISIT: VISIT_ARTICLE,
            HOSTILE: HOSTILE_ARTICLE,
        }
        press.visit(first)
        press.visit({**first, BRIEFING: BRIEFING_EDITED, REGULATION: 404})
        press.visit({**first, BRIEFING: BRIEFING_EDITED, REGULATION: 404})
    return path
