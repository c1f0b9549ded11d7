"""Pictures of the pages for the README: `python -m tests.browser.screenshots [ARCHIVE]`, else of a demonstration."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.serving import CHROMIUM, QUIET, serving

FOLDER = Path(__file__).parent / "screenshots"
EDITED = """
SELECT c.url, c.after_capture, c.by_capture FROM changes AS c
WHERE c.kind = 'edited' AND c.page IN (SELECT page FROM turns) ORDER BY c.observed_by LIMIT 1
"""
_DESK, _PHONE = (1280, 860), (390, 844)


def shots(archive):
    """Name, address behind the archive's, width and height."""
    with sqlite3.connect(archive) as connection:
        url, old, new = connection.execute(EDITED).fetchone()
    base = f"{archive.stem}/-"
    return [
        ("front", "?lang=en", _DESK),
        ("article", f"{base}/article?url={url}&lang=en", _DESK),
        ("diff", f"{base}/diff?url={url}&a={old}&b={new}&lang=en", (1280, 700)),
        ("search", f"{base}/search?q=诈骗&lang=zh", (1280, 700)),
        ("phone", f"{base}/article?url={url}&lang=zh", _PHONE),
    ]


def take(archive):
    """Take every picture; what each page complains of is printed."""
    FOLDER.mkdir(exist_ok=True)
    with serving(archive) as origin, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, address, (width, height) in shots(archive):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.on("console", lambda said, name=name: print(f"{name}: {said.text}"))
            page.goto(origin + address)
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        take(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "demo.db"
            subprocess.run([sys.executable, "-m", "crawler.cli", "demo", "--db", str(made)], check=True)
            take(made)
