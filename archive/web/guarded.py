"""Security headers: nothing frames an archive's pages, nothing guesses types, nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from archive.web.opened import alone, archives
from archive.web.wording import chosen

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Datasette's own pages carry inline styles; their inline scripts are files of ours.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of our own pages, which carry no inline script and no inline style."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),  # browsers without frame-ancestors
    (b"referrer-policy", b"same-origin"),  # a click to the live page does not tell it what was searched for
)


def guard(app: App, datasette: Any) -> App:
    """The application with our headers on its answers; a header that an answer sets itself stays.

    Where other databases are opened beside an archive, their pages are left alone: a map may need its tile server.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _ours(scope["path"], datasette):
                given = list(message.get("headers", ()))
                names = {name.lower() for name, _ in given}
                message["headers"] = given + [header for header in _headers(scope) if header[0] not in names]
            await send(message)

        await app(scope, receive, sending if scope["type"] == "http" else send)

    return guarded


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    language = chosen(scope.get("query_string", b""))
    cookie = [(b"set-cookie", language)] if language else []
    return [(b"content-security-policy", POLICY.encode()), *HEADERS, *cookie]


def _inner(path: str, datasette: Any) -> str:
    """The path behind the prefix that Datasette may have."""
    return "/" + path.removeprefix(datasette.setting("base_url")).removeprefix("/")


def _ours(path: str, datasette: Any) -> bool:
    if alone(datasette):
        return True
    base, inner = datasette.setting("base_url"), _inner(path, datasette)
    if inner == "/":
        return bool(archives(datasette))
    pages = ("/" + datasette.urls.database(name).removeprefix(base).removeprefix("/") for name in archives(datasette))
    return any(inner == page or inner.startswith((f"{page}/", f"{page}.")) for page in pages)
