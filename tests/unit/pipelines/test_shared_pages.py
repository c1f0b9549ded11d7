"""The figures on the real pages of ../shared/pages, measured with the scorer that lies beside them.

The pages belong to their publishers and stay where they are. What the reader reached on hosts that no rule had seen is
in the room's README; these floors only keep what has been reached.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines import ReadError, read_article

PAGES = Path(__file__).parents[4] / "shared" / "pages"

pytestmark = pytest.mark.skipif(not (PAGES / "score.py").is_file(), reason="../shared/pages is not here")

FLOORS = {"F1": 0.995, "F95": 0.99, "title": 0.99, "date": 0.99, "source": 0.98, "editor": 0.99}
CEILINGS = {"leak": 0.0, "empty": 0.0, "false_source": 0.02, "false_editor": 0.02}


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("govpress_score", PAGES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(score: ModuleType) -> dict[str, float]:
    manifest: dict[str, dict[str, Any]] = score.load_manifest()
    found = {}
    for name, row in manifest.items():
        try:
            article = read_article((PAGES / row["file"]).read_bytes(), url=row["url"])
        except ReadError:
            continue
        date = article.published_at.isoformat() if article.published_at is not None else None
        found[name] = {
            "id": name,
            "title": article.title,
            "date": date,
            "source": article.source,
            "editor": article.editor,
            "body": article.text,
        }
    results, pages = score.evaluate(found, manifest)
    without = {"false_source": "source", "false_editor": "editor"}
    return dict(results["ALL"]) | {
        false: sum(page[false] for page in pages.values()) / sum(not row.get(fact) for row in manifest.values())
        for false, fact in without.items()
    }


@pytest.mark.parametrize("figure", FLOORS)
def test_a_figure_is_not_below_its_floor(figures: dict[str, float], figure: str) -> None:
    assert figures[figure] >= FLOORS[figure]


@pytest.mark.parametrize("figure", CEILINGS)
def test_a_figure_is_not_above_its_ceiling(figures: dict[str, float], figure: str) -> None:
    assert figures[figure] <= CEILINGS[figure]
