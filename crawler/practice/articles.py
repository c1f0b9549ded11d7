"""The articles of the practice web: packaged TOML in, what the pages print and what a perfect reader finds out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from archive.article import TurnKind

FOLDER = Path(__file__).parent
CHINA = timezone(timedelta(hours=8))
SITES = ("chenglan", "shuoyuan", "yuting", "mirror")
"""The folders of the sites, in the order of their ports. Every city, person and outlet in them is invented."""

PAGE_BREAK = "\f"
"""Stands in the text of an article where one of its pages ends."""

Form = Literal["plain", "colon", "bold", "header"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Some paragraphs, and whose they are."""

    paragraphs: tuple[str, ...]
    form: Form = "plain"
    """How the speaker is printed: not at all, 「name：」, a bold name without a colon, a line 「role name」 above."""
    speaker: str = ""
    role: str | None = None
    kind: TurnKind = "statement"

    @property
    def printed(self) -> tuple[str, ...]:
        """The paragraphs as a page prints them, label included."""
        first, *rest = self.paragraphs
        if self.form == "colon":
            return (f"{self.speaker}：{first}", *rest)
        if self.form == "bold":
            return (f"{self.speaker}{first}", *rest)
        if self.form == "header":
            return (f"{self.role} {self.speaker}", first, *rest)
        return self.paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeArticle:
    """One article of the practice web: what stands on its page, and so what must be read from it."""

    name: str
    """Folder and file, such as `chenglan/fangzha`."""
    path: str
    title: str
    words: tuple[Words, ...]
    published: datetime | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    column: str | None = None
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Attached files: the path of each, its printed name, and the lines that it holds."""
    suffix: str = ""
    """What a hijacked mirror prints behind the title."""
    flags: tuple[str, ...] = ()

    @property
    def site(self) -> str:
        """The folder of its site."""
        return self.name.partition("/")[0]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body as printed, paragraph by paragraph, over all of its pages."""
        printed = (line.replace(PAGE_BREAK, "") for words in self.words for line in words.printed)
        return (*printed, *(f"附件：{name}" for name, _ in self.files.values()))

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of each of its pages."""
        stem, _, extension = self.path.rpartition(".")
        return (self.path, *(f"{stem}_{number}.{extension}" for number in range(2, len(self.pages) + 1)))

    @property
    def pages(self) -> tuple[tuple[Words, ...], ...]:
        """The words of each of its pages; one that a page break cuts goes on at the top of the next."""
        pages: list[list[Words]] = [[]]
        for words in self.words:
            for line in words.paragraphs:
                first, *others = line.split(PAGE_BREAK)
                pages[-1].append(replace(words, paragraphs=(first,)))
                pages += [[replace(words, paragraphs=(other,))] for other in others]
        return tuple(tuple(words for words in page if words.paragraphs != ("",)) for page in pages)

    @property
    def turns(self) -> tuple[tuple[str, str | None, str, str], ...]:
        """Speaker, role, kind and text of every turn."""
        return tuple(
            (words.speaker, words.role, words.kind, "\n".join(words.paragraphs))
            for words in self.words
            if words.form != "plain"
        )

    def with_file(self, old: str, new: str) -> PracticeArticle:
        """The article after somebody put another file in the place of one, and touched nothing else."""
        files = {path: (name, text.replace(old, new)) for path, (name, text) in self.files.items()}
        if files == self.files:
            raise ValueError(f"no file of {self.name} holds {old!r}")
        return replace(self, files=files)

    def with_words(self, old: str, new: str) -> PracticeArticle:
        """The article after somebody replaced some words in its body."""
        if sum(line.count(old) for words in self.words for line in words.paragraphs) != 1:
            raise ValueError(f"{self.name} must hold {old!r} exactly once")
        words = tuple(
            replace(some, paragraphs=tuple(line.replace(old, new) for line in some.paragraphs)) for some in self.words
        )
        return replace(self, words=words)


@cache
def load_articles() -> Mapping[str, PracticeArticle]:
    """Every article by name, as it stands on the first day."""
    rows = {
        f"{site}/{path.stem}": tomllib.loads(path.read_text(encoding="utf-8"))
        for site in SITES
        for path in sorted((FOLDER / site / "articles").glob("*.toml"))
    }
    articles = {name: _article(name, row) for name, row in rows.items() if "copy_of" not in row}
    copies = {name: _copy(name, row, articles[row["copy_of"]]) for name, row in rows.items() if "copy_of" in row}
    return {**articles, **copies}


def _article(name: str, row: Mapping[str, Any]) -> PracticeArticle:
    return PracticeArticle(
        name=name,
        path=row["path"],
        title=row["title"],
        words=tuple(_words(words) for words in row["words"]),
        published=row["published"].replace(tzinfo=CHINA),
        source=row.get("source"),
        author=row.get("author"),
        editor=row.get("editor"),
        column=row.get("column"),
        files={file["path"]: (file["name"], file["text"].strip()) for file in row.get("file", ())},
    )


def _copy(name: str, row: Mapping[str, Any], original: PracticeArticle) -> PracticeArticle:
    """A mirror's copy: the words without their plus signs, no facts, an advertisement behind the title."""
    words = tuple(
        replace(some, paragraphs=tuple(line.replace("+", " ") for line in some.paragraphs)) for some in original.words
    )
    return PracticeArticle(
        name=name, path=row["path"], title=row["title"], words=words, suffix=row["suffix"], flags=tuple(row["flags"])
    )


def _words(row: Mapping[str, Any]) -> Words:
    paragraphs = tuple(row["text"].strip().split("\n"))
    if "speaker" not in row:
        return Words(paragraphs=paragraphs)
    if row["kind"] not in get_args(TurnKind):
        raise ValueError(f"{row['kind']!r} is no kind of turn")
    form: Form = "bold" if row.get("bold") else "header" if "header" in row else "colon"
    return Words(
        paragraphs=paragraphs,
        form=form,
        speaker=row["speaker"],
        role=row.get("role", row.get("header")),
        kind=row["kind"],
    )
