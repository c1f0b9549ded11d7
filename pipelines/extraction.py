"""trafilatura, given a page without the furniture of Chinese sites and asked with thresholds that fit Chinese.

Its text is not taken as it comes: the lines it found are looked up on the page, and the smallest element that holds
nearly all of them is read block by block like any other container, so that rows, captions and signatures stay.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

from pipelines.layout import Layout
from pipelines.page import Page

if TYPE_CHECKING:
    from configparser import ConfigParser

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|top|head(?:er)?|foot(?:er)?|bottom|side(?:bar)?|aside|share|bdshare\w*|jiathis\w*|ewm"
    r"|qrcode|relat\w*|xg\w{0,3}|recommend|tuijian|hot|rank|comment|pinglun|pager?|fenye|copyright|print|tools?"
    r"|crumbs?|breadcrumb|position|search|login|friend|links?|ads?|banner|gg)(?:$|[\s_-])",
    re.I,
)
_LEVELS = 100
_DEEPEST = 300
"""Levels of a page that trafilatura is asked about: it looks at all around each element (20 s for 96 KB)."""
_SHORTEST = 4
"""Characters of a line that is looked up; cells of a table are short, and so are the words of menus."""
_SMALLEST = "25"
"""Characters. trafilatura's own 250 makes it take the whole page for a notice of forty Chinese characters."""


def extract(page: Page) -> HtmlElement | None:
    """The element that holds what trafilatura takes for the article, or None where it finds nothing of use."""
    if _depth(page.document.tree) > _DEEPEST:
        return None
    from trafilatura import bare_extraction  # noqa: PLC0415  a third of a second, and most pages never need it

    pruned = _pruned(page)
    found = bare_extraction(
        pruned,
        url=page.document.url,
        with_metadata=False,
        include_comments=False,
        include_tables=True,
        fast=True,
        config=_thresholds(),
    )
    text = found.text if found is not None and not isinstance(found, dict) else None
    return _holder(page.layout, text) if text else None


def _depth(tree: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


@lru_cache(maxsize=1)
def _thresholds() -> ConfigParser:
    from trafilatura.settings import use_config  # noqa: PLC0415

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SMALLEST)
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    return config


def _pruned(page: Page) -> HtmlElement:
    """A copy of the page without furniture; what holds a third of the running text is none, whatever its name."""
    weights = page.layout.weights
    most = weights.get(page.document.tree, 0)
    elements = list(page.document.tree.iter("*"))
    doomed = [
        element
        for element in elements
        if weights.get(element, 0) * 3 < most
        and (
            element.tag in ("nav", "header", "footer", "aside", "form")
            or _FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        )
    ]
    marks = {id(element) for element in doomed}
    order = [position for position, element in enumerate(elements) if id(element) in marks]
    tree = deepcopy(page.document.tree)
    copies = list(tree.iter("*"))
    for position in order:
        element = copies[position]
        parent = element.getparent()
        if parent is not None:
            element.drop_tree()
    return tree


def _holder(layout: Layout, text: str) -> HtmlElement | None:
    """The smallest element that holds nearly all of the lines of a text."""
    squeezed = re.sub(r"\s", "", text)
    held: dict[HtmlElement, int] = {}
    total = 0
    for line in layout.lines:
        own = re.sub(r"\s", "", line.text)
        if len(own) >= _SHORTEST and own in squeezed:
            total += len(own)
            current: HtmlElement | None = line.element
            for _ in range(_LEVELS):
                if current is None:
                    break
                held[current] = held.get(current, 0) + len(own)
                current = current.getparent()
    full = [element for element, size in held.items() if size * 10 >= total * 9]
    # They stand inside one another; the innermost has the most above it.
    return max(full, key=lambda element: sum(1 for _ in element.iterancestors())) if full else None
