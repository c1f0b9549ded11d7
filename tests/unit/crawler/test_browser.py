"""Whether this machine can render pages, and what is missing where it cannot."""

from crawler import browser


def test_without_the_extra_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(browser, "find_spec", lambda _name: None)
    assert "pip install 'govpress[scripts]'" in (browser.why_no_browser() or "")
    assert browser.browser_settings() == {}


def test_without_a_chromium_it_says_how_to_name_one(monkeypatch):
    monkeypatch.setattr(browser, "find_spec", lambda name: name)
    monkeypatch.setenv("GOVPRESS_CHROMIUM", "/no/such/browser")
    assert "GOVPRESS_CHROMIUM" in (browser.why_no_browser() or "")
    assert browser.browser_settings() == {}
