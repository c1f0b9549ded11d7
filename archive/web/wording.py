"""The interface in two languages: which one a reader wants, and how each phrase reads in it.

The English phrase is the key, so a template reads as what it says. What comes from pages is Chinese either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup, escape

from archive.web.wording_zh import CHINESE, SUMMARIES

Language = Literal["en", "zh"]
COOKIE = "govpress_language"
TAGS: dict[Language, str] = {"en": "en", "zh": "zh-CN"}
STATES = {
    "suspect": "It was not found on the latest visit; one look is not enough to say that it is gone.",
    "gone": "It is gone from the site, as two independent looks say.",
    "moved": "It has moved; its history goes on at another address.",
    "blocked": "The site did not let us look on the latest visit; nothing is known of the page since.",
}
"""What each state of a page other than `live` means."""
_YEAR = 365 * 24 * 3600
_SEVERAL = re.compile(r"(\{n\}(?: \w+)+?)s\b")
"""So many things, in English; without its last letter it is one."""
_ACCEPTED = re.compile(r"\s*(zh|en)(?:-[\w-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The phrases of one language."""

    language: Language

    @property
    def tag(self) -> str:
        """The language as the `lang` attribute has it."""
        return TAGS[self.language]

    @property
    def other(self) -> Language:
        """The language to switch to."""
        return "en" if self.language == "zh" else "zh"

    def __call__(self, phrase: str, **values: Any) -> Markup:
        """A phrase in this language, with values put in its {places}; values are escaped, phrases are our own."""
        said = CHINESE[phrase] if self.language == "zh" else phrase
        if self.language == "en" and str(values.get("n")) == "1":
            said = _SEVERAL.sub(r"\1", said)
        return Markup(said).format(**values) if values else Markup(said)  # noqa: S704  phrases are ours

    def number(self, value: int | None) -> str:
        """A count with its thousands set apart."""
        return f"{value or 0:,}"

    def summary(self, summary: str) -> str:
        """What the archive writes in English around the page's own words: summaries, reasons, origins and errors."""
        if self.language == "zh":
            for pattern, said in SUMMARIES:
                summary = pattern.sub(said, summary)
        return summary


def wording(request: Any) -> Wording:
    """The language that a reader chose here, chose before, or has in the browser; English otherwise."""
    for chosen in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if chosen in TAGS:
            return Wording(language=chosen)
    return Wording(language=_preferred(request.headers.get("accept-language", "")))


def chosen(query: bytes) -> bytes | None:
    """The cookie that keeps a language chosen by address for the pages to come; None where none was chosen."""
    found = re.search(rb"(?:^|&)lang=(en|zh)(?:&|$)", query)
    if not found:
        return None
    return f"{COOKIE}={found[1].decode()}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax".encode()


def switched(path: str, language: Language) -> str:
    """The same address in a language."""
    bare = re.sub(r"([?&])lang=[^&#]*&?", r"\1", path).rstrip("?&")
    return f"{bare}{'&' if '?' in bare else '?'}lang={language}"


def marked(summary: str) -> Markup:
    """A change's summary with what went and what came marked as such."""
    parts = []
    for part in summary.split("; "):
        left, arrow, right = part.partition(" → ")
        label, colon, old = left.partition(": ")
        if not colon or len(label) > 16:
            label, colon, old = "", "", left
        parts.append(
            Markup("{}{}<del>{}</del> → <ins>{}</ins>").format(label, colon, old, right) if arrow else escape(part)
        )
    return Markup("; ").join(parts)


def _preferred(header: str) -> Language:
    best: tuple[float, Language] = (0.0, "en")
    for part in header[:500].split(","):
        found = _ACCEPTED.fullmatch(part)
        if not found:
            continue
        weight = float(found[2] or 1)
        language: Language = "zh" if found[1].lower() == "zh" else "en"
        if weight > best[0]:
            best = weight, language
    return best[1]
