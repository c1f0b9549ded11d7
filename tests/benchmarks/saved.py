"""The pages that reading is measured on: the saved ones of ../shared/pages, where they are, and our golden pages."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.benchmarks.children import ROOT
from tests.golden.cases import cases

SHARED = ROOT.parent / "shared" / "pages"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page as it was served."""

    name: str
    url: str
    charset: str | None
    body: bytes


def shared_pages() -> list[SavedPage]:
    """The saved article pages; none where they are absent."""
    manifest = SHARED / "manifest.jsonl"
    rows = map(json.loads, manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else ()
    return [
        SavedPage(row["id"], row["url"], row["declared_encoding"], (SHARED / row["file"]).read_bytes()) for row in rows
    ]


def golden_pages() -> list[SavedPage]:
    """The golden pages of the tests."""
    return [
        SavedPage(f"golden/{case.name}", case.given["url"], case.given.get("charset"), case.body) for case in cases()
    ]
