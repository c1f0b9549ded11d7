"""What a journalist does, in a real browser: search, read, compare, go back in time, look at the proof."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.browser.serving import PATIENCE
from tests.unit.archive import press_archive as press

pytestmark = pytest.mark.browser


def found(watched, served):
    watched.page.goto(served)
    watched.page.get_by_role("searchbox").locator("visible=true").fill("诈骗")
    watched.page.keyboard.press("Enter")
    return watched.page


def serious(page):
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]


def test_a_search_leads_to_the_article_and_its_transcript(watched, served):
    page = found(watched, served)
    assert page.locator("mark").first.inner_text() == "诈骗"
    page.get_by_role("link", name=press.BRIEFING_ARTICLE.title).click()
    answer = page.locator(".turn-answer")
    assert "高远山" in answer.inner_text()
    assert "全市共破获案件2251起。" in answer.inner_text()


def test_a_difference_is_shown_inline_and_side_by_side(watched, served):
    page = found(watched, served)
    page.get_by_role("link", name=press.BRIEFING_ARTICLE.title).click()
    page.get_by_role("link", name="Compare").click()
    assert page.locator(".diff del").first.inner_text() == "2251"
    page.get_by_role("link", name="side by side").click()
    assert page.locator("table.sides ins").first.inner_text() == "2215"
    page.get_by_role("link", name="Permalink").click()
    assert page.locator(".diff ins").first.inner_text() == "2215"


def test_an_article_is_read_as_it_was_on_a_day(watched, served):
    page = found(watched, served)
    page.get_by_role("link", name=press.BRIEFING_ARTICLE.title).click()
    page.get_by_label("As it was on").fill("2026-03-02")
    page.get_by_role("button", name="Go").click()
    assert "2251起" in page.locator(".text").inner_text()
    assert "This is version 1 of 2" in page.locator(".standing").inner_text()


def test_the_raw_page_is_shown_and_nothing_in_it_runs_or_loads(watched, served, elsewhere):
    page = watched.page
    page.goto(f"{served}press/-/capture/1")
    raw = page.frame_locator("iframe.raw")
    assert press.BRIEFING_ARTICLE.title in raw.locator("h1").inner_text()
    page.wait_for_timeout(1500)  # longer than its refresh asks for
    assert page.title() == "Capture 1"
    assert raw.locator("h1").count() == 1
    assert elsewhere.asked == []


def test_the_language_is_switched_and_stays(watched, served):
    page = found(watched, served)
    page.get_by_role("link", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.goto(f"{served}press/-/changes")
    assert page.locator("h1").inner_text() == "变动"


def test_a_search_can_be_subscribed_to(watched, served):
    page = found(watched, served)
    address = page.get_by_role("link", name="Atom").get_attribute("href")
    feed = ET.fromstring(page.request.get(served.rstrip("/") + address).body())
    assert feed.find("{http://www.w3.org/2005/Atom}entry") is not None


def test_the_keyboard_alone_leads_from_the_search_to_the_proof(browser, served):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{served}press/-/search")

    def tab_to(name, most=80):
        for _ in range(most):
            page.keyboard.press("Tab")
            if name in page.evaluate("document.activeElement.innerText || document.activeElement.name || ''"):
                return
        raise AssertionError(f"{name} cannot be reached with the keyboard")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to("q")
    page.keyboard.type("诈骗")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    tab_to(press.BRIEFING_ARTICLE.title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("article"))
    tab_to("after")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("capture"))
    assert page.locator("h1").inner_text().startswith("Capture")
    context.close()


PAGES = [
    "",
    "press/-/search?q=诈骗",
    f"press/-/article?url={press.BRIEFING}",
    f"press/-/article?url={press.REGULATION}&lang=zh",
    f"press/-/diff?url={press.BRIEFING}",
    f"press/-/diff?url={press.BRIEFING}&view=side",
    "press/-/capture/1",
    "press/-/changes",
    "press/-/sections",
    "press/-/section?site=yunling&section=新闻发布会",
    "press/-/speaker?name=高远山",
    "press/-/outlet?name=草原日报",
    "press/-/operations",
    "press/-/due?site=yunling",
]


def test_no_page_has_a_serious_accessibility_finding_or_is_wider_than_the_window(watched, served):
    for path in PAGES:
        watched.page.goto(served + path)
        assert serious(watched.page) == [], path
        wide, window = watched.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window, path


def test_datasettes_own_pages_work_under_the_policy(watched, served):
    watched.page.goto(f"{served}press/articles?_search=诈骗")
    assert press.BRIEFING_ARTICLE.title in watched.page.locator("table.rows-and-columns").inner_text()
    watched.page.goto(f"{served}press?sql=select+title+from+articles")
    assert watched.page.locator(".CodeMirror").count() == 1
    assert watched.page.get_by_role("button", name="Format SQL").is_visible()
