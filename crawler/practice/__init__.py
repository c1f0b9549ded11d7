"""A small fictional government web in real markup, served on loopback for the demonstration, tutorial and tests."""

from crawler.practice.articles import SITES, PracticeArticle, load_articles
from crawler.practice.phases import Expectation, Phase, Stage, Standing, expected_by, find_phase, load_phases, stage
from crawler.practice.web import PORTS, PracticeWeb

__all__ = [
    "PORTS",
    "SITES",
    "Expectation",
    "Phase",
    "PracticeArticle",
    "PracticeWeb",
    "Stage",
    "Standing",
    "expected_by",
    "find_phase",
    "load_articles",
    "load_phases",
    "stage",
]
