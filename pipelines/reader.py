"""The reader's name: readings by readers of different names are never compared."""

from __future__ import annotations

from pipelines.profile import Profile

VERSION = "0.1.0"
"""The version of govpress, without asking the installed package: reading opens no files."""

RULES = 61
"""Raised whenever a change of rules changes what any page reads as; the golden pages notice when it was forgotten."""

READER = f"govpress {VERSION}/r{RULES}"
"""The name of today's reader without a profile."""


def reader_name(profile: Profile | None = None) -> str:
    """The name that is kept with each reading, such as `govpress 0.1.0/r1 profile 1a2b3c4d5e6f`."""
    return READER if profile is None else f"{READER} profile {profile.digest}"
