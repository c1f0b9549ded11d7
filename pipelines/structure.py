"""The structure of a page: which kinds of elements its markup is made of, whatever they say and however many."""

from __future__ import annotations

import hashlib
import re

from pipelines.layout import Layout

_UNSEEN = frozenset({"script", "style", "noscript", "meta", "link", "base"})
_NUMBER = re.compile(r"\d+")


def structure_digest(layout: Layout) -> str:
    """`sha256:…` over the distinct elements of a page by name and classes, without scripts, styles and numbers.

    One paragraph, list entry or hit more makes no difference to it; another template does.
    """
    kinds = [(tag, classes or "") for tag, classes in layout.kinds if tag not in _UNSEEN]
    # The numbers of all classes at once: no class holds a null.
    classes = _NUMBER.sub("0", "\0".join([classes for _, classes in kinds])).split("\0")
    named = {f"{tag}.{' '.join(sorted(names.split()))}" for (tag, _), names in zip(kinds, classes, strict=False)}
    return "sha256:" + hashlib.sha256("\n".join(sorted(named)).encode("utf-8", "surrogatepass")).hexdigest()
