"""`govpress read`: one JSON object a page, and never a stop at a bad one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.article import Article
from pipelines.cli import read

URL = "http://www.qingyan.gov.cn/a/t20200506_1.html"
PAGE = (
    "<html><head><title>关于做好防汛工作的通知</title></head><body><h1>关于做好防汛工作的通知</h1>"
    "<div>2020-05-06 07:08 来源：青砚日报</div><div id=zoom><p>各县人民政府要加强领导，落实责任。</p>"
    "<a href=1.pdf>附件</a></div></body></html>"
)
ITEMS = (
    f'<li><a href="t2020050{day}_1.html">青砚市召开第{day}次防汛抗旱工作会议</a><span>2020-05-0{day}</span></li>'
    for day in range(1, 9)
)
LIST = f"<html><body><ul>{''.join(ITEMS)}</ul></body></html>"


def run(*arguments: str, given: str | None = None) -> list[dict[str, Any]]:
    result = CliRunner().invoke(read, arguments, input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "good.html").write_text(PAGE, "utf-8")
    (tmp_path / "gbk.html").write_bytes(PAGE.encode("gb18030"))
    (tmp_path / "bad.html").write_bytes(b"%PDF-1.4")
    (tmp_path / "list.html").write_text(LIST, "utf-8")
    return tmp_path


def test_a_file_gives_every_field_of_its_article(saved: Path) -> None:
    (row,) = run(str(saved / "good.html"), "--url", URL)
    assert set(Article.__dataclass_fields__) <= set(row)
    assert (row["id"], row["title"], row["text"]) == (
        "good",
        "关于做好防汛工作的通知",
        "各县人民政府要加强领导，落实责任。\n附件",
    )
    assert (row["published_at"], row["source"]) == ("2020-05-06T07:08:00+08:00", "青砚日报")
    assert "error" not in row
    assert row["attachments"] == [{"href": "http://www.qingyan.gov.cn/a/1.pdf", "label": "附件", "kind": "file"}]
    assert row["origins"]["source"] == "label 来源"
    assert row["ms"] > 0


def test_a_bad_page_gives_the_name_of_its_verdict_and_the_next_is_read(saved: Path) -> None:
    rows = run(str(saved / "bad.html"), str(saved / "missing.html"), str(saved / "good.html"), "--url", URL)
    assert [row.get("error") for row in rows] == ["NotAPage", "FileNotFoundError", None]
    assert rows[0]["url"] == URL


def test_a_manifest_names_pages_beside_it_with_their_charset(saved: Path) -> None:
    manifest = saved / "pages.jsonl"
    manifest.write_text(
        json.dumps({"id": "a", "path": "gbk.html", "url": URL, "charset": "gbk"})
        + "\n\n"
        + json.dumps({"id": 2, "path": str(saved / "bad.html"), "url": URL})
        + "\n",
        "utf-8",
    )
    rows = run("--manifest", str(manifest))
    assert [(row["id"], row.get("title"), row.get("error")) for row in rows] == [
        ("a", "关于做好防汛工作的通知", None),
        ("2", None, "NotAPage"),
    ]


def test_a_manifest_may_come_from_standard_input(saved: Path) -> None:
    row = json.dumps({"id": "a", "path": str(saved / "good.html"), "url": URL})
    assert run("--manifest", "-", given=row)[0]["title"] == "关于做好防汛工作的通知"


@pytest.mark.parametrize("by_manifest", [True, False])
def test_a_list_page_gives_its_items(saved: Path, by_manifest: bool) -> None:
    where = "http://www.qingyan.gov.cn/a/index.html"
    row = json.dumps({"id": "list", "path": str(saved / "list.html"), "url": where, "kind": "list"})
    rows = run("--manifest", "-", given=row) if by_manifest else run("--list", str(saved / "list.html"), "--url", where)
    assert [item["url"] for item in rows[0]["items"]][:1] == ["http://www.qingyan.gov.cn/a/t20200501_1.html"]
    assert rows[0]["items"][0]["date"] == "2020-05-01"
    assert {"next_url", "total_pages", "total_records", "family"} <= set(rows[0])


@pytest.mark.parametrize("arguments", [(), ("a.html",)])
def test_what_is_missing_is_asked_for(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(read, arguments)
    assert result.exit_code == 2
    assert "--manifest" in result.output or "--url" in result.output


def test_a_line_that_names_no_page_is_named_itself() -> None:
    result = CliRunner().invoke(read, ["--manifest", "-"], input='{"id": 1}\n')
    assert result.exit_code == 1
    assert "line 1 of the manifest" in result.output
