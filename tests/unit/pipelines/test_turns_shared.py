"""The real pages of ../shared: three seeds to the letter, the transcripts' floors, no turn on any ordinary page."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.turns import segment_turns

SHARED = Path(__file__).resolve().parents[4] / "shared"
SEEDS = SHARED / "seeds" / "expected.json"
TRANSCRIPTS = sorted((SHARED / "pages" / "transcripts").glob("*.json"))
GOLD = sorted((SHARED / "pages" / "gold").glob("*.txt"))
# The one corpus page that is a speech; it is among the transcripts too.
SPEECHES = {"gne_cmse_presser"}

needs_seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the seed pages are not beside the repository")
needs_pages = pytest.mark.skipif(not TRANSCRIPTS, reason="the saved pages are not beside the repository")


def folded(value: Any) -> Any:
    """As the seeds are compared: after NFKC, without white space."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    return value


@needs_seeds
@pytest.mark.parametrize("number", range(3))
def test_a_seed_is_read_to_the_letter(number: int):
    seed = json.loads(SEEDS.read_text(encoding="utf-8"))[number]
    turns = segment_turns(seed["body"], title=seed["title"])
    found = [{key: folded(getattr(turn, key)) for key in ("speaker", "role", "kind", "text")} for turn in turns]
    assert found == [{key: folded(value) for key, value in turn.items()} for turn in seed["turns"]]


@needs_pages
def test_the_transcripts_reach_their_floors():
    matched = kinds = found = gold = 0
    for path in TRANSCRIPTS:
        page = json.loads(path.read_text(encoding="utf-8"))
        wanted = Counter((folded(turn["speaker"]), folded(turn["text"])) for turn in page["turns"])
        with_kind = Counter((folded(turn["speaker"]), folded(turn["text"]), turn["kind"]) for turn in page["turns"])
        turns = segment_turns(page["paragraphs"])
        matched += (wanted & Counter((folded(turn.speaker), folded(turn.text)) for turn in turns)).total()
        kinds += (with_kind & Counter((folded(turn.speaker), folded(turn.text), turn.kind) for turn in turns)).total()
        found += len(turns)
        gold += len(page["turns"])
    assert 2 * matched / (found + gold) >= 0.99
    assert kinds / matched >= 0.99


@needs_pages
@pytest.mark.parametrize("path", [path for path in GOLD if path.stem not in SPEECHES], ids=lambda path: path.stem)
def test_an_ordinary_page_has_no_turn(path: Path):
    assert segment_turns(path.read_text(encoding="utf-8").split("\n")) == ()
