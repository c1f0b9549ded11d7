"""trafilatura is not asked about a page that is nested too deep: what it does there grows with the square."""

import pytest

from pipelines.extraction import extract
from pipelines.page import open_page
from pipelines.profile import Profile

TEXT = "各单位要认真落实检查工作要求，确保人民群众生命财产安全。" * 3


@pytest.mark.parametrize(("levels", "is_asked"), [(100, True), (400, False)])
def test_trafilatura_is_asked_about_pages_of_so_many_levels(monkeypatch, levels, is_asked):
    asked = []
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *given, **_options: asked.append(given))
    body = f"<html><body>{'<article>' * levels}<p>{TEXT}</p>{'</article>' * levels}</body></html>".encode()
    page = open_page(body, url="http://www.yunling.example/a.html", charset=None, profile=Profile())
    assert extract(page) is None
    assert bool(asked) is is_asked
