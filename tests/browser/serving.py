"""`govpress serve` for a while, and the machine's own Chromium."""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing that the browser does of its own accord: it would count as a request to another host.
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-default-apps", "--lang=en-US"),
]

PATIENCE = 300_000
"""Milliseconds that a page may take on a busy machine."""


@contextmanager
def serving(archive):
    """The address of an archive that `govpress serve` shows."""
    command = [sys.executable, "-m", "crawler.cli", "serve", "--db", str(archive), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    try:
        said = process.stderr.readline()
        found = re.search(r"http://[\d.:]+/", said)
        assert found, said
        yield found[0]
    finally:
        process.terminate()
        process.wait(120)
        process.stderr.close()
