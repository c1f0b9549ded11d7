"""The errors of the archive.

ArchiveError
├── CaptureNotFound
├── VersionNotFound
├── NameNotFound
├── FixityError
│   └── PayloadError
├── SchemaTooNew
├── ExportError
└── ArchiveLocked
"""

from __future__ import annotations


class ArchiveError(Exception):
    """The archive could not do what was asked; the message names the file, key or address and the next step."""

    exit_code = 4


class CaptureNotFound(ArchiveError):
    """No capture of this address or number is kept: check the address, or crawl it first."""


class VersionNotFound(ArchiveError):
    """The page has no such version, or was never read as an article: list its versions with `govpress history`."""


class NameNotFound(ArchiveError):
    """The archive has nothing of a site or section of this name: correct it, the message names the nearest."""


class FixityError(ArchiveError):
    """Kept bytes are not what their digest says: stop using this file, compare it with a copy."""


class PayloadError(FixityError):
    """A body does not decode as its Content-Encoding says, or decodes to too much: keep it, do not read it."""


class SchemaTooNew(ArchiveError):
    """The archive was written by a newer govpress: upgrade govpress; the file was left untouched."""


class ExportError(ArchiveError):
    """An export could not be written: check the target folder and the filters."""


class ArchiveLocked(ArchiveError):
    """Another process has been writing for longer than we wait: try again when its crawl has ended."""
