"""A capture: what was asked, what was answered and when, and its place in the ledger."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.errors import CaptureNotFound
from archive.web.asked import Asked, Told, rows

CAPTURE = """
SELECT c.*, e.ledger, e.seq, u.uid AS ledger_uid FROM captures AS c
JOIN exchanges AS e ON e.id = c.id JOIN ledgers AS u ON u.id = e.ledger WHERE c.id = :capture
"""
READING = """
SELECT capture, title, reader, fingerprint, error_kind, error FROM readings
WHERE capture = (SELECT coalesce(revisit_of, id) FROM exchanges WHERE id = :capture)
"""
NEIGHBOURS = """
SELECT e.id, e.captured_at, e.status, e.outcome FROM addresses AS a JOIN exchanges AS e ON e.address = a.id
WHERE a.key = :key ORDER BY e.captured_at, e.id
"""
# The articles on which a file hangs now.
HANGS_ON = """
SELECT DISTINCT p.url, p.title FROM attachments AS t JOIN pages AS p ON p.id = t.page
WHERE t.href = :url ORDER BY p.id LIMIT 20
"""
# The articles of which it is a further page, by the first captures of their first pages that were read with it.
PAGE_OF = """
SELECT r.url, r.title, min(r.capture) AS capture FROM readings AS r, json_each(r.parts) AS j
WHERE (r.later_pages IS NOT NULL OR r.next_page IS NOT NULL) AND r.title IS NOT NULL
  AND j.value = (SELECT coalesce(revisit_of, id) FROM exchanges WHERE id = :capture)
GROUP BY r.url LIMIT 20
"""
LINK = "SELECT 'sha256:' || lower(hex(chain)) AS chain FROM ledger WHERE ledger = :ledger AND seq = :seq"
_AROUND = 100


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """One capture with its headers, its reading and the other captures of the same page; raises CaptureNotFound."""
    number = asked.number("capture")
    found = rows(connection, CAPTURE, {"capture": number})
    if not found:
        raise CaptureNotFound(f"there is no capture {number}")
    capture = found[0]
    around = rows(connection, NEIGHBOURS, {"key": capture["key"]})
    place = next(at for at, row in enumerate(around) if row["id"] == number)
    before = rows(connection, LINK, {"ledger": capture["ledger"], "seq": capture["seq"] - 1})
    reading = rows(connection, READING, {"capture": number})
    return {
        "capture": {
            **capture,
            "headers": _pairs(capture["headers"]),
            "request_headers": _pairs(capture["request_headers"]),
        },
        "reading": reading[0] if reading else None,
        "hangs_on": rows(connection, HANGS_ON, {"url": capture["url"]}),
        "page_of": rows(connection, PAGE_OF, {"capture": number}) if capture["purpose"] == "continuation" else [],
        "before": before[0]["chain"] if before else None,
        "previous": around[place - 1] if place else None,
        "next": around[place + 1] if place + 1 < len(around) else None,
        "captures": around[max(0, place - _AROUND) : place + _AROUND],
        "count": len(around),
        "body": asked.at.capture(number or 0, "body"),
        "receipt": asked.at.capture(number or 0, "receipt.json"),
        "json": asked.at.page(f"capture/{number}.json"),
    }


def _pairs(headers: str | None) -> list[list[Any]]:
    pairs: list[list[Any]] = json.loads(headers or "[]")
    return pairs
