"""The Datasette plugin: what makes an archive readable in `govpress serve` and in plain `datasette press.db`.

Everything here keeps to databases that are archives. Other databases that are opened beside one look and answer as
they do without us.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

import datasette as datasette_package

from archive.web import cells, counted, described, front, functions, guarded, queries, routes, searched, tallied
from archive.web.opened import is_archive, look_at_all, note_connection
from archive.web.wording import wording

if TYPE_CHECKING:
    from pluggy import HookimplMarker

hookimpl = cast("HookimplMarker", datasette_package.hookimpl)

Datasette = Any
"""Datasette has no type information."""


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    """See which of the opened databases are archives, before anybody asks for their titles."""

    async def look() -> None:
        # Imported above, it would load the plugins in the middle of this one: of half a module no hook is heard.
        from datasette import handle_exception  # noqa: PLC0415

        # Where it finds rich, Datasette prints a traceback for every page that is not there; having none is a fault.
        handle_exception.rich = None
        await look_at_all(datasette)
        counted.count_less(datasette)

    return look


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """Give an archive's connections our SQL functions; last, so that our `escape_fts` is the one that stays."""
    if note_connection(datasette, database, conn):
        functions.register(conn)


@hookimpl
def get_metadata(datasette: Datasette, key: str | None, database: str | None, table: str | None) -> dict[str, Any]:  # noqa: ARG001  the hook's arguments
    """Titles, descriptions, facets, sort orders and the search index of every archive."""
    return described.metadata(datasette)


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, dict[str, Any]]:
    """The questions people bring to an archive, ready to be asked."""
    return queries.canned() if is_archive(datasette, database) else {}


@hookimpl
def render_cell(  # noqa: PLR0917  the hook's arguments
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> str | None:
    """Links, short times and marked differences in an archive's cells; None leaves a cell to Datasette."""
    if not is_archive(datasette, database):
        return None
    base = datasette.urls.database(database)
    return cells.render(cells.Cell(value=value, column=column, table=table, row=row, base=base))


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """Our few lines of style on Datasette's own pages of archives."""
    return [datasette.urls.static_plugins("govpress", "govpress.css")] if is_archive(datasette, database) else []


@hookimpl
def extra_template_vars(
    view_name: str, request: Any, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any]:
    """What Datasette's own front page, of archives and others, is told about the archives."""
    if view_name != "index":
        return {}

    async def told() -> dict[str, Any]:
        shown = routes.given(datasette, request, wording(request))
        return {**shown, "archives": await front.seen(datasette, request.actor)}

    return told


@hookimpl
def register_routes() -> list[tuple[str, routes.View]]:
    """Our own pages: the front page, articles, differences, captures."""
    return routes.routes()


@hookimpl(trylast=True)
def filters_from_request(request: Any, database: str, table: str, datasette: Datasette) -> Any:
    """The search box of articles; last, so that what it tells of the box is not told otherwise."""
    asked_of_archive = table == searched.TABLE and is_archive(datasette, database)
    return searched.filters(datasette, database, request.args) if asked_of_archive else None


@hookimpl
def register_facet_classes() -> list[type]:
    """Facets that are counted together."""
    return [tallied.Tallied]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[guarded.App], guarded.App]:
    """Security headers on every answer about an archive."""
    return lambda app: guarded.guard(app, datasette)
