"""来源: who published an article first, by rule, by label, beside the date, or by the guideline's tag."""

from __future__ import annotations

import re
from itertools import chain

from pipelines.guideline import Guideline
from pipelines.labels import SOURCE, source_at, unlabelled_source, values
from pipelines.page import Page
from pipelines.surroundings import Surroundings, by_rule, without_label

Told = tuple[str, str]
"""A source and what told it."""


def find_source(page: Page, around: Surroundings) -> Told | None:
    """The source of an article, as printed, and what told it."""
    return _ruled(page) or _printed(page, around) or _tagged(page, around)


def _ruled(page: Page) -> Told | None:
    ruled = by_rule(page, page.profile.source)
    value = source_at(without_label(ruled[0], SOURCE)) if ruled is not None else None
    return (value, ruled[1]) if ruled is not None and value is not None else None


def _printed(page: Page, around: Surroundings) -> Told | None:
    for label, rest in chain.from_iterable(values(SOURCE, lines) for lines in around.near):
        value = source_at(rest)
        if value is not None:
            tag = page.guideline.source
            if value.endswith(("..", "…")) and tag is not None and tag.startswith(value.rstrip(".…")):
                # Cut short on the page, whole in the tag.
                return tag, f"label {label}, whole in ContentSource"
            return value, f"label {label}"
    for line in around.under[:4]:
        # A link beside the date leads to a channel or a partner as often as to the source.
        value = unlabelled_source(line.raw) if not line.linked else None
        if value is not None:
            return value, "beside the date"
    for label, rest in values(SOURCE, around.below, wrap=False):
        value = source_at(rest)
        if value is not None:
            return value, f"label {label} below the body"
    return None


def _tagged(page: Page, around: Surroundings) -> Told | None:
    tag = page.guideline.source
    value = source_at(without_label(tag, SOURCE)) if tag is not None else None
    if value is None or _is_of_another_place(value, page.guideline):
        return None
    if any(SOURCE.pattern.search(line) for lines in around.near for line in lines):
        # The page prints the label with nothing after it: then the tag is the template's, not the article's.
        return None
    return value, "ContentSource"


_GOVERNMENT = re.compile(r"(?:\w{2,8}?[省市州])?(?P<place>\w{2,6})[市区县旗州]人民政府(?:办公室|网|门户网站)?")


def _is_of_another_place(source: str, guideline: Guideline) -> bool:
    """ContentSource names the government of another place than the site: a template copied from elsewhere."""
    match = _GOVERNMENT.fullmatch(source)
    return match is not None and guideline.site_name is not None and match["place"][-2:] not in guideline.site_name
