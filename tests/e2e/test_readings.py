"""What stands in the archive of each practice page is what was written into the page."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime

import pytest

from crawler.practice import PracticeArticle, load_articles, load_phases, stage
from tests.e2e.conftest import Journey

NUMBERS = {phase.name: phase.number for phase in load_phases()}
# The first visit, the first under the new templates, and the last.
LOOKS = [
    (day, name)
    for day in ("opening", "redesign", "quiet")
    for name, staged in stage(NUMBERS[day]).articles.items()
    if staged.condition == "there"
]
looks = pytest.mark.parametrize(("day", "name"), LOOKS, ids=[f"{day}-{name}" for day, name in LOOKS])


def even(text: str | None) -> str | None:
    """Width and compatibility forms do not matter; words do."""
    return None if text is None else unicodedata.normalize("NFKC", text)


def wanted(day: str, name: str) -> PracticeArticle:
    return stage(NUMBERS[day]).articles[name].article


def row(journey: Journey, day: str, name: str) -> dict:
    return journey.days[day].articles[journey.url(name, day)]


@looks
def test_title_source_author_editor_and_column_are_read(journey: Journey, day: str, name: str):
    got, article = row(journey, day, name), wanted(day, name)
    fields = ("title", "source", "author", "editor")
    assert {field: even(got[field]) for field in fields} == {field: even(getattr(article, field)) for field in fields}
    assert even(got["column_name"]) == even(article.column)


@looks
def test_the_time_of_publication_is_read(journey: Journey, day: str, name: str):
    got, article = row(journey, day, name)["published_at"], wanted(day, name)
    if article.published is None:
        assert got is None
    elif day != "opening" and name.startswith("chenglan/"):
        # The new template prints the day alone.
        assert datetime.fromisoformat(got).date() == article.published.date()
    else:
        assert datetime.fromisoformat(got) == article.published


@looks
def test_the_body_is_read_paragraph_by_paragraph(journey: Journey, day: str, name: str):
    got = row(journey, day, name)["text"].split("\n")
    assert [even(line) for line in got] == [even(line) for line in wanted(day, name).paragraphs]


@looks
def test_the_turns_are_read(journey: Journey, day: str, name: str):
    got = journey.days[day].turns.get(journey.url(name, day), [])
    article = wanted(day, name)
    lead = "".join(article.paragraphs[:3])
    for turn, expected in zip(got, article.turns, strict=True):
        speaker, role, kind, text = map(even, turn)
        assert (speaker, kind, text) == tuple(even(expected[place]) for place in (0, 2, 3))
        # A role that its label does not give is the one with which the lead introduces the speaker.
        assert role == even(expected[1]) or f"{role}{speaker}" in even(lead)


@looks
def test_the_flags_are_those_of_the_page(journey: Journey, day: str, name: str):
    assert sorted(json.loads(row(journey, day, name)["flags"] or "[]")) == sorted(wanted(day, name).flags)


def test_a_transcript_of_the_practice_web_is_as_long_as_a_real_one():
    lengths = [sum(map(len, article.paragraphs)) for article in load_articles().values() if len(article.turns) > 10]
    assert len(lengths) >= 9
    assert all(1200 <= length <= 4000 for length in lengths), sorted(lengths)
