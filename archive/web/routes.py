"""Our own pages: which address leads to what, as a page or as JSON, in two languages, guarded."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Response
from datasette.views.index import IndexView

from archive.errors import ArchiveError
from archive.web import (
    article_page,
    capture_page,
    changes_page,
    diff_page,
    due_page,
    feeds,
    front,
    operations_page,
    raw,
    receipt,
    search_page,
    section_page,
    speaker_page,
)
from archive.web.addresses import PAGES, Addresses
from archive.web.asked import Asked, BadArgument, Told, ask
from archive.web.guarded import OWN_POLICY
from archive.web.opened import alone, archives, is_archive
from archive.web.wording import STATES, Wording, marked, switched, wording

Tell = Callable[[sqlite3.Connection, Asked], Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One kind of page."""

    name: str
    """Its address behind the archive's, a regular expression."""
    tell: Tell
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something to download, or to subscribe to."""

    name: str
    tell: Tell
    answer: Callable[[Told, Asked], Response]


PAGES_SHOWN = (
    Page(name="article", tell=article_page.told, template="gp_article.html"),
    Page(name="diff", tell=diff_page.told, template="gp_diff.html"),
    Page(name=r"capture/(?P<capture>\d+)", tell=capture_page.told, template="gp_capture.html"),
    Page(name="search", tell=search_page.told, template="gp_search.html"),
    Page(name="changes", tell=changes_page.told, template="gp_changes.html"),
    Page(name="sections", tell=section_page.sections, template="gp_sections.html"),
    Page(name="section", tell=section_page.section, template="gp_section.html"),
    Page(name="speaker", tell=speaker_page.speaker, template="gp_speaker.html"),
    Page(name="outlet", tell=speaker_page.outlet, template="gp_speaker.html"),
    Page(name="operations", tell=operations_page.told, template="gp_operations.html"),
    Page(name="due", tell=due_page.told, template="gp_due.html"),
)
FILES = (
    File(name=r"capture/(?P<capture>\d+)/body", tell=raw.bytes_of, answer=raw.download),
    File(name=r"capture/(?P<capture>\d+)/shown", tell=raw.bytes_of, answer=raw.inert),
    File(name=r"capture/(?P<capture>\d+)/receipt\.json", tell=receipt.told, answer=receipt.answer),
    File(name=r"search\.csv", tell=search_page.everything, answer=feeds.as_csv),
    File(name=r"search\.atom", tell=search_page.newest, answer=feeds.of_search),
    File(name=r"changes\.atom", tell=changes_page.latest, answer=feeds.of_changes),
    File(name=r"growth\.json", tell=operations_page.growth_told, answer=lambda told, _: Response.json(told)),
)

View = Callable[..., Awaitable[Response]]

_GIVEN = {
    "switched": switched,
    "marked": marked,
    "state_said": STATES,
    "check": receipt.CHECK,
    "without": lambda asked, name: {key: value for key, value in asked.items() if key != name},
    "with_value": lambda asked, name, value: {**asked, name: value},
}


def routes() -> list[tuple[str, View]]:
    """The addresses of our pages, for Datasette."""
    start = rf"/(?P<database>[^/]+){PAGES}/"
    pages = [(rf"{start}{page.name}(?P<format>\.json)?$", _page_view(page)) for page in PAGES_SHOWN]
    files = [(rf"{start}{file.name}$", _file_view(file)) for file in FILES]
    return [(r"/(?P<format>)$", _front), *pages, *files, (r"/robots\.txt$", _robots)]


async def _front(request: Any, datasette: Any, send: Any) -> Response:
    """The front page of archives alone; beside other databases it is Datasette's own."""
    if not alone(datasette):
        return await IndexView.as_view(datasette)(request, send)
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    found = await front.told(datasette, request.actor)
    only = {"at": found[0]["at"]} if len(found) == 1 else {}
    return await render(datasette, request, "gp_index.html", wording(request), archives=found, **only)


async def _robots(datasette: Any) -> Response:
    """What crawlers may visit: what a reader looks for, and no endless combinations of arguments."""
    if not alone(datasette):
        raise NotFound("robots.txt")
    kept_out = (
        "capture/",
        "diff",
        "search",
        "speaker",
        "outlet",
        "section?",
        "due",
        "growth.json",
        "*as_of=",
        "*capture=",
    )
    bases = [datasette.urls.database(name) for name in archives(datasette)]
    lines = [f"Disallow: {base}{PAGES}/{path}" for base in bases for path in kept_out]
    lines += [f"{rule}: {base}/{path}" for base in bases for rule, path in (("Allow", "-/"), ("Disallow", ""))]
    return Response.text("\n".join(["User-agent: *", *lines, ""]))


def _page_view(page: Page) -> View:
    async def view(request: Any, datasette: Any) -> Response:
        language = wording(request)
        asked, database = await _asked(request, datasette)
        told, status = await _told(datasette, database, asked, page.tell)
        if request.url_vars.get("format"):
            return Response.json(told, status=status)
        template = page.template if status == 200 else "gp_error.html"
        return await render(
            datasette, request, template, language, database=database, at=asked.at, status=status, **told
        )

    return view


def _file_view(file: File) -> View:
    async def view(request: Any, datasette: Any) -> Response:
        asked, database = await _asked(request, datasette)
        told, status = await _told(datasette, database, asked, file.tell)
        return file.answer(told, asked) if status == 200 else Response.json(told, status=status)

    return view


async def render(
    datasette: Any, request: Any, template: str, language: Wording, *, status: int = 200, **context: Any
) -> Response:
    """One of our templates as an answer, with the strict policy that our own pages can bear."""
    context |= {**given(datasette, request, language), "status": status}
    html = await datasette.render_template(template, context, request=request)
    return Response.html(
        html,
        status=status,
        headers={
            "content-security-policy": OWN_POLICY,
            "content-language": language.tag,
            "vary": "Accept-Language, Cookie",
        },
    )


def given(datasette: Any, request: Any, language: Wording) -> dict[str, Any]:
    """What every template of ours is given."""
    title = datasette.metadata("title") or "govpress"
    return {"t": language, "path": request.full_path, "archive_title": title, **_GIVEN}


async def _asked(request: Any, datasette: Any) -> tuple[Asked, str]:
    database = tilde_decode(request.url_vars["database"])
    if not is_archive(datasette, database):
        raise NotFound(f"{database} is no archive that is open here")
    await datasette.ensure_permissions(request.actor, [("view-database", database), "view-instance"])
    arguments = {name: request.args.get(name) or "" for name in request.args}
    at = Addresses(base=datasette.urls.database(database))
    origin = datasette.absolute_url(request, "/").rstrip("/")
    return Asked(at=at, arguments=arguments, parts=request.url_vars, origin=origin), database


async def _told(datasette: Any, database: str, asked: Asked, tell: Tell) -> tuple[Told, int]:
    """What a page tells and the status to answer with: what is not kept is 404, a wrong argument 400."""
    try:
        return await ask(datasette, database, asked, tell), 200
    except ArchiveError as error:
        return {"error": str(error)}, 404
    except BadArgument as error:
        return {"error": str(error)}, 400
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return {"error": "this took too long, and was stopped; ask for less at once"}, 503
