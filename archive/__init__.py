"""KEEPING: the versioned archive of captures, readings, versions and changes in one SQLite file."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.absence import State as State
    from archive.article import Article as Article
    from archive.article import Attachment as Attachment
    from archive.article import Removed as Removed
    from archive.article import Turn as Turn
    from archive.capture import Capture as Capture
    from archive.capture import Outcome as Outcome
    from archive.kept import Change as Change
    from archive.kept import Kept as Kept
    from archive.kept import KnownPage as KnownPage
    from archive.kept import KnownState as KnownState
    from archive.kept import Moment as Moment
    from archive.kept import NewReading as NewReading
    from archive.kept import Validators as Validators
    from archive.store import Archive as Archive
    from archive.url import canonical_url as canonical_url
    from archive.url import surt as surt
    from archive.version import ChangeKind as ChangeKind
    from archive.version import Version as Version

# Loaded when first asked for: a reading process needs `Article` and no database.
_HOMES = {
    "absence": ("State",),
    "article": ("Article", "Attachment", "Removed", "Turn"),
    "capture": ("Capture", "Outcome"),
    "kept": ("Change", "Kept", "KnownPage", "KnownState", "Moment", "NewReading", "Validators"),
    "store": ("Archive",),
    "url": ("canonical_url", "surt"),
    "version": ("ChangeKind", "Version"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}
__all__ = list(_HOME_OF)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
