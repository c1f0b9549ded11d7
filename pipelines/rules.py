"""The rules of a profile, applied: CSS selectors select elements, Chinese text is a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

from pipelines.errors import ProfileError

_CHINESE = re.compile("[\u3400-\u9fff]")


def is_label(rule: str) -> bool:
    """Whether a rule is a label (责任编辑) rather than a CSS selector."""
    return _CHINESE.search(rule) is not None


def select(tree: HtmlElement, rule: str) -> Iterator[HtmlElement]:
    """The elements that a CSS selector selects, in page order; raises `ProfileError` for a selector that is none."""
    found = _compiled(rule)(tree)
    if isinstance(found, list):
        for element in found:
            if isinstance(element, HtmlElement):
                yield element


@lru_cache(maxsize=1024)
def _compiled(rule: str) -> etree.XPath:
    """A compiled selector; the same rules are applied to every page of a site."""
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(rule))
    except (SelectorError, etree.XPathError) as error:
        raise ProfileError(f"{rule!r} is no CSS selector: {error}") from error
