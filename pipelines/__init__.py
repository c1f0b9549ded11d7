"""READING: bytes and a URL in, an Article or a Listing out; no files, no network, no clock."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.errors import ReadError as ReadError
    from pipelines.listing import read_listing as read_listing
    from pipelines.pagers.paging import Listing as Listing
    from pipelines.pagers.paging import ListItem as ListItem
    from pipelines.profile import Profile as Profile
    from pipelines.read import read_article as read_article
    from pipelines.reader import READER as READER
    from pipelines.reader import reader_name as reader_name
    from pipelines.turns import segment_turns as segment_turns

# Loaded when first asked for: a crawl reads in worker processes, and its own process needs the names alone. What all
# readers need takes half a second to import.
_HOMES = {
    "errors": ("ReadError",),
    "listing": ("read_listing",),
    "pagers.paging": ("ListItem", "Listing"),
    "profile": ("Profile",),
    "read": ("read_article",),
    "reader": ("READER", "reader_name"),
    "turns": ("segment_turns",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}
__all__ = list(_HOME_OF)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
