"""The golden pages: raw bytes of fictional pages in the markup of real systems, and what each must read to.

A case is a folder `<family or site>/<case>` with `page.html` and either `expected.json` (the fields that are stated) or
`error.json` (the name of the verdict). `pages` names the files of an article's further pages, each with its address.
Expectations are written by hand with the page; none was copied from a reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.article import Article
from pipelines import ReadError, read_article
from pipelines.read import Leaf, read_pages

FOLDER = Path(__file__).parent
_ABOUT_THE_PAGE = ("url", "charset", "family", "pages")


@dataclass(frozen=True, slots=True)
class Case:
    """One golden page."""

    name: str
    given: dict[str, Any]

    @property
    def family(self) -> str:
        return str(self.given.get("family") or self.name.partition("/")[0])

    @property
    def body(self) -> bytes:
        return self.file("page.html")

    def file(self, name: str) -> bytes:
        return (FOLDER / self.name / name).read_bytes()

    @property
    def fields(self) -> list[str]:
        return [name for name in self.given if name not in _ABOUT_THE_PAGE]


def cases() -> Iterator[Case]:
    for page in sorted(FOLDER.glob("*/*/page.html")):
        found = [page.with_name(name) for name in ("expected.json", "error.json") if page.with_name(name).is_file()]
        assert len(found) == 1, f"{page.parent} needs expected.json or error.json, and only one of them"
        yield Case(page.parent.relative_to(FOLDER).as_posix(), json.loads(found[0].read_text("utf-8")))


@cache
def reading(name: str) -> Article | ReadError:
    case = next(case for case in cases() if case.name == name)
    try:
        if "pages" in case.given:
            later = [Leaf(url=url, body=case.file(file)) for file, url in case.given["pages"].items()]
            return read_pages([Leaf(url=case.given["url"], body=case.body), *later])
        return read_article(case.body, url=case.given["url"], charset=case.given.get("charset"))
    except ReadError as error:
        return error


def value(found: Article | ReadError, field: str) -> Any:
    """A field of a reading in the form that the JSON files use."""
    if isinstance(found, ReadError) or field == "error":
        return type(found).__name__
    match field:
        case "text":
            return list(found.paragraphs)
        case "speakers":
            return [turn.speaker for turn in found.turns]
        case "attachments" | "images":
            return [[one.href, one.label] for one in getattr(found, field)]
        case "published_at":
            return found.published_at.isoformat() if found.published_at is not None else None
    plain = getattr(found, field)
    return list(plain) if isinstance(plain, tuple) else plain
