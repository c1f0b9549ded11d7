"""Scrapy's own command, and the errors of ours, on the practice web."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.practice import PracticeWeb, load_articles

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def web() -> Iterator[PracticeWeb]:
    with PracticeWeb((0, 0, 0, 0)) as served:
        yield served


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip


def test_scrapy_lists_every_site():
    listed = run("scrapy", "list").stdout.split()
    assert {"lasa", "northnews", "tianmen", "practice-chenglan", "practice-mirror"} <= set(listed)


def test_scrapy_crawls_a_site_into_a_feed_and_the_archive(web: PracticeWeb, tmp_path: Path):
    db, feed = tmp_path / "press.db", tmp_path / "out.jsonl"
    sites = web.write_sites(tmp_path / "sites")
    answer = run(
        *("scrapy", "crawl", "practice-mirror", "-O", str(feed)), GOVPRESS_DB=str(db), GOVPRESS_SITES=str(sites)
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    rows = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    mirror = [article for article in load_articles().values() if article.site == "mirror"]
    assert sorted(row["title"] for row in rows) == sorted(article.title for article in mirror)
    with closing(sqlite3.connect(db)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM articles WHERE site = 'practice-mirror'").fetchone()
        assert connection.execute("SELECT site, outcome FROM runs").fetchall() == [("practice-mirror", "ok")]
    assert count == len(mirror)


def test_one_section_and_a_few_pages_can_be_asked_for(web: PracticeWeb, tmp_path: Path):
    db, sites = tmp_path / "press.db", web.write_sites(tmp_path / "sites")
    answer = run(
        *("crawler.cli", "crawl", "practice-yuting", "--section", "政务要闻", "--max-pages", "1"),
        *("--db", str(db), "--sites", str(sites), "--json"),
    )
    (site,) = json.loads(answer.stdout.splitlines()[-1])["sites"]
    assert (site["pages"], site["changes"]) == (3, {"new": 3})


def test_articles_before_a_day_are_left_alone(web: PracticeWeb, tmp_path: Path):
    db, sites = tmp_path / "press.db", web.write_sites(tmp_path / "sites")
    answer = run(
        *("crawler.cli", "crawl", "practice-chenglan", "--since", "2024-04-01"),
        *("--db", str(db), "--sites", str(sites), "--json"),
    )
    (site,) = json.loads(answer.stdout.splitlines()[-1])["sites"]
    assert site["changes"] == {"new": 5}


def test_a_mistyped_site_is_answered_with_the_nearest_and_no_traceback(tmp_path: Path):
    answer = run("crawler.cli", "crawl", "practice-chenlan", "--db", str(tmp_path / "press.db"))
    assert answer.returncode not in (0, 1)
    assert "practice-chenglan" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_practice_site_is_refused_where_it_is_not_private(web: PracticeWeb, tmp_path: Path):
    sites = web.write_sites(tmp_path / "sites")
    file = sites / "practice-mirror.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("private = true\n", ""), encoding="utf-8")
    answer = run("crawler.cli", "crawl", "practice-mirror", "--db", str(tmp_path / "press.db"), "--sites", str(sites))
    assert answer.returncode != 0
    assert "private = true" in answer.stderr
