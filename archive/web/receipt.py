"""A receipt: one capture with its bytes and its links of the ledger, checked by anybody with the standard library."""

from __future__ import annotations

import base64
import json
import sqlite3
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Response

from archive.errors import CaptureNotFound
from archive.evidence import Evidence
from archive.ledger import begin
from archive.transfer.entries import Entries
from archive.web.asked import Asked, Told

FORM = "govpress receipt 1"
CHECK = (Path(__file__).parent / "static" / "check_receipt.py").read_text(encoding="utf-8")
"""The script that checks a receipt; it is shown beside every one."""
MOST = 2000
"""Entries behind a capture's own that one receipt carries."""

LINKS = """
SELECT seq, kind, object, chain FROM ledger
WHERE ledger = :ledger AND seq BETWEEN :first AND :last ORDER BY seq
"""


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The receipt of a capture; with `until`, the ledger from there to a head that was published elsewhere."""
    number = asked.number("capture") or 0
    evidence, entries = Evidence(connection), Entries(connection)
    row = connection.execute(
        "SELECT e.ledger, e.seq, u.uid, e.revisit_of FROM exchanges AS e"
        " JOIN ledgers AS u ON u.id = e.ledger WHERE e.id = ?",
        (number,),
    ).fetchone()
    if row is None:
        raise CaptureNotFound(f"there is no capture {number}")
    ledger, seq, uid, revisit_of = row
    until = min(asked.number("until", otherwise=seq) or seq, seq + MOST)
    links = {place: (kind, thing, chain) for place, kind, thing, chain in _links(connection, ledger, seq - 1, until)}
    previous = links[seq - 1][2] if seq - 1 in links else begin(uid)[1]
    body = evidence.capture(number).body
    receipt = {
        "receipt": FORM,
        "ledger": uid,
        "seq": seq,
        "previous": previous.hex(),
        "entry": {"kind": "capture", **entries.said("capture", number)},
        "chain": links[seq][2].hex(),
        "body": base64.b64encode(body).decode() if body else None,
        "following": [
            {"seq": place, "entry": {"kind": kind, **entries.said(kind, thing)}, "chain": chain.hex()}
            for place, (kind, thing, chain) in links.items()
            if place > seq
        ],
        "check": CHECK,
    }
    if not body and revisit_of is not None:
        stood_for = Asked(at=asked.at, parts={"capture": str(revisit_of)})
        receipt["stands_for"] = {name: value for name, value in told(connection, stood_for).items() if name != "check"}
    return receipt


def answer(receipt: Told, _: Asked) -> Response:
    """The receipt as a file to keep."""
    name = f"receipt-{receipt['chain'][:16]}.json"
    return Response(
        json.dumps(receipt, indent=1),
        headers={"content-disposition": f'attachment; filename="{name}"'},
        content_type="application/json; charset=utf-8",
    )


def _links(connection: sqlite3.Connection, ledger: int, first: int, last: int) -> Any:
    return connection.execute(LINKS, {"ledger": ledger, "first": first, "last": last}).fetchall()
