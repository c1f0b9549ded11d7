"""The fingerprint of an article: what must differ before a page has a new version."""

from __future__ import annotations

import hashlib
import json
import unicodedata

from archive.article import Article
from archive.width import narrow


def fingerprint(article: Article) -> str:
    """`sha256:…` over the words and facts of an article.

    Width, white space and line breaks do not count, nor does anything that belongs to the template rather than to the
    article: column, keywords, site name, images, flags, method, origins, removed blocks.
    """
    # All paragraphs at once: nothing that is folded crosses a line feed.
    lines = _narrowed(article.text).split("\n") if article.text else []
    said = [
        _folded(article.title),
        [" ".join(line.split()) for line in lines],
        article.published_at.isoformat() if article.published_at is not None else None,
        *(_folded(value) for value in (article.source, article.author, article.editor, article.doc_number)),
        [(one.href, _folded(one.label)) for one in article.attachments],
    ]
    return "sha256:" + hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _folded(value: str | None) -> str | None:
    return " ".join(_narrowed(value).split()) if value is not None else None


def _narrowed(text: str) -> str:
    return unicodedata.normalize("NFKC", narrow(text))
