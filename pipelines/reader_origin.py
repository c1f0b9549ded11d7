"""What readers are forked from: it imports what they need, and does once what each would do for its first page."""

from __future__ import annotations

from archive.article import Article
from archive.readings import prepare
from pipelines import listing, payload, read, reader
from pipelines.fingerprint import fingerprint

__all__ = ["listing", "payload", "read", "reader"]

# The tables by which characters are folded and compared are worked out when they are first asked for.
_ANY = Article(url="", title="一", text="，")
fingerprint(_ANY)
prepare(_ANY)
