"""What `govpress serve` makes ready before anybody asks."""

import gc
import subprocess
import sys
from urllib.parse import quote

import pytest

import archive.web
from archive import search
from archive.web.serving import application, warm
from tests.unit.archive import press_archive as press


@pytest.fixture
def warmed(tmp_path):
    search._uneven.cache_clear()
    datasette = application(press.build(tmp_path / "press.db"))
    warm(datasette)
    yield datasette
    gc.unfreeze()


async def test_first_views_wait_for_no_template_and_no_table_of_characters(warmed, monkeypatch):
    monkeypatch.setattr(warmed.jinja_env, "compile", None)
    for path in ("/", f"/press/-/search?q={quote('公安')}", f"/press/-/article?url={quote(press.BRIEFING)}"):
        assert (await warmed.client.get(path)).status_code == 200
    assert search._uneven.cache_info().misses == 1


def test_what_is_loaded_when_serving_begins_is_not_looked_through_for_garbage(warmed):
    assert gc.get_freeze_count() > 10_000


def test_whoever_imports_our_pages_before_datasette_gets_every_hook():
    told = "print(*(hook.name for hook in pm.get_hookcallers(archive.web)))"
    program = f"import archive.web\nfrom datasette.plugins import pm\n{told}"
    heard = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    hooks = {name for name, found in vars(archive.web).items() if hasattr(found, "datasette_impl")}
    assert "register_routes" in hooks
    assert set(heard) == hooks
