"""The text of a file that hangs on an article: bytes in, text or an honest reason out. Pure.

Files come from anybody. What is looked at is bounded (pages, entries, sizes), and the worker that reads them has a
limit of time; a file that is none, is locked or broken keeps its capture and says so.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from archive.capture import digest

FILE_READER: Final = "govpress files/1"
"""Raised whenever any file reads otherwise than before."""
MOST_PAGES: Final = 500
MOST_TEXT: Final = 1_000_000
"""Characters that are kept of one file."""
MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_ENTRIES: Final = 2_000

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
# What files of these names begin with; a server that has lost one answers with a page in its place.
_BEGINNINGS: Final[dict[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF",),
    **dict.fromkeys(("docx", "xlsx", "pptx"), (b"PK\x03\x04",)),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et"), (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"{\\rtf")),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff"), _IMAGES),
}
_BLANK = re.compile(r"[ \t\u3000\xa0]+")


class FileError(ValueError):
    """A file could not be read; its capture is kept, with the name of this error."""


class NotAFile(FileError):
    """A page, nothing, or half of it came in the file's place: it says nothing about the file."""


class LockedFile(FileError):
    """The file wants a password; what it says cannot be searched."""


class BrokenFile(FileError):
    """The file is damaged, or larger inside than its limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What a file is, and what it says."""

    reader: str
    digest: str | None = None
    """Of the bytes with their Content-Encoding undone; None where something else came in the file's place."""
    text: str | None = None
    """None where the file has none, or none that we read: images, spreadsheets, old Word."""
    error: str | None = None
    error_kind: str | None = None


def extension_of(address: str) -> str:
    """The extension that names a file's kind, in lower case; empty where there is none."""
    whole = address.partition("#")[0]
    # 下载 scripts name the file in their query.
    found = re.search(r"\.([a-z]\w{1,4})(?:&|$)", whole, re.I) or re.search(r"\.([a-z]\w{1,4})\?", whole, re.I)
    return found[1].lower() if found else ""


def read_file(body: bytes, *, url: str) -> FileReading:
    """Read one file."""
    try:
        _refuse(body, url)
    except NotAFile as error:
        return FileReading(reader=FILE_READER, error=str(error), error_kind=type(error).__name__)
    name = digest(body)
    try:
        return FileReading(reader=FILE_READER, digest=name, text=_text(body))
    except FileError as error:
        return FileReading(reader=FILE_READER, digest=name, error=str(error), error_kind=type(error).__name__)


def _refuse(body: bytes, url: str) -> None:
    if not body.strip():
        raise NotAFile("nothing came")
    expected = _BEGINNINGS.get(extension_of(url))
    start = body[:1024]
    if expected is not None and not any(
        beginning in start[:64] or start.startswith(beginning) for beginning in expected
    ):
        raise NotAFile(f"it does not begin as a .{extension_of(url)} file does")
    if expected is None and start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html")):
        raise NotAFile("a page came in its place")


def _text(body: bytes) -> str | None:
    if b"%PDF" in body[:64]:
        return _pdf(body)
    if body.startswith(b"PK\x03\x04"):
        return _docx(body)
    return None


def _pdf(body: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415  one page in a hundred has a file
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    # It warns of every small fault of a file.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(body))
        # Many are locked against changes alone, with an empty password for reading.
        if reader.is_encrypted and not reader.decrypt(""):
            raise LockedFile("it wants a password")
        for page in reader.pages[:MOST_PAGES]:
            found.append(page.extract_text())
            if sum(map(len, found)) > MOST_TEXT:
                break
    except FileError:
        raise
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise BrokenFile(f"{type(error).__name__}: {error}"[:200]) from error
    except (NotImplementedError, ImportError) as error:
        raise LockedFile(f"{type(error).__name__}: {error}"[:200]) from error
    return _tidy("\n".join(found))


def _docx(body: bytes) -> str | None:
    from docx import Document  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            if "word/document.xml" not in names:
                return None
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise BrokenFile("larger inside than its limits")
        document = Document(io.BytesIO(body))
        # In the order of the text: paragraphs, and those in the cells of tables.
        lines = (
            "".join(run.text or "" for run in each.iter(qn("w:t"))) for each in document.element.body.iter(qn("w:p"))
        )
        return _tidy("\n".join(lines))
    except FileError:
        raise
    except Exception as error:  # a package within a package: any part of it may be what no library expects
        raise BrokenFile(f"{type(error).__name__}: {error}"[:200]) from error


def _tidy(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip() for line in text.replace("\0", "").splitlines())
    # Lone surrogates of a broken font table cannot be stored.
    return "\n".join(line for line in lines if line)[:MOST_TEXT].encode("utf-8", "ignore").decode()
