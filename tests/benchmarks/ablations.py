"""What reading still tells when a page gives less, or gives it otherwise: the saved pages of ../shared/pages, altered.

An unseen system is a page whose names, tags and labels no rule has met. Each ablation takes one kind of help from all
pages, or prints one label in another way, and the scorer that lies beside the pages measures what is left.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from html import escape
from types import ModuleType
from typing import Any
from zlib import crc32

from rich.console import Console
from rich.table import Table

from pipelines import ReadError, read_article
from pipelines.decode import decode
from tests.benchmarks.corpus import SHARED, load_rows

Ablation = Callable[[str, dict[str, Any]], str]
FIGURES = ("F1", "F95", "leak", "title", "date", "source", "editor", "false_source", "false_editor")

_NAMES = re.compile(r"""(<[a-zA-Z][^<>]*?)\s(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_META = re.compile(r"<meta\b[^>]*?\bname\s*=[^>]*>", re.I)
_TITLE = re.compile(r"(<title[^>]*>)(.*?)(</title>)", re.I | re.S)
_CHARSET = re.compile(r"""charset\s*=\s*["']?[\w-]+""", re.I)
_SOURCE = re.compile(r"(?:信息|文章|稿件)?来源\s*[:：]")
_DATE = re.compile(r"(?:(?:发布|发表|更新)?(?:时间|日期))\s*[:：](?=[^\n]{0,40}(?:19|20)\d\d)")
_EDITOR = re.compile(r"(?:责任编辑|责编|(?<![\u4e00-\u9fff])编辑)\s*[:：]")


def _forms(text: str) -> list[str]:
    """The ways to print a label, written one after another."""
    return text.split("~")


_SOURCES = _forms(
    "来源:~信息来源：~稿件来源：~来源于：~出处：~供稿：~文章来源：~发布单位：~发布机构：~供稿单位：~"
    "转载自：~转自：~文章出自：~来源/~来源/作者：~消息来源：~来源单位：~内容来源：~来　源：~来&nbsp;&nbsp;源：~来源 ~"
    "稿源：~【来源】~[来源]：~新闻来源: ~来源媒体：~发文机关：~信息提供：~</span><b>来源：</b><span>"
)
_DATES = _forms(
    "发布时间：~发布日期:~时间：~日期：~更新时间：~发文日期：~公开日期：~发布于：~发布：~发表时间：~"
    "发稿时间：~【发布时间】~［发布日期］：~时　间：~日&nbsp;期：~添加时间：~录入时间：~~发布时间 ~"
    "信息时间：~成文日期：~上传日期：~最后更新："
)
_EDITORS = _forms(
    "责任编辑：~责编:~编辑：~编审：~责任编辑 ~责 任 编 辑：~值班编辑：~网络编辑：~本期编辑：~【责任编辑】~"
    "编辑员：~网站编辑 - ~责编/~责编丨~责任编辑｜~责任编缉：~网站编辑：~信息编辑：~编辑/~录入编辑：~小编："
)


def _without_names(text: str, _row: dict[str, Any]) -> str:
    before = ""
    while before != text:
        before, text = text, _NAMES.sub(r"\1", text)
    return text


def _other_names(text: str, _row: dict[str, Any]) -> str:
    """Every id and class under a name that says nothing."""

    def rename(match: re.Match[str]) -> str:
        words = " ".join(f"n{crc32(word.encode()):x}" for word in match[3].strip("\"'").split())
        return f"{match[1]}\x00{match[2]}='{words}'"

    before = ""
    while before != text:
        before, text = text, _NAMES.sub(rename, text)
    return text.replace("\x00", " ")


def _without_tags(text: str, _row: dict[str, Any]) -> str:
    return _META.sub("", text)


def _titled(form: str) -> Ablation:
    def ablation(text: str, row: dict[str, Any]) -> str:
        title = form.format(title=escape(row["title"] or ""))
        return _TITLE.sub(lambda match: match[1] + title + match[3], text)

    return ablation


def _labelled(label: re.Pattern[str], printed: str) -> Ablation:
    return lambda text, _row: label.sub(printed, text)


def _all(*ablations: Ablation) -> Ablation:
    def ablation(text: str, row: dict[str, Any]) -> str:
        for one in ablations:
            text = one(text, row)
        return text

    return ablation


_bare = _all(_without_names, _without_tags, _titled("青砚市人民政府门户网站"))

ABLATIONS: dict[str, Ablation] = {
    "as found": lambda text, _row: text,
    "no ids, no classes": _without_names,
    "other ids and classes": _other_names,
    "no meta tags": _without_tags,
    "title tag: the site": _titled("青砚市人民政府门户网站"),
    "title tag: empty": _titled(""),
    "title tag: _栏目_站": _titled("{title}_工作动态_青砚市人民政府"),
    "title tag: 站-栏目-": _titled("青砚市人民政府 - 政务动态 - {title}"),
    "title tag: |站": _titled("{title}|要闻|青砚在线"),
    "title tag: ――站": _titled("{title}――青砚网"),
    "title tag: cut short": lambda text, row: _titled(f"{escape((row['title'] or '')[:14])}...-青砚网")(text, row),
    "names, tags and title gone": _bare,
    **{f"source: {printed}": _labelled(_SOURCE, printed) for printed in _SOURCES},
    **{f"date: {printed}": _labelled(_DATE, printed) for printed in _DATES},
    **{f"editor: {printed}": _labelled(_EDITOR, printed) for printed in _EDITORS},
    "dates in numerals": lambda text, _row: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1年\2月\3日", text),
    "dates with slashes": lambda text, _row: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3", text),
    "dates with dots": lambda text, _row: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1.\2.\3", text),
}  # fmt: skip


def read_altered(row: dict[str, Any], ablation: Ablation) -> dict[str, Any]:
    """What is read of one page after an ablation, in the form of the scorer."""
    text = ablation(decode((SHARED / row["file"]).read_bytes()).text, row)
    body = _CHARSET.sub("charset=utf-8", text).encode()
    try:
        article = read_article(body, url=row["url"], charset="utf-8")
    except ReadError as error:
        return {"id": row["id"], "error": f"{type(error).__name__}: {error}"}
    date = article.published_at.isoformat() if article.published_at is not None else None
    return {
        "id": row["id"],
        "title": article.title,
        "date": date,
        "source": article.source,
        "editor": article.editor,
        "body": article.text,
    }


def scorer() -> ModuleType:
    """The scorer that lies beside the pages."""
    spec = importlib.util.spec_from_file_location("saved_pages_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def measure(names: list[str]) -> Iterator[tuple[str, dict[str, float], dict[str, Any]]]:
    """The figures of each ablation, and what it missed on which page."""
    score, rows = scorer(), load_rows()
    manifest = {row["id"]: row for row in rows}
    without = {fact: max(1, sum(not row.get(fact) for row in rows)) for fact in ("source", "editor")}
    for name in names:
        found = {row["id"]: read_altered(row, ABLATIONS[name]) for row in rows}
        results, pages = score.evaluate(found, manifest)
        figures = dict(results["ALL"])
        for fact, number in without.items():
            figures[f"false_{fact}"] = sum(page[f"false_{fact}"] for page in pages.values()) / number
        missed = {
            page: {
                "facts": {
                    fact: [found[page].get(fact), manifest[page][fact]]
                    for fact in ("title", "date", "source", "editor")
                    if seen[fact] is False or seen.get(f"false_{fact}")
                },
                "F1": round(seen["f"], 3),
                "leak": seen["leak"],
                "error": found[page].get("error"),
            }
            for page, seen in pages.items()
            if seen["f"] < 0.95 or seen["leak"] or seen["false_source"] or seen["false_editor"]
            or False in (seen["title"], seen["date"], seen["source"], seen["editor"])
        }  # fmt: skip
        yield name, figures, missed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of the names of ablations; all without any")
    parser.add_argument("--missed", action="store_true", help="what was missed on which page, too")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit("the saved pages are not here: ../shared/pages")
    chosen = [name for name in ABLATIONS if not given.only or any(part in name for part in given.only)]
    table = Table("ablation", *FIGURES)
    console = Console()
    for done, told, gaps in measure(chosen):
        if given.json:
            print(json.dumps({"ablation": done, **{name: told[name] for name in FIGURES}}, ensure_ascii=False))
            continue
        table.add_row(done, *(f"{told[name]:.3f}" for name in FIGURES))
        if given.missed:
            for page, gap in gaps.items():
                console.print(f"{done} | {page} | {json.dumps(gap, ensure_ascii=False)}", markup=False, soft_wrap=True)
    if not given.json:
        console.print(table)
