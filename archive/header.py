"""Headers in little room: the steady ones of a server once, the values that differ in the row of each answer.

`Server: nginx` is the same in a million answers; `Date` never is. A set is a JSON array of [name, value] in the order
received, in which a whole number in a value's place says which of the row's own values belongs there.
"""

from __future__ import annotations

import json

from archive.capture import Headers

# Whatever is not in here is kept with the row: a header we do not know may hold a request's own number.
STEADY = frozenset(
    {
        *("server", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive", "vary"),
        *("cache-control", "pragma", "accept-ranges", "content-language", "x-powered-by", "x-frame-options"),
        *("x-content-type-options", "x-xss-protection", "strict-transport-security", "content-security-policy"),
        *("referrer-policy", "x-download-options", "x-ua-compatible", "p3p", "x-aspnet-version", "alt-svc"),
        *("access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers", "via"),
        # Of requests.
        *("user-agent", "accept", "accept-language", "accept-encoding", "host", "from", "upgrade-insecure-requests"),
    }
)

_json = json.JSONEncoder(separators=(",", ":")).encode  # ASCII: a header may hold what UTF-8 cannot write


def pack_headers(headers: Headers) -> tuple[str | None, str | None]:
    """The set and the row's own values, both JSON; None where there are none."""
    if not headers:
        return None, None
    pairs: list[tuple[str, str | int]] = []
    values: list[str] = []
    for name, value in headers:
        if name.lower() in STEADY:
            pairs.append((name, value))
        else:
            pairs.append((name, len(values)))
            values.append(value)
    return _json(pairs), _json(values) if values else None


def unpack_headers(pairs: str | None, values: str | None) -> Headers:
    """The headers as received."""
    if pairs is None:
        return ()
    own = json.loads(values) if values else []
    return tuple((name, own[value] if isinstance(value, int) else value) for name, value in json.loads(pairs))
