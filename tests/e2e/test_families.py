"""Columns of several families, crawled by the real command while they grow; all of them are in tests/benchmarks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.practice.pagers import YEAR_FAMILIES, FamilyWeb, Growth
from tests.benchmarks.children import GOVPRESS, run
from tests.benchmarks.families import FamilyFigures, crawl_families

FAMILIES = ("vsb", "shandong", "hanweb-range", "igs", "was5")
INSERTED = 20


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, FamilyFigures]]]:
    folder = tmp_path_factory.mktemp("families")
    rows, _seconds = crawl_families(folder, FAMILIES, Growth(after=2, more=INSERTED))
    yield folder, {row.family: row for row in rows}


@pytest.mark.parametrize("family", FAMILIES)
def test_no_article_is_lost_or_doubled_though_a_page_and_more_came_while_paging(
    crawled: tuple[Path, dict[str, FamilyFigures]], family: str
):
    row = crawled[1][family]
    assert (row.articles, row.found, row.lost, row.doubled) == (137 + INSERTED, 137 + INSERTED, 0, 0)
    assert (row.complete, row.finding, row.advertised) == (True, "", 137 + INSERTED)
    assert row.lists <= row.needed + 5


def test_each_posted_list_page_is_evidence_of_its_own(crawled: tuple[Path, dict[str, FamilyFigures]]):
    with closing(sqlite3.connect(crawled[0] / "press.db")) as archive:
        posted = archive.execute(
            "SELECT method, CAST(request_body AS TEXT), key FROM captures"
            " WHERE site = 'was5' AND url LIKE '%/was5/web/search' ORDER BY id"
        ).fetchall()
        conditional = archive.execute(
            "SELECT count(*) FROM captures WHERE method = 'POST' AND (status = 304 OR request_headers LIKE '%If-None%')"
        ).fetchone()
    assert {method for method, _body, _key in posted} == {"POST"}
    assert [body for _method, body, _key in posted[:2]] == [
        f"channelid=229105&searchword=&page={page}&prepage=20&orderby=-docreltime" for page in (1, 2)
    ]
    assert len({key for _method, _body, key in posted}) == len({body for _method, body, _key in posted}) == 8
    assert conditional == (0,)


def test_a_posted_list_is_exported_with_what_was_sent_and_the_archive_is_whole(
    crawled: tuple[Path, dict[str, FamilyFigures]],
):
    folder, _rows = crawled
    db = ["--db", str(folder / "press.db")]
    assert run([*GOVPRESS, "verify", *db], cwd=folder).returncode == 0
    exported = run([*GOVPRESS, "export", "warc", str(folder / "all.warc"), *db], cwd=folder)
    assert exported.returncode == 0, exported.errors
    held = (folder / "all.warc").read_bytes()
    assert held.count(b"POST /was5/web/search HTTP/1.1") >= 8
    assert b"channelid=229105&searchword=&page=8&prepage=20" in held


def test_columns_that_are_split_by_years_are_walked_whole_and_the_next_time_to_known_ground(tmp_path: Path):
    keys = tuple(YEAR_FAMILIES)
    with FamilyWeb(YEAR_FAMILIES.values(), growth=Growth(after=2, more=3)) as web:
        places = ["--sites", str(web.write_sites(tmp_path / "sites")), "--db", str(tmp_path / "press.db"), "--json"]
        for most in (15, 3):
            ended = run([*GOVPRESS, "crawl", *keys, *places], cwd=tmp_path)
            told = json.loads(ended.output.strip().splitlines()[-1])["sites"]
            assert [one["outcome"] for one in told] == ["ok", "ok"], told
            assert max(served.count("list") for served in web.columns.values()) <= most
            for served in web.columns.values():
                served.growth = None
                served.log.clear()
        with closing(sqlite3.connect(tmp_path / "press.db")) as archive:
            found = {key: archive.execute("SELECT url FROM articles WHERE site = ?", (key,)).fetchall() for key in keys}
            assert {key: {url for (url,) in rows} for key, rows in found.items()} == {
                key: served.addresses() for key, served in web.columns.items()
            }
