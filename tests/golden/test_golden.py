"""Each field of each golden page is a test of its own; the gate holds the figures where they are."""

from __future__ import annotations

import pytest

from pipelines import READER
from pipelines.families import FAMILIES
from tests.golden import gate
from tests.golden.cases import Case, cases, reading, value

CASES = list(cases())


@pytest.mark.parametrize(
    ("case", "field"),
    [pytest.param(case, field, id=f"{case.name}-{field}") for case in CASES for field in case.fields],
)
def test_a_golden_page_reads_to_the_expected(case: Case, field: str) -> None:
    found = reading(case.name)
    assert value(found, field) == case.given[field], f"read as {found!r}"


def test_every_family_with_a_container_has_a_golden_page() -> None:
    pagers_only = {"shanghai", "chongqing", "hubei", "beijing", "hunan", "henan", "shandong"}
    assert set(FAMILIES) - pagers_only <= {case.family for case in CASES}


def test_no_figure_is_below_its_floor() -> None:
    assert gate.worse(gate.recorded()["floors"], gate.figures()) == []


def test_every_figure_has_a_floor() -> None:
    floors = gate.recorded()["floors"]
    assert {(family, field) for family, fields in gate.figures().items() for field in fields} == {
        (family, field) for family, fields in floors.items() for field in fields
    }, "run python -m tests.golden.gate --raise"


def test_pages_read_differently_only_under_a_new_readers_name() -> None:
    remembered = gate.recorded()["readings"]
    if remembered["reader"] == READER:
        assert gate.fingerprints() == remembered["fingerprints"], "raise RULES in pipelines/reader.py, then the gate"
    else:
        pytest.fail("a new reader: run python -m tests.golden.gate --raise")


def test_a_figure_that_falls_is_named() -> None:
    assert gate.worse({"trs": {"title": 1.0, "text": 0.5}}, {"trs": {"title": 0.75, "text": 0.5}}) == [
        "trs title: 0.75 is below 1.0"
    ]


def test_a_family_that_goes_is_named() -> None:
    assert gate.worse({"trs": {"title": 1.0}}, {}) == ["trs title: 0.0 is below 1.0"]
