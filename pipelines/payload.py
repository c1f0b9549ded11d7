"""One payload and what a reader makes of it: what a worker process does, within limits of time."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, Final

from archive.article import Article

if TYPE_CHECKING:
    from archive.kept import Prepared
    from pipelines.files import FileReading
    from pipelines.pagers.paging import Listing, PageRequest
    from pipelines.profile import Profile
    from pipelines.read import Leaf

CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
TIME_LIMIT: Final = 20
"""Seconds of processor time for one page. The slowest real page took 1.9 (2026-11)."""
PATIENT_LIMIT: Final = TIME_LIMIT * 6
"""Seconds by the clock. What else a machine does must not decide what is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The bytes to read, as they were captured, and what is needed to read them."""

    url: str
    body: bytes
    """As received, still content-encoded."""
    encoding: str | None
    """The Content-Encoding header."""
    content_type: str | None
    captured_at: datetime | None = None
    profile: Profile | None = None
    later: tuple[Payload, ...] = ()
    """The further pages of an article, in order."""
    gone: bool = False
    """Of a further page: it is known to be gone, though the page before it still leads there."""
    request: PageRequest | None = None
    """What brought a list page, where it was a POST or carried headers of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of one payload: an article with its fingerprint, or why there is none."""

    reader: str
    article: Article | None = None
    fingerprint: str | None = None
    prepared: Prepared | None = None
    """The article as the archive writes it: made here, so that the crawl's own process need not."""
    error: str | None = None
    error_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What a reader made of one list page: the listing, or why there is none."""

    reader: str
    listing: Listing | None = None
    error: str | None = None
    error_kind: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the page names nothing and leads nowhere, or to a file alone: scripts may be what fills it."""
        if self.listing is None:
            return self.error_kind == "EmptyShell"
        return not self.listing.items and (self.listing.following is None or self.listing.family == "file")


class PageTimeout(Exception):
    """A page took longer to read than the limits: keep it, and look at it by hand."""


def read_payload(payload: Payload) -> Reading:
    """Read one payload as an article; every fault becomes part of the answer, for the capture is kept with it."""
    from archive.errors import PayloadError  # noqa: PLC0415  in the worker alone
    from archive.readings import prepare  # noqa: PLC0415
    from pipelines import ReadError, reader_name  # noqa: PLC0415
    from pipelines.fingerprint import fingerprint  # noqa: PLC0415
    from pipelines.read import read_pages  # noqa: PLC0415

    reader = reader_name(payload.profile)
    try:
        with _limited_time():
            leaves = [_leaf(payload), *map(_leaf, payload.later)]
            article = read_pages(leaves, profile=payload.profile, captured_at=payload.captured_at)
            return Reading(reader=reader, article=article, fingerprint=fingerprint(article), prepared=prepare(article))
    except (ReadError, PayloadError, PageTimeout) as error:
        return Reading(reader=reader, error=str(error), error_kind=type(error).__name__)
    except Exception as error:  # noqa: BLE001  a fault of the reader must cost this page its reading, never the crawl
        return Reading(reader=reader, error=f"{type(error).__name__}: {error}", error_kind="ReaderFault")


def _leaf(payload: Payload) -> Leaf:
    from archive.encoding import decode_content  # noqa: PLC0415  in the worker alone
    from pipelines.read import Leaf  # noqa: PLC0415

    body = decode_content(payload.body, payload.encoding) if not payload.gone else None
    return Leaf(url=payload.url, body=body, charset=charset_of(payload.content_type))


def read_list_payload(payload: Payload) -> ListReading:
    """Read one payload as a list page."""
    from archive.encoding import decode_content  # noqa: PLC0415  in the worker alone
    from pipelines import read_listing, reader_name  # noqa: PLC0415

    reader = reader_name(payload.profile)
    try:
        with _limited_time():
            body = decode_content(payload.body, payload.encoding)
            charset = charset_of(payload.content_type)
            profile = payload.profile.at(payload.captured_at) if payload.profile is not None else None
            return ListReading(
                reader=reader,
                listing=read_listing(body, url=payload.url, charset=charset, profile=profile, request=payload.request),
            )
    except Exception as error:  # noqa: BLE001  as above: the walk ends here and says why
        return ListReading(reader=reader, error=f"{type(error).__name__}: {error}", error_kind=type(error).__name__)


def read_file_payload(payload: Payload) -> FileReading:
    """Read one payload as a file that hangs on an article."""
    from archive.encoding import decode_content  # noqa: PLC0415  in the worker alone
    from archive.errors import PayloadError  # noqa: PLC0415
    from pipelines.files import FILE_READER, FileReading, read_file  # noqa: PLC0415

    try:
        with _limited_time():
            return read_file(decode_content(payload.body, payload.encoding), url=payload.url)
    except (PayloadError, PageTimeout, MemoryError) as error:
        return FileReading(reader=FILE_READER, error=str(error), error_kind=type(error).__name__)


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type header names, if any."""
    found = CHARSET.search(content_type or "")
    return found[1] if found else None


@contextmanager
def _limited_time() -> Iterator[None]:
    """Raise `PageTimeout` in a page that takes too long; where a C library is busy, let the system end the worker."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signum: int, _frame: FrameType | None) -> None:
        raise PageTimeout(f"reading took longer than {TIME_LIMIT} seconds")

    for number, timer, seconds in (
        (signal.SIGVTALRM, signal.ITIMER_VIRTUAL, TIME_LIMIT),
        (signal.SIGALRM, signal.ITIMER_REAL, PATIENT_LIMIT),
    ):
        signal.signal(number, ring)
        signal.setitimer(timer, seconds)
    # Cannot be held up: the default action of SIGPROF ends the process.
    signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT * 2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
