"""Faulty sites over ten visits, the real reader and the crawl's own rules: a few of `tests/benchmarks/absence.py`."""

from dataclasses import replace

import pytest

from tests.benchmarks.absence import measure
from tests.benchmarks.absence_scenarios import SCENARIOS

FEW = (
    "maintenance of the articles only",
    "a copy of the site lacks a third for a day",
    "the domain answers 404, four pages",
    "articles answer 404 to us, lists do not",
    "lists re-sorted, one page flapping",
    "one in three answers 404 by chance",
    "pages go on the day of an outage",
    "a column goes, to the home page",
    "four of six pages go, the newest",
    "pages go with soft 404s in changing words",
)


@pytest.mark.parametrize("name", FEW)
def test_no_page_is_falsely_gone_and_each_that_went_is_found_within_three_visits(name):
    scenario = next(each for each in SCENARIOS if each.name == name)
    figure = measure(replace(scenario, pages=min(scenario.pages, 14)))
    assert (figure.falsely, figure.found) == (0, figure.removed)
