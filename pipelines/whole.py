"""Reading a look at an article with all of its pages: what the archive has of them, or what a visit asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from archive.capture import Capture
from archive.interned import key_of
from archive.kept import NewReading
from archive.own_pages import GONE
from archive.store import Archive
from pipelines.payload import Payload, Reading
from pipelines.profile import Profile
from pipelines.reader_pool import ReaderPool

MOST_PAGES: Final = 30
"""Further pages of one article; the longest transcript that we met has nine (2026-11)."""

Ask = Callable[[str], Awaitable[None]]
"""Asks a site for a further page; whatever is answered is in the archive afterwards."""


class WholeReader:
    """Reads looks at first pages by one site's rules, each together with the further pages that belong to it."""

    def __init__(self, archive: Archive, pool: ReaderPool, profile: Profile | None) -> None:
        self._archive = archive
        self._pool = pool
        self._profile = profile

    async def read(self, look: int, captured: Capture, *, ask: Ask | None = None) -> tuple[Reading, NewReading]:
        """Read a look whose first page brought `captured`: what was read, and how it is filed.

        Each further page is asked for when the one before leads to it. One that could not be had ends the reading:
        then it is the `next_page` of the article.
        """
        payload = payload_of(captured, self._profile)
        reading = await self._pool.read(payload)
        parts: list[int] = []
        passed = {key_of(payload.url)}
        while reading.article is not None and len(parts) < MOST_PAGES:
            following = reading.article.next_page
            # A page that was given and not taken could not be read, or is none of this article.
            if following is None or len(reading.article.later_pages) < len(parts) or key_of(following) in passed:
                break
            if ask is not None:
                await ask(following)
            part = self._archive.continued.part(look, following)
            if part is None:
                break
            passed.add(key_of(following))
            parts.append(part)
            payload = replace(payload, later=(*payload.later, self._later(following, part)))
            reading = await self._pool.read(payload)
        return reading, new_reading(look, reading, parts=tuple(parts))

    def _later(self, url: str, part: int) -> Payload:
        if part == GONE:
            return Payload(url=url, body=b"", encoding=None, content_type=None, gone=True)
        return replace(payload_of(self._archive.capture(part), None), url=url)


def payload_of(captured: Capture, profile: Profile | None) -> Payload:
    """What the pool needs to read a capture."""
    return Payload(
        url=captured.url,
        body=captured.body,
        encoding=captured.header("content-encoding"),
        content_type=captured.header("content-type"),
        captured_at=captured.captured_at,
        profile=profile,
    )


def new_reading(capture: int, reading: Reading, *, parts: tuple[int, ...] = ()) -> NewReading:
    """A reading as the archive takes it; `parts` are the captures of an article's further pages."""
    return NewReading(
        capture=capture,
        reader=reading.reader,
        article=reading.article,
        fingerprint=reading.fingerprint,
        prepared=reading.prepared,
        error=reading.error,
        error_kind=reading.error_kind,
        parts=parts,
    )
