"""The heads of an archive's ledgers, to be published elsewhere."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.ledger import OWN

HEADS = """
SELECT g.id, g.uid, l.seq, lower(hex(l.chain)) FROM ledgers AS g
JOIN ledger AS l ON l.ledger = g.id AND l.seq = (SELECT max(seq) FROM ledger WHERE ledger = g.id)
ORDER BY g.id
"""


def heads(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The last entry of each ledger, the archive's own first; none where nothing was observed yet."""
    return [
        {"ledger": uid, "seq": seq, "chain": f"sha256:{chain}", "own": number == OWN}
        for number, uid, seq, chain in connection.execute(HEADS)
    ]
