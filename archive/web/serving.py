"""Datasette on one archive, with the settings that suit it."""

from __future__ import annotations

import gc
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette

from archive import search

SETTINGS: dict[str, Any] = {
    "default_page_size": 50,
    "truncate_cells_html": 200,  # a page of whole articles is megabytes
    "suggest_facets": False,  # counts every column of every table, of which the useful ones are set already
    "sql_time_limit_ms": 3000,
    "num_sql_threads": 4,
    "allow_download": False,
    "default_cache_ttl": 0,  # a crawl may be writing
}


def application(path: Path, *, immutable: bool = False) -> Datasette:
    """Datasette with the archive opened; `immutable` for a snapshot that nobody writes to."""
    files, frozen = ([], [str(path)]) if immutable else ([str(path)], [])
    return Datasette(files, immutables=frozen, settings=SETTINGS)


def warm(datasette: Datasette) -> None:
    """Have ready what first views would wait for: our templates, and the tables by which words are folded.

    What is loaded by then stays for good, so nobody looks for garbage in it any more: that stopped every fifteenth
    search for 35 ms.
    """
    for name in datasette.jinja_env.list_templates(filter_func=lambda name: name.startswith("gp_")):
        datasette.jinja_env.get_template(name)
    search.excerpt("公安", "公安")
    gc.collect()
    gc.freeze()


def serve(path: Path, *, host: str, port: int, immutable: bool = False) -> None:
    """Show the archive on an address until interrupted; port 0 takes any that is free.

    Raises OSError where the address cannot be listened on.
    """
    datasette = application(path, immutable=immutable)
    warm(datasette)
    app = datasette.app()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listening:
        shown = f"[{host}]" if ":" in host else host
        print(f"http://{shown}:{listening.getsockname()[1]}/ shows {path}; Ctrl-C ends it", file=sys.stderr)  # noqa: T201
        with suppress(KeyboardInterrupt):  # that is how a person ends it
            uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on")).run(sockets=[listening])
