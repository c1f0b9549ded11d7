"""The further pages of an article: which captures hold what a reading was made of, each with its proof."""

from __future__ import annotations

import json
import sqlite3
from itertools import zip_longest
from typing import Any

from archive.own_pages import GONE, OwnPages
from archive.web.asked import rows

PROOF = "SELECT id, captured_at, digest, size, chain FROM captures WHERE id = :capture"
_MADE_OF = "SELECT later_pages, next_page, parts FROM readings WHERE capture = ?"


def further_pages(connection: sqlite3.Connection, reading: int) -> list[dict[str, Any]]:
    """The pages after the first, in order: number, address, `proof` of the body that was read, or why there is none.

    `missing` is None where the body is here, `gone` where the site no longer had it, `unknown` where nobody had it.
    """
    later, following, parts = connection.execute(_MADE_OF, (reading,)).fetchone()
    own = OwnPages(later=tuple(_list(later)), following=following, parts=tuple(_list(parts)))
    return [
        {
            "number": number,
            "url": url,
            "proof": proof(connection, part) if part else None,
            "missing": None if part else "gone" if part == GONE else "unknown",
        }
        for number, (url, part) in enumerate(zip_longest(own.addresses, own.parts), 2)
    ]


def proof(connection: sqlite3.Connection, capture: int) -> dict[str, Any]:
    """What proves the words of a capture: when it was made, the digest of its bytes, and its link in the ledger."""
    return rows(connection, PROOF, {"capture": capture})[0]


def _list(text: str | None) -> list[Any]:
    return json.loads(text) if text else []
