"""Reading an article: decode → document → verdicts → body → facts → turns.

An article of several pages is read from all of them together: facts from the first, the body from each in order, the
editor from the last where the first names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.article import Article, Attachment, Person, Turn
from pipelines.attachments import find_files, find_images
from pipelines.body import Body, read_body
from pipelines.bylines import author_in_text
from pipelines.errors import LaterPage, NotAnArticle, ReadError
from pipelines.facts import Facts, gather_facts
from pipelines.furniture import normalised
from pipelines.joining import Passage, join_pages
from pipelines.layout import Line
from pipelines.own_pages import find_next_page, is_later_page
from pipelines.page import Page, open_page, reparsed
from pipelines.profile import Profile
from pipelines.roster import introduced
from pipelines.structure import structure_digest
from pipelines.suspicion import suspect
from pipelines.turns import lead_of, segment_turns
from pipelines.verdicts import refuse_at_sight, refuse_reading, verdict_on_nothing

_TODAY = Profile()
_LONGEST_TRANSCRIPT = 5_000
"""Paragraphs; a press conference has a few hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of an article as it was received."""

    url: str
    body: bytes | None
    """None for a page that is known to be gone though the one before still leads to it."""
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """One page that was found to hold a body."""

    page: Page
    body: Body
    facts: Facts
    structure: str

    @property
    def next_page(self) -> str | None:
        return find_next_page(self.page.document, self._lines)

    @property
    def is_later(self) -> bool:
        return is_later_page(self.page.document, self._lines)

    @property
    def _lines(self) -> Sequence[Line]:
        return self.page.layout.lines[self.body.first : self.body.last + 3]

    def continues(self, first: _Opened) -> bool:
        """Whether this page names the article that the first one names."""
        title = normalised(first.facts.title)
        named = (self.facts.title, *self.facts.titles, self.page.document.title_tag or "")
        return any(title in normalised(name) for name in named)


def read_article(
    body: bytes,
    *,
    url: str,
    charset: str | None = None,
    profile: Profile | None = None,
    captured_at: datetime | None = None,
) -> Article:
    """What one page says; raises a `ReadError` for pages that are no articles, and nothing else."""
    opened = _open(Leaf(url=url, body=body, charset=charset), (profile or _TODAY).at(captured_at))
    return _article([opened], (), opened.next_page)


def read_pages(
    leaves: Sequence[Leaf], *, profile: Profile | None = None, captured_at: datetime | None = None
) -> Article:
    """What the pages of one article say together; raises a `ReadError` where the first one cannot be read.

    Each leaf is the page that the one before leads to. Where one of them cannot be read, or is of another article, the
    reading ends before it: it is `next_page` then, and why is in `origins`. Raises `LaterPage` for a page that is not
    the first of its article.
    """
    rules = (profile or _TODAY).at(captured_at)
    first = _open(leaves[0], rules)
    if first.is_later:
        raise LaterPage(f"{leaves[0].url} is not the first page of its article")
    opened, following, why = [first], first.next_page, None
    later: list[str] = []
    for leaf in leaves[1:]:
        if leaf.url != following:
            break
        if leaf.body is None:
            return _article(opened, (*later, leaf.url), None, missing=leaf.url)
        try:
            opened.append(_open_later(leaf, rules, opened))
        except ReadError as error:
            why = f"{type(error).__name__}: {error}"
            break
        later.append(leaf.url)
        following = opened[-1].next_page
    return _article(opened, later, following, why=why)


def _open(leaf: Leaf, rules: Profile) -> _Opened:
    page = open_page(leaf.body or b"", url=leaf.url, charset=leaf.charset, profile=rules)
    refuse_at_sight(page)
    structure = structure_digest(page.layout)
    found = read_body(page)
    if found is None or found.is_poor:
        page = reparsed(page) or page
        found = read_body(page)
    if found is None:
        raise verdict_on_nothing(page)
    facts = gather_facts(page, first=found.first, last=found.last, edges=found.edges)
    found = found.without_title(facts.title, facts.titles)
    refuse_reading(page, found, facts)
    return _Opened(page=page, body=found, facts=facts, structure=structure)


def _open_later(leaf: Leaf, rules: Profile, before: Sequence[_Opened]) -> _Opened:
    """A later page of an article; raises NotAnArticle where it is none of it."""
    opened = _open(leaf, rules)
    if not opened.continues(before[0]):
        raise NotAnArticle("it names another article")
    if any(opened.body.text == one.body.text for one in before):
        raise NotAnArticle("it says what an earlier page said")
    return opened


def _article(
    opened: Sequence[_Opened],
    later: Sequence[str],
    following: str | None,
    *,
    missing: str | None = None,
    why: str | None = None,
) -> Article:
    """The article whose pages were opened; `following` is the page after them, and `why` it is not among them."""
    first, last = opened[0], opened[-1]
    page, facts = first.page, first.facts
    passages = join_pages([[Passage(text=each.text, bold=each.bold) for each in one.body.blocks] for one in opened])
    text = [each.text for each in passages]
    flags = suspect(page, facts=facts, text="\n".join(text), elements=first.body.elements)
    turns = _turns(page, passages, facts.title)
    editor, editor_told = facts.editor, facts.origins.items()
    if editor is None and last.facts.editor is not None:
        editor = last.facts.editor
        editor_told = (facts.origins | {"editor": f"{last.facts.origins['editor']}, last page"}).items()
    return Article(
        url=page.document.url,
        title=facts.title,
        text="\n".join(text),
        published_at=facts.published.moment if facts.published is not None else None,
        published_precision=facts.published.precision if facts.published is not None else None,
        source=facts.source,
        author=facts.author or author_in_text(text),
        editor=editor,
        column=facts.column,
        doc_number=facts.doc_number,
        keywords=page.guideline.keywords,
        site_name=page.guideline.site_name,
        site_code=page.guideline.site_code,
        turns=turns,
        introduced=_introduced(text, facts.title, turns),
        attachments=_once(each for one in opened for each in find_files(one.page.document, one.body.elements)),
        images=_once(each for one in opened for each in find_images(one.page.document, one.body.elements)),
        next_page=following,
        later_pages=tuple(later),
        flags=(*(one.flag for one in flags), *(("missing_page",) if missing is not None else ())),
        method=first.body.method,
        origins=(
            *editor_told,
            *((f"flags.{one.flag}", one.reason) for one in flags),
            *([("flags.missing_page", f"{missing} is gone")] if missing is not None else []),
            *([("next_page", why)] if why is not None else []),
        ),
        removed=tuple(cut for one in opened for cut in one.body.removed),
        structure=first.structure,
    )


def _once(found: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Each address once, with the name it had first: a list of files may stand under every page."""
    named: dict[str, Attachment] = {}
    for each in found:
        named.setdefault(each.href, each)
    return tuple(named.values())


def _turns(page: Page, passages: Sequence[Passage], title: str) -> tuple[Turn, ...]:
    if page.profile.turns is False or len(passages) > _LONGEST_TRANSCRIPT:
        return ()
    return segment_turns([each.text for each in passages], bold=[each.bold for each in passages], title=title)


def _introduced(paragraphs: list[str], title: str, turns: tuple[Turn, ...]) -> tuple[Person, ...]:
    """The speakers that the lead introduces; a name of one's own is needed, 主持人 is nobody's."""
    if not turns:
        return ()
    # What is said already introduces nobody.
    lead = lead_of(paragraphs[: turns[0].paragraph + 1], title)
    posts = introduced(lead.split("\n"), (turn.speaker for turn in turns))
    named = dict.fromkeys(turn.speaker for turn in turns if turn.speaker in posts)
    return tuple(Person(name=name, role=posts[name]) for name in named)
