"""Columns of every family of list pages that is known of, in the markup and with the services of the real systems.

Made from what is known of those systems, not from what this project's readers expect. No site file is packaged: a test
or a benchmark writes them with `FamilyWeb.write_sites`.
"""

from __future__ import annotations

from crawler.practice.pagers import by_year, clicked, hanweb, numbered, services
from crawler.practice.pagers.column import PagerFamily, Piece, PracticeColumn
from crawler.practice.pagers.web import FamilyWeb, Growth

PAGER_FAMILIES = {
    family.key: family for family in (*numbered.FAMILIES, *clicked.FAMILIES, *hanweb.FAMILIES, *services.FAMILIES)
}
"""Every family by its key."""
YEAR_FAMILIES = {family.key: family for family in by_year.FAMILIES}
"""Columns whose list is split by years; their first list is not all of them."""

__all__ = ["PAGER_FAMILIES", "YEAR_FAMILIES", "FamilyWeb", "Growth", "PagerFamily", "Piece", "PracticeColumn"]
