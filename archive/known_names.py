"""The sites and sections that an archive knows, for whoever asks for another one.

To answer a misspelt name with no rows would say that there is nothing.
"""

from __future__ import annotations

import difflib
import sqlite3

from archive.errors import NameNotFound

_SITE = "SELECT EXISTS (SELECT 1 FROM runs WHERE site = :name) OR EXISTS (SELECT 1 FROM pages WHERE site = :name)"
_SITES = "SELECT site FROM runs UNION SELECT site FROM pages"
_SECTION = "SELECT EXISTS (SELECT 1 FROM pages WHERE section = :name AND (:site IS NULL OR site = :site))"
_SECTIONS = "SELECT DISTINCT section FROM pages WHERE :site IS NULL OR site = :site"
_MOST = 10


def must_know(db: sqlite3.Connection, *, site: str | None = None, section: str | None = None) -> None:
    """Raise NameNotFound where the archive has nothing of a site, or no page of a section (of that site, if given)."""
    asked = {"name": site, "site": site}
    if site is not None and not db.execute(_SITE, asked).fetchone()[0]:
        raise NameNotFound(f"nothing of a site {site!r} is in this archive; {_nearest(db, site, _SITES, asked)}")
    asked["name"] = section
    if section is not None and not db.execute(_SECTION, asked).fetchone()[0]:
        of_site = "" if site is None else f" of {site}"
        known = _nearest(db, section, _SECTIONS, asked)
        raise NameNotFound(f"no article of a section {section!r}{of_site} is in this archive; {known}")


def _nearest(db: sqlite3.Connection, name: str, sql: str, asked: dict[str, str | None]) -> str:
    known = sorted(found for (found,) in db.execute(sql, asked) if found is not None)
    if not known:
        return "it has none"
    near = [each for each in known if name and name in each] or difflib.get_close_matches(name, known)
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    more = f" and {len(known) - _MOST} more" if len(known) > _MOST else ""
    return f"it has {', '.join(known[:_MOST])}{more}"
