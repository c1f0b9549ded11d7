"""Article: what one reading of one page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TurnKind = Literal["statement", "question", "answer", "moderation"]
Precision = Literal["day", "minute", "second"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The uninterrupted words of one person in a press conference or an interview."""

    speaker: str
    """The label as printed, without its colon or brackets: a name, 主持人, 记者, an outlet."""
    role: str | None = None
    """Post and organisation as the label gives them, before the name: 市公安局刑警支队支队长."""
    kind: TurnKind
    text: str
    """The words without the label; paragraphs joined by a line feed."""
    paragraph: int
    """Index in `Article.paragraphs` of the paragraph in which the words begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks, as the lead introduces them."""

    name: str
    """The name under which they speak."""
    role: str
    """Post and organisation as printed before the name: 市公安局党委委员、副局长."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attached file, or one image of the body."""

    href: str
    """Absolute address."""
    label: str
    """The printed name of the file, or the caption or alt text of the image; may be empty."""
    kind: Literal["file", "image"] = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A block that stood in the body's container and is no part of the article."""

    text: str
    """The first 200 characters of what was cut."""
    why: str
    """The rule that cut it: `share`, `qr`, `editor`, `copyright`, `pager` …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One reading of one page: what the page says, without the furniture around it.

    A field that the page does not give is None, never an empty string.
    """

    url: str
    """The address that was read."""
    title: str
    """The headline as printed; no site name, no column, no spam suffix."""
    text: str
    """The body: one block a line (paragraph, sub-heading, list item, caption), the cells of a table row set apart
    by tabs. Punctuation, width and script are the page's own."""
    published_at: datetime | None = None
    """When the page says it was published; aware, Asia/Shanghai. Midnight where `published_precision` is `day`."""
    published_precision: Precision | None = None
    source: str | None = None
    """来源: who published it first, as printed."""
    author: str | None = None
    """作者 or 记者, as printed."""
    editor: str | None = None
    """责任编辑, 责编 or 编辑, as printed."""
    column: str | None = None
    """栏目: the last step of the breadcrumb, or the guideline's ColumnName."""
    doc_number: str | None = None
    """文号, such as 国办发〔2017〕47号."""
    keywords: tuple[str, ...] = ()
    site_name: str | None = None
    site_code: str | None = None
    """网站标识码 of the guideline, ten characters."""
    turns: tuple[Turn, ...] = ()
    introduced: tuple[Person, ...] = ()
    """The speakers that the lead names with a post, in the order of their first words."""
    attachments: tuple[Attachment, ...] = ()
    images: tuple[Attachment, ...] = ()
    next_page: str | None = None
    """The address of the article's next page (1 2 3 下一页 inside the body) where it was not read with the first."""
    later_pages: tuple[str, ...] = ()
    """The addresses of the article's further pages that were read with the first, in order."""
    flags: tuple[str, ...] = ()
    """What is suspicious, by name: `spam_title`, `foreign_site_domain`, `pinyin_gloss` … Reasons are in `origins`."""
    method: str = ""
    """Which step found the body: `profile:#zoom`, `family:trs`, `trafilatura`."""
    origins: tuple[tuple[str, str], ...] = ()
    """Where each fact came from: ("source", "label 来源"), ("flags.spam_title", "「凯发」 in the title")."""
    removed: tuple[Removed, ...] = ()
    structure: str | None = None
    """Digest of the kinds of elements that the page's markup is made of, without what they say."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The blocks of the body in order."""
        return tuple(self.text.split("\n")) if self.text else ()
