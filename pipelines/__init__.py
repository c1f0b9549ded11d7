"""READING: bytes and a URL in, an Article or a Listing out; no files, no network, no clock."""

from pipelines.errors import ReadError
from pipelines.fingerprint import fingerprint
from pipelines.listing import Listing, ListItem, read_listing
from pipelines.profile import Profile
from pipelines.read import read_article
from pipelines.reader import READER, reader_name
from pipelines.turns import segment_turns

__all__ = [
    "READER",
    "ListItem",
    "Listing",
    "Profile",
    "ReadError",
    "fingerprint",
    "read_article",
    "read_listing",
    "reader_name",
    "segment_turns",
]
