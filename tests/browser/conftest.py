"""A real Chromium on a real `govpress serve`."""

import html
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.serving import CHROMIUM, PATIENCE, QUIET, serving
from tests.unit.archive import press_archive as press


class Elsewhere(ThreadingHTTPServer):
    """A host that no page of ours may ask."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Asked)
        self.asked = []


class _Asked(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def elsewhere():
    """That host, listening."""
    with Elsewhere() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def dressed(origin, article):
    """A page as a site would serve it, with everything in it that must not run or load when it is shown again."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in article.text.split("\n"))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(article.title)}</title>
<meta http-equiv="refresh" content="1;url={origin}/">
<link rel="stylesheet" href="{origin}/site.css"><script src="{origin}/count.js"></script>
<script>top.document.title = "taken over"; fetch("{origin}/fetched")</script>
<style>@import "{origin}/more.css"; body {{ background: url({origin}/back.png) }}</style></head>
<body onload="location='{origin}/'"><img src="{origin}/logo.png">
<svg><use href="/sprite.svg#search"></use><image href="{origin}/seal.png"></image></svg>
<h1>{html.escape(article.title)}</h1><div class="TRS_Editor">{paragraphs}</div></body></html>""".encode()


@pytest.fixture(scope="session")
def served(tmp_path_factory, elsewhere):
    """The address of an archive that `govpress serve` shows."""
    dress = partial(dressed, f"http://127.0.0.1:{elsewhere.server_port}")
    path = press.build(tmp_path_factory.mktemp("browser") / "press.db", dress=dress)
    with serving(path) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium of this machine; no longer than a module, as its driver keeps an event loop running."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


class Watched:
    """A page, and what it did that it should not have."""

    def __init__(self, page, origin):
        self.page, self.origin = page, origin
        self.complaints = []
        page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith(self.origin):
            self.complaints.append(f"asked {request.url}")


@pytest.fixture(params=[390, 1440], ids=["phone", "desk"])
def watched(browser, served, request):
    """A page of a phone's width and of a desk's; it may not say a word on the console, nor ask any other host."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE)
    found = Watched(context.new_page(), served)
    yield found
    context.close()
    assert found.complaints == []
