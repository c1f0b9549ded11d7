"""Tables that a library fills from a service: bootstrap-table, DataTables, EasyUI, MiniUI, jqGrid and layui.

Each library asks with parameters of its own names, so the request for the first page follows from the few options that
the page gives: the address, the size of a page, fields that are always the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from pipelines.pagers.asked import FORM, properties, value_of
from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import with_query
from pipelines.pagers.paging import PageRequest, Paging
from pipelines.pagers.scripts import raw_calls

_SIZE, _FEWEST, _MOST = "10", 1, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """How one library asks for the first page."""

    call: str
    """What sets a table up, as scripts have it."""
    name: str
    """The class of tables that the library sets up by themselves."""
    size: tuple[str, ...]
    """Its options for the number of rows a page."""
    asks: tuple[tuple[str, str], ...]
    """Its parameters; a size is written {size}."""
    method: str = "GET"
    fixed: tuple[str, ...] = ()
    """Its options for fields that go along."""
    only_if: tuple[str, str] = ("", "")
    """An option, and what it says where the service turns the pages; else one answer has all rows."""


_GRIDS = (
    _Grid(
        call=".bootstrapTable", name="table", size=("pageSize", "data-page-size"), fixed=("queryParams",),
        asks=(("limit", "{size}"), ("offset", "0")), only_if=("sidePagination", "server"),
    ),
    _Grid(
        call=".DataTable", name="", size=("pageLength", "iDisplayLength"), fixed=("data",),
        asks=(("draw", "1"), ("start", "0"), ("length", "{size}")), only_if=("serverSide", "true"),
    ),
    _Grid(
        call=".datagrid", name="easyui-datagrid", size=("pageSize",), fixed=("queryParams",), method="POST",
        asks=(("page", "1"), ("rows", "{size}")),
    ),
    _Grid(
        call=".jqGrid", name="", size=("rowNum",), fixed=("postData",),
        asks=(("page", "1"), ("rows", "{size}"), ("sidx", ""), ("sord", "desc")),
    ),
    _Grid(
        call=".MiniGrid", name="mini-datagrid", size=("pageSize",), method="POST",
        asks=(("pageIndex", "0"), ("pageSize", "{size}"), ("sortField", ""), ("sortOrder", "")),
    ),
    _Grid(call="table.render", name="", size=("limit",), fixed=("where",), asks=(("page", "1"), ("limit", "{size}"))),
)  # fmt: skip


def read(page: ListDocument) -> Paging | None:
    """The request for the first page of the rows that a library fills a table of this page with."""
    for grid in _GRIDS:
        for options in (*_called(page, grid), *_marked(page, grid)):
            start = _request(page, grid, options)
            if start is not None:
                return Paging(family="json", start=start)
    return None


def _called(page: ListDocument, grid: _Grid) -> Iterator[dict[str, str]]:
    for arguments in raw_calls(page.scripts, grid.call):
        options = dict(properties(arguments[0])) if arguments else {}
        ajax = options.get("ajax")
        if ajax is not None:
            # The request's own options, or its address alone.
            options |= dict(properties(ajax)) if ajax.startswith("{") else {"url": ajax}
        yield options


def _marked(page: ListDocument, grid: _Grid) -> Iterator[dict[str, str]]:
    """The options that stand in a table's attributes: `url`, `data-url`, `data-options="url:'…'"`."""
    if not grid.name or grid.name not in page.text:
        return
    for element in page.tree.iter("table", "div"):
        attributes = {key: f'"{value}"' for key, value in element.items() if '"' not in value}
        if "data-url" in attributes:
            attributes["url"] = attributes["data-url"]
            attributes["sidePagination"] = attributes.get("data-side-pagination", "")
        if grid.name in (element.get("class") or "").split() and (grid.name != "table" or "data-url" in attributes):
            yield attributes | dict(properties(f"{{{element.get('data-options') or ''}}}"))


def _request(page: ListDocument, grid: _Grid, options: dict[str, str]) -> PageRequest | None:
    # The names of options are written as the library's version has them, in attributes without capitals.
    lowered = {key.lower(): value for key, value in options.items()}
    address = value_of(lowered.get("url", ""), "", page.scripts)
    target = page.address(address) if address else None
    if target is None:
        return None
    size = next((found for name in grid.size if (found := _number(lowered.get(name.lower(), "")))), _SIZE)
    asks = dict[str, str]()
    if not grid.only_if[0] or grid.only_if[1] in lowered.get(grid.only_if[0].lower(), ""):
        asks = {key: value.format(size=size) for key, value in grid.asks}
    for name in grid.fixed:
        source = lowered.get(name.lower(), "")
        asks = _own(source, size, page.scripts) or asks if "return" in source else asks | _fixed(source, page.scripts)
    written = lowered.get("method") or lowered.get("type") or lowered.get("mtype") or ""
    method = value_of(written, "", page.scripts).upper() or grid.method
    headers = [("Referer", page.url), ("X-Requested-With", "XMLHttpRequest")]
    if method == "POST":
        headers.append(("Content-Type", FORM))
        return PageRequest(url=target, method="POST", body=urlencode(asks), headers=tuple(headers))
    return PageRequest(url=with_query(target, **asks), headers=tuple(headers)) if method == "GET" else None


def _fixed(source: str, scripts: str) -> dict[str, str]:
    return {key: value_of(value, key, scripts) for key, value in properties(source)}


def _own(source: str, size: str, scripts: str) -> dict[str, str]:
    """The fields that a page's own function makes of the library's: `{rows: p.limit, page: p.offset / p.limit + 1}`."""
    returned = re.search(r"return\s*(\{[^{}]{1,2000}\})", source)
    found = {}
    for key, value in properties(returned[1]) if returned is not None else ():
        if "offset" in value and "/" in value:
            found[key] = "1" if "+" in value else "0"
        elif "pageNumber" in value:
            found[key] = "1"
        elif "offset" in value:
            found[key] = "0"
        elif re.search(r"\.(?:limit|pageSize)\b", value):
            found[key] = size
        else:
            found[key] = value_of(value, key, scripts)
    return found


def _number(source: str) -> str | None:
    match = re.fullmatch(r"[\"']?(\d{1,4})[\"']?", source.strip())
    return match[1] if match is not None and _FEWEST <= int(match[1]) <= _MOST else None
